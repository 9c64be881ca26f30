// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/event"
	"dossier/index"
	"dossier/samples"
)

// demoQuestion is what the demo asks.
const demoQuestion = "what did Mike Hall touch in his last 30 days"

// demoZone is where the sample company's servers without a zone stand.
const demoZone = "America/New_York"

func (a *app) demo() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "demo",
		Short: "Build the sample case and ask it a question",
		Long: `Build the case of the sample company, Larkfield Supply Co., from its exported logs,
which are part of this program, and ask it what a salesman touched in his last 30
days. Needs no network and leaves a case behind in which to look around. A demo case
that is already there is asked again.`,
		Example: `  dossier demo
  dossier demo --dir /tmp/larkfield.case`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			a.caseDir = dir
			if !exists(filepath.Join(dir, "case.json")) {
				if err := a.buildDemo(dir); err != nil {
					return fmt.Errorf("demo: %w", err)
				}
			}
			a.out.printf("%s\n", a.out.styled(bold, "$ dossier -C "+quoteArg(dir)+" ask "+quoteArg(demoQuestion)))
			a.format = "text"
			err := a.answerQuestion(demoQuestion, false)
			a.out.printf("\nmore: dossier -C %[1]s touched --who \"Mike Hall\"\n      dossier -C %[1]s show EVENT-ID --raw    (an id is at the end of each line)\n      dossier -C %[1]s sources\n      dossier -C %[1]s verify\n", quoteArg(dir))
			return err
		},
	}
	c.Flags().StringVar(&dir, "dir", "demo.case", "folder of the case to build")
	return c
}

// buildDemo makes the case from the logs in the program. Their rejects and odd
// files are part of the sample, so they are no failure of the demo.
func (a *app) buildDemo(dir string) error {
	tmp, err := os.MkdirTemp("", "dossier-demo-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	evidence := filepath.Join(tmp, "larkfield")
	if err := extract(samples.Demo(), evidence); err != nil {
		return err
	}
	if err := index.Create(dir, "Larkfield v. Hall (sample)", demoZone, build, a.now()); err != nil {
		return err
	}
	outcomes, err := a.ingest(dir, addFlags{zone: demoZone, memory: "1G"}, []string{evidence}, nil)
	if err != nil {
		return err
	}
	var events int64
	for _, out := range outcomes {
		events += out.Source.Events
	}
	a.out.printf("built %s from %s of the sample company: %s events\n\n", show(dir), plural(len(outcomes), "log file"), humanize.Comma(events))
	return nil
}

// extract writes files out. The names are the program's own.
func extract(files fs.FS, dir string) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(name, "evidence/")))
		if d.IsDir() {
			return os.MkdirAll(path, 0o777)
		}
		data, err := fs.ReadFile(files, name)
		return errors.Join(err, os.WriteFile(path, data, 0o666))
	})
}

// exists reports whether there is something at the path.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// bySize sorts sources, the smallest first.
func bySize(list []event.Source) []event.Source {
	slices.SortStableFunc(list, func(a, b event.Source) int { return cmp.Compare(a.SizeBytes, b.SizeBytes) })
	return list
}
