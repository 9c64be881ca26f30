// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// jsonMembers prints a value on a line of its own, only the members of those names
// and in that order; without names, all.
func (a *app) jsonMembers(v any, names []string) {
	if len(names) == 0 {
		a.jsonLine(v)
		return
	}
	text, err := json.Marshal(v, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
	all := map[string]jsontext.Value{}
	if err == nil {
		err = json.Unmarshal(text, &all, jsontext.AllowInvalidUTF8(true))
	}
	if err != nil {
		a.out.err = err
		return
	}
	a.jsonLine(orderedMembers{all, names})
}

// orderedMembers is a JSON object of some members, in the order of their names.
type orderedMembers struct {
	all   map[string]jsontext.Value
	names []string
}

// MarshalJSONTo writes the members that there are.
func (o orderedMembers) MarshalJSONTo(e *jsontext.Encoder) error {
	err := e.WriteToken(jsontext.BeginObject)
	for _, name := range o.names {
		if value, there := o.all[name]; there {
			err = errors.Join(err, e.WriteToken(jsontext.String(name)), e.WriteValue(value))
		}
	}
	return errors.Join(err, e.WriteToken(jsontext.EndObject))
}

// memberNames are the members that values of a struct type have as JSON.
func memberNames[T any]() []string { return membersOf(reflect.TypeFor[T]()) }

func membersOf(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			names = append(names, membersOf(f.Type)...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}
