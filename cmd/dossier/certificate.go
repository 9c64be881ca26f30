// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"

	"dossier/analysis/wording"
	"dossier/event"
	"dossier/index"
	"dossier/report"
	"dossier/report/bundle"
	"dossier/report/certificate"
	"dossier/report/docx"
)

type certificateFlags struct{ kind, export, to string }

func (a *app) certificate() *cobra.Command {
	var f certificateFlags
	var kinds []string
	for _, k := range certificate.Kinds() {
		kinds = append(kinds, string(k))
	}
	c := &cobra.Command{
		Use:   "certificate --kind KIND",
		Short: "Draft a certificate or witness statement for a person to complete",
		Long: `Draft what a person may certify about the case's evidence, or about an export made from
it: a certificate of a custodian (902-11), on an electronic process (902-13), on copied
data (902-14), or a witness statement with a statement of truth (uk-statement).

The facts are those that the case and its journal state: files, their SHA-256 when they
were copied and now, what was done, when and by which account. For that all evidence
concerned is read again; if any is not what it was, there is no draft. What only a person
can know is a blank in brackets. Every draft is marked as one for counsel. Nothing is
signed, and no law is settled. A draft bears the time at which it was made.`,
		Example: `  dossier -C acme.case certificate --kind 902-14 --export hall --to certificate.docx --format docx
  dossier -C acme.case certificate --kind uk-statement`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if !slices.Contains(kinds, f.kind) {
				return usagef("--kind %q: want %s", f.kind, joinOr(kinds))
			}
			if a.format == "docx" && f.to == "" {
				return usagef("--format docx: name the file with --to")
			}
			return a.reading(func(c *index.Case) error { return a.draft(c, f) })
		},
	}
	c.Flags().StringVar(&f.kind, "kind", "", joinOr(kinds))
	c.Flags().StringVar(&f.export, "export", "", "folder or archive of the export that it is about; else it is about all evidence")
	c.Flags().StringVar(&f.to, "to", "", "file to write; else it is printed")
	a.formatFlag(c, "text", "docx")
	if err := errors.Join(c.MarkFlagRequired("kind"), c.RegisterFlagCompletionFunc("kind", cobra.FixedCompletions(kinds, cobra.ShellCompDirectiveNoFileComp))); err != nil {
		panic(err) // the flag was made above
	}
	return c
}

func (a *app) draft(c *index.Case, f certificateFlags) error {
	facts := certificate.Facts{CaseTitle: c.Info().Title, CaseBuild: c.Info().Build, Build: build}
	var only map[event.Digest]bool
	if f.export != "" {
		var err error
		if facts.Export, only, err = a.exportFacts(c, f.export); err != nil {
			return err
		}
	}
	entries, err := c.Journal()
	if err != nil {
		return err
	}
	facts.JournalLines = len(entries)
	if facts.JournalHead, err = c.JournalHead(); err != nil {
		return err
	}
	if facts.Sources, err = readAgain(a.ctx, c, only); err != nil {
		return err
	}
	if facts.Acts, err = journalActs(entries, facts, only); err != nil {
		return err
	}
	facts.Checked = a.now().UTC().Truncate(time.Second)
	d, err := certificate.Draft(certificate.Kind(f.kind), facts)
	if err != nil {
		return err
	}
	return a.writeDraft(d, f.to)
}

// writeDraft prints a draft or writes it to a file that must not be there yet.
func (a *app) writeDraft(d *report.Document, to string) error {
	if a.format == "docx" {
		parts := memoryTarget{}
		if _, err := docx.Format.Write(a.ctx, d, &parts); err != nil {
			return err
		}
		if len(parts.files) != 1 {
			return fmt.Errorf("draft: %d files were written, want one", len(parts.files))
		}
		return a.saidDraft(to, writeNew(to, parts.files[0].data))
	}
	text := certificate.Text(d)
	if to == "" {
		a.out.printf("%s", text)
		return nil
	}
	return a.saidDraft(to, writeNew(to, []byte(text)))
}

func (a *app) saidDraft(to string, err error) error {
	if err == nil {
		a.out.printf("%s: draft for counsel; not signed\n", show(to))
	}
	return err
}

// memoryTarget keeps what a format writes.
type memoryTarget struct{ files []*memoryFile }

type memoryFile struct{ data []byte }

func (m *memoryTarget) Create(string) (io.WriteCloser, error) {
	f := &memoryFile{}
	m.files = append(m.files, f)
	return f, nil
}

func (f *memoryFile) Write(p []byte) (int, error) { f.data = append(f.data, p...); return len(p), nil }
func (f *memoryFile) Close() error                { return nil }

// exportFacts reads an export, checks its files against its manifest, and says from
// which sources its rows were read.
func (a *app) exportFacts(c *index.Case, name string) (*certificate.Export, map[event.Digest]bool, error) {
	o, err := bundle.Open(name)
	switch {
	case errors.Is(err, bundle.ErrNoExport), errors.Is(err, os.ErrNotExist):
		return nil, nil, &usageError{err}
	case err != nil:
		return nil, nil, err
	}
	defer o.Close()
	var altered error
	differ := func(d index.Difference) {
		altered = errors.Join(altered, &bundle.AlteredError{Where: d.Where, Why: d.Why})
	}
	if err := o.CheckFiles(a.ctx, differ); err != nil {
		return nil, nil, err
	}
	o.CheckJournal(c, differ)
	if altered != nil {
		return nil, nil, altered
	}
	content := o.Manifest.Content
	e := &certificate.Export{
		Name: filepath.Base(name), ContentDigest: o.Manifest.ContentDigest, ManifestDigest: o.Digest, Question: content.Question, Query: content.Query,
		Profile: string(content.Request.Profile), Items: content.Counts.Exported, InScope: content.Counts.InScope,
	}
	for _, x := range content.Counts.Excluded {
		if x.Count > 0 {
			e.Excluded = append(e.Excluded, certificate.Exclusion(x))
		}
	}
	for _, file := range o.Manifest.Files {
		if file.Format != "" {
			e.Files = append(e.Files, certificate.File{Path: file.Path, SHA256: file.SHA256})
		}
	}
	only := map[event.Digest]bool{}
	for _, s := range content.Sources {
		only[s.SHA256] = true
	}
	return e, only, nil
}

// readAgain hashes the files that were given: all, or those in which the sources lie.
// What an archive's members said is counted with the archive.
func readAgain(ctx context.Context, c *index.Case, only map[event.Digest]bool) ([]certificate.Source, error) {
	counts, wanted := map[event.Digest]*certificate.Source{}, map[event.Digest]bool{}
	for _, s := range c.Sources() {
		if s.Status == event.StatusCopy {
			continue
		}
		wanted[s.Evidence] = wanted[s.Evidence] || only == nil || only[s.Digest]
		given := counts[s.Evidence]
		if given == nil {
			given = &certificate.Source{}
			counts[s.Evidence] = given
		}
		given.Events, given.Facts, given.Rejects = given.Events+s.Events, given.Facts+s.Facts, given.Rejects+s.Rejects
		if s.Digest == s.Evidence {
			given.Path, given.SizeBytes, given.Recorded, given.Parser = s.Path, s.SizeBytes, s.Digest, s.Parser
		}
	}
	var list []certificate.Source
	for digest, s := range counts {
		if !wanted[digest] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := c.CheckEvidence(digest, func(int) {}); err != nil {
			return nil, err
		}
		s.Now = digest // what CheckEvidence has found
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b certificate.Source) int { return strings.Compare(a.Path, b.Path) })
	if len(list) == 0 {
		return nil, usagef("the case holds no evidence: add some with 'dossier add'")
	}
	return list, nil
}

// journalActs are the journal's lines that bear on the sources and on the export.
func journalActs(entries []index.JournalEntry, facts certificate.Facts, only map[event.Digest]bool) ([]certificate.Act, error) {
	var acts []certificate.Act
	for _, e := range entries {
		what, err := actWords(e, facts, only)
		if err != nil {
			return nil, fmt.Errorf("journal line %d: %w", e.Number, err)
		}
		if what != "" {
			acts = append(acts, certificate.Act{Line: e.Number, Time: e.Time, Who: e.Who, What: what})
		}
	}
	return acts, nil
}

// actData is as much of a line's data as drafts speak of.
type actData struct {
	Build          string       `json:"build"`
	ManifestDigest event.Digest `json:"manifestDigest"`
	Items          int64        `json:"items"`
	SHA256         event.Digest `json:"sha256"`
	Key            string       `json:"key"`
	StampedTime    string       `json:"stampedTime"`
	Authority      string       `json:"authority"`
	Witness        string       `json:"witness"`
	How            string       `json:"how"`
	Sources        []struct {
		Digest event.Digest `json:"digest"`
	} `json:"sources"`
}

// actWords tells a line; "" if it does not bear on the draft.
func actWords(e index.JournalEntry, facts certificate.Facts, only map[event.Digest]bool) (string, error) {
	var data actData
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return "", err
	}
	ofExport := func(d event.Digest) bool { return facts.Export != nil && d == facts.Export.ManifestDigest }
	switch {
	case e.Action == "create":
		return fmt.Sprintf("the case was made, by the program %q", data.Build), nil
	case e.Action == "ingest":
		count := 0
		for _, s := range data.Sources {
			if only == nil || only[s.Digest] {
				count++
			}
		}
		if count == 0 {
			return "", nil
		}
		return fmt.Sprintf("of the files concerned and the members of archives among them, %d were added", count), nil
	case e.Action == bundle.Action && ofExport(data.ManifestDigest):
		return fmt.Sprintf("the export was made, with %s and a manifest of SHA-256 %s", wording.Plural(int(data.Items), "item"), data.ManifestDigest), nil
	case e.Action == actionSign && ofExport(data.SHA256):
		return "its manifest was signed with the key " + data.Key, nil
	case e.Action == actionStamp && ofExport(data.SHA256):
		return fmt.Sprintf("a time-stamp of its manifest was kept, of %s, by %q", data.StampedTime, data.Authority), nil
	case e.Action == actionNotice && ofExport(data.SHA256):
		return fmt.Sprintf("the SHA-256 of its manifest was given to %q, %s", data.Witness, data.How), nil
	}
	return "", nil
}
