// SPDX-License-Identifier: Apache-2.0

//go:build linux

// Command tui measures the screens of 'dossier tui' over a case, in a terminal of
// its own: from a key to the frame that it changes, from a query to its first rows,
// memory, and what the program does while nobody touches it.
//
//	go run ./internal/bench/tui --case big.case
//	go run ./internal/bench/tui --case big.case --keys 2000 --size 140x45 --query 'kind:print.*' --query 'who:"Mike Hall" last:30d'
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "tui:", err)
		os.Exit(1)
	}
}

// options say what is measured.
type options struct {
	dir, binary   string
	keys          int
	width, height int
	queries       []string
	idle          time.Duration
}

func run(args []string, stdout, stderr io.Writer) (err error) {
	o := options{}
	size := ""
	flags := flag.NewFlagSet("tui", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.dir, "case", "", "folder of the case")
	flags.StringVar(&o.binary, "binary", "", "dossier to measure (default: built from this tree)")
	flags.IntVar(&o.keys, "keys", 1000, "how many keys each measurement presses")
	flags.StringVar(&size, "size", "140x45", "of the terminal")
	flags.DurationVar(&o.idle, "idle", 5*time.Second, "how long nothing is touched")
	flags.Func("query", "a query to time; may be repeated", func(q string) error { o.queries = append(o.queries, q); return nil })
	if err := flags.Parse(args); err != nil {
		return err
	}
	if _, err := fmt.Sscanf(size, "%dx%d", &o.width, &o.height); err != nil {
		return fmt.Errorf("--size %q: want columns x lines, such as 140x45", size)
	}
	if len(o.queries) == 0 {
		o.queries = []string{"*", "kind:print.*", "kind:crm.report.export rows:>1000", "price list", `hours:19..7 weekday:sat,sun`}
	}
	if o.binary == "" {
		work, err := os.MkdirTemp("", "dossier-bench-")
		if err != nil {
			return fmt.Errorf("make working folder: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
		if o.binary, err = build(work, stderr); err != nil {
			return err
		}
	}
	report, err := o.measure()
	_, failed := io.WriteString(stdout, report)
	return errors.Join(err, failed)
}

// build builds the program of this tree.
func build(work string, stderr io.Writer) (string, error) {
	binary := filepath.Join(work, "dossier")
	c := exec.Command("go", "build", "-o", binary, "./cmd/dossier")
	c.Stderr = stderr
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("build dossier: %w", err)
	}
	return binary, nil
}

// rowTime is what every row of the timeline has: the time of day.
var rowTime = regexp.MustCompile(`\d\d:\d\d:\d\d`)

// measure runs the program and returns what it measured, as a table; after an error,
// as far as it came.
func (o options) measure() (report string, err error) {
	w := &strings.Builder{}
	defer func() { report = w.String() }()
	// Where somebody was decides what is measured; it is put back afterwards.
	viewFile := filepath.Join(o.dir, "view.json")
	if before, readErr := os.ReadFile(viewFile); readErr == nil {
		defer func() { err = errors.Join(err, os.WriteFile(viewFile, before, 0o666)) }()
		if err := os.Remove(viewFile); err != nil {
			return "", err
		}
	}
	began := time.Now()
	t, err := start(o.binary, o.dir, o.width, o.height)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, t.stop()) }()
	if !t.await(regexp.MustCompile(`people|no evidence`), time.Minute) {
		return "", errors.New("the overview did not come")
	}
	fmt.Fprintf(w, "terminal %dx%d, case %s\n\n| measured | p50 ms | p99 ms | most ms |\n|---|---|---|---|\n", o.width, o.height, filepath.Base(o.dir))
	fmt.Fprintf(w, "| start to overview | %s | | |\n", ms(time.Since(began)))
	t.settle()
	// From the overview, a search for everything. Its rows come while it is typed.
	t.write("/")
	if !t.await(rowTime, time.Minute) {
		return "", errors.New("the timeline did not come")
	}
	t.settle()
	t.write("\r")
	t.settle()
	for _, scroll := range []struct{ name, key string }{
		{"line down", "j"}, {"line up", "k"}, {"page down", "\x1b[6~"}, {"page up", "\x1b[5~"}, {"next day", "}"},
	} {
		first, whole := o.press(t, scroll.key)
		row(w, "key to frame: "+scroll.name, first)
		row(w, "key to whole page: "+scroll.name, whole)
	}
	for _, q := range o.queries {
		list, err := o.ask(t, q)
		if err != nil {
			return "", err
		}
		row(w, "query to first rows: `"+q+"`", list)
	}
	idle, err := t.idle(o.idle)
	if err != nil {
		return "", err
	}
	resident, peak, err := t.memory()
	if err != nil {
		return "", err
	}
	fmt.Fprintf(w, "\nidle for %v: %.2f %% of a processor; resident %d MiB, peak %d MiB\n", o.idle, idle, resident, peak)
	return "", nil
}

// press presses a key many times, each when the frame of the last one is there:
// how long until something is drawn, and until nothing more is.
func (o options) press(t *terminal, key string) (first, whole []time.Duration) {
	for range o.keys {
		began := time.Now()
		t.write(key)
		at, last, ok := t.frame(began)
		if !ok {
			break // the end of the list: nothing changes any more
		}
		first, whole = append(first, at), append(whole, last)
	}
	return first, whole
}

// asked is how often each query is timed.
const asked = 5

// ask types a query and times its first rows.
func (o options) ask(t *terminal, q string) ([]time.Duration, error) {
	var list []time.Duration
	for range asked {
		t.write("/")
		t.settle()
		t.write("\x15" + q)
		t.settle() // what is typed is searched for at once: begin from elsewhere
		t.write("\x15id:0000")
		t.settle()
		t.write("\x15" + q)
		began := time.Now()
		t.write("\r")
		if !t.await(rowTime, 30*time.Second) {
			return list, fmt.Errorf("query %s: no rows came", q)
		}
		list = append(list, time.Since(began))
		t.settle()
	}
	return list, nil
}

func row(w *strings.Builder, name string, list []time.Duration) {
	if len(list) == 0 {
		fmt.Fprintf(w, "| %s | – | – | – |\n", name)
		return
	}
	slices.Sort(list)
	at := func(share float64) string { return ms(list[min(int(share*float64(len(list))), len(list)-1)]) }
	fmt.Fprintf(w, "| %s | %s | %s | %s |\n", name, at(0.5), at(0.99), ms(list[len(list)-1]))
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }
