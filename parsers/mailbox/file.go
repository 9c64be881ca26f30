// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"unicode/utf8"

	"dossier/event"
)

const (
	limitAttachments = 1000 // listed; more are counted
	limitNameBytes   = 4 << 10
)

// file hashes the bytes of an attachment while they pass, and reads the message
// in it if it is one.
type file struct {
	rd    *reading
	index int // in the list of attachments; -1 beyond its limit
	size  int64
	sum   hash.Hash
	inner *splitter // feeds the attached message
	child *message
	shown *text // takes the bytes as well, where the message shows the file as text
}

// attach begins an attachment. It takes its place in the list now, so that the
// list has the order of the message.
func (rd *reading) attach(name, mediaType string) *file {
	f := &file{rd: rd, index: -1, sum: sha256.New()}
	if len(rd.attachments) == limitAttachments {
		rd.unlisted++
		return f
	}
	f.index = len(rd.attachments)
	rd.attachments = append(rd.attachments, event.Attachment{
		Name: rd.bounded(name, limitNameBytes, "attachment name cut"), MediaType: rd.bounded(mediaType, 256, "media type cut"), SizeBytes: -1,
	})
	return f
}

// bounded cuts a text that is too long and notes it.
func (rd *reading) bounded(text string, limit int, defect string) string {
	if len(text) <= limit {
		return text
	}
	rd.defect(defect)
	return cutText(text, limit)
}

// cutText is the begin of a text, of limit bytes or a little less, as a copy.
func cutText(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return string([]byte(text[:limit]))
}

func (f *file) write(data []byte) {
	f.size += int64(len(data))
	f.sum.Write(data)
	if f.inner != nil {
		f.inner.write(data)
	}
	if f.shown != nil {
		f.shown.write(data)
	}
}

func (f *file) close(ended bool) {
	if f.shown != nil {
		f.shown.close(ended)
	}
	if f.inner != nil {
		f.child.finish(f.inner.close())
	}
	if f.index >= 0 {
		a := &f.rd.attachments[f.index]
		a.SizeBytes, a.SHA256 = f.size, hex.EncodeToString(f.sum.Sum(nil))
	}
}

// elsewhere stands for an attachment whose bytes are not in the message
// (message/external-body): it is listed without size and digest.
type elsewhere struct{}

func (elsewhere) write([]byte) {}
func (elsewhere) close(bool)   {}
