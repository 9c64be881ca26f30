// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dossier/index"
	"dossier/ingest"
)

// TestKilledIngestResumes kills `dossier add` at random moments and wants, after
// each, a case that opens and checks, and in the end the rows of an ingest that
// nobody disturbed. DOSSIER_KILL_MB and DOSSIER_KILL_TIMES make it larger.
func TestKilledIngestResumes(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills processes")
	}
	megabytes := envInt(t, "DOSSIER_KILL_MB", 12)
	times := envInt(t, "DOSSIER_KILL_TIMES", 6)
	evidence := filepath.Join(t.TempDir(), "exports")
	writeEvidence(t, evidence, megabytes)
	r := rand.New(rand.NewPCG(1, 2))

	whole := filepath.Join(t.TempDir(), "whole.case")
	start := time.Now()
	add(t, whole, evidence, 0)
	took := time.Since(start)
	want := rows(t, whole)

	torn := filepath.Join(t.TempDir(), "torn.case")
	killed := 0
	for range times {
		if add(t, torn, evidence, 20*time.Millisecond+time.Duration(r.Int64N(int64(took)))) {
			killed++
		}
		check(t, torn)
		if r.IntN(4) == 0 { // now and then from the start
			if err := os.RemoveAll(torn); err != nil {
				t.Fatal(err)
			}
		}
	}
	add(t, torn, evidence, 0)
	check(t, torn)
	if got := rows(t, torn); got != want {
		t.Errorf("rows after kills differ: %s, want %s", got, want)
	}
	t.Logf("killed %d of %d; an ingest of %d MB takes %v", killed, times, megabytes, took)
	if killed == 0 {
		t.Error("no ingest was killed in the middle: the test tests nothing")
	}
}

func envInt(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// writeEvidence writes Salesforce-like event logs, two of which overlap.
func writeEvidence(t *testing.T, dir string, megabytes int) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	const header = `"EVENT_TYPE","TIMESTAMP","REQUEST_ID","ORGANIZATION_ID","USER_ID","URI","SESSION_KEY","LOGIN_KEY","TIMESTAMP_DERIVED","USER_ID_DERIVED","CLIENT_IP","URI_ID_DERIVED"` + "\n"
	n := 0
	for file := range megabytes {
		var out bytes.Buffer
		out.WriteString(header)
		if file%5 == 4 {
			n -= 800 // overlaps the file before
		}
		for out.Len() < 1<<20 {
			at := time.Date(2024, 1, 1, 0, 0, n, 0, time.UTC)
			fmt.Fprintf(&out, `"URI","%s.000","4u6LyuMrDvb_G-%08d","00D5j00000DgAYG","0055j00000AT6I%d","/001%012d","abc","def","%s","0055j00000AT6I1AAL","203.0.113.%d","001%012dAAA"`+"\n",
				at.Format("20060102150405"), n, n%10, n%5000, at.Format("2006-01-02T15:04:05.000Z"), n%200, n%5000)
			n++
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("day%03d.csv", file)), out.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// add runs `dossier add` in a process of its own and kills it after a while; 0
// lets it finish. It reports whether it was killed.
func add(t *testing.T, dir, evidence string, after time.Duration) bool {
	t.Helper()
	if !exists(filepath.Join(dir, "case.json")) {
		if err := errors.Join(os.RemoveAll(dir), index.Create(dir, "kill", "UTC", "test", time.Unix(0, 0))); err != nil {
			t.Fatal(err)
		}
	}
	program, err := exec.LookPath("dossier")
	if err != nil {
		program, err = selfAs(t, "dossier")
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-C", dir, "add", evidence, "--memory", "64M")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if after > 0 {
		timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) // it may have ended already
		defer timer.Stop()
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == -1 {
		return true
	}
	if err != nil {
		t.Fatalf("dossier add: %v\n%s", err, out.String())
	}
	return false
}

// selfAs links the test binary under the program's name, which makes it be it.
func selfAs(t *testing.T, name string) (string, error) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	link := filepath.Join(t.TempDir(), name)
	return link, cmp.Or(os.Symlink(self, link), nil)
}

func check(t *testing.T, dir string) {
	t.Helper()
	c, err := index.Open(dir, ingest.OpenMember)
	if err != nil {
		t.Fatalf("case after a kill: %v", err)
	}
	defer c.Close()
	err = c.Check(context.Background(), func(d index.Difference) { t.Errorf("case after a kill: %s %s: %s", d.What, d.Where, d.Why) }, nil)
	if err != nil {
		t.Fatal(err)
	}
}

// rows is a digest over all that a case's events say.
func rows(t *testing.T, dir string) string {
	t.Helper()
	c, err := index.Open(dir, ingest.OpenMember)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	h := sha256.New()
	n := 0
	for e, err := range c.Events(context.Background(), index.Filter{Timeless: true, Duplicates: true}) {
		if err != nil {
			t.Fatal(err)
		}
		sum := digestOf(e)
		fmt.Fprintf(h, "%x %v\n", sum, e.Duplicate)
		n++
	}
	if n == 0 {
		t.Fatal("no events")
	}
	return strings.Join([]string{strconv.Itoa(n), hex.EncodeToString(h.Sum(nil))}, " ")
}
