// SPDX-License-Identifier: Apache-2.0

// Command generate writes a simulated company's logs and the key to them into a
// folder.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"dossier/samples"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var o samples.Options
	flags := flag.NewFlagSet("generate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("out", "", "folder to write into; without it only the digest is computed")
	pack := flags.String("pack", "", "folder to write evidence.zip and truth.jsonl into, for small cases")
	demo := flags.Bool("demo", false, "the options of the committed demo case")
	strength := flags.String("strength", "high", "how plain the theft is: low, mid or high")
	flags.IntVar(&o.People, "people", 0, "people on the roster (default 60)")
	flags.IntVar(&o.Days, "days", 0, "days up to 20 May 2024 (default 270)")
	flags.Uint64Var(&o.Seed, "seed", 1, "which company; 1000 and above are reserved for evaluation")
	flags.IntVar(&o.Events, "events", 0, "about how many records in all (default: what the people make)")
	flags.StringVar(&o.Method, "method", "", fmt.Sprintf("how data is taken, one of %q (default: the seed's)", samples.Methods()))
	if err := flags.Parse(args); err != nil {
		return err
	}
	o.Strength = samples.Strength(*strength)
	if *demo {
		o = samples.DemoOptions
	}
	var next samples.Writer
	memory := &samples.Memory{}
	switch {
	case *out != "" && *pack != "":
		return errors.New("choose --out or --pack, not both")
	case *out != "":
		next = samples.Dir(*out)
	case *pack != "":
		next = memory
	}
	if err := generate(ctx, o, next, stdout); err != nil || *pack == "" {
		return err
	}
	return packed(memory, *pack)
}

// generate makes the case, and says what it made and how fast.
func generate(ctx context.Context, o samples.Options, w samples.Writer, stdout io.Writer) error {
	manifest := samples.NewManifest(w)
	began := time.Now()
	summary, err := samples.Generate(ctx, o, manifest)
	if err != nil {
		return err
	}
	seconds := time.Since(began).Seconds()
	_, err = fmt.Fprintf(stdout, "%d records, %.1f MB, %d planted acts of %s (%s)\n%.1f s, %.0f MB/s\nsha256 of the manifest %s\n", summary.Records,
		float64(summary.Bytes)/1e6, summary.Acts, summary.Thief, summary.Method, seconds, float64(summary.Bytes)/1e6/seconds, manifest.Digest())
	return err
}

// packed writes a case as an archive of the evidence and, beside it, the key.
func packed(m *samples.Memory, folder string) error {
	var archive bytes.Buffer
	if err := m.WriteZip(&archive, "evidence/"); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "evidence.zip"), archive.Bytes(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "truth.jsonl"), m.File("truth.jsonl"), 0o644)
}
