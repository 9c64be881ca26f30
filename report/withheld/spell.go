// SPDX-License-Identifier: Apache-2.0

package withheld

import (
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Spellings are the forms that a text takes where it is escaped, itself first; each
// once.
func Spellings(text string) []string {
	text = strings.TrimSpace(text)
	list := []string{
		text,
		inJSON(text, plainJSON), inJSON(text, asciiJSON), inJSON(text, htmlJSON), strings.ReplaceAll(inJSON(text, plainJSON), "/", `\/`),
		strings.ReplaceAll(text, `"`, `""`), strings.ReplaceAll(text, "'", "''"),
		html.EscapeString(text), inXML(text), inXMLNumbers(text, "&#%d;"), inXMLNumbers(text, "&#x%x;"),
		url.QueryEscape(text), url.PathEscape(text), inPercent(text),
		inRTF(text), inQuotedPrintable(text),
	}
	if tight := Squeeze(text); tight != "" {
		list = append(list, tight)
	}
	var once []string
	for _, s := range list {
		if s != "" && !slices.Contains(once, s) {
			once = append(once, s)
		}
	}
	return once
}

// leastSqueezed is how many characters a text must have to be looked for without its
// white space: words that meet there make others.
const leastSqueezed = 8

// Squeeze is a text without white space, as it stands in addresses and names of files:
// northfieldhospitality. "" if that is too short to be looked for.
func Squeeze(text string) string {
	tight := strings.Join(strings.Fields(text), "")
	if utf8.RuneCountInString(tight) < leastSqueezed {
		return ""
	}
	return tight
}

// jsonStyle is what is escaped in JSON beyond what must be.
type jsonStyle int

const (
	plainJSON jsonStyle = iota
	asciiJSON           // all but ASCII
	htmlJSON            // and what HTML would obey as well
)

func inJSON(text string, style jsonStyle) string {
	var out strings.Builder
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			out.WriteRune('\\')
			out.WriteRune(c)
		case c == '\n':
			out.WriteString(`\n`)
		case c == '\r':
			out.WriteString(`\r`)
		case c == '\t':
			out.WriteString(`\t`)
		case c < 0x20 || style >= asciiJSON && c >= 0x7F || style == htmlJSON && strings.ContainsRune("<>&'", c):
			for _, unit := range utf16.Encode([]rune{c}) {
				fmt.Fprintf(&out, `\u%04x`, unit)
			}
		default:
			out.WriteRune(c)
		}
	}
	return out.String()
}

func inXML(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;").Replace(text)
}

// inXMLNumbers writes as numbers what is no ASCII, and what XML would obey.
func inXMLNumbers(text, number string) string {
	var out strings.Builder
	for _, c := range text {
		if c >= 0x7F || strings.ContainsRune(`&<>"'`, c) {
			fmt.Fprintf(&out, number, c)
			continue
		}
		out.WriteRune(c)
	}
	return out.String()
}

// inPercent escapes all but letters, digits and what never is escaped, as some
// programs do in paths too.
func inPercent(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

func inRTF(text string) string {
	var out strings.Builder
	for _, c := range norm.NFC.String(text) {
		switch {
		case c == '\\' || c == '{' || c == '}':
			out.WriteRune('\\')
			out.WriteRune(c)
		case c >= 0x80 && c <= 0xFF:
			fmt.Fprintf(&out, `\'%02x`, c)
		case c > 0xFF:
			for _, unit := range utf16.Encode([]rune{c}) {
				fmt.Fprintf(&out, `\u%d?`, int16(unit))
			}
		default:
			out.WriteRune(c)
		}
	}
	return out.String()
}

// inQuotedPrintable is how mail bodies write what is no ASCII.
func inQuotedPrintable(text string) string {
	var out strings.Builder
	for i := range len(text) {
		if c := text[i]; c >= 0x7F || c == '=' || c < 0x20 {
			fmt.Fprintf(&out, "=%02X", c)
			continue
		}
		out.WriteByte(text[i])
	}
	return out.String()
}
