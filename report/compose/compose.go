// SPDX-License-Identifier: Apache-2.0

// Package compose makes the document of an export from a case: the rows of the
// chronology, each with its way back to the record, and the sections before and
// behind them that say what was selected, how complete it is and how it was made.
//
// A document is composed of the case, the selection and the options alone: the same
// three give the same document on any machine, in any zone, at any time.
package compose

import (
	"context"
	"fmt"
	"time"

	"dossier/analysis/search"
	"dossier/event"
	"dossier/index"
	"dossier/report"
	"dossier/report/manifest"
	"dossier/report/statement"
)

// Options say what kind of export is made.
type Options struct {
	Profile report.Profile
	Paper   report.Paper
	Caption string        // of the matter; "" is the case's title
	Exhibit string        // letter or number; "" for none
	Bates   *report.Bates // nil for none
	AsOf    time.Time     // zero: the latest time of any event exported
	Build   string        // which dossier makes it
	// Title tells the name of a format of evidence by the name of its parser, such as
	// "papercut-print-logger"; nil knows none.
	Title func(parser string) string
}

// Composition is a document with what its manifest says of it.
type Composition struct {
	Document *report.Document
	Content  manifest.Content // without the rows' digest, which is of the rows as they are written
}

// composer is one making of a document.
type composer struct {
	s       *search.Session
	sel     *Selection
	o       Options
	case_   caseState
	survey  *survey
	sources []event.Source
	names   naming
	rules   string   // of the zone
	tests   []string // what the self-test did
}

// caseState is the journal as far as it bears on what the case says.
type caseState struct {
	entries []index.JournalEntry // up to the last that does
	head    event.Digest         // of that line
}

// Compose makes the document. The context ends it. A word that no neutral export may
// have, in the case's title or in what was asked, is a *statement.WordingError.
func Compose(ctx context.Context, s *search.Session, sel *Selection, o Options) (*Composition, error) {
	c := &composer{s: s, sel: sel, o: o, sources: s.Case.Sources()}
	if c.o.Caption == "" {
		c.o.Caption = s.Case.Info().Title
	}
	if o.Profile.Columns() == nil {
		return nil, fmt.Errorf("compose export: profile %q is none of %v", o.Profile, report.Profiles())
	}
	var err error
	if c.case_, err = readState(s.Case); err != nil {
		return nil, err
	}
	if c.survey, err = takeSurvey(ctx, s, sel); err != nil {
		return nil, fmt.Errorf("compose export: %w", err)
	}
	c.names = naming{prefix: sel.prefix(), exhibit: o.Exhibit, width: max(4, len(fmt.Sprint(c.survey.count)))}
	if c.o.AsOf.IsZero() {
		c.o.AsOf = c.survey.last
	}
	c.o.AsOf = c.o.AsOf.UTC()
	c.rules = zoneRules(s.Zone, c.survey.first, c.survey.last)
	if err := c.checkWording(); err != nil {
		return nil, err
	}
	d := &report.Document{
		Title: c.title(), Caption: c.o.Caption, Profile: o.Profile, Stamp: Stamp(o.Profile), ZoneNote: c.zoneNote(),
		Exhibit: o.Exhibit, Bates: o.Bates, AsOf: c.o.AsOf, Language: "en", Paper: o.Paper,
		Columns: o.Profile.Columns(), Rows: &rows{c}, Count: c.survey.count,
	}
	if c.tests, err = SelfTest(); err != nil {
		return nil, err
	}
	if err := c.sections(ctx, d); err != nil {
		return nil, fmt.Errorf("compose export: %w", err)
	}
	return &Composition{Document: d, Content: c.content()}, nil
}

func (c *composer) sections(ctx context.Context, d *report.Document) error {
	scope, err := c.scope(ctx)
	if err != nil {
		return err
	}
	answer, err := c.answer(ctx)
	if err != nil {
		return err
	}
	d.Front = []report.Section{c.cover(d), scope, answer, c.cast(), c.contrary(), c.introduction()}
	d.Back = []report.Section{c.exhibits(), c.method(), c.custody(), c.verification(), c.glossary()}
	return nil
}

// Stamp is what stands on every page of an export of the profile.
func Stamp(p report.Profile) string {
	switch p {
	case report.Counsel:
		return "PRIVILEGED & CONFIDENTIAL - ATTORNEY WORK PRODUCT - PREPARED AT THE DIRECTION OF COUNSEL"
	case report.Produced:
		return "CONFIDENTIAL - PRODUCED IN THIS MATTER"
	case report.Court1006:
		return "SUMMARY OF VOLUMINOUS RECORDS (FRE 1006)"
	case report.Illustrative107:
		return "ILLUSTRATIVE AID (FRE 107) - NOT EVIDENCE"
	}
	return "INTERNAL - WORKING COPY - NOT FOR PRODUCTION"
}

// Neutral reports whether the profile goes to others than those who investigate, so
// that its words are checked.
func Neutral(p report.Profile) bool { return p == report.Produced || p == report.Court1006 }

// checkWording looks at what people wrote who asked for the export. Words of the
// evidence are quoted, and ours are checked by test.
func (c *composer) checkWording() error {
	if !Neutral(c.o.Profile) {
		return nil
	}
	for _, x := range [][2]string{{"caption", c.o.Caption}, {"question", c.sel.Words}, {"query", c.sel.Syntax}, {"exhibit", c.o.Exhibit}} {
		if err := statement.Check(x[0], x[1]); err != nil {
			return err
		}
	}
	return nil
}

// telling are the actions of the journal that change nothing about what the case
// says: an export is the same before and after them.
var telling = map[string]bool{"export": true, "verify": true, "sign": true, "timestamp-request": true, "timestamp-import": true, "certificate": true, "redact": true, "witness": true}

// Telling reports whether an action of the journal only tells of the case and changes
// nothing about what it says.
func Telling(action string) bool { return telling[action] }

// readState reads the journal and checks its chain.
func readState(c *index.Case) (caseState, error) {
	entries, err := c.Journal()
	if err != nil {
		return caseState{}, err
	}
	return stateAt(c, entries)
}

func stateAt(c *index.Case, entries []index.JournalEntry) (caseState, error) {
	n := len(entries)
	for n > 1 && telling[entries[n-1].Action] {
		n--
	}
	if n < len(entries) {
		return caseState{entries[:n], entries[n].Before}, nil
	}
	head, err := c.JournalHead()
	return caseState{entries, head}, err
}

// exportLabel marks the fact of the cover that is the export's id.
const exportLabel = "Export (digest of its contents)"
