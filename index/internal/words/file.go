// SPDX-License-Identifier: Apache-2.0

package words

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"dossier/index/internal/columns"
)

// magic begins the file, version included. The sections follow, then the head, and of
// the head its length and its CRC-32C (uint32 each, little-endian).
const magic = "dossier words 3\n"

const tailBytes = 8

// limitHead bounds the head, and limitSection what a section may unpack to.
const (
	limitHead    = 64 << 20
	limitSection = 1 << 30
)

// ErrStale says that the file is not one about this segment, or is damaged: then
// the index is to be built anew.
var ErrStale = errors.New("file of words is of no use")

// section is a piece of the file.
type section struct {
	at, length int64
	sum        uint32 // CRC-32C
}

// The coders are safe for EncodeAll and DecodeAll from several goroutines.
var (
	packer = sync.OnceValue(func() *zstd.Encoder {
		w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(2))
		if err != nil {
			panic("words: options of zstd: " + err.Error())
		}
		return w
	})
	unpacker = sync.OnceValue(func() *zstd.Decoder {
		r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(4), zstd.WithDecoderMaxMemory(limitSection))
		if err != nil {
			panic("words: options of zstd: " + err.Error())
		}
		return r
	})
)

// file is a file in the making.
type file struct{ out, head []byte }

func (f *file) number(n int64) { f.head = binary.AppendUvarint(f.head, uint64(n)) }

func (f *file) text(s string) {
	f.number(int64(len(s)))
	f.head = append(f.head, s...)
}

// place writes a section, and where it is into the head.
func (f *file) place(data []byte) {
	f.number(int64(len(f.out)))
	f.number(int64(len(data)))
	f.number(int64(crc32.Checksum(data, castagnoli)))
	f.out = append(f.out, data...)
}

// pages writes the filters of pages: in the head how many pages there are, of each how
// many rows after the one before it begins, twice that and one more if it has no words,
// then how many blocks there are, and where.
func (f *file) pages(p *pageWords) {
	f.number(int64(len(p.starts)))
	before := int64(0)
	for i, start := range p.starts {
		step := 2 * (start - before)
		if len(p.hashes[i]) == 0 {
			step++
		}
		f.number(step)
		before = start
	}
	blocks, stripes := p.encode()
	f.number(int64(blocks))
	f.number(int64(len(f.out)))
	f.out = append(f.out, stripes...)
}

// Encode writes what Build made, of the segment with the digest.
func (b *Built) Encode(segment [32]byte) []byte {
	f := &file{out: []byte(magic), head: append([]byte(nil), segment[:]...)}
	f.number(b.rows)
	f.number(map[bool]int64{true: 1}[b.others])
	f.number(int64(len(b.rest)))
	for _, name := range b.rest {
		f.text(name)
	}
	var filters []byte
	for _, list := range b.texts {
		one := filterOf(list)
		f.number(int64(len(one)))
		filters = append(filters, one...)
	}
	s := shapesOf(b.columns, b.rows)
	f.place(packer().EncodeAll(s.encode(), nil))
	f.number(int64(len(b.columns)))
	for i := range b.columns {
		c := &b.columns[i]
		one := filterOf(c.hashes)
		filters = append(filters, one...)
		f.text(c.name)
		f.number(int64(c.values.Count()))
		f.number(int64(len(one)))
		f.place(packer().EncodeAll(encodeValues(c.values), nil))
		f.place(packer().EncodeAll(s.pack(i, c.codes, c.values.Count(), b.rows), nil))
	}
	f.place(filters)
	f.pages(&b.attrs)
	f.pages(&b.bodies)
	f.out = append(f.out, f.head...)
	f.out = binary.LittleEndian.AppendUint32(f.out, uint32(len(f.head)))
	return binary.LittleEndian.AppendUint32(f.out, crc32.Checksum(f.head, castagnoli))
}

// encodeValues writes of each value its length (uvarint) and its bytes.
func encodeValues(values *columns.Blob) []byte {
	var out []byte
	for i := range values.Count() {
		v := values.At(i)
		out = append(binary.AppendUvarint(out, uint64(len(v))), v...)
	}
	return out
}

func decodeValues(data []byte, count int) (*columns.Blob, error) {
	var text strings.Builder
	text.Grow(len(data))
	ends := make([]uint32, count)
	for i := range ends {
		length, n := binary.Uvarint(data)
		if n <= 0 || length > uint64(len(data)-n) {
			return nil, ErrStale
		}
		text.Write(data[n : n+int(length)])
		ends[i], data = uint32(text.Len()), data[n+int(length):]
	}
	return &columns.Blob{Text: text.String(), Ends: ends}, nil
}

// read reads a section and checks it.
func read(r io.ReaderAt, p section) ([]byte, error) {
	data := make([]byte, p.length)
	if _, err := r.ReadAt(data, p.at); err != nil || crc32.Checksum(data, castagnoli) != p.sum {
		return nil, ErrStale
	}
	return data, nil
}

func unpack(r io.ReaderAt, p section) ([]byte, error) {
	data, err := read(r, p)
	if err != nil {
		return nil, err
	}
	if data, err = unpacker().DecodeAll(data, nil); err != nil {
		return nil, ErrStale
	}
	return data, nil
}
