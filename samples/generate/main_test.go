// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var small = []string{"--people", "24", "--days", "60", "--events", "4000"}

func TestOutWritesEvidenceAndKey(t *testing.T) {
	folder := t.TempDir()
	var out bytes.Buffer
	if err := run(context.Background(), append(small, "--out", folder, "--strength", "low"), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "2 planted acts of Mike Hall (mike)") {
		t.Errorf("it says %q", out.String())
	}
	for _, name := range []string{"truth.jsonl", "evidence/hr/roster.csv", "evidence/salesforce/EventLogFile/2024-05-10_ReportExport.csv"} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := run(context.Background(), append(small, "--out", folder), &out, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "exist") {
		t.Errorf("a second case into the same folder gives %v", err)
	}
}

func TestPackWritesAnArchive(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "case")
	if err := run(context.Background(), append(small, "--pack", folder), io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	archive, err := os.ReadFile(filepath.Join(folder, "evidence.zip"))
	if err != nil || !bytes.HasPrefix(archive, []byte("PK")) {
		t.Errorf("no archive: %v", err)
	}
}

func TestBadFlags(t *testing.T) {
	for _, args := range [][]string{{"--strength", "huge"}, {"--days", "3"}, {"--nothing"}, {"--out", "x", "--pack", "y"}} {
		if err := run(context.Background(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q was taken", args)
		}
	}
}
