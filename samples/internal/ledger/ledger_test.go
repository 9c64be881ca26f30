// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"dossier/samples/internal/ledger"
	"dossier/samples/internal/truth"
)

type files map[string]*bytes.Buffer

type file struct{ *bytes.Buffer }

func (file) Close() error { return nil }

func (f files) Create(name string) (io.WriteCloser, error) {
	f[name] = &bytes.Buffer{}
	return file{f[name]}, nil
}

func tens(at int64) int64 { return at / 10 }

func named(pattern string) func(int64, int) string {
	return func(part int64, roll int) string { return fmt.Sprintf(pattern, part, roll) }
}

func TestRecordsAreSortedCutIntoFilesAndNoted(t *testing.T) {
	out := files{}
	head := func(part, first int64) string { return fmt.Sprintf("head %d %d\n", part, first) }
	l := ledger.New(out,
		&ledger.Series{Part: tens, Name: named("day-%d-%d"), Head: head, Tail: "end"},
		&ledger.Series{Part: func(int64) int64 { return 0 }, Name: named("all%.0d%.0d"), Encode: ledger.UTF16LE, Mark: "\xff\xfe", Copy: true})
	key := &truth.Key{}
	entry := key.Add(&truth.Entry{Type: truth.TypeAct}, 1)
	for _, at := range []int64{12, 3, 25, 7} {
		var mark *ledger.Mark
		if at == 7 {
			mark = &ledger.Mark{Entries: []*truth.Entry{entry}, Source: "s", Text: "7"}
		}
		l.Close(fmt.Appendf(l.Open(), "é%d\n", at), at, mark)
		if at == 25 {
			if err := l.Flush(5); err != nil { // 12 and 25 stay
				t.Fatal(err)
			}
		}
	}
	if err := l.Finish(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"day-0-0": "head 0 3\né3\né7\nend", "day-1-0": "head 1 12\né12\nend", "day-2-0": "head 2 25\né25\nend",
	} {
		if got := out[name].String(); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	want := []truth.Record{{Source: "s", File: "day-0-0", Line: 3, Offset: 13, Length: 4, Text: "7"}, {Source: "s", File: "all", Line: 2, Offset: 8, Length: 6, Text: "7", Copy: true}}
	if fmt.Sprint(entry.Records) != fmt.Sprint(want) {
		t.Errorf("noted %+v, want %+v", entry.Records, want)
	}
}

func TestCutFilesLoseRecordsAndTheirNotes(t *testing.T) {
	out := files{}
	l := ledger.New(out, &ledger.Series{Part: tens, Name: named("f%d-%d"), Cut: func(int64) int64 { return 8 }})
	entry := (&truth.Key{}).Add(&truth.Entry{Type: truth.TypeAct}, 1)
	mark := &ledger.Mark{Entries: []*truth.Entry{entry}}
	for at := range int64(3) {
		l.Close(append(l.Open(), "12345\n"...), at, mark)
	}
	if err := l.Finish(); err != nil {
		t.Fatal(err)
	}
	if got := out["f0-0"].String(); got != "12345\n12" || len(entry.Records) != 1 {
		t.Errorf("file %q, %d records noted; want it cut at 8 bytes, and 1", got, len(entry.Records))
	}
}

func TestFullFilesAreFollowedByMore(t *testing.T) {
	out := files{}
	l := ledger.New(out, &ledger.Series{Part: tens, Name: named("f%d-%d"), RowsMax: 2})
	for at := range int64(5) {
		l.Close(append(l.Open(), "x\n"...), at, nil)
	}
	if err := l.Finish(); err != nil {
		t.Fatal(err)
	}
	if len(out) != 3 || out["f0-2"].String() != "x\n" || l.Records != 5 || l.Bytes != 10 {
		t.Errorf("%d files, %d records, %d bytes; want 3, 5 and 10", len(out), l.Records, l.Bytes)
	}
}

func TestTimesAgreeWithTheLibrary(t *testing.T) {
	for _, at := range []int64{0, 951_782_400_000, 1_709_164_799_999, 1_715_378_567_113, 1_735_689_599_001} {
		want := time.UnixMilli(at).UTC().Format("2006-01-02T15:04:05.000Z")
		if got := string(ledger.AppendISO(nil, at)); got != want {
			t.Errorf("%d is %s, want %s", at, got, want)
		}
	}
}

func FuzzCells(f *testing.F) {
	f.Add(`He said "yes", then`, "\x1b]8;;\x07")
	f.Add("", "a\r\nb")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToValidUTF8(strings.ReplaceAll(a, "\r", ""), ""), strings.ToValidUTF8(b, "")
		row := ledger.AppendCell(append(ledger.AppendQuoted(nil, a), ','), "x"+strings.ReplaceAll(b, "\r", ""))
		cells, err := csv.NewReader(bytes.NewReader(append(row, '\n'))).Read()
		if err != nil || len(cells) != 2 || cells[0] != a {
			t.Fatalf("%q reads back as %q, %v", row, cells, err)
		}
		var text string
		if err := json.Unmarshal(ledger.AppendJSON(nil, b, false), &text); err != nil || text != b {
			t.Fatalf("JSON of %q reads back as %q, %v", b, text, err)
		}
		if doubled := ledger.AppendJSON(nil, b, true); strings.ReplaceAll(string(doubled), `""`, `"`) != string(ledger.AppendJSON(nil, b, false)) {
			t.Fatalf("doubled quotes of %q: %q", b, doubled)
		}
	})
}

func TestEncodings(t *testing.T) {
	if got := ledger.Windows1252(nil, []byte("Café – €\u202eמ!")); string(got) != "Caf\xe9 \x96 \x80!" {
		t.Errorf("Windows-1252: %q", got)
	}
	if got := ledger.UTF16LE(nil, []byte("aé😀")); string(got) != "a\x00\xe9\x00\x3d\xd8\x00\xde" {
		t.Errorf("UTF-16LE: %x", got)
	}
	if got := ledger.Cut40(strings.Repeat("ø", 50)); got != strings.Repeat("ø", 40) {
		t.Errorf("Cut40: %q", got)
	}
}
