// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"dossier/event"
)

// TestRowsOfOnePerson joins rows by number, address, log-in name, SID and directory
// id, and never by name.
func TestRowsOfOnePerson(t *testing.T) {
	for _, c := range []struct {
		name string
		rows [][]string
		want string
	}{
		{"one number", [][]string{{"employee-number:7", "email:a@corp.example"}, {"employee-number: 7 ", "email:b@corp.example"}}, "employee:7"},
		{"one address", [][]string{{"employee-number:7", "email:Mike@Corp.example"}, {"email:mike@corp.example", "sid:S-1-5-21-1"}}, "employee:7"},
		{"address and log-in name", [][]string{{"email:mike@corp.example"}, {"upn:MIKE@corp.example", "windows-sam:mhall"}}, "email:mike@corp.example"},
		{"one SID", [][]string{{"employee-number:7", "sid:S-1-5-21-1"}, {"sid:s-1-5-21-1", "windows-sam:mhall"}}, "employee:7"},
		{"one directory id", [][]string{{"employee-number:7", "directory-id:AB-1"}, {"directory-id:ab-1"}}, "employee:7"},
		{"a chain without numbers", [][]string{{"email:a@corp.example", "sid:S-1"}, {"sid:S-1", "directory-id:x"}, {"directory-id:x", "upn:c@corp.example"}}, "directory-id:x"},
		{"one name", [][]string{{"email:a@corp.example"}, {"email:b@corp.example"}}, "email:a@corp.example email:b@corp.example"},
		{"one SAM name", [][]string{{"windows-sam:mhall"}, {"windows-sam:MHALL", "email:b@corp.example"}}, "email:b@corp.example windows-sam:mhall"},
		{"two numbers, one address", [][]string{{"employee-number:7", "email:a@corp.example"}, {"employee-number:8", "email:a@corp.example"}}, "employee:7 employee:8"},
		{"two numbers, one SID", [][]string{{"employee-number:7", "sid:S-1"}, {"employee-number:8", "sid:S-1"}}, "employee:7 employee:8"},
		{"a row between two numbers", [][]string{{"employee-number:7", "email:a@corp.example"}, {"email:a@corp.example", "sid:S-1"}, {"employee-number:8", "sid:S-1"}},
			"email:a@corp.example employee:7 employee:8"},
		{"rows between two numbers", [][]string{{"employee-number:7", "email:a@corp.example"}, {"email:a@corp.example", "sid:S-1"}, {"sid:S-1", "upn:b@corp.example"}, {"employee-number:8", "email:b@corp.example"}},
			"email:a@corp.example employee:7 employee:8"},
		{"a row of a reissued address", [][]string{{"employee-number:7", "email:a@corp.example"}, {"employee-number:8", "email:a@corp.example"}, {"email:a@corp.example", "sid:S-1"}},
			"email:a@corp.example employee:7 employee:8"},
		{"two rows of a reissued address", [][]string{{"employee-number:7", "email:z@corp.example"}, {"employee-number:8", "email:z@corp.example"}, {"email:z@corp.example", "sid:S-1"}, {"email:z@corp.example", "sid:S-2"}},
			"email:z@corp.example email:z@corp.example/ employee:7 employee:8"},
		{"a third roster tells", [][]string{{"employee-number:7", "email:a@corp.example"}, {"email:a@corp.example", "sid:S-1"}, {"employee-number:7", "sid:S-1"}}, "employee:7"},
	} {
		r := rand.New(rand.NewPCG(1, 1))
		for range 6 { // in several orders
			m := newMade(t)
			for _, i := range r.Perm(len(c.rows)) {
				m.row("Mike Hall", c.rows[i]...)
			}
			got := ids(m.build())
			if i := strings.Index(got, "/"); i >= 0 { // what tells two apart is of no interest
				got = got[:i+1] + got[i+9:]
			}
			want(t, c.name, got, c.want)
		}
	}
}

func TestDisplayName(t *testing.T) {
	for _, c := range []struct {
		name  string
		rows  [][3]string // as displayed, given, surname
		want  string
		names string
	}{
		{"both parts", [][3]string{{"Hall, Mike", "Mike", "Hall"}}, "Mike Hall", "Hall, Mike|Mike Hall"},
		{"both parts on one row of two", [][3]string{{"Hall, Michael James (Sales)", "", ""}, {"", "Mike", "Hall"}}, "Mike Hall", "Hall, Michael James (Sales)|Mike Hall"},
		{"the fuller of two", [][3]string{{"", "Mike", "Hall"}, {"", "Michael J.", "Hall"}}, "Michael J. Hall", "Michael J. Hall|Mike Hall"},
		{"without a comma", [][3]string{{"Hall, Michael James", "", ""}, {"M. Hall", "", ""}}, "M. Hall", "Hall, Michael James|M. Hall"},
		{"the longest", [][3]string{{"M. Hall", "", ""}, {"Mike Hall", "", ""}}, "Mike Hall", "M. Hall|Mike Hall"},
		{"one part only", [][3]string{{"Hall, Mike", "Mike", ""}}, "Hall, Mike", "Hall, Mike|Mike"},
		{"none", [][3]string{{"", "", ""}}, "employee:7", ""},
	} {
		m := newMade(t)
		for _, row := range c.rows {
			f := m.row(row[0], "employee-number:7")
			f.Given, f.Surname = row[1], row[2]
		}
		p := m.build().Persons()[0]
		want(t, c.name, p.Name, c.want)
		want(t, c.name+": all spellings", strings.Join(sorted(p.Names), "|"), c.names)
	}
}

func TestFind(t *testing.T) {
	m := newMade(t)
	for _, row := range [][]string{
		{"Hall, Mike", "Mike", "Hall", "employee-number:1043", "email:mike.hall@corp.example", `windows-sam:CORP\mhall`, "print-user:mike"},
		{"Mike Hallam", "", "", "employee-number:1046", "email:mike.hallam@corp.example"},
		{"Ann Lee", "", "", "employee-number:7", "email:ann@corp.example"},
		{"Ann-Marie Lee Ross", "", "", "employee-number:8"},
		{"José Núñez", "", "", "employee-number:9", "windows-sam:Nunez"},
		{"Li Wei", "", "", "employee-number:10"}, {"Li Wei", "", "", "employee-number:11"},
	} {
		f := m.row(row[0], row[3:]...)
		f.Given, f.Surname = row[1], row[2]
	}
	m.act(`print-user:CORP\mhall`)
	d := m.build()
	for words, id := range map[string]string{
		"employee:1043": "employee:1043", "1046": "employee:1046", "employee-number:1046": "employee:1046",
		"mike.hall@corp.example": "employee:1043", "email:MIKE.Hall@corp.example": "employee:1043", `corp\mhall`: "employee:1043",
		`print-user:corp\MHALL`: "employee:1043", "nunez": "employee:9",
		"Mike Hall": "employee:1043", "mike hall": "employee:1043", "hall, mike": "employee:1043", "Hall Mike": "employee:1043", "  Mike   Hall ": "employee:1043",
		"Hall": "employee:1043", "Mike Hallam": "employee:1046", "hallam": "employee:1046", "Mike Halla": "employee:1046",
		"ann lee": "employee:7", "Ann-Marie": "employee:8", "ann marie": "employee:8", "marie": "employee:8", "ross": "employee:8", "Marie, Ann": "employee:8",
		"JOSÉ": "employee:9", "núñ": "employee:9",
	} {
		if p, err := d.Find(words); err != nil || p.ID != id {
			t.Errorf("%q is %q, want %q: %v", words, p.ID, id, err)
		}
	}
	for words, persons := range map[string]string{
		"Mike": "employee:1043 employee:1046", // although one of them prints as mike
		"mi":   "employee:1043 employee:1046", "Mike Hal": "employee:1043 employee:1046", "ann": "employee:7 employee:8", "lee": "employee:7 employee:8",
		"Li Wei": "employee:10 employee:11", "wei": "employee:10 employee:11",
	} {
		want(t, words, ambiguous(d, words), persons)
	}
	for _, words := range []string{"", " ", ",", "Mike Lee", "mikehall", "halls", "@corp.example", "employee:1", "email:", "\xff", "nobody@corp.example"} {
		want(t, words, ambiguous(d, words), "unknown")
	}
}

func TestInternalDomains(t *testing.T) {
	m := newMade(t)
	f := m.row("Mike Hall", "employee-number:7", "email:mike@Corp.example", "upn:mike@corp.local", "email:mike.at.home@Mail.example")
	f.Attrs = []event.Attr{{Name: "salary", Value: "1"}, {Name: "personal-email", Value: " Mike.at.Home@mail.example"}}
	m.user("Guest", "email:guest@partner.example", "salesforce-id:0055j00000AT6I1AAL")
	m.act("email:other@outside.example")
	d := m.build()
	want(t, "domains", strings.Join(d.Domains(), " "), "corp.example corp.local")
	for address, inside := range map[string]bool{
		"ann@corp.example": true, " ANN@CORP.EXAMPLE ": true, "x@corp.local": true, "mike.at.home@mail.example": false, "x@partner.example": false,
		"x@sub.corp.example": false, "x@notcorp.example": false, "corp.example": false, "": false, "x@": false,
	} {
		if d.Internal(address) != inside {
			t.Errorf("%q is inside: %v", address, !inside)
		}
	}
	want(t, "an address at home", holders(d, "email:mike.at.home@mail.example", always...), "employee:7 employee:7")
}

// TestRowsThatAreCopies reads one row from two exports.
func TestRowsThatAreCopies(t *testing.T) {
	m := newMade(t)
	for _, name := range []string{"Mike Hall", "Mike Hall"} {
		m.row(name, "employee-number:7").Key = event.NewKey("roster", "7")
	}
	if p := m.build().Persons(); len(p) != 1 || len(p[0].Facts) != 1 {
		t.Errorf("persons %+v", p)
	}
}
