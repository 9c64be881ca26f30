// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"bytes"
	"strings"
	"testing"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

// sink takes everything and keeps nothing.
type sink struct{}

func (sink) Event(*event.Event) error                { return nil }
func (sink) Fact(*event.Fact) error                  { return nil }
func (sink) Reject(event.Span, string, string) error { return nil }
func (sink) Skip(event.Span, string) error           { return nil }

func benchmark(b *testing.B, p parsers.Parser, data []byte, records int) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		in := parsertest.InputOf(data)
		in.Reader = bytes.NewReader(data)
		if err := p.Parse(in, sink{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(records)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkCSV(b *testing.B) {
	header, rows, _ := strings.Cut(sampleShell, "State\"\r\n")
	benchmark(b, Parser, []byte(header+"State\"\r\n"+strings.Repeat(rows, 2000)), 4000)
}

func BenchmarkJSON(b *testing.B) {
	benchmark(b, JSONParser, []byte(strings.Repeat(sampleLines+recordLogin+"\n"+recordBind+"\n", 1000)), 5000)
}

func BenchmarkCorpus(b *testing.B) {
	data := corpus(b, "email", "ual-invictus-o365_dataset", "derived-export-csv-order.csv.gz")
	benchmark(b, Parser, data, 9608)
}
