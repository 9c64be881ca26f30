// SPDX-License-Identifier: Apache-2.0

package setupaudit

import (
	"strings"

	"dossier/event"
)

// setUser fills in the user that the sentence is about.
func setUser(e *event.Event) {
	user := userOf(e.Text)
	if user == (event.Object{}) {
		return
	}
	target := event.Target{Role: event.RoleUser, Account: accountOf(user.Name)}
	if len(user.ID) == 18 {
		target.Account, target.Name = event.Account{Namespace: event.SalesforceID, Name: user.ID}, user.Name
	}
	if !target.Account.IsZero() {
		e.Targets = append(e.Targets, target)
	}
	if e.Kind == event.AdminUser || e.Kind.Domain() == event.DomainAuth {
		e.Object = user
	}
}

const idMark = "(UserID: ["

// userOf finds the user named by a sentence such as "Deactivated user Jo Roe
// (UserID: [005…])", "Created new user Jo Roe", "For user jo@x, the User …",
// "Changed title for user Jo Roe from A to B" and "… pairing added for jo@x". The zero Object if there is none. A name can hold
// anything, so an id counts only where there is exactly one.
func userOf(text string) event.Object {
	if name, rest, ok := strings.Cut(text, idMark); ok {
		id, _, closed := strings.Cut(rest, "]")
		if strings.Contains(rest, idMark) || !closed || !alphanumeric(id) {
			return event.Object{}
		}
		return event.Object{Type: "user", ID: event.SalesforceID18(id), Name: afterLast(strings.TrimSpace(name), "user ")}
	}
	for _, begin := range []string{"Created new user ", "Created new Customer User ", "Created new Partner User ", "Deactivated user "} {
		if name, ok := cutPrefixFold(text, begin); ok {
			return named(name)
		}
	}
	if rest, ok := cutPrefixFold(text, "For user "); ok {
		if name, _, ok := strings.Cut(rest, ", the User "); ok {
			return named(name)
		}
	}
	if _, rest, ok := strings.Cut(text, " for user "); ok {
		if name, values, ok := strings.Cut(rest, " from "); ok && !strings.Contains(values, " from ") {
			return named(name)
		}
		return event.Object{}
	}
	for _, verb := range []string{" added for ", " removed for "} {
		if name := afterLast(text, verb); strings.Contains(name, "@") && !strings.Contains(name, " ") {
			return named(name)
		}
	}
	return event.Object{}
}

func named(name string) event.Object {
	if name = strings.TrimSpace(name); name == "" {
		return event.Object{}
	}
	return event.Object{Type: "user", Name: name}
}

// afterLast is what follows the last mark, without blanks around; "" if there is
// no mark.
func afterLast(text, mark string) string {
	i := strings.LastIndex(text, mark)
	if i < 0 {
		return ""
	}
	return strings.TrimSpace(text[i+len(mark):])
}

func cutPrefixFold(text, prefix string) (string, bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return "", false
	}
	return text[len(prefix):], true
}

func alphanumeric(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return text != ""
}

// changedAddress takes the addresses out of "Changed email for user … from A to B".
func changedAddress(e *event.Event) (from, to string, ok bool) {
	if _, ok := cutPrefixFold(e.Text, "Changed email for user "); !ok {
		return "", "", false
	}
	from, to, ok = strings.Cut(afterLast(e.Text, " from "), " to ")
	ok = ok && from != "" && to != "" && !strings.Contains(from, " ") && !strings.Contains(to, " ")
	return from, to, ok
}
