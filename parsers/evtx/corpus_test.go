// SPDX-License-Identifier: Apache-2.0

package evtx_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/parsers/evtx"
)

// corpusLogs returns the paths of the real logs, and skips the test if they are
// not there: they are not ours to give away.
func corpusLogs(t testing.TB) []string {
	t.Helper()
	root := filepath.Join("..", "..", "..", "shared", "corpus")
	var paths []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.EqualFold(filepath.Ext(path), ".evtx") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil || len(paths) == 0 {
		t.Skipf("no corpus of real logs: %v", err)
	}
	return paths
}

func readLog(t testing.TB, path string) []byte {
	t.Helper()
	log, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// TestCorpus reads every real log: the pieces tile it, and nothing is rejected
// but the end of the one that was cut.
func TestCorpus(t *testing.T) {
	for _, path := range corpusLogs(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			pieces := walk(t, readLog(t, path))
			rejects := ofKind(pieces, evtx.Reject)
			if strings.Contains(path, "TRUNCATED") {
				wantRejects(t, pieces, "record of 616 bytes is cut after 360")
				return
			}
			for _, r := range rejects {
				t.Errorf("reject at %d+%d: %s", r.Offset, r.Length, r.Reason)
			}
			for _, r := range ofKind(pieces, evtx.Record) {
				if err := checkSystem(r); err != nil {
					t.Errorf("record %d at %d: %v", r.RecordID, r.Offset, err)
				}
			}
		})
	}
}

// TestMutatedCorpus changes bytes of real logs at random: Read must account for
// every byte of them all the same.
func TestMutatedCorpus(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, path := range corpusLogs(t) {
		log := readLog(t, path)
		if len(log) > 100_000 {
			continue
		}
		for range 50 {
			mutated := bytes.Clone(log)
			for range 1 + random.IntN(20) {
				at := fileHeader + random.IntN(len(log)-fileHeader)
				mutated[at] = byte(random.Uint32())
			}
			for _, r := range ofKind(walk(t, mutated), evtx.Record) {
				r.Event.AppendXML(nil)
			}
		}
	}
}

// checkSystem checks what every event of Windows has.
func checkSystem(r evtx.Piece) error {
	system := r.Event.Find("System")
	// An exported log numbers its records anew, so the two ids may differ.
	if id, ok := system.Find("EventRecordID").Value.Uint64(); !ok {
		return fmt.Errorf("System/EventRecordID is %d", id)
	}
	if _, ok := system.Find("EventID").Value.Uint64(); !ok {
		return fmt.Errorf("System/EventID is %q", system.Find("EventID").Text())
	}
	v, _ := system.Find("TimeCreated").AttrValue("SystemTime")
	if created, ok := v.Time(); !ok || created.Year() < 2005 || created.Year() > 2030 {
		return fmt.Errorf("System/TimeCreated is %q", v)
	}
	if system.Find("Provider").Attr("Name") == "" || system.Find("Computer").Text() == "" || system.Find("Channel").Text() == "" {
		return fmt.Errorf("provider, computer or channel is missing: %s", system.AppendXML(nil))
	}
	return nil
}
