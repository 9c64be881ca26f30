// SPDX-License-Identifier: Apache-2.0

package evtx_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/Velocidex/ordereddict"
	oracle "www.velocidex.com/golang/evtx"

	"dossier/parsers/evtx"
	"dossier/parsers/evtx/evtxtest"
)

// oracleRecords reads a log with the Velocidex reader: record id to event.
func oracleRecords(t *testing.T, log io.ReadSeeker) map[uint64]*ordereddict.Dict {
	t.Helper()
	chunks, err := oracle.GetChunks(log)
	if err != nil {
		t.Fatalf("oracle: %v", err)
	}
	events := make(map[uint64]*ordereddict.Dict)
	for _, chunk := range chunks {
		records, err := chunk.Parse(0)
		if err != nil {
			t.Logf("oracle: chunk at %d: %v", chunk.Offset, err)
		}
		for _, r := range records {
			event, _ := r.Event.(*ordereddict.Dict)
			events[r.Header.RecordID] = event
		}
	}
	return events
}

// leaves collects the texts and numbers of an oracle's event, as a bag of words
// that does not depend on how it names and nests them.
func oracleLeaves(v any, add func(string)) {
	switch v := v.(type) {
	case nil:
	case *ordereddict.Dict:
		for _, key := range v.Keys() {
			if strings.HasPrefix(key, "xmlns") {
				continue
			}
			item, _ := v.Get(key)
			oracleLeaves(item, add)
		}
	case []any:
		for _, item := range v {
			oracleLeaves(item, add)
		}
	case []string:
		for _, item := range v {
			add(item)
		}
	case []byte:
		add(fmt.Sprintf("%X", v))
	case float64:
		add(fmt.Sprintf("%.3f", v))
	default:
		add(fmt.Sprint(v))
	}
}

// ownLeaves does the same for ours, in the oracle's spelling.
func ownLeaves(e *evtx.Element, add func(string)) {
	for _, a := range e.Attrs {
		if !strings.HasPrefix(a.Name, "xmlns") {
			add(oracleSpelling(a.Value))
		}
	}
	add(oracleSpelling(e.Value))
	for child := range e.All() {
		ownLeaves(child, add)
	}
}

// oracleSpelling is v as the oracle has it: times are floats of seconds, and it
// takes types that it does not know, Size among them, for text.
func oracleSpelling(v evtx.Value) string {
	switch v.Type {
	case evtx.TypeFiletime:
		if raw := v.Raw(); len(raw) == 8 {
			return fmt.Sprintf("%.3f", (float64(binary.LittleEndian.Uint64(raw))-116444736e9)/1e7)
		}
	case evtx.TypeSize, evtx.TypeInt8, evtx.TypeInt16:
		return strings.TrimRight(string(v.Raw()), "\x00")
	case evtx.TypeHex32, evtx.TypeHex64:
		if n, ok := v.Uint64(); ok {
			return strconv.FormatUint(n, 10)
		}
	}
	return v.String()
}

// normal is a leaf without what the two readers spell differently.
func normal(leaf string) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(leaf), "{}\x00"))
}

// missing returns the leaves of the oracle that ours lacks.
func missing(own *evtx.Element, event *ordereddict.Dict) []string {
	bag := make(map[string]int)
	ownLeaves(own, func(leaf string) { bag[normal(leaf)]++ })
	var lost []string
	oracleLeaves(event, func(leaf string) {
		n := normal(leaf)
		if n == "" {
			return
		}
		if bag[n]--; bag[n] < 0 {
			lost = append(lost, n)
		}
	})
	return lost
}

// misnamed returns the texts of the oracle's EventData and UserData that ours
// does not have under the same name. The oracle makes the Name of a Data a key,
// and leaves out the element inside UserData only if that has no fields.
func misnamed(own *evtx.Element, event *ordereddict.Dict) []string {
	var wrong []string
	check := func(element *evtx.Element, fields any) {
		dict, _ := fields.(*ordereddict.Dict)
		if dict == nil {
			return
		}
		for _, key := range dict.Keys() {
			want, isText := ordereddict.GetString(dict, key)
			if !isText || strings.HasPrefix(key, "xmlns") || key == "Name" || key == "Data" || key == "Binary" {
				continue
			}
			if got := oracleSpelling(named(element, key)); normal(got) != normal(want) {
				wrong = append(wrong, fmt.Sprintf("%s: %q, oracle %q", key, got, want))
			}
		}
	}
	if data, ok := ordereddict.GetAny(event, "Event.EventData"); ok {
		check(own.Find("EventData"), data)
	}
	if data, ok := ordereddict.GetMap(event, "Event.UserData"); ok {
		for _, key := range data.Keys() {
			fields, _ := data.Get(key)
			check(own.Find("UserData", key), fields)
		}
	}
	return wrong
}

// named returns the value of what an element has under a name.
func named(e *evtx.Element, name string) evtx.Value {
	field := e.Data(name)
	if field == nil {
		field = e.Find(name)
	}
	if field == nil {
		v, _ := e.AttrValue(name)
		return v
	}
	return field.Value
}

// TestAgainstVelocidex compares every record of the real logs with what the
// Velocidex reader says: each record it has, and each text and number in it.
func TestAgainstVelocidex(t *testing.T) {
	total := 0
	for _, path := range corpusLogs(t) {
		log := readLog(t, path)
		theirs := oracleRecords(t, bytes.NewReader(log))
		records := make(map[uint64]evtx.Piece)
		for _, r := range ofKind(walk(t, log), evtx.Record) {
			if !r.Remnant {
				records[r.RecordID] = r
			}
		}
		t.Logf("%s: %d records, the oracle has %d", filepath.Base(path), len(records), len(theirs))
		for id, event := range theirs {
			r, ok := records[id]
			if !ok {
				t.Errorf("%s: record %d is missing", filepath.Base(path), id)
				continue
			}
			total++
			if lost := append(missing(r.Event, event), misnamed(r.Event, event)...); len(lost) > 0 {
				sort.Strings(lost)
				t.Errorf("%s: record %d lacks %q", filepath.Base(path), id, lost)
			}
		}
	}
	t.Logf("%d records are the same", total)
}

// TestVelocidexReadsSpecimens checks the writer: another reader accepts what it
// writes.
func TestVelocidexReadsSpecimens(t *testing.T) {
	const count = 1000
	theirs := oracleRecords(t, bytes.NewReader(evtxtest.File(printedMany(count)...)))
	if len(theirs) != count {
		t.Errorf("the oracle has %d records, want %d", len(theirs), count)
	}
	for id := uint64(1); id <= count; id++ {
		param, _ := ordereddict.GetString(theirs[id], "Event.UserData.DocumentPrinted.Param1")
		user, _ := ordereddict.GetString(theirs[id], "Event.System.Security.UserID")
		if param != strconv.FormatUint(id, 10) || user != "S-1-5-21-4230534742-2542757381-3142984815-1111" {
			t.Fatalf("record %d: Param1 %q, UserID %q: %v", id, param, user, theirs[id])
		}
	}
}
