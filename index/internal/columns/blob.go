// SPDX-License-Identifier: Apache-2.0

package columns

import (
	"sort"
	"strings"
)

// Blob is texts one behind the other, for looking for a piece in all of them at
// once. Immutable.
type Blob struct {
	Text string
	Ends []uint32 // of text i; it begins where the one before ends
}

// NewBlob joins texts, of which none is longer than the whole may be: 4 GiB.
func NewBlob(texts []string) *Blob {
	var b strings.Builder
	blob := &Blob{Ends: make([]uint32, len(texts))}
	for i, text := range texts {
		b.WriteString(text)
		blob.Ends[i] = uint32(b.Len())
	}
	blob.Text = b.String()
	return blob
}

// Count is how many texts there are.
func (b *Blob) Count() int { return len(b.Ends) }

// At is text i.
func (b *Blob) At(i int) string {
	start := uint32(0)
	if i > 0 {
		start = b.Ends[i-1]
	}
	return b.Text[start:b.Ends[i]]
}

// Find calls each for every text that holds the piece, in order, once.
func (b *Blob) Find(piece string, each func(i int)) {
	for at := 0; at < len(b.Text); {
		hit := strings.Index(b.Text[at:], piece)
		if hit < 0 {
			return
		}
		at += hit
		i := sort.Search(len(b.Ends), func(i int) bool { return int(b.Ends[i]) > at })
		if end := int(b.Ends[i]); at+len(piece) <= end {
			each(i)
			at = end
		} else {
			at++
		}
	}
}

// SizeBytes is about what it takes in memory.
func (b *Blob) SizeBytes() int64 { return int64(len(b.Text)) + 4*int64(len(b.Ends)) }
