// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// system is the first part of natural keys.
const system = "m365-ual"

// record is one audit record on its way to being an event.
type record struct {
	data    parsers.JSON // AuditData; of a broken one, the members read whole
	columns columns      // what stands beside it
	broken  string       // what is wrong with AuditData, "" if nothing
	names   names

	e     *event.Event
	told  []string     // attributes that the event's own fields tell already
	noted []event.Attr // further attributes
	extra int          // targets beyond the bound

	operation  string
	workload   string
	recordType int // -1 if the record does not say
	userType   userType
}

// columns are what an export states beside AuditData: fallbacks for what
// AuditData lacks, and further evidence where the two differ.
type columns struct {
	created, user, operation, recordType, id string

	order parsers.DateOrder
	extra []event.Attr
}

// essential is what tells an audit record from other JSON.
var essential = []string{"CreationTime", "Id", "Operation", "RecordType", "Workload", "UserId"}

// recognisable reports whether AuditData or the columns say enough to be an audit
// record: what was done, or two of the other essentials.
func (r *record) recognisable() bool {
	if r.columns.operation != "" || r.data.Get("Operation").Text() != "" {
		return true
	}
	count := 0
	for _, name := range essential {
		if r.data.Get(name).Text() != "" {
			count++
		}
	}
	return count >= 2
}

// event says what the record says.
func (r *record) event() *event.Event {
	r.e = &event.Event{}
	r.noted, r.extra = r.noted[:0], 0
	r.told = r.told[:0]
	r.tell("CreationTime")
	r.operation = first(r.data.Get("Operation").Text(), r.columns.operation)
	r.workload = r.data.Get("Workload").Text()
	r.recordType = recordTypeOf(first(r.data.Get("RecordType").Text(), r.columns.recordType))
	r.userType = userTypeOf(r.data.Get("UserType").Text())
	r.e.Time = r.time()
	r.contradictions()
	r.e.Outcome = outcomes[strings.ToLower(r.data.Get("ResultStatus").Text())]
	r.who()
	r.where()
	f := r.family()
	r.e.Kind = f.kindOf(r.operation)
	if f.fill != nil {
		f.fill(r)
	}
	r.attributes()
	return r.e
}

// time is CreationTime, which the format states in UTC.
func (r *record) time() event.Time {
	if text := r.data.Get("CreationTime").Text(); text != "" {
		t, _ := parsers.TimeUTC(text)
		return t
	}
	if w, ok := parsers.ParseWall(r.columns.created, r.columns.order); ok {
		return w.UTC(r.columns.created)
	}
	return parsers.Unreadable(r.columns.created)
}

// outcomes are the spellings of ResultStatus, in lower case.
var outcomes = map[string]event.Outcome{
	"succeeded": event.OutcomeSuccess, "success": event.OutcomeSuccess, "true": event.OutcomeSuccess, "successful": event.OutcomeSuccess,
	"failed": event.OutcomeFailure, "failure": event.OutcomeFailure, "false": event.OutcomeFailure, "fail": event.OutcomeFailure,
	"partiallysucceeded": event.OutcomePartial, "partially succeeded": event.OutcomePartial,
}

// id is the record's GUID in lower case, "" if it has none.
func (r *record) id() string {
	for _, id := range []string{r.data.Get("Id").Text(), r.columns.id} {
		if id = strings.ToLower(strings.TrimSpace(id)); isGUID(id) {
			return id
		}
	}
	return ""
}

// tell marks a member of AuditData, or an element of a list of {Name, Value}, that
// the event's own fields tell, so that it is not repeated as an attribute.
func (r *record) tell(path ...string) {
	name := ""
	for _, part := range path {
		name = r.names.of(name, part)
	}
	r.told = append(r.told, name)
}

// text is the text of a member that the event's own fields tell.
func (r *record) text(path ...string) string {
	text := r.data.Get(path...).Text()
	if text != "" {
		r.tell(path...)
	}
	return text
}

// either is the text of the first of some members that has one; only that is told.
func (r *record) either(names ...string) string {
	for _, name := range names {
		if text := r.text(name); text != "" {
			return text
		}
	}
	return ""
}

// number is a count or size that the event's own fields tell; false if it is
// absent or no number from 0 up.
func (r *record) number(path ...string) (int64, bool) {
	n, ok := count(r.data.Get(path...).Text())
	if ok {
		r.tell(path...)
	}
	return n, ok
}

// property is the value of an element of a list of {Name, Value} that the event's
// own fields tell.
func (r *record) property(list, name string) string {
	value := property(r.data.Get(list), name)
	if value != "" {
		r.tell(list, name)
	}
	return value
}

// count reads a number from 0 up.
func count(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n >= 0
}

// property is the value of an element of a list of {Name, Value}; Teams calls the
// names keys.
func property(list parsers.JSON, name string) string {
	for _, m := range list.Elements() {
		if m.Value.Get("Name").Text() == name || m.Value.Get("Key").Text() == name {
			return m.Value.Get("Value").Text()
		}
	}
	return ""
}

// first is the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// isGUID reports whether a text has the form 01234567-89ab-cdef-0123-456789abcdef.
func isGUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		c := text[i]
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
		default:
			return false
		}
	}
	return true
}
