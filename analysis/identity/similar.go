// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/event"
)

// bySimilarity suggests, for accounts that lead to nobody, the persons whose name
// they resemble.
func (l *linker) bySimilarity() {
	held := map[event.Account]bool{}
	for _, link := range l.links {
		held[Key(link.Account)] = true
	}
	known := spellAll(l.persons)
	for _, actor := range l.actors {
		if held[Key(actor.Account)] || actor.Account.Namespace == event.ServiceAccount {
			continue
		}
		for _, like := range known.resembled(actor.Account.Name) {
			l.add(Link{Account: actor.Account, Person: l.persons[like.person].ID, Class: ClassD, Status: Suggested, Basis: like.why})
		}
	}
}

// spelling is a person's name as accounts are made of it, in small letters.
type spelling struct{ name, first, initial, last string }

// spellings are those of all persons who have two names, and where to find them: by
// surname, and by what the names make when written together.
type spellings struct {
	list   []spelling // by person
	byName map[string][]int
}

func spellAll(persons []Person) spellings {
	s := spellings{make([]spelling, len(persons)), map[string][]int{}}
	for i, p := range persons {
		names := strings.Fields(strings.ToLower(strings.ReplaceAll(p.Name, ",", " ")))
		if len(names) < 2 {
			continue
		}
		first, last := names[0], names[len(names)-1]
		_, width := utf8.DecodeRuneInString(first)
		one := spelling{p.Name, first, first[:width], last}
		s.list[i] = one
		for _, key := range append(one.together(), last) {
			s.byName[key] = append(s.byName[key], i)
		}
	}
	return s
}

// together are the names written as one.
func (s spelling) together() []string {
	return []string{s.initial + s.last, s.first + s.last, s.last + s.initial}
}

// likeness says how an account's name is like a person's.
type likeness struct {
	person int // index
	why    string
}

// resembled are the persons whose names an account's name is like, in their order.
func (s spellings) resembled(account string) []likeness {
	local, _, _ := strings.Cut(strings.ToLower(account), "@")
	if _, bare, ok := strings.Cut(local, `\`); ok {
		local = bare
	}
	words := strings.FieldsFunc(local, func(c rune) bool { return strings.ContainsRune("._-+ ,", c) })
	candidates := slices.Clone(s.byName[local])
	for _, word := range words {
		candidates = append(candidates, s.byName[word]...)
	}
	slices.Sort(candidates)
	var list []likeness
	for _, i := range slices.Compact(candidates) {
		if why := s.list[i].like(local, words); why != "" {
			list = append(list, likeness{i, why})
		}
	}
	return list
}

// like says how the words of an account are like the name, "" if they are not.
func (s spelling) like(local string, words []string) string {
	switch {
	case slices.Contains(words, s.first) && slices.Contains(words, s.last):
		return "has both names of " + s.name
	case slices.Contains(words, s.last) && slices.Contains(words, s.initial):
		return "has the initial and the surname of " + s.name
	case slices.Contains(s.together(), local):
		return "is made of the names of " + s.name
	}
	return ""
}
