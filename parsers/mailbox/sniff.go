// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"strings"

	"dossier/parsers"
)

const limitSniffLines = 100

// sniffMbox wants a From_ line first and a header behind it.
func sniffMbox(head parsers.Head) parsers.Score {
	text, after := firstOf(head)
	if !bytes.HasPrefix(text, fromMark) {
		return parsers.No
	}
	strength := judgeFrom(text)
	field, known := headerBegins(after)
	switch {
	case strength == strongFromLine && known:
		return parsers.Certain
	case strength == strongFromLine && field:
		return parsers.Likely
	case strength == weakFromLine && known && headerScore(after) >= 2:
		return parsers.Likely
	case strength == strongFromLine && head.Whole && len(bytes.TrimSpace(after)) == 0:
		return parsers.Maybe
	}
	return parsers.No
}

// sniffMessage wants several fields that messages have before anything that is
// no header.
func sniffMessage(head parsers.Head) parsers.Score {
	text, after := firstOf(head)
	mbox := bytes.HasPrefix(text, fromMark)
	if number(string(bytes.TrimRight(text, " \t"))) >= 0 || mbox {
		text, after = firstLine(after), behindLine(after)
	}
	known := headerScore(append(append(bytes.Clone(text), '\n'), after...))
	switch {
	case known >= 3 && !mbox:
		return parsers.Likely
	case known >= 2:
		return parsers.Maybe
	}
	return parsers.No
}

// firstOf is the first line that is not blank, and what follows.
func firstOf(head parsers.Head) (text, after []byte) {
	rest := bytes.TrimLeft(bytes.TrimPrefix(head.Raw, byteOrderMark), "\r\n")
	return firstLine(rest), behindLine(rest)
}

func behindLine(text []byte) []byte {
	_, after, _ := bytes.Cut(text, lineFeed)
	return after
}

// headerScore counts the different known fields of a header; 0 if one of them is
// not of messages alone, or if more than one line is no field.
func headerScore(text []byte) int {
	seen := map[string]bool{}
	certain, strange := false, 0
	for n := 0; n < limitSniffLines && len(text) > 0; n++ {
		l := firstLine(text)
		text = behindLine(text)
		if len(l) == 0 {
			break
		}
		if n > 0 && (l[0] == ' ' || l[0] == '\t') {
			continue
		}
		colon := fieldColon(l)
		if colon < 0 {
			if strange++; n == 0 || strange > 1 {
				return 0
			}
			continue
		}
		name := strings.ToLower(string(bytes.TrimRight(l[:colon], " \t")))
		if knownFields[name] {
			seen[name] = true
			certain = certain || core[name]
		}
	}
	if !certain {
		return 0
	}
	return len(seen)
}
