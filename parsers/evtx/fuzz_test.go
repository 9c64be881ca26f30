// SPDX-License-Identifier: Apache-2.0

package evtx_test

import (
	"bytes"
	"testing"
	"time"

	"dossier/parsers/evtx/evtxtest"
)

// FuzzRead checks on any input that Read does not panic, that the pieces tile
// it, that what it builds can be printed, and that all this takes its time in
// proportion to the input.
func FuzzRead(f *testing.F) {
	one := evtxtest.File(printed(1))
	used := bytes.IndexByte(one, '*') + 4096
	f.Add(one[:used])
	f.Add(one[:fileHeader])
	f.Add([]byte("ElfFile\x00"))
	f.Add(bytes.Repeat([]byte("ElfChnk\x00"), 200))
	f.Add(evtxtest.File(printedMany(5)...)[:16_000])
	f.Add(evtxtest.File(arrays())[:12_000])
	for _, body := range bodies() {
		f.Add(logOf(body.tokens)[:firstRecord+1000])
	}
	f.Fuzz(func(t *testing.T, log []byte) {
		start, printedBytes := time.Now(), 0
		for _, p := range walk(t, log) {
			if p.Event != nil {
				printedBytes += len(p.Event.AppendXML(nil))
			}
		}
		if limit := 5*time.Second + time.Duration(len(log))*10*time.Microsecond; time.Since(start) > limit {
			t.Errorf("%d bytes took %v", len(log), time.Since(start))
		}
		if limit := 64<<20 + 512*len(log); printedBytes > limit {
			t.Errorf("%d bytes print as %d", len(log), printedBytes)
		}
	})
}

// arrays returns an event with an array of each kind.
func arrays() evtxtest.Event {
	return evtxtest.Event{Created: created, EventData: []evtxtest.Field{
		{Name: "a", Value: []string{"x", "", "z"}},
		{Name: "b", Value: []uint16{1, 2}},
		{Name: "c", Value: []uint32{1, 2}},
		{Name: "d", Value: []uint64{1, 2}},
		{Name: "e", Value: []byte{1, 2}},
		{Name: "f", Value: evtxtest.SID("S-1-5-18")},
		{Name: "g", Value: 1.5},
		{Name: "h", Value: nil},
	}}
}
