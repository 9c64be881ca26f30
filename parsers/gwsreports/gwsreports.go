// SPDX-License-Identifier: Apache-2.0

// Package gwsreports reads the activities of the Google Workspace Reports API.
package gwsreports

import (
	"bytes"
	"fmt"

	"dossier/event"
	"dossier/parsers"
)

// Parser reads activities of the Google Workspace Reports API.
var Parser = parsers.Parser{
	Name: "gws-reports", Version: 1, Title: "Google Workspace Reports API activities (JSON)", Doc: doc,
	Samples: samples, Sniff: sniff, Parse: parse,
}

const doc = `Activities of the Google Workspace Reports API, as tools collect them: pages of the
API ({"kind":"admin#reports#activities","items":[…]}), {"activities":[…]}, arrays, and
one activity a line or after another. One event per entry of an activity's "events";
collectors that split an activity write one entry as an object instead of a list.

Kinds: by the name of the entry, whatever application the file is of; the same
acts are listed under several. What is on no list is .other of its application's
domain: file for drive; auth for login, user_accounts, saml, token, chrome and
context_aware_access; mail for gmail, calendar, chat, meet and groups' messages;
else admin. Sharing goes by its outcome: file.share.link for people_with_link and
public visibility, file.share for somebody else's new access, file.unshare where
nothing is left of it.
Gmail goes by mail_event_type: 1 mail.send, 2 mail.receive, 7 and 31 mail.read, 11
mail.forward, 12, 13, 14 and 26 mail.move, 17 file.download, 18 and 19 file.copy, 27
mail.purge, 32 mail.export, 33 mail.read, 34 mail.delegate; 9 and 10 (replied,
forwarded by hand) are mail.other, for what was sent has an entry of its own.

Entries of Drive with primary_event false follow from the primary one: attribute
primary-event. They are the system's, unless they give access to somebody else or
make a document visible to others; then the record does not say whose they are.

Key: time, uniqueQualifier, type and name of the entry, and its number among those
of one name in the activity. uniqueQualifier alone is not unique: a log-in and its
verification have the same. The application is no part of it: changes of an account
are in login and in user_accounts, and are one act. Where an activity was split,
the entry's parameters take the place of the number: the same activity split and
whole is not recognised as one. Without uniqueQualifier: a digest of the activity.
Group: the activity; of messages, their Message-ID.

Times: id.time, UTC with milliseconds. Actor: email (email), else profileId
(directory-id), else a key: SYSTEM (service), others (app-id). Initiated: user,
system or automation by callerType, where it is there. IP: ipAddress.
Object: document by doc_id, message by its Message-ID, user, group, calendar entry,
application or alert. Targets: share-with, forward-to, user, delegate, container
(folders), to and from of messages. Text: subject, or an administrator's query.
Quantities: bytes and attachments of messages, repeated on every entry about one;
storage totals stay attributes.

Attributes: application, event-type, event-name, activity-id, caller-type,
actor-profile-id, actor-key, customer-id, owner-domain, network-info, and every
further parameter under its own name, those of message values with a dot between;
lists as JSON. More than 500 are counted in further-parameters, targets beyond 1,000
in further-targets. Not kept: kind, etag,
resourceDetails and resourceIds, which repeat the parameters.

Verified on 325 activities of a real tenant (admin, login, drive, calendar,
user_accounts, groups_enterprise) and 48 published ones of 11 applications. Two of
gmail were seen; token and takeout follow the documentation only.`

// lists are the names under which pages hold activities.
var lists = []string{"items", "activities"}

// The values of kind. The oldest documentation has others for an activity, and
// another name for the qualifier.
const (
	kindActivity    = "admin#reports#activity"
	kindActivityOld = "audit#activity"
	kindActivities  = "admin#reports#activities"
)

// qualifierOf is what tells an activity from others at its time, "" if it does not
// say.
func qualifierOf(activity parsers.JSON) string {
	if q := activity.Get("id", "uniqueQualifier").Text(); q != "" {
		return q
	}
	return activity.Get("id", "uniqQualifier").Text()
}

func sniff(h parsers.Head) parsers.Score {
	if isActivity(parsers.FirstObject(h, lists...)) {
		return parsers.Certain
	}
	text := bytes.TrimLeft(h.Bytes, " \t\r\n[")
	if bytes.HasPrefix(text, []byte("{")) && bytes.Contains(text[:min(len(text), 300)], []byte(`"`+kindActivities+`"`)) {
		return parsers.Certain // a page without activities
	}
	return parsers.No
}

// isActivity goes by what the product calls it, or by the three parts of its id.
func isActivity(v parsers.JSON) bool {
	id, kind := v.Get("id"), v.Get("kind").Text()
	if kind == kindActivity {
		return true
	}
	return id.Get("applicationName").Exists() && id.Get("time").Exists() && (kind == kindActivityOld || qualifierOf(v) != "")
}

func parse(in parsers.Input, out parsers.Out) error {
	return parsers.Pages(in, out, lists, func(o parsers.Object) error {
		v, err := parsers.ParseJSONText(in.Text(o.Bytes))
		switch {
		case !o.Whole:
			return out.Reject(o.Span, "record cut off", fmt.Sprintf("line %d begins an object that does not end", o.Span.Line))
		case err != nil:
			return out.Reject(o.Span, "not json", fmt.Sprintf("line %d: %v", o.Span.Line, err))
		case isActivity(v):
			return activity(v, o.Span, out)
		case v.Get("kind").Text() == kindActivities:
			return out.Skip(o.Span, event.SkipContainer)
		}
		return out.Reject(o.Span, "not an activity", fmt.Sprintf("line %d: an object without id.applicationName, id.time and id.uniqueQualifier", o.Span.Line))
	})
}

// activity tells the entries of an activity.
func activity(v parsers.JSON, span event.Span, out parsers.Out) error {
	entries, split := v.Get("events").Elements(), false
	if v.Get("events").IsObject() {
		entries, split = []parsers.Member{{Value: v.Get("events")}}, true
	}
	if len(entries) == 0 {
		return out.Reject(span, "activity without events", fmt.Sprintf("line %d", span.Line))
	}
	seen := map[string]int{}
	for _, m := range entries {
		seen[m.Value.Get("name").Text()]++
	}
	a := &act{activity: v, together: seen}
	numbers := map[string]int{}
	for i, m := range entries {
		name := m.Value.Get("name").Text()
		e := a.event(m.Value)
		e.Origin = event.Origin{Span: span, Ordinal: i}
		e.Key = a.key(m.Value, numbers[name], split)
		numbers[name]++
		if err := out.Event(e); err != nil {
			return err
		}
	}
	return nil
}
