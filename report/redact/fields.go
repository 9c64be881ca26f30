// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dossier/event"
	"dossier/report"
)

// eventFields are the fields of an event that a rule can name where they are no
// columns: the words of the query language, and attr.NAME besides.
var eventFields = map[string]func(*event.Event) []string{
	"text":    func(e *event.Event) []string { return []string{e.Text} },
	"body":    func(e *event.Event) []string { return []string{e.Body} },
	"device":  func(e *event.Event) []string { return []string{e.Device} },
	"client":  func(e *event.Event) []string { return []string{e.Client} },
	"session": func(e *event.Event) []string { return []string{e.Session} },
	"group":   func(e *event.Event) []string { return []string{e.Group} },
	"ip":      func(e *event.Event) []string { return []string{e.IP} },
	"file":    attachmentNames,
	"to": func(e *event.Event) []string {
		return targets(e, event.RoleTo, event.RoleCc, event.RoleBcc, event.RoleForward)
	},
	"from":    func(e *event.Event) []string { return targets(e, event.RoleFrom) },
	"printer": func(e *event.Event) []string { return targets(e, event.RolePrinter) },
	"target":  func(e *event.Event) []string { return targets(e) },

	"object-id":   func(e *event.Event) []string { return []string{e.Object.ID} },
	"object-name": func(e *event.Event) []string { return []string{e.Object.Name} },
}

const attrPrefix = "attr."

func attachmentNames(e *event.Event) []string {
	var names []string
	for _, a := range e.Attachments {
		names = append(names, a.Name)
	}
	return names
}

// targets are the accounts and names of targets in the roles, or in any.
func targets(e *event.Event, roles ...string) []string {
	var names []string
	for _, t := range e.Targets {
		if len(roles) == 0 || slices.Contains(roles, t.Role) {
			names = append(names, t.Account.Name, t.Name)
		}
	}
	return names
}

// Fields lists what a rule can name: the columns of the profile, then the fields of
// events, each part in alphabetical order. The slice is the caller's.
func Fields() []string {
	var columns, fields []string
	for _, c := range report.Internal.Columns() {
		columns = append(columns, c.Key)
	}
	for name := range eventFields {
		fields = append(fields, name)
	}
	slices.Sort(columns)
	slices.Sort(fields)
	return append(columns, append(fields, attrPrefix+"NAME")...)
}

// knownField reports whether a rule may name the field.
func knownField(name string) bool {
	return strings.HasPrefix(name, attrPrefix) && len(name) > len(attrPrefix) || name != attrPrefix+"NAME" && slices.Contains(Fields(), name)
}

// isColumn reports whether a field is a column of some profile.
func isColumn(name string) bool {
	return slices.ContainsFunc(report.Internal.Columns(), func(c report.Column) bool { return c.Key == name })
}

// valuesOf are what a field says in a row: the column's cell, or what its event says.
func valuesOf(field string, columns []report.Column, r *report.Row) []string {
	if isColumn(field) {
		if i := slices.IndexFunc(columns, func(c report.Column) bool { return c.Key == field }); i >= 0 && i < len(r.Cells) {
			return []string{r.Cells[i]}
		}
		return nil
	}
	if r.Event == nil {
		return nil
	}
	if name, ok := strings.CutPrefix(field, attrPrefix); ok {
		return []string{r.Event.Attr(name)}
	}
	return eventFields[field](r.Event)
}

// contentColumns are what a rule that names an event and no fields withholds: what
// the record says, not that there is one, when it is of, and where it stands.
var contentColumns = []string{
	report.ColumnPerson, report.ColumnAccount, report.ColumnStatement, report.ColumnObject, report.ColumnQuantity, report.ColumnFrom,
	report.ColumnOnBehalfOf, report.ColumnVerbatim, report.ColumnIssues, report.ColumnSignificant, report.ColumnStatus,
	report.ColumnKey, report.ColumnNotes,
}

// vocabulary is what the program itself writes into every document: a value that
// occurs in it would be found in every file.
func vocabulary() string {
	var words []string
	for _, c := range report.Internal.Columns() {
		words = append(words, c.Key, c.Title)
	}
	for _, k := range event.Kinds() {
		words = append(words, string(k))
	}
	for _, ns := range []event.Namespace{
		event.SalesforceID, event.SalesforceUser, event.Email, event.UPN, event.SID, event.WindowsSAM, event.PrintUser,
		event.EmployeeNumber, event.DirectoryID, event.DisplayName, event.LegacyDN, event.AppID, event.ServiceAccount, event.PrinterName,
		event.HostName, event.Place, event.LinkToken,
	} {
		words = append(words, string(ns))
	}
	for _, r := range Reasons() {
		words = append(words, string(r), Placeholder(r, "R-0000"))
	}
	for _, p := range report.Profiles() {
		words = append(words, string(p))
	}
	words = append(words, "user system automation delegate delegated unknown success failure partial human-entered machine derived comment",
		"report customer contact document message mailbox list printer record account file", kindCustomer, kindContact, kindColleague)
	return strings.Join(words, "\n")
}

// Placeholder stands where something was. All have the same length.
func Placeholder(r Reason, id string) string { return fmt.Sprintf("[REDACTED %s: %s]", id, r.Words()) }

// placeholderID is the beginning of a placeholder.
var placeholderID = regexp.MustCompile(`\[REDACTED R-\d+`)
