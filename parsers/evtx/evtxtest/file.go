// SPDX-License-Identifier: Apache-2.0

package evtxtest

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

const (
	fileHeaderSize  = 4096
	chunkSize       = 65536
	chunkHeaderSize = 512
	nameBuckets     = 64
	templateBuckets = 32
)

// File returns a log that holds the events, in as many chunks as they need, one
// at least. It panics if an event cannot be written: a text, a GUID or a SID out
// of form, or an event that no chunk can hold. That is a mistake in the test.
func File(events ...Event) []byte {
	file := make([]byte, fileHeaderSize)
	c := newChunk(1)
	nextID := uint64(1)
	for _, e := range events {
		if e.RecordID == 0 {
			e.RecordID = nextID
		}
		nextID = e.RecordID + 1
		if !c.add(e) {
			file = append(file, c.seal()...)
			c = newChunk(c.firstNumber + uint64(c.count))
			if !c.add(e) {
				panic(fmt.Sprintf("evtxtest: event with record id %d does not fit in a chunk", e.RecordID))
			}
		}
	}
	file = append(file, c.seal()...)
	sealFile(file, nextID)
	return file
}

// sealFile writes the header of a complete file.
func sealFile(file []byte, nextID uint64) {
	chunks := (len(file) - fileHeaderSize) / chunkSize
	copy(file, "ElfFile\x00")
	binary.LittleEndian.PutUint64(file[16:], uint64(chunks-1))
	binary.LittleEndian.PutUint64(file[24:], nextID)
	binary.LittleEndian.PutUint32(file[32:], 128)
	binary.LittleEndian.PutUint16(file[36:], 1)
	binary.LittleEndian.PutUint16(file[38:], 3)
	binary.LittleEndian.PutUint16(file[40:], fileHeaderSize)
	binary.LittleEndian.PutUint16(file[42:], uint16(chunks))
	binary.LittleEndian.PutUint32(file[124:], crc32.ChecksumIEEE(file[:120]))
}

// chunk is a chunk being written. Names and templates are written where they
// are first used, and referred to afterwards.
type chunk struct {
	data          []byte
	firstNumber   uint64
	firstID       uint64
	lastID        uint64
	lastOffset    int
	count         int
	names         map[string]uint32
	templates     map[string]uint32
	nameHeads     [nameBuckets]uint32
	templateHeads [templateBuckets]uint32
}

func newChunk(firstNumber uint64) *chunk {
	return &chunk{
		data:        make([]byte, chunkHeaderSize, chunkSize),
		firstNumber: firstNumber,
		names:       make(map[string]uint32),
		templates:   make(map[string]uint32),
	}
}

// add writes an event, or leaves the chunk as it was and returns false if there
// is no room. Then no more may be added, because its names are known already.
func (c *chunk) add(e Event) bool {
	before := *c
	start := len(c.data)
	c.bytes([]byte("**\x00\x00"))
	c.u32(0)
	c.u64(e.RecordID)
	written := e.Written
	if written.IsZero() {
		written = e.Created
	}
	c.u64(filetime(written))
	c.event(e)
	c.bytes(make([]byte, 7-(len(c.data)-start+4+7)%8))
	size := uint32(len(c.data) - start + 4)
	c.u32(size)
	if len(c.data) > chunkSize {
		*c = before
		return false
	}
	binary.LittleEndian.PutUint32(c.data[start+4:], size)
	if c.count == 0 {
		c.firstID = e.RecordID
	}
	c.lastID, c.lastOffset = e.RecordID, start
	c.count++
	return true
}

// seal returns the chunk with its header, filled up with zeros. It is not to be
// added to any more.
func (c *chunk) seal() []byte {
	free := len(c.data)
	data := append(c.data, make([]byte, chunkSize-free)...)
	lastNumber := c.firstNumber + uint64(c.count) - 1
	first, last, firstID, lastID := c.firstNumber, lastNumber, c.firstID, c.lastID
	if c.count == 0 {
		const none = 1<<64 - 1
		first, last, firstID, lastID = 1, none, none, none
	}
	copy(data, "ElfChnk\x00")
	for i, n := range []uint64{first, last, firstID, lastID} {
		binary.LittleEndian.PutUint64(data[8+8*i:], n)
	}
	binary.LittleEndian.PutUint32(data[40:], 128)
	binary.LittleEndian.PutUint32(data[44:], uint32(c.lastOffset))
	binary.LittleEndian.PutUint32(data[48:], uint32(free))
	for i, head := range c.nameHeads {
		binary.LittleEndian.PutUint32(data[128+4*i:], head)
	}
	for i, head := range c.templateHeads {
		binary.LittleEndian.PutUint32(data[384+4*i:], head)
	}
	sealChunk(data)
	return data
}

// sealChunk writes the two checksums of a chunk.
func sealChunk(data []byte) {
	free := binary.LittleEndian.Uint32(data[48:])
	binary.LittleEndian.PutUint32(data[52:], crc32.ChecksumIEEE(data[chunkHeaderSize:free]))
	sum := crc32.Update(crc32.ChecksumIEEE(data[:120]), crc32.IEEETable, data[128:chunkHeaderSize])
	binary.LittleEndian.PutUint32(data[124:], sum)
}
