// SPDX-License-Identifier: Apache-2.0

// Command search measures how long a case takes to answer: the first time in a new
// process, and then again and again. The files are in the operating system's memory
// either way.
//
//	go run ./internal/bench/search --case FOLDER --subject "Mike Hall" [--runs 5]
//	go run ./internal/bench/search --case FOLDER 'words to ask' 'kind:crm.*'
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"dossier/analysis/search"
	"dossier/index"
	"dossier/index/query"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "search:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	folder, subject string
	runs            int
	one             int // the number of the task that a new process is to do once; -1 for all
	tasks           []task
}

func run(args []string) error {
	var o options
	flags := flag.NewFlagSet("search", flag.ContinueOnError)
	flags.StringVar(&o.folder, "case", "", "folder of the case")
	flags.StringVar(&o.subject, "subject", "", "the person whom the questions are about")
	flags.IntVar(&o.runs, "runs", 5, "how often each is measured")
	flags.IntVar(&o.one, "one", -1, "do this task once, and print its nanoseconds")
	if err := flags.Parse(args); err != nil {
		return err
	}
	o.tasks = tasks(o.subject, flags.Args())
	if o.one >= 0 {
		took, _, err := o.once(o.tasks[o.one], nil)
		fmt.Println(took.Nanoseconds())
		return err
	}
	return o.table()
}

// task is something that somebody waits for.
type task struct {
	name string
	do   func(context.Context, *search.Session) (int64, error)
	open bool // whether opening is part of it
}

const fifty = 50 // events on a page

// tasks are the bars of docs/performance.md, or the count of each question.
func tasks(subject string, questions []string) []task {
	if len(questions) > 0 {
		var list []task
		for _, text := range questions {
			list = append(list, task{text, counted(text), false})
		}
		return list
	}
	person := "kind:crm.* last:30d"
	if subject != "" {
		person = "who:me last:30d"
	}
	return []task{
		{"open, first page", page("*"), true},
		{"one person, 30 days, first page", page(person), false},
		{"one person, 30 days, counted", counted(person), false},
		{"a word over everything, counted", counted("customer"), false},
		{"a rare word over everything, counted", counted("zephyr"), false},
		{"a phrase over everything, counted", counted(`"customer list"`), false},
		{"a prefix over everything, counted", counted("invoic*"), false},
		{"a number over everything, counted", counted("1017"), false},
		{"histogram by day and kind, everything", tallied("*", "day", "kind"), false},
		{"five facets of a filtered set", facets("kind:crm.* after:2024-01-01", "kind", "who", "object", "ip", "source"), false},
		{"five facets of everything", facets("*", "kind", "who", "object", "ip", "source"), false},
		{"a page in the middle of everything", middle("*"), false},
	}
}

func find(ctx context.Context, s *search.Session, text string) (*index.Selection, error) {
	q, err := query.Parse(text)
	if err != nil {
		return nil, err
	}
	return s.Find(ctx, query.Simplify(q))
}

func counted(text string) func(context.Context, *search.Session) (int64, error) {
	return func(ctx context.Context, s *search.Session) (int64, error) {
		found, err := find(ctx, s, text)
		if err != nil {
			return 0, err
		}
		return found.Count(), nil
	}
}

func page(text string) func(context.Context, *search.Session) (int64, error) {
	return func(ctx context.Context, s *search.Session) (int64, error) {
		found, err := find(ctx, s, text)
		if err != nil {
			return 0, err
		}
		_, err = found.Page(ctx, 0, fifty)
		return found.Count(), err
	}
}

func middle(text string) func(context.Context, *search.Session) (int64, error) {
	return func(ctx context.Context, s *search.Session) (int64, error) {
		found, err := find(ctx, s, text)
		if err != nil {
			return 0, err
		}
		_, err = found.Page(ctx, found.Count()/2, fifty)
		return found.Count(), err
	}
}

func tallied(text string, by ...string) func(context.Context, *search.Session) (int64, error) {
	return func(ctx context.Context, s *search.Session) (int64, error) {
		found, err := find(ctx, s, text)
		if err != nil {
			return 0, err
		}
		lines, err := found.Tally(ctx, by, nil)
		return int64(len(lines)), err
	}
}

func facets(text string, fields ...string) func(context.Context, *search.Session) (int64, error) {
	return func(ctx context.Context, s *search.Session) (int64, error) {
		found, err := find(ctx, s, text)
		if err != nil {
			return 0, err
		}
		for _, field := range fields {
			if _, err := found.Facet(ctx, field); err != nil {
				return 0, err
			}
		}
		return found.Count(), nil
	}
}

func (o *options) session() (*search.Session, error) {
	c, err := index.Open(o.folder, nil)
	if err != nil {
		return nil, err
	}
	return search.Open(context.Background(), c, search.Options{Subject: o.subject})
}

// once does a task: in a session, or in a new one.
func (o *options) once(t task, s *search.Session) (time.Duration, int64, error) {
	start := time.Now()
	if s == nil || t.open {
		var err error
		if s, err = o.session(); err != nil {
			return 0, 0, err
		}
		defer s.Case.Close()
		if !t.open {
			start = time.Now()
		}
	}
	n, err := t.do(context.Background(), s)
	return time.Since(start), n, err
}

func (o *options) table() error {
	s, err := o.session()
	if err != nil {
		return err
	}
	defer s.Case.Close()
	fmt.Printf("%d events, %d processors, median of %d, milliseconds\n\n", s.Case.EventCount(), runtime.GOMAXPROCS(0), o.runs)
	fmt.Printf("| question | answer | cold | warm |\n|---|---|---|---|\n")
	for i, t := range o.tasks {
		var cold, warm []time.Duration
		for range o.runs {
			took, err := o.anew(i)
			if err != nil {
				return err
			}
			cold = append(cold, took)
		}
		answer := int64(0)
		for range o.runs + 1 { // the first does not count
			took, n, err := o.once(t, s)
			if err != nil {
				return err
			}
			warm, answer = append(warm, took), n
		}
		fmt.Printf("| %s | %d | %s | %s |\n", t.name, answer, median(cold), median(warm[1:]))
	}
	return nil
}

// anew does a task in a process of its own.
func (o *options) anew(i int) (time.Duration, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	args := []string{"--case", o.folder, "--subject", o.subject, "--one", strconv.Itoa(i)}
	if o.tasks[i].name != "" && !slices.ContainsFunc(tasks(o.subject, nil), func(t task) bool { return t.name == o.tasks[i].name }) {
		args = append(args, "--")
		for _, t := range o.tasks {
			args = append(args, t.name)
		}
	}
	out, err := exec.Command(self, args...).Output()
	if err != nil {
		return 0, fmt.Errorf("run %s: %w", o.tasks[i].name, err)
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	return time.Duration(n), err
}

func median(list []time.Duration) string {
	slices.Sort(list)
	return fmt.Sprintf("%.1f", float64(list[len(list)/2].Microseconds())/1000)
}
