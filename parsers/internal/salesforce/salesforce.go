// SPDX-License-Identifier: Apache-2.0

// Package salesforce is what the logs of Salesforce share: the ids of records, the
// types that ids and API names tell, who acts for the service, and how dates are read.
package salesforce

import (
	"strings"

	"dossier/event"
)

// The types of objects, by the first three characters of their ids.
var typesByPrefix = map[string]string{
	"001": "customer",
	"003": "contact",
	"00Q": "lead",
	"006": "opportunity",
	"500": "case",
	"005": "user",
	"00O": "report",
	"01Z": "dashboard",
	"00B": "list",
	"068": "document", // a version of a file
	"069": "document",
	"015": "document",
	"00P": "attachment",
	"02s": "message",
	"750": "job",
	"751": "job", // a batch of it
}

// The types of objects, by their API names.
var typesByEntity = map[string]string{
	"Account":         "customer",
	"Contact":         "contact",
	"Lead":            "lead",
	"Opportunity":     "opportunity",
	"Case":            "case",
	"User":            "user",
	"Report":          "report",
	"Dashboard":       "dashboard",
	"ListView":        "list",
	"ContentVersion":  "document",
	"ContentDocument": "document",
	"Document":        "document",
	"Attachment":      "attachment",
	"EmailMessage":    "message",
}

// TypeOfPrefix is the type of object that the first three characters of an id
// tell, "" for any that is not known.
func TypeOfPrefix(prefix string) string { return typesByPrefix[prefix] }

// TypeOfID is "record" for an id of any other prefix, "" for what is no id.
func TypeOfID(id string) string {
	if !IsID(id) {
		return ""
	}
	if known := typesByPrefix[id[:3]]; known != "" {
		return known
	}
	return "record"
}

// TypeOfEntity is the type that an API name tells, "record" for any other name, ""
// for none.
func TypeOfEntity(name string) string {
	if known := typesByEntity[name]; known != "" || name == "" {
		return known
	}
	return "record"
}

// ObjectOf makes an object of an id in whatever form, and of the type that its
// prefix tells unless the record tells it.
func ObjectOf(kind, id string) event.Object {
	if kind == "" || kind == "record" {
		if told := TypeOfID(id); told != "" {
			kind = told
		}
	}
	return event.Object{Type: kind, ID: event.SalesforceID18(id)}
}

// IsID reports whether text has the form of a Salesforce id: 15 or 18 letters and
// digits, of which one digit is among the first three and two more are anywhere.
// The last three of 18 are not held against the others: tools fold their case.
func IsID(text string) bool {
	if len(text) != 15 && len(text) != 18 {
		return false
	}
	digits := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		default:
			return false
		}
		if i == 2 && digits == 0 {
			return false
		}
	}
	return digits >= 3
}

// SameID reports whether two ids name one thing, one of them perhaps in its
// 15-character form.
func SameID(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a != "" && (a == b || len(a) == 15 && len(b) == 18 && strings.HasPrefix(b, a))
}

// IsService reports whether a name is one under which Salesforce itself acts.
func IsService(name string) bool {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "automated process", "platform integration user":
		return true
	}
	return false
}
