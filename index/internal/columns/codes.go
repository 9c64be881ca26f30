// SPDX-License-Identifier: Apache-2.0

package columns

import (
	"math/bits"
	"sort"
	"strings"
)

// Codes is a column of texts, each of which is kept once: the row has the entry of
// its code. Immutable, apart from what Folded keeps; safe for concurrent use.
type Codes struct {
	Entries []string

	small  []uint8 // by row; one of the three
	middle []uint16
	large  []uint32
}

// NewCodes makes a column of numbers below limit; rows are appended to it.
func NewCodes(entries []string, limit int, rows int64) *Codes {
	c := &Codes{Entries: entries}
	switch {
	case limit <= 1<<8:
		c.small = make([]uint8, 0, rows)
	case limit <= 1<<16:
		c.middle = make([]uint16, 0, rows)
	default:
		c.large = make([]uint32, 0, rows)
	}
	return c
}

// Append adds a row.
func (c *Codes) Append(code uint32) {
	switch {
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
	case c.small != nil:
		for _, code := range codes {
			c.small = append(c.small, uint8(code))
		}
	case c.middle != nil:
		for _, code := range codes {
			c.middle = append(c.middle, uint16(code))
		}
	default:
		for _, code := range codes {
			c.large = append(c.large, uint32(code))
		}
	}
}

// At is the code of a row.
func (c *Codes) At(row int64) uint32 {
	switch {
	case c.small != nil:
		return uint32(c.small[row])
	case c.middle != nil:
		return uint32(c.middle[row])
	}
	return c.large[row]
}

// SizeBytes is about what the column takes in memory.
func (c *Codes) SizeBytes() int64 {
	n := int64(cap(c.small)) + 2*int64(cap(c.middle)) + 4*int64(cap(c.large))
	for _, e := range c.Entries {
		n += 16 + int64(len(e))
	}
	return n
}

// Mark puts into found those rows of within whose code is one of the wanted.
func (c *Codes) Mark(wanted []bool, within, found *Set) {
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

// Blob is texts one behind the other, for looking for a piece in all of them at
// once. Immutable.
type Blob struct {
	Text string
	Ends []uint32 // of text i; it begins where the one before ends
}

// NewBlob joins texts, of which none is longer than the whole may be: 4 GiB.
func NewBlob(texts []string) *Blob {
	var b strings.Builder
	blob := &Blob{Ends: make([]uint32, len(texts))}
	for i, text := range texts {
		b.WriteString(text)
		blob.Ends[i] = uint32(b.Len())
	}
	blob.Text = b.String()
	return blob
}

// At is text i.
func (b *Blob) At(i int) string {
	start := uint32(0)
	if i > 0 {
		start = b.Ends[i-1]
	}
	return b.Text[start:b.Ends[i]]
}

// Find calls each for every text that holds the piece, in order, once.
func (b *Blob) Find(piece string, each func(i int)) {
	for at := 0; at < len(b.Text); {
		hit := strings.Index(b.Text[at:], piece)
		if hit < 0 {
			return
		}
		at += hit
		i := sort.Search(len(b.Ends), func(i int) bool { return int(b.Ends[i]) > at })
		if end := int(b.Ends[i]); at+len(piece) <= end {
			each(i)
			at = end
		} else {
			at++
		}
	}
}

// SizeBytes is about what it takes in memory.
func (b *Blob) SizeBytes() int64 { return int64(len(b.Text)) + 4*int64(len(b.Ends)) }
