// SPDX-License-Identifier: Apache-2.0

package compose

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"

	"dossier/event"
	"dossier/index"
	"dossier/report/statement"
)

// limitOpen is how many sources a reader of records holds open.
const limitOpen = 48

// limitRecordBytes bounds what is read of one record for a cell; its exhibit has all.
const limitRecordBytes = 12 << 10

// Records reads records of a case one after another, in whatever order of sources.
// For one goroutine; close it. The evidence must have been checked before.
type Records struct {
	c     *index.Case
	open  map[event.Digest]*index.OpenedSource
	order []event.Digest // of use, the latest last
}

// NewRecords makes a reader.
func NewRecords(c *index.Case) *Records {
	return &Records{c: c, open: map[event.Digest]*index.OpenedSource{}}
}

// Close closes the sources.
func (r *Records) Close() error {
	var errs []error
	for _, s := range r.open {
		errs = append(errs, s.Close())
	}
	r.open, r.order = map[event.Digest]*index.OpenedSource{}, nil
	return errors.Join(errs...)
}

// source opens the source of a digest, and closes the one used longest ago if there
// are too many.
func (r *Records) source(d event.Digest) (*index.OpenedSource, event.Source, error) {
	s, ok := r.c.Source(d)
	if !ok {
		return nil, s, fmt.Errorf("source %s is not in the case", d)
	}
	if i := slices.Index(r.order, d); i >= 0 {
		r.order = append(slices.Delete(r.order, i, i+1), d)
		return r.open[d], s, nil
	}
	if len(r.order) >= limitOpen {
		oldest := r.order[0]
		err := r.open[oldest].Close()
		delete(r.open, oldest)
		if r.order = r.order[1:]; err != nil {
			return nil, s, fmt.Errorf("close source: %w", err)
		}
	}
	opened, err := r.c.OpenSource(s)
	if err != nil {
		return nil, s, err
	}
	r.open[d], r.order = opened, append(r.order, d)
	return opened, s, nil
}

// Spans are the records that an origin names.
func Spans(o event.Origin) []event.Span { return append([]event.Span{o.Span}, o.More...) }

// Copy writes the bytes of the records that the origin names, one behind another.
func (r *Records) Copy(w io.Writer, o event.Origin) error {
	opened, s, err := r.source(o.Source)
	if err != nil {
		return err
	}
	for _, span := range Spans(o) {
		if span.Offset < 0 || span.Length < 0 || span.End() > s.SizeBytes {
			return fmt.Errorf("record of %s at byte %d, length %d: the source ends at byte %d", s.Path, span.Offset, span.Length, s.SizeBytes)
		}
		n, err := io.Copy(w, io.NewSectionReader(opened, span.Offset, span.Length))
		if err == nil && n != span.Length {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return fmt.Errorf("read %s at byte %d: %w", s.Path, span.Offset, err)
		}
	}
	return nil
}

// Text is the records as text, bounded; what is cut or is not text is said to be, and
// so is where all of it stands.
func (r *Records) Text(o event.Origin, exhibit string) (string, error) {
	opened, s, err := r.source(o.Source)
	if err != nil {
		return "", err
	}
	var parts []string
	for _, span := range Spans(o) {
		if span.Offset < 0 || span.Length < 0 || span.End() > s.SizeBytes {
			return "", fmt.Errorf("record of %s at byte %d, length %d: the source ends at byte %d", s.Path, span.Offset, span.Length, s.SizeBytes)
		}
		raw := make([]byte, min(span.Length, limitRecordBytes))
		if n, err := opened.ReadAt(raw, span.Offset); n < len(raw) {
			return "", fmt.Errorf("read %s at byte %d: %w", s.Path, span.Offset, err)
		}
		parts = append(parts, decode(raw, span.Length, s, exhibit))
	}
	return strings.Join(parts, "\n"), nil
}

// decode turns bytes of a source into text, without its last line end.
func decode(raw []byte, length int64, s event.Source, exhibit string) string {
	cut := ""
	if length > int64(len(raw)) {
		cut = fmt.Sprintf(" [cut here: %s of %s shown; exhibit %s has all of them]", statement.Plural(int64(len(raw)), "byte"), statement.Plural(length, "byte"), exhibit)
		raw = trimTorn(raw)
	}
	if binary(raw, s.Encoding) {
		const shown = 256
		return fmt.Sprintf("[binary record of %s; the first %d in hexadecimal, all in exhibit %s] %s", statement.Plural(length, "byte"), min(shown, len(raw)), exhibit,
			hex.EncodeToString(raw[:min(shown, len(raw))]))
	}
	return strings.TrimRight(textOf(raw, s), "\r\n") + cut
}

// trimTorn leaves out a character of UTF-8 cut in two.
func trimTorn(raw []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(raw); i++ {
		if utf8.RuneStart(raw[len(raw)-i]) {
			if !utf8.FullRune(raw[len(raw)-i:]) {
				return raw[:len(raw)-i]
			}
			break
		}
	}
	return raw
}

// binary reports whether bytes are no text in the encoding.
func binary(raw []byte, encoding string) bool {
	return !strings.HasPrefix(encoding, "utf-16") && bytes.Count(raw, []byte{0}) > len(raw)/50
}

func textOf(raw []byte, s event.Source) string {
	switch {
	case s.Encoding == "utf-16le":
		return decoded(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), raw)
	case s.Encoding == "utf-16be":
		return decoded(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), raw)
	case utf8.Valid(raw):
		return string(raw)
	}
	if page, err := ianaindex.IANA.Encoding(s.Charset); s.Charset != "" && err == nil && page != nil {
		return decoded(page, raw)
	}
	return decoded(charmap.Windows1252, raw)
}

func decoded(page encoding.Encoding, raw []byte) string {
	text, err := page.NewDecoder().Bytes(raw)
	if err != nil {
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	return string(text)
}
