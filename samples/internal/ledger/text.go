// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// AppendISO appends an instant as 2024-05-10T22:02:47.113Z.
func AppendISO(b []byte, at int64) []byte {
	b = AppendDate(b, at, '-')
	b = append(b, 'T')
	b = AppendClock(b, at, ':')
	b = append(b, '.')
	b = append3(b, at)
	return append(b, 'Z')
}

// AppendDate appends the day of an instant; separator 0 means none.
func AppendDate(b []byte, at int64, separator byte) []byte {
	y, m, d := civil(at)
	b = append2(append2(b, y/100), y%100)
	if separator != 0 {
		b = append(b, separator)
	}
	b = append2(b, m)
	if separator != 0 {
		b = append(b, separator)
	}
	return append2(b, d)
}

// AppendClock appends the time of day to the second; separator 0 means none.
func AppendClock(b []byte, at int64, separator byte) []byte {
	seconds := int(at / 1000 % 86400)
	b = append2(b, seconds/3600)
	if separator != 0 {
		b = append(b, separator)
	}
	b = append2(b, seconds/60%60)
	if separator != 0 {
		b = append(b, separator)
	}
	return append2(b, seconds%60)
}

// AppendMilli appends the milliseconds of an instant as three digits.
func AppendMilli(b []byte, at int64) []byte { return append3(b, at) }

func append2(b []byte, n int) []byte {
	return append(b, byte('0'+n/10%10), byte('0'+n%10))
}

func append3(b []byte, at int64) []byte {
	ms := int(at % 1000)
	return append(b, byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10))
}

// civil is the year, month and day of an instant after 1970.
func civil(at int64) (year, month, day int) {
	z := int(at/86_400_000) + 719_468
	era := z / 146_097
	doe := z - era*146_097
	yoe := (doe - doe/1460 + doe/36_524 - doe/146_096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	month = mp + 3
	if month > 12 {
		month -= 12
	}
	year = yoe + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

// Civil is the year, month and day of an instant after 1970.
func Civil(at int64) (year, month, day int) { return civil(at) }

// AppendInt appends a number in decimal.
func AppendInt(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

// AppendQuoted appends a CSV cell in quotes, its own quotes doubled.
func AppendQuoted(b []byte, cell string) []byte {
	b = append(b, '"')
	for {
		i := strings.IndexByte(cell, '"')
		if i < 0 {
			return append(append(b, cell...), '"')
		}
		b = append(append(b, cell[:i+1]...), '"')
		cell = cell[i+1:]
	}
}

// AppendCell appends a CSV cell, quoted only where it must be.
func AppendCell(b []byte, cell string) []byte {
	if strings.ContainsAny(cell, ",\"\r\n") {
		return AppendQuoted(b, cell)
	}
	return append(b, cell...)
}

// AppendJSON appends a JSON string, quotes and escapes included; where the JSON
// stands in a quoted CSV cell, every quote is written twice.
func AppendJSON(b []byte, text string, doubled bool) []byte {
	quote := `"`
	if doubled {
		quote = `""`
	}
	b = append(b, quote...)
	start := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
			continue
		}
		b = append(b, text[start:i]...)
		start = i + 1
		switch c {
		case '"':
			b = append(append(b, '\\'), quote...)
		case '\\':
			b = append(b, `\\`...)
		default:
			b = append(b, `\u00`...)
			b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		}
	}
	return append(append(b, text[start:]...), quote...)
}

// Windows1252 encodes for the ANSI code page of a Western Windows server, which
// drops what it cannot write.
func Windows1252(dst, src []byte) []byte {
	for len(src) > 0 {
		if src[0] < utf8.RuneSelf {
			dst = append(dst, src[0])
			src = src[1:]
			continue
		}
		r, size := utf8.DecodeRune(src)
		src = src[size:]
		switch {
		case r >= 0xa0 && r <= 0xff:
			dst = append(dst, byte(r))
		case r >= 0x80:
			if i := strings.IndexRune(ansiHigh, r); i >= 0 {
				dst = append(dst, ansiCode[utf8.RuneCountInString(ansiHigh[:i])])
			}
		}
	}
	return dst
}

const ansiHigh = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"

var ansiCode = []byte{
	0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e,
	0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
}

// UTF16LE encodes as little-endian UTF-16, without a byte order mark.
func UTF16LE(dst, src []byte) []byte {
	for len(src) > 0 {
		if src[0] < utf8.RuneSelf {
			dst = append(dst, src[0], 0)
			src = src[1:]
			continue
		}
		r, size := utf8.DecodeRune(src)
		src = src[size:]
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			dst = append(dst, byte(high), byte(high>>8), byte(low), byte(low>>8))
			continue
		}
		dst = append(dst, byte(r), byte(r>>8))
	}
	return dst
}

// Cut40 is a text as drivers that allow 40 characters pass it on.
func Cut40(text string) string {
	if utf8.RuneCountInString(text) <= 40 {
		return text
	}
	return string([]rune(text)[:40])
}
