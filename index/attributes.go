// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
	"dossier/index/internal/words"
	"dossier/index/query"
)

// wordsName is the file of words in the folder of a segment.
const wordsName = "words"

// openWords opens a segment's file of words, at once with the segment: so it can be
// read after a writer has removed it. Where there is none, it is nil, and what the
// file would hold is made anew.
func (c *Case) openWords(name string) *os.File {
	f, err := os.Open(filepath.Join(c.segmentDir(name), wordsName))
	if err != nil {
		return nil
	}
	return f
}

// writeWords writes the words of a segment beside it. The file is derived, and what
// a power cut leaves of it is recognised: so it is not synced.
func writeWords(dir string, x *words.Index, digest event.Digest) error {
	path := filepath.Join(dir, wordsName)
	if err := step("write", path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	text, err := x.Encode(digest)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, text, 0o666); err != nil {
		return fmt.Errorf("write words: %w", err)
	}
	return nil
}

// encodedWords is what writeWords wrote, made anew of the segment.
func encodedWords(dir string, digest event.Digest) ([]byte, error) {
	s, err := segments.Open(dir)
	if err != nil {
		return nil, err
	}
	x, err := words.Build(s)
	if err = errors.Join(err, s.Close()); err != nil {
		return nil, err
	}
	return x.Encode(digest)
}

// words is what is known of the attributes and bodies of a segment. If there is no
// file of it that is of use, it is found anew and kept in memory.
func (c *Case) words(segment int) (*words.Index, error) {
	return kept(&c.cache, cacheKey{segment, "words"}, func() (*words.Index, int64, error) {
		x, err := c.readWords(segment)
		if errors.Is(err, words.ErrStale) {
			x, err = c.rebuildWords(segment)
		}
		if err != nil {
			return nil, 0, err
		}
		return x, x.SizeBytes(), nil
	})
}

func (c *Case) readWords(segment int) (*words.Index, error) {
	s, f := c.segments[segment], c.wordFiles[segment]
	if made := c.madeWords.load(segment); made != nil {
		return openLoaded(bytes.NewReader(made), int64(len(made)), c.manifest.Digests[s.Name], s.Count())
	}
	if f == nil {
		return nil, words.ErrStale
	}
	info, err := f.Stat()
	if err != nil {
		return nil, words.ErrStale
	}
	return openLoaded(f, info.Size(), c.manifest.Digests[s.Name], s.Count())
}

// rebuildWords builds what the file would hold, and keeps it packed.
func (c *Case) rebuildWords(segment int) (*words.Index, error) {
	s := c.segments[segment]
	x, err := words.Build(s)
	if err != nil {
		return nil, err
	}
	text, err := x.Encode(c.manifest.Digests[s.Name])
	if err != nil {
		return nil, err
	}
	c.madeWords.store(segment, text)
	return c.readWords(segment)
}

// attribute is the codes of a column of an attribute.
func (c *Case) attribute(segment int, x *words.Index, column int) (*columns.Codes, error) {
	return kept(&c.cache, cacheKey{segment, "attribute " + strconv.Itoa(column)}, func() (*columns.Codes, int64, error) {
		codes, err := x.Codes(column)
		if errors.Is(err, words.ErrStale) { // the head was sound and this is not: the columns are the same ones when built anew
			var again *words.Index
			if again, err = c.rebuildWords(segment); err == nil && (len(again.Columns) <= column || again.Columns[column].Name != x.Columns[column].Name) {
				err = &SegmentError{Path: filepath.Join(c.segmentDir(c.segments[segment].Name), wordsName), Err: words.ErrStale}
			}
			if err == nil {
				codes, err = again.Codes(column)
			}
		}
		if err != nil {
			return nil, 0, err
		}
		return codes, codes.SizeBytes(), nil
	})
}

// openLoaded opens an index and reads what every question needs of it.
func openLoaded(r io.ReaderAt, sizeBytes int64, digest event.Digest, rows int64) (*words.Index, error) {
	x, err := words.Open(r, sizeBytes, digest, rows)
	if err != nil {
		return nil, err
	}
	_, _, err = x.Values()
	return x, err
}

// packedWords are files of words that are kept in memory, by segment.
type packedWords struct {
	mu   sync.Mutex
	made map[int][]byte
}

func (p *packedWords) load(segment int) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.made[segment]
}

func (p *packedWords) store(segment int, text []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made == nil {
		p.made = map[int][]byte{}
	}
	p.made[segment] = text
}

// foldAll folds texts as query.Fold does. Most are ASCII, of which all letters are
// made small at once.
func foldAll(entries []string) *columns.Blob {
	size := 0
	for _, e := range entries {
		size += len(e)
	}
	text, ends := make([]byte, 0, size), make([]uint32, len(entries))
	for i, e := range entries {
		start := len(text)
		if text = append(text, e...); foreign(text[start:]) {
			text = append(text[:start], query.Fold(e)...)
		}
		ends[i] = uint32(len(text))
	}
	return &columns.Blob{Text: string(lowered(text)), Ends: ends}
}
