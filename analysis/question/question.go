// SPDX-License-Identifier: Apache-2.0

// Package question reads the small grammar of questions that `dossier ask`
// understands, and says as a command how it understood one.
//
//	question = "what did" PERSON VERB [WHEN] [WHOSE] [ABOUT] ["?"]
//	VERB     = touch | open | export | print | send | delete | download
//	WHEN     = ["in"] (his|her|their|the) last [N] (day|days|week|weeks)
//	         | before leaving | after leaving | around notice
//	         | between DAY and DAY | from DAY to DAY | since DAY | on DAY
//	WHOSE    = "that belongs to others" | "that belong to others"
//	ABOUT    = "about" CUSTOMER
//	DAY      = 2024-05-13 | 13 May 2024 | May 13 2024
//
// The parts behind the verb may come in any order. Without WHEN, the last 30 days
// are meant. PERSON is any words that `dossier people show` understands.
package question

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dossier/analysis/timeline"
	"dossier/event"
)

// Question is a question understood.
type Question struct {
	Person string // the words that name the person
	Verb   string
	Range  timeline.Range
	Others bool
	About  string
}

// verbs are the kinds that each verb asks about; none means all.
var verbs = map[string][]string{
	"touch":    nil,
	"open":     {"crm.record.view", "crm.list.view", "crm.report.run", "crm.dashboard.view", "crm.search.open", "file.view", "file.preview", "mail.read"},
	"export":   {"crm.report.export", "crm.list.export", "crm.bulk.read", "crm.api.read", "crm.analytics.save", "crm.backup", "mail.export"},
	"print":    {"print.job", "crm.report.print"},
	"send":     {"mail.send", "mail.relay", "mail.message", "crm.report.send", "crm.mail.mass"},
	"delete":   {"crm.record.delete", "crm.bulk.delete", "mail.delete", "mail.purge", "mail.move", "file.delete"},
	"download": {"file.download", "file.sync", "file.removable", "crm.backup.download", "crm.analytics.save"},
}

// Verbs lists the verbs in alphabetical order.
func Verbs() []string {
	list := make([]string, 0, len(verbs))
	for v := range verbs {
		list = append(list, v)
	}
	slices.Sort(list)
	return list
}

// Kinds are the patterns of kinds the question asks about; none means all.
func (q Question) Kinds() []string { return verbs[q.Verb] }

// Error says what of a question cannot be read, and which questions can be.
type Error struct {
	Text    string
	Reason  string
	Nearest []string
}

// Error is the reason; Nearest is for the reader to choose from.
func (e *Error) Error() string { return fmt.Sprintf("question %q: %s", e.Text, e.Reason) }

// Parse reads a question.
func Parse(text string) (Question, error) {
	words := strings.Fields(strings.TrimRight(strings.TrimSpace(text), "?.! "))
	p := parser{text: text, words: words, person: "mike", verb: "touch"}
	return p.question()
}

type parser struct {
	text  string
	words []string
	at    int
	// person and verb are those read so far, for questions to offer.
	person, verb string
}

func (p *parser) peek(n int) string {
	if p.at+n >= len(p.words) {
		return ""
	}
	return strings.ToLower(strings.Trim(p.words[p.at+n], ",;"))
}

// take moves past the words if they come next.
func (p *parser) take(words ...string) bool {
	for i, w := range words {
		if p.peek(i) != w {
			return false
		}
	}
	p.at += len(words)
	return true
}

func (p *parser) question() (Question, error) {
	var q Question
	if !p.take("what", "did") && !p.take("what", "has") && !p.take("what", "had") {
		return q, p.fail("it does not begin with \"what did\"", "mike", "touch", " in his last 30 days")
	}
	var person []string
	for p.at < len(p.words) && verbOf(p.peek(0)) == "" {
		person = append(person, p.words[p.at])
		p.at++
	}
	q.Person = strings.Trim(strings.Join(person, " "), "\"'“”")
	if p.at == len(p.words) {
		return q, p.verbless(person)
	}
	q.Verb = verbOf(p.peek(0))
	p.at++
	if q.Person == "" {
		return q, p.fail("it names nobody", "mike", q.Verb, " in his last 30 days")
	}
	p.person, p.verb = q.Person, q.Verb
	if err := p.rest(&q); err != nil {
		return q, err
	}
	return q, nil
}

// verbOf is the verb that a word is a form of, "" if it is none.
func verbOf(word string) string {
	for v := range verbs {
		switch word {
		case v, v + "s", v + "ed", strings.TrimSuffix(v, "e") + "ed", v + "ing", v + "es":
			return v
		}
	}
	if word == "sent" {
		return "send"
	}
	return ""
}

// verbless explains a question without a verb that is known, by the word most
// like one.
func (p *parser) verbless(words []string) error {
	best, bestAt, distance := "touch", len(words), 3
	for i, w := range words {
		for _, v := range Verbs() {
			if d := editDistance(strings.ToLower(w), v); d < distance {
				best, bestAt, distance = v, i, d
			}
		}
	}
	person := strings.Join(words[:min(bestAt, 2, len(words))], " ")
	if person == "" {
		person = "mike"
	}
	return p.fail("it has none of the verbs "+strings.Join(Verbs(), ", "), person, best, " in his last 30 days")
}

func (p *parser) fail(reason, person, verb, when string) error {
	return &Error{Text: p.text, Reason: reason, Nearest: []string{
		fmt.Sprintf("what did %s %s%s", person, verb, when),
		fmt.Sprintf("what did %s %s around notice", person, verb),
		fmt.Sprintf("what did %s %s between 2024-05-01 and 2024-05-13 that belongs to others", person, verb),
	}}
}

// rest reads what follows the verb, each part once.
func (p *parser) rest(q *Question) error {
	timed := false
	for p.at < len(p.words) {
		start := p.at
		if ok, err := p.when(&q.Range); err != nil {
			return err
		} else if ok {
			if timed {
				return p.fail("it names two times", q.Person, q.Verb, " in his last 30 days")
			}
			timed = true
			continue
		}
		switch {
		case p.take("that", "belongs", "to", "others"), p.take("that", "belong", "to", "others"), p.take("belonging", "to", "others"):
			q.Others = true
		case p.take("about"):
			q.About = p.untilKeyword()
		}
		if p.at == start || p.at == start+1 && q.About == "" && !q.Others {
			return p.fail(fmt.Sprintf("%q is not understood", strings.Join(p.words[start:], " ")), q.Person, q.Verb, " in his last 30 days")
		}
	}
	return nil
}

// untilKeyword takes words up to one that begins another part.
func (p *parser) untilKeyword() string {
	var words []string
	for p.at < len(p.words) {
		switch p.peek(0) {
		case "in", "that", "before", "after", "around", "between", "since", "on", "from":
			if len(words) > 0 {
				return strings.Trim(strings.Join(words, " "), "\"'“”")
			}
		}
		words = append(words, p.words[p.at])
		p.at++
	}
	return strings.Trim(strings.Join(words, " "), "\"'“”")
}

// when reads a part about time, if one comes next.
func (p *parser) when(r *timeline.Range) (bool, error) {
	switch {
	case p.take("before", "leaving"), p.take("before", "he", "left"), p.take("before", "she", "left"), p.take("before", "they", "left"):
		r.LastDays = 30
	case p.take("after", "leaving"), p.take("after", "he", "left"), p.take("after", "she", "left"), p.take("after", "they", "left"):
		r.After = true
	case p.take("around", "notice"), p.take("around", "his", "notice"), p.take("around", "her", "notice"), p.take("around", "their", "notice"):
		r.Notice = true
	case p.last(r):
	case p.peek(0) == "between", p.peek(0) == "from":
		return true, p.span(r)
	case p.peek(0) == "since" || p.peek(0) == "on":
		single := p.peek(0) == "on"
		p.at++
		day, err := p.day()
		if err != nil {
			return false, err
		}
		r.From = day
		if single {
			r.To = day
		}
	default:
		return false, nil
	}
	return true, nil
}

// last reads "[in|during] [his|her|their|the] last [N] days".
func (p *parser) last(r *timeline.Range) bool {
	start := p.at
	_ = p.take("in") || p.take("during")
	_ = p.take("his") || p.take("her") || p.take("their") || p.take("the")
	if !p.take("last") {
		p.at = start
		return false
	}
	n, err := strconv.Atoi(p.peek(0))
	if err == nil {
		p.at++
	} else {
		n = 1
	}
	switch {
	case n < 1 || n > 36_500:
	case p.take("days") || p.take("day"):
		r.LastDays = n
		return true
	case p.take("weeks") || p.take("week"):
		r.LastDays = 7 * n
		return true
	case p.take("month"):
		r.LastDays = 30
		return true
	}
	p.at = start
	return false
}

// span reads "between A and B" or "from A to B".
func (p *parser) span(r *timeline.Range) error {
	p.at++
	first, err := p.day()
	if err != nil {
		return err
	}
	if !p.take("and") && !p.take("to") {
		return p.fail("\"and\" and a second day are missing", p.person, p.verb, " in his last 30 days")
	}
	last, err := p.day()
	if err != nil {
		return err
	}
	if last < first {
		first, last = last, first
	}
	r.From, r.To = first, last
	return nil
}

// day reads a day in one word or three.
func (p *parser) day() (event.Date, error) {
	for _, form := range []struct {
		words  int
		layout string
	}{{1, time.DateOnly}, {3, "2 January 2006"}, {3, "2 Jan 2006"}, {3, "January 2 2006"}, {3, "Jan 2 2006"}} {
		if p.at+form.words > len(p.words) {
			continue
		}
		text := strings.ReplaceAll(strings.Join(p.words[p.at:p.at+form.words], " "), ",", "")
		if t, err := time.Parse(form.layout, text); err == nil {
			p.at += form.words
			return event.Date(t.Format(time.DateOnly)), nil
		}
	}
	return "", p.fail(fmt.Sprintf("%q is not a day such as 2024-05-13 or 13 May 2024", p.peek(0)), p.person, p.verb, " on 2024-05-13")
}

// editDistance is the number of letters to change, add or leave out.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Command is the question as arguments of `dossier timeline`.
func (q Question) Command() []string {
	args := []string{"timeline", "--who", q.Person}
	switch {
	case q.Range.Notice:
		args = append(args, "--notice")
	case q.Range.After:
		args = append(args, "--after")
	case q.Range.From != "" || q.Range.To != "":
		if q.Range.From != "" {
			args = append(args, "--from", string(q.Range.From))
		}
		if q.Range.To != "" {
			args = append(args, "--to", string(q.Range.To))
		}
	default:
		n := q.Range.LastDays
		if n == 0 {
			n = 30
		}
		args = append(args, "--last", fmt.Sprintf("%dd", n))
	}
	for _, k := range q.Kinds() {
		args = append(args, "--kind", k)
	}
	if q.Others {
		args = append(args, "--others")
	}
	if q.About != "" {
		args = append(args, "--about", q.About)
	}
	return args
}
