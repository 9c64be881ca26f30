// SPDX-License-Identifier: Apache-2.0

// Package withheld finds texts that may not stand in an export, however they are
// spelled there. Redaction takes out what it finds, and the scan of the files that
// were written looks with the same eyes once more.
//
// Texts are compared without regard to case, to how many and which white spaces
// stand between words, and to composed or decomposed accents. A text is found in any
// of its [Spellings]: as it is, and escaped as JSON, HTML, XML, URLs, CSV and RTF do.
//
// How a text is looked for depends on how much it says ([How]): a short one would be
// found by chance in the middle of other words and of digests.
package withheld

import (
	"cmp"
	"slices"
	"strings"
)

// How says where a text can be looked for without finding others by chance.
type How int

// The ways. A text of fewer than 4 letters and digits is looked for nowhere: it is
// redacted where a rule points at it, and whoever withholds it is told. One of 4 or 5,
// and one of up to 15 that could stand in a digest or a number (hexadecimal digits and
// punctuation only), is looked for as a whole word: nothing but a letter or digit
// must stand on neither side. Any other is looked for everywhere.
const (
	Nowhere How = iota
	AsWord
	Anywhere
)

// HowOf says how a text is looked for.
func HowOf(text string) How {
	letters, hex := 0, true
	for _, c := range text {
		if wordRune(c) {
			letters++
			hex = hex && hexRune(c)
		}
	}
	switch {
	case letters < 4:
		return Nowhere
	case letters < 6 || hex && letters < 16:
		return AsWord
	}
	return Anywhere
}

// limitKey is how many characters of a longer text are looked for: whoever finds the
// beginning has found the text.
const limitKey = 128

// Set is texts to look for. Immutable, and safe for concurrent use.
type Set struct {
	forms []form
	tiers []tier
}

// form is one spelling of one text.
type form struct {
	runes []rune // folded
	edge  edge
	value int // index of the text
}

// edge is what must stand on both sides of a form.
type edge int

const (
	anyEdge  edge = iota
	wordEdge      // no letter or digit
	markEdge      // an end of the text, or what sets fields of records and quotations apart
)

// tier finds forms of at least size characters by the hash of their first size.
type tier struct {
	size  int
	power uint64
	maybe [1 << 10]uint64 // a bit for each hash's highest 16 bits: most places need no look-up
	forms map[uint64][]int
}

var tierSizes = []int{1, 4, 8, 16, 32}

// NewSet makes a set. Texts that are looked for nowhere are never found.
func NewSet(texts []string) *Set {
	return newSet(texts, func(text string) (edge, bool) {
		switch HowOf(text) {
		case Anywhere:
			return anyEdge, true
		case AsWord:
			return wordEdge, true
		}
		return 0, false
	})
}

// NewPlaced makes a set of texts, however short, that are found only where they stand
// for themselves: as the whole text, in quotes, or as a field of a record of CSV, JSON
// or XML.
func NewPlaced(texts []string) *Set {
	return newSet(texts, func(text string) (edge, bool) { return markEdge, strings.TrimSpace(text) != "" })
}

func newSet(texts []string, edgeOf func(string) (edge, bool)) *Set {
	s := &Set{}
	for i, text := range texts {
		edge, wanted := edgeOf(text)
		if !wanted {
			continue
		}
		for _, spelling := range Spellings(beginning(text)) {
			if key := keyOf(spelling); len(key) > 0 {
				s.forms = append(s.forms, form{key, edge, i})
			}
		}
	}
	for _, size := range tierSizes {
		s.tiers = append(s.tiers, tier{size: size, power: powerOf(size), forms: map[uint64][]int{}})
	}
	for i, f := range s.forms {
		t := &s.tiers[tierOf(len(f.runes))]
		hash := hashOf(f.runes[:t.size])
		t.maybe[hash>>54] |= 1 << (hash >> 48 & 63)
		t.forms[hash] = append(t.forms[hash], i)
	}
	return s
}

// beginning is more of a text than is looked for, however it is spelled.
func beginning(text string) string {
	text = strings.TrimSpace(text)
	if len(text) <= 8*limitKey {
		return text
	}
	return strings.ToValidUTF8(text[:8*limitKey], "")
}

// keyOf is what is compared of a spelling.
func keyOf(spelling string) []rune {
	runes := fold(spelling).runes
	return runes[:min(len(runes), limitKey)]
}

func tierOf(length int) int {
	for i := len(tierSizes) - 1; i > 0; i-- {
		if length >= tierSizes[i] {
			return i
		}
	}
	return 0
}

// Empty reports whether there is nothing to find.
func (s *Set) Empty() bool { return len(s.forms) == 0 }

// Longest is the number of characters of the longest form: a text that is searched
// in pieces must overlap by so many.
func (s *Set) Longest() int {
	longest := 0
	for _, f := range s.forms {
		longest = max(longest, len(f.runes))
	}
	return longest
}

// Match is where a text was found: bytes from Start up to End, and which text.
type Match struct{ Start, End, Value int }

// Find finds all places in a text, also those that overlap, by their starts, of one
// start the longest first.
func (s *Set) Find(text string) []Match {
	if s.Empty() || text == "" {
		return nil
	}
	folded := fold(text)
	var found []Match
	for i := range s.tiers {
		found = s.tiers[i].find(s.forms, folded, found)
	}
	slices.SortFunc(found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.Value, b.Value))
	})
	return slices.Compact(found)
}

// find rolls a hash over the text and compares where it is that of a form.
func (t *tier) find(forms []form, text folded, found []Match) []Match {
	if len(t.forms) == 0 || len(text.runes) < t.size {
		return found
	}
	hash := hashOf(text.runes[:t.size])
	for at := 0; ; at++ {
		if t.maybe[hash>>54]&(1<<(hash>>48&63)) != 0 {
			for _, i := range t.forms[hash] {
				if f := forms[i]; f.at(text.runes, at) {
					found = append(found, Match{text.starts[at], text.ends[at+len(f.runes)-1], f.value})
				}
			}
		}
		if at+t.size >= len(text.runes) {
			return found
		}
		hash = (hash-uint64(text.runes[at])*t.power)*hashBase + uint64(text.runes[at+t.size])
	}
}

func (f form) at(text []rune, at int) bool {
	end := at + len(f.runes)
	if end > len(text) || !slices.Equal(text[at:end], f.runes) {
		return false
	}
	switch f.edge {
	case wordEdge:
		return (at == 0 || !wordRune(text[at-1])) && (end == len(text) || !wordRune(text[end]))
	case markEdge:
		return markBefore(text, at) && (end == len(text) || markRune(text[end]))
	}
	return true
}

// markBefore also takes the colon after a name in JSON for a mark, and no other: times
// have colons.
func markBefore(text []rune, at int) bool {
	return at == 0 || markRune(text[at-1]) || text[at-1] == ':' && at > 1 && text[at-2] == '"'
}

func markRune(c rune) bool { return strings.ContainsRune("\"'<>,;|=()[]{}\\‘’“”«»Þþ", c) }

const hashBase = 0x9E3779B97F4A7C15 // odd and large: a few characters reach all bits

// hashOf is the same as rolling over the text makes it.
func hashOf(runes []rune) uint64 {
	var hash uint64
	for _, c := range runes {
		hash = hash*hashBase + uint64(c)
	}
	return hash
}

// powerOf is what the first of size characters is multiplied by in a hash.
func powerOf(size int) uint64 {
	power := uint64(1)
	for range size - 1 {
		power *= hashBase
	}
	return power
}
