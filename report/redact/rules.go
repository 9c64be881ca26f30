// SPDX-License-Identifier: Apache-2.0

// Package redact takes out of a document what may not leave the house, before any
// format writes it: by rules that counsel keeps in a file, with a reason for each
// place and a commitment to what stood there.
//
// What is redacted once is redacted everywhere: a value that a rule takes out of a
// field is taken out of the sentences, the verbatim records, the front matter and the
// file names too, in every spelling of package withheld. The exceptions are stated in
// the log ([Kept]): a value too short or too common to look for, and one that also
// stands where no rule covers it.
package redact

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"dossier/event"
)

// Reason is why something is withheld: a code of a closed list.
type Reason string

// The reasons.
const (
	ThirdParty      Reason = "THIRD-PARTY-PII"
	Privilege       Reason = "PRIVILEGE"
	TradeSecret     Reason = "TRADE-SECRET"
	SpecialCategory Reason = "SPECIAL-CATEGORY"
	NonResponsive   Reason = "NON-RESPONSIVE"
)

// reasonWords say the reasons in a placeholder. All are of one length, so that a
// placeholder's length says nothing.
var reasonWords = map[Reason]string{
	ThirdParty:      "third-party personal data",
	Privilege:       "legal privilege or advice",
	TradeSecret:     "confidential trade secret",
	SpecialCategory: "special category material",
	NonResponsive:   "not responsive to request",
}

// Reasons lists the reasons in the order of the manual. The slice is the caller's.
func Reasons() []Reason {
	return []Reason{ThirdParty, Privilege, TradeSecret, SpecialCategory, NonResponsive}
}

// Words are the reason in words, as placeholders say it.
func (r Reason) Words() string { return reasonWords[r] }

// Rules are what a rules file says. Immutable.
type Rules struct {
	File       string       // as errors call it
	Digest     event.Digest // SHA-256 of the file
	Rules      []Rule
	Pseudonyms Pseudonyms
}

// Rule withholds by exactly one of Fields alone, Pattern, Person and Events.
type Rule struct {
	Name   string // unique in the file; the log cites it
	Reason Reason
	Basis  string // in words: why the reason applies
	// Fields are keys of columns or names of event fields. Alone they withhold all that
	// the fields say; with Pattern or Events they bound those. nil is all fields.
	Fields  []string
	Pattern *regexp.Regexp // what it matches, or its first group if it has one
	Person  string         // name, account or id: all accounts and spellings of the person
	Events  []event.ID     // what the events say
	Line    int            // of the file, 1-based
}

// Pseudonyms say who bears another name in the export.
type Pseudonyms struct {
	Customers  bool     // customers and their contacts: Customer-0137, Contact-0021
	Colleagues bool     // all persons of the rosters: Colleague-0012
	Keep       []string // persons who keep their names, as they can be called in queries
}

// RulesError says what is wrong with a rules file, and in which line.
type RulesError struct {
	File string
	Line int // 1-based; 0 where the whole file is meant
	Why  string
}

// Error begins with the place.
func (e *RulesError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("rules %s: %s", e.File, e.Why)
	}
	return fmt.Sprintf("rules %s, line %d: %s", e.File, e.Line, e.Why)
}

// The file as YAML.
type (
	fileYAML struct {
		Rules      []ruleYAML     `yaml:"rules"`
		Pseudonyms pseudonymsYAML `yaml:"pseudonyms"`
	}
	ruleYAML struct {
		Name    string   `yaml:"name"`
		Reason  string   `yaml:"reason"`
		Basis   string   `yaml:"basis"`
		Fields  []string `yaml:"fields"`
		Pattern string   `yaml:"pattern"`
		Person  string   `yaml:"person"`
		Events  []string `yaml:"events"`
	}
	pseudonymsYAML struct {
		Customers  bool     `yaml:"customers"`
		Colleagues bool     `yaml:"colleagues"`
		Keep       []string `yaml:"keep"`
	}
)

// limitRulesBytes bounds a rules file: it is written by hand.
const limitRulesBytes = 1 << 20

// ReadRules reads a rules file; name is how errors call it. A key that is not known
// is an error: a misspelt rule must not silently redact nothing. Every error in the
// file is a *RulesError.
func ReadRules(r io.Reader, name string) (*Rules, error) {
	text, err := io.ReadAll(io.LimitReader(r, limitRulesBytes+1))
	if err != nil {
		return nil, fmt.Errorf("rules %s: %w", name, err)
	}
	if len(text) > limitRulesBytes {
		return nil, &RulesError{name, 0, "larger than 1 MiB"}
	}
	var file fileYAML
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	switch err := d.Decode(&file); {
	case errors.Is(err, io.EOF):
		return nil, &RulesError{name, 0, "is empty"}
	case err != nil:
		return nil, yamlError(name, err)
	}
	if err := d.Decode(&file); !errors.Is(err, io.EOF) {
		return nil, &RulesError{name, 0, "holds several documents; want one"}
	}
	rules := &Rules{File: name, Digest: event.Digest(sha256.Sum256(text)), Pseudonyms: Pseudonyms(file.Pseudonyms)}
	lines := ruleLines(text)
	for i, y := range file.Rules {
		rule, why := y.rule()
		if slices.ContainsFunc(rules.Rules, func(other Rule) bool { return other.Name == rule.Name }) {
			why = fmt.Sprintf("a second rule is called %q", rule.Name)
		}
		rule.Line = lines[i]
		if why != "" {
			return nil, &RulesError{name, rule.Line, why}
		}
		rules.Rules = append(rules.Rules, rule)
	}
	if len(rules.Rules) == 0 && !rules.Pseudonyms.Customers && !rules.Pseudonyms.Colleagues {
		return nil, &RulesError{name, 0, "withholds nothing: it has neither rules nor pseudonyms"}
	}
	return rules, nil
}

var yamlPlace = regexp.MustCompile(`^(?s)(?:.*?)line (\d+)(?:, column \d+)?: (.*)$`)

// yamlError takes the line out of the reader's words.
func yamlError(name string, err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	place := yamlPlace.FindStringSubmatch(text)
	if place == nil {
		return &RulesError{name, 0, text}
	}
	line := 0
	if _, err := fmt.Sscan(place[1], &line); err != nil {
		return &RulesError{name, 0, text}
	}
	first, _, _ := strings.Cut(place[2], "\n")
	return &RulesError{name, line, first}
}

// ruleLines are the lines in which the rules begin.
func ruleLines(text []byte) map[int]int {
	lines := map[int]int{}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil || len(root.Content) == 0 {
		return lines // the text was read before: it has a root
	}
	members := root.Content[0].Content
	for i := 0; i+1 < len(members); i += 2 {
		if members[i].Value == "rules" {
			for j, rule := range members[i+1].Content {
				lines[j] = rule.Line
			}
		}
	}
	return lines
}

// rule checks a rule and says what is wrong with it.
func (y ruleYAML) rule() (r Rule, why string) {
	r = Rule{Name: strings.TrimSpace(y.Name), Reason: Reason(y.Reason), Basis: strings.TrimSpace(y.Basis), Fields: y.Fields, Person: strings.TrimSpace(y.Person)}
	chosen := 0
	for _, given := range []bool{y.Pattern != "", y.Person != "", len(y.Events) > 0} {
		if given {
			chosen++
		}
	}
	switch {
	case r.Name == "":
		return r, "the rule has no name"
	case r.Reason.Words() == "":
		return r, fmt.Sprintf("rule %q: reason %q is none of %v", r.Name, y.Reason, Reasons())
	case r.Basis == "":
		return r, fmt.Sprintf("rule %q: basis is missing: say why the reason applies", r.Name)
	case chosen > 1:
		return r, fmt.Sprintf("rule %q: want one of pattern, person and events", r.Name)
	case chosen == 0 && len(y.Fields) == 0:
		return r, fmt.Sprintf("rule %q: want fields, pattern, person or events", r.Name)
	case y.Person != "" && len(y.Fields) > 0:
		return r, fmt.Sprintf("rule %q: a person is withheld in all fields; leave fields out", r.Name)
	}
	if why := y.readSelectors(&r); why != "" {
		return r, fmt.Sprintf("rule %q: %s", r.Name, why)
	}
	return r, ""
}

func (y ruleYAML) readSelectors(r *Rule) (why string) {
	for _, f := range y.Fields {
		if strings.TrimSpace(f) == "" {
			return "a field without name"
		}
	}
	if y.Pattern != "" {
		var err error
		if r.Pattern, err = regexp.Compile(y.Pattern); err != nil {
			return fmt.Sprintf("pattern: %v", err)
		}
		if r.Pattern.MatchString("") {
			return fmt.Sprintf("pattern %s matches nothing at all, and so everywhere", y.Pattern)
		}
	}
	for _, text := range y.Events {
		id, err := event.ParseID(text)
		if err != nil {
			return err.Error()
		}
		r.Events = append(r.Events, id)
	}
	return ""
}
