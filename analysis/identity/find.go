// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"dossier/event"
)

// UnknownPersonError says that nobody is called what was asked for.
type UnknownPersonError struct {
	Name  string
	Known int // how many persons the case has
}

// Error says what to do about it.
func (e *UnknownPersonError) Error() string {
	if e.Known == 0 {
		return fmt.Sprintf("person %q: the case has no roster yet; add one with 'dossier people import', or name the person with 'dossier people add'", e.Name)
	}
	return fmt.Sprintf("person %q: none of the %d persons of the case; 'dossier people list' names them", e.Name, e.Known)
}

// AmbiguousPersonError says that several persons bear the name asked for.
type AmbiguousPersonError struct {
	Name    string
	Persons []Person
}

// Error lists them.
func (e *AmbiguousPersonError) Error() string {
	var names []string
	for _, p := range e.Persons {
		names = append(names, fmt.Sprintf("%s (%s)", p.Name, p.ID))
	}
	return fmt.Sprintf("person %q: %d persons bear that name: %s; say which", e.Name, len(e.Persons), strings.Join(names, ", "))
}

// Find returns the one person that the words mean: an ID, an account, a whole
// name, or words that all begin a part of one person's name only. An account that
// could be a name, such as mike, does not decide among those of that name.
func (d *Directory) Find(words string) (Person, error) {
	words = strings.TrimSpace(words)
	if p, ok := d.Person(words); ok {
		return p, nil
	}
	for _, choose := range []func(Person) bool{
		func(p Person) bool { return strings.ContainsAny(words, `:@\0123456789`) && d.hasAccount(p, words) },
		func(p Person) bool {
			return anyName(p, func(name string) bool { return strings.EqualFold(name, words) })
		},
		func(p Person) bool {
			return d.hasAccount(p, words) || anyName(p, func(name string) bool { return hasWords(name, words, strings.EqualFold) })
		},
		func(p Person) bool {
			return anyName(p, func(name string) bool { return hasWords(name, words, hasPrefixFold) })
		},
	} {
		var found []Person
		for _, p := range d.persons {
			if choose(p) {
				found = append(found, p)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return Person{}, &AmbiguousPersonError{words, found}
		}
	}
	return Person{}, &UnknownPersonError{words, len(d.persons)}
}

func anyName(p Person, fits func(string) bool) bool {
	return fits(p.Name) || slices.ContainsFunc(p.Names, fits)
}

func hasPrefixFold(part, word string) bool {
	return len(part) >= len(word) && strings.EqualFold(part[:len(word)], word)
}

// hasWords reports whether each word fits a part of the name.
func hasWords(name, words string, fits func(part, word string) bool) bool {
	between := func(c rune) bool { return unicode.IsSpace(c) || c == ',' || c == '-' }
	parts, list := strings.FieldsFunc(name, between), strings.FieldsFunc(words, between)
	for _, w := range list {
		if !slices.ContainsFunc(parts, func(p string) bool { return fits(p, w) }) {
			return false
		}
	}
	return len(list) > 0
}

// hasAccount reports whether the words are one of the person's accounts, with or
// without its namespace.
func (d *Directory) hasAccount(p Person, words string) bool {
	for _, l := range d.links {
		if l.Person != p.ID || l.Status != Counts {
			continue
		}
		bare := event.Account{Namespace: l.Account.Namespace, Name: words}
		if Key(bare) == Key(l.Account) {
			return true
		}
		if a, ok := event.ParseAccount(words); ok && Key(a) == Key(l.Account) {
			return true
		}
	}
	return false
}
