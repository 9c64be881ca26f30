// SPDX-License-Identifier: Apache-2.0

package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/identity"
	"dossier/analysis/marks"
	"dossier/analysis/search"
	"dossier/event"
	"dossier/index"
)

// Screen is one screen. It is a pointer that Update changes. Only the root calls
// it, from one goroutine.
//
// Update gets, besides the answers of the screen's own [Work]: [Size] before all
// else and whenever the room changes; [Opened] when somebody opens it; [Do] for its
// actions; [Renewed], [Marked] and [Zoned] when the case, the marks or the zone have changed; mouse
// messages counted from the screen's upper left cell; and keys while Typing.
type Screen interface {
	Update(msg tea.Msg) tea.Cmd
	// View draws the screen in the room of the last Size: as many lines at most, each
	// no wider. It is pure.
	View() string
	// Keys are the actions that the screen has now, the most useful first.
	Keys() Keymap
	// Typing reports whether keys are text now. Only esc, enter and ctrl keys have
	// another meaning then, and that is the screen's to give.
	Typing() bool
	Status() Status
	// Place is where the screen is, for coming back to it.
	Place() Place
}

// Names of the screens, as Open wants them.
const (
	Overview   = "overview"
	Timeline   = "timeline"
	Person     = "person"
	Links      = "links"
	Chronology = "chronology"
	Rejects    = "rejects"
)

// Place is where a screen is or shall go. It is kept between sessions. What a
// screen does not need is empty; the zero Place means: where you are.
type Place struct {
	Query  string   `json:"query,omitempty"`
	Person string   `json:"person,omitempty"` // identity.Person.ID
	Event  string   `json:"event,omitempty"`  // 32 hexadecimal digits: the cursor
	Row    int64    `json:"row,omitempty"`    // the cursor, where rows have no event
	Open   []string `json:"open,omitempty"`   // parts that are unfolded, panes that are shown
	Past   []string `json:"past,omitempty"`   // earlier queries, the latest last
}

// Status is what the line above a screen says of it.
type Status struct {
	Window string // days looked at, in words; "" if all
	Of     string // how many of how many: "2,318 of 9,974,210"
	Busy   bool   // an answer is on its way
}

// Env is what screens know of the case. The root owns it and replaces its fields
// between calls of Update, so a command takes what it needs before it starts.
type Env struct {
	Case    *index.Case
	Session *search.Session
	Marks   *marks.Marks    // what has been decided so far
	Subject identity.Person // whom the case is about; zero if nobody is chosen
	Zone    *time.Location  // in which times are shown
	Style   *Theme
	Add     Adder // nil where nothing can be added
	// Zoneless reports whether a parser's format names no zone.
	Zoneless func(parser string) bool
	// Reread reads a source of the case again; nil where that cannot be.
	Reread Rereader
	// Formats are the names of the formats that there are, with a line about each.
	Formats []Choice
	// Export exports the chronology; nil where that cannot be.
	Export func(ctx context.Context, plan ExportPlan) (summary string, err error)
	// Now is the clock, for entries of the journal; called in commands only.
	Now func() time.Time
}

// Adder reads evidence into the case and tells how far it is. zone is the IANA name
// of the zone of logs that name none, "" for unknown. It blocks; the context ends
// it, and what was committed stays.
type Adder func(ctx context.Context, path, zone string, tell func(line string)) (summary string, err error)

// Rereader reads a source again as a format, in a zone, or both; "" leaves what was
// said before. It tells how far it is, and blocks; the context ends it, and the case is
// as before then.
type Rereader func(ctx context.Context, source event.Source, format, zone string, tell func(line string)) (summary string, err error)

// ExportPlan says what is exported: of which profile, in which formats, with commas
// between them, into which folder.
type ExportPlan struct{ Profile, Formats, Dir string }

// Size is the room that a screen has, in cells.
type Size struct{ Width, Height int }

// Opened tells a screen that it is shown, and where to go.
type Opened struct{ Place Place }

// Do tells a screen what to do.
type Do struct{ Action Action }

// Zoned says that Env.Zone is another.
type Zoned struct{}

// Renewed says that Env holds another case, session or subject.
type Renewed struct{}

// Marked says that marks, links or saved searches have changed.
type Marked struct{}

// Open asks the root to show a screen.
type Open struct {
	Screen string
	Place  Place
}

// Back asks the root for the screen before this one.
type Back struct{}

// Reload asks the root to open the case anew, after evidence was added or links
// were decided.
type Reload struct{}

// Concern asks the root to make a person the subject, and to open a screen then.
type Concern struct {
	Person string
	Then   *Open
}

// Decided says that marks were changed, and how they stand now. The root puts them
// into Env and sends Marked to all screens.
type Decided struct {
	Marks *marks.Marks
	Said  string // what was done, for the line below
	Links bool   // links were changed as well: the case is to be opened anew
}

// Decide enters changes in the journal, in a command, and says so. An error is
// shown; what was entered before it stays.
func (e *Env) Decide(said string, changes ...marks.Change) tea.Cmd {
	c, now := e.Case, e.Now
	return func() tea.Msg {
		for _, change := range changes {
			if _, err := marks.Do(c.Dir(), now(), change); err != nil {
				return Fail{err}
			}
		}
		m, err := marks.Read(c)
		if err != nil {
			return Fail{err}
		}
		return Decided{Marks: m, Said: said}
	}
}

// Say shows a line until the next key.
type Say struct{ Text string }

// Fail shows an error until the next key.
type Fail struct{ Err error }

// Prompt asks for a line of text. Done is called within Update.
type Prompt struct {
	Title string
	Text  string // to begin with
	Hint  string // what can be written
	Done  func(text string) tea.Cmd
}

// Confirm asks yes or no. Yes is called within Update.
type Confirm struct {
	Title string
	Lines []string
	Yes   func() tea.Cmd
}

// Choose asks for one of several. Done is called within Update.
type Choose struct {
	Title   string
	Choices []Choice
	// Keyed says that the choices are taken by their keys; else what is typed narrows
	// them.
	Keyed bool
	Done  func(Choice) tea.Cmd
}

// Choice is one of those that are asked for.
type Choice struct {
	Text  string // what it is
	Right string // a number or a key, right-aligned
	Value string // what the asker knows it by
	Key   string // that takes it, where choices are keyed
}

// Send makes a command of a message.
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
