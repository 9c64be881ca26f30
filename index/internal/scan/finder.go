// SPDX-License-Identifier: Apache-2.0

package scan

import "bytes"

// finder looks for one literal in a buffer, from the front to the end.
type finder struct {
	literal
	buffer []byte
	rare   int     // the byte of the literal that is looked for
	cases  [2]byte // its spellings, perhaps twice the same
	next   [2]int  // where each stands next; len(buffer) if nowhere
	found  int     // the last answer; -1 before the first
}

// sampleBytes is how much of a buffer tells which bytes are rare in it.
const sampleBytes = 2 << 10

// frequencies counts the bytes in the middle of a buffer.
func frequencies(buffer []byte) *[256]int {
	var counts [256]int
	start := max(0, (len(buffer)-sampleBytes)/2)
	for _, b := range buffer[start:min(len(buffer), start+sampleBytes)] {
		counts[b]++
	}
	return &counts
}

func newFinder(l literal, buffer []byte, counts *[256]int) finder {
	f := finder{literal: l, buffer: buffer, found: -1}
	if !l.fold {
		return f
	}
	least := -1
	for i, b := range l.text {
		if n := counts[b] + counts[upper(b)]; least < 0 || n < least {
			f.rare, least = i, n
		}
	}
	b := l.text[f.rare]
	f.cases = [2]byte{b, upper(b)}
	f.next = [2]int{f.seek(0, f.rare), f.seek(1, f.rare)}
	return f
}

func upper(b byte) byte {
	if b >= 'a' && b <= 'z' {
		return b - 'a' + 'A'
	}
	return b
}

// seek is where a spelling of the rare byte stands from a place on.
func (f *finder) seek(spelling, from int) int {
	if spelling == 1 && f.cases[1] == f.cases[0] || from >= len(f.buffer) {
		return len(f.buffer)
	}
	if i := bytes.IndexByte(f.buffer[from:], f.cases[spelling]); i >= 0 {
		return from + i
	}
	return len(f.buffer)
}

// from is where the literal stands first at or behind a place, len(buffer) if
// nowhere. Places only grow.
func (f *finder) from(at int) int {
	if f.found >= at {
		return f.found
	}
	if f.fold {
		f.found = f.fromFolded(at)
		return f.found
	}
	f.found = len(f.buffer)
	if i := bytes.Index(f.buffer[min(at, len(f.buffer)):], f.text); i >= 0 {
		f.found = at + i
	}
	return f.found
}

func (f *finder) fromFolded(at int) int {
	for i := range f.next {
		if f.next[i] < at+f.rare {
			f.next[i] = f.seek(i, at+f.rare)
		}
	}
	for {
		which := 0
		if f.next[1] < f.next[0] {
			which = 1
		}
		place := f.next[which]
		if place >= len(f.buffer) {
			return len(f.buffer)
		}
		start := place - f.rare
		if start+len(f.text) <= len(f.buffer) && f.stands(start) {
			return start
		}
		f.next[which] = f.seek(which, place+1)
	}
}

// stands reports whether the literal stands at a place, without case.
func (f *finder) stands(start int) bool {
	for i, b := range f.text {
		if lower(f.buffer[start+i]) != b {
			return false
		}
	}
	return true
}
