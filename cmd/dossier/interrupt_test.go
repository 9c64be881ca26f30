// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"dossier/index"
)

// TestInterruptedAdd presses Ctrl-C in the middle of an ingest: the exit code says
// so, and the case is whole and takes the rest later.
func TestInterruptedAdd(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("starts processes and signals them")
	}
	dir := t.TempDir()
	evidence, whole, torn := filepath.Join(dir, "exports"), filepath.Join(dir, "whole.case"), filepath.Join(dir, "torn.case")
	writeEvidence(t, evidence, 6)
	add(t, whole, evidence, 0)
	if err := index.Create(torn, "interrupted", "UTC", "test", time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	if !interrupt(t, torn, evidence) {
		t.Fatal("no add was interrupted in the middle: the test tests nothing")
	}
	check(t, torn)
	add(t, torn, evidence, 0)
	check(t, torn)
	if got, want := rows(t, torn), rows(t, whole); got != want {
		t.Errorf("rows after an interrupted add and another: %s, want %s", got, want)
	}
}

// interrupt runs `dossier add` and interrupts it once it holds the case's lock. It
// reports whether that was in time; an add that was faster is undone and repeated.
func interrupt(t *testing.T, dir, evidence string) bool {
	t.Helper()
	program, err := exec.LookPath("dossier")
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		cmd := exec.Command(program, "-C", dir, "add", evidence, "--workers", "1")
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(20 * time.Second); !exists(filepath.Join(dir, "lock.holder")) && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond)
		}
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		err := cmd.Wait()
		var exit *exec.ExitError
		switch {
		case err == nil:
			if err := errors.Join(os.RemoveAll(dir), index.Create(dir, "interrupted", "UTC", "test", time.Unix(0, 0))); err != nil {
				t.Fatal(err)
			}
		case errors.As(err, &exit) && exit.ExitCode() == exitInterrupted && strings.Contains(out.String(), "dossier: interrupted; "):
			return true
		default:
			t.Fatalf("dossier add, interrupted: %v\n%s", err, out.String())
		}
	}
	return false
}

// TestInterruptedQuestions calls commands off before they begin: each says so and
// nothing else, and has no answer.
func TestInterruptedQuestions(t *testing.T) {
	dir := smallCase(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{
		{"search", "*"}, {"search", "*", "--format", "jsonl"}, {"search", "*", "--format", "csv", "--around", "5m"}, {"search", "raw:/x/"},
		{"count", "*"}, {"count", "*", "--by", "kind,day"}, {"facets", "*", "--field", "kind"}, {"values", "object"}, {"explain", "*", "--cost"}, {"explain", "raw:/x/"},
		{"timeline", "--who", "employee:7"}, {"touched", "--who", "employee:7"}, {"ask", "what did employee:7 touch"}, {"chronology"}, {"verify"}, {"reindex"},
		{"export", "*", "--to", filepath.Join(t.TempDir(), "out")},
	} {
		var out, errs bytes.Buffer
		code := run(ctx, append([]string{"-C", dir}, args...), nil, &out, &errs)
		if code != exitInterrupted || !strings.HasPrefix(errs.String(), "dossier: interrupted; ") || strings.Count(out.String(), "\n") > 2 {
			t.Errorf("%s: exit code %d\n%s%s", args, code, out.String(), errs.String())
		}
	}
}

// TestInterruptedScan presses Ctrl-C while the evidence is being read for an expression
// that takes long.
func TestInterruptedScan(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("starts processes and signals them")
	}
	program, err := exec.LookPath("dossier")
	if err != nil {
		t.Fatal(err)
	}
	const slow = `raw:/[^\x01]{120}[^\x02]{120}\x03/`
	for wait := 200 * time.Millisecond; wait < 20*time.Second; wait *= 2 {
		cmd := exec.Command(program, "-C", withDemo(t).dir, "count", slow)
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(wait)
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		switch err := cmd.Wait(); {
		case cmd.ProcessState.ExitCode() == -1: // it did not listen yet
		case cmd.ProcessState.ExitCode() == exitInterrupted && out.Len() == 0 && strings.HasPrefix(errs.String(), "dossier: interrupted; "):
			return
		default:
			t.Fatalf("dossier count, interrupted: %v\n%s%s", err, out.String(), errs.String())
		}
	}
	t.Fatal("no count was interrupted: the test tests nothing")
}
