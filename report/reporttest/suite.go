// SPDX-License-Identifier: Apache-2.0

package reporttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"dossier/report"
)

// Reading is what a format's test found in files that the format wrote.
type Reading struct {
	// Items are the item numbers of the chronology, in the order of the files.
	Items []string
	// Rows are the cells of the chronology by column key, a row an item; nil if the format
	// cannot be read back cell by cell.
	Rows []map[string]string
	// Text is everything that people read; "" of a format for machines that has no
	// sections.
	Text string
}

// Run checks a format: open reads back what it wrote.
func Run(t *testing.T, f report.Format, open func(t *testing.T, files map[string][]byte) Reading) {
	t.Helper()
	for _, rows := range []int{0, 1, 3 * len(Texts)} {
		t.Run(fmt.Sprintf("%d rows", rows), func(t *testing.T) {
			d := Hostile(rows)
			files := Write(t, f, d)
			compareFiles(t, files, Write(t, f, Hostile(rows)))
			checkNames(t, files)
			r := open(t, files)
			checkItems(t, d, r)
			checkRows(t, d, r)
			if r.Text != "" {
				checkSections(t, d, r.Text)
				checkText(t, r.Text)
			}
		})
	}
	t.Run("elsewhere", func(t *testing.T) { checkElsewhere(t, f) })
	t.Run("faults", func(t *testing.T) { checkFaults(t, f) })
}

// Write writes a document and returns its files.
func Write(t testing.TB, f report.Format, d *report.Document) map[string][]byte {
	t.Helper()
	to := &Memory{}
	n, err := f.Write(context.Background(), d, to)
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	if n != d.Count {
		t.Errorf("%s wrote %d rows of %d", f.Name, n, d.Count)
	}
	if open := to.Open(); len(open) > 0 {
		t.Errorf("%s left %v open", f.Name, open)
	}
	return to.Files
}

func compareFiles(t *testing.T, a, b map[string][]byte) {
	t.Helper()
	if !slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b))) {
		t.Fatalf("two writes made the files %v and %v", slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
	}
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s: two writes of one document differ from byte %d on", name, firstDifference(a[name], b[name]))
		}
	}
}

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// checkNames wants names that every file system takes and that leave no folder.
func checkNames(t *testing.T, files map[string][]byte) {
	t.Helper()
	if len(files) == 0 {
		t.Error("no file was written")
	}
	for name := range files {
		if name != path.Clean(name) || path.IsAbs(name) || strings.HasPrefix(name, "..") || strings.ContainsAny(name, `\:*?"<>|`) || len(path.Base(name)) > 150 ||
			strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c > unicode.MaxASCII }) {
			t.Errorf("%q is no name for a file of an export", name)
		}
	}
}

func checkItems(t *testing.T, d *report.Document, r Reading) {
	t.Helper()
	var want []string
	for row := range All(t, d) {
		want = append(want, row.Item)
	}
	if len(r.Items) != len(want) {
		t.Fatalf("%d items can be read back, want %d", len(r.Items), len(want))
	}
	for i := range want {
		if r.Items[i] != want[i] {
			t.Fatalf("item %d is %q, want %q", i+1, r.Items[i], want[i])
		}
	}
}

// All walks through the rows of a document.
func All(t testing.TB, d *report.Document) iter.Seq[*report.Row] {
	return func(yield func(*report.Row) bool) {
		for row, err := range d.Rows.All(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			if !yield(row) {
				return
			}
		}
	}
}

// checkRows wants every cell that needs no escaping as it is.
func checkRows(t *testing.T, d *report.Document, r Reading) {
	t.Helper()
	if r.Rows == nil {
		return
	}
	if len(r.Rows) != len(r.Items) {
		t.Fatalf("%d rows of cells for %d items", len(r.Rows), len(r.Items))
	}
	i := 0
	for row := range All(t, d) {
		for c, column := range d.Columns {
			want := row.Cells[c]
			got, ok := r.Rows[i][column.Key]
			if !ok && want != "" && column.Width > 0 {
				t.Fatalf("row %d has no column %s", i+1, column.Key)
			}
			if ok && plain(want) && !slices.Equal(strings.Fields(got), strings.Fields(want)) {
				t.Fatalf("row %d, %s: %.200q, want %.200q", i+1, column.Key, got, want)
			}
		}
		i++
	}
}

// plain reports whether a text consists of characters that every format shows as
// they are.
func plain(s string) bool {
	if len(s) > 30_000 || !utf8.ValidString(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsGraphic(c) || c > 0xffff || c == 0xfffd })
}

// checkSections wants every title of the document in the text.
func checkSections(t *testing.T, d *report.Document, text string) {
	t.Helper()
	text = strings.Join(strings.Fields(text), " ")
	for _, s := range slices.Concat(d.Front, d.Back) {
		if !strings.Contains(text, s.Title) {
			t.Errorf("section %s (%q) is not shown", s.Key, s.Title)
		}
	}
	if d.Stamp != "" && !strings.Contains(text, d.Stamp) {
		t.Errorf("the stamp %q is not shown", d.Stamp)
	}
	if !strings.Contains(text, d.ExportID[:12]) {
		t.Error("the export's id is not shown")
	}
}

// checkText wants nothing that turns, hides or moves text in what people read.
func checkText(t *testing.T, text string) {
	t.Helper()
	if at := strings.IndexFunc(text, harmful); at >= 0 {
		c, _ := utf8.DecodeRuneInString(text[at:])
		t.Errorf("a raw %U stands in the text: %q", c, text[max(0, at-30):min(len(text), at+30)])
	}
}

func harmful(c rune) bool {
	switch c {
	case '\n', '\t', '\r', '\f': // pages of extracted text end in a form feed
		return false
	case 0x200b, 0x2060, 0xfeff, 0x2028, 0x2029:
		return true
	}
	return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c)
}

// checkElsewhere writes the same document as in another place at another time.
func checkElsewhere(t *testing.T, f report.Format) {
	first := Write(t, f, Hostile(40))
	t.Setenv("TZ", "Asia/Kathmandu")
	t.Setenv("LANG", "de_DE.UTF-8")
	t.Setenv("LC_ALL", "tr_TR.UTF-8")
	local := time.Local
	time.Local = time.FixedZone("elsewhere", 5*60*60+45*60)
	defer func() { time.Local = local }()
	compareFiles(t, first, Write(t, f, Hostile(40)))
}

// checkFaults wants an error where rows fail, are cut short or are more than was
// said, where the reader is told to stop, and where files cannot be written.
func checkFaults(t *testing.T, f report.Format) {
	fault := errors.New("fault")
	broken := Hostile(20)
	broken.Rows = failing{broken.Rows, 7, fault}
	if _, err := f.Write(context.Background(), broken, &Memory{}); !errors.Is(err, fault) {
		t.Errorf("rows that fail: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := f.Write(ctx, Hostile(20), &Memory{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	for _, count := range []int64{19, 21} {
		d := Hostile(20)
		d.Count = count
		if n, err := f.Write(context.Background(), d, &Memory{}); err == nil && n != 20 {
			t.Errorf("20 rows of %d said: wrote %d, %v", count, n, err)
		}
	}
	for _, at := range []int{1, 2, 5} {
		to := &Memory{FailAt: at, Fault: fault}
		if _, err := f.Write(context.Background(), Hostile(20), to); to.step >= at && !errors.Is(err, fault) {
			t.Errorf("a fault at step %d of writing: %v", at, err)
		}
	}
}

// failing yields a number of rows and then an error.
type failing struct {
	rows  report.Rows
	after int
	err   error
}

// All yields them.
func (f failing) All(ctx context.Context) iter.Seq2[*report.Row, error] {
	return func(yield func(*report.Row, error) bool) {
		n := 0
		for r, err := range f.rows.All(ctx) {
			if n == f.after {
				yield(nil, f.err)
				return
			}
			n++
			if !yield(r, err) {
				return
			}
		}
	}
}

// Memory is a target in memory.
type Memory struct {
	Files  map[string][]byte // those that were closed
	FailAt int               // the step (creating, writing, closing) that fails, 1-based; 0: none
	Fault  error             // with which

	step int
	open map[string]bool
}

// Create begins a file; a name that was used is an error.
func (m *Memory) Create(name string) (io.WriteCloser, error) {
	if err := m.next(); err != nil {
		return nil, err
	}
	if _, used := m.Files[name]; used || m.open[name] {
		return nil, fmt.Errorf("create %s: it exists", name)
	}
	if m.open == nil {
		m.open, m.Files = map[string]bool{}, map[string][]byte{}
	}
	m.open[name] = true
	return &memoryFile{to: m, name: name}, nil
}

// Open lists the files that were not closed.
func (m *Memory) Open() []string { return slices.Sorted(maps.Keys(m.open)) }

func (m *Memory) next() error {
	m.step++
	if m.step == m.FailAt {
		return m.Fault
	}
	return nil
}

type memoryFile struct {
	bytes.Buffer
	to   *Memory
	name string
}

// Write adds to the file.
func (f *memoryFile) Write(p []byte) (int, error) {
	if err := f.to.next(); err != nil {
		return 0, err
	}
	return f.Buffer.Write(p)
}

// Close finishes it.
func (f *memoryFile) Close() error {
	if err := f.to.next(); err != nil {
		return err
	}
	if !f.to.open[f.name] {
		return fmt.Errorf("close %s: it is closed", f.name)
	}
	delete(f.to.open, f.name)
	f.to.Files[f.name] = f.Bytes()
	return nil
}
