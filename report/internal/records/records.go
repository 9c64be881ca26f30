// SPDX-License-Identifier: Apache-2.0

// Package records spells rows of text for programs: as CSV of RFC 4180 and as
// members of JSON objects. Values come back byte for byte, except that bytes which
// are no UTF-8 are shown as ‹0xFF›.
package records

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"dossier/internal/visible"
)

// AppendCSV adds a record and its CRLF. encoding/csv would change the line ends
// inside of values.
func AppendCSV(line []byte, values ...string) []byte {
	for i, v := range values {
		if i > 0 {
			line = append(line, ',')
		}
		line = appendField(line, v)
	}
	return append(line, "\r\n"...)
}

func appendField(line []byte, s string) []byte {
	s = visible.UTF8(s)
	if !strings.ContainsAny(s, "\",\r\n") && strings.TrimSpace(s) == s {
		return append(line, s...)
	}
	line = append(line, '"')
	line = append(line, strings.ReplaceAll(s, `"`, `""`)...)
	return append(line, '"')
}

// Object is a JSON object on a line of its own, member by member. The zero value is
// ready; it keeps its memory from line to line.
type Object struct {
	line []byte
	err  error
}

// Text adds a member that is text.
func (o *Object) Text(key, value string) {
	o.Raw(key, nil)
	o.quote(visible.UTF8(value))
}

// Raw adds a member whose value is JSON already.
func (o *Object) Raw(key string, value []byte) {
	if len(o.line) == 0 {
		o.line = append(o.line, '{')
	} else {
		o.line = append(o.line, ',')
	}
	o.quote(key)
	o.line = append(append(o.line, ':'), value...)
}

func (o *Object) quote(s string) {
	line, err := jsontext.AppendQuote(o.line, s)
	if err != nil {
		o.err = err
		return
	}
	o.line = line
}

// Line ends the object and begins the next. The line ends in LF, holds nothing that a
// terminal obeys, and is good until the next member is added.
func (o *Object) Line() ([]byte, error) {
	line, err := append(o.line, "}\n"...), o.err
	o.line, o.err = line[:0], nil
	return visible.JSON(line), err
}
