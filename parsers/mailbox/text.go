// SPDX-License-Identifier: Apache-2.0

package mailbox

import "strings"

// text takes a part that is text of the message: files in uuencode are taken out
// of it, and what is left is kept, up to a bound, if it is wanted.
type text struct {
	m     *message
	n     nature
	lines splitter
	scan  uuScanner
	raw   []byte
	full  bool // whether there was more than raw holds
	keep  bool
	file  bool // whether it is listed as a file as well
}

func (m *message) newText(n nature) *text {
	t := &text{m: m, n: n, keep: m.rd.in.Bodies && m.level == 0}
	t.scan = uuScanner{text: t.collect, rd: m.rd, open: func(name []byte) *file {
		return m.rd.attach(m.prefix+decodeWords(m.rd.in, name), "application/octet-stream")
	}}
	t.lines.emit = t.line
	return t
}

func (t *text) line(l line) {
	if t.n.media == "text/html" || t.file {
		t.collect(l)
		return
	}
	t.scan.line(l)
}

func (t *text) collect(l line) {
	if !t.keep || t.full {
		return
	}
	if len(t.raw)+len(l.text)+1 > limitRawBody {
		t.full = true
		return
	}
	t.raw = append(t.raw, l.text...)
	if len(l.eol) > 0 {
		t.raw = append(t.raw, '\n')
	}
}

func (t *text) write(data []byte) { t.lines.write(data) }

func (t *text) close(bool) {
	t.lines.close()
	t.scan.close()
	if !t.keep || len(t.raw) == 0 {
		return
	}
	rd := t.m.rd
	decoded := decodeCharset(rd.in, t.n.charset, t.raw)
	buffer := &rd.plain
	if t.n.media != "text/plain" {
		decoded, buffer = stripHTML(decoded), &rd.html
	} else {
		decoded = strings.ReplaceAll(decoded, "\r\n", "\n")
	}
	if t.file {
		buffer = &rd.shown
	}
	if buffer.text.Len() > 0 {
		buffer.add("\n")
	}
	buffer.add(decoded)
	buffer.cut = buffer.cut || t.full
	t.raw = nil
}
