// SPDX-License-Identifier: Apache-2.0

package evtx

import (
	"encoding/binary"
	"fmt"
)

// nameUnitsMax bounds a name, in UTF-16 units. Windows has none near it.
const nameUnitsMax = 1024

// source is a chunk as its BinXML sees it: the bytes, and the names read so far.
type source struct {
	data  []byte
	names map[uint32]name
	nodes *int // how many more nodes may be read or built
}

// name is a name as stored in a chunk.
type name struct {
	text   string
	length int // of the whole structure, in bytes
}

// charge takes n nodes off the chunk's allowance. Whatever costs time or memory
// is charged before it is done, a node for each 16 bytes of it.
func (s *source) charge(n int) error {
	if *s.nodes -= n; *s.nodes < 0 {
		*s.nodes = 0
		return fmt.Errorf("chunk builds more than its allowance of nodes")
	}
	return nil
}

func (s *source) chargeBytes(n int) error { return s.charge(1 + n/16) }

// name returns the name stored at an offset of the chunk. The hash must match:
// in free space, names are often overwritten in part.
func (s *source) name(offset uint32) (name, error) {
	if n, known := s.names[offset]; known {
		return n, nil
	}
	if uint64(offset)+8 > uint64(len(s.data)) {
		return name{}, fmt.Errorf("name offset 0x%x is outside of the chunk", offset)
	}
	at := s.data[offset:]
	units := int(binary.LittleEndian.Uint16(at[6:]))
	length := 8 + 2*units + 2
	if units == 0 || units > nameUnitsMax || length > len(at) {
		return name{}, fmt.Errorf("name at 0x%x has the impossible length %d", offset, units)
	}
	if err := s.chargeBytes(length); err != nil {
		return name{}, err
	}
	text := at[8 : 8+2*units]
	if at[length-2] != 0 || at[length-1] != 0 || nameHash(text) != binary.LittleEndian.Uint16(at[4:]) {
		return name{}, fmt.Errorf("name at 0x%x is damaged: NUL or hash wrong", offset)
	}
	n := name{text: utf16Text(text), length: length}
	s.names[offset] = n
	return n, nil
}

// nameHash returns the hash that is stored with a name, given as UTF-16LE.
func nameHash(text []byte) uint16 {
	var hash uint32
	for ; len(text) >= 2; text = text[2:] {
		hash = hash*65599 + uint32(binary.LittleEndian.Uint16(text))
	}
	return uint16(hash)
}

// cursor reads a chunk from pos to end. After a first error it stays where it is
// and returns zeros, so err need only be looked at in loops and at the end.
type cursor struct {
	*source
	pos, end int // 0 <= pos <= end <= len(data)
	err      error
}

// at returns a cursor over [pos, end) of the chunk.
func (s *source) at(pos, end int) *cursor {
	return &cursor{source: s, pos: pos, end: min(end, len(s.data))}
}

// fail records the first error, with the place.
func (c *cursor) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("binxml at 0x%x: %w", c.pos, fmt.Errorf(format, args...))
	}
}

// take returns the next n bytes, or nil and fails.
func (c *cursor) take(n int) []byte {
	if c.err != nil {
		return nil
	}
	if n < 0 || n > c.end-c.pos {
		c.fail("%d bytes are needed, %d are left", n, c.end-c.pos)
		return nil
	}
	data := c.data[c.pos : c.pos+n : c.pos+n]
	c.pos += n
	return data
}

func (c *cursor) u8() byte {
	if data := c.take(1); data != nil {
		return data[0]
	}
	return 0
}

func (c *cursor) u16() uint16 {
	if data := c.take(2); data != nil {
		return binary.LittleEndian.Uint16(data)
	}
	return 0
}

func (c *cursor) u32() uint32 {
	if data := c.take(4); data != nil {
		return binary.LittleEndian.Uint32(data)
	}
	return 0
}

// peek returns the next token without taking it; the end of the data is tokenEnd.
func (c *cursor) peek() token {
	if c.err != nil || c.pos >= c.end {
		return tokenEnd
	}
	return token(c.data[c.pos])
}

// name reads a reference to a name, and passes over the name if it is inline.
func (c *cursor) name() string {
	offset := c.u32()
	if c.err != nil {
		return ""
	}
	n, err := c.source.name(offset)
	if err != nil {
		c.fail("%w", err)
		return ""
	}
	if int(offset) == c.pos {
		c.take(n.length)
	}
	return n.text
}

// text reads a counted text.
func (c *cursor) text() string {
	raw := c.take(2 * int(c.u16()))
	if c.err != nil {
		return ""
	}
	if err := c.chargeBytes(len(raw)); err != nil {
		c.fail("%w", err)
		return ""
	}
	return utf16Text(raw)
}
