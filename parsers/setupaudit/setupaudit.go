// SPDX-License-Identifier: Apache-2.0

// Package setupaudit reads the Setup Audit Trail of Salesforce: what
// administrators changed, as the Setup page's download or as a query wrote it.
package setupaudit

import (
	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

const system = "salesforce-setup-audit"

const doc = `The Setup Audit Trail of Salesforce as CSV. It records changes of the set-up of
an organisation for 180 days; it never records that records were read, reports
run or lists exported.

Two layouts are read, the columns in any order:
  page    Setup > View Setup Audit Trail > Download: Date, User, Source Namespace
          Prefix (absent in an older layout; unverified), Action, Section, Delegate
          User. Action is the sentence shown on the page.
  query   SetupAuditTrail queried by Data Loader, sf CLI or Workbench: CreatedDate,
          CreatedById and/or CreatedBy.Username, Action (a code), Display (the
          sentence), Section, DelegateUser, Id, whichever were asked for.
The page layout is known from fixtures that others made, not from a raw download;
localised headers are not known and not read.

Kinds: by the action code where it is known, else by how the sentence begins, else
by the sections Data Export and Manage Users: admin.user, admin.permission,
admin.app, auth.credential, auth.factor, auth.login.as, auth.logout, crm.backup.run,
crm.bulk.delete, crm.owner.change, crm.import, and admin.config for the rest. Which
code or wording a request for a Data Export has is unverified: the section "Data
Export", sentences that begin with a data or weekly export, and codes that contain
"dataexport" count. The codes and wordings of log-in as another user, mass delete,
mass transfer and import are unverified too.

Actor: the Delegate User if there is one (somebody logged in as the user: the user
is then OnBehalfOf, initiated delegate), else the user: salesforce-id, else
salesforce-user; a name without @ is a display-name. "Automated Process" and
"Platform Integration User" are the service itself (service, initiated system).
Object: the user a sentence about a user names (type user); its id where the
sentence has exactly one "(UserID: [...])". The same user is a target of role user.

Times: query layout: UTC by format. Page layout: the zone of whoever downloaded,
with an abbreviation such as EST. A zone supplied decides, and the abbreviation
only tells apart the two readings of the hour in which clocks go back; if it
contradicts the zone, the attribute zone-contradiction says so. Without a zone, the
abbreviations of the United States, UTC and GMT are read as their usual offset and
flagged zone-assumed; any other leaves the zone unknown. The order of day and month
is inferred from the first 64 KiB unless supplied.

Key: the Id where there is one. Else second, user, delegate, sentence (the code if
there is none), section and namespace, with a count of equal rows before it, so two
equal changes in one second stay two. A page download and a query by user name
without Id give an act the same key; a download and a query with Id do not.

No group, no quantities. Text is the sentence. Attributes: the columns not used
above under their own names (action is the code, section, source-namespace-prefix,
responsible-namespace-prefix, created-by-context, created-by-issuer, id …),
email-from and email-to of a changed address, zone-contradiction, ragged-row.`

// Parser reads both layouts.
var Parser = parsers.Parser{
	Name:     system,
	Version:  1,
	Title:    "Salesforce Setup Audit Trail (CSV)",
	Doc:      doc,
	Zoneless: true,
	Samples:  samples,
	Sniff:    sniff,
	Parse:    parse,
}

func sniff(h parsers.Head) parsers.Score {
	_, rows, ok := parsers.FindHeader(h, isHeader)
	switch {
	case !ok:
		return parsers.No
	case layoutOf(parsers.NewHeader(rows[0])).time < 0:
		return parsers.Likely
	}
	return parsers.Certain
}

func isHeader(cells []string) bool {
	h := parsers.NewHeader(cells)
	return isPage(h) || h.Has("Action", "Section", "Display")
}

func isPage(h parsers.Header) bool {
	return h.Has("Date", "User", "Action", "Section", "Delegate User")
}

func parse(in parsers.Input, out parsers.Out) error {
	head := parsers.PeekHead(&in)
	delim, rows, ok := parsers.FindHeader(head, isHeader)
	c := parsers.NewCSV(in, out, delim)
	if !ok || !c.ReadHeader(isHeader) {
		return c.RejectRest("no header of a setup audit trail", "neither Date, User, Action, Section, Delegate User nor Action, Section, Display")
	}
	r := newReader(in, c.Header(), rows[1:])
	for c.Next() {
		if err := r.record(c.Row(), out); err != nil {
			return err
		}
	}
	return c.Err()
}

// reader holds what is the same for all records of a source.
type reader struct {
	layout
	clock clock
	seen  salesforce.Repeats
	cells []string // of the record being read
}

func newReader(in parsers.Input, h parsers.Header, sample [][]string) *reader {
	r := &reader{layout: layoutOf(h), clock: clock{zone: in.Zone, order: in.Order}}
	if r.clock.order == parsers.OrderUnknown {
		var dates []string
		for _, cells := range sample {
			if r.time >= 0 && r.time < len(cells) {
				date, _ := splitZone(cells[r.time])
				dates = append(dates, date)
			}
		}
		r.clock.order = parsers.InferOrder(dates)
	}
	return r
}

// limitExtraCells is how many cells more than its header a record may have.
const limitExtraCells = 64

func (r *reader) record(row *parsers.Row, out parsers.Out) error {
	r.cells = row.AppendTexts(r.cells[:0])
	switch {
	case row.CutOff():
		return out.Reject(row.Span, "record cut off", "the last record ends before its last column")
	case len(r.cells) > len(r.columns)+limitExtraCells:
		return out.Reject(row.Span, "far more cells than the header", row.Ragged())
	case r.empty():
		return out.Skip(row.Span, event.SkipBlank)
	case r.text(r.sentence) == "" && r.text(r.code) == "":
		return out.Reject(row.Span, "no action", "the record says neither by sentence nor by code what was done")
	}
	e := r.event()
	e.Origin.Span = row.Span
	if ragged := row.Ragged(); ragged != "" {
		e.Attrs = append(e.Attrs, event.Attr{Name: "ragged-row", Value: ragged})
	}
	return out.Event(e)
}

// text is cell i, "" if there is none.
func (r *reader) text(i int) string {
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	return r.cells[i]
}

func (r *reader) empty() bool {
	for _, text := range r.cells {
		if text != "" {
			return false
		}
	}
	return true
}
