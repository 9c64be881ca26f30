// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"dossier/report"
	"dossier/report/withheld"
)

// Kept says which values of a rule are withheld where the rule points at them and
// nowhere else, and are not searched for in the files: how many, and why.
type Kept struct {
	Rule  string
	Why   string
	Count int
}

// Why a value is not withheld everywhere.
const (
	whyShort     = "too short to look for: fewer than 4 letters and digits"
	whyCommon    = "a word that the document itself is written with"
	whyElsewhere = "also stands where no rule covers it"
)

// collection is what the walks before redaction find.
type collection struct {
	plan     *Plan
	columns  []report.Column
	everyone map[string]literal // texts withheld everywhere
	events   map[string]int     // texts of single events, with the rule
	kept     map[Kept]int       // without count
	placed   map[string]literal // texts that are replaced only where they stand for themselves
	counted  map[string]bool    // of what kept counts
}

// collect finds the values that the rules withhold in a document.
func (p *Plan) collect(ctx context.Context, d *report.Document) (*collection, error) {
	c := &collection{plan: p, columns: d.Columns, everyone: map[string]literal{}, events: map[string]int{}, kept: map[Kept]int{}, placed: map[string]literal{}, counted: map[string]bool{}}
	for _, l := range p.literals {
		c.add(l)
	}
	rewriteFront(d, func(_, _, text string) string { c.patterns("", text); return text })
	for r, err := range d.Rows.All(ctx) {
		if err != nil {
			return nil, err
		}
		c.row(r)
	}
	c.dropVocabulary()
	return c, c.settleEvents(ctx, d)
}

// add takes a text to be withheld everywhere.
func (c *collection) add(l literal) {
	l.text = strings.TrimSpace(l.text)
	if l.text == "" {
		return
	}
	if withheld.HowOf(l.text) == withheld.Nowhere {
		c.keep(l, whyShort)
		return
	}
	if before, ok := c.everyone[l.text]; !ok || l.outdoes(before) {
		c.everyone[l.text] = l
	}
}

// outdoes says which of two literals of one text holds: a redaction, and of those that
// of the first rule.
func (l literal) outdoes(other literal) bool {
	return l.rule >= 0 && (other.rule < 0 || l.rule < other.rule)
}

// keep counts a text that is not withheld everywhere, once. Names of persons and
// things are replaced where they stand for themselves, in any row; what a field says,
// in its row.
func (c *collection) keep(l literal, why string) {
	if !c.counted[l.text] {
		c.counted[l.text] = true
		c.kept[Kept{Rule: c.plan.ruleName(l.rule), Why: why}]++
	}
	if before, ok := c.placed[l.text]; l.name && (!ok || l.outdoes(before)) {
		c.placed[l.text] = l
	}
}

func (c *collection) row(r *report.Row) {
	for i, column := range c.columns {
		if i < len(r.Cells) {
			c.patterns(column.Key, r.Cells[i])
		}
	}
	c.patterns(report.ColumnVerbatim, r.Raw)
	for i, rule := range c.plan.rules {
		if rule.Pattern == nil && rule.Person == "" && rule.Events == nil {
			for _, field := range rule.Fields {
				for _, value := range c.values(field, r) {
					c.add(literal{text: value, rule: i})
				}
			}
		}
		if rule.Pattern != nil {
			c.eventPatterns(i, rule, r)
		}
	}
	if r.Event == nil {
		return
	}
	for _, i := range c.plan.events[r.Event.ID] {
		for _, value := range c.eventValues(c.plan.rules[i], r) {
			c.addEvent(strings.TrimSpace(value), i)
		}
	}
}

// values are what a field says in a row.
func (c *collection) values(field string, r *report.Row) []string {
	if field == report.ColumnVerbatim {
		return append(valuesOf(field, c.columns, r), r.Raw)
	}
	return valuesOf(field, c.columns, r)
}

// eventPatterns looks at the event fields that a pattern is bound to.
func (c *collection) eventPatterns(i int, rule Rule, r *report.Row) {
	for _, field := range rule.Fields {
		if isColumn(field) {
			continue
		}
		for _, value := range valuesOf(field, c.columns, r) {
			for _, span := range matches(rule.Pattern, value) {
				c.add(literal{text: value[span[0]:span[1]], rule: i})
			}
		}
	}
}

// eventValues are what a rule that names the row's event withholds of it.
func (c *collection) eventValues(rule Rule, r *report.Row) []string {
	fields := rule.Fields
	if fields == nil {
		fields = contentColumns
	}
	var values []string
	for _, field := range fields {
		values = append(values, c.values(field, r)...)
	}
	return values
}

// patterns takes what the patterns match in a text of a field; "" is the front matter,
// where only patterns for all fields look.
func (c *collection) patterns(field, text string) {
	for i, rule := range c.plan.rules {
		if rule.Pattern == nil || rule.Fields != nil && !slices.Contains(rule.Fields, field) {
			continue
		}
		for _, span := range matches(rule.Pattern, text) {
			c.add(literal{text: text[span[0]:span[1]], rule: i})
		}
	}
}

// matches are where a pattern matches, or its first group where it has one.
func matches(pattern *regexp.Regexp, text string) [][2]int {
	var spans [][2]int
	for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
		if len(m) > 2 && m[2] >= 0 {
			m = m[2:]
		}
		if m[0] < m[1] {
			spans = append(spans, [2]int{m[0], m[1]})
		}
	}
	return spans
}

// addEvent takes a text of a single event.
func (c *collection) addEvent(text string, rule int) {
	if text == "" {
		return
	}
	if withheld.HowOf(text) == withheld.Nowhere {
		c.keep(literal{text: text, rule: rule}, whyShort)
		return
	}
	if before, ok := c.events[text]; !ok || rule < before {
		c.events[text] = rule
	}
}

// dropVocabulary leaves out what the program writes itself.
func (c *collection) dropVocabulary() {
	texts := sortedKeys(c.everyone)
	for _, m := range withheld.NewSet(texts).Find(vocabulary()) {
		if l, ok := c.everyone[texts[m.Value]]; ok {
			c.keep(l, whyCommon)
			delete(c.everyone, l.text)
		}
	}
	texts = sortedKeys(c.events)
	for _, m := range withheld.NewSet(texts).Find(vocabulary()) {
		c.dropEvent(texts[m.Value], whyCommon)
	}
}

func (c *collection) dropEvent(text, why string) {
	if rule, ok := c.events[text]; ok {
		c.keep(literal{text: text, rule: rule}, why)
		delete(c.events, text)
	}
}

// settleEvents withholds everywhere what single events say and no other row does: the
// front matter may quote it. What another row says too may be seen there, and so is
// withheld in its own row only.
func (c *collection) settleEvents(ctx context.Context, d *report.Document) error {
	if len(c.events) == 0 {
		return nil
	}
	texts := sortedKeys(c.events)
	set := withheld.NewSet(texts)
	for r, err := range d.Rows.All(ctx) {
		if err != nil {
			return err
		}
		for _, cell := range append([]string{r.Raw, r.Source}, r.Cells...) {
			for _, m := range set.Find(cell) {
				if rule, ok := c.events[texts[m.Value]]; ok && !c.plan.covers(rule, r) {
					c.dropEvent(texts[m.Value], whyElsewhere)
				}
			}
		}
	}
	for _, text := range texts {
		if rule, ok := c.events[text]; ok {
			c.add(literal{text: text, rule: rule})
		}
	}
	return nil
}

// covers reports whether the rule names the row's event.
func (p *Plan) covers(rule int, r *report.Row) bool {
	return r.Event != nil && slices.Contains(p.events[r.Event.ID], rule)
}

// ruleName is how the log calls a rule; -1 are the pseudonyms.
func (p *Plan) ruleName(rule int) string {
	if rule < 0 {
		return "pseudonyms"
	}
	return p.rules[rule].Name
}
