// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"fmt"
	"regexp"
	"regexp/syntax"
)

// Span is a text in a buffer, as [Start, End).
type Span struct{ Start, End int }

// Expression is a regular expression that knows what its matches must hold. It is
// safe for concurrent use.
type Expression struct {
	re       *regexp.Regexp
	literals []literal // nil: the expression itself has to look everywhere
}

// Compile reads an expression of the syntax RE2.
func Compile(text string) (*Expression, error) {
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, fmt.Errorf("regular expression: %w", err)
	}
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("regular expression: %w", err)
	}
	return &Expression{re, literalsOf(tree.Simplify())}, nil
}

// Match reports whether the expression is found in a text.
func (x *Expression) Match(text []byte) bool { return x.re.Match(text) }

// Guided reports whether there are letters to look for. If not, the expression itself
// runs over every text, which is some ten times slower and more.
func (x *Expression) Guided() bool { return x.literals != nil }

// Absent reports whether the expression is surely in no text of the buffer. It looks
// at the letters alone: false says nothing.
func (x *Expression) Absent(buffer []byte) bool {
	if x.literals == nil {
		return false
	}
	_, which := first(x.finders(buffer), 0)
	return which < 0
}

// finders look for the literals.
func (x *Expression) finders(buffer []byte) []finder {
	counts := frequencies(buffer)
	list := make([]finder, len(x.literals))
	for i, l := range x.literals {
		list[i] = newFinder(l, buffer, counts)
	}
	return list
}

// Each calls each with the numbers of those spans of the buffer in which the
// expression is found, in order. The spans ascend and do not overlap; what matches
// lies within one of them. trim says what of a span is its text.
func (x *Expression) Each(buffer []byte, spans []Span, trim func([]byte) []byte, each func(i int)) {
	if x.literals == nil {
		for i, s := range spans {
			if x.re.Match(trim(buffer[s.Start:s.End])) {
				each(i)
			}
		}
		return
	}
	finders := x.finders(buffer)
	at := 0
	for i := 0; i < len(spans); {
		place, which := first(finders, max(at, spans[i].Start))
		if which < 0 {
			return
		}
		i += reach(spans[i:], place)
		if i == len(spans) {
			return
		}
		s := spans[i]
		if place < s.Start { // between two spans
			at = place + 1
			continue
		}
		text := trim(buffer[s.Start:s.End])
		end := s.Start + len(text)
		if l := &finders[which]; l.exact && place+len(l.text) <= end || x.re.Match(text) {
			each(i)
		}
		at = s.End
		i++
	}
}

// first is where one of the literals stands first from a place on, and which; -1 if
// none does.
func first(finders []finder, at int) (place, which int) {
	which = -1
	for i := range finders {
		if p := finders[i].from(at); p < len(finders[i].buffer) && (which < 0 || p < place) {
			place, which = p, i
		}
	}
	return place, which
}

// reach is how many spans end at or before a place: it doubles its steps, as the
// place is mostly near.
func reach(spans []Span, place int) int {
	step := 1
	for step < len(spans) && spans[step].End <= place {
		step *= 2
	}
	low, high := step/2, min(step, len(spans))
	for low < high {
		middle := (low + high) / 2
		if spans[middle].End <= place {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}
