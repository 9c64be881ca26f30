// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"strings"

	"dossier/event"
)

// message reads one message line by line: its header, and its parts, whose
// bytes stream through the decoders and are not kept. A message attached to it
// is a message of its own, one level deeper.
type message struct {
	rd     *reading
	level  int
	prefix string // of the names of attachments: "outer.eml!/"
	stack  []*part
}

// part is a part being read; the first of the stack is the message itself.
type part struct {
	header   header
	inHeader bool
	multi    bool   // multipart
	digest   bool   // its parts are messages unless they say otherwise
	boundary []byte // of a multipart; empty if it declares none
	count    int    // parts begun
	closed   bool   // whether the closing boundary was seen
	adopt    []byte // a line of the preamble that may turn out to be a boundary
	content  codec  // of a leaf
}

var dashes = []byte("--")

// begin starts the message anew, for another record.
func (m *message) begin() {
	if len(m.stack) == 0 {
		m.stack = append(m.stack, &part{})
	}
	root := m.stack[0]
	m.stack = m.stack[:1]
	h := root.header
	*root = part{header: h, inHeader: true}
	root.header.reset(limitHeaderBytes)
}

// root is the header of the message itself.
func (m *message) root() *header { return &m.stack[0].header }

// inBody reports whether the header of the message is over.
func (m *message) inBody() bool { return !m.stack[0].inHeader }

func (m *message) top() *part { return m.stack[len(m.stack)-1] }

// line takes the next line.
func (m *message) line(l line) {
	if l.start && len(l.text) > 2 && l.text[0] == '-' && l.text[1] == '-' && m.delimiter(l) {
		return
	}
	p := m.top()
	switch {
	case p.inHeader:
		m.headerLine(p, l)
	case p.multi:
		m.between(p, l)
	default:
		p.content.line(l)
	}
}

func (m *message) headerLine(p *part, l line) {
	switch p.header.add(l) {
	case headerEnds:
		m.beginBody(p)
	case bodyBegins:
		m.rd.defect("no blank line behind the header")
		unsure := p.header.unsure
		pending := bytes.Clone(p.header.pending)
		p.header.unsure = false
		m.beginBody(p)
		if unsure {
			eol := lineFeed
			if !l.start {
				eol = nil
			}
			m.line(line{pending, eol, true})
		}
		m.line(l)
	}
}

// delimiter ends and begins parts at a boundary line; the innermost multipart
// that knows it decides.
func (m *message) delimiter(l line) bool {
	for i := len(m.stack) - 1; i >= 0; i-- {
		p := m.stack[i]
		if !p.multi || len(p.boundary) == 0 {
			continue
		}
		rest, ok := bytes.CutPrefix(l.text[2:], p.boundary)
		if !ok {
			continue
		}
		rest = bytes.TrimRight(rest, " \t")
		closing := string(rest) == "--"
		if len(rest) > 0 && !closing {
			continue
		}
		m.closeTo(i+1, false)
		if closing {
			p.closed = true
		} else {
			m.beginPart(p)
		}
		return true
	}
	return false
}

func (m *message) beginPart(parent *part) {
	if parent.closed {
		m.rd.defect("part behind the closing boundary")
	}
	parent.count++
	child := &part{inHeader: true}
	child.header.reset(limitPartHeaderBytes)
	m.stack = append(m.stack, child)
}

// between takes a line of a multipart that is in no part: before the first or
// behind the last. A line that looks like a boundary and is followed by a
// Content- field is one, whatever the header declares.
func (m *message) between(p *part, l line) {
	if p.count == 0 && p.adopt != nil && contentField(l) {
		m.rd.defect("boundary not as declared")
		p.boundary = p.adopt
		m.beginPart(p)
		m.line(l)
		return
	}
	p.adopt = nil
	if l.blank() {
		return
	}
	text := bytes.TrimRight(l.text, " \t")
	if p.count == 0 && l.start && len(text) > 2 && len(text) < limitBoundary && bytes.HasPrefix(text, dashes) {
		p.adopt = bytes.Clone(text[2:])
	}
	if p.count > 0 {
		m.rd.defect("text behind the last part")
	}
	if m.level == 0 && m.rd.in.Bodies {
		m.rd.loose.add(m.rd.in.Text(l.text) + "\n")
	}
}

func contentField(l line) bool {
	const prefix = "content-"
	return l.start && len(l.text) > len(prefix) && strings.EqualFold(string(l.text[:len(prefix)]), prefix) &&
		fieldColon(l.text) > 0
}

// closeTo ends the parts from depth n of the stack on, innermost first.
func (m *message) closeTo(n int, ended bool) {
	for len(m.stack) > n {
		m.closePart(m.top(), ended)
		m.stack = m.stack[:len(m.stack)-1]
	}
}

func (m *message) closePart(p *part, ended bool) {
	if p.inHeader {
		m.closeHeader(p, ended)
	}
	if p.header.cut {
		m.rd.defect("header longer than is read")
	}
	switch {
	case !p.multi:
		p.content.close(ended)
	case p.count == 0:
		m.rd.defect("multipart without parts")
		m.rd.lost = m.rd.lost || m.level == 0
	case !p.closed:
		m.rd.defect("closing boundary missing")
	}
}

// closeHeader ends a part that ends within its header.
func (m *message) closeHeader(p *part, ended bool) {
	pending := p.header.unsure
	p.header.unsure = false
	m.beginBody(p)
	if pending && !p.multi {
		p.content.line(line{p.header.pending, lineFeed, true})
	}
}

// finish ends the message. The header stays to be asked until begin.
func (m *message) finish(ended bool) {
	m.closeTo(1, ended)
	m.closePart(m.stack[0], ended)
	if m.level > 0 {
		m.tell()
	}
}

// tell notes who an attached message is from and which it is.
func (m *message) tell() {
	for _, name := range []string{"message-id", "from", "date", "subject"} {
		value := cutText(decodeWords(m.rd.in, m.root().get(name)), limitAttrBytes)
		if value != "" && len(m.rd.inner) < 4*limitInner {
			m.rd.inner = append(m.rd.inner, event.Attr{Name: "attached-" + name, Value: value})
		}
	}
}
