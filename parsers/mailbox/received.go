// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"strings"

	"dossier/parsers"
)

// receivedDate is the date that a Received field ends in.
func receivedDate(field string) string {
	i := strings.LastIndexByte(field, ';')
	if i < 0 {
		return ""
	}
	return strings.TrimSpace(field[i+1:])
}

// receivedFrom is the address of the client in a Received field: what the
// server saw, which stands in parentheses, before what the client said of
// itself.
func receivedFrom(field string) string {
	field = strings.TrimSpace(field)
	if len(field) < 5 || !strings.EqualFold(field[:5], "from ") {
		return ""
	}
	field = clientClause(field)
	outside := ""
	depth := 0
	for i := 0; i < len(field); {
		switch field[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if !addressByte(field[i]) {
			i++
			continue
		}
		end := i
		for end < len(field) && addressByte(field[end]) {
			end++
		}
		ip := literalIP(field[i:end])
		switch {
		case ip == "" || claimed(field[:i]):
		case depth > 0:
			return ip
		case outside == "":
			outside = ip
		}
		i = end
	}
	return outside
}

// clientClause is what stands before " by ".
func clientClause(field string) string {
	field = cutText(field, 4<<10)
	lower := strings.ToLower(field)
	for _, mark := range []string{" by ", "\tby "} {
		if i := strings.Index(lower, mark); i >= 0 && len(lower) == len(field) {
			field, lower = field[:i], lower[:i]
		}
	}
	return field
}

func addressByte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '.' || c == ':' || c == '-' || c == '_' || c == '%'
}

func literalIP(word string) string {
	if len(word) > 5 && strings.EqualFold(word[:5], "ipv6:") {
		word = word[5:]
	}
	if !strings.ContainsAny(word, ".:") {
		return ""
	}
	return parsers.IP(word)
}

// claimed reports whether what comes next is the name the client gave itself
// (helo=[192.0.2.1], HELO 192.0.2.1).
func claimed(before string) bool {
	before = strings.ToLower(strings.TrimRight(before, " ["))
	for _, mark := range []string{"helo", "ehlo", "helo=", "ehlo="} {
		if strings.HasSuffix(before, mark) {
			return true
		}
	}
	return false
}
