// SPDX-License-Identifier: Apache-2.0

package dataloader

import "dossier/event"

// object is what an id's first three characters say.
type object struct {
	kind event.FactKind
	typ  string
}

// objects are those that facts tell apart.
var objects = map[string]object{
	"001": {event.FactCustomer, "customer"},
	"003": {event.FactContact, "contact"},
	"00Q": {event.FactContact, "lead"},
	"005": {event.FactUser, "user"},
	"006": {event.FactObject, "opportunity"},
	"500": {event.FactObject, "case"},
	"00O": {event.FactObject, "report"},
	"01Z": {event.FactObject, "dashboard"},
	"00B": {event.FactObject, "list"},
	"015": {event.FactObject, "document"},
	"068": {event.FactObject, "document"},
	"069": {event.FactObject, "document"},
	"00P": {event.FactObject, "attachment"},
	"02s": {event.FactObject, "message"},
	"750": {event.FactObject, "job"},
	"751": {event.FactObject, "job"},
}

// further are prefixes of records that are nothing else: group, profile, role,
// permission set, folder, task, event, campaign, product, contract, order.
var further = map[string]bool{
	"00G": true, "00e": true, "00E": true, "0PS": true, "00l": true, "00T": true, "00U": true, "701": true, "01t": true,
	"800": true, "801": true,
}

func objectOf(id string) object {
	if len(id) >= 3 {
		if o, ok := objects[id[:3]]; ok {
			return o
		}
	}
	return object{event.FactObject, "record"}
}

// isReference reports whether a prefix is that of reference data. A custom object
// (a00 to azz) must have an id whose suffix vouches for it.
func isReference(prefix string, whole bool) bool {
	_, known := objects[prefix]
	return known || further[prefix] || whole && prefix[0] == 'a'
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
