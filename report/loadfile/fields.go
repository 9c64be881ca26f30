// SPDX-License-Identifier: Apache-2.0

package loadfile

import (
	"fmt"
	"slices"
	"strings"

	"dossier/report"
)

// field is a field of the DAT file.
type field struct {
	name  string
	value func(*record) string
}

// fieldsOf are the fields that review platforms know, then the columns of the document
// under their names in capitals. The verbatim record is no field: the native file is it.
// Whatever no column of the document says is empty: the profile decides what may be told.
func fieldsOf(d *report.Document) []field {
	cell := func(key string) func(*record) string {
		i := d.Index(key)
		return func(r *record) string {
			if i < 0 {
				return ""
			}
			return r.Cells[i]
		}
	}
	kind := cell(report.ColumnKind)
	ofMail := func(mail bool, of func(*record) string) func(*record) string {
		return func(r *record) string {
			if strings.HasPrefix(kind(r), "mail.") != mail {
				return ""
			}
			return of(r)
		}
	}
	redactions := cell(report.ColumnRedactions)
	number := func(r *record) string { return r.number }
	fields := []field{
		{"BEGBATES", number}, {"ENDBATES", number}, {"BEGATTACH", empty}, {"ENDATTACH", empty},
		{"CUSTODIAN", cell(report.ColumnPerson)}, {"RECORDTYPE", cell(report.ColumnRecordKind)},
		{"EVENTDATE", clock("20060102")}, {"EVENTTIME", clock("15:04:05")}, {"TIMEZONE", clock("UTC-07:00")},
		{"AUTHOR", cell(report.ColumnAccount)}, {"FROM", ofMail(true, cell(report.ColumnAccount))},
		{"TO", empty}, {"CC", empty}, {"BCC", empty}, // in the statement, as far as the profile tells them
		{"SUBJECT", ofMail(true, cell(report.ColumnObject))}, {"TITLE", ofMail(false, cell(report.ColumnObject))},
		{"APPLICATION", cell(report.ColumnNamespace)}, {"ACTION", kind}, {"OBJECT", cell(report.ColumnObject)},
		{"SOURCEFILE", cell(report.ColumnSourceFile)}, {"SOURCELINE", cell(report.ColumnRecord)}, {"SHA256", func(r *record) string { return r.digest }},
		{"CONFIDENTIALITY", func(*record) string { return d.Stamp }},
		{"REDACTED", func(r *record) string { return yesNo(redactions(r) != "") }}, {"REDACTREASON", redactions}, {"PRIVTYPE", empty},
		{"NATIVELINK", func(r *record) string { return strings.ReplaceAll(r.native, "/", `\`) }},
		{"TEXTLINK", func(r *record) string { return strings.ReplaceAll(r.text, "/", `\`) }},
		{"TIMEZONEPROCESSED", zone},
	}
	for _, c := range d.Columns {
		name := strings.ToUpper(c.Key)
		if c.Key != report.ColumnVerbatim && !slices.ContainsFunc(fields, func(f field) bool { return f.name == name }) {
			fields = append(fields, field{name, cell(c.Key)})
		}
	}
	return fields
}

func empty(*record) string { return "" }

// clock is a part of the time in the zone of the export.
func clock(layout string) func(*record) string {
	return func(r *record) string {
		if r.Time.IsZero() {
			return ""
		}
		return r.Time.Format(layout)
	}
}

// zone is the zone that times were converted to.
func zone(r *record) string {
	if r.Time.IsZero() {
		return ""
	}
	return r.Time.Location().String()
}

func yesNo(b bool) string {
	if b {
		return "Y"
	}
	return "N"
}

// numbering gives records their numbers: of the Bates prefix a series of its own,
// because the pages of a PDF bear the plain one, and without a prefix the item.
type numbering struct{ bates *report.Bates }

func newNumbering(d *report.Document) (numbering, error) {
	if d.Bates == nil {
		return numbering{}, nil
	}
	if !nameable(d.Bates.Prefix) {
		return numbering{}, fmt.Errorf("write load file: Bates prefix %q names files: want letters, digits, - and _ of ASCII", d.Bates.Prefix)
	}
	return numbering{&report.Bates{Prefix: d.Bates.Prefix + "-R", First: d.Bates.First, Digits: d.Bates.Digits}}, nil
}

func (n numbering) of(r *report.Row) string {
	switch {
	case n.bates != nil:
		return n.bates.Number(r.Number)
	case nameable(r.Item):
		return r.Item
	}
	return fmt.Sprintf("RECORD-%07d", r.Number)
}

// nameable reports whether a text may be the name of a file anywhere.
func nameable(s string) bool {
	return s != "" && len(s) <= 64 && !strings.ContainsFunc(s, func(c rune) bool {
		return (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '-' && c != '_'
	})
}
