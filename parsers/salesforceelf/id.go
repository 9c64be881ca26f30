// SPDX-License-Identifier: Apache-2.0

package salesforceelf

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

// typeOfID is "record" for an id of any other prefix, "" for what is no id.
func typeOfID(id string) string {
	if !isID(id) {
		return ""
	}
	if known := typesByPrefix[id[:3]]; known != "" {
		return known
	}
	return "record"
}

// typeOfEntity is "record" for any other name, "" for none.
func typeOfEntity(name string) string {
	if known := typesByEntity[name]; known != "" || name == "" {
		return known
	}
	return "record"
}

// objectOf makes an object of an id in whatever form, and of the type that its
// prefix tells unless the record tells it.
func objectOf(kind, id string) event.Object {
	if kind == "" || kind == "record" {
		if told := typeOfID(id); told != "" {
			kind = told
		}
	}
	return event.Object{Type: kind, ID: event.SalesforceID18(id)}
}

// isID reports whether text has the form of a Salesforce id: 15 or 18 letters and
// digits, of which one digit is among the first three and two more are anywhere.
// The last three of 18 are not held against the others: tools fold their case.
func isID(text string) bool {
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

// sameID reports whether two ids name one thing, one of them perhaps in its
// 15-character form.
func sameID(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a != "" && (a == b || len(a) == 15 && len(b) == 18 && strings.HasPrefix(b, a))
}
