// SPDX-License-Identifier: Apache-2.0

package roster

import (
	"slices"
	"testing"
	"time"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

func TestAmericanRoster(t *testing.T) {
	list := factsOf(t, HRParser, hrSamples[0].Text)
	same(t, list[0], event.Fact{
		Kind:     event.FactPerson,
		Subject:  event.Object{Type: "user", ID: "1042", Name: "Roe, Jo"},
		Accounts: []event.Account{{Namespace: event.EmployeeNumber, Name: "1042"}},
		Given:    "Jo", Surname: "Roe", Title: "Account Executive", Department: "Sales",
		Manager: event.Account{Namespace: event.DisplayName, Name: "Max Boss"},
		Hired:   "2011-07-05", Leaves: "2016-06-16", Active: event.No,
		Attrs: attrs("dateof-hire", "7/5/2011", "dateof-termination", "6/16/2016", "term-reason", "career change",
			"employment-status", "Voluntarily Terminated", "manager-id", "4", "dob", "07/10/83", "leaves-from", "DateofTermination"),
	})
	if second := list[1]; second.Active != event.Yes || second.Leaves != "" || second.Hired != "2015-03-30" {
		t.Errorf("%+v", second)
	}
}

// TestLeaving: notice, last day and termination are not mixed up.
func TestLeaving(t *testing.T) {
	list := factsOf(t, HRParser, hrSamples[1].Text)
	first, second := list[0], list[1]
	if first.Notice != "2024-04-30" || first.Leaves != "2024-05-17" || first.Attr("leaves-from") != "Last Working Day" ||
		first.Attr("termination-date") != "2024-05-31" || first.Active != event.No {
		t.Errorf("%+v", first)
	}
	wantAccounts := []event.Account{
		{Namespace: event.EmployeeNumber, Name: "1042"}, {Namespace: event.Email, Name: "jo.roe@corp.example"},
		{Namespace: event.Email, Name: "jo@home.example"},
	}
	if !slices.Equal(wantAccounts, first.Accounts) || first.Attr("personal-email") != "jo@home.example" || first.Subject.Name != "Jo Roe" {
		t.Errorf("accounts %v, attrs %v", first.Accounts, first.Attrs)
	}
	if second.Notice != "2024-04-30" || second.Leaves != "" || second.Attr("leaves-from") != "" || second.Active != event.Yes {
		t.Errorf("notice alone is no last day: %+v", second)
	}
}

func TestOtherLanguages(t *testing.T) {
	german := factsOf(t, HRParser, hrSamples[2].Text)[0]
	if german.Given != "Jo" || german.Surname != "Roe" || german.Hired != "2011-07-05" || german.Notice != "2024-04-30" ||
		german.Leaves != "2024-05-17" || german.Active != event.No || german.Department != "Vertrieb" {
		t.Errorf("German: %+v", german)
	}
	french := factsOf(t, HRParser, hrSamples[3].Text)[0]
	if french.Given != "Jo" || french.Surname != "Roe" || french.Leaves != "2024-05-31" || french.Hired != "2011-07-05" ||
		french.Attr("leaves-from") != "Date de départ" || french.Title != "Commercial" {
		t.Errorf("French: %+v", french)
	}
	spanish := factsOf(t, HRParser, hrSamples[4].Text)[0]
	if spanish.Given != "Jo" || spanish.Surname != "Roe Lee" || spanish.Leaves != "2024-05-31" || spanish.Active != event.No ||
		spanish.Accounts[0].Name != "1042" {
		t.Errorf("Spanish: %+v", spanish)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ header, row, name, given, surname string }{
		{"Name", "Jo Roe", "Jo Roe", "", ""},
		{"Name", "\"Roe, Jo\"", "Roe, Jo", "Jo", "Roe"},
		{"Name", "\"Jo Roe, Jr.\"", "Jo Roe, Jr.", "", ""},
		{"Name", "\"Roe, Jo, PhD\"", "Roe, Jo, PhD", "", ""},
		{"Name,Vorname", "Roe,Jo", "Jo Roe", "Jo", "Roe"},
		{"Nombre", "Jo Roe", "Jo Roe", "", ""},
		{"Name,First Name,Last Name", "Jo Roe,Joanna,Roe", "Jo Roe", "Joanna", "Roe"},
	} {
		f := factsOf(t, HRParser, "Employee ID,Hire Date,Email,"+c.header+"\n1042,2011-07-05,,"+c.row+"\n")[0]
		if f.Subject.Name != c.name || f.Given != c.given || f.Surname != c.surname {
			t.Errorf("%s: %s: %q, %q, %q", c.header, c.row, f.Subject.Name, f.Given, f.Surname)
		}
	}
}

// TestNobodyButAName: a name alone is an account of last resort.
func TestNobodyButAName(t *testing.T) {
	f := factsOf(t, HRParser, "Email,Name,Hire Date\nn/a,Jo Roe,2011-07-05\n")[0]
	if len(f.Accounts) != 1 || f.Accounts[0] != (event.Account{Namespace: event.DisplayName, Name: "Jo Roe"}) {
		t.Errorf("%v", f.Accounts)
	}
}

func TestManagers(t *testing.T) {
	header := "Employee ID,Name,Hire Date,Manager,Manager Email,Manager Employee ID\n"
	for row, want := range map[string]string{
		"1,Jo,2011-07-05,Max,max@corp.example,7": "email:max@corp.example",
		"1,Jo,2011-07-05,Max,,7":                 "employee-number:7",
		"1,Jo,2011-07-05,Max,nobody,":            "display-name:Max",
		"1,Jo,2011-07-05,-,,":                    "",
	} {
		if f := factsOf(t, HRParser, header+row+"\n")[0]; f.Manager.String() != want {
			t.Errorf("%s: %v", row, f.Manager)
		}
	}
}

func TestDays(t *testing.T) {
	berlin := time.FixedZone("CEST", 2*3600)
	for _, c := range []struct {
		text  string
		order parsers.DateOrder
		zone  *time.Location
		want  event.Date
		about []doubt
	}{
		{"2024-05-13", 0, nil, "2024-05-13", nil},
		{"2015/03/30", 0, nil, "2015-03-30", nil},
		{"5/6/2024", 0, nil, "2024-05-06", []doubt{orderGuessed}},
		{"5/6/2024", parsers.OrderDMY, nil, "2024-06-05", nil},
		{"5/16/2024", parsers.OrderDMY, nil, "2024-05-16", []doubt{orderGuessed}},
		{"13.05.2024 00:00:00", 0, nil, "2024-05-13", nil},
		{"5/13/2024 12:00:00 AM", 0, nil, "2024-05-13", nil},
		{"13-May-2024", 0, nil, "2024-05-13", nil},
		{"20240513", 0, nil, "2024-05-13", nil},
		{"5/13/85", 0, nil, "1985-05-13", []doubt{centuryGuessed}},
		{"5/13/24", 0, nil, "2024-05-13", []doubt{centuryGuessed}},
		{"2024-05-13T00:00:00Z", 0, berlin, "2024-05-13", nil},
		{"2024-05-13T22:00:00Z", 0, berlin, "2024-05-14", nil},
		{"2024-05-13T22:00:00Z", 0, nil, "2024-05-13", []doubt{dayOfUTC}},
		{"20240513220000.0Z", 0, berlin, "2024-05-14", nil},
		{"133601148000000000", 0, berlin, "2024-05-14", nil},
		{"133601148000000000", 0, nil, "2024-05-13", []doubt{dayOfUTC}},
		{"9223372036854775807", 0, nil, "", nil},
		{"0", 0, nil, "", nil},
		{"0000-00-00", 0, nil, "", nil},
		{"00/00/0000", 0, nil, "", nil},
		{"9999-12-31", 0, nil, "", nil},
		{"31.12.9999", 0, nil, "", nil},
		{"1/1/0001 12:00:00 AM", 0, nil, "", nil},
		{"never", 0, nil, "", nil},
		{"soon", 0, nil, "", []doubt{unreadable}},
		{"30.02.2024", 0, nil, "", []doubt{unreadable}},
		{"9000000000000000000", 0, nil, "", []doubt{unreadable}},
		{"99999999999999999999", 0, nil, "", []doubt{unreadable}},
	} {
		day, about := calendar{zone: c.zone, order: c.order}.day(c.text)
		if day != c.want || !slices.Equal(about, c.about) {
			t.Errorf("%q: %q %v, want %q %v", c.text, day, about, c.want, c.about)
		}
	}
}

func TestInferOrder(t *testing.T) {
	for _, c := range []struct {
		texts []string
		want  parsers.DateOrder
	}{
		{[]string{"2024-05-13", "5/6/2024", "14/6/2024"}, parsers.OrderDMY},
		{[]string{"5/6/2024", "6/14/2024"}, parsers.OrderMDY},
		{[]string{"14/6/2024", "6/14/2024"}, parsers.OrderUnknown},
		{[]string{"2024-05-13", "soon"}, parsers.OrderUnknown},
		{nil, parsers.OrderUnknown},
	} {
		if got := inferOrder(c.texts); got != c.want {
			t.Errorf("%q: %v, want %v", c.texts, got, c.want)
		}
	}
}

// TestDoubtsAreNamed: each doubt names the columns that it is about.
func TestDoubtsAreNamed(t *testing.T) {
	f := factsOf(t, HRParser, "Name,Email,Hire Date,Termination Date,Resignation Date\nJo,jo@corp.example,1/2/2011,3/4/2024,soon\n")[0]
	if f.Attr("date-order-guessed") != "hire-date, termination-date" || f.Attr("date-unreadable") != "resignation-date" ||
		f.Hired != "2011-01-02" || f.Notice != "" || f.Attr("resignation-date") != "soon" {
		t.Errorf("%+v", f)
	}
}

func TestEmployed(t *testing.T) {
	for status, want := range map[string]event.Truth{
		"Active": event.Yes, "Voluntarily Terminated": event.No, "Terminated for Cause": event.No, "Inactive": event.No,
		"Aktiv": event.Yes, "Inactif": event.No, "Baja": event.No, "On leave": event.Unstated, "": event.Unstated, "1": event.Unstated,
		"Active (Full-Time)": event.Yes, "Trabajando": event.Unstated, "Baja médica": event.Unstated, "not active": event.Unstated, "true": event.Yes,
	} {
		if got := employed(status); got != want {
			t.Errorf("%q: %v", status, got)
		}
	}
}

func TestHRScores(t *testing.T) {
	for header, want := range map[string]parsers.Score{
		"Employee Number,Name,Department,Title,Start Date":    80,
		"Full Name,Start Date,Team":                           parsers.Likely,
		"Employee ID,Name,Department,Status":                  parsers.Maybe,
		"Name,Start Date,End Date":                            parsers.No, // of campaigns, say
		"Employee ID,Name,Department":                         parsers.No,
		"Id,Name,Email,EmployeeNumber,StartDate,ProfileId,Id": parsers.No,
		"employee_name,user_id,Domain,Email,Role":             parsers.No,
	} {
		if got := HRParser.Sniff(parsertest.HeadOf([]byte(header + "\n"))); got != want {
			t.Errorf("%s: %d, want %d", header, got, want)
		}
	}
}

func TestAsOf(t *testing.T) {
	in := parsertest.InputOf([]byte(hrSamples[0].Text))
	in.AsOf, in.Zone = "2024-05-13", time.FixedZone("", -4*3600)
	if at := facts(t, HRParser, in)[0].AsOf; at.UTC.Format(time.RFC3339) != "2024-05-13T04:00:00Z" || at.Basis != event.TimeSupplied {
		t.Errorf("%+v", at)
	}
	if at := factsOf(t, HRParser, hrSamples[0].Text)[0].AsOf; at != (event.Time{}) {
		t.Errorf("nobody said, yet %+v", at)
	}
}

func TestSuppliedOrder(t *testing.T) {
	in := parsertest.InputOf([]byte("Name,Email,Hire Date\nJo,jo@corp.example,1/2/2011\n"))
	in.Order = parsers.OrderDMY
	if f := facts(t, HRParser, in)[0]; f.Hired != "2011-02-01" || f.Attr("date-order-guessed") != "" {
		t.Errorf("%+v", f)
	}
}

// TestKeys: one record, whatever the order of columns and the line ends.
func TestKeys(t *testing.T) {
	a := factsOf(t, HRParser, "Name,Email,Hire Date\nJo,jo@corp.example,2011-07-05\n")[0]
	b := factsOf(t, HRParser, "hire_date;NAME;Email\r\n2011-07-05;Jo;jo@corp.example\r\n")[0]
	c := factsOf(t, HRParser, "Name,Email,Hire Date\nJo,jo@corp.example,2011-07-06\n")[0]
	if a.Key != b.Key || a.Key == c.Key {
		t.Errorf("keys %v %v %v", a.Key, b.Key, c.Key)
	}
}

// FuzzDay: what is called a date is one.
func FuzzDay(f *testing.F) {
	for _, seed := range []string{"2024-05-13", "5/6/24", "133601148000000000", "20240513220000.0Z", "31.12.9999"} {
		f.Add(seed, 0)
	}
	f.Fuzz(func(t *testing.T, text string, order int) {
		day, _ := calendar{order: parsers.DateOrder(order & 3)}.day(text)
		if _, err := time.Parse(time.DateOnly, string(day)); day != "" && err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}
