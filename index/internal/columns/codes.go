// SPDX-License-Identifier: Apache-2.0

package columns

import (
	"math/bits"
	"slices"
)

// Codes is a column of texts, each of which is kept once: the row has the text of
// its code. Once all rows are appended it is immutable, and safe for concurrent use.
type Codes struct {
	texts *Blob // nil: the codes mean something else

	small    []uint8 // by row; one of the three, or none
	middle   []uint16
	large    []uint32
	constant bool // every row has code 0
	own      bool // every row has its number as its code
}

// RowCodes is a column of which every row has a code of its own: its number.
func RowCodes() *Codes { return &Codes{own: true} }

// NewCodes makes a column of numbers below limit; rows are appended to it. If there is
// but one number, all rows have it, and need not be appended.
func NewCodes(limit int, rows int64) *Codes {
	c := &Codes{}
	switch {
	case limit <= 1:
		c.constant = true
	case limit <= 1<<8:
		c.small = make([]uint8, 0, rows)
	case limit <= 1<<16:
		c.middle = make([]uint16, 0, rows)
	default:
		c.large = make([]uint32, 0, rows)
	}
	return c
}

// With is the same column, its codes being those of the texts. It shares memory.
func (c *Codes) With(texts *Blob) *Codes {
	named := *c
	named.texts = texts
	return &named
}

// Entry is the text of a code.
func (c *Codes) Entry(code uint32) string { return c.texts.At(int(code)) }

// Count is how many texts there are.
func (c *Codes) Count() int { return c.texts.Count() }

// Append adds a row.
func (c *Codes) Append(code uint32) {
	switch {
	case c.constant:
	case c.small != nil:
		c.small = append(c.small, uint8(code))
	case c.middle != nil:
		c.middle = append(c.middle, uint16(code))
	default:
		c.large = append(c.large, code)
	}
}

// Set changes the code of a row that was appended.
func (c *Codes) Set(row int64, code uint32) {
	switch {
	case c.constant:
	case c.small != nil:
		c.small[row] = uint8(code)
	case c.middle != nil:
		c.middle[row] = uint16(code)
	default:
		c.large[row] = code
	}
}

// AppendAll adds rows.
func (c *Codes) AppendAll(codes []int32) {
	switch {
	case c.constant:
	case c.small != nil:
		c.small = appendAll(c.small, codes)
	case c.middle != nil:
		c.middle = appendAll(c.middle, codes)
	default:
		c.large = appendAll(c.large, codes)
	}
}

func appendAll[T uint8 | uint16 | uint32](to []T, codes []int32) []T {
	n := len(to)
	to = slices.Grow(to, len(codes))[:n+len(codes)]
	for i, into := 0, to[n:]; i < len(into); i++ {
		into[i] = T(codes[i])
	}
	return to
}

// At is the code of a row.
func (c *Codes) At(row int64) uint32 {
	switch {
	case c.constant:
		return 0
	case c.own:
		return uint32(row)
	case c.small != nil:
		return uint32(c.small[row])
	case c.middle != nil:
		return uint32(c.middle[row])
	}
	return c.large[row]
}

// SizeBytes is about what the rows take in memory, the texts apart.
func (c *Codes) SizeBytes() int64 {
	return int64(cap(c.small)) + 2*int64(cap(c.middle)) + 4*int64(cap(c.large))
}

// Mark puts into found those rows of within whose code is one of the wanted.
func (c *Codes) Mark(wanted []bool, within, found *Set) {
	if c.constant {
		if wanted[0] {
			found.Or(within)
		}
		return
	}
	if c.own {
		within.Each(0, within.Len(), func(row int64) bool {
			if wanted[row] {
				found.Add(row)
			}
			return true
		})
		return
	}
	yes := make([]uint8, len(wanted))
	for i, w := range wanted {
		if w {
			yes[i] = 1
		}
	}
	switch {
	case c.small != nil:
		mark(c.small, yes, within, found)
	case c.middle != nil:
		mark(c.middle, yes, within, found)
	default:
		mark(c.large, yes, within, found)
	}
}

func mark[T uint8 | uint16 | uint32](codes []T, wanted []uint8, within, found *Set) {
	for i, w := range within.words {
		base := i << 6
		switch {
		case w == 0:
		case w == ^uint64(0):
			var out uint64
			for j, code := range codes[base : base+64] {
				out |= uint64(wanted[code]) << (j & 63)
			}
			found.words[i] |= out
		default:
			var out uint64
			for rest := w; rest != 0; rest &= rest - 1 {
				j := bits.TrailingZeros64(rest)
				out |= uint64(wanted[codes[base+j]]) << (j & 63)
			}
			found.words[i] |= out
		}
	}
}

// Tally adds to counts, by code, the rows [from, to) that are in the set.
func (c *Codes) Tally(s *Set, from, to int64, counts []int64) {
	switch {
	case c.constant:
		counts[0] += s.CountRange(from, to)
	case c.own:
		s.Each(from, to, func(row int64) bool {
			counts[row]++
			return true
		})
	case c.small != nil:
		tally(c.small, s, from, to, counts)
	case c.middle != nil:
		tally(c.middle, s, from, to, counts)
	default:
		tally(c.large, s, from, to, counts)
	}
}

func tally[T uint8 | uint16 | uint32](codes []T, s *Set, from, to int64, counts []int64) {
	for row := from; row < to; {
		w := s.words[row>>6] >> (row & 63)
		end := min(to, (row|63)+1)
		switch {
		case w == 0:
		case w == ^uint64(0) && end-row == 64:
			for _, code := range codes[row:end] {
				counts[code]++
			}
		default:
			for ; w != 0; w &= w - 1 {
				at := row + int64(bits.TrailingZeros64(w))
				if at >= end {
					break
				}
				counts[codes[at]]++
			}
		}
		row = end
	}
}
