// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"dossier/event"
	"dossier/index"
	"dossier/report/bundle"
	"dossier/report/manifest"
	"dossier/report/seal"
)

// verifyExport checks an export, against the case where there is one.
func (a *app) verifyExport(name string, caseNamed, rebuild bool, redaction *redactionFlags) error {
	found := 0
	report := a.differences(&found)
	o, err := bundle.Open(name)
	var altered *bundle.AlteredError
	switch {
	case errors.As(err, &altered):
		report(index.Difference{What: "file", Where: altered.Where, Why: altered.Why})
		return errIntegrity
	case errors.Is(err, bundle.ErrNoExport), errors.Is(err, os.ErrNotExist):
		return &usageError{err}
	case err != nil:
		return err
	}
	err = a.checkExport(o, caseNamed, rebuild, redaction, report)
	if err := errors.Join(err, o.Close()); err != nil {
		return err
	}
	if found > 0 {
		if a.format == "text" {
			a.out.printf("%s\n", a.out.styled(red, plural(found, "difference")))
		}
		return errIntegrity
	}
	if a.format == "text" {
		a.out.printf("%s\n", a.out.styled(green, "no difference found"))
	}
	return nil
}

func (a *app) checkExport(o *bundle.Opened, caseNamed, rebuild bool, redaction *redactionFlags, report func(index.Difference)) error {
	say := func(format string, args ...any) {
		if a.format == "text" {
			a.out.printf(format+"\n", args...)
		}
	}
	if err := o.CheckFiles(a.ctx, report); err != nil {
		return err
	}
	a.checkSeals(o, report, say)
	say("export %s: %s compared with the manifest, whose SHA-256 is %s", o.Manifest.ContentDigest, plural(len(o.Manifest.Files), "file"), o.Digest)
	c, err := a.open()
	if errors.Is(err, index.ErrNoCase) && !caseNamed && os.Getenv("DOSSIER_CASE") == "" && !rebuild {
		say("items, evidence and journal were not compared: no case was named with -C")
		return nil
	}
	if err != nil {
		return err
	}
	err = a.checkAgainst(c, o, rebuild, redaction, report, say)
	return errors.Join(err, c.Close())
}

// checkSeals verifies the signature and the time-stamp of the manifest, where they are.
// Who signed and who stamped is for people to compare: the key's fingerprint and the
// authority's name are shown.
func (a *app) checkSeals(o *bundle.Opened, report func(index.Difference), say func(string, ...any)) {
	name := manifest.Name + seal.SignatureSuffix
	if armoured, err := fs.ReadFile(o.Files(), name); err == nil {
		text, err := fs.ReadFile(o.Files(), manifest.Name)
		if err == nil {
			key, verr := seal.VerifySignature(bytes.NewReader(text), armoured, seal.Namespace)
			if err = verr; err == nil {
				say("signature verified: made with the key %s", seal.Fingerprint(key))
			}
		}
		if err != nil {
			report(index.Difference{What: "signature", Where: name, Why: err.Error()})
		}
	}
	base := strings.TrimSuffix(manifest.Name, ".json")
	reply, err := fs.ReadFile(o.Files(), base+replySuffix)
	if err != nil {
		return
	}
	request, err := fs.ReadFile(o.Files(), base+requestSuffix)
	if err != nil {
		request = nil
	}
	stamp, err := seal.VerifyStamp(reply, request, o.Digest, nil, a.now())
	if err != nil {
		report(index.Difference{What: "time-stamp", Where: base + replySuffix, Why: err.Error()})
		return
	}
	say("time-stamp verified: %s by %s, whose certificate was not followed to an authority", stamp.Time.Format(time.RFC3339), show(stamp.Authority))
}

// checkAgainst compares an export with the case that it was made from.
func (a *app) checkAgainst(c *index.Case, o *bundle.Opened, rebuild bool, redaction *redactionFlags, report func(index.Difference), say func(string, ...any)) error {
	items, err := o.CheckRecords(a.ctx, c, report)
	if err != nil {
		return err
	}
	say("%s compared with the evidence", plural(int(items), "item"))
	o.CheckJournal(c, report)
	say("journal chain followed up to line %d, from which the export was made", o.Manifest.Content.Case.JournalLine)
	if !rebuild {
		return nil
	}
	return a.rebuild(c, o, redaction, report, say)
}

// rebuild makes the export again in a temporary folder and compares.
func (a *app) rebuild(c *index.Case, o *bundle.Opened, redaction *redactionFlags, report func(index.Difference), say func(string, ...any)) error {
	content := o.Manifest.Content
	refuse := func(why string) error {
		report(index.Difference{What: "rebuild", Where: "manifest.json", Why: why})
		return nil
	}
	if content.Build != build {
		return refuse(fmt.Sprintf("the export was made by %q, and this is %q: only the same version makes the same bytes", content.Build, build))
	}
	changed, err := o.Changed(c)
	if err != nil {
		return refuse(err.Error())
	}
	if len(changed) > 0 {
		return refuse(fmt.Sprintf("the case says something else by now: line %d of the journal, %s, came after the export", changed[0].Number, changed[0].Action))
	}
	if why, err := redaction.differs(content.Request.Rules); err != nil || why != "" {
		return errors.Join(err, refuse(why))
	}
	request, err := o.Request(c)
	if err != nil {
		return refuse(err.Error())
	}
	plan, err := a.plan(c, request, redaction)
	if err != nil {
		return err
	}
	parent, err := os.MkdirTemp("", "dossier-rebuild-*")
	if err != nil {
		return fmt.Errorf("rebuild: %w", err)
	}
	defer os.RemoveAll(parent)
	made, err := bundle.Make(a.ctx, plan, parent)
	var evidence *index.EvidenceError
	if errors.As(err, &evidence) {
		return refuse(err.Error())
	}
	if err != nil {
		return err
	}
	if err := o.Compare(a.ctx, made.Files(), report); err != nil {
		return err
	}
	say("made again: %s compared byte by byte", plural(len(made.Manifest.Files)+2, "file"))
	return nil
}

// differs says why the rules given are not those of an export; "" if they are.
func (f *redactionFlags) differs(rules event.Digest) (string, error) {
	switch {
	case f.rules == "" && rules == event.Digest{}:
		return "", nil
	case f.rules == "":
		return "it was redacted: name its rules with --redact and the key with --redact-key", nil
	}
	text, err := os.ReadFile(f.rules)
	if err != nil {
		return "", fmt.Errorf("redaction rules: %w", err)
	}
	if event.Digest(sha256.Sum256(text)) != rules {
		return "it was redacted by other rules than " + f.rules, nil
	}
	return "", nil
}
