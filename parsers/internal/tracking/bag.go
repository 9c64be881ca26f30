// SPDX-License-Identifier: Apache-2.0

package tracking

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// The bounds of custom data.
const (
	limitPairs     = 64  // taken apart in one row
	limitNames     = 512 // remembered in one source
	limitNameBytes = 128 // of a name that becomes an attribute
)

// bagPrefix begins the names of the attributes that a bag gives.
const bagPrefix = "custom-data-"

// bag takes custom data apart: "S:FromEntity=Internet;S:DeliveryPriority=Normal".
type bag struct {
	names map[string]string // attribute of a key seen before
}

// appendTo appends one attribute a pair: custom-data-from-entity. What does not
// look like a pair, and what comes behind it, stays whole under the column's own
// name. A pair without a value is left out.
func (b *bag) appendTo(attrs []event.Attr, column, text string) []event.Attr {
	for range limitPairs {
		pair, rest, _ := strings.Cut(text, ";S:")
		if rest != "" {
			rest = text[len(pair)+1:] // "S:" belongs to it
		}
		key, value, ok := strings.Cut(pair, "=")
		name, known := b.name(key)
		if !ok || !known {
			break
		}
		if value = strings.TrimSuffix(value, ";"); value != "" {
			attrs = append(attrs, event.Attr{Name: name, Value: value})
		}
		if text = rest; text == "" {
			return attrs
		}
	}
	return append(attrs, event.Attr{Name: column, Value: text})
}

// name is the attribute of the key "S:FromEntity"; false if it is no such key.
func (b *bag) name(key string) (string, bool) {
	if name, ok := b.names[key]; ok {
		return name, true
	}
	short, ok := strings.CutPrefix(key, "S:")
	if !ok || short == "" || len(short) > limitNameBytes || strings.IndexFunc(short, isOdd) >= 0 {
		return "", false
	}
	name := parsers.KebabName(short)
	if name == "" {
		return "", false
	}
	name = bagPrefix + name
	if b.names == nil {
		b.names = map[string]string{}
	}
	if len(b.names) < limitNames {
		b.names[strings.Clone(key)] = name
	}
	return name, true
}

func isOdd(c rune) bool {
	return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_'
}
