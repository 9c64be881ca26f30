// SPDX-License-Identifier: Apache-2.0

package parsers

import (
	"net/netip"
	"strings"
)

// IP takes the address out of the ways in which logs write one: with a port,
// in brackets, with a zone, mapped into IPv6. What is no address gives "".
func IP(text string) string {
	text = strings.TrimSpace(text)
	if plainIPv4(text) {
		return text
	}
	if addr, err := netip.ParseAddrPort(text); err == nil {
		return addr.Addr().WithZone("").Unmap().String()
	}
	text = strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
	if addr, err := netip.ParseAddr(text); err == nil {
		return addr.WithZone("").Unmap().String()
	}
	return ""
}

// plainIPv4 reports whether text is an IPv4 address as netip writes it.
func plainIPv4(text string) bool {
	parts, digits, value := 1, 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '.' && digits > 0:
			parts, digits, value = parts+1, 0, 0
		case c >= '0' && c <= '9' && (digits == 0 || value > 0):
			digits, value = digits+1, value*10+int(c-'0')
		default:
			return false
		}
		if value > 255 || parts > 4 {
			return false
		}
	}
	return parts == 4 && digits > 0
}

// MailAddress takes the bare address out of "smtp:x@y", "<x@y>" and
// "Name <x@y>"; what has no address is returned trimmed.
func MailAddress(text string) string {
	text = strings.TrimSpace(text)
	if open := strings.LastIndexByte(text, '<'); open >= 0 {
		if end := strings.IndexByte(text[open:], '>'); end > 0 {
			text = text[open+1 : open+end]
		}
	}
	if len(text) > 5 && strings.EqualFold(text[:5], "smtp:") {
		text = text[5:]
	}
	return strings.TrimSpace(text)
}

// MessageGroup is the group of all events about one message: its Message-ID
// without brackets. "" for an empty id.
func MessageGroup(messageID string) string {
	id := strings.TrimSpace(messageID)
	id = strings.TrimSuffix(strings.TrimPrefix(id, "<"), ">")
	if id == "" {
		return ""
	}
	return "message-id:" + id
}
