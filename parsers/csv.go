// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"dossier/event"
)

// limitRowBytes bounds one CSV record, and so what a quote that is never closed
// can swallow.
const limitRowBytes = 8 << 20

// CSV reads delimiter-separated records with their exact spans, which
// encoding/csv cannot tell. It is tolerant in the way of LazyQuotes: a quote in
// an unquoted cell, and a quote in a quoted cell that is followed by neither a
// quote nor the cell's end, are themselves.
//
// A byte order mark, blank lines, the header and lines before it are skips. A
// quote that is never closed rejects its line and no more. All that goes to the
// Out without the parser's doing.
type CSV struct {
	in      Input
	out     Out
	w       *window
	delim   byte
	header  Header
	row     Row
	sorted  []int    // columns in the order of their names, for Row.Digest
	named   [][]byte // the columns' names as parts of a digest
	lenient int64    // before this offset every line end ends a record
	lineEnd int      // of the record being split: where the line that plain looks at ends
	digest  []byte
	singled []byte // scratch: a cell with its doubled quotes made single
	err     error
}

// NewCSV reads in. The delimiter is a comma unless SniffDelimiter says other.
func NewCSV(in Input, out Out, delim byte) *CSV {
	c := &CSV{in: in, out: out, w: newWindow(in), delim: delim}
	c.row.csv = c
	c.err = c.w.mark(out)
	return c
}

// ReadHeader reads records until one satisfies is, and takes that one for the
// header. Those before it (banners, "#TYPE …", "sep=;") are skips. It returns
// false if none of the first 20 does; the rest of the source is then still unread.
func (c *CSV) ReadHeader(is func(cells []string) bool) bool {
	for range 20 {
		if !c.scanRow() {
			return false
		}
		cells := c.row.Strings()
		if is(cells) {
			c.SetHeader(cells)
			c.err = c.out.Skip(c.row.Span, event.SkipHeader)
			return c.err == nil
		}
		if c.err = c.out.Skip(c.row.Span, event.SkipHeader); c.err != nil {
			return false
		}
	}
	return false
}

// SetHeader names the columns, for sources whose header is not a row.
func (c *CSV) SetHeader(cells []string) {
	c.header = NewHeader(cells)
	c.sorted = make([]int, len(cells))
	c.named = make([][]byte, len(cells))
	for i := range cells {
		c.sorted[i] = i
		c.named[i] = appendPart(nil, []byte(c.header.names[i]))
	}
	slices.SortStableFunc(c.sorted, func(a, b int) int {
		return strings.Compare(c.header.names[a], c.header.names[b])
	})
}

// Header is the header read.
func (c *CSV) Header() Header { return c.header }

// Next reads the next record; false at the end or on an error (see Err).
func (c *CSV) Next() bool { return c.err == nil && c.scanRow() }

// Row is the record that Next read. It is valid until the next call of Next.
func (c *CSV) Row() *Row { return &c.row }

// Err is the error of reading or of the Out that ended the reading, nil at a
// plain end.
func (c *CSV) Err() error {
	if c.err != nil {
		return c.err
	}
	return c.w.failure()
}

// RejectRest rejects whatever is unread, for sources that turn out not to be
// what they seemed.
func (c *CSV) RejectRest(reason, detail string) error {
	for c.err == nil {
		n, ended := c.w.nextLine()
		if n == 0 {
			break
		}
		span, err := c.w.takeRestOfLine(n, ended)
		if err != nil {
			return err
		}
		c.err = c.out.Reject(span, reason, detail)
	}
	return c.Err()
}

// scanRow finds the next record that has something in it.
func (c *CSV) scanRow() bool {
	for c.err == nil {
		n, state := c.scanOnce()
		switch state {
		case rowNone:
			return false
		case rowBlank:
			c.err = c.out.Skip(c.w.take(n), event.SkipBlank)
		case rowBroken:
			c.rejectBroken()
		default:
			c.row.data = c.w.unread()[:n]
			c.row.Ended = n > 0 && c.row.data[n-1] == '\n'
			c.row.Span = c.w.take(n)
			return true
		}
	}
	return false
}

type rowState int

const (
	rowWhole  rowState = iota
	rowMore            // the buffer ends before the record does
	rowBlank           // nothing but a line end
	rowBroken          // a quote is never closed
	rowNone            // end of the source
)

// scanOnce splits the next record into cells, reading on as far as it must.
func (c *CSV) scanOnce() (int, rowState) {
	for {
		data := c.w.unread()
		final := c.w.err != nil
		if len(data) == 0 && final {
			return 0, rowNone
		}
		n, state := c.split(data, final)
		if state != rowMore {
			return n, state
		}
		if final || len(data) >= limitRowBytes {
			return 0, rowBroken
		}
		// To twice of what was looked at in vain, so that however little a read
		// gives, looking again costs no more than linear time.
		c.w.fill(min(2*len(data)+1, limitRowBytes))
	}
}

// rejectBroken rejects the physical line at which an unclosed quote begins, and
// lets every line end count up to where the search for its end stopped: so each
// byte is looked at twice at the most.
func (c *CSV) rejectBroken() {
	c.lenient = max(c.lenient, c.w.offset+int64(c.w.end-c.w.start))
	n, ended := c.w.nextLine()
	span, err := c.w.takeRestOfLine(n, ended)
	if err != nil {
		c.err = err
		return
	}
	reason := "quote not closed"
	if !ended {
		reason = "record cut off"
	}
	c.err = c.out.Reject(span, reason, fmt.Sprintf("line %d opens a quoted cell that does not end", span.Line))
}

// split fills c.row.cells from data, which starts at a record. It returns the
// record's length with its line end.
func (c *CSV) split(data []byte, final bool) (int, rowState) {
	c.row.cells = c.row.cells[:0]
	c.lineEnd = -1
	lenient := c.w.offset < c.lenient
	for i := 0; ; {
		var next int
		var state rowState
		if i < len(data) && data[i] == '"' {
			next, state = c.quoted(data, i, final, lenient)
		} else {
			next, state = c.plain(data, i, final)
		}
		if state != rowWhole {
			return 0, state
		}
		if next >= len(data) || data[next] != c.delim {
			return c.endOfRow(data, next)
		}
		i = next + 1
	}
}

// endOfRow takes the line end at data[next:], if there is one.
func (c *CSV) endOfRow(data []byte, next int) (int, rowState) {
	if next < len(data) && data[next] == '\r' {
		next++
	}
	if next < len(data) && data[next] == '\n' {
		next++
	}
	if len(c.row.cells) == 1 && !c.row.cells[0].quoted {
		only := c.row.cells[0]
		if len(bytes.TrimSpace(data[only.start:only.end])) == 0 {
			return next, rowBlank
		}
	}
	return next, rowWhole
}

// plain reads an unquoted cell from data[i:] up to a delimiter or line end. The
// line end is looked for once a line, not once a cell.
func (c *CSV) plain(data []byte, i int, final bool) (int, rowState) {
	if c.lineEnd < i {
		c.lineEnd = len(data)
		if j := bytes.IndexByte(data[i:], '\n'); j >= 0 {
			c.lineEnd = i + j
		}
	}
	end := c.lineEnd
	if d := bytes.IndexByte(data[i:end], c.delim); d >= 0 {
		end = i + d
	} else if end == len(data) && !final {
		return 0, rowMore
	} else if end > i && data[end-1] == '\r' {
		end--
	}
	c.row.cells = append(c.row.cells, cell{start: i, end: end})
	return end, rowWhole
}

// quoted reads a quoted cell; data[i] is its opening quote.
func (c *CSV) quoted(data []byte, i int, final, lenient bool) (int, rowState) {
	escaped := false
	for at := i + 1; ; {
		j := bytes.IndexByte(data[at:], '"')
		if lenient && (j < 0 || bytes.IndexByte(data[at:at+j], '\n') >= 0) {
			return 0, rowBroken
		}
		if j < 0 {
			return 0, rowMore
		}
		at += j + 1
		if at == len(data) && !final {
			return 0, rowMore
		}
		switch {
		case at == len(data) || data[at] == c.delim || data[at] == '\n' || data[at] == '\r' && closes(data, at):
			c.row.cells = append(c.row.cells, cell{start: i + 1, end: at - 1, quoted: true, escaped: escaped})
			return at, rowWhole
		case data[at] == '"':
			escaped = true
			at++
		case data[at] == '\r' && at+1 == len(data) && !final:
			return 0, rowMore
		default:
			escaped = true // a quote that is itself: unescape leaves it
		}
	}
}

// closes reports whether the carriage return at data[at] is part of a line end.
func closes(data []byte, at int) bool {
	return at+1 < len(data) && data[at+1] == '\n'
}
