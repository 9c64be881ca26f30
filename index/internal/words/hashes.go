// SPDX-License-Identifier: Apache-2.0

package words

import (
	"slices"

	"dossier/index/query"
)

// FNV-1a.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// Hash is a word's hash: FNV-1a, mixed once more so that all bits depend on all.
func Hash(word string) uint64 {
	h := uint64(fnvOffset)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * fnvPrime
	}
	return mixed(h)
}

func mixed(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}

// prefixBytes is how many letters of a longer word the filters know besides.
const prefixBytes = 4

// prefixBegin is FNV-1a of the zero with which prefixHash begins.
var prefixBegin = func(h uint64) uint64 { return h * fnvPrime }(fnvOffset)

// prefixed reports whether the filters know the beginning of a longer word: if it is
// letters of ASCII. Numbers begin in too many ways to know them all.
func prefixed(word string) bool {
	for i := range prefixBytes {
		if c := word[i]; c <= '9' || c >= 0x80 {
			return false
		}
	}
	return true
}

// prefixHash is the hash of the beginning of a longer word.
func prefixHash(begin string) uint64 { return Hash("\x00" + begin) }

func ascii[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// hashSet is the hashes of the words of a page. The zero hashSet is empty.
type hashSet struct {
	list  []uint64 // each once
	slots []uint64 // open addressing, 0 where there is none; its length is a power of two
	zero  bool     // whether it has the hash 0
}

func (s *hashSet) add(hash uint64) {
	if hash == 0 {
		if !s.zero {
			s.zero, s.list = true, append(s.list, 0)
		}
		return
	}
	if len(s.list)*2 >= len(s.slots) {
		s.grow()
	}
	mask := uint64(len(s.slots) - 1)
	at := hash & mask
	for ; s.slots[at] != 0; at = (at + 1) & mask {
		if s.slots[at] == hash {
			return
		}
	}
	s.slots[at], s.list = hash, append(s.list, hash)
}

func (s *hashSet) grow() {
	s.slots = make([]uint64, max(1<<10, 2*len(s.slots)))
	mask := uint64(len(s.slots) - 1)
	for _, hash := range s.list {
		at := hash & mask
		for s.slots[at] != 0 {
			at = (at + 1) & mask
		}
		s.slots[at] = hash
	}
}

// take returns the hashes and empties the set.
func (s *hashSet) take() []uint64 {
	taken := slices.Clone(s.list)
	clear(s.slots)
	s.list, s.zero = s.list[:0], false
	return taken
}

// addWords adds the hashes of a text's words, and of the beginnings of longer ones, so
// that most words with * at their end need not be looked for on every page.
func (s *hashSet) addWords(text []byte) {
	if ascii(text) {
		s.addASCII(text)
		return
	}
	query.EachWord(string(text), func(word string) {
		s.add(Hash(word))
		if len(word) > prefixBytes && prefixed(word) {
			s.add(prefixHash(word[:prefixBytes]))
		}
	})
}

// letters are the bytes that words of ASCII consist of, folded; 0 is between words.
var letters = func() (fold [256]byte) {
	for c := range 0x80 {
		query.EachWord(string(rune(c)), func(word string) { fold[c] = word[0] })
	}
	return fold
}()

// addASCII is addWords of a text of ASCII: words are found and hashed in one pass.
func (s *hashSet) addASCII(text []byte) {
	word, prefix, length, digits := uint64(fnvOffset), prefixBegin, 0, false
	for i := 0; i <= len(text); i++ {
		c := byte(0)
		if i < len(text) {
			c = letters[text[i]]
		}
		if c != 0 {
			word = (word ^ uint64(c)) * fnvPrime
			if length++; length <= prefixBytes {
				prefix = (prefix ^ uint64(c)) * fnvPrime
				digits = digits || c <= '9'
			}
			continue
		}
		if length > 0 {
			s.add(mixed(word))
			if length > prefixBytes && !digits {
				s.add(mixed(prefix))
			}
			word, prefix, length, digits = fnvOffset, prefixBegin, 0, false
		}
	}
}
