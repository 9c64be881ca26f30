// SPDX-License-Identifier: Apache-2.0

package roster

// hrColumns are folded names: English, then German, French, Spanish.
var hrColumns = synonyms{
	fieldFull: {
		"employeename", "fullname", "displayname", "legalname", "legalfullname", "workername", "worker", "employee",
		"mitarbeiter", "mitarbeitername", "vollstandigername", "nomcomplet", "nometprenom", "nomprenom", "salarie", "nombrecompleto",
		"nombreyapellidos", "empleado",
	},
	fieldBare:   {"name", "nom"},
	fieldNombre: {"nombre"},
	fieldGiven: {
		"firstname", "givenname", "forename", "legalfirstname", "vorname", "rufname", "prenom", "nombres", "nombredepila",
	},
	fieldSurname: {
		"lastname", "surname", "familyname", "legallastname", "nachname", "familienname", "zuname", "nomdefamille", "apellidos", "apellido",
	},
	fieldEmail: {
		"workemail", "workemailaddress", "businessemail", "companyemail", "officeemail", "corporateemail", "emailwork",
		"primaryworkemail", "emailaddress", "email", "mail", "mailaddress",
		"dienstlicheemail", "emaildienstlich", "geschaftlicheemail", "emailadresse", "courriel", "adresseemail", "emailprofessionnel",
		"courrielprofessionnel", "adressemail", "correo", "correoelectronico", "correocorporativo", "emailcorporativo",
	},
	fieldPrivateEmail: {
		"personalemail", "homeemail", "privateemail", "personalemailaddress", "emailpersonal", "emailhome",
		"privateemailadresse", "emailprivat", "emailpersonnel", "courrielpersonnel", "correopersonal",
	},
	fieldUPN:       {"userprincipalname", "upn"},
	fieldSAM:       {"samaccountname", "networkid", "networklogin", "networkusername", "windowslogin", "windowsusername", "adaccount", "aduser", "adusername", "ntlogin"},
	fieldDomain:    {"netbiosdomain", "windowsdomain", "addomain"},
	fieldPrincipal: {"msdsprincipalname", "ntaccount"},
	fieldSID:       {"sid", "objectsid"},
	fieldEmployee: {
		"employeeid", "employeenumber", "employeeno", "empid", "empno", "empnumber", "employeecode", "personnelnumber",
		"personnelno", "personnumber", "staffid", "staffnumber", "workerid", "payrollnumber", "badgenumber",
		"personalnummer", "personalnr", "persnr", "pernr", "mitarbeiternummer", "mitarbeiternr", "mitarbeiterid",
		"matricule", "numeromatricule", "nmatricule", "numerodematricule", "numerodeempleado", "nempleado", "nodeempleado",
		"numeroempleado", "codigodeempleado", "codigoempleado", "legajo",
	},
	fieldTitle: {
		"jobtitle", "title", "position", "positiontitle", "role", "jobprofile", "stelle", "stellenbezeichnung", "funktion",
		"berufsbezeichnung", "poste", "intituleduposte", "fonction", "puesto", "cargo",
	},
	fieldDepartment: {"department", "departmentname", "dept", "deptname", "team", "teamname", "abteilung", "departement", "service", "departamento"},
	fieldOffice:     {"office", "location", "worklocation", "site", "standort", "buro", "lieu", "lieudetravail", "ubicacion", "oficina"},
	fieldCompany:    {"company", "companyname", "legalentity", "employer", "firma", "gesellschaft", "societe", "entreprise", "empresa"},
	fieldManager: {
		"managername", "manager", "supervisor", "supervisorname", "reportsto", "reportingto", "linemanager",
		"vorgesetzter", "vorgesetzte", "fuhrungskraft", "responsable", "superieur", "superieurhierarchique", "jefe", "supervisora",
	},
	fieldManagerEmail:    {"manageremail", "manageremailaddress", "supervisoremail"},
	fieldManagerEmployee: {"manageremployeeid", "manageremployeenumber", "supervisoremployeeid", "supervisoremployeenumber"},
	fieldHired: {
		"hiredate", "dateofhire", "datehired", "hiredon", "hired", "startdate", "employmentstartdate", "dateofjoining", "joiningdate",
		"joindate", "datejoined", "originalhiredate", "latesthiredate",
		"eintrittsdatum", "eintritt", "einstellungsdatum", "datedembauche", "embauche", "datedentree", "dateentree",
		"fechadecontratacion", "fechacontratacion", "fechadeingreso", "fechaingreso", "fechadealta", "fechaalta",
	},
	fieldNotice: {
		"noticedate", "dateofnotice", "noticegiven", "noticegivendate", "dateofnoticegiven", "datenoticegiven", "noticereceived",
		"noticereceiveddate", "resignationdate", "dateofresignation", "resignationsubmitted", "resignationsubmitteddate",
		"resignationnoticedate", "terminationnoticedate", "dateresigned",
		"kundigungsdatum", "kuendigungsdatum", "kundigungam", "kundigungvom", "datumderkundigung", "datededemission",
		"datedepreavis", "datedenotification", "fechaderenuncia", "fecharenuncia", "fechadepreaviso",
	},
	fieldLastDay: {
		"lastworkingday", "lastworkingdate", "lastdayworked", "lastdayofwork", "lastworkday", "lastday", "lastphysicalday",
		"lastdateworked", "dateoflastworkingday",
		"letzterarbeitstag", "letztertag", "dernierjourtravaille", "dernierjourdetravail", "dernierjour",
		"ultimodiatrabajado", "ultimodialaborable", "ultimodiadetrabajo", "ultimodia",
	},
	fieldTermination: {
		"terminationdate", "dateoftermination", "termdate", "dateterminated", "terminatedon", "terminationeffectivedate",
		"effectiveterminationdate", "separationdate", "dateofseparation", "exitdate", "dateofexit", "leavedate", "leavingdate",
		"dateofleaving", "dateleft", "departuredate", "relievingdate", "enddate", "employmentenddate", "contractenddate",
		"austrittsdatum", "austritt", "vertragsende", "datededepart", "datedepart", "datedesortie", "datesortie", "datedefindecontrat",
		"fechadebaja", "fechabaja", "fechadeterminacion", "fechadesalida", "fechasalida", "fechadecese", "fechadeegreso",
	},
	fieldOtherDate: {
		"dob", "dateofbirth", "birthdate", "birthday", "lastperformancereviewdate", "geburtsdatum", "datedenaissance", "fechadenacimiento",
	},
	fieldStatus: {
		"employmentstatus", "employeestatus", "workerstatus", "empstatus", "status", "isactive", "active", "activestatus",
		"beschaftigungsstatus", "aktiv", "statut", "actif", "estado", "activo",
	},
}
