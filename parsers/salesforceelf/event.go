// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

// system is the first part of every natural key.
const system = "salesforce-elf"

// mapper fills what is peculiar to one event type.
type mapper func(r *record, e *event.Event)

// mapperOf finds the mapper of an EVENT_TYPE; of one that is not known, other.
func mapperOf(eventType string) mapper {
	if m := mappers[parsers.NormalName(eventType)]; m != nil {
		return m
	}
	return other
}

// other keeps what is recorded under attributes.
func other(_ *record, e *event.Event) { e.Kind = event.CRMOther }

// plain is the mapper of a type that says no more than its kind.
func plain(kind event.Kind) mapper {
	return func(_ *record, e *event.Event) { e.Kind = kind }
}

// typeLooksRight refuses cells that cannot be the name of an event type, so that
// rows of something else are rejects and not events of an unknown type.
func typeLooksRight(eventType string) bool {
	if eventType == "" || len(eventType) > 80 {
		return false
	}
	for _, c := range []byte(eventType) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-' && c != ' ' {
			return false
		}
	}
	return true
}

// fill makes the event of the record: what all types have in common, and what
// the type's own mapper adds.
func fill(r *record, e *event.Event, m mapper, order parsers.DateOrder) {
	e.Time = r.time(order)
	e.Actor = r.actor()
	e.Session = r.session()
	m(r, e)
	if e.IP == "" {
		e.IP = r.ip(fieldClientIP, fieldSourceIP, fieldIPAddress)
	}
	if e.Client == "" {
		e.Client = r.client(fieldClientName, fieldConnectedAppName, fieldUserAgent, fieldBrowserType)
	}
	if e.Device == "" {
		e.Device = r.first(fieldDeviceID, fieldDeviceModel)
	}
	if e.Outcome == event.OutcomeUnknown {
		e.Outcome = r.outcome()
	}
	if r.is(fieldUserType, "A", "AutomatedProcess") {
		e.Initiated = event.InitiatedSystem
	}
	e.Attrs = r.attrs()
}

// time prefers TIMESTAMP_DERIVED, which says the same as TIMESTAMP and survives
// spreadsheets. Both are UTC.
func (r *record) time(order parsers.DateOrder) event.Time {
	for _, f := range [...]field{fieldTimestampDerived, fieldTimestamp} {
		text := r.value(f)
		if text == "" {
			continue
		}
		if t, ok := utc(text, order); ok {
			r.taken[f] = true
			return t
		}
	}
	f := fieldTimestampDerived
	if r.value(f) == "" {
		f = fieldTimestamp
	}
	return parsers.Unreadable(r.take(f))
}

func utc(text string, order parsers.DateOrder) (event.Time, bool) {
	if order == parsers.OrderUnknown {
		return parsers.TimeUTC(text)
	}
	w, ok := parsers.ParseWall(text, order)
	if !ok {
		return event.Time{}, false
	}
	return w.UTC(text), true
}

// actor prefers the id in 18 characters, as recorded.
func (r *record) actor() event.Account {
	return r.account(fieldUserIDDerived, fieldUserID, fieldUserName)
}

// account is the first of two ids, else the user name. The name stays an
// attribute beside an id: it is what tells whose id it is.
func (r *record) account(derived, id, name field) event.Account {
	for _, f := range [...]field{derived, id} {
		if value := r.id(f); value != "" {
			r.taken[f] = true
			if f == derived && salesforce.SameID(r.id(id), value) {
				r.taken[id] = true
			}
			return event.Account{Namespace: event.SalesforceID, Name: value}
		}
	}
	if value := r.id(name); value != "" {
		return event.Account{Namespace: event.SalesforceUser, Name: value}
	}
	return event.Account{}
}

// session prefers SESSION_KEY; LOGIN_KEY, which ties all that follows one log-in,
// stays an attribute in any case.
func (r *record) session() string {
	if key := r.id(fieldSessionKey); key != "" {
		r.taken[fieldSessionKey] = true
		return key
	}
	return r.id(fieldLoginKey)
}

// ip is the first that is an address; "Salesforce.com IP" is none.
func (r *record) ip(fields ...field) string {
	for _, f := range fields {
		value := r.value(f)
		if value == "" || value == "Salesforce.com IP" {
			continue
		}
		if ip := parsers.IP(value); ip != "" {
			r.taken[f] = ip == value
			return ip
		}
	}
	return ""
}

// client is the first that is not empty and not one of the numbers by which some
// types record a user agent.
func (r *record) client(fields ...field) string {
	for _, f := range fields {
		if value := r.id(f); value != "" && strings.Trim(value, "0123456789.") != "" {
			return r.take(f)
		}
	}
	return ""
}

// first is the first that is not empty.
func (r *record) first(fields ...field) string {
	for _, f := range fields {
		if r.id(f) != "" {
			return r.take(f)
		}
	}
	return ""
}

// outcome is what the columns say that many types share. An exception is a
// failure, whatever else is said.
func (r *record) outcome() event.Outcome {
	status, hasStatus := r.number(fieldStatusCode)
	switch {
	case r.value(fieldExceptionMessage) != "", r.no(fieldSuccess), r.no(fieldIsSuccess), r.no(fieldIsSuccessful):
		return event.OutcomeFailure
	case hasStatus && status >= 400:
		return event.OutcomeFailure
	case r.is(fieldRequestStatus, "F", "A", "N", "Failure"):
		return event.OutcomeFailure
	case r.yes(fieldSuccess), r.yes(fieldIsSuccess), r.yes(fieldIsSuccessful), hasStatus && status >= 100:
		return event.OutcomeSuccess
	case r.is(fieldRequestStatus, "S", "Success"):
		return event.OutcomeSuccess
	}
	return event.OutcomeUnknown
}

// requestGroup is the group of all rows about one transaction, "" if the record
// names none.
func (r *record) requestGroup() string {
	if id := r.id(fieldRequestID); id != "" {
		return "salesforce-request:" + id
	}
	return ""
}

// fileGroup is the group of all rows about one file in one transaction.
func (r *record) fileGroup(fileID string) string {
	group := r.requestGroup()
	if group == "" || fileID == "" {
		return ""
	}
	return group + "/" + event.SalesforceID18(fileID)
}
