// SPDX-License-Identifier: Apache-2.0

package evtx

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	filetimeLayout = "2006-01-02T15:04:05.0000000Z"
	systimeLayout  = "2006-01-02T15:04:05.000Z"
)

// AppendText appends what [Value.String] returns to dst.
func (v Value) AppendText(dst []byte) []byte {
	if v.raw == nil {
		return append(dst, v.text...)
	}
	if !v.Type.IsArray() {
		return v.appendScalar(dst)
	}
	first := true
	for rest := v.raw; len(rest) > 0; first = false {
		var item Value
		if !first {
			dst = append(dst, ", "...)
		}
		item, rest = cutItem(v.Type&^TypeArray, rest)
		dst = item.appendScalar(dst)
	}
	return dst
}

// appendScalar is AppendText for what is no array.
func (v Value) appendScalar(dst []byte) []byte {
	switch v.Type {
	case TypeNull:
		return dst
	case TypeString:
		return appendUTF16(dst, trimNULUnits(v.raw))
	case TypeANSI:
		return appendANSI(dst, v.raw)
	case TypeInt8, TypeInt16, TypeInt32, TypeInt64:
		if n, ok := signed(v.raw); ok {
			return strconv.AppendInt(dst, n, 10)
		}
	case TypeUint8, TypeUint16, TypeUint32, TypeUint64:
		if n, ok := unsigned(v.raw); ok {
			return strconv.AppendUint(dst, n, 10)
		}
	case TypeSize, TypeHex32, TypeHex64:
		if n, ok := unsigned(v.raw); ok {
			return strconv.AppendUint(append(dst, "0x"...), n, 16)
		}
	case TypeBool:
		if n, ok := unsigned(v.raw); ok {
			return strconv.AppendBool(dst, n != 0)
		}
	case TypeFloat32, TypeFloat64:
		return appendFloat(dst, v.raw)
	case TypeGUID:
		return appendGUID(dst, v.raw)
	case TypeSID:
		return appendSID(dst, v.raw)
	case TypeFiletime:
		if t, ok := v.Time(); ok {
			return t.AppendFormat(dst, filetimeLayout)
		}
	case TypeSystime:
		if t, ok := v.Time(); ok {
			return t.AppendFormat(dst, systimeLayout)
		}
	}
	return appendHex(dst, v.raw)
}

func appendFloat(dst, raw []byte) []byte {
	switch len(raw) {
	case 4:
		return strconv.AppendFloat(dst, float64(math.Float32frombits(binary.LittleEndian.Uint32(raw))), 'g', -1, 32)
	case 8:
		return strconv.AppendFloat(dst, math.Float64frombits(binary.LittleEndian.Uint64(raw)), 'g', -1, 64)
	}
	return appendHex(dst, raw)
}

func appendGUID(dst, raw []byte) []byte {
	if len(raw) != 16 {
		return appendHex(dst, raw)
	}
	swapped := [8]byte{raw[3], raw[2], raw[1], raw[0], raw[5], raw[4], raw[7], raw[6]}
	dst = hex.AppendEncode(append(dst, '{'), swapped[:4])
	dst = hex.AppendEncode(append(dst, '-'), swapped[4:6])
	dst = hex.AppendEncode(append(dst, '-'), swapped[6:])
	dst = hex.AppendEncode(append(dst, '-'), raw[8:10])
	dst = hex.AppendEncode(append(dst, '-'), raw[10:])
	return append(dst, '}')
}

// appendSID prints a SID: revision, a big-endian authority of six bytes, in
// hexadecimal if it needs more than four of them, and sub-authorities.
func appendSID(dst, raw []byte) []byte {
	if sidLength(raw) != len(raw) || len(raw) == 0 {
		return appendHex(dst, raw)
	}
	dst = strconv.AppendUint(append(dst, "S-"...), uint64(raw[0]), 10)
	high, low := binary.BigEndian.Uint16(raw[2:]), binary.BigEndian.Uint32(raw[4:])
	if high == 0 {
		dst = strconv.AppendUint(append(dst, '-'), uint64(low), 10)
	} else {
		dst = hex.AppendEncode(append(dst, "-0x"...), raw[2:8])
	}
	for rest := raw[8:]; len(rest) >= 4; rest = rest[4:] {
		dst = strconv.AppendUint(append(dst, '-'), uint64(binary.LittleEndian.Uint32(rest)), 10)
	}
	return dst
}

func appendHex(dst, raw []byte) []byte {
	const digits = "0123456789ABCDEF"
	for _, b := range raw {
		dst = append(dst, digits[b>>4], digits[b&15])
	}
	return dst
}

// utf16Text decodes UTF-16LE.
func utf16Text(raw []byte) string {
	var room [256]byte
	return string(appendUTF16(room[:0], raw))
}

// appendUTF16 appends UTF-16LE as UTF-8. Half a surrogate pair, and half a unit
// at the end, become U+FFFD.
func appendUTF16(dst, raw []byte) []byte {
	for len(raw) >= 2 {
		r := rune(binary.LittleEndian.Uint16(raw))
		raw = raw[2:]
		if r < utf8.RuneSelf {
			dst = append(dst, byte(r))
			continue
		}
		if utf16.IsSurrogate(r) {
			pair := utf8.RuneError
			if len(raw) >= 2 {
				pair = utf16.DecodeRune(r, rune(binary.LittleEndian.Uint16(raw)))
			}
			if r = pair; r != utf8.RuneError {
				raw = raw[2:]
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	if len(raw) == 1 {
		dst = utf8.AppendRune(dst, utf8.RuneError)
	}
	return dst
}

// trimNULUnits removes the NULs that some providers count as part of a text.
func trimNULUnits(raw []byte) []byte {
	for n := len(raw); n >= 2 && n%2 == 0 && raw[n-1] == 0 && raw[n-2] == 0; n -= 2 {
		raw = raw[:n-2]
	}
	return raw
}

// appendANSI appends text of an unnamed code page, less NULs at the end.
func appendANSI(dst, raw []byte) []byte {
	for len(raw) > 0 && raw[len(raw)-1] == 0 {
		raw = raw[:len(raw)-1]
	}
	if utf8.Valid(raw) {
		return append(dst, raw...)
	}
	for _, b := range raw {
		r := rune(b)
		if b >= 0x80 && b <= 0x9f {
			r = windows1252[b-0x80]
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// windows1252 is what 0x80 to 0x9f mean there; the rest is as in Latin-1.
var windows1252 = [32]rune{
	0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
}
