// SPDX-License-Identifier: Apache-2.0

package evtx

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math"
	"slices"
	"time"
)

// Type is the type of a value, with the numbers of the format.
type Type uint8

// The types. An array's type is that of its items plus TypeArray.
const (
	TypeNull     Type = 0x00
	TypeString   Type = 0x01 // UTF-16LE
	TypeANSI     Type = 0x02 // bytes in a code page that the log does not name
	TypeInt8     Type = 0x03
	TypeUint8    Type = 0x04
	TypeInt16    Type = 0x05
	TypeUint16   Type = 0x06
	TypeInt32    Type = 0x07
	TypeUint32   Type = 0x08
	TypeInt64    Type = 0x09
	TypeUint64   Type = 0x0a
	TypeFloat32  Type = 0x0b
	TypeFloat64  Type = 0x0c
	TypeBool     Type = 0x0d // four bytes
	TypeBinary   Type = 0x0e
	TypeGUID     Type = 0x0f
	TypeSize     Type = 0x10 // four or eight bytes, as wide as a pointer was
	TypeFiletime Type = 0x11 // 100 ns units since 1601-01-01 UTC
	TypeSystime  Type = 0x12 // u16: year, month, weekday, day, hour, minute, second, ms
	TypeSID      Type = 0x13
	TypeHex32    Type = 0x14
	TypeHex64    Type = 0x15
	TypeBinXML   Type = 0x21 // a fragment; in a tree it has become elements
	TypeArray    Type = 0x80
)

// IsArray tells whether t is the type of an array.
func (t Type) IsArray() bool { return t&TypeArray != 0 }

// A Value is what stands in an element or attribute, as the record has it. It is
// turned into text, a number or a time on demand. The zero Value is null.
type Value struct {
	Type Type
	raw  []byte // nil: text has it
	text string
}

// IsNull tells whether v is null, which is not the same as empty.
func (v Value) IsNull() bool { return v.Type == TypeNull }

// Raw returns the bytes of v as recorded, not to be changed. Text that is fixed
// in a template, or joined from several values, has none: Raw returns nil.
func (v Value) Raw() []byte { return v.raw }

// String returns v as Windows prints it:
//
//   - texts verbatim, less NULs at the end; what is no valid UTF-16 becomes
//     U+FFFD; ANSI that is no UTF-8 is taken for Windows-1252
//   - integers in decimal; Size, Hex32 and Hex64 in hexadecimal with 0x
//   - floating point as the shortest decimal that reads back the same
//   - Bool as true or false
//   - FILETIME as 2006-01-02T15:04:05.0000000Z, seven digits, SYSTEMTIME with
//     three
//   - GUIDs as {00000000-0000-0000-0000-000000000000} and SIDs as S-1-...
//   - arrays as their items with ", " between
//   - Binary, unknown types, and what has not the length of its type, as
//     upper-case hexadecimal digits
func (v Value) String() string {
	if v.raw == nil {
		return v.text
	}
	var room [256]byte
	return string(v.AppendText(room[:0]))
}

// Uint64 returns v as an unsigned integer. It returns false unless v is an
// integer, Bool or Size, not negative, and sound.
func (v Value) Uint64() (uint64, bool) {
	switch v.Type {
	case TypeInt8, TypeInt16, TypeInt32, TypeInt64:
		n, ok := v.Int64()
		return uint64(n), ok && n >= 0
	case TypeUint8, TypeUint16, TypeUint32, TypeUint64, TypeBool, TypeSize, TypeHex32, TypeHex64:
		return unsigned(v.raw)
	}
	return 0, false
}

// Int64 returns v as a signed integer. It returns false unless v is an integer,
// Bool or Size, in range, and sound.
func (v Value) Int64() (int64, bool) {
	switch v.Type {
	case TypeInt8, TypeInt16, TypeInt32, TypeInt64:
		return signed(v.raw)
	}
	n, ok := v.Uint64()
	return int64(n), ok && n <= math.MaxInt64
}

// Time returns v as an instant in UTC, exact to 100 ns. It returns false unless
// v is a Filetime or a Systime, and sound.
func (v Value) Time() (time.Time, bool) {
	switch {
	case v.Type == TypeFiletime && len(v.raw) == 8:
		return filetime(binary.LittleEndian.Uint64(v.raw)), true
	case v.Type == TypeSystime && len(v.raw) == 16:
		return systime(v.raw)
	}
	return time.Time{}, false
}

// Items yields the items of an array in order, and of any other value itself.
// An array that cannot be split yields one Binary.
func (v Value) Items() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if !v.Type.IsArray() {
			yield(v)
			return
		}
		for rest := v.raw; len(rest) > 0; {
			item := Value{Type: v.Type &^ TypeArray}
			item, rest = cutItem(item.Type, rest)
			if !yield(item) {
				return
			}
		}
	}
}

// cutItem cuts the first item off an array's bytes, at least one byte.
func cutItem(t Type, raw []byte) (item Value, rest []byte) {
	length := len(raw)
	switch t {
	case TypeString:
		end := nulUnit(raw)
		return Value{Type: t, raw: raw[:end]}, raw[min(end+2, len(raw)):]
	case TypeANSI:
		head, tail, _ := bytes.Cut(raw, []byte{0})
		return Value{Type: t, raw: head}, tail
	case TypeInt8, TypeUint8:
		length = 1
	case TypeInt16, TypeUint16:
		length = 2
	case TypeInt32, TypeUint32, TypeFloat32, TypeBool, TypeHex32:
		length = 4
	case TypeInt64, TypeUint64, TypeFloat64, TypeFiletime, TypeHex64, TypeSize:
		length = 8
	case TypeGUID, TypeSystime:
		length = 16
	case TypeSID:
		length = sidLength(raw)
	default:
		t = TypeBinary
	}
	if length == 0 || length > len(raw) {
		t, length = TypeBinary, len(raw)
	}
	return Value{Type: t, raw: raw[:length]}, raw[length:]
}

// nulUnit returns the offset of the first NUL in UTF-16, or the length.
func nulUnit(raw []byte) int {
	for i := 0; i+1 < len(raw); i += 2 {
		if raw[i] == 0 && raw[i+1] == 0 {
			return i
		}
	}
	return len(raw)
}

// unsigned reads an integer of 1, 2, 4 or 8 bytes. A value may be wider or
// narrower than its type says: the bytes decide.
func unsigned(raw []byte) (uint64, bool) {
	switch len(raw) {
	case 1:
		return uint64(raw[0]), true
	case 2:
		return uint64(binary.LittleEndian.Uint16(raw)), true
	case 4:
		return uint64(binary.LittleEndian.Uint32(raw)), true
	case 8:
		return binary.LittleEndian.Uint64(raw), true
	}
	return 0, false
}

// signed reads a two's complement integer, likewise.
func signed(raw []byte) (int64, bool) {
	n, ok := unsigned(raw)
	unused := 64 - 8*min(len(raw), 8)
	return int64(n<<unused) >> unused, ok
}

// systime reads a SYSTEMTIME, and returns false unless it names a real instant.
func systime(raw []byte) (time.Time, bool) {
	var n [8]int
	for i := range n {
		n[i] = int(binary.LittleEndian.Uint16(raw[2*i:]))
	}
	year, month, day := n[0], n[1], n[3]
	t := time.Date(year, time.Month(month), day, n[4], n[5], n[6], n[7]*1e6, time.UTC)
	again := []int{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond() / 1e6}
	return t, slices.Equal(again, []int{year, month, day, n[4], n[5], n[6], n[7]})
}

// sidLength returns how long the SID that raw begins with is, or 0.
func sidLength(raw []byte) int {
	if len(raw) < 8 || raw[0] != 1 {
		return 0
	}
	if length := 8 + 4*int(raw[1]); length <= len(raw) {
		return length
	}
	return 0
}
