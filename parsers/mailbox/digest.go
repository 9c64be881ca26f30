// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"strings"

	"dossier/event"
)

// digest makes the key of a message: SHA-256 over the message without what
// mailbox software changes. Line ends count as one; folding of header fields,
// '>' before "From " and blank lines at the end do not count; header fields that
// mailbox software adds are left out.
type digest struct {
	sum    hash.Hash
	buf    []byte
	blanks int  // blank lines that wait for another line
	body   bool // whether the header is over
	hidden bool // whether the current header field is left out
}

func (d *digest) reset() {
	if d.sum == nil {
		d.sum = sha256.New()
		d.buf = make([]byte, 0, 2*fragmentBytes)
	}
	d.sum.Reset()
	d.buf = d.buf[:0]
	d.blanks, d.body, d.hidden = 0, false, false
}

func (d *digest) line(l line) {
	switch {
	case l.blank():
		d.blanks++
		d.body = true
		return
	case !d.body:
		d.headerLine(l)
		return
	}
	for ; d.blanks > 0; d.blanks-- {
		d.put(lineFeed)
	}
	if !l.start {
		d.put(l.text)
		return
	}
	d.put(lineFeed)
	d.put(unquoted(l.text))
}

func (d *digest) headerLine(l line) {
	folded := l.start && (l.text[0] == ' ' || l.text[0] == '\t')
	if l.start && !folded {
		colon := fieldColon(l.text)
		d.hidden = colon > 0 && mailboxField(bytes.TrimRight(l.text[:colon], " \t"))
	}
	switch {
	case d.hidden:
	case !l.start:
		d.put(l.text)
	case folded:
		d.put([]byte(" "))
		d.put(bytes.Trim(l.text, " \t"))
	default:
		d.put(lineFeed)
		d.put(unquoted(bytes.TrimRight(l.text, " \t")))
	}
}

func (d *digest) put(data []byte) {
	if len(d.buf)+len(data) > cap(d.buf) {
		d.sum.Write(d.buf)
		d.buf = d.buf[:0]
	}
	d.buf = append(d.buf, data...)
}

func (d *digest) key() event.Key {
	d.sum.Write(d.buf)
	d.buf = d.buf[:0]
	return event.NewKey("mail-message", string(d.sum.Sum(nil)))
}

// quotedFrom reports whether text is a body line that mailbox software quotes:
// "From " with any number of '>' before it.
func quotedFrom(text []byte) bool {
	return len(text) > 5 && text[0] == '>' && bytes.HasPrefix(unquoted(text), fromMark)
}

// unquoted is text without the '>' before "From ".
func unquoted(text []byte) []byte {
	if len(text) == 0 || text[0] != '>' {
		return text
	}
	if rest := bytes.TrimLeft(text, ">"); bytes.HasPrefix(rest, fromMark) {
		return rest
	}
	return text
}

// mailboxFields are what mailbox software adds to a message it keeps.
var mailboxFields = map[string]bool{
	"status": true, "x-status": true, "content-length": true, "lines": true, "x-keywords": true, "x-label": true,
	"x-uid": true, "x-uidl": true, "x-imap": true, "x-imapbase": true, "x-gmail-labels": true, "x-gm-thrid": true,
	"x-gm-msgid": true, "x-account-key": true, "x-evolution": true, "x-evolution-source": true, "x-tuid": true,
}

func mailboxField(name []byte) bool {
	lower := strings.ToLower(string(name))
	return mailboxFields[lower] || strings.HasPrefix(lower, "x-mozilla-")
}
