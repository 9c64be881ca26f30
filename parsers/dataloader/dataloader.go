// SPDX-License-Identifier: Apache-2.0

// Package dataloader reads records of Salesforce objects as Data Loader, the sf
// command line or Workbench write them to CSV: who a user id is, what a record is
// called and who owns it.
package dataloader

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

const system = "salesforce-data"

const doc = `Records of Salesforce objects as CSV: extracts and status files of Data Loader
(column names often in capitals, all cells quoted, Windows-1252 unless UTF-8 was
asked for), results of "sf data query" and Workbench (dotted columns such as
Owner.Name). One row, one fact; no events, and no times of acts.

The column Id decides, row by row, by its first three characters:
  005           user: user name, address, employee number, federation id
  001           customer, with its owner
  003, 00Q      contact, lead, with their owner
  006 500 00O 01Z 00B 015 068 069 00P 02s 750 751
                object of type opportunity, case, report, dashboard, list, document,
                attachment, message, job
  others        object of type record
A row without an Id (an insert that failed) is an object of type record. A row
whose Id is no Salesforce id is rejected.

Subject: the Id in its 18-character form (the suffix of a longer id is taken as
recorded), Name, else FirstName and LastName, else Subject, Title, CaseNumber or
DeveloperName of objects that are no persons.
Accounts: users: salesforce-id, salesforce-user (Username), email, employee-number,
upn (FederationIdentifier, if it is like an address). Contacts, leads and person
accounts: email.
Owner: OwnerId of a user (salesforce-id), else Owner.Username, Owner.Email,
Owner.Name; the id of a queue stays an attribute. Manager of a user: ManagerId,
else Manager.Username, Manager.Email, Manager.Name. Company: CompanyName, Company,
Account.Name. Active: IsActive of users.

AsOf is the day that the investigator gave for the source. LastModifiedDate and
SystemModstamp say when a record changed, not when it was exported, and are
attributes like every other column: under the field's own name (billing-city,
owner-name, account-id, oracle-id-c), whatever the capitals of the header, for
standard fields that are known. The last column of a status file is the attribute
status or error. ragged-row says that the row has more or fewer cells than the
header; such a row may be shifted.

Key: all cells with their columns' names; so the same row in two exports of the same
columns is one fact. No group.`

// Parser reads the records of any object.
var Parser = parsers.Parser{
	Name:    system,
	Version: 1,
	Title:   "Salesforce records (Data Loader, sf CLI; CSV)",
	Doc:     doc,
	Samples: samples,
	Sniff:   sniff,
	Parse:   parse,
}

func isHeader(cells []string) bool { return parsers.NewHeader(cells).Column("Id") >= 0 }

// marks are columns that exports of Salesforce objects have.
var marks = []string{
	"OwnerId", "IsDeleted", "SystemModstamp", "CreatedById", "LastModifiedById", "LastModifiedDate", "CreatedDate",
	"AccountId", "Username", "ProfileId", "DeveloperName", "RecordTypeId", "StageName", "Owner.Name", "BillingCity",
}

// logs are columns of what the same tools write about acts. Those have parsers of
// their own.
var logs = [][]string{
	{"Action", "Section", "Display"}, {"LoginTime"}, {"EventType"}, {"EventIdentifier"}, {"OldValue", "NewValue"},
	{"LogFile"}, {"RequestIdentifier"}, {"EventDate"},
}

func sniff(h parsers.Head) parsers.Score {
	_, rows, ok := parsers.FindHeader(h, isHeader)
	if !ok {
		return parsers.No
	}
	header := parsers.NewHeader(rows[0])
	for _, columns := range logs {
		if header.Has(columns...) {
			return parsers.No
		}
	}
	marked := 0
	for _, mark := range marks {
		if header.Column(mark) >= 0 {
			marked++
		}
	}
	ids, sure, foreign := countIDs(rows[1:], header.Column("Id"))
	switch {
	case foreign > ids || ids == 0 && (marked < 2 || foreign > 0):
		return parsers.No
	case ids == 0:
		return parsers.Maybe
	case sure == ids && marked > 0:
		return 90
	}
	return parsers.Likely
}

// countIDs counts the ids of known objects, those of them whose suffix vouches for
// them, and the cells that hold something else.
func countIDs(rows [][]string, column int) (ids, sure, foreign int) {
	for _, cells := range rows {
		if column >= len(cells) || strings.TrimSpace(cells[column]) == "" {
			continue
		}
		id := strings.TrimSpace(cells[column])
		whole := len(id) == 18 && event.SalesforceID18(id[:15]) == id
		switch {
		case !isID(id) || !isReference(id[:3], whole):
			foreign++
		case whole:
			ids++
			sure++
		default:
			ids++
		}
	}
	return ids, sure, foreign
}

func parse(in parsers.Input, out parsers.Out) error {
	head := parsers.PeekHead(&in)
	delim, _, ok := parsers.FindHeader(head, isHeader)
	c := parsers.NewCSV(in, out, delim)
	if !ok || !c.ReadHeader(isHeader) {
		return c.RejectRest("no header with a column Id", "records of Salesforce are told by their ids")
	}
	r := newReader(in, c.Header())
	for c.Next() {
		if err := r.record(c.Row(), out); err != nil {
			return err
		}
	}
	return c.Err()
}

// limitExtraCells is how many cells more than its header a record may have.
const limitExtraCells = 64

func (r *reader) record(row *parsers.Row, out parsers.Out) error {
	r.cells = row.AppendTexts(r.cells[:0])
	id := strings.TrimSpace(r.text(r.id))
	switch {
	case row.CutOff():
		return out.Reject(row.Span, "record cut off", "the last record ends before its last column")
	case len(r.cells) > len(r.columns)+limitExtraCells:
		return out.Reject(row.Span, "far more cells than the header", row.Ragged())
	case r.empty():
		return out.Skip(row.Span, event.SkipBlank)
	case id != "" && !isID(id):
		return out.Reject(row.Span, "id is no salesforce id", "the cell of column Id is not 15 or 18 letters and digits")
	}
	f := r.fact(id)
	f.Key = row.Digest(system)
	f.Origin.Span = row.Span
	if ragged := row.Ragged(); ragged != "" {
		f.Attrs = append(f.Attrs, event.Attr{Name: "ragged-row", Value: ragged})
	}
	return out.Fact(f)
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
