// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"dossier/analysis/search"
	"dossier/report"
	"dossier/report/bundle"
	"dossier/report/leak"
	"dossier/report/redact"
)

// redactionFlags say what is withheld.
type redactionFlags struct {
	rules, key, log string
	done            func() error // keeps what stays with counsel; nil before the document is made
}

func (f *redactionFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.rules, "redact", "", "file of redaction rules (YAML); docs/redaction.md describes it")
	c.Flags().StringVar(&f.key, "redact-key", "", "file of the secret of redactions and of pseudonyms, which stays with counsel; made if it does not exist")
	c.Flags().StringVar(&f.log, "redact-log", "", "new file for the log of redactions with what stood there, which stays with counsel")
}

// apply adds redaction and the search for what was withheld to a plan.
func (f *redactionFlags) apply(s *search.Session, p *bundle.Plan) error {
	if f.rules == "" {
		return nil
	}
	text, err := os.ReadFile(f.rules)
	if err != nil {
		return fmt.Errorf("redaction rules: %w", err)
	}
	rules, err := redact.ReadRules(bytes.NewReader(text), f.rules)
	if err != nil {
		return err
	}
	if f.key == "" {
		return usagef("--redact-key is missing: name the file in which the secret of the redactions is kept; it stays with counsel")
	}
	entries, err := s.Case.Journal()
	if err != nil {
		return err
	}
	key, _, err := redact.OpenKey(f.key, entries[0].Digest)
	if err != nil {
		return err
	}
	plan, err := redact.Prepare(s, rules, key)
	if err != nil {
		return err
	}
	p.Request.Rules = sha256.Sum256(text)
	p.Redact = func(ctx context.Context, d *report.Document) (*bundle.Redaction, error) {
		out, log, err := redact.Apply(ctx, d, plan)
		if err != nil {
			return nil, err
		}
		f.done = func() error { return errors.Join(key.Save(), f.writeLog(ctx, log)) }
		return &bundle.Redaction{
			Document: out, Mask: log.Mask,
			Log:  func(ctx context.Context, w io.Writer) error { _, err := log.WriteCSV(ctx, w); return err },
			Scan: func(files fs.FS, known string) error { return searchLeaks(files, log.Values(), known) },
		}, nil
	}
	return nil
}

// finish keeps the key, and the log for counsel, once the export is complete.
func (f *redactionFlags) finish() error {
	if f.done == nil {
		return nil
	}
	return f.done()
}

// writeLog writes the log that tells what stood there.
func (f *redactionFlags) writeLog(ctx context.Context, log *redact.Log) error {
	if f.log == "" {
		return nil
	}
	file, err := os.OpenFile(f.log, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("redaction log: %w", err)
	}
	_, err = log.WriteCounselCSV(ctx, file)
	return errors.Join(err, file.Close())
}

// leakError says that an export would have told what it withholds.
type leakError struct{ leaks []leak.Leak }

// Error names files and forms, never a value.
func (e *leakError) Error() string {
	first := e.leaks[0]
	return fmt.Sprintf("export refused: %s stands in the files that were made; the first in %s, as %s: widen the rules, or change the question or caption",
		plural(len(e.leaks), "withheld value"), first.File, first.Form)
}

func searchLeaks(files fs.FS, values []string, known string) error {
	leaks, err := leak.ScanKnown(files, values, known)
	if err != nil {
		return err
	}
	if len(leaks) > 0 {
		return &leakError{leaks}
	}
	return nil
}
