// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dossier/index"
	"dossier/report/bundle"
	"dossier/report/formats"
	"dossier/report/manifest"
)

func (a *app) export() *cobra.Command {
	var f exportFlags
	c := &cobra.Command{
		Use:   "export QUERY | --chronology | --who PERSON",
		Short: "Export events for counsel and court, with their records and a manifest",
		Long: `Export events with everything that it takes to check them: documents in the formats
asked for, all made from one model; the record of every item, byte for byte; a line
for each item that says which bytes of which source it rests on; and a manifest with
the digest of every file. docs/export.md says what each file is.

What is exported is what a query finds, what was promoted to the chronology, or what a
person did on some days, as 'dossier timeline' asks for it. The same case, selection,
options and version give the same bytes. An export replaces nothing, is made whole or
not at all, is refused if any evidence is not what it was, and is entered in the
journal of the case.`,
		Example: `  dossier export --who "Mike Hall" --last 30d --profile produced --format csv,jsonl --to hall --bates ACME --from 1
  dossier export 'kind:crm.report.export rows:>1000' --profile internal --to exports.zip
  dossier export --chronology --profile counsel --tz Europe/London --to chronology`,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.reading(func(c *index.Case) error {
				r, err := f.request(joinWords(args), c.Info().Zone)
				if err != nil {
					return err
				}
				return a.exportCase(c, r, &f)
			})
		},
	}
	f.register(c)
	return c
}

// exportCase makes the export, enters it in the journal and puts it where it belongs.
func (a *app) exportCase(c *index.Case, r manifest.Request, f *exportFlags) error {
	if _, err := os.Lstat(f.out); err == nil {
		return usagef("--to %s: %w", f.out, bundle.ErrExists)
	}
	// The temporary folder lies beside the export, so that one rename publishes it.
	parent := filepath.Dir(f.out)
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		return usagef("--to %s: the folder %s does not exist", f.out, parent)
	}
	plan, err := a.plan(c, r, &f.redaction)
	if err != nil {
		return err
	}
	made, err := bundle.Make(a.ctx, plan, parent)
	if err != nil {
		return err
	}
	if err := f.redaction.finish(); err != nil {
		return errors.Join(err, made.Discard())
	}
	_, err = index.Decide(a.caseDir, "export", a.now(), func([]index.JournalEntry) (string, any, error) {
		return bundle.Action, made.Enter(plan, f.out), made.Publish(f.out)
	})
	if err != nil {
		return errors.Join(err, made.Withdraw(f.out))
	}
	a.reportExport(made, f.out)
	return nil
}

// reportExport says what was made.
func (a *app) reportExport(made *bundle.Made, to string) {
	m := made.Manifest
	a.out.printf("%s: %s, profile %s\n", show(to), plural(int(m.Content.Rows.Count), "item"), m.Content.Request.Profile)
	a.out.printf("  in scope %d = exported %d", m.Content.Counts.InScope, m.Content.Counts.Exported)
	for _, x := range m.Content.Counts.Excluded {
		if x.Count > 0 {
			a.out.printf(" + %d excluded: %s", x.Count, x.Reason)
		}
	}
	a.out.printf("\n")
	t := table{kinds: []columnKind{left, left, right}, indent: 2}
	records := 0
	for i := 0; i < len(m.Files); {
		j, size := i, int64(0)
		for ; j < len(m.Files) && m.Files[j].Format == m.Files[i].Format; j++ {
			size += m.Files[j].SizeBytes
		}
		if m.Files[i].Format == "" {
			records += j - i
		} else {
			t.rows = append(t.rows, []string{m.Files[i].Format, filesNamed(m.Files[i:j]), fmt.Sprintf("%d bytes", size)})
		}
		i = j
	}
	t.write(a.out)
	a.out.printf("  %s with records and citations; manifest.json, SHA256SUMS\n", plural(records, "file"))
	a.out.printf("  export id        %s\n  manifest SHA-256 %s\n", m.ContentDigest, made.Digest)
	a.out.printf("check it: dossier -C %s verify %s --rebuild\n", quoteArg(a.caseDir), quoteArg(to))
}

// filesNamed names the file, or the folder that all files are in, or counts them.
func filesNamed(files []manifest.File) string {
	first := files[0].Path
	if folder, _, ok := strings.Cut(first, "/"); ok {
		return show(folder) + ": " + plural(len(files), "file")
	}
	if len(files) == 1 {
		return show(first)
	}
	return fmt.Sprintf("%s and %d more", show(first), len(files)-1)
}

// formatNames are the names of the formats, in order.
func formatNames() []string {
	var names []string
	for _, f := range formats.List() {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return names
}

// namedFormats reads the names of formats; none named are all.
func namedFormats(names []string) ([]string, error) {
	if len(names) == 0 {
		return formatNames(), nil
	}
	var list []string
	for _, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, ok := formats.Find(name); !ok {
			return nil, usagef("--format %q: want some of %s", name, strings.Join(formatNames(), ", "))
		}
		list = append(list, name)
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}
