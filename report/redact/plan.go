// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"fmt"
	"slices"
	"strings"

	"dossier/analysis/identity"
	"dossier/analysis/search"
	"dossier/event"
)

// The kinds of pseudonyms.
const (
	kindCustomer  = "Customer"
	kindContact   = "Contact"
	kindColleague = "Colleague"
)

// Plan is rules as they apply to one case: persons are known by all their accounts
// and spellings, and pseudonyms are given. Immutable.
type Plan struct {
	rules    []Rule
	key      *Key
	literals []literal // of persons and pseudonyms
	events   map[event.ID][]int
}

// literal is a text that is replaced wherever it stands.
type literal struct {
	text      string
	rule      int    // index of the rule; -1 for a pseudonym
	pseudonym string // "" for a redaction
	name      bool   // of a person or thing; else what a field or a pattern found
}

// Prepare applies rules to a case. The session's subject keeps its name besides those
// whom the rules name to keep. Pseudonyms are given to the whole case, whatever the
// document: key.Save keeps them. A person that is not known or not the only one of
// that name, and a field that is none, are errors.
func Prepare(s *search.Session, rules *Rules, key *Key) (*Plan, error) {
	p := &Plan{rules: rules.Rules, key: key, events: map[event.ID][]int{}}
	for i, r := range rules.Rules {
		for _, f := range r.Fields {
			if !knownField(f) {
				return nil, &RulesError{rules.File, r.Line, fmt.Sprintf("rule %q: field %q is none of %s", r.Name, f, strings.Join(Fields(), ", "))}
			}
		}
		for _, id := range r.Events {
			p.events[id] = append(p.events[id], i)
		}
		if r.Person == "" {
			continue
		}
		person, err := s.Directory.Find(r.Person)
		if err != nil {
			return nil, fmt.Errorf("rules %s, line %d: rule %q: %w", rules.File, r.Line, r.Name, err)
		}
		for _, text := range spellingsOf(s.Directory, person) {
			p.literals = append(p.literals, literal{text: text, rule: i, name: true})
		}
	}
	if rules.Pseudonyms.Colleagues {
		if err := p.nameColleagues(s, rules.Pseudonyms.Keep); err != nil {
			return nil, err
		}
	}
	if rules.Pseudonyms.Customers {
		if err := p.nameCustomers(s); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// pseudonyms adds the texts of bearers who are named.
func (p *Plan) pseudonyms(kind string, bearers []bearer, texts [][]string) {
	for i, pseudonym := range p.key.name(kind, bearers) {
		for _, text := range texts[i] {
			p.literals = append(p.literals, literal{text: text, rule: -1, pseudonym: pseudonym, name: true})
		}
	}
}

// nameColleagues gives pseudonyms to all persons. Those who keep their names have one
// too, in the key file: whom an export is about must not change the numbers.
func (p *Plan) nameColleagues(s *search.Session, keep []string) error {
	kept := map[string]bool{s.Env.Subject: true}
	for _, words := range keep {
		person, err := s.Directory.Find(words)
		if err != nil {
			return fmt.Errorf("pseudonyms, keep: %w", err)
		}
		kept[person.ID] = true
	}
	var bearers []bearer
	var texts [][]string
	for _, person := range s.Directory.Persons() {
		b := bearer{ids: []string{person.ID}, name: person.Name}
		for _, f := range person.Facts {
			for _, a := range f.Accounts {
				b.ids = append(b.ids, a.Canonical().String())
			}
		}
		slices.Sort(b.ids[1:])
		b.ids = slices.Compact(b.ids)
		bearers = append(bearers, b)
		if kept[person.ID] {
			texts = append(texts, nil)
			continue
		}
		texts = append(texts, spellingsOf(s.Directory, person))
	}
	p.pseudonyms(kindColleague, bearers, texts)
	return nil
}

// nameCustomers gives pseudonyms to the customers of the case, by id, and to the
// persons at them.
func (p *Plan) nameCustomers(s *search.Session) error {
	found := map[string]map[string][]string{kindCustomer: {}, kindContact: {}}
	err := s.Case.Facts(func(f *event.Fact) error {
		kind := map[event.FactKind]string{event.FactCustomer: kindCustomer, event.FactContact: kindContact}[f.Kind]
		if kind == "" || f.Subject.ID == "" && f.Subject.Name == "" {
			return nil
		}
		id := event.SalesforceID18(f.Subject.ID)
		if id == "" {
			id = strings.ToLower(f.Subject.Name)
		}
		texts := append(found[kind][id], f.Subject.Name, id, f.Subject.ID, strings.TrimSpace(f.Given+" "+f.Surname))
		if f.Given != "" && f.Surname != "" {
			texts = append(texts, f.Surname+", "+f.Given)
		}
		for _, a := range f.Accounts {
			texts = append(texts, a.Name)
		}
		found[kind][id] = unique(append(texts, addresses(f)...))
		return nil
	})
	if err != nil {
		return fmt.Errorf("pseudonyms: %w", err)
	}
	for _, kind := range []string{kindCustomer, kindContact} {
		var bearers []bearer
		var texts [][]string
		for _, id := range sortedKeys(found[kind]) {
			list := found[kind][id]
			bearers = append(bearers, bearer{ids: []string{id}, name: list[0]})
			texts = append(texts, list)
		}
		p.pseudonyms(kind, bearers, texts)
	}
	return nil
}

// spellingsOf are all texts that name a person: spellings of the name, accounts that
// count, those that rosters give, and their parts that name the person alone.
func spellingsOf(d *identity.Directory, p identity.Person) []string {
	list := append([]string{p.Name}, p.Names...)
	for _, name := range slices.Clone(list) {
		if surname, given, ok := strings.Cut(name, ","); ok {
			list = append(list, strings.TrimSpace(given)+" "+strings.TrimSpace(surname))
		} else if words := strings.Fields(name); len(words) > 1 {
			list = append(list, words[len(words)-1]+", "+strings.Join(words[:len(words)-1], " "))
		}
	}
	for _, l := range d.Links(p.ID) {
		if l.Status == identity.Counts {
			list = append(list, accountTexts(l.Account, p)...)
		}
	}
	for _, f := range p.Facts {
		for _, a := range f.Accounts {
			list = append(list, accountTexts(a, p)...)
		}
		list = append(list, addresses(f)...)
	}
	return unique(list)
}

// accountTexts are an account as recorded and compared, and its name without the
// domain where that has the person's surname in it.
func accountTexts(a event.Account, p identity.Person) []string {
	texts := []string{a.Name, a.Canonical().Name}
	local, _, _ := strings.Cut(a.Name, "@")
	if _, bare, ok := strings.Cut(local, `\`); ok {
		local = bare
	}
	words := strings.Fields(p.Name)
	if len(words) > 1 && strings.Contains(strings.ToLower(local), strings.ToLower(words[len(words)-1])) {
		texts = append(texts, local)
	}
	return texts
}

// addresses are the mail addresses among a fact's further fields: private ones.
func addresses(f *event.Fact) []string {
	var list []string
	for _, a := range f.Attrs {
		if value := strings.TrimSpace(a.Value); strings.Count(value, "@") == 1 && !strings.ContainsAny(value, " \t") {
			list = append(list, value)
		}
	}
	return list
}

// unique are the texts without blanks around them, each once, in their order, the
// empty ones left out.
func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
