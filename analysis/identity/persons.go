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
// different persons, whatever else they share: a mailbox can be reissued. An account
// that several numbers share joins nobody, and neither do rows without a number
// whose accounts lead to several.
func joinRows(facts []*event.Fact) [][]*event.Fact {
	rows := newForest(len(facts))
	byNumber, byAccount := map[string]int{}, map[event.Account][]int{}
	for i, f := range facts {
		if n := employeeNumber(f); n != "" {
			if first, ok := byNumber[n]; ok {
				rows.join(first, i)
			} else {
				byNumber[n] = i
			}
		}
		for _, a := range f.Accounts {
			if joining[a.Namespace] && a.Namespace != event.EmployeeNumber {
				byAccount[joinKey(a)] = append(byAccount[joinKey(a)], i)
			}
		}
	}
	leads := map[int][]string{} // numbers that rows without one lead to
	for _, sharing := range byAccount {
		numbers := numbersOf(facts, sharing)
		if len(numbers) > 1 {
			continue
		}
		first := -1
		for _, i := range sharing {
			if employeeNumber(facts[i]) != "" {
				continue
			}
			leads[i] = append(leads[i], numbers...)
			if first >= 0 {
				rows.join(first, i)
			}
			first = i
		}
	}
	joinNumbers(rows, leads, byNumber)
	return partition(facts, rows.root)
}

// joinNumbers joins the groups of rows without number to the one number that they
// lead to.
func joinNumbers(rows forest, leads map[int][]string, byNumber map[string]int) {
	numbers := map[int][]string{}
	for i, list := range leads {
		numbers[rows.root(i)] = append(numbers[rows.root(i)], list...)
	}
	for group, list := range numbers {
		slices.Sort(list)
		if list = slices.Compact(list); len(list) == 1 {
			rows.join(byNumber[list[0]], group)
		}
	}
}

// numbersOf are the employee numbers of the rows, each once.
func numbersOf(facts []*event.Fact, rows []int) []string {
	var numbers []string
	for _, i := range rows {
		if n := employeeNumber(facts[i]); n != "" && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// forest is a partition of numbers that only grows coarser: each has a parent, and
// a root is its own.
type forest []int

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = i
	}
	return f
}

func (f forest) root(i int) int {
	for f[i] != i {
		i = f[i]
	}
	return i
}

func (f forest) join(i, j int) {
	a, b := f.root(i), f.root(j)
	f[max(a, b)] = min(a, b)
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
	p.Name = cmp.Or(displayName(rows), p.ID)
	return p
}

// displayName is what to call a person: given name and surname, if a row has both;
// else a spelling that does not turn them round ("Hall, Mike"); of several the one
// with the most letters, whatever the script.
func displayName(rows []*event.Fact) string {
	best, bestRank := "", [2]int{}
	for _, f := range rows {
		full, turned := f.Subject.Name, 1
		if strings.Contains(full, ",") {
			turned = 0
		}
		consider := map[string]int{full: turned}
		if f.Given != "" && f.Surname != "" {
			consider[f.Given+" "+f.Surname] = 2
		}
		for name, kind := range consider {
			rank := [2]int{kind, utf8.RuneCountInString(name)}
			if name != "" && (best == "" || slices.Compare(rank[:], bestRank[:]) > 0) {
				best, bestRank = name, rank
			}
		}
	}
	return best
}

func personID(rows []*event.Fact) string {
	var names []string
	for _, f := range rows {
		if n := employeeNumber(f); n != "" {
			return "employee:" + n
		}
		names = append(names, factIDs(f)...)
	}
	return slices.Min(names)
}

// factIDs are the IDs that a person can have by one row.
func factIDs(f *event.Fact) []string {
	var names []string
	if n := employeeNumber(f); n != "" {
		names = append(names, "employee:"+n)
	}
	for _, a := range f.Accounts {
		if a.Namespace != event.EmployeeNumber {
			names = append(names, a.Canonical().String())
		}
	}
	if f.Subject.ID != "" {
		names = append(names, "roster:"+f.Subject.ID)
	}
	if len(names) == 0 {
		names = append(names, "fact:"+f.ID.String())
	}
	return names
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
