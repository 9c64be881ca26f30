// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"dossier/index"
)

// TestScripts runs testdata/*.txtar. Each begins in a folder with a copy of
// testdata/exports, the evidence of a company of three, and what the script itself
// holds. DOSSIER_UPDATE=1 rewrites the expected outputs.
//
// Beside the commands of testscript there are
//
//	code N command…     run a command that must end with exit code N
//	capture NAME REGEX  set $NAME to what the group matches in the last output
//	flip GLOB           change one byte in the middle of the only such file
//	cut FILE N          leave the first N bytes
//	replace FILE A B    put B for A, which must be there
//	lock DIR            hold the lock of a case until the script ends
//	zip|tar|gz OUT IN…  pack files
//	sshkey FILE [WORDS] write a private key, encrypted with a passphrase
//	stamp REQ REPLY CA  answer a time-stamp request as an authority
//	long TEXT           set $LONG to 100,000 bytes of it
//	printed PROGRAM     run the command of the program that the last output printed
//
// $ESC and $RLO are an escape and a right-to-left override, $HOSTILE is text that a
// shell would obey if it were not quoted.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("DOSSIER_CASE", "")
			e.Setenv("NO_COLOR", "")
			e.Setenv("ESC", "\x1b")
			e.Setenv("RLO", "\u202e")
			e.Setenv("HOSTILE", "it's \"$(touch pwned)\" `touch pwned` \u202e; touch pwned\ntouch pwned\n\n\tend\\\n")
			e.Setenv("TZ", "Asia/Tokyo") // no answer may hang on the machine's zone
			return os.CopyFS(filepath.Join(e.WorkDir, "exports"), os.DirFS(filepath.Join("testdata", "exports")))
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code": scriptCode, "capture": scriptCapture, "flip": scriptFlip, "lock": scriptLock,
			"zip": scriptZip, "tar": scriptTar, "gz": scriptGzip, "cut": scriptCut, "replace": scriptReplace,
			"sshkey": scriptSSHKey, "stamp": scriptStamp, "printed": scriptPrinted, "long": scriptLong,
		},
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("DOSSIER_UPDATE") != "",
	})
}

func scriptCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func scriptCapture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: capture NAME REGEX")
	}
	found := regexp.MustCompile("(?m)" + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) < 2 {
		ts.Fatalf("no match for %s in the output", args[1])
	}
	ts.Setenv(args[0], found[1])
}

func scriptLong(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 || args[0] == "" {
		ts.Fatalf("usage: long TEXT")
	}
	ts.Setenv("LONG", strings.Repeat(args[0], 100_000/len(args[0])))
}

func scriptFlip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: flip GLOB [BYTE], the one in the middle if none is named")
	}
	list, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(list) != 1 {
		ts.Fatalf("%d files fit %s", len(list), args[0])
	}
	ts.Check(os.Chmod(list[0], 0o666))
	data, err := os.ReadFile(list[0])
	ts.Check(err)
	at := len(data) / 2
	if len(args) == 2 {
		at, err = strconv.Atoi(args[1])
		ts.Check(err)
	}
	data[at] ^= 1
	ts.Check(os.WriteFile(list[0], data, 0o666))
}

func scriptCut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cut FILE N")
	}
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

func scriptReplace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE A B")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s has no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], args[2])), 0o666))
}

func scriptLock(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: lock DIR")
	}
	lock, err := index.Acquire(ts.MkAbs(args[0]), "under test", time.Date(2024, 5, 20, 9, 0, 0, 0, time.UTC))
	ts.Check(err)
	ts.Defer(func() { ts.Check(lock.Release()) })
}

// pack opens args[0] for writing, calls each for every further file, and done.
func pack(ts *testscript.TestScript, args []string, start func(io.Writer) (each func(name string, data []byte) error, done func() error)) {
	if len(args) < 2 {
		ts.Fatalf("usage: zip|tar|gz OUT IN…")
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	each, done := start(f)
	for _, name := range args[1:] {
		ts.Check(each(name, []byte(ts.ReadFile(name))))
	}
	ts.Check(errors.Join(done(), f.Close()))
}

func scriptZip(ts *testscript.TestScript, _ bool, args []string) {
	pack(ts, args, func(out io.Writer) (func(string, []byte) error, func() error) {
		w := zip.NewWriter(out)
		return func(name string, data []byte) error {
			member, err := w.Create(name)
			if err != nil {
				return err
			}
			_, err = member.Write(data)
			return err
		}, w.Close
	})
}

func scriptTar(ts *testscript.TestScript, _ bool, args []string) {
	pack(ts, args, func(out io.Writer) (func(string, []byte) error, func() error) {
		w := tar.NewWriter(out)
		return func(name string, data []byte) error {
			if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data))}); err != nil {
				return err
			}
			_, err := w.Write(data)
			return err
		}, w.Close
	})
}

func scriptGzip(ts *testscript.TestScript, _ bool, args []string) {
	pack(ts, args, func(out io.Writer) (func(string, []byte) error, func() error) {
		w := gzip.NewWriter(out)
		return func(_ string, data []byte) error { _, err := w.Write(data); return err }, w.Close
	})
}
