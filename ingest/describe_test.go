// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"strings"
	"testing"
)

func TestDescribe(t *testing.T) {
	long := strings.Repeat("n", 60)
	for text, want := range map[string]string{
		"{\r\n  \"id\": 1, \"events\": [{\"a\": 1}], \"torn": `format not recognised: JSON with the fields "id", "events"`,
		"[\n{\"" + long + "\": {}}]":                         `format not recognised: JSON with the fields "` + long[:40] + `…"`,
		`{"a": 1, "\u0001\u202e": "cut o`:                    `format not recognised: JSON with the fields "a", "\x01\u202e"`,
		"[Section]\nkey=value\n":                             `format not recognised: text that begins "[Section] key=value"`,
		"{not json":                                          `format not recognised: text that begins "{not json"`,
		"\xFF\xFE\x00\x00a\x00\x00\x00":                      "not read: text in UTF-32; save it as UTF-8",
		"!BDN....":                                           "not read: an Outlook data file (PST or OST); export its messages as MBOX or EML",
		"May 13 18:02:11 mx postfix/smtpd[7]: connect":       "format not read: looks like a Postfix mail log",
		"\n2024-05-13 18:02:11 1s6aBc-000000001vi-0aBc <= a@b.example\n": "format not read: looks like an Exim log",
		"2024-05-13 18:02:11 1s6aBc-0001vi-0a Completed\n":               "format not read: looks like an Exim log",
		"May 13 18:02:11 mx1 sendmail[7]: x: from=<a@b.example>":         "format not read: looks like a sendmail log",
		"we use postfix/smtpd here":                                      `format not recognised: text that begins "we use postfix/smtpd here"`,
	} {
		if got := describe([]byte(text), []byte(text)); got != want {
			t.Errorf("%.40q: %s\nwant %s", text, got, want)
		}
	}
}
