// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"strings"
)

const limitBoundary = 1024

// nature is what the header of a part says about it.
type nature struct {
	media    string // "text/plain"
	charset  string
	boundary string
	name     string // of the file
	other    string // a second name for it that differs
	attached bool   // Content-Disposition: attachment
}

func (m *message) natureOf(p *part) nature {
	in := m.rd.in
	media, typed := parseParams(in, p.header.get("content-type"))
	disposition, disposed := parseParams(in, p.header.get("content-disposition"))
	n := nature{
		media: media, charset: typed.get("charset"), boundary: typed.get("boundary"),
		name: disposed.get("filename"), attached: disposition == "attachment",
	}
	name := typed.get("name")
	switch {
	case n.name == "":
		n.name = name
	case name != n.name:
		n.other = name
	}
	if strings.Count(n.media, "/") != 1 {
		n.media = m.defaultMedia(p, n)
	}
	return n
}

// defaultMedia is the media type of a part that declares none, or a word that is
// none: then it is not taken for text if it has a name.
func (m *message) defaultMedia(p *part, n nature) string {
	switch {
	case n.media == "text":
		return "text/plain"
	case n.media != "":
		return n.media
	case len(m.stack) > 1 && m.stack[len(m.stack)-2].digest:
		return "message/rfc822"
	}
	return "text/plain"
}

// beginBody decides what to do with the body of the innermost part.
func (m *message) beginBody(p *part) {
	p.inHeader = false
	n := m.natureOf(p)
	if strings.HasPrefix(n.media, "multipart/") {
		if len(m.stack) <= limitDepth {
			m.beginMulti(p, n)
			return
		}
		m.rd.defect("parts nested too deep")
	}
	encoding, _, _ := bytes.Cut(p.header.get("content-transfer-encoding"), []byte(";"))
	p.content = newCodec(string(encoding), m.sinkFor(n), m.rd)
	if plain, ok := p.content.(*plainCodec); ok {
		if text, ok := plain.to.(*text); ok {
			p.content = text // its lines need no putting together
		}
	}
}

func (m *message) beginMulti(p *part, n nature) {
	p.multi, p.digest = true, n.media == "multipart/digest"
	if n.boundary == "" || len(n.boundary) > limitBoundary {
		m.rd.defect("multipart without a boundary")
		return
	}
	p.boundary = []byte(strings.TrimRight(n.boundary, " \t"))
}

// readableMedia are the media types that are text of a message.
var readableMedia = map[string]bool{"text/plain": true, "text/html": true, "text/enriched": true, "text/richtext": true}

// sinkFor is what takes the decoded bytes of a leaf: a text of the message, or a
// file attached.
func (m *message) sinkFor(n nature) sink {
	readable := !n.attached && readableMedia[n.media]
	if readable && n.name == "" {
		return m.newText(n)
	}
	if n.other != "" && len(m.rd.aliases) < 100 {
		m.rd.aliases = append(m.rd.aliases, cutText(n.name, limitAttrBytes/2)+": "+cutText(n.other, limitAttrBytes/2))
	}
	f := m.rd.attach(m.prefix+n.name, n.media)
	switch n.media {
	case "message/rfc822", "message/global", "message/news":
		m.attachMessage(f, n.name)
	case "message/external-body":
		return elsewhere{}
	}
	if readable {
		f.shown = m.newText(n)
		f.shown.file = true
	}
	return f
}

// attachMessage has the message in a file read as well.
func (m *message) attachMessage(f *file, name string) {
	if m.level+1 >= limitMessages {
		m.rd.defect("messages nested too deep")
		return
	}
	if name == "" {
		name = "message"
	}
	prefix := m.prefix + cutText(name, 256) + "!/"
	f.child = &message{rd: m.rd, level: m.level + 1, prefix: prefix}
	f.child.begin()
	f.inner = &splitter{emit: f.child.line}
}
