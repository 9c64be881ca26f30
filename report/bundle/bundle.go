// SPDX-License-Identifier: Apache-2.0

// Package bundle writes an export to a folder or zip archive, whole or not at all, and
// verifies one. An export is the files of the formats asked for, the records of the
// items byte for byte, a line of citation for each item, and the manifest of it all.
package bundle

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dossier/event"
	"dossier/index"
	"dossier/report"
	"dossier/report/compose"
	"dossier/report/manifest"
)

// Plan is an export to be written.
type Plan struct {
	Case    *index.Case
	Request manifest.Request
	Formats []report.Format // by name, each once
	// Compose makes the document.
	Compose func(context.Context) (*compose.Composition, error)
	// Redact makes the document that may leave the house; nil if nothing is withheld.
	Redact func(context.Context, *report.Document) (*Redaction, error)
	// Progress is told what is being done; it may be nil.
	Progress func(what string)
}

// Redaction is a document that may leave the house, and what goes with it.
type Redaction struct {
	Document *report.Document
	// Mask takes what is withheld out of what the manifest says.
	Mask func(string) string
	// Log writes the log that goes to the other side.
	Log func(context.Context, io.Writer) error
	// Scan looks through the files that were written for what is withheld. Known is a text
	// that stands in every document. An error ends the export.
	Scan func(files fs.FS, known string) error
}

// LogName is the file of an export that tells its redactions.
const LogName = "redactions.csv"

// Made is an export that lies complete in a folder that nobody has seen yet.
type Made struct {
	Manifest manifest.Manifest
	// Digest is the SHA-256 of manifest.json.
	Digest event.Digest
	dir    string // the temporary folder; "" once published or discarded

	published bool
}

// ErrExists says that there is something where an export should go.
var ErrExists = errors.New("there is something there already, and an export replaces nothing")

// Make writes an export into a temporary folder in parent: Publish it, or Discard it.
// It fails, and leaves nothing behind, if any evidence of the case is not what it was,
// before or after; if a format wrote another number of rows than there are; or if
// anything cannot be written.
func Make(ctx context.Context, p Plan, parent string) (*Made, error) {
	dir, err := os.MkdirTemp(parent, ".dossier-export-*")
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	m := &Made{dir: dir}
	if err := m.fill(ctx, p); err != nil {
		return nil, errors.Join(err, m.Discard())
	}
	return m, nil
}

// Discard removes the temporary folder. Published, it does nothing.
func (m *Made) Discard() error {
	if m.dir == "" {
		return nil
	}
	err := os.RemoveAll(m.dir)
	m.dir = ""
	return err
}

// Files is the temporary folder.
func (m *Made) Files() fs.FS { return os.DirFS(m.dir) }

// Publish puts the export where it belongs, in one step: a folder, or a zip archive if
// the name ends so. There must be nothing there.
func (m *Made) Publish(to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("export to %s: %w", to, ErrExists)
	}
	if !IsArchive(to) {
		if err := os.Chmod(m.dir, 0o755); err != nil {
			return fmt.Errorf("export to %s: %w", to, err)
		}
		if err := os.Rename(m.dir, to); err != nil {
			return fmt.Errorf("export to %s: %w", to, err)
		}
		m.dir, m.published = "", true
		return nil
	}
	packed := m.dir + ".zip"
	if err := pack(m.dir, packed); err != nil {
		return errors.Join(fmt.Errorf("export to %s: %w", to, err), os.Remove(packed))
	}
	if err := os.Rename(packed, to); err != nil {
		return errors.Join(fmt.Errorf("export to %s: %w", to, err), os.Remove(packed))
	}
	m.published = true
	return m.Discard()
}

// IsArchive reports whether an export to that name is a zip archive.
func IsArchive(name string) bool { return strings.EqualFold(filepath.Ext(name), ".zip") }

// fill writes everything.
func (m *Made) fill(ctx context.Context, p Plan) error {
	say := p.Progress
	if say == nil {
		say = func(string) {}
	}
	say("comparing the evidence with its digests")
	if err := checkEvidence(ctx, p.Case, nil); err != nil {
		return err
	}
	say("composing")
	made, err := p.Compose(ctx)
	if err != nil {
		return err
	}
	shown := &Redaction{Document: made.Document, Mask: func(s string) string { return s }}
	if p.Redact != nil {
		say("redacting")
		if shown, err = p.Redact(ctx, made.Document); err != nil {
			return err
		}
	}
	d := shown.Document
	m.Manifest = manifest.Manifest{Format: manifest.Version, Content: made.Content}
	m.Manifest.Content.Request = p.Request
	m.Manifest.Content.Mask(shown.Mask)
	if err := m.identify(ctx, made, d); err != nil {
		return err
	}
	t := &target{dir: m.dir}
	if shown.Log != nil {
		if err := report.WriteFile(t, LogName, func(w *bufio.Writer) error { return shown.Log(ctx, w) }); err != nil {
			return err
		}
	}
	for _, f := range p.Formats {
		say("writing " + f.Name)
		if err := m.format(ctx, t, f, d); err != nil {
			return err
		}
	}
	say("writing the records")
	if err := writeRecords(ctx, t, p.Case, made.Document, d); err != nil {
		return err
	}
	if err := checkEvidence(ctx, p.Case, made.Content.Sources); err != nil {
		return err
	}
	if err := m.finish(t); err != nil {
		return err
	}
	if shown.Scan != nil {
		say("searching the files for what was withheld")
		if err := shown.Scan(m.Files(), firstItem(ctx, d)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// firstItem is the number of the first item: it stands in every document. "" if there
// is none.
func firstItem(ctx context.Context, d *report.Document) string {
	for row, err := range d.Rows.All(ctx) {
		if err == nil {
			return row.Item
		}
		break
	}
	return ""
}

// identify computes what the export is made of, and completes the document with it.
func (m *Made) identify(ctx context.Context, made *compose.Composition, d *report.Document) error {
	digest, err := digestRows(ctx, d)
	if err != nil {
		return err
	}
	content := &m.Manifest.Content
	content.Rows = digest
	if m.Manifest.ContentDigest, err = content.Digest(); err != nil {
		return err
	}
	return made.Finish(ctx, d, m.Manifest.ContentDigest)
}

// digestRows walks through the rows once.
func digestRows(ctx context.Context, d *report.Document) (manifest.RowsDigest, error) {
	out := manifest.RowsDigest{}
	for _, c := range d.Columns {
		out.Columns = append(out.Columns, c.Key)
	}
	h := sha256.New()
	var length [8]byte
	var err error
	out.Count, err = d.Walk(ctx, func(r *report.Row) error {
		for _, cell := range r.Cells {
			binary.BigEndian.PutUint64(length[:], uint64(len(cell)))
			h.Write(length[:])
			h.Write([]byte(cell))
		}
		return nil
	})
	out.SHA256 = event.Digest(h.Sum(nil))
	return out, err
}

func (m *Made) format(ctx context.Context, t *target, f report.Format, d *report.Document) error {
	t.format = f.Name
	first := len(t.files)
	n, err := f.Write(ctx, d, t)
	t.format = ""
	if err != nil {
		return fmt.Errorf("export as %s: %w", f.Name, err)
	}
	if n != d.Count {
		return fmt.Errorf("export as %s: %d rows were written of %d", f.Name, n, d.Count)
	}
	if len(t.open) > 0 {
		return fmt.Errorf("export as %s: %d files were not finished", f.Name, len(t.open))
	}
	for i := first; i < len(t.files); i++ {
		t.files[i].Rows = n
	}
	return nil
}

// finish writes the manifest and the list of digests.
func (m *Made) finish(t *target) error {
	m.Manifest.Files = t.sorted()
	text, err := m.Manifest.Encode()
	if err != nil {
		return err
	}
	m.Digest = sha256.Sum256(text)
	if err := os.WriteFile(filepath.Join(m.dir, manifest.Name), text, 0o644); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := os.WriteFile(filepath.Join(m.dir, manifest.SumsName), m.sums(), 0o644); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// sums is SHA256SUMS, as sha256sum writes it.
func (m *Made) sums() []byte {
	var out bytes.Buffer
	for _, f := range m.Manifest.Files {
		fmt.Fprintf(&out, "%s  %s\n", f.SHA256, f.Path)
	}
	fmt.Fprintf(&out, "%s  %s\n", m.Digest, manifest.Name)
	return out.Bytes()
}

// checkEvidence compares the evidence of the case with its digests; with a list of
// sources, theirs only.
func checkEvidence(ctx context.Context, c *index.Case, only []manifest.Source) error {
	wanted := map[event.Digest]bool{}
	for _, s := range only {
		wanted[s.SHA256] = true
	}
	checked := map[event.Digest]bool{}
	for _, s := range c.Sources() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if only != nil && !wanted[s.Digest] || checked[s.Evidence] || s.Evidence == s.Digest && s.SizeBytes == 0 && s.Status == event.StatusFailed {
			continue
		}
		checked[s.Evidence] = true
		if err := c.CheckEvidence(s.Evidence, nil); err != nil {
			return fmt.Errorf("export refused: %s: %w", s.Path, err)
		}
	}
	return nil
}

// Withdraw removes what Publish put somewhere, or the temporary folder: an export that
// the journal does not know is none.
func (m *Made) Withdraw(to string) error {
	if m.published {
		m.published = false
		return os.RemoveAll(to)
	}
	return m.Discard()
}
