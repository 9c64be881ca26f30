// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"fmt"

	"dossier/event"
	"dossier/parsers"
)

// pageLists are the names under which an API's pages hold records.
var pageLists = []string{"value", "Records", "records"}

func parseJSON(in parsers.Input, out parsers.Out) error {
	rd := newReader(in, out)
	return parsers.Pages(in, out, pageLists, rd.object)
}

// object reads one object of the source: a record, or a page of the API that
// holds several and more than plain values before them.
func (rd *reader) object(o parsers.Object) error {
	text := rd.in.Text(o.Bytes)
	data, broken := readData(&rd.json, text)
	if broken == "" {
		if list := wrappedIn(data); len(list) > 0 {
			return rd.page(o, list, len(text))
		}
	}
	ok, err := rd.value(o.Span, 0, data, broken, len(text))
	if err != nil || ok {
		return err
	}
	reason := reasonNoRecord
	if !o.Whole {
		reason = reasonCutOff
	}
	return rd.out.Reject(o.Span, reason, fmt.Sprintf("line %d: %s", o.Span.Line, first(broken, "the object names no operation")))
}

// page reads the records of a page: events of one span, told apart by ordinals.
// What is no record there rejects the span besides.
func (rd *reader) page(o parsers.Object, list []parsers.Member, documentBytes int) error {
	ordinal := 0
	for _, m := range list {
		ok, err := rd.value(o.Span, ordinal, m.Value, "", documentBytes)
		if err != nil {
			return err
		}
		if ok {
			ordinal++
		}
	}
	if ordinal == len(list) {
		return nil
	}
	return rd.out.Reject(o.Span, reasonNoRecord, fmt.Sprintf("line %d: %d of %d in the list name no operation", o.Span.Line, len(list)-ordinal, len(list)))
}

// value reads a record, bare or wrapped; false if it is none.
func (rd *reader) value(span event.Span, ordinal int, v parsers.JSON, broken string, documentBytes int) (bool, error) {
	r := &rd.r
	r.data, r.broken, r.columns = v, broken, columns{order: rd.in.Order}
	if inner := wrapped(v); inner.Exists() {
		r.unwrap(&rd.inner, v, inner)
	}
	if !r.recognisable() {
		return false, nil
	}
	return true, rd.event(span, ordinal, documentBytes, func() event.Key {
		if r.broken == "" {
			v = r.data
		}
		return event.NewKey(system, "", v.String())
	})
}

// wrapped is AuditData in an object that has the columns of the CSV, or the names
// that Microsoft Graph gives them.
func wrapped(v parsers.JSON) parsers.JSON {
	for _, name := range [...]string{"AuditData", "auditData"} {
		if inner := v.Get(name); inner.Exists() {
			return inner
		}
	}
	return parsers.JSON{}
}

// unwrap takes AuditData, as text or as object, and the columns beside it.
func (r *record) unwrap(j *parsers.JSONReader, outer, inner parsers.JSON) {
	text := func(names ...string) string {
		for _, name := range names {
			if text := outer.Get(name).Text(); text != "" {
				return text
			}
		}
		return ""
	}
	r.columns.created = text("CreationDate", "CreationTime", "createdDateTime")
	r.columns.user = text("UserIds", "UserId", "userPrincipalName", "userId")
	r.columns.operation = text("Operations", "Operation", "operation")
	r.columns.recordType = text("RecordType", "auditLogRecordType")
	r.columns.id = text("Identity", "RecordId", "id")
	if r.data = inner; !inner.IsObject() {
		r.data, r.broken = readData(j, inner.Text())
	}
	for _, name := range extraColumns {
		r.columns.add(r.names.of("", name), outer.Get(name).Text())
	}
}

// wrappedIn are the records of a page of an API: its list "value" or "records".
func wrappedIn(v parsers.JSON) []parsers.Member {
	if v.Get("Operation").Exists() || wrapped(v).Exists() {
		return nil
	}
	for _, name := range pageLists {
		if list := v.Get(name).Elements(); len(list) > 0 && list[0].Value.IsObject() {
			return list
		}
	}
	return nil
}
