// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dossier/event"
	"dossier/index/internal/segments"
)

// duplicates marks, for each segment, the rows that are copies of a primary
// event: bit row%8 of byte row/8. Which copy is primary depends on the events'
// IDs alone, so neither on the order of adding nor on how rows fell into segments.
type duplicates map[string][]byte

func (d duplicates) has(segment string, row int64) bool {
	bits := d[segment]
	return bits[row>>3]&(1<<(row&7)) != 0
}

// duplicatesMagic begins a file of duplicates, version included.
const duplicatesMagic = "dossier duplicates 1\n"

// limitKeys bounds how many keys are held in memory at once; with more, the keys
// are looked at a share at a time.
var limitKeys int64 = 4 << 20

// segmentsName is a name of a set of segments, the same for no other set.
func segmentsName(names []string) string {
	sum := sha256.Sum256([]byte(strings.Join(names, "\n")))
	return hex.EncodeToString(sum[:16])
}

// duplicatesFolder holds the file of duplicates, named by the segments it speaks of.
const duplicatesFolder = "duplicates"

// loadDuplicates reads the derived file, or finds the duplicates anew if a writer
// did not live to leave one.
func (c *Case) loadDuplicates() (duplicates, error) {
	text, err := os.ReadFile(derivedPath(c.dir, duplicatesFolder, c.manifest.Segments))
	if err == nil {
		if d, err := decodeDuplicates(text, c.segments); err == nil {
			return d, nil
		}
	}
	return findDuplicates(c.segments)
}

type keyed struct {
	segments.KeyedID
	segment int
}

// findDuplicates compares the natural keys of all events.
func findDuplicates(list []*segments.Segment) (duplicates, error) {
	marks := duplicates{}
	var total int64
	for _, s := range list {
		marks[s.Name] = make([]byte, (s.Count()+7)/8)
		total += s.Count()
	}
	twice, err := sightings(list, total)
	if err != nil {
		return nil, err
	}
	shares := uint64(twice.count/limitKeys + 1)
	var found []keyed
	for share := range shares {
		found = found[:0]
		for i, s := range list {
			err := s.Keys(func(k segments.KeyedID) {
				if hash := keyHash(k.Key); twice.more[(hash&twice.mask)>>6]&(1<<(hash&63)) != 0 && hash>>32%shares == share {
					found = append(found, keyed{k, i})
				}
			})
			if err != nil {
				return nil, err
			}
		}
		markCopies(found, list, marks)
	}
	return marks, nil
}

// keyHash is as good as any eight bytes of a digest.
func keyHash(k event.Key) uint64 { return binary.LittleEndian.Uint64(k[:]) }

// sighted tells the few keys that may be there twice from the many that are there
// once, in two bits for each of a number of places that keys fall on.
type sighted struct {
	once, more []uint64
	mask       uint64 // places - 1
	count      int64  // keys that fell on a place taken, and about as many that took them
}

// limitPlaces bounds the places: 32 MiB in all.
const limitPlaces = 128 << 20

func sightings(list []*segments.Segment, total int64) (sighted, error) {
	places := uint64(1 << 10)
	for places < min(8*uint64(total), limitPlaces) {
		places *= 2
	}
	t := sighted{once: make([]uint64, places/64), more: make([]uint64, places/64), mask: places - 1}
	for _, s := range list {
		err := s.Keys(func(k segments.KeyedID) {
			place := keyHash(k.Key) & t.mask
			if bit := uint64(1) << (place & 63); t.once[place>>6]&bit == 0 {
				t.once[place>>6] |= bit
			} else {
				t.more[place>>6] |= bit
				t.count += 2
			}
		})
		if err != nil {
			return t, err
		}
	}
	t.once = nil
	return t, nil
}

// markCopies marks all but the first of those found that share a key.
func markCopies(found []keyed, list []*segments.Segment, marks duplicates) {
	slices.SortFunc(found, func(a, b keyed) int {
		return cmp.Or(bytes.Compare(a.Key[:], b.Key[:]), bytes.Compare(a.ID[:], b.ID[:]))
	})
	for i := 1; i < len(found); i++ {
		if k := found[i]; k.Key == found[i-1].Key {
			marks[list[k.segment].Name][k.Row>>3] |= 1 << (k.Row & 7)
		}
	}
}

// saveDuplicates finds the duplicates of the segments in dir and leaves them for
// the readers.
func saveDuplicates(dir string, names []string) error {
	sound := func(text []byte) bool { return intact(text, duplicatesMagic) }
	return saveDerived(dir, duplicatesFolder, names, sound, func() ([]byte, error) { return encodedDuplicates(dir, names) })
}

// encodedDuplicates finds the duplicates of the segments in dir.
func encodedDuplicates(dir string, names []string) ([]byte, error) {
	list, err := openAll(dir, names)
	if err != nil {
		return nil, err
	}
	marks, err := findDuplicates(list)
	text := encodeDuplicates(marks, list)
	for _, s := range list {
		err = errors.Join(err, s.Close())
	}
	return text, err
}

func openAll(dir string, names []string) ([]*segments.Segment, error) {
	var list []*segments.Segment
	for _, name := range names {
		s, err := segments.Open(filepath.Join(dir, "segments", name))
		if err != nil {
			for _, open := range list {
				err = errors.Join(err, open.Close())
			}
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// The file: the magic, then per segment in order the length of its marks
// (uint32, little-endian) and the marks, then a SHA-256 over all before it.
func encodeDuplicates(marks duplicates, list []*segments.Segment) []byte {
	out := []byte(duplicatesMagic)
	for _, s := range list {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(marks[s.Name])))
		out = append(out, marks[s.Name]...)
	}
	sum := sha256.Sum256(out)
	return append(out, sum[:]...)
}

var errDuplicatesFile = errors.New("duplicates file is damaged")

// intact reports whether a derived file, which begins with the magic and ends with a
// SHA-256 over all before it, is as it was written.
func intact(text []byte, magic string) bool {
	body := len(text) - sha256.Size
	return body >= len(magic) && sha256.Sum256(text[:body]) == [32]byte(text[body:]) && bytes.HasPrefix(text, []byte(magic))
}

func decodeDuplicates(text []byte, list []*segments.Segment) (duplicates, error) {
	if !intact(text, duplicatesMagic) {
		return nil, errDuplicatesFile
	}
	rest := text[len(duplicatesMagic) : len(text)-sha256.Size]
	marks := duplicates{}
	for _, s := range list {
		n := int((s.Count() + 7) / 8)
		if len(rest) < 4+n || int(binary.LittleEndian.Uint32(rest)) != n {
			return nil, errDuplicatesFile
		}
		marks[s.Name] = rest[4 : 4+n]
		rest = rest[4+n:]
	}
	return marks, nil
}
