// SPDX-License-Identifier: Apache-2.0

package papercut_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/papercut"
	"dossier/parsers/parsertest"
)

func TestParser(t *testing.T) { parsertest.Run(t, papercut.Parser) }

func FuzzParser(f *testing.F) { parsertest.Fuzz(f, papercut.Parser) }

const header = "PaperCut Print Logger - http://www.papercut.com/\r\n" +
	"Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size\r\n"

// collect parses rows under the header.
func collect(t *testing.T, rows string) *parsertest.Collected {
	t.Helper()
	data := []byte(header + rows)
	c, err := parsertest.CollectBytes(papercut.Parser, data)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Tiling(int64(len(data))); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestJobIsFilled(t *testing.T) {
	const row = "2024-05-13 18:02:11,mweber,12,2,SALES-1,\"Customer list, May.xlsx\",PC-114,A4,PCL6,297mm,210mm,DUPLEX,GRAYSCALE,562kb,\r\n"
	in := parsertest.InputOf([]byte(header + row))
	in.Zone = time.FixedZone("CEST", 2*3600)
	c, err := parsertest.Collect(papercut.Parser, in)
	if err != nil || len(c.Events) != 1 {
		t.Fatalf("%d events, %v", len(c.Events), err)
	}
	got := *c.Events[0]
	if got.Key.IsZero() {
		t.Error("no key")
	}
	got.Key = event.Key{}
	want := event.Event{
		Kind: event.PrintJob,
		Time: event.Time{
			UTC: time.Date(2024, 5, 13, 16, 2, 11, 0, time.UTC), Precision: event.PrecisionSecond,
			Basis: event.TimeSupplied, Text: "2024-05-13 18:02:11",
		},
		Actor:  event.Account{Namespace: event.PrintUser, Name: "mweber"},
		Object: event.Object{Type: "document", Name: "Customer list, May.xlsx"},
		Targets: []event.Target{{
			Role: event.RolePrinter, Account: event.Account{Namespace: event.PrinterName, Name: "SALES-1"},
		}},
		Quantities: event.Quantities{Pages: event.Count(24), Copies: event.Count(2), Bytes: event.Count(562 * 1024)},
		Device:     "PC-114",
		Attrs: []event.Attr{
			{Name: "pages", Value: "12"}, {Name: "copies", Value: "2"}, {Name: "paper-size", Value: "A4"},
			{Name: "language", Value: "PCL6"}, {Name: "height", Value: "297mm"}, {Name: "width", Value: "210mm"},
			{Name: "duplex", Value: "DUPLEX"}, {Name: "grayscale", Value: "GRAYSCALE"}, {Name: "size", Value: "562kb"},
		},
		Origin: event.Origin{Span: event.Span{Offset: int64(len(header)), Length: int64(len(row)), Line: 3}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}
}

func TestNamesAreAnchoredFromBothSides(t *testing.T) {
	const before, after = "2024-05-13 18:02:11,mweber,1,1,SALES-1,", ",PC-1,A4,PCL6,,,DUPLEX,GRAYSCALE,5kb,\r\n"
	for _, c := range []struct{ name, cell, want string }{
		{"plain", `"a"`, "a"},
		{"comma", `"a, b"`, "a, b"},
		{"unquoted", `a`, "a"},
		{"unquoted with commas", `a, b, c`, "a, b, c"},
		{"empty", `""`, ""},
		{"nothing", ``, ""},
		{"quotes as they are", `"5" pipe "x""`, `5" pipe "x"`},
		{"quotes doubled", `"say ""x"""`, `say "x"`},
		{"a row inside of the name", `"x",PC-9,A3,XPS,,,DUPLEX,GRAYSCALE,1kb,"`, `x",PC-9,A3,XPS,,,DUPLEX,GRAYSCALE,1kb,`},
		{"line end", "\"a\r\nb\"", "a\nb"},
		{"many line ends", "\"a\r\n\r\nb\r\nc, d\"", "a\nb\nc, d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := collect(t, before+c.cell+after)
			if len(got.Events) != 1 || len(got.Rejects) != 0 {
				t.Fatalf("%d events, %d rejects", len(got.Events), len(got.Rejects))
			}
			e := got.Events[0]
			if e.Object.Name != c.want || e.Device != "PC-1" || e.Quantities.Bytes != event.Count(5<<10) || e.Attr("ragged-row") != "" {
				t.Errorf("name %q, want %q; %+v", e.Object.Name, c.want, e)
			}
		})
	}
}

func TestDoubtfulCells(t *testing.T) {
	const doc = `"a",`
	for _, c := range []struct {
		name, row string
		check     func(*event.Event) bool
	}{
		{"bare size", "2024-05-13 18:02:11,u,2,3,P," + doc + "PC,A4,PCL6,,,DUPLEX,GRAYSCALE,16,", func(e *event.Event) bool {
			return !e.Quantities.Bytes.Present() && e.Attr("size") == "16" && e.Quantities.Pages == event.Count(6)
		}},
		{"no copies", "2024-05-13 18:02:11,u,2,,P," + doc + "PC,A4,PCL6,,,DUPLEX,GRAYSCALE,16kb,", func(e *event.Event) bool {
			return !e.Quantities.Pages.Present() && !e.Quantities.Copies.Present() && e.Attr("pages") == "2"
		}},
		{"pages beyond counting", "2024-05-13 18:02:11,u,9223372036854775807,2,P," + doc + "PC,A4,PCL6,,,DUPLEX,GRAYSCALE,16kb,",
			func(e *event.Event) bool { return !e.Quantities.Pages.Present() }},
		{"time unreadable", "13th of May,u,2,1,P," + doc + "PC,A4,PCL6,,,DUPLEX,GRAYSCALE,16kb,", func(e *event.Event) bool {
			return !e.Time.Known() && e.Time.Text == "13th of May"
		}},
		{"zone unknown", "2024-05-13 18:02:11,u,2,1,P," + doc + "PC,A4,PCL6,,,DUPLEX,GRAYSCALE,16kb,", func(e *event.Event) bool {
			return e.Time.Basis == event.TimeUnknown && e.Time.Flags == event.ZoneAssumed
		}},
		{"comma in the paper size", "2024-05-13 18:02:11,u,2,1,P," + doc + "PC,8,5 x 11,PCL6,,,DUPLEX,GRAYSCALE,16kb,", func(e *event.Event) bool {
			return e.Attr("paper-size") == "8,5 x 11" && e.Attr("language") == "PCL6" && e.Attr("size") == "16kb" &&
				e.Attr("ragged-row") == "16 cells, header has 14"
		}},
		{"no trailing comma", "2024-05-13 18:02:11,u,2,1,P," + doc + "PC,A4,PCL6,,,DUPLEX,GRAYSCALE,16kb", func(e *event.Event) bool {
			return e.Attr("size") == "16kb" && e.Attr("ragged-row") == ""
		}},
		{"short row", "2024-05-13 18:02:11,u,2,1,P," + doc + "PC,A4", func(e *event.Event) bool {
			return e.Device == "PC" && e.Attr("paper-size") == "A4" && e.Attr("ragged-row") == "8 cells, header has 14"
		}},
		{"machine account", "2024-05-13 18:02:11,PC$,2,1,P," + doc + "PC,A4,PCL6,,,DUPLEX,GRAYSCALE,16kb,", func(e *event.Event) bool {
			return e.Initiated == event.InitiatedSystem && e.Actor.Name == "PC$"
		}},
		{"client by address", "2024-05-13 18:02:11,u,2,1,P," + doc + "[fe80::1%12],A4,PCL6,,,DUPLEX,GRAYSCALE,16kb,", func(e *event.Event) bool {
			return e.IP == "fe80::1" && e.Device == "[fe80::1%12]"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := collect(t, c.row+"\r\n")
			if len(got.Events) != 1 || !c.check(got.Events[0]) {
				t.Errorf("%d events, %+v, rejects %v", len(got.Events), got.Events, got.Rejects)
			}
		})
	}
}

func TestRejects(t *testing.T) {
	const good = "2024-05-13 18:02:11,u,2,1,P,\"a\",PC,A4,PCL6,,,DUPLEX,GRAYSCALE,16kb,\r\n"
	for _, c := range []struct {
		name, rows string
		events     int
		reasons    []string
	}{
		{"noise", "hello\r\n" + good, 1, []string{"not a print record"}},
		{"name not closed before the next record", "2024-05-13 18:02:11,u,2,1,P,\"a\r\n" + good, 1, []string{"record cut off"}},
		{"source ends in the name", good + "2024-05-13 18:02:11,u,2,1,P,\"a", 1, []string{"record cut off"}},
		{"source ends in the size", good + "2024-05-13 18:02:11,u,2,1,P,\"a\",PC,A4,PCL6,,,DUPLEX,GRAYSCALE,56", 1, []string{"record cut off"}},
		{"source ends in a record of two lines", "2024-05-13 18:02:11,u,2,1,P,\"a\r\nb", 0, []string{"record cut off", "record cut off"}},
		{"a name without end", "2024-05-13 18:02:11,u,2,1,P,\"a\r\n" + strings.Repeat("x\r\n", 20) + good, 1,
			append([]string{"record cut off"}, repeated("not a print record", 20)...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := collect(t, c.rows)
			var reasons []string
			for _, r := range got.Rejects {
				reasons = append(reasons, r.Reason)
			}
			if diff := cmp.Diff(c.reasons, reasons); diff != "" || len(got.Events) != c.events {
				t.Errorf("%d events, want %d; reasons (-want +got):\n%s", len(got.Events), c.events, diff)
			}
		})
	}
}

func repeated(text string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = text
	}
	return list
}

// TestSameJobHasOneKey reads one job from a daily file and from a monthly file of
// a server that speaks another language.
func TestSameJobHasOneKey(t *testing.T) {
	const job = "2024-05-13 18:02:11,u,2,1,P,\"a\",PC,A4,PCL6,,,DUPLEX,GRAYSCALE,16kb,"
	daily := collect(t, job+"\r\n")
	monthly := collect(t, "PaperCut Print Logger - http://www.papercut.com/\nHora,Usuario,Copias\n"+
		strings.Replace(job, `"a"`, `"b"`, 1)+"\n"+job)
	if len(monthly.Events) != 2 || len(monthly.Rejects) != 0 {
		t.Fatalf("%d events, %v", len(monthly.Events), monthly.Rejects)
	}
	if daily.Events[0].Key != monthly.Events[1].Key || daily.Events[0].Key == monthly.Events[0].Key {
		t.Errorf("keys %v, %v, %v", daily.Events[0].Key, monthly.Events[1].Key, monthly.Events[0].Key)
	}
}

func TestSniff(t *testing.T) {
	for text, want := range map[string]parsers.Score{
		header: parsers.Certain,
		header[strings.IndexByte(header, '\n')+1:]:           parsers.Certain,
		"PaperCut Print Logger - http://www.papercut.com/\n": parsers.Maybe,
		"Time,User,Pages\n":                                  parsers.No,
	} {
		if got := papercut.Parser.Sniff(parsertest.HeadOf([]byte(text))); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// TestCorpus reads all files of the corpus that bear the banner. The two at hand
// hold five jobs and two.
func TestCorpus(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "corpus", "print")
	if _, err := os.Stat(root); err != nil {
		t.Skip("no corpus: ", err)
	}
	counts := map[string]int{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		claimed := papercut.Parser.Sniff(parsertest.HeadOf(data)) == parsers.Certain
		if want := filepath.Ext(path) == ".csv" && bytes.HasPrefix(data, []byte("PaperCut Print Logger")); claimed != want {
			t.Errorf("%s: claimed is %v", path, claimed)
		}
		if claimed {
			counts[filepath.Base(path)] = readCorpusFile(t, path, data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"papercut-print-log-2020-05.csv": 5, "papercut-print-log-2020-06.csv": 2} {
		if counts[name] != want {
			t.Errorf("%s: %d jobs, want %d", name, counts[name], want)
		}
	}
}

func readCorpusFile(t *testing.T, path string, data []byte) int {
	c, err := parsertest.CollectBytes(papercut.Parser, data)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Tiling(int64(len(data))); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	if rows := bytes.Count(bytes.TrimRight(data, "\r\n"), []byte("\n")) - 1; len(c.Events) != rows || len(c.Rejects) != 0 {
		t.Errorf("%s: %d events of %d rows, rejects %v", path, len(c.Events), rows, c.Rejects)
	}
	for _, e := range c.Events {
		if !e.Time.Known() || e.Actor.IsZero() || e.Object.Name == "" || !e.Quantities.Pages.Present() ||
			!e.Quantities.Bytes.Present() || e.Device == "" || e.Attr("ragged-row") != "" {
			t.Errorf("%s line %d: %+v", path, e.Origin.Span.Line, e)
		}
	}
	return len(c.Events)
}

func BenchmarkParse(b *testing.B) {
	var text bytes.Buffer
	text.WriteString(header)
	const rows = 20_000
	for i := range rows {
		fmt.Fprintf(&text, "2024-05-13 18:%02d:%02d,user%d,12,2,SALES-%d,\"Customer list, part %d.xlsx\",PC-%d,A4,PCL6,297mm,210mm,DUPLEX,GRAYSCALE,%dkb,\r\n",
			i/60%60, i%60, i%50, i%7, i, i%300, i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if err := papercut.Parser.Parse(parsertest.InputOf(text.Bytes()), discard{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

type discard struct{}

func (discard) Event(*event.Event) error                { return nil }
func (discard) Fact(*event.Fact) error                  { return nil }
func (discard) Reject(event.Span, string, string) error { return nil }
func (discard) Skip(event.Span, string) error           { return nil }
