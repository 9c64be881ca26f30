// SPDX-License-Identifier: Apache-2.0

package words

import (
	"encoding/binary"
	"hash/crc32"
	"io"
)

// pageWords are the hashes of the words on each page of a column, while they come in.
type pageWords struct {
	starts []int64    // first row of each page
	hashes [][]uint64 // each word of a page once
}

// Pages are the filters of a column's pages. All have as many blocks, and the blocks of
// a word's place lie together: what a word needs is read at once, and nothing else.
// Safe for concurrent use.
type Pages struct {
	Starts []int64 // first row of each page
	empty  []bool  // pages without words
	blocks int
	r      io.ReaderAt
	at     int64 // of the first stripe
}

// stripeBytes is what the blocks of one place take: one of each page, and a CRC-32C.
func stripeBytes(pages int) int { return pages*blockBytes + 4 }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// encode makes the stripes. A page of many more words than the others shares blocks
// among more of them: it is likelier to be read in vain.
func (p *pageWords) encode() (blocks int, stripes []byte) {
	most, all := 0, 0
	for _, list := range p.hashes {
		most, all = max(most, len(list)), all+len(list)
	}
	if all == 0 {
		return 0, nil
	}
	blocks = max(1, min(blocksFor(most), 2*blocksFor(all/len(p.hashes))))
	size := stripeBytes(len(p.hashes))
	stripes = make([]byte, blocks*size)
	for page, list := range p.hashes {
		for _, h := range list {
			at := blockOf(h, blocks)*size + page*blockBytes
			enter(stripes[at:at+blockBytes], h)
		}
	}
	for at := 0; at < len(stripes); at += size {
		end := at + size - 4
		binary.LittleEndian.PutUint32(stripes[end:], crc32.Checksum(stripes[at:end], castagnoli))
	}
	return blocks, stripes
}

// May says of each page whether it may have what is sought. It reads a stripe for each
// word; ErrStale says that one is damaged.
func (p *Pages) May(s Sought) ([]bool, error) {
	found := make([]bool, len(p.Starts))
	if s == nil || p.blocks == 0 {
		for i := range found {
			found[i] = !p.empty[i]
		}
		return found, nil
	}
	stripe := make([]byte, stripeBytes(len(p.Starts)))
	left := make([]bool, len(found))
	for _, all := range s {
		for i := range left {
			left[i] = !p.empty[i]
		}
		for _, h := range all {
			if err := p.read(blockOf(h, p.blocks), stripe); err != nil {
				return nil, err
			}
			for i := range left {
				left[i] = left[i] && may(stripe[i*blockBytes:(i+1)*blockBytes], h)
			}
		}
		for i := range found {
			found[i] = found[i] || left[i]
		}
	}
	return found, nil
}

func (p *Pages) read(block int, stripe []byte) error {
	if _, err := p.r.ReadAt(stripe, p.at+int64(block)*int64(len(stripe))); err != nil {
		return ErrStale
	}
	end := len(stripe) - 4
	if crc32.Checksum(stripe[:end], castagnoli) != binary.LittleEndian.Uint32(stripe[end:]) {
		return ErrStale
	}
	return nil
}

// End is the row behind the last of a page.
func (p *Pages) End(page int, rows int64) int64 {
	if page+1 < len(p.Starts) {
		return p.Starts[page+1]
	}
	return rows
}
