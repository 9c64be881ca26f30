// SPDX-License-Identifier: Apache-2.0

// Package ident makes the identifiers by which the products name things: ids,
// keys and GUIDs in the shapes that they have in life. All of them are drawn
// from a stream, so they are the same in every run.
package ident

import (
	"dossier/event"
	"dossier/samples/internal/chance"
)

const (
	base62  = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	base64  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	base64u = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	hexUp   = "0123456789ABCDEF"
	hexLow  = "0123456789abcdef"
)

// pod is the part of a record id that names the server on which an organisation
// lives: the same in all ids of one company.
const pod = "8c0"

// Salesforce makes the 15-character id number n of the key prefix ("001").
// Numbers of one prefix give different ids; ids follow each other as they do in
// life, in base 62.
func Salesforce(prefix string, n int) string {
	out := []byte(prefix + pod + "000000000")
	rest := uint64(n)*7 + 1_482_903_311
	for i := len(out) - 1; i >= 6 && rest > 0; i-- {
		out[i] = base62[rest%62]
		rest /= 62
	}
	return string(out)
}

// Salesforce18 is the 18-character form of a 15-character id.
func Salesforce18(id string) string { return event.SalesforceID18(id) }

// SalesforceList is the 15-character id of the list view of a name.
func SalesforceList(name string) string { return Salesforce("00B", 300+len(name)*7) }

// Number makes a serial number for an id out of a stream, for records of which
// there are more than can be counted up.
func Number(s *chance.Stream) int { return int(s.Uint64() >> 30) }

// AppendRequest appends a Salesforce REQUEST_ID: 22 characters of which the last
// but few name the server.
func AppendRequest(b []byte, s *chance.Stream) []byte {
	b = append(b, '4')
	x := s.Uint64()
	for range 10 {
		b = append(b, base64u[x&63])
		x >>= 6
	}
	x = s.Uint64()
	for range 4 {
		b = append(b, base64u[x&63])
		x >>= 6
	}
	b = append(b, "l1cJ"...)
	b = append(b, base62[x%62], base62[x/62%62])
	return append(b, '-')
}

// Key makes a hashed key of 16 characters, as in SESSION_KEY and LOGIN_KEY.
func Key(s *chance.Stream) string {
	out := make([]byte, 16)
	fill(out, s, base64, 6)
	return string(out)
}

// AppendGUID appends a GUID of version 4 in lower case.
func AppendGUID(b []byte, s *chance.Stream) []byte {
	x, y := s.Uint64(), s.Uint64()
	x = x&^0xf000 | 0x4000
	y = y&^(3<<62) | 2<<62
	for i := 60; i >= 0; i -= 4 {
		b = append(b, hexLow[x>>i&15])
		if i == 32 || i == 16 {
			b = append(b, '-')
		}
	}
	b = append(b, '-')
	for i := 60; i >= 0; i -= 4 {
		b = append(b, hexLow[y>>i&15])
		if i == 48 {
			b = append(b, '-')
		}
	}
	return b
}

// GUID is AppendGUID's text.
func GUID(s *chance.Stream) string { return string(AppendGUID(make([]byte, 0, 36), s)) }

// AppendHex appends n upper-case hexadecimal digits.
func AppendHex(b []byte, s *chance.Stream, n int) []byte {
	return appendFrom(b, s, n, hexUp, 4)
}

// AppendHexLower appends n lower-case hexadecimal digits.
func AppendHexLower(b []byte, s *chance.Stream, n int) []byte {
	return appendFrom(b, s, n, hexLow, 4)
}

// AppendBase64 appends n characters of base 64.
func AppendBase64(b []byte, s *chance.Stream, n int) []byte {
	return appendFrom(b, s, n, base64, 6)
}

func appendFrom(b []byte, s *chance.Stream, n int, alphabet string, width uint) []byte {
	start := len(b)
	for range n {
		b = append(b, 0)
	}
	fill(b[start:], s, alphabet, width)
	return b
}

// fill writes random characters of an alphabet of 2^width characters.
func fill(out []byte, s *chance.Stream, alphabet string, width uint) {
	mask := uint64(1)<<width - 1
	x, left := uint64(0), uint(0)
	for i := range out {
		if left < width {
			x, left = s.Uint64(), 64
		}
		out[i] = alphabet[x&mask]
		x >>= width
		left -= width
	}
}

// ExchangeOnline makes a Message-ID as Exchange Online gives it, with its angle
// brackets. The server is that of the sender's mailbox.
func ExchangeOnline(s *chance.Stream, server string) string {
	b := make([]byte, 0, 80)
	b = append(b, '<')
	b = append(b, server...)
	b = AppendHex(b, s, 20)
	b = append(b, "2C9@"...)
	b = append(b, server...)
	return string(append(b, ".namprd12.prod.outlook.com>"...))
}

// OnPremises makes a Message-ID as an Exchange server of one's own gives it.
func OnPremises(s *chance.Stream, host string) string {
	b := make([]byte, 0, 64)
	b = append(b, '<')
	b = AppendHexLower(b, s, 32)
	b = append(b, '@')
	b = append(b, host...)
	return string(append(b, '>'))
}

// Foreign makes a Message-ID of some other company's mail system.
func Foreign(s *chance.Stream, domain string) string {
	b := make([]byte, 0, 64)
	b = append(b, "<CA"...)
	b = appendFrom(b, s, 30, base64u, 6)
	b = append(b, "@mail."...)
	b = append(b, domain...)
	return string(append(b, '>'))
}
