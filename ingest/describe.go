// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// signatures are the first bytes of files that no parser reads, with what is said
// of them.
var signatures = []struct{ prefix, what string }{
	{"%PDF-", "not a log: a PDF document"}, {"\x89PNG", "not a log: a picture (PNG)"},
	{"\xFF\xD8\xFF", "not a log: a picture (JPEG)"}, {"GIF8", "not a log: a picture (GIF)"},
	{"MZ", "not a log: a Windows program"}, {"\x7FELF", "not a log: a Linux program"}, {"{\\rtf", "not a log: an RTF document"},
	{"\xD0\xCF\x11\xE0", "not read: an OLE compound file (an Outlook message, an old Office document or similar)"},
	{"!BDN", "not read: an Outlook data file (PST or OST); export its messages as MBOX or EML"},
	{"\x78\x9F\x3E\x22", "not read: a TNEF file (winmail.dat, the attachments of an Outlook message)"},
	{"SQLite format 3", "not read: an SQLite database"}, {"PAR1", "not read: a Parquet file"},
	{"Rar!", "not unpacked: a RAR archive"}, {"\xFD7zXZ", "not unpacked: an xz archive"}, {"BZh", "not unpacked: a bzip2 archive"},
	{"ElfFile\x00", "not read: a Windows event log without events that dossier reads"},
	{"\xFF\xFE\x00\x00", "not read: text in UTF-32; save it as UTF-8"}, {"\x00\x00\xFE\xFF", "not read: text in UTF-32; save it as UTF-8"},
}

// familiar are logs that no parser reads, by what their first lines contain.
var familiar = []struct {
	line *regexp.Regexp
	what string
}{
	{regexp.MustCompile(`(?m)^.{12,80} postfix(-[^/ ]{1,40})?/[a-z/-]{1,40}\[\d+\]: `), "a Postfix mail log"},
	{regexp.MustCompile(`(?m)^.{12,80} (sendmail|sm-mta)\[\d+\]: `), "a sendmail log"},
	{regexp.MustCompile(`(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?( [+-]\d{4})?( \[\d+\])? \w{6}-\w{6,11}-\w{2,4} `), "an Exim log"},
	{regexp.MustCompile(`^(<\d+>)?CEF:\d\|`), "events in the Common Event Format (CEF)"},
	{regexp.MustCompile(`\.zendesk\.com/api/v2/audit_logs`), "a Zendesk audit log"},
	{regexp.MustCompile(`^\{"id": ?"[^"]{1,80}", ?"category": ?"[A-Z_]{1,40}", ?"subCategory": ?"`), "a HubSpot audit log"},
	{regexp.MustCompile(`^\[Device Install Log\]`), "a log of Windows device installations (setupapi)"},
	{regexp.MustCompile(`(?m)^\d{9,10}\.\d{3} +\d+ \S+ (\d+ )?[A-Z_]{3,30}/\d{3} `), "a Squid access log"},
	{regexp.MustCompile(`^MAIL FROM:<`), "messages as commands of SMTP (batch SMTP)"},
	{regexp.MustCompile(`^BEGIN:VCALENDAR`), "a calendar (iCalendar)"},
}

// familiarBytes is how much of the text the patterns see.
const familiarBytes = 8 << 10

// describe says what an unrecognised source looks like. The text is what raw says
// as UTF-8.
func describe(raw, text []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(raw, []byte(s.prefix)) {
			return s.what
		}
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return "format not recognised: binary data"
	}
	text = bytes.TrimLeft(text, "\r\n \t")
	for _, f := range familiar {
		if f.line.Match(text[:min(len(text), familiarBytes)]) {
			return "format not read: looks like " + f.what
		}
	}
	if names := fieldNames(text); names != "" {
		return "format not recognised: JSON with the fields " + names
	}
	beginning := bytes.Join(bytes.Fields(text[:min(len(text), 80)]), []byte(" "))
	return fmt.Sprintf("format not recognised: text that begins %q", strings.ToValidUTF8(string(beginning), "\uFFFD"))
}

// The fields that a description names.
const (
	limitFieldNames = 8
	limitFieldBytes = 40 // of one name
)

// fieldNames lists the names of the object that JSON text begins with, or of the
// first element of its array; "" for anything else.
func fieldNames(text []byte) string {
	text = bytes.TrimLeft(text, "[ \t\r\n")
	if len(text) == 0 || text[0] != '{' {
		return ""
	}
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := d.ReadToken(); err != nil {
		return ""
	}
	var names []string
	for len(names) < limitFieldNames {
		name, err := d.ReadToken()
		if err != nil || name.Kind() != '"' {
			break
		}
		shown := name.String()
		if len(shown) > limitFieldBytes {
			shown = strings.ToValidUTF8(shown[:limitFieldBytes], "") + "…"
		}
		names = append(names, fmt.Sprintf("%q", shown))
		if err := d.SkipValue(); err != nil && !errors.Is(err, io.EOF) {
			break
		}
	}
	return strings.Join(names, ", ")
}
