// SPDX-License-Identifier: Apache-2.0

package words

import (
	"encoding/binary"

	"dossier/index/internal/columns"
)

// limitShapes bounds how many shapes are told apart; rows of more kinds share none.
const limitShapes = 1 << 12

// shapes say which columns a row has an attribute in: rows of one kind of record
// mostly have the same. So a column need not say again which rows it is absent from.
type shapes struct {
	byRow []uint16
	has   [][]bool // by shape, then by column; nil: every column is stored with absence
}

// shapesOf finds the shapes of all rows.
func shapesOf(list []builtColumn, rows int64) *shapes {
	s := &shapes{byRow: make([]uint16, rows)}
	var next [2 * limitShapes]int32
	for i := range list {
		for j := range next {
			next[j] = -1
		}
		count := int32(0)
		for row := range rows {
			k := 2 * int(s.byRow[row])
			if list[i].codes.At(row) > 0 {
				k++
			}
			if next[k] < 0 {
				if count == limitShapes {
					return &shapes{}
				}
				next[k] = count
				count++
			}
			s.byRow[row] = uint16(next[k])
		}
	}
	for row, shape := range s.byRow {
		if int(shape) < len(s.has) { // shapes are numbered in the order of their first rows
			continue
		}
		has := make([]bool, len(list))
		for i := range list {
			has[i] = list[i].codes.At(int64(row)) > 0
		}
		s.has = append(s.has, has)
	}
	return s
}

// encode writes the shapes: how many there are (uvarint), for each a byte a column,
// then the low bytes and the high bytes of the rows' numbers.
func (s *shapes) encode() []byte {
	out := binary.AppendUvarint(nil, uint64(len(s.has)))
	for _, has := range s.has {
		for _, h := range has {
			out = append(out, map[bool]byte{true: 1}[h])
		}
	}
	for _, shape := range s.byRow {
		out = append(out, byte(shape))
	}
	if len(s.has) > 1<<8 {
		for _, shape := range s.byRow {
			out = append(out, byte(shape>>8))
		}
	}
	return out
}

func decodeShapes(text []byte, columns int, rows int64) (*shapes, bool) {
	count, n := binary.Uvarint(text)
	if n <= 0 || count > limitShapes || count*uint64(columns) > uint64(len(text)-n) {
		return nil, false
	}
	text = text[n:]
	s := &shapes{}
	if count == 0 {
		return s, len(text) == 0
	}
	for range count {
		has := make([]bool, columns)
		for i := range has {
			has[i] = text[i] != 0
		}
		s.has, text = append(s.has, has), text[columns:]
	}
	wide := count > 1<<8
	if int64(len(text)) != rows && !wide || wide && int64(len(text)) != 2*rows {
		return nil, false
	}
	s.byRow = make([]uint16, rows)
	for row := range s.byRow {
		shape := uint16(text[row])
		if wide {
			shape |= uint16(text[int(rows)+row]) << 8
		}
		if uint64(shape) >= count {
			return nil, false
		}
		s.byRow[row] = shape
	}
	return s, true
}

// pack writes the codes of a column: of the rows whose shape has it, one less than
// the code; without shapes, the codes of all rows. Low bytes come before high ones.
// Of a column with one value, the shapes say all.
func (s *shapes) pack(column int, c *columns.Codes, count int, rows int64) []byte {
	if s.has != nil && count == 1 {
		return nil
	}
	low, high := make([]byte, 0, rows), make([]byte, 0, rows)
	for row := range rows {
		code := c.At(row)
		if s.has != nil {
			if !s.has[s.byRow[row]][column] {
				continue
			}
			code--
		}
		low, high = append(low, byte(code)), append(high, byte(code>>8))
	}
	if count+1 > 1<<8 {
		low = append(low, high...)
	}
	return low
}

// unpack reads what pack wrote.
func (s *shapes) unpack(data []byte, column, count int, rows int64) (*columns.Codes, bool) {
	codes := columns.NewCodes(count+1, rows)
	length := len(data)
	if count+1 > 1<<8 {
		length /= 2
	}
	next := 0
	for row := range rows {
		code := uint32(0)
		stated := s.has == nil || s.has[s.byRow[row]][column]
		if s.has != nil && stated {
			code = 1
		}
		if stated && (s.has == nil || count != 1) {
			if next >= length {
				return nil, false
			}
			code += uint32(data[next])
			if length != len(data) {
				code += uint32(data[length+next]) << 8
			}
			next++
		}
		if code > uint32(count) {
			return nil, false
		}
		codes.Append(code)
	}
	return codes, next == length
}
