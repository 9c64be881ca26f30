// SPDX-License-Identifier: Apache-2.0

package roster

import (
	"strings"
	"unicode"

	"dossier/event"
	"dossier/parsers"
)

const hrDoc = `Rosters of a personnel department as CSV, from whatever system: one person a
record, under column names that an administrator chose. Columns are known by a list
of English, German, French and Spanish names; case, blanks, accents and punctuation
do not count. The header must have a name or an address, a date of hire, notice or
leaving, and one more known column; or an employee number, name, status and one more.
"Name" alone could be anything's and needs another mark of a person beside it. Layouts
of BambooHR and Workday are known from descriptions only.

One record, one fact of kind person. A record without account and name is rejected.
Subject: type user, id the employee number; the full name as recorded, else first
and last name. "Roe, Jo" is split into surname and given name where the record does
not split it. Words for nothing (N/A, -, none) count as empty.
Accounts: employee-number, email (work; private addresses too, which also stay an
attribute), upn, windows-sam, sid; display-name if there is nothing else.
Manager: by address (email), employee number, or name (display-name); a "Manager ID"
may count otherwise than employees and stays an attribute.

Hired: the first day. Notice: the day notice was given or the resignation handed in.
Leaves: the last working day, else the date of termination; the attribute leaves-from
names the column used, because the two can be weeks apart. A notice date is never
taken for a last day. Dates stay attributes verbatim. 0000-00-00 and 9999-12-31 are
none. The order of day and month is inferred from the first 64 KiB unless supplied;
a date that can be read either way is month first, with date-order-guessed; a year
of two figures is 1969 to 2068, with date-century-guessed; one not understood is
named by date-unreadable.
Active: the status column, where its words are known (active, terminated, aktiv …).

AsOf: the day that the investigator gave for the source. Key: all cells with their
columns' names. No group. Attributes: every column that the fact does not have under
its own name, salaries and birthdays included; leaves-from, date-order-guessed,
date-century-guessed, date-in-utc, date-unreadable (each with the columns it is
about), ragged-row.`

// HRParser reads rosters of personnel departments.
var HRParser = parsers.Parser{
	Name:    "hr-roster",
	Version: 1,
	Title:   "Personnel roster (CSV)",
	Doc:     hrDoc,
	Samples: hrSamples,
	Sniff:   sniffHR,
	Parse: func(in parsers.Input, out parsers.Out) error {
		return read(in, out, func(parsers.Head) headerTest { return isHR }, newHR)
	},
}

// isHR reports whether a header is one of a roster.
func isHR(cells []string) bool { return hrScore(cells) > parsers.No }

func hrScore(cells []string) parsers.Score {
	if isDirectory(cells) || isSalesforce(parsers.NewHeader(cells)) {
		return parsers.No
	}
	t := newTable(parsers.NewHeader(cells), &hrColumns)
	named := t.has(fieldFull, fieldBare, fieldNombre, fieldGiven, fieldSurname)
	personal := t.has(fieldFull, fieldGiven, fieldSurname, fieldEmployee, fieldEmail)
	dated := t.has(fieldHired, fieldNotice, fieldLastDay, fieldTermination)
	known := 0
	for f := range fieldCount {
		if t.has(f) {
			known++
		}
	}
	switch {
	case dated && named && t.has(fieldEmployee) && known >= 5:
		return 80
	case dated && personal && (named || t.has(fieldEmail)) && known >= 3:
		return parsers.Likely
	case named && t.has(fieldEmployee) && t.has(fieldStatus) && known >= 4:
		return parsers.Maybe
	}
	return parsers.No
}

// isSalesforce reports whether a header is that of exported Salesforce users, who
// have names and employee numbers too.
func isSalesforce(h parsers.Header) bool {
	if h.Column("Id") < 0 {
		return false
	}
	for _, mark := range []string{
		"Username", "OwnerId", "ProfileId", "SystemModstamp", "CreatedById", "LastModifiedById", "IsDeleted", "UserRoleId",
		"FederationIdentifier", "Profile.Name", "AccountId",
	} {
		if h.Column(mark) >= 0 {
			return true
		}
	}
	return false
}

func sniffHR(h parsers.Head) parsers.Score {
	_, rows, ok := parsers.FindHeader(h, isHR)
	if !ok {
		return parsers.No
	}
	t := hrTable(parsers.NewHeader(rows[0]))
	texts := t.dates(rows[1:])
	if len(texts) == 0 {
		return hrScore(rows[0])
	}
	for _, text := range texts {
		if day, _ := (calendar{}).day(strings.TrimSpace(text)); day != "" {
			return hrScore(rows[0])
		}
	}
	return parsers.No // what should be dates is something else
}

func newHR(h parsers.Header) *reader {
	return &reader{table: hrTable(h), system: "hr-roster", fill: (*reader).fillHR}
}

// hrTable settles what "Name" and "Nombre" are, which depends on their company.
func hrTable(h parsers.Header) *table {
	t := newTable(h, &hrColumns)
	bare, nombre := fieldFull, fieldFull
	if t.has(fieldGiven) && !t.has(fieldSurname) {
		bare = fieldSurname
	}
	if t.has(fieldSurname) && !t.has(fieldGiven) {
		nombre = fieldGiven
	}
	t.columns[bare] = append(t.columns[bare], t.columns[fieldBare]...)
	t.columns[nombre] = append(t.columns[nombre], t.columns[fieldNombre]...)
	t.columns[fieldBare], t.columns[fieldNombre] = nil, nil
	return t
}

func (r *reader) fillHR(f *event.Fact) bool {
	f.Subject = event.Object{Type: "user", ID: r.value(fieldEmployee)}
	r.addAll(f, event.EmployeeNumber, fieldEmployee)
	r.addAddresses(f, fieldEmail)
	r.addLogin(f)
	r.addAddresses(f, fieldPrivateEmail)
	for _, i := range r.columns[fieldPrivateEmail] {
		r.taken[i] = false // so that it can be told from the address at work
	}
	r.setName(f, fieldFull)
	r.setPost(f)
	r.setSuperior(f)
	r.setDates(f)
	for _, i := range r.columns[fieldStatus] {
		if f.Active == event.Unstated {
			f.Active = employed(r.text(i))
		}
	}
	return len(f.Accounts) > 0 || f.Subject.Name != ""
}

// addLogin adds the names that other systems know the person by.
func (r *reader) addLogin(f *event.Fact) {
	if i := r.column(fieldUPN); i >= 0 && strings.Contains(r.text(i), "@") {
		r.taken[i] = addAccount(f, event.UPN, r.text(i))
	}
	r.addWindows(f)
	if i := r.column(fieldSID); i >= 0 {
		if sid, ok := parseSID(r.text(i)); ok {
			r.taken[i] = addAccount(f, event.SID, sid) && sid == r.text(i)
		}
	}
}

func (r *reader) setSuperior(f *event.Fact) {
	if i := r.column(fieldManagerEmail); i >= 0 && isAddress(r.text(i)) {
		f.Manager, r.taken[i] = event.Account{Namespace: event.Email, Name: r.text(i)}, true
	} else if number := r.take(fieldManagerEmployee); number != "" {
		f.Manager = event.Account{Namespace: event.EmployeeNumber, Name: number}
	} else if name := r.take(fieldManager); name != "" {
		f.Manager = event.Account{Namespace: event.DisplayName, Name: name}
	}
}

func (r *reader) setDates(f *event.Fact) {
	f.Hired, _ = r.date(fieldHired)
	f.Notice, _ = r.date(fieldNotice)
	for _, leaving := range []field{fieldLastDay, fieldTermination} {
		if day, i := r.date(leaving); f.Leaves == "" && day != "" {
			f.Leaves = day
			note(f, "leaves-from", r.names[i])
		}
	}
}

// employed reads the words that rosters have for who still works there. A word
// that can also mean an absence counts only alone.
func employed(status string) event.Truth {
	status = strings.ToLower(status)
	if is := truth(status); is != event.Unstated && len(status) > 1 {
		return is
	}
	if status == "baja" {
		return event.No
	}
	first := true
	for word := range strings.FieldsFuncSeq(status, func(c rune) bool { return !unicode.IsLetter(c) }) {
		is := statusWords[word]
		if is == event.No || is == event.Yes && first {
			return is
		}
		first = false
	}
	return event.Unstated
}

var statusWords = map[string]event.Truth{
	"active": event.Yes, "employed": event.Yes, "aktiv": event.Yes, "actif": event.Yes, "activo": event.Yes, "activa": event.Yes,
	"terminated": event.No, "inactive": event.No, "resigned": event.No, "retired": event.No, "former": event.No,
	"dismissed": event.No, "deceased": event.No, "separated": event.No, "left": event.No,
	"inaktiv": event.No, "ausgeschieden": event.No, "inactif": event.No, "sorti": event.No, "inactivo": event.No,
	"inactiva": event.No, "cesado": event.No,
}
