// SPDX-License-Identifier: Apache-2.0

package columns

import "hash/maphash"

// Table numbers distinct texts in the order in which they come, from 0 on. Its memory
// holds no pointers, so a big one costs the garbage collector nothing. The zero Table
// is empty; it is for one goroutine.
type Table struct {
	data   []byte
	ends   []uint32 // of entry i in data; it begins where the one before ends
	hashes []uint32 // of entry i
	slots  []uint32 // open addressing: entry + 1; its length is a power of two
}

// hashSeed is of no consequence to the numbers.
var hashSeed = maphash.MakeSeed()

// Count is how many texts there are.
func (t *Table) Count() int { return len(t.ends) }

// Entry is the text of a number, valid until Reset.
func (t *Table) Entry(i uint32) []byte {
	start := uint32(0)
	if i > 0 {
		start = t.ends[i-1]
	}
	return t.data[start:t.ends[i]]
}

// Entries are all texts in order, in memory of their own.
func (t *Table) Entries() []string {
	text, start := string(t.data), uint32(0)
	list := make([]string, len(t.ends))
	for i, end := range t.ends {
		list[i], start = text[start:end], end
	}
	return list
}

// Number is the number of the text, a new one if need be.
func (t *Table) Number(text string) uint32 {
	return number(t, uint32(maphash.String(hashSeed, text)), text)
}

// NumberBytes is Number of a text that is not kept.
func (t *Table) NumberBytes(text []byte) uint32 {
	return number(t, uint32(maphash.Bytes(hashSeed, text)), text)
}

func number[T string | []byte](t *Table, hash uint32, text T) uint32 {
	if len(t.ends)*2 >= len(t.slots) {
		t.grow()
	}
	mask := uint32(len(t.slots) - 1)
	at := hash & mask
	for ; t.slots[at] != 0; at = (at + 1) & mask {
		if i := t.slots[at] - 1; t.hashes[i] == hash && string(t.Entry(i)) == string(text) {
			return i
		}
	}
	i := uint32(len(t.ends))
	t.slots[at] = i + 1
	t.data = append(t.data, text...)
	t.ends = append(t.ends, uint32(len(t.data)))
	t.hashes = append(t.hashes, hash)
	return i
}

func (t *Table) grow() {
	t.slots = make([]uint32, max(16, 2*len(t.slots)))
	mask := uint32(len(t.slots) - 1)
	for i, hash := range t.hashes {
		at := hash & mask
		for t.slots[at] != 0 {
			at = (at + 1) & mask
		}
		t.slots[at] = uint32(i) + 1
	}
}

// SizeBytes is what the texts take in memory.
func (t *Table) SizeBytes() int { return len(t.data) + 16*len(t.ends) }

// Reset empties the table and keeps its memory.
func (t *Table) Reset() {
	clear(t.slots)
	*t = Table{data: t.data[:0], ends: t.ends[:0], hashes: t.hashes[:0], slots: t.slots}
}
