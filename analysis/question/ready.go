// SPDX-License-Identifier: Apache-2.0

package question

import (
	"slices"
	"strings"

	"dossier/event"
	"dossier/index/query"
)

// Terms of the query language that more than one question rests on. Each asks for
// one thing only: whose acts and which days are meant is said in front.
const (
	OnCustomers = "kind:crm customer:*"
	MailsAbroad = "kind:mail.send,mail.relay,mail.message,mail.forward is:outside"
	PrintJobs   = "kind:print.job"
	late        = "hours:19..7"
)

// OfOthers are the acts on customers that are known to be somebody's, and not this
// person's: a value of owner, in quotes where it needs them.
func OfOthers(owner string) string { return OnCustomers + " has:owner -owner:" + owner }

// KindsOf is the term for the kinds that a verb asks about; "" for all.
func KindsOf(verb string) string {
	if len(verbs[verb]) == 0 {
		return ""
	}
	return "kind:" + strings.Join(verbs[verb], ",")
}

// Ready is a question that is worth asking in every matter, in terms of the query
// language.
type Ready struct {
	Words string // the question
	terms func(owner string) string
	owned bool // it needs to know whose acts are meant
	// Joined says that the answer rests on records of several systems, which one query
	// does not join: search.Session.CarriedOut does.
	Joined bool
}

func fixed(terms string) func(string) string { return func(string) string { return terms } }

// worth are the questions, in the order in which they are offered.
var worth = []Ready{
	{Words: "what was exported", terms: fixed(KindsOf("export"))},
	{Words: "which mails carried files out of the house", terms: fixed(KindsOf("send") + " has:attachment"), Joined: true},
	{Words: "which mails went to the outside", terms: fixed(MailsAbroad)},
	{Words: "what was printed", terms: fixed(KindsOf("print"))},
	{Words: "what was printed after 19:00", terms: fixed(KindsOf("print") + " " + late)},
	{Words: "which customers were others'", terms: OfOthers, owned: true},
	{Words: "what was downloaded", terms: fixed(KindsOf("download"))},
	{Words: "what was deleted", terms: fixed(KindsOf("delete"))},
	{Words: "when did they log in", terms: fixed("kind:auth")},
	{Words: "what happened at night and at weekends", terms: fixed("(" + late + " OR weekday:sat,sun)")},
	{Words: "which rules, shares and rights were set", terms: fixed("kind:mail.rule,mail.forwarding,mail.delegate,file.share,auth.consent,admin")},
}

// Worth are the questions that are worth asking, in the order in which they are
// offered.
func Worth() []Ready { return slices.Clone(worth) }

// About reports whether the question can be asked of an owner, a value of who: and
// owner:. Some cannot where none is known ("").
func (r Ready) About(owner string) bool { return owner != "" || !r.owned }

// Takes reports whether an act took something along: an export or a download.
func Takes(k event.Kind) bool {
	for _, pattern := range append(slices.Clone(verbs["export"]), verbs["download"]...) {
		if k.In(pattern) {
			return true
		}
	}
	return false
}

// Query is the question as a query. scope says whose acts and which days are meant,
// as terms; "" for all.
func (r Ready) Query(scope, owner string) string {
	return strings.TrimSpace(scope + " " + r.terms(owner))
}

// scopes are the fields that say whose acts and which days are meant.
var scopes = []string{"who", "account", "on", "at", "last", "after", "before"}

// Scope is the part of a query that says whose acts and which days are meant, and whose
// these are as a value of owner:; "" where it says neither.
func Scope(text string) (scope, owner string) {
	q, err := query.Parse(text)
	if err != nil {
		return "", ""
	}
	all, ok := q.(query.And)
	if !ok {
		all = query.And{q}
	}
	var parts []string
	for _, part := range all {
		t, ok := part.(*query.Term)
		if !ok || !slices.Contains(scopes, t.Field) {
			continue
		}
		parts = append(parts, t.String())
		if t.Field == "who" && owner == "" {
			owner = strings.TrimPrefix(t.String(), "who:")
		}
	}
	return strings.Join(parts, " "), owner
}
