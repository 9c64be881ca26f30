// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"strings"

	"dossier/event"
)

// teams is Microsoft Teams.
var teams = family{
	other: event.AdminOther,
	fill:  fillTeams,
	kinds: map[string]event.Kind{
		"messagesent": event.MailOther, "messagecreatedhaslink": event.MailOther, "messageeditedhaslink": event.MailOther,
		"messageupdated": event.MailOther, "messagedeleted": event.MailOther, "messageread": event.MailOther, "messageslisted": event.MailOther,
		"messagecreatednotification": event.MailOther, "messageupdatednotification": event.MailOther, "messagehostedcontentread": event.MailOther,
		"chatcreated": event.MailOther, "chatretrieved": event.MailOther, "chatupdated": event.MailOther, "reactedtomessage": event.MailOther,
		"meetingdetail": event.MailOther, "meetingparticipantdetail": event.MailOther,
		"memberadded": event.AdminPermission, "memberremoved": event.AdminPermission, "memberrolechanged": event.AdminPermission,
		"teamssessionstarted": event.AuthLogin,
		"appinstalled":        event.AdminApp, "appupgraded": event.AdminApp, "appuninstalled": event.AdminApp, "botaddedtoteam": event.AdminApp,
		"botremovedfromteam": event.AdminApp, "connectoradded": event.AdminApp, "connectorremoved": event.AdminApp, "connectorupdated": event.AdminApp,
		"teamcreated": event.AdminConfig, "teamdeleted": event.AdminConfig, "teamsettingchanged": event.AdminConfig,
		"channeladded": event.AdminConfig, "channeldeleted": event.AdminConfig, "channelsettingchanged": event.AdminConfig,
		"tabadded": event.AdminConfig, "tabremoved": event.AdminConfig, "tabupdated": event.AdminConfig,
		"teamstenantsettingchanged": event.AdminConfig, "teamsuserchangedtenantsettings": event.AdminConfig,
		"recordingexported": event.FileDownload, "transcriptsexported": event.FileDownload,
	},
}

// fillTeams reads the thread or team, and its members.
func fillTeams(r *record) {
	r.e.Object.ID = first(r.data.Get("ChatThreadId").Text(), r.data.Get("TeamGuid").Text())
	r.e.Object.Name = first(r.data.Get("TeamName").Text(), r.data.Get("ChatName").Text())
	role := event.RoleTo
	if r.e.Kind == event.AdminPermission {
		role = event.RoleUser
	}
	for _, m := range r.data.Get("Members").Elements() {
		if who := named(m.Value.Get("UPN").Text()); !strings.EqualFold(who.Name, r.e.Actor.Name) || who.IsZero() {
			r.target(role, who, m.Value.Get("DisplayName").Text())
		}
	}
}

// policies is data loss prevention in mail and stores, which names what it found.
var policies = family{other: event.MailOther, fill: fillPolicy}

// fillPolicy reads a match of a policy: the message or the file, with what the
// record says of recipients.
func fillPolicy(r *record) {
	if r.recordType == 13 {
		r.labelled()
	}
	if m := r.data.Get("ExchangeMetaData"); m.IsObject() {
		r.message(m.Get("MessageID").Text(), m.Get("Subject").Text())
		r.target(event.RoleFrom, mailed(m.Get("From").Text()), "")
		r.recipients(event.RoleTo, elements(m.Get("To")))
		r.recipients(event.RoleCc, elements(m.Get("CC")))
		r.recipients(event.RoleBcc, elements(m.Get("BCC")))
		if size, ok := count(m.Get("FileSize").Text()); ok {
			r.e.Quantities.Bytes = r.perMessage(size)
		}
		return
	}
	if m := r.data.Get("SharePointMetaData"); m.IsObject() {
		r.e.Kind = event.FileOther
		r.e.Object = event.Object{Type: "document", ID: m.Get("FilePathUrl").Text(), Name: m.Get("FileName").Text()}
	}
}

func (r *record) recipients(role string, list []string) {
	for _, one := range list {
		r.target(role, mailed(one), "")
	}
}

// labels is sensitivity labels on messages and files.
var labels = family{other: event.FileOther, fill: fillLabel}

func fillLabel(r *record) {
	path := r.text("ObjectId")
	r.e.Object = event.Object{Type: "document", ID: path, Name: first(r.data.Get("ItemName").Text(), lastPart(path))}
	if strings.EqualFold(r.workload, "Exchange") {
		r.e.Kind = event.MailOther
		r.e.Object.Type = "message"
	}
	r.labelled()
}

// labelled reads sender and receivers of a labelled message.
func (r *record) labelled() {
	if list := elements(r.data.Get("Receivers")); len(list) > 0 {
		r.tell("Receivers")
		r.recipients(event.RoleTo, list)
	}
	if from := r.text("Sender"); from != "" {
		r.target(event.RoleFrom, mailed(from), "")
	}
}

// threats is what the filters say about messages, links and files.
var threats = family{
	other: event.MailOther,
	fill:  fillThreat,
	kinds: map[string]event.Kind{"atpdetection": event.FileOther},
}

// held are the values of DeliveryAction and PolicyAction of a message that did not
// reach the inbox.
var held = map[string]bool{"quarantine": true, "blocked": true, "junked": true, "deliveredasspam": true, "replaced": true}

func fillThreat(r *record) {
	if path := r.data.Get("FileData", "FilePath").Text(); path != "" {
		r.e.Object = event.Object{Type: "document", ID: path, Name: r.data.Get("FileData", "FileName").Text()}
	}
	if !r.data.Get("InternetMessageId").Exists() && !r.data.Get("Recipients").Exists() {
		return
	}
	r.message(r.text("InternetMessageId"), r.text("Subject"))
	if held[strings.ToLower(r.data.Get("DeliveryAction").Text())] || held[strings.ToLower(r.data.Get("PolicyAction").Text())] {
		r.e.Kind = event.MailQuarantine
	}
	if from := first(r.text("P2Sender"), r.data.Get("P1Sender").Text()); from != "" {
		r.target(event.RoleFrom, mailed(from), "")
	}
	if list := elements(r.data.Get("Recipients")); len(list) > 0 {
		r.tell("Recipients")
		r.recipients(event.RoleTo, list)
	}
	for _, m := range r.data.Get("AttachmentData").Elements() {
		if len(r.e.Attachments) < limitAttachments {
			r.e.Attachments = append(r.e.Attachments, event.Attachment{
				Name: m.Value.Get("FileName").Text(), SizeBytes: -1, SHA256: strings.ToLower(m.Value.Get("SHA256").Text()),
			})
		}
	}
	if n := len(r.e.Attachments); n > 0 && n < limitAttachments {
		r.e.Quantities.Attachments = r.perMessage(int64(n))
	}
}

// discovery is searches of the compliance center (RecordType 24).
var discovery = family{
	other: event.AdminSearch,
	fill:  fillDiscovery,
	guess: func(operation string) event.Kind {
		if strings.Contains(operation, "export") {
			return event.MailExport
		}
		return ""
	},
}

func fillDiscovery(r *record) {
	r.e.Object.ID = r.text("ObjectId")
	r.e.Text = r.either("Query", "QueryText")
}

// powerBI is reports and dashboards of Power BI.
var powerBI = family{
	other: event.CRMOther,
	fill:  fillPowerBI,
	kinds: map[string]event.Kind{
		"viewreport": event.CRMReportRun, "viewdashboard": event.CRMDashboardView, "viewtile": event.CRMDashboardView,
		"exportreport": event.CRMReportExport, "downloadreport": event.CRMReportExport, "exportartifact": event.CRMReportExport,
		"exporttile": event.CRMReportExport, "printreport": event.CRMReportPrint, "printdashboard": event.CRMReportPrint,
		"analyzeinexcel": event.CRMAnalyticsSave, "analyzedbyexternalapplication": event.CRMAnalyticsSave,
		"exportdataset": event.CRMAnalyticsSave,
	},
}

func fillPowerBI(r *record) {
	switch {
	case r.data.Get("ReportId").Exists() || r.data.Get("ReportName").Exists():
		r.e.Object = event.Object{Type: "report", ID: r.text("ReportId"), Name: r.text("ReportName")}
	case r.data.Get("DashboardId").Exists() || r.data.Get("DashboardName").Exists():
		r.e.Object = event.Object{Type: "dashboard", ID: r.text("DashboardId"), Name: r.text("DashboardName")}
	default:
		r.e.Object.Name = r.text("ItemName")
	}
}

// yammer is Yammer: files and messages of its groups.
var yammer = family{
	other: event.AdminOther,
	fill:  fillYammer,
	guess: func(operation string) event.Kind {
		switch {
		case strings.HasPrefix(operation, "message"), strings.HasPrefix(operation, "thread"):
			return event.MailOther
		case strings.HasPrefix(operation, "file"):
			return event.FileOther
		}
		return ""
	},
	kinds: map[string]event.Kind{
		"filevisited": event.FileView, "filecreated": event.FileUpload, "filedownloaded": event.FileDownload,
		"fileupdatename": event.FileRename, "filedeleted": event.FileDelete, "filesharedwithgroup": event.FileShare, "fileshared": event.FileShare,
		"dataexport": event.MailExport,
	},
}

func fillYammer(r *record) {
	r.e.Object.Name = r.text("FileName")
	r.e.Object.ID = first(r.text("FileId"), r.data.Get("ObjectId").Text())
	if r.e.Object.Name != "" {
		r.e.Object.Type = "document"
	}
}

// automation is flows and apps that users build; they may carry data out.
var automation = family{other: event.AdminApp, fill: fillObject}

// forms is Microsoft Forms.
var forms = family{other: event.FileOther, fill: fillForm, kinds: map[string]event.Kind{"exportform": event.FileDownload}}

func fillForm(r *record) {
	r.e.Object = event.Object{ID: r.text("FormId"), Name: r.text("FormName")}
}

// security is alerts, investigations and searches of the security portals.
var security = family{
	other: event.AdminOther,
	fill:  fillSecurity,
	guess: func(operation string) event.Kind {
		if strings.HasPrefix(operation, "search") || strings.HasPrefix(operation, "aggregate") {
			return event.AdminSearch
		}
		return ""
	},
}

func fillSecurity(r *record) {
	fillObject(r)
	r.e.Text = r.either("Name", "AlertDisplayName", "InvestigationName")
}

// otherRecords is everything else.
var otherRecords = family{other: event.AdminOther, fill: fillObject}

func fillObject(r *record) { r.e.Object.ID = r.text("ObjectId") }
