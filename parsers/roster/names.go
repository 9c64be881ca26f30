// SPDX-License-Identifier: Apache-2.0

package roster

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// limitAccounts bounds the accounts of one record.
const limitAccounts = 200

// addAccount adds an account unless the fact has it; false if the name is empty or
// there are too many.
func addAccount(f *event.Fact, ns event.Namespace, name string) bool {
	if name == "" || len(f.Accounts) >= limitAccounts {
		return false
	}
	account := event.Account{Namespace: ns, Name: name}
	for _, known := range f.Accounts {
		if known.Namespace == ns && known.Canonical() == account.Canonical() {
			return true
		}
	}
	f.Accounts = append(f.Accounts, account)
	return true
}

// addAddresses adds the addresses in all columns of the field; a cell that is
// nothing but an address is the fact's.
func (t *table) addAddresses(f *event.Fact, of field) {
	for _, i := range t.columns[of] {
		text := t.text(i)
		if address := parsers.MailAddress(text); isAddress(address) && addAccount(f, event.Email, address) {
			t.taken[i] = address == text
		}
	}
}

// addAll adds what stands in all columns of the field.
func (t *table) addAll(f *event.Fact, ns event.Namespace, of field) {
	for _, i := range t.columns[of] {
		if text := t.text(i); !isNothing(text) && addAccount(f, ns, text) {
			t.taken[i] = true
		}
	}
}

// isAddress reports whether text can be a mail address.
func isAddress(text string) bool {
	return strings.Count(text, "@") == 1 && !strings.ContainsAny(text, " \t\r\n,;<>") &&
		text[0] != '@' && text[len(text)-1] != '@'
}

// addWindows adds the name that Windows knows, with its domain only if the record
// tells it.
func (t *table) addWindows(f *event.Fact) {
	sam, principal := t.column(fieldSAM), t.column(fieldPrincipal)
	if sam < 0 && principal < 0 {
		return
	}
	domain := ""
	if name, _, ok := strings.Cut(t.value(fieldPrincipal), `\`); ok {
		domain = name
	} else if i := t.column(fieldDomain); i >= 0 && !strings.ContainsAny(t.text(i), `.\/=`) {
		domain = t.text(i)
	}
	switch {
	case sam < 0:
		t.taken[principal] = addAccount(f, event.WindowsSAM, t.text(principal))
	case domain == "" || strings.Contains(t.text(sam), `\`):
		t.taken[sam] = addAccount(f, event.WindowsSAM, t.text(sam))
	default:
		t.taken[sam] = addAccount(f, event.WindowsSAM, domain+`\`+t.text(sam))
	}
}

// setName fills in the person's names; a full name "Roe, Jo" is split where the
// record does not split it.
func (t *table) setName(f *event.Fact, full field) {
	f.Given, f.Surname = t.take(fieldGiven), t.take(fieldSurname)
	f.Subject.Name = t.take(full)
	if f.Subject.Name == "" {
		f.Subject.Name = strings.TrimSpace(f.Given + " " + f.Surname)
		return
	}
	if surname, given, ok := strings.Cut(f.Subject.Name, ","); ok && f.Given == "" && f.Surname == "" {
		surname, given = strings.TrimSpace(surname), strings.TrimSpace(given)
		if surname != "" && given != "" && !strings.Contains(given, ",") && !isSuffix(given) {
			f.Given, f.Surname = given, surname
		}
	}
}

// isSuffix reports whether what follows a comma is a title and no first name.
func isSuffix(text string) bool {
	switch strings.ToLower(strings.ReplaceAll(text, ".", "")) {
	case "jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "cpa", "mba", "dds", "rn", "pe":
		return true
	}
	return false
}

func (t *table) setPost(f *event.Fact) {
	f.Title, f.Department = t.take(fieldTitle), t.take(fieldDepartment)
	f.Office, f.Company = t.take(fieldOffice), t.take(fieldCompany)
}

// truth reads the yes and no of several languages, as spreadsheets write them.
func truth(text string) event.Truth {
	switch strings.ToLower(text) {
	case "true", "yes", "1", "y", "wahr", "ja", "vrai", "oui", "verdadero", "si", "sí":
		return event.Yes
	case "false", "no", "0", "n", "falsch", "nein", "faux", "non", "falso":
		return event.No
	}
	return event.Unstated
}

func not(t event.Truth) event.Truth {
	switch t {
	case event.Yes:
		return event.No
	case event.No:
		return event.Yes
	}
	return t
}
