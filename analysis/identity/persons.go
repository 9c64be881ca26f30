// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/event"
)

// joining says of which namespaces equal accounts make two roster rows one person.
var joining = map[event.Namespace]bool{
	event.Email: true, event.UPN: true, event.SID: true, event.EmployeeNumber: true, event.DirectoryID: true,
}

// joinKey is what is compared: addresses and log-in names are one space.
func joinKey(a event.Account) event.Account {
	a = a.Canonical()
	if a.Namespace == event.UPN {
		a.Namespace = event.Email
	}
	return a
}

// gatherPersons joins the roster rows that speak of one person.
func gatherPersons(facts []*event.Fact) []Person {
	groups := joinRows(facts)
	persons := make([]Person, 0, len(groups))
	for _, rows := range groups {
		persons = append(persons, personOf(rows))
	}
	slices.SortFunc(persons, func(a, b Person) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return uniqueIDs(persons)
}

// joinRows partitions the rows. Rows with different employee numbers are
// different persons, whatever else they share: a mailbox can be reissued.
func joinRows(facts []*event.Fact) [][]*event.Fact {
	parent := make([]int, len(facts))
	number := make([]string, len(facts)) // employee number of the group, at its root
	root := func(i int) int {
		for parent[i] != i {
			i = parent[i]
		}
		return i
	}
	rowsWith := map[event.Account][]int{}
	for i, f := range facts {
		parent[i], number[i] = i, employeeNumber(f)
		for _, a := range f.Accounts {
			if joining[a.Namespace] {
				key := joinKey(a)
				rowsWith[key] = append(rowsWith[key], i)
			}
		}
	}
	join := func(i, j int) {
		a, b := root(i), root(j)
		if a == b || number[a] != "" && number[b] != "" && number[a] != number[b] {
			return
		}
		parent[max(a, b)] = min(a, b)
		number[min(a, b)] = cmp.Or(number[a], number[b])
	}
	// Rows of one employee number first, so that an address they share with somebody
	// else cannot come between them.
	for _, numbersFirst := range []bool{true, false} {
		for i, f := range facts {
			for _, a := range f.Accounts {
				if !joining[a.Namespace] || (a.Namespace == event.EmployeeNumber) != numbersFirst {
					continue
				}
				rows := rowsWith[joinKey(a)]
				if !numbersFirst && contested(rows, number, root) {
					continue
				}
				join(i, rows[0])
			}
		}
	}
	return partition(facts, root)
}

// contested reports whether rows of several employee numbers share an account:
// then it joins nobody.
func contested(rows []int, number []string, root func(int) int) bool {
	seen := ""
	for _, i := range rows {
		n := number[root(i)]
		if n != "" && seen != "" && n != seen {
			return true
		}
		seen = cmp.Or(seen, n)
	}
	return false
}

func partition(facts []*event.Fact, root func(int) int) [][]*event.Fact {
	byRoot := map[int][]*event.Fact{}
	var order []int
	for i, f := range facts {
		r := root(i)
		if byRoot[r] == nil {
			order = append(order, r)
		}
		byRoot[r] = append(byRoot[r], f)
	}
	groups := make([][]*event.Fact, 0, len(order))
	for _, r := range order {
		groups = append(groups, byRoot[r])
	}
	return groups
}

func employeeNumber(f *event.Fact) string {
	for _, a := range f.Accounts {
		if a.Namespace == event.EmployeeNumber {
			return a.Canonical().Name
		}
	}
	return ""
}

// personOf takes of each field what the first row in the order of IDs states; of
// the dates, what any row states.
func personOf(rows []*event.Fact) Person {
	p := Person{Facts: rows}
	for _, f := range rows {
		for _, name := range []string{f.Subject.Name, strings.TrimSpace(f.Given + " " + f.Surname)} {
			p.Name = longer(p.Name, name)
			if name != "" && !slices.Contains(p.Names, name) {
				p.Names = append(p.Names, name)
			}
		}
		p.Title = cmp.Or(p.Title, f.Title)
		p.Department = cmp.Or(p.Department, f.Department)
		p.Office = cmp.Or(p.Office, f.Office)
		p.Manager = cmp.Or(p.Manager, f.Manager.Name)
		p.Hired = cmp.Or(p.Hired, f.Hired)
		p.Notice = cmp.Or(p.Notice, f.Notice)
		p.Leaves = cmp.Or(p.Leaves, f.Leaves)
	}
	p.ID = personID(rows)
	p.Name = cmp.Or(p.Name, p.ID)
	return p
}

// longer prefers the fuller of two spellings of a name, whatever the script.
func longer(a, b string) string {
	if utf8.RuneCountInString(b) > utf8.RuneCountInString(a) {
		return b
	}
	return a
}

func personID(rows []*event.Fact) string {
	var names []string
	for _, f := range rows {
		for _, a := range f.Accounts {
			if a.Namespace == event.EmployeeNumber {
				return "employee:" + a.Canonical().Name
			}
			names = append(names, a.Canonical().String())
		}
		if f.Subject.ID != "" {
			names = append(names, "roster:"+f.Subject.ID)
		}
	}
	if len(names) == 0 {
		return "fact:" + rows[0].ID.String()
	}
	return slices.Min(names)
}

// uniqueIDs tells persons apart whose rosters do not.
func uniqueIDs(persons []Person) []Person {
	seen := map[string]bool{}
	for i := range persons {
		if seen[persons[i].ID] {
			persons[i].ID += "/" + persons[i].Facts[0].ID.String()[:8]
		}
		seen[persons[i].ID] = true
	}
	return persons
}
