// SPDX-License-Identifier: Apache-2.0

// Package unifiedaudit reads the Unified Audit Log of Microsoft 365 (Office 365),
// now Purview Audit: one record for each act in Exchange, SharePoint, OneDrive,
// Azure AD, Dynamics 365, Teams and the rest, and for what endpoint data loss
// prevention sees on a machine. The record proper is a JSON object, AuditData; the
// exports differ in what they wrap around it.
package unifiedaudit

import (
	"bytes"

	"dossier/event"
	"dossier/parsers"
)

// Parser reads the exports as CSV: of the portal, old and new, of
// Search-UnifiedAuditLog, and of what Splunk or Excel made of these.
var Parser = parsers.Parser{
	Name:    "m365-audit",
	Version: 1,
	Title:   "Microsoft 365 Unified Audit Log (CSV)",
	Doc:     docCSV,
	Samples: samplesCSV,
	Sniff:   sniffCSV,
	Parse:   parseCSV,
}

// JSONParser reads the records as JSON: as the Management Activity API gives them,
// or wrapped like the rows of the CSV.
var JSONParser = parsers.Parser{
	Name:    "m365-audit-json",
	Version: 1,
	Title:   "Microsoft 365 Unified Audit Log (JSON)",
	Doc:     docJSON,
	Samples: samplesJSON,
	Sniff:   sniffJSON,
	Parse:   parseJSON,
}

// isHeader reports whether the cells are the header of an export: AuditData, and a
// column that says when, who or what.
func isHeader(cells []string) bool {
	h := parsers.NewHeader(cells)
	return h.Has("AuditData") && h.Column("CreationDate", "Operations", "Operation", "UserIds", "UserId", "RecordType") >= 0
}

func sniffCSV(h parsers.Head) parsers.Score {
	if !bytes.Contains(bytes.ToLower(h.Bytes[:min(len(h.Bytes), 8<<10)]), []byte("audit")) {
		return parsers.No
	}
	if _, _, ok := parsers.FindHeader(h, isHeader); ok {
		return parsers.Certain
	}
	return parsers.No
}

// sniffJSON looks at the first object: the essentials of an audit record, or the
// columns of an export with AuditData.
func sniffJSON(h parsers.Head) parsers.Score {
	start := bytes.IndexByte(h.Bytes, '{')
	if start < 0 || len(bytes.Trim(h.Bytes[:start], " \t\r\n,[")) > 0 {
		return parsers.No
	}
	object, _, _ := parsers.ParseJSONPrefix(string(h.Bytes[start:]))
	if list := wrappedIn(object); len(list) > 0 {
		object = list[0].Value
	}
	switch {
	case wrapped(object).Exists() && hasAny(object, "CreationDate", "Operations", "Operation", "RecordType", "createdDateTime"):
		return parsers.Certain
	case hasAny(object, "CreationTime") && hasAny(object, "Operation") && hasAny(object, "Workload") && hasAny(object, "RecordType"):
		return parsers.Certain
	}
	return parsers.No
}

func hasAny(v parsers.JSON, names ...string) bool {
	for _, name := range names {
		if v.Get(name).Exists() {
			return true
		}
	}
	return false
}

// reader is the state of one Parse.
type reader struct {
	in    parsers.Input
	out   parsers.Out
	json  parsers.JSONReader
	inner parsers.JSONReader // for AuditData that is text in an object
	r     record
}

func newReader(in parsers.Input, out parsers.Out) *reader {
	return &reader{in: in, out: out, r: record{names: names{}}}
}

// event hands over what r says, under the key that is made of its id, or the one
// given.
func (rd *reader) event(span event.Span, ordinal int, documentBytes int, digest func() event.Key) error {
	e := rd.r.event()
	e.Origin = event.Origin{Span: span, Ordinal: ordinal}
	if id := rd.r.id(); id != "" {
		e.Key = event.NewKey(system, id)
	} else {
		e.Key = digest()
	}
	if documentBytes > limitSharedBytes {
		detach(e)
	}
	return rd.out.Event(e)
}

// The reasons for rejects.
const (
	reasonNoHeader = "no header with AuditData"
	reasonCutOff   = "record cut off"
	reasonNoRecord = "no audit record"
)
