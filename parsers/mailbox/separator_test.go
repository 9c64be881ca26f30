// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"strings"
	"testing"
)

func TestJudgeFrom(t *testing.T) {
	for text, want := range map[string]fromLine{
		"From ann@acme.example Mon May 13 18:02:11 2024":                     strongFromLine,
		"From ann@acme.example  Mon May  3 18:02 2024":                       strongFromLine,
		"From ann Mon May 13 18:02:11 CEST 2024 remote from mx":              strongFromLine,
		"From MAILER-DAEMON Fri Jul  8 12:08:34 +0200 2011":                  strongFromLine,
		`From "ann hall"@acme.example Mon May 13 18:02:11 2024`:              strongFromLine,
		"From ???@??? Mon May 13 18:02:11 2024":                              strongFromLine,
		"From - Mon May 13 18:02:11 2024":                                    strongFromLine,
		"From - ":                                                            strongFromLine,
		"From -":                                                             strongFromLine,
		"From 1790000000000000000@xxx Mon Jan 01 00:00:00 +0000 2026":        strongFromLine,
		"From 1790000000000000000@xxx":                                       strongFromLine,
		"From ann@acme.example":                                              weakFromLine,
		"From ann@acme.example in 2024":                                      weakFromLine,
		"From Riga with love":                                                noFromLine,
		"From - to":                                                          noFromLine,
		"From ":                                                              noFromLine,
		"from ann@acme.example Mon May 13 18:02:11 2024":                     noFromLine,
		"From: ann@acme.example":                                             noFromLine,
		">From ann@acme.example Mon May 13 18:02:11 2024":                    noFromLine,
		"From " + strings.Repeat("x", 2000) + " Mon May 13 18:02:11 2024":    noFromLine,
		"From May to June, 10:30 to 11:45, see the plan of 2023 and of 2024": weakFromLine,
	} {
		if got := judgeFrom([]byte(text)); got != want {
			t.Errorf("%.80q: %d, want %d", text, got, want)
		}
	}
}

// TestWhereMessagesBegin counts the messages of mailboxes that differ in what
// stands around the second From_ line.
func TestWhereMessagesBegin(t *testing.T) {
	const first = "From: ann@acme.example\n\ntext\n"
	for _, c := range []struct {
		between string
		want    int
	}{
		{"\n" + fromAnn + "\nFrom: bo@rival.example\n\ntext\n", 2},
		{"\n" + fromAnn + "\nX-Odd: 1\n\ntext\n", 2},
		{"\n" + fromAnn + "\nFoo: 1\n\ntext\n", 2},
		{fromAnn + "\nFrom: bo@rival.example\n\ntext\n", 2},
		{fromAnn + "\nFoo: 1\n\ntext\n", 1},
		{"\n" + fromAnn + "\nno field\n", 1},
		{"\n" + fromAnn + "\n\ntext\n", 1},
		{"\n" + fromAnn, 1},
		{"\nFrom bo@rival.example\nSubject: x\n\ntext\n", 2},
		{"From bo@rival.example\nSubject: x\n\ntext\n", 1},
		{"\nFrom Riga with love\nSubject: x\n\ntext\n", 1},
		{"\n>" + fromAnn + "\nFrom: bo@rival.example\n\ntext\n", 1},
		{"\n" + fromAnn + "\n>From uucp Mon May 13 18:02:11 2024\nFrom: x@acme.example\n\n", 2},
	} {
		text := fromAnn + "\n" + first + c.between
		events(t, MboxParser, text, c.want)
		events(t, MboxParser, withCRLF(text), c.want)
	}
}

func TestContentLength(t *testing.T) {
	list := events(t, MboxParser, sampleLength, 2)
	has(t, list[0], "mbox-enclosed-from-lines", "1")
	if !strings.HasSuffix(list[0].Body, "no.") {
		t.Errorf("body of the first message is %q", list[0].Body)
	}
	has(t, list[1], "mbox-enclosed-from-lines", "")
	// A length that swallows messages with lengths of their own is not believed.
	// The replacement is as long as what it replaces, so that the outer length still fits.
	inner := strings.Replace(sampleLength, "From: bo@rival.example\n\nno", "Content-Length: 000004\n\nno", 1)
	list = events(t, MboxParser, inner, 3)
	has(t, list[0], "mbox-enclosed-from-lines", "")
}

func TestBytesBeforeTheFirstMessage(t *testing.T) {
	list := events(t, MboxParser, "\n\nold index\n\n"+asMbox(fromAnn, samplePlain), 1)
	equal(t, "line", list[0].Origin.Span.Line, 5)
	list = events(t, MboxParser, "\r\n\n"+asMbox(fromAnn, samplePlain), 1)
	equal(t, "offset", list[0].Origin.Span.Offset, 3)
}
