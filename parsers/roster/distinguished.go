// SPDX-License-Identifier: Apache-2.0

package roster

import (
	"encoding/hex"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// commonName is the first CN of a distinguished name, its escapes undone; false
// if text is no distinguished name that begins with one.
func commonName(text string) (string, bool) {
	if len(text) < 3 || !strings.EqualFold(text[:3], "CN=") {
		return "", false
	}
	var name strings.Builder
	for rest := text[3:]; rest != "" && rest[0] != ','; {
		if rest[0] != '\\' || len(rest) == 1 {
			name.WriteByte(rest[0])
			rest = rest[1:]
			continue
		}
		if len(rest) >= 3 {
			if b, err := hex.DecodeString(rest[1:3]); err == nil {
				name.Write(b)
				rest = rest[3:]
				continue
			}
		}
		name.WriteByte(rest[1])
		rest = rest[2:]
	}
	return strings.TrimSpace(strings.ToValidUTF8(name.String(), "\uFFFD")), true
}

// addProxies adds the addresses of a proxyAddresses cell. Programs join the values
// with semicolons, commas, blanks, line ends, "+" or "|", in braces, brackets and
// quotes, or none of them; each begins with its type and a colon ("SMTP:", "X500:").
func addProxies(f *event.Fact, text string) {
	left := 0
	begin := nextProxy(text, 0)
	if begin == len(text) { // no types: addresses alone
		for value := range strings.FieldsFuncSeq(text, isSeparator) {
			if isAddress(value) && !addAccount(f, event.Email, value) {
				left++
			}
		}
	}
	for begin < len(text) {
		end := nextProxy(text, begin+1)
		kind, value, _ := strings.Cut(text[begin:end], ":")
		value = strings.Trim(value, " \t\r\n;,|+{}[]\"'")
		var added, meant bool
		switch {
		case strings.EqualFold(kind, "smtp"):
			value = parsers.MailAddress(value)
			meant = isAddress(value)
			added = meant && addAccount(f, event.Email, value)
		case strings.EqualFold(kind, "x500"):
			meant = strings.HasPrefix(value, "/")
			added = meant && addAccount(f, event.LegacyDN, value)
		}
		if meant && !added {
			left++
		}
		begin = end
	}
	if left > 0 {
		note(f, "accounts-left-out", "more addresses than are kept of one record")
	}
}

func isSeparator(c rune) bool { return strings.ContainsRune(" \t\r\n;,|{}[]\"'", c) }

// nextProxy is where the next value begins at or behind from: a type and a colon
// at the beginning or behind a separator; len(text) if there is none.
func nextProxy(text string, from int) int {
	for {
		colon := strings.IndexByte(text[min(from, len(text)):], ':')
		if colon < 0 {
			return len(text)
		}
		colon += from
		begin := colon
		for begin > from && alphanumeric(text[begin-1]) {
			begin--
		}
		separated := begin == 0 || strings.IndexByte(" \t\r\n;,|+{[\"'", text[begin-1]) >= 0
		if colon-begin >= 2 && separated {
			return begin
		}
		from = colon + 1
	}
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
