// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dossier/analysis/search"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
	"dossier/index/query"
	"dossier/report"
	"dossier/report/bundle"
	"dossier/report/compose"
	"dossier/report/formats"
	"dossier/report/manifest"
)

// exportFlags are those of dossier export.
type exportFlags struct {
	askFlags
	chronology                          bool
	days, profile, caption, exhibit     string
	bates, batesFrom, asOf, zone, paper string
	subject, out                        string
	formats                             []string
	redaction                           redactionFlags
}

func (f *exportFlags) register(c *cobra.Command) {
	f.registerPerson(c)
	flags := c.Flags()
	flags.StringVar(&f.days, "days", "", "first and last day for --who, such as 2024-05-01..2024-05-13")
	flags.BoolVar(&f.chronology, "chronology", false, "the events promoted to the chronology")
	flags.StringVar(&f.subject, "subject", "", "whom me means in a query, and on whose last working day last: ends")
	flags.StringVar(&f.profile, "profile", string(report.Internal), "what it is for: "+joinOr(profileNames()))
	flags.StringSliceVar(&f.formats, "format", nil, "formats, with commas between: "+strings.Join(formatNames(), ", ")+"; all if none is named")
	flags.StringVar(&f.out, "to", "", "where it goes: a new folder, or a new file that ends in .zip")
	flags.StringVar(&f.caption, "caption", "", "caption of the matter; the case's title if not given")
	flags.StringVar(&f.exhibit, "exhibit", "", "letter or number of the exhibit, such as A")
	flags.StringVar(&f.bates, "bates", "", "prefix of Bates numbers, such as ACME")
	flags.StringVar(&f.batesFrom, "from", "1", "the first Bates number")
	flags.StringVar(&f.asOf, "as-of", "", "instant that the export speaks as of, such as 2024-06-01T00:00:00Z; the latest event if not given")
	flags.StringVar(&f.zone, "tz", "", "zone in which times are shown, such as Europe/London; the case's if not given")
	flags.StringVar(&f.paper, "paper", "a4", "a4 or letter")
	f.redaction.register(c)
	if err := c.MarkFlagRequired("to"); err != nil {
		panic(err) // the flag was made above
	}
	complete(c, "profile", profileNames())
	complete(c, "format", formatNames())
}

func complete(c *cobra.Command, flag string, words []string) {
	if err := c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag is one of the command's
	}
}

func profileNames() []string {
	var names []string
	for _, p := range report.Profiles() {
		names = append(names, string(p))
	}
	return names
}

// request turns flags into what the manifest keeps, so that it can be asked again.
func (f *exportFlags) request(query, zone string) (manifest.Request, error) {
	r := manifest.Request{
		Query: query, Chronology: f.chronology, Who: f.who, Notice: f.notice, After: f.after, Kinds: f.kinds, Others: f.others, About: f.about,
		Subject: f.subject, Profile: report.Profile(f.profile), Caption: f.caption, Zone: cmp.Or(f.zone, zone), Exhibit: f.exhibit,
	}
	if n := btoi(query != "") + btoi(f.chronology) + btoi(f.who != ""); n != 1 {
		return r, usagef("say what to export: a query, or --chronology, or --who with a person")
	}
	if f.who == "" && (f.last != "" || f.days != "" || f.notice || f.after || len(f.kinds) > 0 || f.others || f.about != "") {
		return r, usagef("--last, --days, --notice, --after, --kind, --others and --about are about a person: name one with --who")
	}
	if !slices.Contains(report.Profiles(), r.Profile) {
		return r, usagef("--profile %q: want %s", f.profile, joinOr(profileNames()))
	}
	for _, read := range []func(*manifest.Request) error{f.readDays, f.readFormats, f.readZone, f.readPaper, f.readBates, f.readExhibit, f.readAsOf} {
		if err := read(&r); err != nil {
			return r, err
		}
	}
	return r, checkKinds(f.kinds)
}

func (f *exportFlags) readDays(r *manifest.Request) (err error) {
	if named := btoi(f.last != "") + btoi(f.days != "") + btoi(f.notice) + btoi(f.after); named > 1 {
		return usagef("--last, --days, --notice and --after exclude each other")
	}
	if f.last != "" {
		if r.Last, err = parseDays(f.last); err != nil {
			return err
		}
	}
	if f.days == "" {
		return nil
	}
	first, last, ranged := strings.Cut(f.days, "..")
	if !ranged {
		last = first
	}
	from, err := parseDate("days", first)
	if err != nil {
		return err
	}
	to, err := parseDate("days", last)
	r.From, r.To = string(from), string(to)
	return err
}

func (f *exportFlags) readFormats(r *manifest.Request) (err error) {
	r.Formats, err = namedFormats(f.formats)
	return err
}

func (f *exportFlags) readZone(r *manifest.Request) error {
	_, err := loadZone(r.Zone)
	return err
}

func (f *exportFlags) readPaper(r *manifest.Request) error {
	for _, p := range []report.Paper{report.A4, report.Letter} {
		if strings.EqualFold(f.paper, string(p)) {
			r.Paper = p
			return nil
		}
	}
	return usagef("--paper %q: want a4 or letter", f.paper)
}

// stampText is what goes into file names and onto every page.
var stampText = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$`)

func (f *exportFlags) readBates(r *manifest.Request) error {
	if f.bates == "" {
		return nil
	}
	n, err := strconv.Atoi(f.batesFrom)
	if err != nil || n < 1 || n > 999_999_999 {
		return usagef("--from %q: want the first Bates number, such as 1", f.batesFrom)
	}
	if !stampText.MatchString(f.bates) {
		return usagef("--bates %q: want up to 24 letters, digits, dots, hyphens and underscores, such as ACME", f.bates)
	}
	r.Bates, r.BatesFirst = f.bates, n
	return nil
}

func (f *exportFlags) readExhibit(r *manifest.Request) error {
	if f.exhibit != "" && !stampText.MatchString(f.exhibit) {
		return usagef("--exhibit %q: want up to 24 letters, digits, dots, hyphens and underscores, such as A", f.exhibit)
	}
	return nil
}

func (f *exportFlags) readAsOf(r *manifest.Request) error {
	if f.asOf == "" {
		return nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, f.asOf); err == nil {
			r.AsOf = t.UTC().Format(time.RFC3339)
			return nil
		}
	}
	return usagef("--as-of %q: want an instant such as 2024-06-01T00:00:00Z", f.asOf)
}

// plan is how a request is met, now or again.
func (a *app) plan(c *index.Case, r manifest.Request, redaction *redactionFlags) (bundle.Plan, error) {
	p := bundle.Plan{Case: c, Request: r}
	for _, name := range r.Formats {
		f, ok := formats.Find(name)
		if !ok {
			return p, usagef("format %q: this dossier does not write it", name)
		}
		p.Formats = append(p.Formats, f)
	}
	zone, err := loadZone(r.Zone)
	if err != nil {
		return p, err
	}
	s, err := search.Open(a.ctx, c, search.Options{Subject: cmp.Or(r.Subject, r.Who), Zone: zone})
	if err != nil {
		return p, err
	}
	if r.Query != "" {
		if _, err := s.Parse(r.Query); err != nil {
			var syntax *query.SyntaxError
			if errors.As(err, &syntax) {
				a.pointAt(syntax)
			}
			return p, &usageError{err}
		}
	}
	if err := redaction.apply(s, &p); err != nil {
		return p, err
	}
	o := compose.Options{Profile: r.Profile, Paper: r.Paper, Caption: r.Caption, Exhibit: r.Exhibit, Build: build, Title: titleOf}
	if r.Bates != "" {
		o.Bates = &report.Bates{Prefix: r.Bates, First: r.BatesFirst, Digits: batesDigits}
	}
	if r.AsOf != "" {
		if o.AsOf, err = time.Parse(time.RFC3339, r.AsOf); err != nil {
			return p, fmt.Errorf("as of: %w", err)
		}
	}
	p.Compose = func(ctx context.Context) (*compose.Composition, error) {
		sel, err := a.selection(ctx, s, r)
		if err != nil {
			return nil, err
		}
		made, err := compose.Compose(ctx, s, sel, o)
		if err == nil && made.Document.Count == 0 {
			a.incomplete("dossier: nothing to export")
			return nil, errNothing
		}
		return made, err
	}
	return p, nil
}

// batesDigits is how wide Bates numbers are.
const batesDigits = 6

func titleOf(parser string) string {
	p, _ := parserOf(parser)
	return p.Title
}

// selection asks what is to be exported.
func (a *app) selection(ctx context.Context, s *search.Session, r manifest.Request) (*compose.Selection, error) {
	switch {
	case r.Who != "":
		p, err := s.Directory.Find(r.Who)
		if err != nil {
			return nil, err
		}
		q := timeline.Question{Person: p.ID, Kinds: r.Kinds, Others: r.Others, About: r.About,
			Range: timeline.Range{LastDays: r.Last, From: event.Date(r.From), To: event.Date(r.To), Notice: r.Notice, After: r.After}}
		return compose.OfPerson(ctx, s, q, selectionText(r))
	case r.Chronology:
		return compose.OfChronology(ctx, s, selectionText(r))
	}
	return compose.OfQuery(ctx, s, r.Query, selectionText(r))
}

// selectionText is the part of the command that says what is exported.
func selectionText(r manifest.Request) string {
	args := []string{"export"}
	add := func(flag, value string) {
		if value != "" {
			args = append(args, flag, value)
		}
	}
	if r.Query != "" {
		args = append(args, r.Query)
	}
	add("--subject", r.Subject)
	add("--who", r.Who)
	if r.Last > 0 {
		add("--last", fmt.Sprintf("%dd", r.Last))
	}
	if r.From != "" {
		add("--days", r.From+".."+r.To)
	}
	for _, x := range []struct {
		flag string
		set  bool
	}{{"--chronology", r.Chronology}, {"--notice", r.Notice}, {"--after", r.After}, {"--others", r.Others}} {
		if x.set {
			args = append(args, x.flag)
		}
	}
	for _, k := range r.Kinds {
		add("--kind", k)
	}
	add("--about", r.About)
	return commandLine(args)
}
