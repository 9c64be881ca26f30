// SPDX-License-Identifier: Apache-2.0

package evtx

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"time"
)

// Signature is what the first bytes of a log are.
const Signature = "ElfFile\x00"

const (
	fileHeaderSize   = 4096
	chunkSize        = 65536
	chunkSignature   = "ElfChnk\x00"
	chunkHeaderSize  = 512
	flagDirty        = 1
	nodesPerByte     = 2 // six times what the densest real chunk needs
	nodesMaxPerChunk = chunkSize * nodesPerByte
)

// A Kind says what a run of bytes was found to be.
type Kind uint8

const (
	// Record is a record that was read: Event is set.
	Record Kind = iota
	// Reject is a run that was to be a record, a header or a chunk, and could
	// not be read as one. Reason is set.
	Reject
	// Skip is a run that carries no record: a header, free space.
	Skip
)

// String returns the lower-case name of the kind.
func (k Kind) String() string {
	switch k {
	case Record:
		return "record"
	case Reject:
		return "reject"
	case Skip:
		return "skip"
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// A Piece is one run of bytes of a log and what it was found to be. It may be
// kept, and so may its Event; a kept Event keeps its 64 KiB chunk in memory.
type Piece struct {
	Kind   Kind
	Offset int64 // of the first byte, from the start of the file
	Length int64 // in bytes, at least 1

	// Reason says why a Reject is one and what a Skip is, with anything
	// noteworthy about it: a checksum that does not match, a stale count. It is
	// empty for a Record. Offsets in it count from the start of the chunk.
	Reason string

	// RecordID and Written are those of the record's own header, which is not
	// what the event says of itself: System/EventRecordID and TimeCreated are
	// in Event. Written is UTC and exact to 100 ns. Both are also set for a
	// Reject that has a sound record header around a bad body; elsewhere zero.
	RecordID uint64
	Written  time.Time

	// Remnant is true for a Record in what its chunk calls free space, unless
	// it carries on directly, in place and number, from the record before. It
	// is left over from an earlier use of these bytes. It may repeat a record
	// that is elsewhere in the log, may have been cleared, and may even come
	// from another log: in real files, firewall events were found in the free
	// space of an empty VPN log. Event says its Channel and Computer.
	Remnant bool

	// Event is the root element of a Record, and nil for the other kinds.
	Event *Element
}

// A Visitor receives the pieces of a log one by one. An error from it ends the
// walk.
type Visitor func(Piece) error

// Read walks a log of the given size in bytes and calls visit once for each
// piece, in the order of their offsets. If Read returns nil, the pieces visited
// tile [0, size): no byte is missing and none is in two pieces.
//
// Damage is not an error but a Reject; so is input that is no event log at all
// (see [Signature]). An error is either visit's, returned as it is, or r's,
// wrapped with the offset. Then the pieces so far tile the file up to there.
//
// Read reads each byte once in most cases and holds one chunk in memory. It
// keeps no state between calls: calls for different readers may run at once.
func Read(r io.ReaderAt, size int64, visit Visitor) error {
	w := &walker{source: r, size: size, visit: visit, nodes: nodesMaxPerChunk}
	if err := w.fileHeader(); err != nil {
		return err
	}
	for w.pos < w.size {
		if err := w.next(); err != nil {
			return err
		}
	}
	return nil
}

// walker is a walk in progress. All before pos has been visited.
type walker struct {
	source io.ReaderAt
	size   int64
	visit  Visitor
	pos    int64

	buf        []byte // spare room for load; nil once a tree refers to it
	chunkCount int64  // what the file header says; -1: it says nothing
	nodes      int    // how many nodes the coming chunk may build
}

// emit visits the next p.Length bytes.
func (w *walker) emit(p Piece) error {
	p.Offset = w.pos
	w.pos += p.Length
	return w.visit(p)
}

func (w *walker) skip(length int, reason string) error {
	return w.emit(Piece{Kind: Skip, Length: int64(length), Reason: reason})
}

func (w *walker) reject(length int, reason string) error {
	return w.emit(Piece{Kind: Reject, Length: int64(length), Reason: reason})
}

// load returns up to n bytes from pos, fewer only at the end of the file.
func (w *walker) load(n int) ([]byte, error) {
	n = int(min(int64(n), w.size-w.pos))
	if cap(w.buf) < n {
		w.buf = make([]byte, chunkSize+len(chunkSignature))
	}
	data := w.buf[:n]
	got, err := w.source.ReadAt(data, w.pos)
	if got == n {
		return data, nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return nil, fmt.Errorf("read event log at offset %d: %w", w.pos+int64(got), err)
}

// fileHeader visits the file header, if there is one.
func (w *walker) fileHeader() error {
	w.chunkCount = -1
	if w.size <= 0 {
		return nil
	}
	data, err := w.load(fileHeaderSize)
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(data, []byte(Signature)) {
		return nil
	}
	if len(data) < fileHeaderSize {
		return w.reject(len(data), fmt.Sprintf("file header cut to %d of %d bytes by the end of the file", len(data), fileHeaderSize))
	}
	w.chunkCount = int64(binary.LittleEndian.Uint16(data[42:]))
	notes := []string{"file header"}
	if binary.LittleEndian.Uint32(data[120:])&flagDirty != 0 {
		notes = append(notes, "log is dirty")
	}
	if binary.LittleEndian.Uint32(data[124:]) != crc32.ChecksumIEEE(data[:120]) {
		notes = append(notes, "checksum does not match")
	}
	return w.skip(len(data), strings.Join(notes, "; "))
}

// next visits a chunk, or what stands where one should.
func (w *walker) next() error {
	// The few bytes beyond a chunk are for a signature that straddles its end.
	data, err := w.load(chunkSize + len(chunkSignature) - 1)
	if err != nil {
		return err
	}
	start := w.pos
	if bytes.HasPrefix(data, []byte(chunkSignature)) {
		err = w.chunk(data[:min(len(data), chunkSize)])
	} else {
		err = w.gap(data)
	}
	w.nodes = min(nodesMaxPerChunk, w.nodes+int(w.pos-start)*nodesPerByte)
	return err
}

// gap visits what comes before the next chunk signature, one chunk's length at
// most, of data, which does not begin with one.
func (w *walker) gap(data []byte) error {
	length := min(len(data), chunkSize)
	if i := bytes.Index(data, []byte(chunkSignature)); i > 0 {
		length = i
	}
	switch {
	case isZero(data[:length]):
		return w.skip(length, "unused space between or after chunks")
	case w.pos == 0:
		return w.reject(length, "no event log: neither a file header nor a chunk begins here")
	case w.pos+int64(length) == w.size && length < chunkSize:
		return w.reject(length, fmt.Sprintf("tail of %d bytes is no chunk: signature missing", length))
	}
	return w.reject(length, "bad chunk: signature missing")
}

func isZero(data []byte) bool {
	for len(data) >= 8 {
		if binary.LittleEndian.Uint64(data) != 0 {
			return false
		}
		data = data[8:]
	}
	for _, b := range data {
		if b != 0 {
			return false
		}
	}
	return true
}
