// SPDX-License-Identifier: Apache-2.0

package roster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

func TestDirectory(t *testing.T) { parsertest.Run(t, ADParser) }

func TestHR(t *testing.T) { parsertest.Run(t, HRParser) }

func FuzzDirectory(f *testing.F) { parsertest.Fuzz(f, ADParser) }

func FuzzHR(f *testing.F) { parsertest.Fuzz(f, HRParser) }

// TestTornRow: half a date is no date, half a name no name.
func TestTornRow(t *testing.T) {
	for p, text := range map[*parsers.Parser]string{
		&HRParser: "Name,Email,Hire Date\nJo Roe,jo@co", &ADParser: "SamAccountName,SID,Enabled\njroe,S-1-5-2",
	} {
		c, err := parsertest.CollectBytes(*p, []byte(text))
		if err != nil || len(c.Facts) != 0 || len(c.Rejects) != 1 || c.Rejects[0].Reason != "record cut off" {
			t.Errorf("%s: %d facts, rejects %v, %v", p.Name, len(c.Facts), c.Rejects, err)
		}
	}
}

// TestNoHeader: what turns out to have no header is rejected, not skipped.
func TestNoHeader(t *testing.T) {
	for _, p := range []parsers.Parser{ADParser, HRParser} {
		c, err := parsertest.CollectBytes(p, []byte("a,b\n1,2\n"))
		if err != nil || len(c.Skips) != 0 || len(c.Rejects) != 2 {
			t.Errorf("%s: %d skips, %d rejects, %v", p.Name, len(c.Skips), len(c.Rejects), err)
		}
	}
}

func TestRaggedRow(t *testing.T) {
	f := factsOf(t, ADParser, directorySamples[5].Text)[0]
	if f.Attr("ragged-row") != "6 cells, header has 4" || f.Attr("column-5") != "Sales" || f.Attr("column-6") != "More" {
		t.Errorf("%v", f.Attrs)
	}
}

func corpus(t *testing.T, parts ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "..", "shared", "corpus"}, parts...)...))
	if err != nil {
		t.Skip("no corpus: ", err)
	}
	return data
}

func TestCorpusDirectory(t *testing.T) {
	data := corpus(t, "side", "ad-export", "ADUsers.csv")
	if score := ADParser.Sniff(parsertest.HeadOf(data)); score != parsers.Certain {
		t.Errorf("score %d", score)
	}
	c, err := parsertest.CollectBytes(ADParser, data)
	if err != nil {
		t.Fatal(err)
	}
	managed := 0
	sids := map[string]bool{}
	for _, f := range c.Facts {
		sids[f.Accounts[0].Name] = f.Accounts[0].Namespace == event.SID
		if len(f.Accounts) != 4 || f.Active != event.Yes || f.Subject.Name == "" || f.Leaves != "" {
			t.Errorf("%+v", f)
		}
		if !f.Manager.IsZero() {
			managed++
		}
	}
	if len(c.Facts) != 272 || len(c.Rejects) != 0 || len(sids) != 272 || managed != 271 {
		t.Errorf("%d facts, %d rejects, %d SIDs, %d managed", len(c.Facts), len(c.Rejects), len(sids), managed)
	}
}

func TestCorpusHR(t *testing.T) {
	data := corpus(t, "side", "hr-roster", "HRDataset_v14.csv")
	if score := HRParser.Sniff(parsertest.HeadOf(data)); score != 80 {
		t.Errorf("score %d", score)
	}
	c, err := parsertest.CollectBytes(HRParser, data)
	if err != nil {
		t.Fatal(err)
	}
	var left, active, hired, doubtful int
	for _, f := range c.Facts {
		if f.Leaves != "" {
			left++
		}
		if f.Active == event.Yes {
			active++
		}
		if f.Hired != "" {
			hired++
		}
		if f.Attr("date-order-guessed")+f.Attr("date-unreadable") != "" {
			doubtful++
		}
		if f.Accounts[0].Namespace != event.EmployeeNumber || f.Notice != "" {
			t.Errorf("%+v", f)
		}
	}
	if len(c.Facts) != 310 || len(c.Rejects) != 0 || left != 104 || active != 206 || hired != 310 || doubtful != 0 {
		t.Errorf("%d facts, %d rejects, %d left, %d active, %d hired, %d doubtful", len(c.Facts), len(c.Rejects), left, active, hired, doubtful)
	}
}

// TestCorpusForeign: no other CSV of the corpus is claimed, nor the other's.
func TestCorpusForeign(t *testing.T) {
	for _, pattern := range []string{"crm/*/*.csv", "side/*/*.csv", "print/*/*.csv", "email/*/*.csv"} {
		files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpus", filepath.FromSlash(pattern)))
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				continue
			}
			head := parsertest.HeadOf(data)
			if score := ADParser.Sniff(head); score != parsers.No && filepath.Base(file) != "ADUsers.csv" {
				t.Errorf("%s: directory %d", file, score)
			}
			if score := HRParser.Sniff(head); score != parsers.No && filepath.Base(file) != "HRDataset_v14.csv" {
				t.Errorf("%s: roster %d", file, score)
			}
		}
	}
}

func BenchmarkDirectory(b *testing.B) { benchmark(b, ADParser, directorySamples[0].Text, 2) }

func BenchmarkHR(b *testing.B) { benchmark(b, HRParser, hrSamples[0].Text, 1) }

// benchmark repeats a sample's records behind its header.
func benchmark(b *testing.B, p parsers.Parser, sample string, headerLines int) {
	lines := strings.SplitAfterN(sample, "\n", headerLines+1)
	text := strings.Join(lines[:headerLines], "") + strings.Repeat(lines[headerLines], 10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if err := p.Parse(parsertest.InputOf([]byte(text)), discard{}); err != nil {
			b.Fatal(err)
		}
	}
}

type discard struct{}

func (discard) Event(*event.Event) error                { return nil }
func (discard) Fact(*event.Fact) error                  { return nil }
func (discard) Reject(event.Span, string, string) error { return nil }
func (discard) Skip(event.Span, string) error           { return nil }
