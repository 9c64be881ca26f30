// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"slices"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

const (
	limitDepth    = 32 // multiparts in one another
	limitMessages = 8  // messages in one another
	limitInner    = 20 // attached messages whose header is told of
	limitBody     = 64 << 10
	limitRawBody  = 256 << 10 // of a part, undecoded
)

// reading is what is gathered of one record: the message and the messages in it.
// It is used again for the next one.
type reading struct {
	in     *parsers.Input
	digest digest

	attachments []event.Attachment
	unlisted    int // attachments beyond the limit
	aliases     []string
	inner       []event.Attr // of attached messages
	defects     []string

	plain, html textBuffer
	shown       textBuffer // of parts that are files and shown as text
	loose       textBuffer // outside of all parts
	lost        bool       // whether a multipart has no parts, so that its text is loose
}

func (rd *reading) reset() {
	rd.digest.reset()
	rd.attachments, rd.aliases, rd.inner, rd.defects = nil, nil, nil, nil
	rd.unlisted, rd.lost = 0, false
	rd.plain.reset()
	rd.html.reset()
	rd.shown.reset()
	rd.loose.reset()
}

// defect notes, once, what is wrong with the structure.
func (rd *reading) defect(what string) {
	if !slices.Contains(rd.defects, what) {
		rd.defects = append(rd.defects, what)
	}
}

// textBuffer is decoded text up to limitBody.
type textBuffer struct {
	text strings.Builder
	cut  bool
}

func (b *textBuffer) reset() { b.text.Reset(); b.cut = false }

func (b *textBuffer) add(text string) {
	room := limitBody - b.text.Len()
	if len(text) > room {
		b.cut = true
		text = cutText(text, max(room, 0))
	}
	b.text.WriteString(text)
}

func (b *textBuffer) blank() bool { return strings.TrimSpace(b.text.String()) == "" }

// body is the text of the message: plain text if there is any, else that of the
// HTML; from says where it was, if it was not in plain text.
func (rd *reading) body() (text, from string, cut bool) {
	chosen := &rd.plain
	switch {
	case !rd.plain.blank():
	case !rd.html.blank():
		chosen, from = &rd.html, "text/html"
	case !rd.shown.blank():
		chosen, from = &rd.shown, "inline file"
	case rd.lost:
		chosen, from = &rd.loose, "outside of all parts"
	}
	if chosen.blank() {
		return "", "", false
	}
	return strings.TrimRight(chosen.text.String(), " \t\n"), from, chosen.cut
}
