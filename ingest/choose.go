// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/event"
	"dossier/parsers"
)

// headBytes is how much of a source decides what it is.
const headBytes = 64 << 10

// choice is what is to be done with a source.
type choice struct {
	parser   parsers.Parser
	encoding string
	// status is set, with its reason, when there is no parser to use.
	status event.Status
	reason string
}

// choose finds the parser for a source by its content.
func (r *run) choose(c content) (choice, error) {
	raw := make([]byte, min(headBytes, c.sizeBytes))
	if _, err := io.ReadFull(io.NewSectionReader(c.r, 0, int64(len(raw))), raw); err != nil {
		return choice{}, fmt.Errorf("cannot be read: %w", err)
	}
	head, encoding := decodeHead(raw, c.sizeBytes)
	head.Name = c.source.Path
	if r.o.As != "" {
		return r.named(encoding)
	}
	if len(raw) == 0 {
		return choice{status: event.StatusUnknown, reason: "empty file"}, nil
	}
	best, err := rank(r.o.Parsers, head)
	switch {
	case err != nil:
		return choice{}, err
	case len(best) == 0:
		return choice{encoding: encoding, status: event.StatusUnknown, reason: describe(raw, head.Bytes)}, nil
	case len(best) > 1:
		return choice{encoding: encoding, status: event.StatusAmbiguous, reason: ambiguity(best)}, nil
	}
	if best[0].Binary {
		encoding = ""
	}
	return choice{parser: best[0], encoding: encoding}, nil
}

func (r *run) named(encoding string) (choice, error) {
	for _, p := range r.o.Parsers {
		if p.Name == r.o.As {
			if p.Binary {
				encoding = ""
			}
			return choice{parser: p, encoding: encoding}, nil
		}
	}
	return choice{}, fmt.Errorf("there is no format named %q", r.o.As)
}

// rank returns the parsers with the highest score above 0, by name.
func rank(list []parsers.Parser, head parsers.Head) ([]parsers.Parser, error) {
	if best, err := rankBy(list, head.NamesOnly()); err != nil || len(best) > 0 {
		return best, err
	}
	return rankBy(list, head.Shared())
}

func rankBy(list []parsers.Parser, head parsers.Head) ([]parsers.Parser, error) {
	var best []parsers.Parser
	top := parsers.No
	for _, p := range list {
		h := head
		if p.Binary {
			h.Bytes = h.Raw
		}
		score, err := sniff(p, h)
		if err != nil {
			return nil, err
		}
		if score > top {
			top, best = score, nil
		}
		if score == top && score > parsers.No {
			best = append(best, p)
		}
	}
	slices.SortFunc(best, func(a, b parsers.Parser) int { return cmp.Compare(a.Name, b.Name) })
	return best, nil
}

// sniff asks a parser how sure it is; a panic of its is an error of the source.
func sniff(p parsers.Parser, h parsers.Head) (score parsers.Score, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("parser %s failed to look at it: %v", p, r)
		}
	}()
	return p.Sniff(h), nil
}

func ambiguity(best []parsers.Parser) string {
	var names []string
	for _, p := range best {
		names = append(names, p.Name)
	}
	return "could be " + strings.Join(names, " or ") + ": add it again with --as"
}

// decodeHead turns the first bytes into what Sniff sees.
func decodeHead(raw []byte, sizeBytes int64) (parsers.Head, string) {
	head := parsers.Head{Raw: raw, Whole: int64(len(raw)) == sizeBytes}
	encoding := detectEncoding(raw)
	head.Bytes = raw
	if little, ok := utf16Order(encoding); ok {
		text, err := io.ReadAll(newUTF16(bytes.NewReader(raw), int64(len(raw)), little))
		if err == nil {
			head.Bytes = text
		}
	}
	head.Bytes = bytes.TrimPrefix(head.Bytes, []byte("\xEF\xBB\xBF"))
	return head, encoding
}

// The encodings recorded.
const (
	encodingUTF8    = "utf-8"
	encodingUTF16LE = "utf-16le"
	encodingUTF16BE = "utf-16be"
	encoding8Bit    = "8-bit" // not UTF-8: decoded by the fallback code page, piece by piece
)

// detectEncoding goes by the byte order mark, else by where NULs lie, else by
// whether the bytes are UTF-8.
func detectEncoding(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")):
		return encodingUTF16LE
	case bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		return encodingUTF16BE
	}
	var nuls [2]int
	sample := raw[:min(len(raw), 4096)]
	for i, b := range sample {
		if b == 0 {
			nuls[i&1]++
		}
	}
	// Text in UTF-16 has its NULs on one side; binary data has them on both.
	switch half := len(sample) / 2; {
	case half >= 8 && nuls[1] > half*3/10 && nuls[0] < half/50:
		return encodingUTF16LE
	case half >= 8 && nuls[0] > half*3/10 && nuls[1] < half/50:
		return encodingUTF16BE
	}
	if utf8.Valid(trimTornRune(raw)) {
		return encodingUTF8
	}
	return encoding8Bit
}

// trimTornRune leaves out a rune cut in two by the end of the head.
func trimTornRune(raw []byte) []byte {
	for i := len(raw) - 1; i >= 0 && i >= len(raw)-utf8.UTFMax; i-- {
		if utf8.RuneStart(raw[i]) {
			if !utf8.FullRune(raw[i:]) {
				return raw[:i]
			}
			break
		}
	}
	return raw
}

// utf16Order says whether the encoding is UTF-16, and in which byte order.
func utf16Order(encoding string) (little, ok bool) {
	return encoding == encodingUTF16LE, encoding == encodingUTF16LE || encoding == encodingUTF16BE
}
