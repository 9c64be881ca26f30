// SPDX-License-Identifier: Apache-2.0

package printservice_test

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
	"dossier/parsers/evtx/evtxtest"
	"dossier/parsers/parsertest"
	"dossier/parsers/printservice"
)

// TestSameFromXMLAndEVTX reads the same records from both samples: they are the
// same acts, with the same keys.
func TestSameFromXMLAndEVTX(t *testing.T) {
	fromXML := collect(t, printservice.XMLParser, printservice.XMLParser.Samples[0].Bytes())
	fromEVTX := collect(t, printservice.EVTXParser, printservice.EVTXParser.Samples[0].Bytes())
	want, _ := fromXML.Acts()
	got, _ := fromEVTX.Acts()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-xml +evtx):\n%s", diff)
	}
	if len(fromEVTX.Rejects) != 1 || fromEVTX.Rejects[0].Reason != "event of another provider" ||
		!strings.Contains(fromEVTX.Rejects[0].Detail, "event 4624 of Microsoft-Windows-Security-Auditing") {
		t.Errorf("rejects %v", fromEVTX.Rejects)
	}
}

func TestEVTXOfWindowsXP(t *testing.T) {
	data := evtxtest.File(evtxtest.Event{
		Provider: "Print", EventID: 10, Channel: "System", Computer: "OLD-PC", Created: time.Unix(1_200_000_000, 0).UTC(),
		EventData: []evtxtest.Field{{Value: "1"}, {Value: "List"}, {Value: "u"}, {Value: "P"}, {Value: "LPT1:"}, {Value: "818"}, {Value: "2"}},
	})
	c := collect(t, printservice.EVTXParser, data)
	if len(c.Events) != 1 || c.Events[0].Object.Name != "List" || c.Events[0].Quantities.Pages != event.Count(2) {
		t.Errorf("events %+v, rejects %v", c.Events, c.Rejects)
	}
}

// TestDamagedEVTX overwrites a record in the middle: it is a reject, the others
// stay.
func TestDamagedEVTX(t *testing.T) {
	data := printservice.EVTXParser.Samples[0].Bytes()
	marks := bytes.Count(data, []byte("**\x00\x00"))
	third := bytes.Index(data, []byte("**\x00\x00"))
	for range 2 {
		third += 4 + bytes.Index(data[third+4:], []byte("**\x00\x00"))
	}
	clear(data[third+24 : third+64])
	c := collect(t, printservice.EVTXParser, data)
	if marks != 6 || len(c.Events) != 3 || len(c.Rejects) != 2 {
		t.Errorf("%d records, %d events, rejects %v", marks, len(c.Events), c.Rejects)
	}
}

func corpus(t *testing.T, folder ...string) map[string][]byte {
	t.Helper()
	root := filepath.Join(append([]string{"..", "..", "..", "shared", "corpus"}, folder...)...)
	files := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if ext := filepath.Ext(path); ext == ".xml" || ext == ".evtx" {
			files[filepath.Base(path)], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Skip("no corpus: ", err)
	}
	return files
}

func TestCorpusXML(t *testing.T) {
	type job struct{ user, name, text, device, printer, file string }
	got := map[string]job{}
	for name, data := range corpus(t, "print", "printservice-307-xml") {
		if score := printservice.XMLParser.Sniff(parsertest.HeadOf(data)); score != parsers.Certain {
			t.Errorf("%s: sniff gives %d", name, score)
		}
		c := collect(t, printservice.XMLParser, data)
		if len(c.Events) != 1 || len(c.Rejects) != 0 {
			t.Fatalf("%s: %d events, rejects %v", name, len(c.Events), c.Rejects)
		}
		e := c.Events[0]
		if e.Kind != event.PrintJob || !e.Time.Known() || !e.Quantities.Pages.Present() || !e.Quantities.Bytes.Present() {
			t.Errorf("%s: %+v", name, e)
		}
		got[name] = job{e.Actor.Name, e.Object.Name, e.Text, e.Device, e.Targets[0].Account.Name, e.Attr("output-file")}
	}
	want := map[string]job{
		"english_universal_print_port_2022.xml": {"regular", "", "Print Document", "DESKTOP-PRINTINGFUN", "XPS", ""},
		"korean_print_to_pdf_2020.xml":          {"orseL", "", "문서 인쇄", "DESKTOP-SGSJTLH", "Microsoft Print to PDF", `F:\02 업무\_release\zzz.pdf`},
		"ezmap_example_2019.xml": {
			"baz", "", "Print Document", "POOH", "Microsoft Print to PDF",
			`D:\ownCloud\SANS\Investigating WMI Attacks\Investigating WMI Attacks Confirmation1.pdf`,
		},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(job{})); diff != "" {
		t.Errorf("jobs (-want +got):\n%s", diff)
	}
}

// TestCorpusEVTX reads the two logs at hand, which hold no jobs.
func TestCorpusEVTX(t *testing.T) {
	got := map[string]map[event.Kind]int{}
	for name, data := range corpus(t, "print", "printservice-evtx") {
		if score := printservice.EVTXParser.Sniff(parsertest.HeadOf(data)); score != parsers.Likely {
			t.Errorf("%s: sniff gives %d", name, score)
		}
		c := collect(t, printservice.EVTXParser, data)
		if len(c.Rejects) != 0 {
			t.Errorf("%s: rejects %v", name, c.Rejects)
		}
		got[name] = map[event.Kind]int{}
		for _, e := range c.Events {
			got[name][e.Kind]++
			if !e.Time.Known() || e.Actor.IsZero() || e.Key.IsZero() || e.Kind == event.PrintPrinter && e.Object.Name == "" &&
				e.Attr("event-id") != "316" && e.Attr("event-id") != "317" {
				t.Errorf("%s: %+v", name, e)
			}
		}
	}
	want := map[string]map[event.Kind]int{
		"printservice_admin_operational_300_301_302_316_823_848_849.evtx":     {event.PrintPrinter: 11},
		"printservice_admin_operational_300_304_306_316_317_354_808_823.evtx": {event.PrintPrinter: 11, event.PrintOther: 3},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

// TestOtherLogsAreRefused sniffs all other event logs of the corpus.
func TestOtherLogsAreRefused(t *testing.T) {
	refused := 0
	for name, data := range corpus(t, "side") {
		head := parsertest.HeadOf(data)
		if printservice.EVTXParser.Sniff(head) != parsers.No || printservice.XMLParser.Sniff(head) != parsers.No {
			t.Errorf("%s is claimed", name)
		}
		refused++
	}
	if refused == 0 {
		t.Error("no event logs in the corpus")
	}
}

func BenchmarkXML(b *testing.B) {
	var text bytes.Buffer
	text.WriteString("<?xml version='1.0'?><Events>")
	const jobs = 5000
	for i := range jobs {
		text.WriteString(rendered("2024-05-13T16:02:10.1000000Z", fmt.Sprint(2*i), fmt.Sprint(i), "2"))
		text.WriteString(printed("2024-05-13T16:02:11.1668381Z", fmt.Sprint(2*i+1), fmt.Sprint(i)))
	}
	text.WriteString("</Events>")
	benchmark(b, printservice.XMLParser, text.Bytes(), 2*jobs)
}

func BenchmarkEVTX(b *testing.B) {
	var events []evtxtest.Event
	at := time.Date(2024, 5, 13, 16, 0, 0, 0, time.UTC)
	const jobs = 5000
	for i := range jobs {
		id := fmt.Sprint(i)
		one := evtxtest.PrintService(805, "RenderJobDiag", evtxtest.Field{Name: "JobId", Value: id}, evtxtest.Field{Name: "Copies", Value: "2"})
		two := evtxtest.PrintService(307, "DocumentPrinted", evtxtest.Params(id, "List", "mweber", `\\PC-1`, "SALES-1", "IP_192.0.2.40", "1000", "2")...)
		one.Created, two.Created = at.Add(time.Duration(i)*time.Second), at.Add(time.Duration(i)*time.Second)
		events = append(events, one, two)
	}
	benchmark(b, printservice.EVTXParser, evtxtest.File(events...), 2*jobs)
}

func benchmark(b *testing.B, p parsers.Parser, data []byte, records int) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Parse(parsertest.InputOf(data), discard{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(records*b.N)/b.Elapsed().Seconds(), "records/s")
}

type discard struct{}

func (discard) Event(*event.Event) error                { return nil }
func (discard) Fact(*event.Fact) error                  { return nil }
func (discard) Reject(event.Span, string, string) error { return nil }
func (discard) Skip(event.Span, string) error           { return nil }
