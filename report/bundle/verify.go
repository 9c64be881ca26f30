// SPDX-License-Identifier: Apache-2.0

package bundle

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"dossier/event"
	"dossier/index"
	"dossier/report/compose"
	"dossier/report/manifest"
)

// Opened is an export to be verified.
type Opened struct {
	Manifest manifest.Manifest
	Digest   event.Digest // of manifest.json
	fsys     fs.FS
	close    func() error
}

// ErrNoExport says that something is no export of dossier.
var ErrNoExport = errors.New("not an export")

// Open opens a folder or archive. A manifest that cannot be read, or whose content is
// not what its digest was made of, is a *Difference; it must be closed in any case but
// that of an error.
func Open(name string) (*Opened, error) {
	o := &Opened{close: func() error { return nil }}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("open export: %w", err)
	case info.IsDir():
		o.fsys = os.DirFS(name)
	default:
		r, err := zip.OpenReader(name)
		if err != nil {
			return nil, fmt.Errorf("open export %s: %w: %w", name, ErrNoExport, err)
		}
		o.fsys, o.close = r, r.Close
	}
	text, err := fs.ReadFile(o.fsys, manifest.Name)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open export %s: %w: %w", name, ErrNoExport, err), o.close())
	}
	o.Digest = sha256.Sum256(text)
	if o.Manifest, err = manifest.Decode(text); err != nil {
		return nil, errors.Join(&AlteredError{Where: manifest.Name, Why: err.Error()}, o.close())
	}
	if again, err := o.Manifest.Encode(); err != nil || !bytes.Equal(again, text) {
		return nil, errors.Join(&AlteredError{Where: manifest.Name, Why: "it is not as dossier wrote it"}, o.close())
	}
	return o, nil
}

// AlteredError says that a file of an export is not what it was.
type AlteredError struct{ Where, Why string }

// Error names the file.
func (e *AlteredError) Error() string { return "export altered: " + e.Where + ": " + e.Why }

// Close closes the archive.
func (o *Opened) Close() error { return o.close() }

// Files gives access to the files.
func (o *Opened) Files() fs.FS { return o.fsys }

// accessory reports whether a file may lie in an export without being in its manifest:
// what vouches for the manifest can only come after it.
func accessory(path string) bool {
	return path == manifest.Name || path == manifest.SumsName || strings.HasPrefix(path, manifest.Name+".") || strings.HasPrefix(path, stampBase) || strings.HasPrefix(path, "certificate")
}

// stampBase is what the names of time-stamps of the manifest begin with.
const stampBase = "manifest.ts"

// CheckFiles compares every file with the manifest.
func (o *Opened) CheckFiles(ctx context.Context, report func(index.Difference)) error {
	listed := map[string]bool{}
	for _, f := range o.Manifest.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		listed[f.Path] = true
		if why := o.checkFile(f); why != "" {
			report(index.Difference{What: "file", Where: f.Path, Why: why})
		}
	}
	if err := o.Manifest.Content.Counts.Check(); err != nil {
		report(index.Difference{What: "file", Where: manifest.Name, Why: err.Error()})
	}
	made := &Made{Manifest: o.Manifest, Digest: o.Digest}
	if sums, err := fs.ReadFile(o.fsys, manifest.SumsName); err != nil || !bytes.Equal(sums, made.sums()) {
		report(index.Difference{What: "file", Where: manifest.SumsName, Why: "it is missing, or lists other digests than the manifest"})
	}
	return fs.WalkDir(o.fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !listed[path] && !accessory(path) {
			report(index.Difference{What: "file", Where: path, Why: "the manifest does not list it"})
		}
		return nil
	})
}

func (o *Opened) checkFile(want manifest.File) string {
	f, err := o.fsys.Open(want.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return "it is missing"
	}
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	switch now := event.Digest(h.Sum(nil)); {
	case err != nil:
		return "it cannot be read: " + err.Error()
	case n != want.SizeBytes:
		return fmt.Sprintf("it has %d bytes, and had %d", n, want.SizeBytes)
	case now != want.SHA256:
		return "its bytes have changed: SHA-256 is now " + now.String()
	}
	return ""
}

// CheckRecords compares every item with the evidence of the case, and with the record
// that the export holds. It says how many items there were.
func (o *Opened) CheckRecords(ctx context.Context, c *index.Case, report func(index.Difference)) (items int64, err error) {
	bad := map[event.Digest]bool{}
	for _, s := range c.Sources() {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if _, seen := bad[s.Evidence]; seen || s.Status == event.StatusFailed && s.SizeBytes == 0 {
			continue
		}
		err := c.CheckEvidence(s.Evidence, nil)
		if bad[s.Evidence] = err != nil; err != nil {
			report(index.Difference{What: "evidence", Where: s.Path, Why: err.Error()})
		}
	}
	f, err := o.fsys.Open(manifest.Citations)
	if err != nil {
		return 0, nil // reported already
	}
	defer f.Close()
	k := &recordChecker{o: o, c: c, records: compose.NewRecords(c), bad: bad, report: report}
	lines := bufio.NewReader(f)
	for {
		batch, err := readBatch(lines)
		if err == nil && len(batch) > 0 {
			err = k.checkBatch(ctx, batch)
		}
		if err != nil {
			return k.items, errors.Join(fmt.Errorf("check %s: %w", manifest.Citations, err), k.records.Close())
		}
		if len(batch) == 0 {
			break
		}
	}
	if want := o.Manifest.Content.Rows.Count; k.items != want {
		report(index.Difference{What: "file", Where: manifest.Citations, Why: fmt.Sprintf("it has %d items, and the export %d", k.items, want)})
	}
	return k.items, errors.Join(k.records.Close(), ctx.Err())
}

// limitBatch is how many items are looked up in the case in one walk.
const limitBatch = 20_000

// readBatch reads some lines; none at the end.
func readBatch(lines *bufio.Reader) ([][]byte, error) {
	var batch [][]byte
	for len(batch) < limitBatch {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			batch = append(batch, line)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return batch, nil
}

type recordChecker struct {
	o       *Opened
	c       *index.Case
	records *compose.Records
	bad     map[event.Digest]bool // evidence that is not what it was
	report  func(index.Difference)
	items   int64
	name    string // of the file held
	content []byte
}

// checkBatch looks the events of some lines up and compares each.
func (k *recordChecker) checkBatch(ctx context.Context, batch [][]byte) error {
	cited, ids, faults := make([]Citation, len(batch)), []event.ID{}, make([]error, len(batch))
	for i, line := range batch {
		if faults[i] = json.Unmarshal(line, &cited[i], json.RejectUnknownMembers(true)); faults[i] == nil {
			var id event.ID
			id, faults[i] = event.ParseID(cited[i].Event)
			ids = append(ids, id)
		}
	}
	events, err := k.c.EventsOf(ctx, ids)
	if err != nil {
		return err
	}
	for i, c := range cited {
		k.items++
		why := ""
		if faults[i] != nil {
			why = "the line cannot be read: " + faults[i].Error()
		} else if why, err = k.check(c, events); err != nil {
			return err
		}
		if why != "" {
			k.report(index.Difference{What: "item", Where: fmt.Sprintf("%s (line %d of %s)", c.Item, k.items, manifest.Citations), Why: why})
		}
	}
	return nil
}

// check compares one citation with case and evidence; why is what differs.
func (k *recordChecker) check(c Citation, events map[event.ID]*event.Event) (why string, err error) {
	s, ok := k.c.Source(c.SHA256)
	if !ok {
		return "its source " + c.SHA256.String() + " is not in the case", nil
	}
	id, err := event.ParseID(c.Event)
	if err != nil {
		return "", err
	}
	e := events[id]
	if e == nil {
		return "its event " + c.Event + " is not in the case", nil
	}
	var spans []CitedSpan
	for _, span := range compose.Spans(e.Origin) {
		spans = append(spans, CitedSpan{span.Offset, span.Length, span.Line})
	}
	if e.Origin.Source != c.SHA256 || !slices.Equal(spans, c.Records) {
		return "the case says that its event rests on other records", nil
	}
	if k.bad[s.Evidence] {
		return "the evidence that it rests on is not what it was: " + s.Path, nil
	}
	if c.Redacted {
		return "", nil
	}
	var whole bytes.Buffer
	if err := k.records.Copy(&whole, e.Origin); err != nil {
		return err.Error(), nil
	}
	if event.Digest(sha256.Sum256(whole.Bytes())) != c.RecordsSHA256 {
		return "its records in the evidence have another digest than the citation says", nil
	}
	if held, err := k.held(c); err != nil || !bytes.Equal(held, whole.Bytes()) {
		return "its exhibit " + c.File + " is not what stands in the evidence", nil
	}
	return "", nil
}

// held are the bytes that the export has of the records.
func (k *recordChecker) held(c Citation) ([]byte, error) {
	if k.name != c.File {
		content, err := fs.ReadFile(k.o.fsys, c.File)
		if err != nil {
			return nil, err
		}
		k.name, k.content = c.File, content
	}
	if c.Offset < 0 || c.Length < 0 || c.Offset > int64(len(k.content))-c.Length {
		return nil, fmt.Errorf("%s ends before", c.File)
	}
	return k.content[c.Offset : c.Offset+c.Length], nil
}

// CheckJournal compares the case's journal with what the export says of it.
func (o *Opened) CheckJournal(c *index.Case, report func(index.Difference)) {
	differ := func(why string) { report(index.Difference{What: "journal", Where: "journal.jsonl", Why: why}) }
	entries, err := c.Journal()
	if err != nil {
		differ(err.Error())
		return
	}
	state := o.Manifest.Content.Case
	head, err := c.JournalHead()
	if n := state.JournalLine; n < len(entries) && n > 0 {
		head = entries[n].Before
	}
	switch {
	case err != nil:
		differ(err.Error())
	case state.JournalLine > len(entries):
		differ(fmt.Sprintf("the export was made when it had %d lines, and it has %d", state.JournalLine, len(entries)))
	case head != state.JournalHead:
		differ(fmt.Sprintf("line %d has the digest %s, and the export was made when it had %s", state.JournalLine, head, state.JournalHead))
	default:
		if _, ok := o.entry(entries); !ok {
			differ("no line says that this export was made: none of action export has its manifest's digest " + o.Digest.String())
		}
	}
}

// entry is the line that says that the export was made.
func (o *Opened) entry(entries []index.JournalEntry) (Entered, bool) {
	for _, e := range entries[min(o.Manifest.Content.Case.JournalLine, len(entries)):] {
		var data Entered
		if e.Action == Action && json.Unmarshal(e.Data, &data) == nil && data.ManifestDigest == o.Digest {
			return data, true
		}
	}
	return Entered{}, false
}

// Request is what was asked for, as the journal has it: the manifest of an export from
// which something was withheld may not say it all.
func (o *Opened) Request(c *index.Case) (manifest.Request, error) {
	entries, err := c.Journal()
	if err != nil {
		return manifest.Request{}, err
	}
	if data, ok := o.entry(entries); ok {
		return data.Request, nil
	}
	return o.Manifest.Content.Request, nil
}

// Action is the journal's action of an export.
const Action = "export"

// Changed lists the lines of the journal that changed what the case says since the
// export was made: after them, it cannot be made again.
func (o *Opened) Changed(c *index.Case) ([]index.JournalEntry, error) {
	entries, err := c.Journal()
	if err != nil {
		return nil, err
	}
	var list []index.JournalEntry
	for _, e := range entries[min(o.Manifest.Content.Case.JournalLine, len(entries)):] {
		if !compose.Telling(e.Action) {
			list = append(list, e)
		}
	}
	return list, nil
}

// Compare compares the export with one that was made again, file by file.
func (o *Opened) Compare(ctx context.Context, again fs.FS, report func(index.Difference)) error {
	names := map[string]bool{}
	walk := func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names[path] = true
		}
		return err
	}
	if err := errors.Join(fs.WalkDir(o.fsys, ".", walk), fs.WalkDir(again, ".", walk)); err != nil {
		return err
	}
	for _, name := range sorted(names) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if accessory(name) && name != manifest.Name && name != manifest.SumsName {
			continue
		}
		why, err := Difference(o.fsys, again, name)
		if err != nil {
			return fmt.Errorf("compare %s: %w", name, err)
		}
		if why != "" {
			report(index.Difference{What: "rebuild", Where: name, Why: "made again, " + why})
		}
	}
	return nil
}
