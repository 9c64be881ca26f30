// SPDX-License-Identifier: Apache-2.0

package messagetrace

import (
	"bytes"
	"fmt"
	"slices"

	"dossier/parsers"
)

func sniffJSON(h parsers.Head) parsers.Score {
	for line := range bytes.Lines(h.Bytes) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		v, err := parsers.ParseJSON(line)
		if err == nil && v.IsObject() && isList(headerOf(v)) {
			return parsers.Certain
		}
		return parsers.No
	}
	return parsers.No
}

// headerOf takes the names of an object's members for a header.
func headerOf(v parsers.JSON) parsers.Header {
	members := v.Members()
	names := make([]string, len(members))
	for i := range members {
		names[i] = members[i].Name
	}
	return parsers.NewHeader(names)
}

func parseJSON(in parsers.Input, out parsers.Out) error {
	o := objects{clock: clock{order: in.Order}, in: &in, out: out}
	return parsers.Lines(in, out, o.line)
}

// objects reads the objects of a list, one a line.
type objects struct {
	fields
	clock  clock
	in     *parsers.Input
	out    parsers.Out
	header []string // names of the last object's members
	listed bool     // whether those are the names of a list
}

func (o *objects) line(line parsers.Line) error {
	v, err := parsers.ParseJSON([]byte(o.in.Text(line.Bytes)))
	switch {
	case err != nil && !line.Ended:
		return o.out.Reject(line.Span, "record cut off", fmt.Sprintf("line %d: %v", line.Span.Line, err))
	case err != nil:
		return o.out.Reject(line.Span, "not json", fmt.Sprintf("line %d: %v", line.Span.Line, err))
	}
	o.read(v)
	m := o.message(o.clock.at)
	if !o.listed || m.vacant() {
		return o.out.Reject(line.Span, "not a traced message", fmt.Sprintf("line %d", line.Span.Line))
	}
	e := m.event()
	o.appendAttrs(e)
	e.Origin.Span = line.Span
	return o.out.Event(e)
}

// read takes an object's members for the fields of an entry. Most objects of a
// source have the same names as the one before.
func (o *objects) read(v parsers.JSON) {
	members := v.Members()
	same := len(members) == len(o.header)
	o.texts = o.texts[:0]
	for i := range members {
		same = same && members[i].Name == o.header[i]
		o.texts = append(o.texts, members[i].Value.String()) // null gives ""
	}
	if same {
		return
	}
	h := headerOf(v)
	o.header = slices.Clone(h.Cells())
	f := newFields(h)
	o.names, o.roles, o.listed = f.names, f.roles, isList(h)
}
