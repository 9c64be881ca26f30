// SPDX-License-Identifier: Apache-2.0

package evtx_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"dossier/parsers/evtx"
	"dossier/parsers/evtx/evtxtest"
)

const (
	fileHeader  = 4096
	chunkLength = 65536
	firstRecord = fileHeader + 512
)

// specimen returns a log of several chunks and the number of its records.
func specimen() ([]byte, int) {
	const count = 400
	return evtxtest.File(printedMany(count)...), count
}

// recordsIn returns how many records of a log begin in [from, to).
func recordsIn(t testing.TB, log []byte, from, to int64) int {
	n := 0
	for _, r := range ofKind(walk(t, log), evtx.Record) {
		if r.Offset >= from && r.Offset < to {
			n++
		}
	}
	return n
}

// wantRejects fails unless the rejects are those given: parts of their reasons.
func wantRejects(t *testing.T, pieces []evtx.Piece, reasons ...string) {
	t.Helper()
	rejects := ofKind(pieces, evtx.Reject)
	for i, r := range rejects {
		if i >= len(reasons) || !strings.Contains(r.Reason, reasons[i]) {
			t.Errorf("reject %d at %d+%d: %s", i, r.Offset, r.Length, r.Reason)
		}
	}
	if len(rejects) != len(reasons) {
		t.Errorf("%d rejects, want %d", len(rejects), len(reasons))
	}
}

func TestDirtyChunkCount(t *testing.T) {
	log, count := specimen()
	binary.LittleEndian.PutUint16(log[42:], 1)
	log[120] = 1
	pieces := walk(t, log)
	if got := len(ofKind(pieces, evtx.Record)); got != count {
		t.Errorf("%d records, want %d", got, count)
	}
	if !strings.Contains(pieces[0].Reason, "dirty") || !strings.Contains(pieces[0].Reason, "file header") {
		t.Errorf("file header is %q", pieces[0].Reason)
	}
	beyond := 0
	for _, p := range pieces {
		if strings.Contains(p.Reason, "beyond the 1 chunks") {
			beyond++
		}
	}
	if want := (len(log)-fileHeader)/chunkLength - 1; beyond != want {
		t.Errorf("%d chunks noted as beyond the count, want %d", beyond, want)
	}
}

func TestBadChunkBetweenGood(t *testing.T) {
	log, count := specimen()
	const second = fileHeader + chunkLength
	lost := recordsIn(t, log, second, second+chunkLength)
	copy(log[second:], "garbage!")
	pieces := walk(t, log)
	wantRejects(t, pieces, "bad chunk: signature missing")
	if got := len(ofKind(pieces, evtx.Record)); got != count-lost || lost == 0 {
		t.Errorf("%d records, want %d of %d", got, count-lost, count)
	}
}

// TestMissingBytes cuts a piece out of the middle: the chunks behind it are not
// where they should be, and are found.
func TestMissingBytes(t *testing.T) {
	log, count := specimen()
	const from, to = fileHeader + 50_000, fileHeader + 52_000
	cut := append(bytes.Clone(log[:from]), log[to:]...)
	pieces := walk(t, cut)
	got := len(ofKind(pieces, evtx.Record))
	if want := count - recordsIn(t, log, from-2000, to+2000); got < want || got >= count {
		t.Errorf("%d records of %d, want at least %d", got, count, want)
	}
	if len(ofKind(pieces, evtx.Reject)) == 0 {
		t.Error("no reject for a record without its end")
	}
	last := ofKind(pieces, evtx.Record)[got-1]
	if last.RecordID != uint64(count) {
		t.Errorf("last record is %d, want %d", last.RecordID, count)
	}
}

// TestInsertedBytes puts bytes between two chunks, across what a reader loads at
// a time and not: the chunks behind them are found where they are now.
func TestInsertedBytes(t *testing.T) {
	log, count := specimen()
	const second = fileHeader + chunkLength
	for _, inserted := range []int{1, 3000, chunkLength - 4, chunkLength + 77} {
		longer := append(bytes.Clone(log[:second]), bytes.Repeat([]byte{0xee}, inserted)...)
		longer = append(longer, log[second:]...)
		if got := len(ofKind(walk(t, longer), evtx.Record)); got != count {
			t.Errorf("%d bytes inserted: %d records, want %d", inserted, got, count)
		}
	}
}

func TestZeroChunks(t *testing.T) {
	log, count := specimen()
	log = append(log, make([]byte, 3*chunkLength+100)...)
	pieces := walk(t, log)
	wantRejects(t, pieces)
	if got := len(ofKind(pieces, evtx.Record)); got != count {
		t.Errorf("%d records, want %d", got, count)
	}
}

// TestEveryTruncation cuts a log at many places: all records before the cut are
// read, and a cut inside of one is told.
func TestEveryTruncation(t *testing.T) {
	log, _ := specimen()
	log = log[:fileHeader+2*chunkLength]
	whole := walk(t, log)
	for cut := 1; cut < len(log); cut += 251 {
		want, inside := 0, false
		for _, r := range ofKind(whole, evtx.Record) {
			end := r.Offset + r.Length
			if end <= int64(cut) {
				want++
			}
			inside = inside || r.Offset < int64(cut) && end > int64(cut)
		}
		pieces := walk(t, log[:cut])
		if got := len(ofKind(pieces, evtx.Record)); got != want {
			t.Fatalf("cut at %d: %d records, want %d", cut, got, want)
		}
		if last := pieces[len(pieces)-1]; inside && (last.Kind != evtx.Reject || !strings.Contains(last.Reason, "cut")) {
			t.Fatalf("cut at %d: the last piece is %v: %s", cut, last.Kind, last.Reason)
		}
	}
}

// TestDamagedRecord damages one record's frame or body: it is rejected with the
// reason, and all others are read.
func TestDamagedRecord(t *testing.T) {
	clean, count := specimen()
	third := ofKind(walk(t, clean), evtx.Record)[2]
	at, size := int(third.Offset), int(third.Length)
	for _, test := range []struct {
		name   string
		offset int
		value  uint32
		reason string
	}{
		{"signature", at, 0x12345678, "record signature missing"},
		{"size zero", at + 4, 0, "record size 0 is impossible"},
		{"size huge", at + 4, 0x7fffffff, "is impossible"},
		{"size beyond chunk", at + 4, 65000, "is cut after"},
		{"size copy", at + size - 4, 5, "is not repeated at its end: 5"},
		{"token", at + 24, 0xffffffff, "record 3: binxml"},
		{"template id", at + 24 + 6, 0x01020304, "not 0x01020304"},
		{"template offset", at + 24 + 10, 0xfffffff0, "template offset 0xfffffff0 is outside"},
		{"value count", at + 24 + 14, 0xffffffff, "4294967295 values in"},
		{"value count less", at + 24 + 14, 3, "the record has 3"},
		{"value size", at + 24 + 18, 0x0004ffff, "bytes are needed"},
	} {
		log := bytes.Clone(clean)
		binary.LittleEndian.PutUint32(log[test.offset:], test.value)
		pieces := walk(t, log)
		t.Run(test.name, func(t *testing.T) { wantRejects(t, pieces, test.reason) })
		if got := len(ofKind(pieces, evtx.Record)); got != count-1 {
			t.Errorf("%s: %d records, want %d", test.name, got, count-1)
		}
		r := ofKind(pieces, evtx.Reject)[0]
		if r.Offset != third.Offset || r.Length != third.Length {
			t.Errorf("%s: reject at %d+%d, want %d+%d", test.name, r.Offset, r.Length, at, size)
		}
		if sound := test.offset >= at+24 && test.offset < at+size-4; sound != (r.RecordID == 3) || sound != r.Written.Equal(third.Written) {
			t.Errorf("%s: reject has record id %d, written %v", test.name, r.RecordID, r.Written)
		}
	}
}

// TestDamagedName damages a name: templates that use it are lost for the whole
// chunk, and no other chunk is.
func TestDamagedName(t *testing.T) {
	log, count := specimen()
	name := bytes.Index(log, []byte("P\x00a\x00r\x00a\x00m\x005\x00"))
	log[name] = 'Q'
	lost := recordsIn(t, evtxtest.File(printedMany(count)...), fileHeader, fileHeader+chunkLength)
	pieces := walk(t, log)
	if got := len(ofKind(pieces, evtx.Record)); got != count-lost {
		t.Errorf("%d records, want %d", got, count-lost)
	}
	for _, r := range ofKind(pieces, evtx.Reject) {
		if !strings.Contains(r.Reason, "is damaged: NUL or hash wrong") {
			t.Fatalf("reject: %s", r.Reason)
		}
	}
}

func TestChecksumsAreNoted(t *testing.T) {
	log, count := specimen()
	at := bytes.Index(log, []byte("K\x00u\x00n\x00d\x00")) // text of a value
	log[at] ^= 1
	log[fileHeader+130] ^= 1
	log[60] ^= 1
	pieces := walk(t, log)
	if got := len(ofKind(pieces, evtx.Record)); got != count {
		t.Errorf("%d records, want %d: a checksum is no reason to refuse", got, count)
	}
	notes := pieces[0].Reason + pieces[1].Reason
	for _, want := range []string{"file header; checksum does not match", "header checksum does not match", "records checksum does not match"} {
		if !strings.Contains(notes, want) {
			t.Errorf("%q is not in %q", want, notes)
		}
	}
}

// TestFreeSpace sets the free-space offset back: what directly goes on is not a
// remnant, what stands alone is.
func TestFreeSpace(t *testing.T) {
	log := evtxtest.File(printedMany(6)...)
	records := ofKind(walk(t, log), evtx.Record)
	binary.LittleEndian.PutUint32(log[fileHeader+48:], uint32(records[3].Offset-fileHeader))
	remnants := func() (n int) {
		for _, r := range ofKind(walk(t, log), evtx.Record) {
			if r.Remnant {
				n++
			}
		}
		return n
	}
	if got := remnants(); got != 0 {
		t.Errorf("%d remnants where the header is only stale", got)
	}
	clear(log[records[3].Offset : records[3].Offset+records[3].Length])
	if got := remnants(); got != 2 {
		t.Errorf("%d remnants behind a hole, want 2", got)
	}
	clear(log[records[0].Offset+100 : records[0].Offset+2000])
	wantRejects(t, walk(t, log), "record 1:", "record 2:", "record 3:")
}
