// SPDX-License-Identifier: Apache-2.0

package evtx_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"dossier/parsers/evtx"
	"dossier/parsers/evtx/evtxtest"
)

// BenchmarkRead reads a generated log, and prints the fields of each event, as a
// parser would.
func BenchmarkRead(b *testing.B) {
	benchmark(b, evtxtest.File(printedMany(5000)...))
}

// BenchmarkReadCorpus reads the largest real logs.
func BenchmarkReadCorpus(b *testing.B) {
	for _, path := range corpusLogs(b) {
		if log := readLog(b, path); len(log) > 2<<20 {
			b.Run(filepath.Base(path), func(b *testing.B) { benchmark(b, log) })
		}
	}
}

func benchmark(b *testing.B, log []byte) {
	b.ReportAllocs()
	b.SetBytes(int64(len(log)))
	records, texts := 0, 0
	for b.Loop() {
		err := evtx.Read(bytes.NewReader(log), int64(len(log)), func(p evtx.Piece) error {
			if p.Event != nil {
				records++
				texts += textBytes(p.Event)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "records/s")
}

func textBytes(e *evtx.Element) int {
	n := len(e.Text())
	for _, a := range e.Attrs {
		n += len(a.Value.String())
	}
	for child := range e.All() {
		n += textBytes(child)
	}
	return n
}
