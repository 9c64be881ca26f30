// SPDX-License-Identifier: Apache-2.0

package marks

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dossier/event"
	"dossier/index"
)

// The journal's actions that this package writes and reads.
const (
	ActionPromote = "mark.promote"
	ActionDemote  = "mark.demote"
	ActionSet     = "mark.set"
	ActionTag     = "mark.tag"
	ActionUntag   = "mark.untag"
	ActionOrder   = "mark.order"
	ActionSave    = "search.save"
	ActionDrop    = "search.drop"
)

// Fields are what can be said of an event. What is nil stays as it is; an empty
// text takes back what was said.
type Fields struct {
	Note, Issue, Significance *string
	Status                    *Status
	Key, Reviewed             *bool
}

// Change is one decision: one entry of the journal, and one step to undo. It is made
// by [Promote], [Demote], [Set], [Tag], [Untag], [Order], [Save] and [Drop].
type Change struct {
	action string
	data   data
}

// data is what the journal keeps of a change. Members that an action does not use
// are absent.
type data struct {
	Events       []string `json:"events,omitempty"` // event.ID in full
	Tags         []string `json:"tags,omitempty"`
	Note         *string  `json:"note,omitzero"`
	Issue        *string  `json:"issue,omitzero"`
	Significance *string  `json:"significance,omitzero"`
	Status       *Status  `json:"status,omitzero"`
	Key          *bool    `json:"key,omitzero"`
	Reviewed     *bool    `json:"reviewed,omitzero"`
	Name         string   `json:"name,omitempty"`
	Query        string   `json:"query,omitempty"`
}

// Promote takes events into the chronology, and says so much of them.
func Promote(f Fields, tags []string, events ...event.ID) Change {
	c := Set(f, events...)
	c.action, c.data.Tags = ActionPromote, tidy(tags)
	return c
}

// Demote takes events out of the chronology. What was said of them stays.
func Demote(events ...event.ID) Change { return Change{ActionDemote, data{Events: texts(events)}} }

// Set says something of events, whether they belong to the chronology or not.
func Set(f Fields, events ...event.ID) Change {
	return Change{ActionSet, data{Events: texts(events), Note: f.Note, Issue: f.Issue, Significance: f.Significance,
		Status: f.Status, Key: f.Key, Reviewed: f.Reviewed}}
}

// Tag puts tags on events. Blanks around a tag are dropped.
func Tag(tags []string, events ...event.ID) Change {
	return Change{ActionTag, data{Events: texts(events), Tags: tidy(tags)}}
}

// Untag takes tags off events.
func Untag(tags []string, events ...event.ID) Change {
	return Change{ActionUntag, data{Events: texts(events), Tags: tidy(tags)}}
}

// Order puts events of the very same time in this order.
func Order(events ...event.ID) Change { return Change{ActionOrder, data{Events: texts(events)}} }

// Save keeps a search under a name; it replaces one of that name.
func Save(name, query string) Change {
	return Change{ActionSave, data{Name: strings.TrimSpace(name), Query: query}}
}

// Drop forgets a saved search.
func Drop(name string) Change { return Change{ActionDrop, data{Name: strings.TrimSpace(name)}} }

// Name is the name under which a change saves or drops a search.
func (c Change) Name() string { return c.data.Name }

func texts(events []event.ID) []string {
	list := make([]string, len(events))
	for i, id := range events {
		list[i] = id.String()
	}
	return list
}

func tidy(tags []string) []string {
	var list []string
	for _, tag := range tags {
		if tag = strings.TrimSpace(tag); !slices.Contains(list, tag) {
			list = append(list, tag)
		}
	}
	return list
}

// ErrChange says that a change cannot be made as it stands: nobody decided anything.
var ErrChange = errors.New("cannot be entered")

// Do enters a change in the journal of the case in dir, under the case's lock. The
// entry is on disk when Do returns. A change that says nothing, or whose text no
// journal should hold, is an [ErrChange]; a case that somebody else writes to is an
// [index.LockedError]. Whether the events are in the case is for the caller to know.
func Do(dir string, now time.Time, c Change) (index.JournalEntry, error) {
	if err := c.check(); err != nil {
		return index.JournalEntry{}, err
	}
	return index.Decide(dir, "mark", now, func([]index.JournalEntry) (string, any, error) { return c.action, c.data, nil })
}

// The longest texts that a mark may hold.
const (
	limitTextBytes = 64 << 10
	limitNameBytes = 200
)

func (c Change) check() error {
	d := c.data
	about := strings.HasPrefix(c.action, "mark.")
	switch {
	case about && len(d.Events) == 0:
		return fmt.Errorf("%s: %w: no event is named", c.action, ErrChange)
	case c.action == ActionSet && d.Note == nil && d.Issue == nil && d.Significance == nil && d.Status == nil && d.Key == nil && d.Reviewed == nil:
		return fmt.Errorf("%s: %w: nothing is said of the events", c.action, ErrChange)
	case (c.action == ActionTag || c.action == ActionUntag) && len(d.Tags) == 0:
		return fmt.Errorf("%s: %w: no tag is named", c.action, ErrChange)
	case d.Status != nil && *d.Status != "" && !slices.Contains(Statuses(), *d.Status):
		return fmt.Errorf("%s: %w: status %q is none of %v", c.action, ErrChange, *d.Status, Statuses())
	}
	for _, name := range d.Tags {
		if err := checkName("tag", name); err != nil {
			return fmt.Errorf("%s: %w: %w", c.action, ErrChange, err)
		}
	}
	if !about {
		if err := errors.Join(checkName("name", d.Name), checkText("query", &d.Query)); err != nil {
			return fmt.Errorf("%s: %w: %w", c.action, ErrChange, err)
		}
	}
	if err := errors.Join(checkText("note", d.Note), checkText("issue", d.Issue), checkText("significance", d.Significance)); err != nil {
		return fmt.Errorf("%s: %w: %w", c.action, ErrChange, err)
	}
	return nil
}

// checkName allows one line of some length.
func checkName(what, text string) error {
	switch {
	case text == "":
		return fmt.Errorf("the %s is empty", what)
	case len(text) > limitNameBytes:
		return fmt.Errorf("the %s is longer than %d bytes", what, limitNameBytes)
	case strings.ContainsAny(text, "\n\t"):
		return fmt.Errorf("the %s has more than one line", what)
	}
	return checkText(what, &text)
}

// checkText allows lines of text, without characters that control a terminal.
func checkText(what string, text *string) error {
	switch {
	case text == nil:
		return nil
	case len(*text) > limitTextBytes:
		return fmt.Errorf("the %s is longer than %d bytes", what, limitTextBytes)
	case !utf8.ValidString(*text):
		return fmt.Errorf("the %s is no valid UTF-8", what)
	case strings.ContainsFunc(*text, func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' }):
		return fmt.Errorf("the %s has control characters", what)
	}
	return nil
}
