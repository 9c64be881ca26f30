// SPDX-License-Identifier: Apache-2.0

package words

import (
	"encoding/binary"
	"hash/crc32"
	"io"
)

// Open reads what a file says of itself, and the filters of texts. It is ErrStale if it
// is not about the segment, or is damaged, and so may what is read later be.
func Open(r io.ReaderAt, sizeBytes int64, segment [32]byte, rows int64) (*Index, error) {
	text, err := readHead(r, sizeBytes)
	if err != nil || len(text) < len(segment) || [32]byte(text[:len(segment)]) != segment {
		return nil, ErrStale
	}
	h := &head{rest: text[len(segment):], sizeBytes: sizeBytes}
	if h.number(rows) != rows {
		return nil, ErrStale
	}
	x := &Index{Rows: rows, file: r, Others: h.number(1) == 1}
	for range h.count() {
		x.Rest = append(x.Rest, h.text())
	}
	var sizes []int64 // of filters, those of texts first
	for range TextColumns {
		sizes = append(sizes, h.number(sizeBytes))
	}
	x.shapes = h.section()
	for range h.count() {
		c := Column{Name: h.text(), Count: int(h.number(limitEntries))}
		sizes = append(sizes, h.number(sizeBytes))
		c.values, c.codes = h.section(), h.section()
		x.Columns = append(x.Columns, c)
	}
	filters := h.section()
	x.Attrs, x.Bodies = h.pages(r, rows), h.pages(r, rows)
	if h.bad || len(h.rest) > 0 {
		return nil, ErrStale
	}
	if !x.Bodies.some() {
		x.Bodies = nil
	}
	return x, x.readFilters(filters, sizes)
}

func readHead(r io.ReaderAt, sizeBytes int64) ([]byte, error) {
	var tail [tailBytes]byte
	var start [len(magic)]byte
	if sizeBytes < int64(len(magic)+tailBytes) {
		return nil, ErrStale
	}
	if _, err := r.ReadAt(tail[:], sizeBytes-tailBytes); err != nil {
		return nil, ErrStale
	}
	if _, err := r.ReadAt(start[:], 0); err != nil || string(start[:]) != magic {
		return nil, ErrStale
	}
	length := int64(binary.LittleEndian.Uint32(tail[:]))
	if length > min(limitHead, sizeBytes-tailBytes) {
		return nil, ErrStale
	}
	text := make([]byte, length)
	if _, err := r.ReadAt(text, sizeBytes-tailBytes-length); err != nil {
		return nil, ErrStale
	}
	if crc32.Checksum(text, castagnoli) != binary.LittleEndian.Uint32(tail[4:]) {
		return nil, ErrStale
	}
	return text, nil
}

// readFilters reads the filters of texts and columns.
func (x *Index) readFilters(p section, sizes []int64) error {
	data, err := read(x.file, p)
	if err != nil {
		return err
	}
	for i, size := range sizes {
		if size > int64(len(data)) || size%blockBytes != 0 {
			return ErrStale
		}
		one := filter(data[:size])
		data = data[size:]
		if i < len(TextColumns) {
			x.texts = append(x.texts, one)
		} else {
			x.Columns[i-len(TextColumns)].filter = one
		}
	}
	return nil
}

// some reports whether any page has words.
func (p *Pages) some() bool {
	for _, none := range p.empty {
		if !none {
			return true
		}
	}
	return false
}

// head is read piece by piece. Once it is bad, all that comes is zero.
type head struct {
	rest      []byte
	sizeBytes int64 // of the file
	bad       bool
}

// number is the next number, which is no greater than limit.
func (h *head) number(limit int64) int64 {
	v, n := binary.Uvarint(h.rest)
	if h.bad || n <= 0 || v > uint64(limit) {
		h.bad = true
		return 0
	}
	h.rest = h.rest[n:]
	return int64(v)
}

// count is the next number, of things of which each takes a byte at least.
func (h *head) count() int64 { return h.number(int64(len(h.rest))) }

func (h *head) text() string {
	n := h.count()
	text := string(h.rest[:n])
	h.rest = h.rest[n:]
	return text
}

func (h *head) section() section {
	s := section{at: h.number(h.sizeBytes), length: h.number(h.sizeBytes), sum: uint32(h.number(1<<32 - 1))}
	if s.at+s.length > h.sizeBytes {
		h.bad = true
	}
	return s
}

func (h *head) pages(r io.ReaderAt, rows int64) *Pages {
	p := &Pages{r: r}
	row := int64(0)
	for i := range h.count() {
		step := h.number(2*rows + 1)
		if row += step >> 1; row >= rows || i > 0 && step < 2 || i == 0 && step > 1 {
			h.bad = true
		}
		p.Starts, p.empty = append(p.Starts, row), append(p.empty, step&1 == 1)
	}
	p.blocks, p.at = int(h.number(h.sizeBytes)), h.number(h.sizeBytes)
	if p.at+int64(p.blocks)*int64(stripeBytes(len(p.Starts))) > h.sizeBytes {
		h.bad = true
	}
	return p
}
