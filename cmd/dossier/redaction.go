// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"dossier/analysis/search"
	"dossier/report"
	"dossier/report/bundle"
	"dossier/report/redact"
)

// redactionFlags say what is withheld.
type redactionFlags struct{ rules, key string }

func (f *redactionFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.rules, "redact", "", "file of redaction rules (YAML); docs/redaction.md describes it")
	c.Flags().StringVar(&f.key, "redact-key", "", "file of the secret of redactions and of pseudonyms, which stays with counsel; made if it does not exist")
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
	p.Redact = func(ctx context.Context, d *report.Document) (*report.Document, error) {
		out, _, err := redact.Apply(ctx, d, plan)
		return out, err
	}
	return nil
}
