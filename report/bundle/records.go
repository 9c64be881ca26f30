// SPDX-License-Identifier: Apache-2.0

package bundle

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/go-json-experiment/json"

	"dossier/event"
	"dossier/index"
	"dossier/report"
	"dossier/report/compose"
	"dossier/report/manifest"
)

// Citation is a line of citations.jsonl: which bytes of which source an item rests on,
// and where the export has them.
type Citation struct {
	Item    string       `json:"item"`
	Exhibit string       `json:"exhibit"`
	Event   string       `json:"event"`
	Source  string       `json:"source"` // path as given
	SHA256  event.Digest `json:"sourceSHA256"`
	Records []CitedSpan  `json:"records"`
	File    string       `json:"file"`       // of the export, that has the records one behind another
	Offset  int64        `json:"fileOffset"` // in bytes
	Length  int64        `json:"fileLength"`
	// RecordsSHA256 is of the records one behind another; absent where something is
	// redacted, because short values could be guessed from it.
	RecordsSHA256 event.Digest `json:"recordsSHA256,omitzero"`
	Redacted      bool         `json:"redacted,omitzero"`
}

// CitedSpan is a record in its source.
type CitedSpan struct {
	Offset int64 `json:"offset"` // in bytes of the source
	Length int64 `json:"length"`
	Line   int64 `json:"line,omitzero"`
}

// limitSingle is up to how many items each record has a file of its own.
const limitSingle = 5000

// limitVolumeBytes is when a file of many records is full.
const limitVolumeBytes = 64 << 20

// writeRecords writes exhibits and citations. The rows of the original say where the
// records are, those of d what of them may be shown.
func writeRecords(ctx context.Context, t *target, c *index.Case, original, d *report.Document) error {
	w := &recordWriter{t: t, records: compose.NewRecords(c), c: c, redacting: original != d, single: d.Count <= limitSingle, exhibit: d.Index(report.ColumnExhibit)}
	err := report.WriteFile(t, manifest.Citations, func(lines *bufio.Writer) error {
		rows, stop := iter.Pull2(original.Rows.All(ctx))
		defer stop()
		_, err := d.Walk(ctx, func(shown *report.Row) error {
			row, err, ok := rows()
			switch {
			case err != nil:
				return err
			case !ok || row.Number != shown.Number || row.Event == nil:
				return fmt.Errorf("item %s has no record", shown.Item)
			}
			citation, err := w.write(row, shown)
			if err != nil {
				return err
			}
			line, err := json.Marshal(citation)
			if err != nil {
				return err
			}
			_, err = lines.Write(append(line, '\n'))
			return err
		})
		return err
	})
	return errors.Join(err, w.close(), w.records.Close())
}

type recordWriter struct {
	t         *target
	c         *index.Case
	records   *compose.Records
	redacting bool
	single    bool
	exhibit   int // column
	volume    io.WriteCloser
	name      string
	at        int64
	volumes   int
}

// write writes the records of a row and says where.
func (w *recordWriter) write(row, shown *report.Row) (Citation, error) {
	o := row.Event.Origin
	// What the file says of the source is what the row says of it: it may be redacted.
	path := strings.TrimSuffix(shown.Source, strings.TrimPrefix(row.Source, pathOf(w.c, o.Source)))
	c := Citation{Item: shown.Item, Exhibit: shown.Cells[w.exhibit], Event: row.Event.ID.String(), Source: path, SHA256: o.Source}
	for _, s := range compose.Spans(o) {
		c.Records = append(c.Records, CitedSpan{s.Offset, s.Length, s.Line})
	}
	var whole bytes.Buffer
	if err := w.records.Copy(&whole, o); err != nil {
		return c, fmt.Errorf("item %s: %w", row.Item, err)
	}
	content := whole.Bytes()
	// A record that was redacted, or of which redaction has seen a part only, is given as
	// far as its row has it.
	if c.Redacted = w.redacting && (shown.Raw != row.Raw || strings.Contains(row.Raw, "[cut here") || strings.HasPrefix(row.Raw, "[binary record")); c.Redacted {
		content = []byte(shown.Raw)
	} else {
		c.RecordsSHA256 = sha256.Sum256(content)
	}
	c.Length = int64(len(content))
	return c, w.place(&c, content)
}

func pathOf(c *index.Case, d event.Digest) string {
	s, _ := c.Source(d)
	return s.Path
}

// place puts content into a file of its own, or into the volume.
func (w *recordWriter) place(c *Citation, content []byte) error {
	if w.single {
		c.File = "exhibits/" + c.Exhibit + extension(content, c.Redacted)
		return w.file(c.File, content)
	}
	if w.volume == nil || w.at >= limitVolumeBytes {
		if err := w.close(); err != nil {
			return err
		}
		w.volumes++
		w.name, w.at = fmt.Sprintf("exhibits/records-%04d.bin", w.volumes), 0
		var err error
		if w.volume, err = w.t.Create(w.name); err != nil {
			return err
		}
	}
	c.File, c.Offset = w.name, w.at
	n, err := w.volume.Write(content)
	w.at += int64(n)
	return err
}

func (w *recordWriter) file(name string, content []byte) error {
	f, err := w.t.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

func (w *recordWriter) close() error {
	if w.volume == nil {
		return nil
	}
	err := w.volume.Close()
	w.volume = nil
	return err
}

// extension lets a text open as such, and never as what a spreadsheet executes.
func extension(content []byte, redacted bool) string {
	switch {
	case redacted:
		return "-redacted.txt"
	case bytes.IndexByte(content, 0) >= 0:
		return ".bin"
	}
	return ".txt"
}
