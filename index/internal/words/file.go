// SPDX-License-Identifier: Apache-2.0

package words

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/klauspost/compress/zstd"

	"dossier/index/internal/columns"
)

// magic begins the file, version included. The sections follow, then the head (a
// JSON object), its SHA-256, and its length (uint32, little-endian).
const magic = "dossier words 2\n"

const tailBytes = sha256.Size + 4

// limitHead bounds the head, and limitSection what a section may unpack to.
const (
	limitHead    = 16 << 20
	limitSection = 1 << 30
)

// ErrStale says that the file is not one about this segment, or is damaged: then
// the index is to be built anew.
var ErrStale = errors.New("file of words is of no use")

// section is a piece of the file.
type section struct {
	At     int64  `json:"at"`
	Length int64  `json:"length"`
	SHA256 string `json:"sha256"`
}

type columnHead struct {
	Name    string  `json:"name"`
	Entries int     `json:"entries"`
	Codes   section `json:"codes"` // zstd: see shapes.pack
}

type filterHead struct {
	Pages int     `json:"pages"`
	Place section `json:"place"`
}

// head says what lies where.
type head struct {
	Segment string       `json:"segment"` // SHA-256 of the segment
	Rows    int64        `json:"rows"`
	Columns []columnHead `json:"columns"`
	Rest    []string     `json:"rest"`
	Others  bool         `json:"others"`
	Bodies  bool         `json:"bodies"`
	Shapes  section      `json:"shapes"` // zstd: see shapes.encode
	Values  section      `json:"values"` // zstd: for each value its length (uvarint), then the bytes
	Attrs   filterHead   `json:"attrs"`
	Body    filterHead   `json:"body"`
}

// stored is an open file.
type stored struct {
	r    io.ReaderAt
	head head
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

// Encode writes an index that Build made, of the segment with the digest.
func (x *Index) Encode(segment [32]byte) ([]byte, error) {
	h := head{Segment: hex.EncodeToString(segment[:]), Rows: x.Rows, Rest: x.Rest, Others: x.Others, Bodies: x.Bodies}
	out := []byte(magic)
	put := func(data []byte) section {
		sum := sha256.Sum256(data)
		s := section{int64(len(out)), int64(len(data)), hex.EncodeToString(sum[:])}
		out = append(out, data...)
		return s
	}
	s := shapesOf(x.Columns, x.Rows)
	h.Shapes = put(packer().EncodeAll(s.encode(), nil))
	for i := range x.Columns {
		c := &x.Columns[i]
		h.Columns = append(h.Columns, columnHead{c.Name, c.Count, put(packer().EncodeAll(s.pack(i, c.codes, c.Count, x.Rows), nil))})
	}
	var values []byte
	for _, e := range x.entries {
		values = append(binary.AppendUvarint(values, uint64(len(e))), e...)
	}
	h.Values = put(packer().EncodeAll(values, nil))
	h.Attrs = filterHead{len(x.attrs.starts), put(append(x.attrs.encodedSizes(), x.attrs.data...))}
	h.Body = filterHead{len(x.bodies.starts), put(append(x.bodies.encodedSizes(), x.bodies.data...))}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("encode words: %w", err)
	}
	sum := sha256.Sum256(text)
	out = append(append(out, text...), sum[:]...)
	return binary.LittleEndian.AppendUint32(out, uint32(len(text))), nil
}

// Open reads what a file says of itself. It is ErrStale if it is not about the
// segment, and so may Values, Codes and the filters be later.
func Open(r io.ReaderAt, sizeBytes int64, segment [32]byte, rows int64) (*Index, error) {
	if sizeBytes < int64(len(magic)+tailBytes) {
		return nil, ErrStale
	}
	var tail [tailBytes]byte
	var start [len(magic)]byte
	if _, err := r.ReadAt(tail[:], sizeBytes-tailBytes); err != nil {
		return nil, ErrStale
	}
	if _, err := r.ReadAt(start[:], 0); err != nil || string(start[:]) != magic {
		return nil, ErrStale
	}
	length := int64(binary.LittleEndian.Uint32(tail[sha256.Size:]))
	if length > min(limitHead, sizeBytes-tailBytes) {
		return nil, ErrStale
	}
	text := make([]byte, length)
	if _, err := r.ReadAt(text, sizeBytes-tailBytes-length); err != nil {
		return nil, ErrStale
	}
	if sum := sha256.Sum256(text); !bytes.Equal(sum[:], tail[:sha256.Size]) {
		return nil, ErrStale
	}
	s := &stored{r: r}
	if err := json.Unmarshal(text, &s.head); err != nil || s.head.Segment != hex.EncodeToString(segment[:]) || s.head.Rows != rows {
		return nil, ErrStale
	}
	x := &Index{Rows: rows, Rest: s.head.Rest, Others: s.head.Others, Bodies: s.head.Bodies, file: s}
	first := 0
	for _, c := range s.head.Columns {
		if c.Entries < 0 || c.Entries >= limitEntries {
			return nil, ErrStale
		}
		x.Columns = append(x.Columns, Column{Name: c.Name, First: first, Count: c.Entries, place: c.Codes})
		first += c.Entries
	}
	return x, nil
}

// read reads a section and checks it.
func (s *stored) read(p section) ([]byte, error) {
	if p.Length < 0 || p.Length > limitSection || p.At < 0 {
		return nil, ErrStale
	}
	data := make([]byte, p.Length)
	if _, err := s.r.ReadAt(data, p.At); err != nil {
		return nil, ErrStale
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != p.SHA256 {
		return nil, ErrStale
	}
	return data, nil
}

func (s *stored) unpack(p section) ([]byte, error) {
	data, err := s.read(p)
	if err != nil {
		return nil, err
	}
	if data, err = unpacker().DecodeAll(data, nil); err != nil {
		return nil, ErrStale
	}
	return data, nil
}

// load reads the values and the filters, once; of what was built, it folds the values.
func (x *Index) load() error {
	x.once.Do(func() {
		if x.made {
			x.fold()
		} else {
			x.err = x.loadFrom(x.file)
		}
	})
	return x.err
}

func (x *Index) loadFrom(s *stored) error {
	values, err := s.unpack(s.head.Values)
	if err != nil {
		return err
	}
	packed, err := s.unpack(s.head.Shapes)
	if err != nil {
		return err
	}
	ok := false
	if x.shapes, ok = decodeShapes(packed, len(x.Columns), x.Rows); !ok {
		return ErrStale
	}
	total := 0
	for _, c := range x.Columns {
		total += c.Count
	}
	for range total {
		length, n := binary.Uvarint(values)
		if n <= 0 || length > uint64(len(values)-n) {
			return ErrStale
		}
		x.entries = append(x.entries, string(values[n:n+int(length)]))
		values = values[n+int(length):]
	}
	x.fold()
	if x.attrs, err = s.filter(s.head.Attrs); err != nil {
		return err
	}
	x.bodies, err = s.filter(s.head.Body)
	return err
}

func (s *stored) filter(h filterHead) (*Filter, error) {
	data, err := s.read(h.Place)
	if err != nil {
		return nil, err
	}
	f, ok := decodeFilter(h.Pages, data, s.head.Rows)
	if !ok {
		return nil, ErrStale
	}
	return f, nil
}

// Codes are the codes of a column. They are read each time: the caller keeps them.
func (x *Index) Codes(column int) (*columns.Codes, error) {
	c := &x.Columns[column]
	if c.codes != nil {
		return c.codes, nil
	}
	if err := x.load(); err != nil {
		return nil, err
	}
	data, err := x.file.unpack(c.place)
	if err != nil {
		return nil, err
	}
	codes, ok := x.shapes.unpack(data, column, c.Count, x.Rows)
	if !ok {
		return nil, ErrStale
	}
	return codes, nil
}
