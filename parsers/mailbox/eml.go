// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"strconv"

	"dossier/event"
	"dossier/parsers"
)

// limitTail bounds what is read of the property list behind an .emlx message.
const limitTail = 64 << 10

// eml reads a file that is one message.
type eml struct {
	in  parsers.Input
	src *source
	out parsers.Out
	record

	begun bool   // whether there was anything but blank lines
	fresh bool   // whether the message itself has not begun
	count int64  // bytes of the message by the first line of an .emlx file; -1: none
	tail  []byte // what follows the message in such a file
}

func parseMessage(in parsers.Input, out parsers.Out) error {
	e := &eml{in: in, src: newSource(in), out: out, fresh: true, count: -1}
	if err := e.src.mark(out); err != nil {
		return err
	}
	e.begin(&e.in, event.Span{Offset: e.src.offset, Line: 1})
	for {
		offset, number := e.src.offset, e.src.number
		l, ok := e.src.next()
		if !ok {
			break
		}
		if err := e.line(l, offset, number); err != nil {
			return err
		}
	}
	if err := e.src.failure(); err != nil {
		return err
	}
	return e.end(e.src.offset)
}

func (e *eml) line(l line, offset, number int64) error {
	if !e.begun {
		if l.blank() {
			return nil
		}
		e.begun = true
		if err := e.skipBlank(offset, number); err != nil {
			return err
		}
	}
	switch {
	case e.fresh:
		e.first(l)
	case e.count >= 0 && e.sizeBytes+l.sizeBytes() > e.count:
		e.last(l)
	default:
		e.pass(l)
	}
	return nil
}

// skipBlank accounts for blank lines before the message.
func (e *eml) skipBlank(offset, number int64) error {
	blank := e.span
	blank.Length = offset - blank.Offset
	if blank.Length == 0 {
		return nil
	}
	e.span = event.Span{Offset: offset, Line: number}
	return e.out.Skip(blank, event.SkipBlank)
}

// first takes what may stand before the header: the byte count of an .emlx file
// and the From_ line of a mailbox. Both belong to the record.
func (e *eml) first(l line) {
	if e.count < 0 {
		digits := string(bytes.TrimRight(l.text, " \t"))
		if n, err := strconv.ParseInt(digits, 10, 48); err == nil && n >= 0 && l.start {
			e.count = n
			return
		}
	}
	e.fresh = false
	if bytes.HasPrefix(l.text, fromMark) && len(l.eol) > 0 {
		e.fromLine = e.in.Text(bytes.Clone(l.text))
		if e.count >= 0 {
			e.count -= min(e.count, l.sizeBytes())
		}
		return
	}
	e.pass(l)
}

func (e *eml) pass(l line) {
	e.sizeBytes += l.sizeBytes()
	e.add(l)
}

// last takes the line in which an .emlx message ends and its property list
// begins, and every line behind it.
func (e *eml) last(l line) {
	if room := e.count - e.sizeBytes; room > 0 {
		head := min(int(room), len(l.text))
		e.pass(line{l.text[:head], nil, l.start})
		l.text = l.text[head:]
		e.sizeBytes = e.count
	}
	if len(e.tail)+len(l.text) < limitTail {
		e.tail = append(append(e.tail, l.text...), '\n')
	}
}

func (e *eml) end(offset int64) error {
	e.span.Length = offset - e.span.Offset
	switch {
	case e.span.Length == 0:
		return nil
	case !e.begun:
		return e.out.Skip(e.span, event.SkipBlank)
	case !e.message.hasFields():
		return e.out.Reject(e.span, "no header fields", "the file does not begin as a message does")
	}
	e.more = appleMail(&e.in, e.tail)
	return e.tell(e.out)
}

// appleMail reads the numbers and texts of the property list behind an .emlx
// message.
func appleMail(in *parsers.Input, list []byte) []event.Attr {
	var attrs []event.Attr
	for {
		name, rest, ok := element(list, "key")
		if !ok || len(attrs) == 50 {
			return attrs
		}
		list = bytes.TrimSpace(rest)
		for _, tag := range []string{"integer", "real", "string"} {
			value, _, ok := element(list, tag)
			if ok && bytes.HasPrefix(list, []byte("<"+tag)) {
				attrs = appendAttr(attrs, "emlx-"+attrName(name), in.Text(value))
			}
		}
	}
}

// element is the content of the first element of that tag.
func element(list []byte, tag string) (content, rest []byte, ok bool) {
	_, behind, ok := bytes.Cut(list, []byte("<"+tag+">"))
	if !ok {
		return nil, nil, false
	}
	return bytes.Cut(behind, []byte("</"+tag+">"))
}
