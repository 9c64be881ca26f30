// SPDX-License-Identifier: Apache-2.0

package words

import (
	"dossier/index/query"
)

// A filter tells of some texts which words are surely not in them: a Bloom filter in
// blocks, each word in one block alone, which takes bitsPerWord bits a word and is
// wrong about one word in 150.
const (
	bitsPerWord = 12
	probes      = 7
	blockBytes  = 64
	probeBits   = 9 // of a place in a block
)

// Sought is what a text must have to match: for one of the alternatives, all of its
// words, by their hashes. nil says that nothing is known of it.
type Sought [][]uint64

// SoughtOf is what texts must have in which one of the finders finds something. nil
// finders say that nothing is known.
func SoughtOf(finders []*query.Finder) Sought {
	var s Sought
	for _, f := range finders {
		if list := f.Words(); list != nil {
			s = append(s, hashesOf(list))
			continue
		}
		begin := f.Prefix()
		if len(begin) < prefixBytes || !prefixed(begin) {
			return nil
		}
		begin = begin[:prefixBytes]
		s = append(s, []uint64{prefixHash(begin)}, []uint64{Hash(begin)})
	}
	return s
}

func hashesOf(words []string) []uint64 {
	list := make([]uint64, len(words))
	for i, w := range words {
		list[i] = Hash(w)
	}
	return list
}

// blocksFor is how many blocks so many words take.
func blocksFor(words int) int { return (words*bitsPerWord + 8*blockBytes - 1) / (8 * blockBytes) }

// blockOf is the block of a word in a filter of so many.
func blockOf(hash uint64, blocks int) int { return int(hash >> 32 * uint64(blocks) >> 32) }

// enter puts a word into its block.
func enter(block []byte, hash uint64) {
	places := mixed(hash * fnvPrime)
	for range probes {
		block[places>>3&(blockBytes-1)] |= 1 << (places & 7)
		places >>= probeBits
	}
}

// may reports whether the block may have the word.
func may(block []byte, hash uint64) bool {
	places := mixed(hash * fnvPrime)
	for range probes {
		if block[places>>3&(blockBytes-1)]&(1<<(places&7)) == 0 {
			return false
		}
		places >>= probeBits
	}
	return true
}

// filter is that of some texts, taken together.
type filter []byte

// filterOf makes a filter of the hashes of words.
func filterOf(hashes []uint64) filter {
	blocks := blocksFor(len(hashes))
	f := make(filter, blocks*blockBytes)
	for _, h := range hashes {
		at := blockOf(h, blocks) * blockBytes
		enter(f[at:at+blockBytes], h)
	}
	return f
}

// may reports whether one of the texts may have what is sought.
func (f filter) may(s Sought) bool {
	if s == nil {
		return true
	}
	blocks := len(f) / blockBytes
	for _, all := range s {
		if blocks > 0 && f.has(all, blocks) {
			return true
		}
	}
	return false
}

func (f filter) has(all []uint64, blocks int) bool {
	for _, h := range all {
		at := blockOf(h, blocks) * blockBytes
		if !may(f[at:at+blockBytes], h) {
			return false
		}
	}
	return true
}
