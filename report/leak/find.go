// SPDX-License-Identifier: Apache-2.0

package leak

import (
	"io"

	"dossier/report/withheld"
)

// finder searches streams for a set of values, piece by piece.
type finder struct {
	set     *withheld.Set
	overlap int // bytes that two pieces share: more than any value takes
}

// pieceBytes is how much of a stream is searched at once.
const pieceBytes = 1 << 17

func newFinder(values []string) finder {
	set := withheld.NewSet(values)
	return finder{set, 16*set.Longest() + 64}
}

// each calls found for each place where a value stands, and saw for each piece. What
// touches an end of a piece that is none of the stream is left to the piece that has
// what comes before and behind it.
func (f finder) each(r io.Reader, found func(value int), saw func(text string)) error {
	buffer := make([]byte, 0, pieceBytes+f.overlap)
	first := true
	for {
		n, err := io.ReadFull(r, buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		last := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !last {
			return err
		}
		text := string(buffer)
		for _, m := range f.set.Find(text) {
			if (m.Start > 0 || first) && (m.End < len(text) || last) {
				found(m.Value)
			}
		}
		saw(text)
		if last {
			return nil
		}
		first = false
		buffer = append(buffer[:0], text[len(text)-f.overlap:]...)
	}
}
