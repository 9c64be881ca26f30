// SPDX-License-Identifier: Apache-2.0

// Command ingest measures 'dossier add': events a second, processor time, peak
// memory, and what the case takes beside the evidence. It makes a Salesforce log
// of the size asked for, or takes what is there.
//
//	go run ./internal/bench/ingest --bytes 1000000000 --memory 1G
//	go run ./internal/bench/ingest --input FOLDER
//	go run ./internal/bench/ingest --make FILE.csv --bytes 378000000   # for the yardsticks
package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"

	"dossier/internal/bench"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "ingest:", err)
		os.Exit(1)
	}
}

// options say what is measured.
type options struct {
	sizeBytes int64
	input     string
	memory    string
	runs      int
	binary    string
	temp      string
}

func run(args []string, stdout, stderr io.Writer) (err error) {
	var o options
	flags := flag.NewFlagSet("ingest", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Int64Var(&o.sizeBytes, "bytes", 1_000_000_000, "size of the log that is made")
	flags.StringVar(&o.input, "input", "", "file or folder to add instead")
	flags.StringVar(&o.memory, "memory", "1G", "passed on to 'dossier add'")
	flags.IntVar(&o.runs, "runs", 1, "how often it is measured")
	flags.StringVar(&o.binary, "binary", "", "dossier to measure (default: built from this tree)")
	flags.StringVar(&o.temp, "temp", "", "folder for the log and the case (default: the system's)")
	only := flags.String("make", "", "write the log to this file, and measure nothing")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *only != "" {
		return makeLog(*only, o.sizeBytes)
	}
	work, err := os.MkdirTemp(o.temp, "dossier-bench-")
	if err != nil {
		return fmt.Errorf("make working folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if err := o.prepare(work); err != nil {
		return err
	}
	inputBytes, err := sizeOf(o.input, "")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "input: %.1f MB, --memory %s\n%s\n%s\n", float64(inputBytes)/1e6, o.memory,
		"| events | wall s | events/s | CPU s | events per CPU s | peak MiB | case beside evidence |", "|---|---|---|---|---|---|---|")
	if err != nil {
		return err
	}
	for i := range o.runs {
		m, err := o.measure(filepath.Join(work, fmt.Sprintf("run%d.case", i)))
		if err != nil {
			return err
		}
		if err := m.print(stdout, inputBytes); err != nil {
			return err
		}
	}
	return nil
}

// prepare sees to it that there are a log and a binary.
func (o *options) prepare(work string) error {
	if o.binary == "" {
		o.binary = filepath.Join(work, "dossier.exe")
		build := exec.Command("go", "build", "-o", o.binary, "dossier/cmd/dossier")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("build dossier: %w\n%s", err, out)
		}
	}
	if o.input != "" {
		return nil
	}
	o.input = filepath.Join(work, "EventLogFile.csv")
	return makeLog(o.input, o.sizeBytes)
}

// makeLog writes a Salesforce log of about sizeBytes.
func makeLog(path string, sizeBytes int64) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("make log: %w", err)
	}
	_, err = bench.WriteSalesforce(f, sizeBytes)
	return errors.Join(err, f.Close())
}

// measured is one 'dossier add'.
type measured struct {
	events    int64
	wall, cpu time.Duration
	peakBytes int64
	caseBytes int64 // without the evidence
}

func (m measured) print(w io.Writer, inputBytes int64) error {
	_, err := fmt.Fprintf(w, "| %d | %.1f | %.0f | %.1f | %.0f | %d | %.1f MB, %.1f %% |\n", m.events,
		m.wall.Seconds(), float64(m.events)/m.wall.Seconds(), m.cpu.Seconds(), float64(m.events)/m.cpu.Seconds(),
		m.peakBytes>>20, float64(m.caseBytes)/1e6, 100*float64(m.caseBytes)/float64(inputBytes))
	return err
}

// measure makes a case, adds the input and removes the case.
func (o *options) measure(dir string) (m measured, err error) {
	if out, err := exec.Command(o.binary, "create", dir).CombinedOutput(); err != nil {
		return m, fmt.Errorf("create case: %w\n%s", err, out)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	add := exec.Command(o.binary, "-C", dir, "add", "--format", "jsonl", "--memory", o.memory, o.input)
	var lines, errs bytes.Buffer
	add.Stdout, add.Stderr = &lines, &errs
	began := time.Now()
	err = add.Run()
	m.wall = time.Since(began)
	if add.ProcessState == nil || lines.Len() == 0 { // some sources may have rejects
		return m, fmt.Errorf("dossier add: %w\n%s", err, errs.Bytes())
	}
	m.cpu = add.ProcessState.UserTime() + add.ProcessState.SystemTime()
	m.peakBytes = peakBytes(add.ProcessState)
	if m.events, err = countEvents(&lines); err != nil {
		return m, err
	}
	m.caseBytes, err = sizeOf(dir, filepath.Join(dir, "evidence"))
	return m, err
}

func countEvents(lines io.Reader) (events int64, err error) {
	scanner := bufio.NewScanner(lines)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		var source struct {
			Events int64 `json:"events"`
		}
		if err := json.Unmarshal(scanner.Bytes(), &source); err != nil {
			return 0, fmt.Errorf("read what dossier add says: %w", err)
		}
		events += source.Events
	}
	return events, scanner.Err()
}

// sizeOf is the bytes of all files at and below path, but for a folder.
func sizeOf(path, without string) (sizeBytes int64, err error) {
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name == without {
			return fs.SkipDir
		}
		if d.IsDir() {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		sizeBytes += info.Size()
		return nil
	})
	return sizeBytes, err
}
