// SPDX-License-Identifier: Apache-2.0

// Package evtx reads Windows event logs of the EVTX format, Vista and later,
// and accounts for every byte of them. It uses the standard library only.
//
// [Read] walks a file in offset order and hands each run of bytes to a visitor
// as a [Piece]: a record with its tree, something damaged with the reason, or
// something that carries no record. The pieces tile the file.
//
// # The file
//
// Integers are little-endian, texts UTF-16LE, instants FILETIME: 100 ns units
// since 1601-01-01 UTC. A file is a 4096-byte header followed by chunks of
// 65536 bytes each. Offsets inside a chunk count from the chunk's first byte,
// and nothing refers to another chunk: each can be read alone.
//
//	file header      0 "ElfFile\0"    8 first chunk     16 last chunk
//	                24 next record   32 u32 size 128    36 u16 minor, u16 major
//	                40 u16 4096      42 u16 chunks     120 u32 flags
//	               124 u32 CRC-32 of bytes 0..120
//
// Flag 1 says dirty: the machine had the log open, and the chunk count and the
// last chunk's header may be older than the data. Therefore the count is never
// believed: whatever bears a chunk's signature is read.
//
// # The chunk
//
//	chunk header     0 "ElfChnk\0"    8 first number    16 last number
//	                24 first id      32 last id         40 u32 size 128
//	                44 u32 offset of the last record
//	                48 u32 offset of the free space
//	                52 u32 CRC-32 of the records: bytes 512..free space
//	               124 u32 CRC-32 of bytes 0..120 and 128..512
//	               128 64 x u32: name offsets, a hash table (name hash mod 64)
//	               384 32 x u32: template offsets, likewise (GUID hash mod 32)
//	               512 records, one after the other, then free space
//
// The tables serve the writer; the reader follows the offsets in the records.
// Free space is often zero, and often holds remnants: records of an earlier use
// of the chunk, or, in a dirty log, records newer than the header.
//
//	record           0 "**\0\0"       4 u32 size         8 u64 record id
//	                16 FILETIME      24 BinXML ...  size-4 u32 size again
//
// # BinXML
//
// A record's body is one XML document as tokens of one byte; 0x40 is a flag
// ("more follows", for an element "has attributes").
//
//	00 end of fragment         08 u16: character reference
//	01 element opens           09 name: entity reference
//	02 its start tag closes    0a name: processing instruction, its target
//	03 ... as an empty element 0b text: its data
//	04 element ends            0c template instance
//	05 u8 1, text: text        0d u16 index, u8 type: substitution
//	06 name: attribute opens   0e the same, optional
//	07 text: CDATA             0f u8 1, u8 1, u8 0: fragment header
//
// A text is a u16 count of UTF-16 units and the units. A name is a u32 chunk
// offset where a u32 next in hash chain, u16 hash, a text and a NUL stand; the
// first user of a name has it inline, directly behind the offset. The hash is the
// low 16 bits of h = h*65599 + unit over the units, from 0; that of a GUID is over
// its eight u16.
//
// An element is: token, u16 dependency (in templates only), u32 size of what
// follows, name, and with the flag a u32 size and the attributes. Its content
// ends with token 04. The dependency is 0xffff or the index of a value; where
// that value is null, the element is left out.
//
// A template instance is: token, u8 1, u32 id, u32 offset of the definition
// (which again stands inline at its first user), u32 count of values, for each
// value a u16 size, u8 type, u8 0, and then the values' bytes. A definition is:
// u32 next in hash chain, 16-byte GUID (its first four bytes are the id), u32
// size, and a fragment of that size, with substitutions for values.
//
// An optional substitution of a null value takes its element or attribute with
// it. An element whose only content is a substitution of an array is repeated
// for each item. A value of type 0x21 is itself a fragment, or an element: most
// UserData and some EventData are a second template in such a value.
//
// # Hostile input
//
// Every offset, length and count is checked against the chunk. Nesting, the
// nodes built for a chunk and the text they may print are bounded, in proportion
// to the bytes read, so that no file of n bytes costs more than O(n) time, or
// memory beyond one chunk's. A record beyond a bound is damage, with the reason.
//
// # History
//
// Format 3.1 is Vista and later, 3.2 Windows 10 2004 and later; no difference
// is known that matters to a reader. Package evtxtest writes specimens of 3.1.
package evtx
