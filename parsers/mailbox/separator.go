// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"strconv"
	"strings"
)

// fromLine is how much a line looks like the one that mailboxes put before each
// message.
type fromLine int

const (
	noFromLine     fromLine = iota
	weakFromLine            // "From " and an address, or something that ends in a year
	strongFromLine          // "From " with sender and date, "From - ", or Takeout's "From 123@xxx"
)

// judgeFrom looks at one line, without its end.
func judgeFrom(text []byte) fromLine {
	rest, ok := bytes.CutPrefix(text, fromMark)
	if !ok || len(rest) > 1000 {
		return noFromLine
	}
	words := strings.Fields(string(rest))
	switch {
	case len(words) == 0:
		return noFromLine
	case words[0] == "-" && (len(words) == 1 || dated(words[1:])):
		return strongFromLine
	case takeoutSender(words[0]) && (len(words) == 1 || dated(words[1:])):
		return strongFromLine
	case dated(words[1:]):
		return strongFromLine
	case len(words) == 1 && strings.Contains(words[0], "@"), len(words) > 1 && year(words[len(words)-1]):
		return weakFromLine
	}
	return noFromLine
}

// dated reports whether the last of the words are a date as mailboxes write it:
// month, day, clock and year, in this or nearly this order, perhaps a zone, and
// perhaps "remote from host".
func dated(words []string) bool {
	const window = 10
	words = words[max(0, len(words)-window):]
	months, clocks, years, days := 0, 0, 0, 0
	for _, w := range words {
		w = strings.TrimSuffix(w, ",")
		switch {
		case monthNumber(w) > 0:
			months++
		case clockLike(w):
			clocks++
		case year(w):
			years++
		case len(w) <= 2 && number(w) >= 1 && number(w) <= 31:
			days++
		}
	}
	return months == 1 && clocks == 1 && years == 1 && days >= 1
}

func takeoutSender(word string) bool {
	digits, ok := strings.CutSuffix(word, "@xxx")
	return ok && digits != "" && strings.Trim(digits, "0123456789-") == ""
}

func year(word string) bool {
	n := number(word)
	return len(word) == 4 && n >= 1970 && n <= 2199
}

// number is the value of up to nine digits, -1 for anything else.
func number(word string) int {
	if word == "" || len(word) > 9 || strings.Trim(word, "0123456789") != "" {
		return -1
	}
	n, _ := strconv.Atoi(word)
	return n
}

func clockLike(word string) bool {
	return len(word) >= 4 && len(word) <= 8 && strings.Contains(word, ":") && strings.Trim(word, "0123456789:") == ""
}

// firstLine is the first line of what follows, without its end.
func firstLine(after []byte) []byte {
	l, _, _ := bytes.Cut(after, lineFeed)
	return bytes.TrimSuffix(l, []byte("\r"))
}

// headerBegins reports whether a header field, or a quoted From_ line before
// one, comes next; known, whether it is a field that mail programs write.
func headerBegins(after []byte) (any, known bool) {
	next := firstLine(after)
	if bytes.HasPrefix(next, []byte(">From ")) {
		return true, false
	}
	colon := fieldColon(next)
	if colon < 0 {
		return false, false
	}
	name := strings.ToLower(string(bytes.TrimRight(next[:colon], " \t")))
	return true, knownFields[name] || strings.HasPrefix(name, "x-")
}

// separates reports whether a From_ line begins a message: judged by its shape,
// by whether a blank line stands before it, and by what follows.
func separates(text, after []byte, blankBefore bool) bool {
	strength := judgeFrom(text)
	if strength == noFromLine {
		return false
	}
	field, known := headerBegins(after)
	if strength == strongFromLine {
		return known || field && blankBefore
	}
	return known && blankBefore
}

// knownFields are the fields with which the headers of messages begin, or that
// tell a message from other text.
var knownFields = fieldSet(`return-path received from to cc bcc date subject message-id mime-version content-type
	content-transfer-encoding content-length delivered-to envelope-to delivery-date sender reply-to in-reply-to references status
	user-agent dkim-signature domainkey-signature authentication-results arc-seal arc-message-signature
	arc-authentication-results received-spf resent-from resent-to resent-date resent-message-id resent-sender
	auto-submitted list-id list-unsubscribe precedence organization thread-topic thread-index importance
	disposition-notification-to errors-to original-recipient newsgroups path`)

// core are known fields that only messages have.
var core = fieldSet(`return-path received from to subject message-id delivered-to sender mime-version reply-to`)

func fieldSet(names string) map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(names) {
		set[name] = true
	}
	return set
}
