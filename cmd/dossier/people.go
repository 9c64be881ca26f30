// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"dossier/analysis/identity"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/index"
)

func (a *app) people() *cobra.Command {
	c := &cobra.Command{
		Use:   "people",
		Short: "Who is who: rosters, accounts and the links between them",
		Long: `Who is who. Links from accounts to persons are opinions beside the data; no event
ever changes. Their classes:

  A  a roster or directory row gives both the person and the account
  B  the account's name equals an address or log-in name that a roster gives to
     the person and to nobody else in that period
  C  you said so, citing why ('people link', 'people confirm')
  D  similar names: a suggestion, never counted`,
		Example: `  dossier people import hr/roster.csv
  dossier people show "Mike Hall"
  dossier people suggest`,
	}
	c.AddCommand(a.peopleImport(), a.peopleAdd(), a.peopleList(), a.peopleShow(), a.peopleSuggest(), a.peopleLink(), a.peopleConfirm(), a.peopleUnlink())
	return c
}

func (a *app) peopleImport() *cobra.Command {
	var f addFlags
	c := &cobra.Command{
		Use:     "import FILE…",
		Short:   "Add rosters: directory or HR exports",
		Long:    "Add rosters to the case, as 'dossier add' does, and say whom they name.",
		Example: `  dossier people import hr/roster.csv directory/ad-users.csv --as-of 2024-05-20`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			outcomes, err := a.ingest(a.caseDir, f, args, nil)
			if err != nil {
				return err
			}
			result := a.reportAdded(outcomes)
			if a.format == "jsonl" {
				return result
			}
			err = a.withDirectory(func(_ *index.Case, d *identity.Directory) error {
				a.out.printf("the rosters of the case now name %s\n", plural(len(d.Persons()), "person"))
				return nil
			})
			return errors.Join(err, result)
		},
	}
	f.register(c)
	a.formatFlag(c, "text", "jsonl")
	return c
}

// withDirectory opens the case and says who is who.
func (a *app) withDirectory(use func(*index.Case, *identity.Directory) error) error {
	return a.reading(func(c *index.Case) error {
		d, err := identity.Build(a.ctx, c)
		if err != nil {
			return err
		}
		return use(c, d)
	})
}

func (a *app) peopleList() *cobra.Command {
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the persons of the case",
		Example: `  dossier people list`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.withDirectory(func(_ *index.Case, d *identity.Directory) error {
				t := table{kinds: []columnKind{wide, wide, lesser, left, left, left, right},
					header: []string{"name", "id", "title", "hired", "notice", "last day", "accounts"}}
				for _, p := range d.Persons() {
					if a.format == "jsonl" {
						a.jsonLine(personJSONOf(p, d.Links(p.ID)))
					}
					t.rows = append(t.rows, []string{show(p.Name), show(p.ID), show(p.Title), string(p.Hired), string(p.Notice), string(p.Leaves),
						fmt.Sprint(len(d.Accounts(p.ID)))})
				}
				if len(t.rows) == 0 {
					if a.format == "text" {
						a.out.printf("nobody yet: dossier -C %s people import roster.csv\n", quoteArg(a.caseDir))
					}
					return errNothing
				}
				if a.format == "text" {
					t.write(a.out)
				}
				return nil
			})
		},
	}
	a.formatFlag(c, "text", "jsonl")
	return c
}

func (a *app) peopleShow() *cobra.Command {
	c := &cobra.Command{
		Use:     "show PERSON",
		Short:   "Show a person: dates, accounts, and why they are theirs",
		Example: `  dossier people show "Mike Hall"`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.withDirectory(func(c *index.Case, d *identity.Directory) error {
				p, err := d.Find(joinWords(args))
				if err != nil {
					return err
				}
				if a.format == "jsonl" {
					a.jsonLine(personJSONOf(p, d.Links(p.ID)))
					return nil
				}
				return a.showPerson(c, d, p)
			})
		},
	}
	a.formatFlag(c, "text", "jsonl")
	return c
}

func (a *app) showPerson(c *index.Case, d *identity.Directory, p identity.Person) error {
	a.out.printf("%s\n", a.out.styled(bold, show(p.Name)))
	t := table{kinds: []columnKind{left, folded}, indent: 2}
	for _, row := range [][2]string{
		{"id", p.ID}, {"also", strings.Join(p.Names, ", ")}, {"title", p.Title}, {"department", p.Department}, {"office", p.Office},
		{"manager", p.Manager}, {"hired", string(p.Hired)}, {"notice", string(p.Notice)}, {"last working day", string(p.Leaves)},
	} {
		if row[1] != "" {
			t.rows = append(t.rows, []string{row[0], show(row[1])})
		}
	}
	t.write(a.out)
	actors, err := c.Actors(a.ctx)
	if err != nil {
		return err
	}
	acted := map[event.Account]index.Actor{}
	for _, actor := range actors {
		acted[identity.Key(actor.Account)] = actor
	}
	a.out.heading("accounts")
	t = table{kinds: []columnKind{left, left, wide, right, left, left, folded}, indent: 2,
		header: []string{"class", "status", "account", "events", "first", "last", "because"}}
	for _, l := range d.Links(p.ID) {
		actor := acted[identity.Key(l.Account)]
		because := l.Basis
		if l.Decided != "" {
			because += " (" + l.Decided + ")"
		}
		t.rows = append(t.rows, []string{string(l.Class), cmp.Or(string(l.Status), "counts"), show(l.Account.String()), humanize.Comma(actor.Count),
			dayOf(actor.First, c.Zone()), dayOf(actor.Last, c.Zone()), show(because)})
	}
	t.write(a.out)
	return nil
}

func dayOf(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(time.DateOnly)
}

func (a *app) peopleSuggest() *cobra.Command {
	var whole bool
	c := &cobra.Command{
		Use:   "suggest",
		Short: "Show accounts that belong to nobody yet, and whom they resemble",
		Long: `Show the accounts that acted and belong to nobody by the rosters, with the persons
whose names they resemble. A resemblance is never counted: confirm it with
'dossier people confirm', citing what proves it. Mail addresses outside of the
organisation that resemble nobody are left out unless --all is given.`,
		Example: `  dossier people suggest
  dossier people suggest --all --format jsonl`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.withDirectory(func(c *index.Case, d *identity.Directory) error { return a.suggest(c, d, whole) })
		},
	}
	c.Flags().BoolVar(&whole, "all", false, "addresses outside of the organisation too")
	a.formatFlag(c, "text", "jsonl")
	return c
}

func (a *app) suggest(c *index.Case, d *identity.Directory, whole bool) error {
	actors, err := c.Actors(a.ctx)
	if err != nil {
		return err
	}
	byAccount := map[event.Account][]identity.Link{}
	for _, l := range d.AllLinks() {
		byAccount[identity.Key(l.Account)] = append(byAccount[identity.Key(l.Account)], l)
	}
	t := table{kinds: []columnKind{wide, right, left, folded}, header: []string{"account", "events", "status", "whom it may belong to"}}
	outside := 0
	for _, actor := range actors {
		links := byAccount[identity.Key(actor.Account)]
		if slices.ContainsFunc(links, func(l identity.Link) bool { return l.Status == identity.Counts }) {
			continue
		}
		if !whole && len(links) == 0 && timeline.Outside(actor.Account, d) {
			outside++
			continue
		}
		if a.format == "jsonl" {
			a.jsonLine(suggestionOf(actor, links))
		}
		status, names := "nobody's", []string{}
		if label := d.Label(actor.Account); label != "" {
			names = append(names, "called "+label+" in the system's list of users")
		}
		for _, l := range links {
			p, _ := d.Person(l.Person)
			status = string(l.Status)
			names = append(names, fmt.Sprintf("%s: %s", p.Name, l.Basis))
		}
		t.rows = append(t.rows, []string{show(actor.Account.String()), humanize.Comma(actor.Count), status, show(strings.Join(names, "; "))})
	}
	if len(t.rows) == 0 {
		if a.format == "text" {
			a.out.printf("every account that acted belongs to somebody\n")
		}
		return errNothing
	}
	if a.format == "text" {
		t.write(a.out)
		if outside > 0 {
			a.out.printf("and %s outside of the organisation that resemble nobody: --all shows them\n", plural(outside, "mail address"))
		}
	}
	return nil
}

type suggestionJSON struct {
	Account accountJSON `json:"account"`
	Events  int64       `json:"events"`
	Links   []linkJSON  `json:"links"`
}

func suggestionOf(actor index.Actor, links []identity.Link) suggestionJSON {
	out := suggestionJSON{Account: *accountJSONOf(actor.Account), Events: actor.Count, Links: []linkJSON{}}
	for _, l := range links {
		out.Links = append(out.Links, linkJSONOf(l))
	}
	return out
}

// decision is what link, confirm and unlink enter in the journal.
type decisionFlags struct {
	from, to, because string
	cites             []string
}

func (a *app) peopleLink() *cobra.Command {
	var f decisionFlags
	c := &cobra.Command{
		Use:   "link ACCOUNT PERSON --because WHY",
		Short: "Say that an account belongs to a person (class C)",
		Long: `Say that an account belongs to a person, and why. ACCOUNT is namespace:name as
'dossier people suggest' shows it; a bare mail address will do. The link is entered
in the journal; 'dossier people unlink' undoes it, and no event changes.`,
		Example: `  dossier people link print-user:m.hall "Mike Hall" --because "his badge opened the print room" --cite 9f2c41aa03d1
  dossier people link email:frontdesk@larkfield.example "Ann Lee" --from 2024-01-01 --to 2024-03-31 --because "shift plan"`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return a.decide(identity.ActionLink, args[0], args[1], f) },
	}
	c.Flags().StringVar(&f.from, "from", "", "first day on which it holds")
	c.Flags().StringVar(&f.to, "to", "", "last day on which it holds")
	f.register(c)
	return c
}

func (f *decisionFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.because, "because", "", "why: your words, kept in the journal (required)")
	c.Flags().StringArrayVar(&f.cites, "cite", nil, "ID of an event that shows it; may be repeated")
	if err := c.MarkFlagRequired("because"); err != nil {
		panic(err) // the flag was made above
	}
}

func (a *app) peopleAdd() *cobra.Command {
	var p identity.Added
	var hired, notice, leaves string
	c := &cobra.Command{
		Use:   "add NAME --because WHY",
		Short: "Name a person whom no roster names",
		Long: `Name a person whom no roster names, with the dates you know; 'dossier people link'
then says which accounts are theirs. Naming a person again changes the dates.`,
		Example: `  dossier people add "Mike Hall" --notice 2024-04-29 --leaves 2024-05-13 --because "letter of resignation"
  dossier people link upn:mike.hall@larkfield.example "Mike Hall" --because "same letter"`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			p.Name = strings.TrimSpace(args[0])
			p.Person = identity.AddedID(p.Name)
			if p.Name == "" || strings.TrimSpace(p.Because) == "" {
				return usagef("the name or --because is empty")
			}
			var err error
			for _, d := range []struct {
				flag, text string
				day        *event.Date
			}{{"hired", hired, &p.Hired}, {"notice", notice, &p.Notice}, {"leaves", leaves, &p.Leaves}} {
				if *d.day, err = parseDate(d.flag, d.text); err != nil {
					return err
				}
			}
			return a.enter(identity.ActionAdd, p, fmt.Sprintf("%s is named as %s", p.Name, p.Person))
		},
	}
	c.Flags().StringVar(&hired, "hired", "", "first day, such as 2017-09-11")
	c.Flags().StringVar(&notice, "notice", "", "day on which notice was given")
	c.Flags().StringVar(&leaves, "leaves", "", "last working day")
	c.Flags().StringVar(&p.Because, "because", "", "where you know it from, kept in the journal (required)")
	if err := c.MarkFlagRequired("because"); err != nil {
		panic(err) // the flag was made above
	}
	return c
}

func (a *app) peopleConfirm() *cobra.Command {
	var f decisionFlags
	c := &cobra.Command{
		Use:     "confirm ACCOUNT PERSON --because WHY",
		Short:   "Confirm a suggestion of 'people suggest' (class C)",
		Example: `  dossier people confirm email:m.hall.home@mailbox.example "Mike Hall" --because "named in his exit interview"`,
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			err := a.withDirectory(func(_ *index.Case, d *identity.Directory) error {
				return isSuggested(d, args[0], args[1])
			})
			if err != nil {
				return err
			}
			return a.decide(identity.ActionLink, args[0], args[1], f)
		},
	}
	f.register(c)
	return c
}

func isSuggested(d *identity.Directory, account, person string) error {
	acc, ok := event.ParseAccount(account)
	if !ok {
		return usagef("account %q: want namespace:name, as 'dossier people suggest' shows it", account)
	}
	p, err := d.Find(person)
	if err != nil {
		return err
	}
	for _, l := range d.Links(p.ID) {
		if identity.Key(l.Account) == identity.Key(acc) && l.Status != identity.Counts {
			return nil
		}
	}
	return usagef("account %s is not suggested for %s; use 'dossier people link'", account, p.Name)
}

func (a *app) peopleUnlink() *cobra.Command {
	var f decisionFlags
	c := &cobra.Command{
		Use:     "unlink ACCOUNT PERSON --because WHY",
		Short:   "Say that an account does not belong to a person, whatever links it",
		Example: `  dossier people unlink windows-sam:mhall "Mike Hallam" --because "typing error in the roster"`,
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.decide(identity.ActionUnlink, args[0], args[1], f)
		},
	}
	f.register(c)
	return c
}

// decide checks a decision against the case and enters it in the journal.
func (a *app) decide(action, account, person string, f decisionFlags) error {
	acc, ok := event.ParseAccount(account)
	if !ok {
		return usagef("account %q: want namespace:name, as 'dossier people suggest' shows it", account)
	}
	if strings.TrimSpace(f.because) == "" {
		return usagef("--because is empty: say why")
	}
	d := identity.Decision{Account: acc.String(), Because: f.because}
	var err error
	if d.From, err = parseDate("from", f.from); err != nil {
		return err
	}
	if d.To, err = parseDate("to", f.to); err != nil {
		return err
	}
	var name string
	err = a.withDirectory(func(c *index.Case, dir *identity.Directory) error {
		p, err := dir.Find(person)
		if err != nil {
			return err
		}
		d.Person, name = p.ID, p.Name
		for _, cite := range f.cites {
			e, err := c.Event(cite)
			if err != nil {
				return err
			}
			d.Cites = append(d.Cites, e.ID.String())
		}
		if action == identity.ActionUnlink {
			return isLinked(dir, acc, p)
		}
		return nil
	})
	if err != nil {
		return err
	}
	did := "belongs to"
	if action == identity.ActionUnlink {
		did = "does not belong to"
	}
	return a.enter(action, d, fmt.Sprintf("%s %s %s", d.Account, did, name))
}

func isLinked(dir *identity.Directory, acc event.Account, p identity.Person) error {
	for _, l := range dir.Links(p.ID) {
		if identity.Key(l.Account) == identity.Key(acc) {
			return nil
		}
	}
	return usagef("account %s is not linked to %s", acc, p.Name)
}

// enter writes a decision into the journal and says what it did.
func (a *app) enter(action string, data any, did string) error {
	entry, err := index.Decide(a.caseDir, "people", a.now(), func([]index.JournalEntry) (string, any, error) { return action, data, nil })
	if err != nil {
		return err
	}
	a.out.printf("%s: journal line %d\n", show(did), entry.Number)
	return nil
}
