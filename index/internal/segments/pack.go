// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// limitPage bounds what a page may take, packed or unpacked.
const limitPage = 1 << 30

// unzip is safe for DecodeAll from several goroutines.
var unzip = sync.OnceValue(func() *zstd.Decoder {
	r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(limitPage))
	if err != nil {
		panic("segments: options of zstd: " + err.Error())
	}
	return r
})

// pack is a page of a column chunk as it lies in the file, and unpacked. It is for one
// goroutine; its memory is used again for the next page.
type pack struct {
	header format.PageHeader
	levels []byte // of a data page of an optional column
	body   []byte // unpacked
	file   []byte
	memory []byte
}

// packs are those that are not in use.
var packs = sync.Pool{New: func() any { return new(pack) }}

// errPage is what is wrong with a page.
var errPage = errors.New("page is not as its header says")

// read reads the page of so many bytes at an offset, and checks it.
func (p *pack) read(r io.ReaderAt, at, sizeBytes int64, zipped bool) error {
	if sizeBytes <= 0 || sizeBytes > limitPage || at < 0 {
		return fmt.Errorf("%w: %d bytes at %d", errPage, sizeBytes, at)
	}
	p.file = slices.Grow(p.file[:0], int(sizeBytes))[:sizeBytes]
	if _, err := r.ReadAt(p.file, at); err != nil {
		return err
	}
	length, err := p.readHeader(p.file)
	if err != nil {
		return err
	}
	body := p.file[length:]
	if len(body) != int(p.header.CompressedPageSize) || crc32.ChecksumIEEE(body) != uint32(p.header.CRC) {
		return errPage
	}
	n := 0
	if v2 := &p.header.DataPageHeaderV2; v2.Valid {
		n = int(v2.V.DefinitionLevelsByteLength)
	}
	if n < 0 || n > len(body) {
		return errPage
	}
	p.levels, p.body = body[:n], body[n:]
	if zipped {
		if p.memory, err = unzip().DecodeAll(p.body, p.memory[:0]); err != nil {
			return err
		}
		p.body = p.memory
	}
	if n+len(p.body) != int(p.header.UncompressedPageSize) {
		return errPage
	}
	return nil
}

// readHeader reads the header with which the text begins, and returns its length.
func (p *pack) readHeader(text []byte) (int, error) {
	p.header = format.PageHeader{}
	r := (&thrift.CompactProtocol{}).NewReaderFromBytes(text)
	if err := thrift.NewDecoder(r).Decode(&p.header); err != nil {
		return 0, err
	}
	return r.BytesRead(), nil
}
