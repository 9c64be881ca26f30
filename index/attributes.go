// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
	"dossier/index/internal/words"
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
func writeWords(dir string, x *words.Built, digest event.Digest) error {
	path := filepath.Join(dir, wordsName)
	if err := step("write", path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.WriteFile(path, x.Encode(digest), 0o666); err != nil {
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
	return x.Encode(digest), nil
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
		return words.Open(bytes.NewReader(made), int64(len(made)), c.manifest.Digests[s.Name], s.Count())
	}
	if f == nil {
		return nil, words.ErrStale
	}
	info, err := f.Stat()
	if err != nil {
		return nil, words.ErrStale
	}
	return words.Open(f, info.Size(), c.manifest.Digests[s.Name], s.Count())
}

// rebuildWords builds what the file would hold, and keeps it packed.
func (c *Case) rebuildWords(segment int) (*words.Index, error) {
	s := c.segments[segment]
	x, err := words.Build(s)
	if err != nil {
		return nil, err
	}
	c.madeWords.store(segment, x.Encode(c.manifest.Digests[s.Name]))
	return c.readWords(segment)
}

// askWords asks the words of a segment. If its file turns out to be damaged, it is built
// anew and asked again: it depends on the segment alone, and says the same.
func askWords[T any](c *Case, segment int, ask func(*words.Index) (T, error)) (T, error) {
	x, err := c.words(segment)
	if err != nil {
		var none T
		return none, err
	}
	answer, err := ask(x)
	if errors.Is(err, words.ErrStale) {
		if x, err = c.rebuildWords(segment); err == nil {
			answer, err = ask(x)
		}
	}
	if errors.Is(err, words.ErrStale) {
		err = &SegmentError{Path: filepath.Join(c.segmentDir(c.segments[segment].Name), wordsName), Err: err}
	}
	return answer, err
}

// attribute is the codes of a column of an attribute.
func (c *Case) attribute(segment, column int) (*columns.Codes, error) {
	return kept(&c.cache, cacheKey{segment, "attribute " + strconv.Itoa(column)}, func() (*columns.Codes, int64, error) {
		codes, err := askWords(c, segment, func(x *words.Index) (*columns.Codes, error) { return x.Codes(column) })
		if err != nil {
			return nil, 0, err
		}
		return codes, codes.SizeBytes(), nil
	})
}

// values are the values of an attribute that is a column.
type values struct{ texts, folded *columns.Blob }

func (c *Case) values(segment, column int) (values, error) {
	return kept(&c.cache, cacheKey{segment, "values " + strconv.Itoa(column)}, func() (values, int64, error) {
		texts, err := askWords(c, segment, func(x *words.Index) (*columns.Blob, error) { return x.Values(column) })
		if err != nil {
			return values{}, 0, err
		}
		v := values{texts, foldAll(texts)}
		return v, texts.SizeBytes() + v.folded.SizeBytes(), nil
	})
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
