// SPDX-License-Identifier: Apache-2.0

package evtx

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"time"
)

const (
	recordSignature  = "**\x00\x00"
	recordHeaderSize = 24
	recordSizeMin    = recordHeaderSize + 4
)

// chunkHeader is what a reader needs of a chunk's header.
type chunkHeader struct {
	freeOffset int // where the records end; within the chunk
	notes      []string
}

// readChunkHeader reads the header of data, which is at least a header long.
// What is wrong with it is noted, and no reason to stop.
func readChunkHeader(data []byte) chunkHeader {
	h := chunkHeader{notes: []string{"chunk header and tables"}}
	headerSum := crc32.Update(crc32.ChecksumIEEE(data[:120]), crc32.IEEETable, data[128:chunkHeaderSize])
	if headerSum != binary.LittleEndian.Uint32(data[124:]) {
		h.notes = append(h.notes, "header checksum does not match")
	}
	if len(data) < chunkSize {
		h.notes = append(h.notes, fmt.Sprintf("chunk is cut to %d of %d bytes by the end of the file", len(data), chunkSize))
	}
	free := binary.LittleEndian.Uint32(data[48:])
	switch {
	case free < chunkHeaderSize || free > chunkSize:
		h.notes = append(h.notes, fmt.Sprintf("free space offset 0x%x is outside of the chunk", free))
		h.freeOffset = len(data)
		return h
	case int(free) > len(data):
		h.freeOffset = len(data)
		return h
	}
	h.freeOffset = int(free)
	if crc32.ChecksumIEEE(data[chunkHeaderSize:free]) != binary.LittleEndian.Uint32(data[52:]) {
		h.notes = append(h.notes, "records checksum does not match")
	}
	return h
}

// chunk visits a chunk: data begins with its signature and is a chunk long,
// unless the file ends before. A further chunk signature where a record should
// be ends it early: then bytes are missing from the file.
func (w *walker) chunk(data []byte) error {
	if len(data) < chunkHeaderSize {
		return w.reject(len(data), fmt.Sprintf("chunk header cut to %d of %d bytes by the end of the file", len(data), chunkHeaderSize))
	}
	h := readChunkHeader(data)
	if n := (w.pos - fileHeaderSize) / chunkSize; w.chunkCount >= 0 && n >= w.chunkCount {
		h.notes = append(h.notes, fmt.Sprintf("beyond the %d chunks that the file header counts", w.chunkCount))
	}
	if err := w.skip(chunkHeaderSize, strings.Join(h.notes, "; ")); err != nil {
		return err
	}
	c := &chunkWalk{
		walker: w, data: data, freeOffset: h.freeOffset, pos: chunkHeaderSize,
		tree: newBuilder(data, &w.nodes),
	}
	for c.pos < len(data) && !c.atChunk() {
		if err := c.next(); err != nil {
			return err
		}
	}
	return nil
}

// chunkWalk is the walk through the records of one chunk.
type chunkWalk struct {
	*walker
	data       []byte
	freeOffset int
	pos        int // in data
	tree       *builder

	chunkOffset  int    // in data, of the next chunk signature, if > pos
	lastRecordID uint64 // of the record that ends at pos; 0: none does
}

// atChunk tells whether a further chunk begins at pos.
func (c *chunkWalk) atChunk() bool {
	return bytes.HasPrefix(c.data[c.pos:], []byte(chunkSignature))
}

// next visits the record at pos, or what comes before the next one.
func (c *chunkWalk) next() error {
	size, err := frame(c.data[c.pos:])
	if err != nil {
		c.lastRecordID = 0
		return c.gap(c.resume(), err)
	}
	return c.record(size)
}

// frame returns the size of the record that data begins with. It checks the
// record's outer form only: signature, size, and the copy of the size.
func frame(data []byte) (int, error) {
	if len(data) < recordSizeMin {
		return 0, fmt.Errorf("record is cut after %d bytes", len(data))
	}
	if !bytes.HasPrefix(data, []byte(recordSignature)) {
		return 0, errors.New("record signature missing")
	}
	size := binary.LittleEndian.Uint32(data[4:])
	if size < recordSizeMin || size > chunkSize-chunkHeaderSize {
		return 0, fmt.Errorf("record size %d is impossible", size)
	}
	if int(size) > len(data) {
		return 0, fmt.Errorf("record of %d bytes is cut after %d", size, len(data))
	}
	if again := binary.LittleEndian.Uint32(data[size-4:]); again != size {
		return 0, fmt.Errorf("record size %d is not repeated at its end: %d", size, again)
	}
	return int(size), nil
}

// resume returns where in data, after pos, the next record or chunk begins, or
// the end of data.
func (c *chunkWalk) resume() int {
	if c.chunkOffset <= c.pos {
		c.chunkOffset = indexFrom(c.data, c.pos+1, chunkSignature)
	}
	for at := c.pos; ; {
		at = indexFrom(c.data, at+1, recordSignature)
		if at >= c.chunkOffset {
			return c.chunkOffset
		}
		if bytes.HasPrefix(c.data[at:], []byte(recordSignature)) && plausible(c.data[at:]) {
			return at
		}
	}
}

// plausible is frame without the wording, for positions tried by the thousand.
func plausible(data []byte) bool {
	if len(data) < recordSizeMin {
		return false
	}
	size := binary.LittleEndian.Uint32(data[4:])
	return size >= recordSizeMin && uint64(size) <= uint64(len(data)) && binary.LittleEndian.Uint32(data[size-4:]) == size
}

// indexFrom returns the first offset of the pattern in data that is at least
// from, or the length of data.
func indexFrom(data []byte, from int, pattern string) int {
	from = min(from, len(data))
	if i := bytes.Index(data[from:], []byte(pattern)); i >= 0 {
		return from + i
	}
	return len(data)
}

// gap visits the bytes up to end, which are no record for the given cause. What
// should have been a record is a reject, what is free space or zero a skip.
func (c *chunkWalk) gap(end int, cause error) error {
	if isZero(c.data[c.pos:end]) {
		return c.slack(end)
	}
	if damaged := min(end, c.freeOffset); c.pos < damaged {
		length := damaged - c.pos
		c.pos = damaged
		if err := c.reject(length, cause.Error()); err != nil || c.pos == end {
			return err
		}
	}
	return c.slack(end)
}

func (c *chunkWalk) slack(end int) error {
	length := end - c.pos
	c.pos = end
	reason := "free space of a chunk"
	if end == len(c.data) && len(c.data) < chunkSize {
		reason += "; cut by the end of the file"
	}
	return c.skip(length, reason)
}

// record visits the record at pos, whose frame is sound.
func (c *chunkWalk) record(size int) error {
	start, end := c.pos, c.pos+size
	p := Piece{
		Kind:     Record,
		Length:   int64(size),
		RecordID: binary.LittleEndian.Uint64(c.data[start+8:]),
		Written:  filetime(binary.LittleEndian.Uint64(c.data[start+16:])),
	}
	follows := c.lastRecordID != 0 && p.RecordID == c.lastRecordID+1
	p.Remnant = start >= c.freeOffset && !follows
	c.pos, c.lastRecordID = end, p.RecordID
	if p.Remnant {
		c.lastRecordID = 0
	}
	event, err := c.tree.document(start+recordHeaderSize, end-4)
	switch {
	case err != nil && p.Remnant:
		return c.skip(size, fmt.Sprintf("free space of a chunk; remnant of record %d: %v", p.RecordID, err))
	case err != nil:
		p.Kind, p.Reason = Reject, fmt.Sprintf("record %d: %v", p.RecordID, err)
		return c.emit(p)
	}
	p.Event = event
	c.buf = nil // the tree refers to it from now on
	return c.emit(p)
}

// filetime converts 100 ns units since 1601-01-01 UTC.
func filetime(ticks uint64) time.Time {
	const ticksPerSecond, secondsTo1970 = 10_000_000, 11_644_473_600
	return time.Unix(int64(ticks/ticksPerSecond)-secondsTo1970, int64(ticks%ticksPerSecond)*100).UTC()
}
