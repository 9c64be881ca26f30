// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"

	"dossier/event"
)

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// TestOneMessageOneKey keeps a message in the ways in which it is kept.
func TestOneMessageOneKey(t *testing.T) {
	want := one(t, sampleOffer)
	same := map[string]*event.Event{
		"CRLF":            one(t, withCRLF(sampleOffer)),
		"blank lines":     one(t, sampleOffer+"\n\n"),
		"no last newline": one(t, strings.TrimRight(sampleOffer, "\n")),
		"From_ line":      one(t, fromAnn+"\n"+sampleOffer),
		"emlx":            one(t, strconv.Itoa(len(sampleOffer))+"\n"+sampleOffer+"<?xml version=\"1.0\"?>\n"),
		"Mozilla fields":  one(t, "X-Mozilla-Status: 0001\nX-Mozilla-Keys:\n $label1\n"+sampleOffer),
		"Status field":    one(t, strings.Replace(sampleOffer, "\nFrom:", "\nStatus: RO\nContent-Length: 5\nFrom:", 1)),
		"folded":          one(t, strings.Replace(sampleOffer, "<bo@rival.example>, carol", "<bo@rival.example>,\n\tcarol", 1)),
	}
	unquoted := strings.ReplaceAll(sampleOffer, ">From ", "From ")
	same["quoted From"] = one(t, unquoted)
	for i, e := range events(t, MboxParser, asMbox(fromAnn, sampleOffer, unquoted), 2) {
		same["mbox, message "+strconv.Itoa(i)] = e
	}
	same["mbox with CRLF"] = events(t, MboxParser, withCRLF(asMbox(fromAnn, sampleOffer)), 1)[0]
	same["Takeout"] = events(t, MboxParser, string(mboxSamples[2].Bytes()), 2)[0]
	for name, e := range same {
		equal(t, "key, kept as "+name, e.Key, want.Key)
		equal(t, "attachment, kept as "+name, e.Attachments[0], want.Attachments[0])
	}
}

func TestDifferentMessagesDifferentKeys(t *testing.T) {
	seen := map[event.Key]string{one(t, sampleOffer).Key: "the message"}
	for _, change := range [][2]string{
		{"offer.1@", "offer.2@"}, {"18:02:11", "18:02:12"}, {"Bo Lind", "Bob Lind"}, {"agreed", "promised"},
		{"bmFtZSxj", "bmFtZSxk"}, {"\n--cut-here--", "\n\n--cut-here--"}, {"S3VuZGVubGlz", "S3VuZGVubGlt"},
		{"198.51.100.7", "198.51.100.8"}, {"\n>From now", "\n> From now"},
	} {
		key := one(t, strings.Replace(sampleOffer, change[0], change[1], 1)).Key
		if other, taken := seen[key]; taken {
			t.Errorf("%q for %q has the key of %s", change[1], change[0], other)
		}
		seen[key] = change[1]
	}
}

// TestLineEndsOfFiles holds the digest of a file in plain text to the form it has
// on the wire.
func TestLineEndsOfFiles(t *testing.T) {
	for _, encoding := range []string{"7bit", "quoted-printable", ""} {
		text := "From: a@acme.example\nDate: 13 May 2024 10:00 GMT\nContent-Disposition: attachment; filename=a.csv\n" +
			"Content-Transfer-Encoding: " + encoding + "\n\na,b\nc,d\n"
		for name, e := range map[string]*event.Event{
			"LF": one(t, text), "CRLF": one(t, withCRLF(text)), "mbox": events(t, MboxParser, asMbox(fromAnn, text), 1)[0],
			"CRLF mbox": events(t, MboxParser, withCRLF(asMbox(fromAnn, text)), 1)[0],
		} {
			equal(t, "digest in "+encoding+" with "+name, e.Attachments[0].SHA256, sha("a,b\r\nc,d\r\n"))
		}
	}
	binary := "From: a@acme.example\nContent-Disposition: attachment\nContent-Transfer-Encoding: binary\n\na\nb\r\nc"
	equal(t, "digest of binary", one(t, binary).Attachments[0].SHA256, sha("a\nb\r\nc"))
}
