// SPDX-License-Identifier: Apache-2.0

package search_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/analysis/search"
	"dossier/event"
	"dossier/index"
	"dossier/ingest"
	"dossier/parsers/all"
	"dossier/samples"
)

// company makes the case of a sample company.
func company(t *testing.T, o samples.Options) *search.Session {
	t.Helper()
	if testing.Short() {
		t.Skip("makes a company")
	}
	made, dir := t.TempDir(), filepath.Join(t.TempDir(), "test.case")
	_, err := samples.Generate(t.Context(), o, samples.Dir(made))
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(err)
	return opened(t, filepath.Join(made, "evidence"), dir)
}

// demo is the case of the committed sample company.
func demo(t *testing.T) *search.Session {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the demo")
	}
	evidence := filepath.Join(t.TempDir(), "larkfield")
	if err := os.CopyFS(evidence, fs.FS(samples.Demo())); err != nil {
		t.Fatal(err)
	}
	return opened(t, evidence, filepath.Join(t.TempDir(), "demo.case"))
}

func opened(t *testing.T, evidence, dir string) *search.Session {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	now := func() time.Time { return time.Date(2024, time.May, 21, 9, 0, 0, 0, time.UTC) }
	err = errors.Join(err, index.Create(dir, "test", "America/New_York", "test", now()))
	if err != nil {
		t.Fatal(err)
	}
	w, err := index.OpenWriter(dir, index.WriterOptions{Purpose: "test", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	o := ingest.Options{Parsers: all.List(), Zone: zone, ZoneName: "America/New_York", TempDir: t.TempDir()}
	if err := errors.Join(ingest.Run(t.Context(), o, []string{evidence}, w), w.Close()); err != nil {
		t.Fatal(err)
	}
	c, err := index.Open(dir, ingest.OpenMember)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	s, err := search.Open(t.Context(), c, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// eventsOf are the events that a query finds.
func eventsOf(t *testing.T, s *search.Session, text string) []*event.Event {
	t.Helper()
	q, err := s.Parse(text)
	if err != nil {
		t.Fatal(text, err)
	}
	found, err := s.Find(t.Context(), q)
	if err != nil {
		t.Fatal(text, err)
	}
	var list []*event.Event
	for e, err := range found.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

// TestTheMailThatCarriedTheReport follows every export of a thief who mails what she
// exports, by the name of the report: each leads to its mail, and to no mail of before.
func TestTheMailThatCarriedTheReport(t *testing.T) {
	s := company(t, samples.Options{People: 24, Days: 90, Seed: 2, Events: 14_000, Method: "slow-leak", Strength: samples.Mid})
	followed := 0
	for _, export := range eventsOf(t, s, `who:"Dana Whitlock" kind:crm.report.export rows:>0`) {
		found, err := s.CarriedOn(t.Context(), export)
		if err != nil {
			t.Fatal(err)
		}
		events := eventsOf(t, s, found.Query)
		mailed := slices.ContainsFunc(events, func(e *event.Event) bool {
			wait := e.Time.UTC.Sub(export.Time.UTC)
			return e.Kind == event.MailSend && len(e.Attachments) > 0 && wait > 6*time.Minute && wait < 8*time.Minute
		})
		if !mailed {
			continue // an ordinary export
		}
		followed++
		if !strings.HasPrefix(found.Because, "named like it") {
			t.Errorf("%s: %s", found.Query, found.Because)
		}
		for _, e := range events {
			if e.Time.UTC.Before(export.Time.UTC.Truncate(time.Second)) {
				t.Errorf("%s finds what was before: %v", found.Query, e.Time.UTC)
			}
		}
	}
	if followed < 5 {
		t.Errorf("%d exports led to their mails", followed)
	}
}

// TestCarriedOn goes on to words of the name, and to whatever carried something, where
// nothing bears the name.
func TestCarriedOn(t *testing.T) {
	s := demo(t)
	for _, c := range []struct{ export, because, want string }{
		{`who:"Mike Hall" kind:crm.report.export on:2024-05-03`, "with a word of it", "Customer contact sheet Northeast.xlsx"},
		{`who:"Mike Hall" kind:crm.report.export on:2024-05-10`, "all that carried files or was printed", "Q3 Price Book v7 FINAL.xlsx"},
		{`who:"Mike Hall" kind:file.download on:2024-05-09`, "all that carried files or was printed", "Q3 Price Book v7 FINAL.xlsx"},
	} {
		exports := eventsOf(t, s, c.export)
		if len(exports) == 0 {
			t.Fatal("no event of", c.export)
		}
		found, err := s.CarriedOn(t.Context(), exports[0])
		if err != nil {
			t.Fatal(err)
		}
		carried := slices.ContainsFunc(eventsOf(t, s, found.Query), func(e *event.Event) bool {
			return e.Object.Name == c.want || slices.ContainsFunc(e.Attachments, func(a event.Attachment) bool { return a.Name == c.want })
		})
		if !carried || !strings.Contains(found.Because, c.because) {
			t.Errorf("%s: %s: %s", c.export, found.Query, found.Because)
		}
	}
}

// TestCarriedOut joins the log that knows the files with the log that knows the
// recipients.
func TestCarriedOut(t *testing.T) {
	s := demo(t)
	const scope = `who:"Mike Hall" last:30d`
	found, err := s.CarriedOut(t.Context(), scope)
	if err != nil {
		t.Fatal(err)
	}
	var files, to []string
	for _, e := range eventsOf(t, s, found.Query) {
		for _, a := range e.Attachments {
			files = append(files, a.Name)
		}
		for _, target := range e.Targets {
			to = append(to, target.Account.Name)
		}
	}
	for _, want := range []string{"Q3 Price Book v7 FINAL.xlsx", "Cost structure 2024 part 1 of 2.xlsx", "Cost structure 2024 part 2 of 2.xlsx"} {
		if !slices.Contains(files, want) {
			t.Errorf("%s does not find %s", found.Query, want)
		}
	}
	if !slices.Contains(to, "m.hall.home@mailbox.example") {
		t.Errorf("nobody is told to whom they went: %s", to)
	}
	if found, err := s.CarriedOut(t.Context(), "on:2023"); err != nil || !strings.Contains(found.Because, "no mail") {
		t.Errorf("of a year without mails: %v, %v", found, err)
	}
	if found, err := s.CarriedOut(t.Context(), ""); err != nil || !strings.Contains(found.Because, "too many") {
		t.Errorf("of everybody: %v, %v", found, err)
	}
}
