// SPDX-License-Identifier: Apache-2.0

package evtxtest

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// value is a value as a template instance has it. The zero value is null.
type value struct {
	kind uint8
	data []byte
}

// values returns the values for the template of an event, less the last.
func (e Event) values() []value {
	values := make([]value, valueData+1)
	values[valueLevel] = encode(e.Level)
	values[valueOpcode] = encode(e.Opcode)
	values[valueTask] = encode(e.Task)
	values[valueEventID] = encode(e.EventID)
	values[valueKeywords] = encode(Hex64(e.Keywords))
	values[valueCreated] = encode(e.Created)
	values[valueProcessID] = encode(e.ProcessID)
	values[valueThreadID] = encode(e.ThreadID)
	values[valueRecordID] = encode(e.RecordID)
	values[valueVersion] = encode(e.Version)
	values[valueProvider] = encode(e.Provider)
	values[valueChannel] = encode(e.Channel)
	if e.ActivityID != "" {
		values[valueActivityID] = encode(GUID(e.ActivityID))
	}
	if e.UserSID != "" {
		values[valueUserSID] = encode(SID(e.UserSID))
	}
	if e.ProviderGUID != "" {
		values[valueProviderGUID] = encode(GUID(e.ProviderGUID))
	}
	values[valueData] = value{kind: typeBinXML}
	return values
}

// encode returns a value of a type that [Field] lists.
func encode(v any) value {
	le := binary.LittleEndian
	switch v := v.(type) {
	case nil:
		return value{}
	case string:
		return value{0x01, utf16Bytes(v)}
	case int8:
		return value{0x03, []byte{byte(v)}}
	case uint8:
		return value{0x04, []byte{v}}
	case int16:
		return value{0x05, le.AppendUint16(nil, uint16(v))}
	case uint16:
		return value{0x06, le.AppendUint16(nil, v)}
	case int32:
		return value{0x07, le.AppendUint32(nil, uint32(v))}
	case uint32:
		return value{0x08, le.AppendUint32(nil, v)}
	case int64:
		return value{0x09, le.AppendUint64(nil, uint64(v))}
	case uint64:
		return value{0x0a, le.AppendUint64(nil, v)}
	case float32:
		return value{0x0b, le.AppendUint32(nil, math.Float32bits(v))}
	case float64:
		return value{0x0c, le.AppendUint64(nil, math.Float64bits(v))}
	case bool:
		n := uint32(0)
		if v {
			n = 1
		}
		return value{0x0d, le.AppendUint32(nil, n)}
	case []byte:
		return value{0x0e, v}
	case GUID:
		return value{0x0f, guidBytes(v)}
	case time.Time:
		return value{0x11, le.AppendUint64(nil, filetime(v))}
	case SID:
		return value{0x13, sidBytes(v)}
	case Hex32:
		return value{0x14, le.AppendUint32(nil, uint32(v))}
	case Hex64:
		return value{0x15, le.AppendUint64(nil, uint64(v))}
	}
	return encodeArray(v)
}

func encodeArray(v any) value {
	var data []byte
	switch v := v.(type) {
	case []string:
		for _, s := range v {
			data = append(data, utf16Bytes(s+"\x00")...)
		}
		return value{0x81, data}
	case []uint16:
		for _, n := range v {
			data = binary.LittleEndian.AppendUint16(data, n)
		}
		return value{0x86, data}
	case []uint32:
		for _, n := range v {
			data = binary.LittleEndian.AppendUint32(data, n)
		}
		return value{0x88, data}
	case []uint64:
		for _, n := range v {
			data = binary.LittleEndian.AppendUint64(data, n)
		}
		return value{0x8a, data}
	}
	panic(fmt.Sprintf("evtxtest: a value of type %T cannot be written", v))
}

func utf16Bytes(s string) []byte {
	var data []byte
	for _, u := range utf16.Encode([]rune(s)) {
		data = binary.LittleEndian.AppendUint16(data, u)
	}
	if len(data) > 0xffff {
		panic(fmt.Sprintf("evtxtest: text of %d bytes is too long for a value", len(data)))
	}
	return data
}

func guidBytes(g GUID) []byte {
	raw, err := hex.DecodeString(strings.ReplaceAll(strings.Trim(string(g), "{}"), "-", ""))
	if err != nil || len(raw) != 16 {
		panic(fmt.Sprintf("evtxtest: %q is no GUID", string(g)))
	}
	for _, run := range [][2]int{{0, 3}, {1, 2}, {4, 5}, {6, 7}} {
		raw[run[0]], raw[run[1]] = raw[run[1]], raw[run[0]]
	}
	return raw
}

func sidBytes(s SID) []byte {
	parts := strings.Split(string(s), "-")
	if len(parts) < 3 || parts[0] != "S" || parts[1] != "1" {
		panic(fmt.Sprintf("evtxtest: %q is no SID", string(s)))
	}
	data := []byte{1, byte(len(parts) - 3), 0, 0}
	for i, part := range parts[2:] {
		n, err := strconv.ParseUint(part, 10, 32)
		if err != nil {
			panic(fmt.Sprintf("evtxtest: %q is no SID: %v", string(s), err))
		}
		if i == 0 {
			data = binary.BigEndian.AppendUint32(data, uint32(n))
			continue
		}
		data = binary.LittleEndian.AppendUint32(data, uint32(n))
	}
	return data
}

// filetime returns an instant in units of 100 ns since 1601-01-01 UTC; the zero
// time is 0.
func filetime(t time.Time) uint64 {
	if t.IsZero() {
		return 0
	}
	const secondsTo1970 = 11_644_473_600
	return uint64(t.Unix()+secondsTo1970)*10_000_000 + uint64(t.Nanosecond()/100)
}
