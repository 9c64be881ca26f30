// SPDX-License-Identifier: Apache-2.0

package main

import (
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"dossier/analysis/identity"
	"dossier/analysis/timeline"
	"dossier/event"
	"dossier/ingest"
	"dossier/internal/visible"
)

// The JSON lines that commands print. Their members are documented in
// docs/jsonl.md and stable: members are added, never renamed or removed. Text is
// verbatim; JSON escapes what a terminal would obey.

// jsonLine prints a value on a line of its own.
func (a *app) jsonLine(v any) {
	line, err := json.Marshal(v, json.Deterministic(true), jsontext.EscapeForHTML(true), jsontext.EscapeForJS(true), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		a.out.err = err
		return
	}
	a.out.printf("%s\n", visible.JSON(line))
}

type accountJSON struct {
	Namespace event.Namespace `json:"namespace"`
	Name      string          `json:"name"`
}

func accountJSONOf(a event.Account) *accountJSON {
	if a.IsZero() {
		return nil
	}
	return &accountJSON{a.Namespace, a.Name}
}

type timeJSON struct {
	UTC       string `json:"utc,omitempty"`   // RFC 3339, up to nanoseconds
	Shown     string `json:"local,omitempty"` // RFC 3339 with the offset of the zone shown
	Precision string `json:"precision,omitempty"`
	Basis     string `json:"basis"`
	Flags     string `json:"flags,omitempty"`
	Text      string `json:"text,omitempty"`
}

func timeJSONOf(t event.Time, zone *time.Location) timeJSON {
	out := timeJSON{Precision: t.Precision.String(), Basis: t.Basis.String(), Flags: t.Flags.String(), Text: t.Text}
	if t.Known() {
		out.UTC = t.UTC.Format(time.RFC3339Nano)
		out.Shown = t.UTC.In(zone).Format(time.RFC3339Nano)
	}
	return out
}

type quantityJSON struct {
	Count int64  `json:"count"`
	Basis string `json:"basis"`
}

type objectJSON struct {
	Type string `json:"type,omitempty"`
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

type targetJSON struct {
	Role    string       `json:"role"`
	Account *accountJSON `json:"account,omitempty"`
	Name    string       `json:"name,omitempty"`
}

type attachmentJSON struct {
	Name      string `json:"name"`
	MediaType string `json:"mediaType,omitempty"`
	SizeBytes *int64 `json:"sizeBytes,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
}

type spanJSON struct {
	Offset int64 `json:"offset"`
	Length int64 `json:"length"`
	Line   int64 `json:"line,omitzero"`
}

type originJSON struct {
	Source  event.Digest `json:"source"`
	Path    string       `json:"path,omitempty"`
	Parser  string       `json:"parser"`
	Span    spanJSON     `json:"span"`
	More    []spanJSON   `json:"more,omitempty"`
	Ordinal int          `json:"ordinal"`
}

type eventJSON struct {
	ID          string                  `json:"id"`
	Time        timeJSON                `json:"time"`
	Kind        event.Kind              `json:"kind"`
	Actor       *accountJSON            `json:"actor,omitempty"`
	OnBehalfOf  *accountJSON            `json:"onBehalfOf,omitempty"`
	Initiated   event.Initiated         `json:"initiated,omitempty"`
	Object      *objectJSON             `json:"object,omitempty"`
	Targets     []targetJSON            `json:"targets,omitempty"`
	Attachments []attachmentJSON        `json:"attachments,omitempty"`
	Quantities  map[string]quantityJSON `json:"quantities,omitempty"`
	Outcome     event.Outcome           `json:"outcome,omitempty"`
	IP          string                  `json:"ip,omitempty"`
	Device      string                  `json:"device,omitempty"`
	Client      string                  `json:"client,omitempty"`
	Session     string                  `json:"session,omitempty"`
	Text        string                  `json:"text,omitempty"`
	Body        string                  `json:"body,omitempty"`
	Attrs       [][2]string             `json:"attrs,omitempty"`
	Group       string                  `json:"group,omitempty"`
	Key         string                  `json:"key,omitempty"`
	Duplicate   bool                    `json:"duplicate"`
	Origin      originJSON              `json:"origin"`
}

// eventJSONOf is an event in full. paths names its source; zone is that shown.
func eventJSONOf(e *event.Event, paths map[event.Digest]string, zone *time.Location) eventJSON {
	out := eventJSON{
		ID: e.ID.String(), Time: timeJSONOf(e.Time, zone), Kind: e.Kind, Actor: accountJSONOf(e.Actor), OnBehalfOf: accountJSONOf(e.OnBehalfOf),
		Initiated: e.Initiated, Outcome: e.Outcome, IP: e.IP, Device: e.Device, Client: e.Client, Session: e.Session,
		Text: e.Text, Body: e.Body, Group: e.Group, Key: e.Key.String(), Duplicate: e.Duplicate, Origin: originJSONOf(e.Origin, paths),
		Quantities: quantitiesJSON(e.Quantities),
	}
	if e.Object != (event.Object{}) {
		out.Object = &objectJSON{e.Object.Type, e.Object.ID, e.Object.Name}
	}
	for _, t := range e.Targets {
		out.Targets = append(out.Targets, targetJSON{t.Role, accountJSONOf(t.Account), t.Name})
	}
	for _, x := range e.Attachments {
		one := attachmentJSON{Name: x.Name, MediaType: x.MediaType, SHA256: x.SHA256}
		if x.SizeBytes >= 0 {
			one.SizeBytes = &x.SizeBytes
		}
		out.Attachments = append(out.Attachments, one)
	}
	for _, x := range e.Attrs {
		out.Attrs = append(out.Attrs, [2]string{x.Name, x.Value})
	}
	return out
}

func quantitiesJSON(q event.Quantities) map[string]quantityJSON {
	out := map[string]quantityJSON{}
	for name, one := range map[string]event.Quantity{
		"records": q.Records, "pages": q.Pages, "copies": q.Copies, "bytes": q.Bytes, "attachments": q.Attachments, "items": q.Items,
	} {
		if one.Present() {
			out[name] = quantityJSON{one.Count, one.Basis.String()}
		}
	}
	return out
}

func originJSONOf(o event.Origin, paths map[event.Digest]string) originJSON {
	out := originJSON{Source: o.Source, Path: paths[o.Source], Parser: o.Parser, Span: spanJSON(o.Span), Ordinal: o.Ordinal}
	for _, s := range o.More {
		out.More = append(out.More, spanJSON(s))
	}
	return out
}

type sourceJSON struct {
	event.Source
	Duplicates int64 `json:"duplicates"`
}

type addedJSON struct {
	event.Source
	Known bool `json:"known"`
}

func outcomeJSON(out ingest.Outcome) addedJSON { return addedJSON{out.Source, out.Known} }

type rejectJSON struct {
	ID     string     `json:"id"`
	Reason string     `json:"reason"`
	Detail string     `json:"detail"`
	Origin originJSON `json:"origin"`
}

func rejectJSONOf(r event.Reject, s event.Source) rejectJSON {
	return rejectJSON{r.ID.String(), r.Reason, r.Detail, originJSONOf(r.Origin, map[event.Digest]string{s.Digest: s.Path})}
}

type formatJSON struct {
	Name     string `json:"name"`
	Version  int    `json:"version"`
	Title    string `json:"title"`
	Zoneless bool   `json:"zoneless"`
	Doc      string `json:"doc"`
}

type linkJSON struct {
	Account accountJSON     `json:"account"`
	Person  string          `json:"person"`
	Class   identity.Class  `json:"class"`
	From    event.Date      `json:"from,omitempty"`
	To      event.Date      `json:"to,omitempty"`
	Basis   string          `json:"basis"`
	Cites   []string        `json:"cites,omitempty"`
	Decided string          `json:"decided,omitempty"`
	Status  identity.Status `json:"status,omitempty"`
}

func linkJSONOf(l identity.Link) linkJSON {
	return linkJSON{*accountJSONOf(l.Account), l.Person, l.Class, l.From, l.To, l.Basis, l.Cites, l.Decided, l.Status}
}

type personJSON struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Names      []string   `json:"names,omitempty"`
	Title      string     `json:"title,omitempty"`
	Department string     `json:"department,omitempty"`
	Office     string     `json:"office,omitempty"`
	Manager    string     `json:"manager,omitempty"`
	Hired      event.Date `json:"hired,omitempty"`
	Notice     event.Date `json:"notice,omitempty"`
	Leaves     event.Date `json:"leaves,omitempty"`
	Links      []linkJSON `json:"links,omitempty"`
}

func personJSONOf(p identity.Person, links []identity.Link) personJSON {
	out := personJSON{p.ID, p.Name, p.Names, p.Title, p.Department, p.Office, p.Manager, p.Hired, p.Notice, p.Leaves, nil}
	for _, l := range links {
		out.Links = append(out.Links, linkJSONOf(l))
	}
	return out
}

type thingJSON struct {
	Type       string       `json:"type"`
	ID         string       `json:"id,omitempty"`
	Name       string       `json:"name,omitempty"`
	Owner      string       `json:"owner,omitempty"`
	Others     bool         `json:"others"`
	First      string       `json:"first"`
	Last       string       `json:"last"`
	Count      int64        `json:"count"`
	Kinds      []event.Kind `json:"kinds"`
	Rows       int64        `json:"rows,omitzero"`
	Pages      int64        `json:"pages,omitzero"`
	FirstEvent string       `json:"firstEvent"`
}

func thingJSONOf(t timeline.Thing) thingJSON {
	return thingJSON{t.Type, t.ID, t.Name, t.Owner, t.Others, t.First.Format(time.RFC3339Nano), t.Last.Format(time.RFC3339Nano),
		t.Count, t.Kinds, t.Rows, t.Pages, t.FirstEvent.String()}
}
