// SPDX-License-Identifier: Apache-2.0

package cupspage

import (
	"fmt"
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// row is a line split into its fields, as written.
type row struct {
	printer, user, jobID string
	time                 string // between the brackets
	page                 int64  // 0 where it is a total
	total                bool
	copies               int64 // or the total
	rest                 string

	billing, host, name, media, sides string
	dialect                           int // number of fields, by which dialects are known
	odd                               string
}

// The dialects.
const (
	toBilling  = 7  // until CUPS 1.1.18
	toHost     = 8  // until 1.3
	toSides    = 11 // since 1.4
	unfinished = 6  // ends with copies: none
)

// split finds the fields of a line by the job id and the time in brackets behind
// it, the first place that looks like them.
func split(line string) (row, bool) {
	for at := 0; ; {
		open := strings.Index(line[at:], " [")
		if open < 0 {
			return row{}, false
		}
		open += at
		var r row
		if r.before(line[:open]) && r.after(line[open+2:]) {
			r.trailing()
			return r, true
		}
		at = open + 2
	}
}

// before reads "printer user job-id".
func (r *row) before(text string) bool {
	last := strings.LastIndexByte(text, ' ')
	first := strings.IndexByte(text, ' ')
	if first <= 0 || last <= first+1 {
		return false
	}
	r.printer, r.user, r.jobID = text[:first], text[first+1:last], text[last+1:]
	_, ok := number(r.jobID)
	return ok
}

// limitTime is more than any time in brackets is long.
const limitTime = 64

// after reads "time] page copies rest".
func (r *row) after(text string) bool {
	end := strings.IndexByte(text[:min(len(text), limitTime)], ']')
	if end < 0 || !strings.HasPrefix(text[end:], "] ") {
		return false
	}
	r.time = text[:end]
	page, text, found := strings.Cut(text[end+2:], " ")
	copies, rest, more := strings.Cut(text, " ")
	var pageOK, copiesOK bool
	if r.total = page == "total"; r.total {
		pageOK = true
	} else {
		r.page, pageOK = number(page)
	}
	r.copies, copiesOK = number(copies)
	r.rest, r.dialect = rest, unfinished
	if more {
		r.dialect = toBilling
	}
	return found && pageOK && copiesOK
}

// number reads up to nine digits: more are no count of pages.
func number(text string) (int64, bool) {
	if text == "" || len(text) > 9 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

// sides has the values of the last field.
var sides = map[string]bool{
	"-": true, "one-sided": true, "two-sided-long-edge": true, "two-sided-short-edge": true,
}

// trailing splits what follows the copies.
func (r *row) trailing() {
	if r.dialect == unfinished {
		r.odd = "6 fields, the shortest dialect has 7"
		return
	}
	var more bool
	if r.billing, r.rest, more = strings.Cut(r.rest, " "); !more {
		return
	}
	r.dialect = toHost
	if r.host, r.rest, more = strings.Cut(r.rest, " "); !more {
		return
	}
	r.dialect = toSides
	r.name = r.rest
	end := strings.LastIndexByte(r.rest, ' ')
	if end < 0 || !sides[r.rest[end+1:]] {
		r.odd = "the last field is no value of sides"
		return
	}
	before := strings.LastIndexByte(r.rest[:end], ' ')
	if before < 0 {
		r.odd = "no job-name before media and sides"
		return
	}
	r.name, r.media, r.sides = r.rest[:before], r.rest[before+1:end], r.rest[end+1:]
}

// dated reports whether the time is one that CUPS writes.
func (r *row) dated() bool {
	w, ok := parsers.ParseWall(r.time, parsers.OrderDMY)
	return ok && w.HasOffset
}

// given is a field's value, "" where CUPS had none.
func given(field string) string {
	if field == "-" {
		return ""
	}
	return field
}

// reader makes rows of lines.
type reader struct {
	in      parsers.Input
	out     parsers.Out
	jobs    *jobs
	dialect int // of the row before; 0: none
}

// limitRowBytes is more than CUPS writes in a line (2047), decoding included.
const limitRowBytes = 8 << 10

func (r *reader) line(l parsers.Line) error {
	if len(l.Bytes) > limitRowBytes {
		return r.out.Reject(l.Span, "line too long", fmt.Sprintf("line %d has %d bytes, cups writes 2047 at most", l.Span.Line, len(l.Bytes)))
	}
	text := r.in.Text(l.Bytes)
	row, ok := split(text)
	switch {
	case !ok && !l.Ended:
		return r.out.Reject(l.Span, "record cut off", detail(l.Span, "the source ends in it", text))
	case !ok:
		return r.out.Reject(l.Span, "not a page log row", detail(l.Span, "no job id, time, page and copies", text))
	case !l.Ended && (row.odd != "" || row.dialect < r.dialect):
		return r.out.Reject(l.Span, "record cut off", detail(l.Span, "the source ends in it", text))
	case !l.Ended && row.dialect != toSides:
		row.odd = "no line end, may be cut off"
	}
	r.dialect = row.dialect
	return r.jobs.add(row, text, l.Span)
}

// detail says where and shows how the line begins.
func detail(span event.Span, what, text string) string {
	const shown = 120
	if len(text) > shown {
		text = strings.ToValidUTF8(text[:shown], "") + "…"
	}
	return fmt.Sprintf("line %d: %s: %q", span.Line, what, text)
}
