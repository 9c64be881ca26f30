// SPDX-License-Identifier: Apache-2.0

package words

import (
	"encoding/binary"
	"sort"
)

// A filter tells of a page which words are surely not in it: a Bloom filter, which
// takes bitsPerWord bits a word and is wrong about one word in 300.
const (
	bitsPerWord = 12
	probes      = 8
)

// Filter is the filters of a column's pages. Immutable.
type Filter struct {
	starts []int64  // first row of each page
	ends   []uint32 // of each page's filter in data
	data   []byte
}

// Pages is how many pages there are.
func (f *Filter) Pages() int { return len(f.starts) }

// PageOf is the page of a row.
func (f *Filter) PageOf(row int64) int {
	return sort.Search(len(f.starts), func(i int) bool { return f.starts[i] > row }) - 1
}

// Start is the first row of a page; that behind the last page is the number of rows.
func (f *Filter) Start(page int, rows int64) int64 {
	if page == len(f.starts) {
		return rows
	}
	return f.starts[page]
}

// Empty reports whether the page has no words at all.
func (f *Filter) Empty(page int) bool { return len(f.page(page)) == 0 }

// May reports whether the page may have all of the words, of which the hashes are
// given.
func (f *Filter) May(page int, hashes []uint64) bool {
	bits := f.page(page)
	if len(bits) == 0 {
		return false
	}
	for _, h := range hashes {
		for i := range uint32(probes) {
			at := place(h, i, len(bits))
			if bits[at>>3]&(1<<(at&7)) == 0 {
				return false
			}
		}
	}
	return true
}

func (f *Filter) page(page int) []byte {
	start := uint32(0)
	if page > 0 {
		start = f.ends[page-1]
	}
	return f.data[start:f.ends[page]]
}

// add makes the filter of the next page, of the hashes of its words. They are
// forgotten.
func (f *Filter) add(start int64, hashes *hashSet) {
	bits := make([]byte, (len(hashes.list)*bitsPerWord+7)/8)
	for _, h := range hashes.list {
		for i := range uint32(probes) {
			at := place(h, i, len(bits))
			bits[at>>3] |= 1 << (at & 7)
		}
	}
	f.data = append(f.data, bits...)
	f.starts, f.ends = append(f.starts, start), append(f.ends, uint32(len(f.data)))
	hashes.reset()
}

// place is the bit of a word's probe in a filter of so many bytes.
func place(hash uint64, probe uint32, sizeBytes int) uint64 {
	mixed := uint32(hash) + probe*(uint32(hash>>32)|1)
	return uint64(mixed) * uint64(sizeBytes) * 8 >> 32
}

// MayBegin reports whether the page may have a word that begins so. Of less than
// four letters of ASCII, nothing is known.
func (f *Filter) MayBegin(page int, prefix string) bool {
	if len(prefix) < prefixBytes || !ascii(prefix[:prefixBytes]) {
		return !f.Empty(page)
	}
	begin := prefix[:prefixBytes]
	return f.May(page, []uint64{prefixHash(begin)}) || f.May(page, []uint64{Hash(begin)})
}

// encodedSizes are the lengths of the filters, as they are stored.
func (f *Filter) encodedSizes() []byte {
	var out []byte
	before := uint32(0)
	for i, end := range f.ends {
		first := f.starts[i]
		if i > 0 {
			first -= f.starts[i-1]
		}
		out = binary.AppendUvarint(out, uint64(first))
		out = binary.AppendUvarint(out, uint64(end-before))
		before = end
	}
	return out
}

// decodeFilter reads encodedSizes and the data behind; false if they do not agree.
func decodeFilter(pages int, text []byte, rows int64) (*Filter, bool) {
	f := &Filter{}
	var start, end uint64
	for i := range pages {
		first, n := binary.Uvarint(text)
		size, m := binary.Uvarint(text[max(n, 0):])
		if n <= 0 || m <= 0 || size > uint64(len(text)) || first > uint64(rows) || i > 0 && first == 0 || i == 0 && first != 0 {
			return nil, false
		}
		text = text[n+m:]
		start, end = start+first, end+size
		if start >= uint64(rows) || end > 1<<31 {
			return nil, false
		}
		f.starts, f.ends = append(f.starts, int64(start)), append(f.ends, uint32(end))
	}
	f.data = text
	return f, uint64(len(text)) == end
}
