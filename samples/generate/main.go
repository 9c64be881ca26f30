// SPDX-License-Identifier: Apache-2.0

// Command generate writes a simulated company's logs and the key to them into a
// folder.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
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
	if *out != "" {
		next = samples.Dir(*out)
	}
	manifest := samples.NewManifest(next)
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
