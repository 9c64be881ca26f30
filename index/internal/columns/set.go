// SPDX-License-Identifier: Apache-2.0

// Package columns holds the rows and columns of a segment as a search works on
// them: sets of rows, texts as numbers, and numbers of which some are absent.
package columns

import "math/bits"

// Set is some of the rows [0, Len()) of a segment. It may be read from several
// goroutines as long as none changes it.
type Set struct {
	words []uint64
	n     int64
	ranks []uint32 // rows in the set before word i; made by Index
}

// NewSet is the set without rows of a segment of n.
func NewSet(n int64) *Set { return &Set{words: make([]uint64, (n+63)/64), n: n} }

// Len is how many rows the segment has.
func (s *Set) Len() int64 { return s.n }

// Clone is a copy.
func (s *Set) Clone() *Set { return &Set{words: append([]uint64(nil), s.words...), n: s.n} }

// Has reports whether the row is in the set.
func (s *Set) Has(row int64) bool { return s.words[row>>6]&(1<<(row&63)) != 0 }

// Add puts a row into the set.
func (s *Set) Add(row int64) { s.words[row>>6] |= 1 << (row & 63) }

// AddRange puts the rows [from, to) into the set.
func (s *Set) AddRange(from, to int64) {
	for row := from; row < to; {
		if row&63 == 0 && to-row >= 64 {
			s.words[row>>6] = ^uint64(0)
			row += 64
			continue
		}
		s.Add(row)
		row++
	}
}

// And leaves what is in both.
func (s *Set) And(other *Set) {
	for i := range s.words {
		s.words[i] &= other.words[i]
	}
}

// AndNot takes out what is in the other.
func (s *Set) AndNot(other *Set) {
	for i := range s.words {
		s.words[i] &^= other.words[i]
	}
}

// Or puts in what is in the other.
func (s *Set) Or(other *Set) {
	for i := range s.words {
		s.words[i] |= other.words[i]
	}
}

// AndNotBytes takes out the rows whose bit row%8 of byte row/8 is set.
func (s *Set) AndNotBytes(marks []byte) {
	for i, b := range marks {
		if b != 0 && i>>3 < len(s.words) {
			s.words[i>>3] &^= uint64(b) << (8 * (i & 7))
		}
	}
}

// AndBytes leaves the rows whose bit row%8 of byte row/8 is set.
func (s *Set) AndBytes(marks []byte) {
	for i := range s.words {
		var w uint64
		for j := range 8 {
			if at := 8*i + j; at < len(marks) {
				w |= uint64(marks[at]) << (8 * j)
			}
		}
		s.words[i] &= w
	}
}

// Empty reports whether there is no row in the set.
func (s *Set) Empty() bool {
	for _, w := range s.words {
		if w != 0 {
			return false
		}
	}
	return true
}

// Count is how many rows there are in the set.
func (s *Set) Count() int64 { return s.CountRange(0, s.n) }

// CountRange is how many of the rows [from, to) are in the set.
func (s *Set) CountRange(from, to int64) int64 {
	if from >= to {
		return 0
	}
	first, last := from>>6, (to-1)>>6
	low, high := ^uint64(0)<<(from&63), ^uint64(0)>>(63-(to-1)&63)
	if first == last {
		return int64(bits.OnesCount64(s.words[first] & low & high))
	}
	n := bits.OnesCount64(s.words[first]&low) + bits.OnesCount64(s.words[last]&high)
	for _, w := range s.words[first+1 : last] {
		n += bits.OnesCount64(w)
	}
	return int64(n)
}

// Each calls each for the rows of [from, to) that are in the set, in ascending
// order, as long as it returns true.
func (s *Set) Each(from, to int64, each func(row int64) bool) {
	for row := s.Next(from); row < to; row = s.Next(row + 1) {
		if !each(row) {
			return
		}
	}
}

// Next is the first row from the given one on that is in the set; Len() if there is
// none.
func (s *Set) Next(row int64) int64 {
	if row >= s.n {
		return s.n
	}
	i := row >> 6
	if w := s.words[i] >> (row & 63); w != 0 {
		return row + int64(bits.TrailingZeros64(w))
	}
	for i++; i < int64(len(s.words)); i++ {
		if w := s.words[i]; w != 0 {
			return i<<6 + int64(bits.TrailingZeros64(w))
		}
	}
	return s.n
}

// Index prepares Rank and Select. The set must not be changed afterwards.
func (s *Set) Index() {
	s.ranks = make([]uint32, len(s.words)+1)
	n := uint32(0)
	for i, w := range s.words {
		s.ranks[i] = n
		n += uint32(bits.OnesCount64(w))
	}
	s.ranks[len(s.words)] = n
}

// Rank is how many rows of the set lie before the row. Index must have been called.
func (s *Set) Rank(row int64) int64 {
	i := row >> 6
	if i >= int64(len(s.words)) {
		return int64(s.ranks[len(s.words)])
	}
	return int64(s.ranks[i]) + int64(bits.OnesCount64(s.words[i]&(1<<(row&63)-1)))
}
