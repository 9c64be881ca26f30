// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"io"
	"strconv"

	"dossier/event"
	"dossier/parsers"
)

// mbox reads a mailbox: messages one after another, a From_ line before each.
type mbox struct {
	in  parsers.Input
	src *source
	out parsers.Out
	record

	reading bool // whether a message has begun
	blank   bool // whether the line before was blank
	held    line // a blank line that may belong to the next From_ line
	holds   bool

	bodyAt   int64 // where the body begins, behind a blank line; 0: not there yet
	measured bool  // whether the Content-Length of this message was looked at
	expected int64 // where, by Content-Length, the next From_ line or the end of the mailbox is; 0: unknown
	enclosed int   // From_ lines before that

	run event.Span // blank or other bytes before the first message
	odd bool       // whether they are more than blank
}

func parseMbox(in parsers.Input, out parsers.Out) error {
	b := &mbox{in: in, src: newSource(in), out: out}
	b.record.rd.in = &b.in
	if err := b.src.mark(out); err != nil {
		return err
	}
	for {
		offset, number := b.src.offset, b.src.number
		l, ok := b.src.next()
		if !ok {
			break
		}
		if err := b.line(l, offset, number); err != nil {
			return err
		}
	}
	if err := b.src.failure(); err != nil {
		return err
	}
	return b.end(b.src.offset)
}

func (b *mbox) line(l line, offset, number int64) error {
	if b.beginsMessage(l, offset) {
		if err := b.end(offset); err != nil {
			return err
		}
		b.begin(&b.in, event.Span{Offset: offset, Line: number})
		b.fromLine = b.in.Text(bytes.Clone(l.text))
		b.reading, b.measured, b.bodyAt, b.expected, b.enclosed = true, false, 0, 0, 0
		b.blank, b.holds = false, false
		return nil
	}
	b.blank = l.blank()
	if !b.reading {
		b.before(l, offset, number)
		return nil
	}
	b.release(offset)
	if b.blank {
		b.held, b.holds = line{nil, l.eol, true}, true
	} else {
		b.pass(l)
	}
	return nil
}

// release passes on the blank line that was held back; the next line begins at
// offset.
func (b *mbox) release(offset int64) {
	if !b.holds {
		return
	}
	inBody := b.message.inBody()
	b.pass(b.held)
	b.holds = false
	if !inBody && b.message.inBody() {
		b.bodyAt = offset
	}
}

// pass gives the message a line, without the '>' that the mailbox put before
// "From ".
func (b *mbox) pass(l line) {
	b.sizeBytes += l.sizeBytes()
	if l.start && quotedFrom(l.text) {
		l.text = l.text[1:]
	}
	b.add(l)
}

// beginsMessage decides about a line; most lines are decided by their first bytes.
func (b *mbox) beginsMessage(l line, offset int64) bool {
	if !l.start || !bytes.HasPrefix(l.text, fromMark) {
		return false
	}
	after := b.src.after()
	if !b.reading {
		field, _ := headerBegins(after)
		return field || judgeFrom(l.text) == strongFromLine
	}
	b.measure(offset)
	if b.expected > offset {
		return b.enclosedFrom(l, after)
	}
	return b.expected == offset && offset > 0 || separates(l.text, after, b.blank)
}

// enclosedFrom decides about a From_ line that Content-Length puts inside of a
// message. It is text of that message, unless the message that it would begin
// has a Content-Length too: then this mailbox's lengths are not to be trusted.
func (b *mbox) enclosedFrom(l line, after []byte) bool {
	if !separates(l.text, after, b.blank) {
		return false
	}
	if hasContentLength(after) {
		b.expected, b.enclosed = 0, 0
		return true
	}
	b.enclosed++
	return false
}

func hasContentLength(after []byte) bool {
	for len(after) > 0 {
		l := firstLine(after)
		if len(l) == 0 || bytes.HasPrefix(l, fromMark) {
			return false
		}
		if colon := fieldColon(l); colon > 0 && equalFold(l[:colon], "content-length") {
			return true
		}
		_, after, _ = bytes.Cut(after, lineFeed)
	}
	return false
}

// measure finds out, once for a message, whether its Content-Length leads to a
// From_ line or to the end of the mailbox. Anything else is not believed.
func (b *mbox) measure(offset int64) {
	if b.measured || b.bodyAt == 0 {
		return
	}
	b.measured = true
	length, err := strconv.ParseInt(string(b.message.root().get("content-length")), 10, 48)
	if err != nil || length < 0 {
		return
	}
	target := b.bodyAt + length
	if target < offset || target > b.in.SizeBytes {
		return
	}
	b.expected = landing(b.in.Raw, target, b.in.SizeBytes)
}

// landing returns the offset of the From_ line or end of the mailbox that stands
// at target, behind at most two blank lines; 0 if there is neither.
func landing(raw io.ReaderAt, target, size int64) int64 {
	buf := make([]byte, min(4<<10, size-target))
	n, _ := raw.ReadAt(buf, target)
	rest := buf[:n]
	for range 2 {
		rest = bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("\r")), lineFeed)
	}
	at := target + int64(n-len(rest))
	if at == size {
		return size
	}
	text := firstLine(rest)
	_, after, _ := bytes.Cut(rest, lineFeed)
	if separates(text, after, true) {
		return at
	}
	return 0
}

// before accounts for what stands before the first message.
func (b *mbox) before(l line, offset, number int64) {
	if b.run.Length == 0 {
		b.run = event.Span{Offset: offset, Line: number}
	}
	b.run.Length += l.sizeBytes()
	b.odd = b.odd || !l.blank()
}

// end ends the message that was being read, or what stood before the first one.
func (b *mbox) end(offset int64) error {
	switch {
	case b.reading:
		b.span.Length = offset - b.span.Offset
		b.reading = false
		if b.lines == 0 && !b.holds {
			return b.out.Reject(b.span, "no message behind the from line", cutText(b.fromLine, 200))
		}
		if b.enclosed > 0 {
			b.more = []event.Attr{{Name: "mbox-enclosed-from-lines", Value: strconv.Itoa(b.enclosed)}}
		}
		return b.tell(b.out)
	case b.run.Length == 0:
		return nil
	case b.odd:
		return b.out.Reject(b.run, "no message", "no From_ line comes before these bytes")
	}
	return b.out.Skip(b.run, event.SkipBlank)
}
