// SPDX-License-Identifier: Apache-2.0

package dataloader

import (
	"dossier/event"
	"dossier/parsers/internal/salesforce"
)

// object is what an id's first three characters say.
type object struct {
	kind event.FactKind
	typ  string
}

// factKinds are the types whose facts are of a kind of their own.
var factKinds = map[string]event.FactKind{
	"customer": event.FactCustomer, "contact": event.FactContact, "lead": event.FactContact, "user": event.FactUser,
}

// further are prefixes of records that are nothing else: group, profile, role,
// permission set, folder, task, event, campaign, product, contract, order.
var further = map[string]bool{
	"00G": true, "00e": true, "00E": true, "0PS": true, "00l": true, "00T": true, "00U": true, "701": true, "01t": true,
	"800": true, "801": true,
}

func objectOf(id string) object {
	o := object{event.FactObject, "record"}
	if len(id) < 3 {
		return o
	}
	if typ := salesforce.TypeOfPrefix(id[:3]); typ != "" {
		o.typ = typ
	}
	if kind, ok := factKinds[o.typ]; ok {
		o.kind = kind
	}
	return o
}

// isReference reports whether a prefix is that of reference data. A custom object
// (a00 to azz) must have an id whose suffix vouches for it.
func isReference(prefix string, whole bool) bool {
	return salesforce.TypeOfPrefix(prefix) != "" || further[prefix] || whole && prefix[0] == 'a'
}

// isID reports whether text has the shape of an id.
func isID(text string) bool {
	if len(text) != 15 && len(text) != 18 {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

func isUserID(text string) bool { return isID(text) && text[:3] == "005" }
