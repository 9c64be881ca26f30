// SPDX-License-Identifier: Apache-2.0

package fieldhistory

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// kinds are the fields that say more than that a field changed: API names and, but
// for blanks, brackets and the last dot, the labels of reports.
var kinds = map[string]event.Kind{
	"":                           event.CRMOther,
	"created":                    event.CRMRecordCreate,
	"accountcreatedfromlead":     event.CRMRecordCreate,
	"contactcreatedfromlead":     event.CRMRecordCreate,
	"opportunitycreatedfromlead": event.CRMRecordCreate,
	"owner":                      event.CRMOwnerChange,
	"ownerid":                    event.CRMOwnerChange,
	"ownername":                  event.CRMOwnerChange,
	"ownerassignment":            event.CRMOwnerChange,
	"owneraccepted":              event.CRMOwnerChange,
	"ownerescalated":             event.CRMOwnerChange,
	"accountowner":               event.CRMOwnerChange,
	"contactowner":               event.CRMOwnerChange,
	"opportunityowner":           event.CRMOwnerChange,
	"leadowner":                  event.CRMOwnerChange,
	"caseowner":                  event.CRMOwnerChange,
	"accountmerged":              event.CRMRecordMerge,
	"contactmerged":              event.CRMRecordMerge,
	"leadmerged":                 event.CRMRecordMerge,
	"casemerged":                 event.CRMRecordMerge,
	"individualmerged":           event.CRMRecordMerge,
}

var unpunctuated = strings.NewReplacer("(", "", ")", "", ".", "")

// kind is that of the record's field. API names of fields that an organisation added
// end in __c, so none of them passes for one of Salesforce's; labels may.
func (r *reader) kind() event.Kind {
	name := parsers.NormalName(unpunctuated.Replace(r.trimmed(r.field)))
	if kind, ok := kinds[name]; ok {
		return kind
	}
	if r.form == query && strings.HasSuffix(name, "merged") {
		return event.CRMRecordMerge
	}
	return event.CRMRecordUpdate
}
