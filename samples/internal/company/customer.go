// SPDX-License-Identifier: Apache-2.0

package company

import (
	"fmt"
	"strings"

	"dossier/samples/internal/chance"
	"dossier/samples/internal/ident"
)

// Customer is an account in the CRM.
type Customer struct {
	Index    int    // 0-based
	ID       string // Salesforce, 15 characters
	ID18     string
	Name     string
	Owner    *Person
	Industry string
	City     string
	State    string // empty outside the United States
	Site     int    // whose territory
	Domain   string // of its mail addresses
	Contacts int    // people on file
	Created  Day
}

// Report is a saved report in the CRM.
type Report struct {
	ID     string // Salesforce, 15 characters
	ID18   string
	Name   string
	Folder string
	Owner  *Person
	Rows   int // about how many it yields
}

// Document is a file that people work with, under the same name everywhere.
type Document struct {
	Name      string
	SizeBytes int
	Pages     int
	Version   string // Salesforce ContentVersion id, 15 characters; with ContentDocument below
	Content   string
}

// Contact is a person at a customer.
type Contact struct {
	Name string
	Mail string
}

// Contact returns the customer's contact number n, 0-based; the same number is
// always the same person.
func (c *Customer) Contact(n int) Contact {
	s := chance.New(uint64(c.Index), 77, uint64(n%max(1, c.Contacts)))
	given, surname := chance.Pick(s, givenNames), chance.Pick(s, surnames)
	return Contact{given + " " + surname, strings.ToLower(given + "." + surname + "@" + c.Domain)}
}

func (co *Company) makeCustomers(s *chance.Stream, count int) {
	sellers := [2][]*Person{}
	for _, p := range co.People {
		if p.Sells() && p.Hired < co.First {
			sellers[p.Office.Site] = append(sellers[p.Office.Site], p)
		}
	}
	used := map[string]bool{}
	for i := range count {
		c := &Customer{Index: i, ID: ident.Salesforce("001", i)}
		c.ID18 = ident.Salesforce18(c.ID)
		if s.PerMille(330) {
			c.Site = 1
		}
		c.Name, c.Domain = customerName(s, used, i)
		c.Industry = chance.Pick(s, industries)
		at := s.IntN(len(cities[c.Site]))
		c.City = cities[c.Site][at]
		if c.Site == 0 {
			c.State = states[at]
		}
		c.Contacts = 2 + s.Poisson(10_000)
		c.Created = co.First - Day(s.Between(30, 3000))
		c.Owner = chance.Pick(s, sellers[c.Site])
		if i == 0 {
			c.Site, c.City, c.State, c.Owner = 0, "New York", "NY", co.People[JuliaOrtiz]
		}
		c.Owner.Owned = append(c.Owner.Owned, c)
		co.Customers = append(co.Customers, c)
	}
}

// customerName draws a name that no other customer has; the first is the one
// that the story names.
func customerName(s *chance.Stream, used map[string]bool, index int) (name, domain string) {
	for try := 0; ; try++ {
		name = chance.Pick(s, customerFirst) + " " + chance.Pick(s, customerSecond)
		if index == 0 {
			name = "Brightwater Foods"
		}
		if try > 3 {
			name = fmt.Sprintf("%s %s", name, chance.Pick(s, cities[s.IntN(2)]))
		}
		if try > 6 {
			name = fmt.Sprintf("%s No. %d", name, index)
		}
		if !used[name] {
			used[name] = true
			return name, slug(name) + ".example"
		}
	}
}

var plain = strings.NewReplacer("é", "e", "ñ", "n", "ö", "o", "ø", "o", "É", "E", " ", "", ".", "", "'", "")

func slug(name string) string { return strings.ToLower(plain.Replace(name)) }

func (co *Company) makeReports(s *chance.Stream) {
	contacts := 0
	for _, c := range co.Customers {
		contacts += c.Contacts
	}
	for i, name := range reportNames {
		rows := s.Between(40, 900)
		switch i {
		case 0:
			rows = contacts
		case 6, 7:
			rows = contacts / 3
		}
		owner := co.People[EllenMarchetti]
		if i%4 == 3 {
			owner = co.People[SunilRao]
		}
		id := ident.Salesforce("00O", 4000+i*13)
		co.Reports = append(co.Reports, &Report{id, ident.Salesforce18(id), name, reportFolders[i%len(reportFolders)], owner, rows})
	}
}

func (co *Company) makeDocuments(s *chance.Stream) {
	for i, name := range documentNames {
		d := &Document{Name: name, SizeBytes: s.Between(18_000, 2_400_000), Pages: 1 + s.Poisson(7000)}
		switch i {
		case PriceBook:
			d.SizeBytes, d.Pages = 1_214_388, 46
		case CostPart1, CostPart2:
			d.SizeBytes, d.Pages = 3_811_204-i*61_003, 18
		case FairBrochure:
			d.Pages = 4
		}
		d.Version, d.Content = ident.Salesforce("068", 900+i*7), ident.Salesforce("069", 900+i*5)
		co.Documents = append(co.Documents, d)
	}
}

// The documents that the stories name: indices of Company.Documents.
const (
	PriceBook    = 0
	CostPart1    = 1
	CostPart2    = 2
	ContactSheet = 3
	FairBrochure = 31
	FairPrices   = 32
)
