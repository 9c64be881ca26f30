// SPDX-License-Identifier: Apache-2.0

package event

import "time"

// FactKind says what a fact is about. The list is closed.
type FactKind string

// The kinds of facts.
const (
	FactPerson   FactKind = "person"   // a roster or HR row: somebody who works here
	FactUser     FactKind = "user"     // an account in a system and what the system says of its holder
	FactCustomer FactKind = "customer" // a customer, with its owner
	FactContact  FactKind = "contact"  // a person at a customer, a lead
	FactObject   FactKind = "object"   // any other named thing: a report, a printer
)

// Date is a calendar day without a zone, in the form 2024-05-13; "" is no date.
type Date string

// Time is the day's midnight in the zone; zero for no date.
func (d Date) Time(zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Fact is a reference record: what it says about whom or what, as of when. It
// names things and says who owned them; it never dates an act.
type Fact struct {
	ID   ID // set by ingest
	Kind FactKind

	Subject  Object    // what it is about: type, id, name (a person's display name)
	Accounts []Account // the accounts that this one record gives to its subject
	Owner    Account   // who owns the subject, where it is owned

	// Of persons and users; empty where the record does not say.
	Given, Surname        string
	Title, Department     string
	Office, Company       string
	Manager               Account
	Hired, Notice, Leaves Date  // first day, day notice was given, last working day
	Active                Truth // whether the account or employment is active

	AsOf   Time // the day the record speaks for; zero if nothing says so
	Attrs  []Attr
	Key    Key
	Origin Origin
}

// Attr returns the value of the first attribute of that name, or "".
func (f *Fact) Attr(name string) string { return attr(f.Attrs, name) }

// Truth is a yes, a no, or neither.
type Truth uint8

// The values of Truth. Append only.
const (
	Unstated Truth = iota
	Yes
	No
)
