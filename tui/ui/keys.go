// SPDX-License-Identifier: Apache-2.0

package ui

import (
	"slices"
	"strings"
)

// Action is something that can be done, by key, by palette or by mouse.
type Action string

// The actions that every screen has, or may have.
const (
	Up         Action = "up"
	Down       Action = "down"
	PageUp     Action = "page up"
	PageDown   Action = "page down"
	Top        Action = "top"
	Bottom     Action = "bottom"
	Left       Action = "left"
	Right      Action = "right"
	Enter      Action = "enter"
	GoBack     Action = "back"
	NextPane   Action = "next pane"
	Quit       Action = "quit"
	Help       Action = "help"
	Palette    Action = "palette"
	Zone       Action = "zone"
	SubjectTZ  Action = "subject zone"
	Undo       Action = "undo"
	Redo       Action = "redo"
	ToOverview Action = "to overview"
	ToTimeline Action = "to timeline"
	ToPerson   Action = "to person"
	ToLinks    Action = "to links"
	ToChrono   Action = "to chronology"
	ToRejects  Action = "to rejects"
)

// The actions of single screens.
const (
	AddEvidence  Action = "add evidence"
	ChooseWho    Action = "make subject"
	AskReady     Action = "ask"
	LastDays     Action = "last 30 days"
	AllOf        Action = "all events"
	Search       Action = "search"
	FilterBy     Action = "filter by"
	Exclude      Action = "exclude"
	Around       Action = "around"
	Frequency    Action = "frequency"
	OpenValue    Action = "open value"
	HistoryBack  Action = "history back"
	HistoryForth Action = "history forth"
	SaveSearch   Action = "save search"
	SavedSearch  Action = "saved searches"
	GoToTime     Action = "go to time"
	Promote      Action = "promote"
	Tag          Action = "tag"
	Note         Action = "note"
	Copies       Action = "copies"
	ZoomIn       Action = "zoom in"
	ZoomOut      Action = "zoom out"
	ZoomAll      Action = "zoom all"
	PanLeft      Action = "pan left"
	PanRight     Action = "pan right"
	Brush        Action = "brush"
	NextDay      Action = "next day"
	PrevDay      Action = "previous day"
)

// The actions of the screens on which people decide.
const (
	OtherPerson  Action = "other person"
	OtherWindow  Action = "other window"
	WhoElse      Action = "who else"
	Accept       Action = "accept"
	Reject       Action = "reject"
	Cite         Action = "cite"
	ShowAll      Action = "show all"
	Demote       Action = "demote"
	Issue        Action = "issue"
	Significance Action = "significance"
	StatusOf     Action = "status"
	Star         Action = "star"
	Reviewed     Action = "reviewed"
	Earlier      Action = "earlier"
	Later        Action = "later"
	ReviewFirst  Action = "needs review first"
	Export       Action = "export"
	ReadAs       Action = "read as"
	ReadZone     Action = "read in zone"
)

// Binding is an action with its keys and its words.
type Binding struct {
	Action Action
	Keys   []string // as bubbletea spells them
	Label  string   // two or three words for the line below; "" is not listed there
	Help   string   // what it does, for help and palette
}

// Keymap is the bindings of a screen, the most useful first.
type Keymap []Binding

// Action is what a key means; "" if nothing.
func (k Keymap) Action(key string) Action {
	for _, b := range k {
		if slices.Contains(b.Keys, key) {
			return b.Action
		}
	}
	return ""
}

// KeyNames are keys as people read them.
func KeyNames(keys []string) string {
	names := make([]string, len(keys))
	for i, key := range keys {
		if key == " " {
			key = "space"
		}
		names[i] = key
	}
	return strings.Join(names, " ")
}

// CommonKeys are the keys of every screen. A screen's own come before them.
var CommonKeys = Keymap{
	{Up, []string{"up", "k"}, "", "one line up"},
	{Down, []string{"down", "j"}, "", "one line down"},
	{PageUp, []string{"pgup", "ctrl+b"}, "", "a page up"},
	{PageDown, []string{"pgdown", "ctrl+f"}, "", "a page down"},
	{Top, []string{"home"}, "", "to the first"},
	{Bottom, []string{"end", "G"}, "", "to the last"},
	{Left, []string{"left", "h"}, "", "to the left"},
	{Right, []string{"right", "l"}, "", "to the right"},
	{Enter, []string{"enter"}, "", "open what the cursor is on"},
	{NextPane, []string{"tab"}, "", "to the next part of the screen"},
	{GoBack, []string{"esc", "backspace"}, "", "back to where you came from"},
	{Palette, []string{":", "ctrl+k"}, ": actions", "every action and its key"},
	{Help, []string{"?", "f1"}, "? keys", "the keys of this screen"},
	{Zone, []string{"z"}, "", "times in the case's zone, in UTC, in the subject's zone"},
	{SubjectTZ, []string{"Z"}, "", "name the zone in which the subject lives, over what the evidence states"},
	{Undo, []string{"u"}, "", "take the last mark back"},
	{Redo, []string{"ctrl+r"}, "", "make it again"},
	{ToOverview, []string{"1"}, "", "screen: overview of the case"},
	{ToTimeline, []string{"2"}, "", "screen: timeline"},
	{ToPerson, []string{"3"}, "", "screen: person"},
	{ToLinks, []string{"4"}, "", "screen: links of accounts to people"},
	{ToChrono, []string{"5"}, "", "screen: chronology, the deliverable"},
	{ToRejects, []string{"6"}, "", "screen: what could not be read"},
	{Quit, []string{"q", "ctrl+c"}, "", "quit; everything is kept"},
}

// OverviewKeys are those of the overview.
var OverviewKeys = Keymap{
	{LastDays, []string{"p", "enter"}, "enter last 30 days", "what this person touched in the last 30 days; or the events of this source"},
	{AllOf, []string{"e"}, "e all events", "all events of this person or source"},
	{ChooseWho, []string{"s"}, "s subject", "make this person the subject: whom me means, and on whose last day last: ends"},
	{AddEvidence, []string{"a"}, "a add evidence", "add files, folders and archives to the case"},
	{Search, []string{"/"}, "/ search", "search the whole case"},
}

// EmptyKeys are those of the overview of a case without evidence.
var EmptyKeys = Keymap{
	{AddEvidence, []string{"a", "enter"}, "a add evidence", "add files, folders and archives to the case"},
}

// TimelineKeys are those of the timeline.
var TimelineKeys = Keymap{
	{Enter, []string{"enter"}, "enter details", "show or hide every field of the event, and its record"},
	{Search, []string{"/", "i"}, "/ search", "edit the query; tab completes fields and values"},
	{AskReady, []string{"a"}, "a ask", "ready questions: what is worth asking, here and of this event"},
	{FilterBy, []string{"f"}, "f filter", "only events with the value under the cursor"},
	{Exclude, []string{"x"}, "x exclude", "no events with the value under the cursor"},
	{Around, []string{"c"}, "c ±5 min", "everything within five minutes of this event"},
	{Frequency, []string{"#"}, "# count by", "how often each value of this column occurs; enter dives"},
	{Promote, []string{" ", "*"}, "space promote", "put the event into the chronology, or take it out"},
	{Tag, []string{"t"}, "t tag", "give the event a tag, or take one away"},
	{Note, []string{"n"}, "n note", "write a note on the event"},
	{OpenValue, []string{"o"}, "o open", "open what the cursor is on: the person, or every event of the value"},
	{HistoryBack, []string{"[", "alt+left"}, "[ back", "the search before"},
	{HistoryForth, []string{"]", "alt+right"}, "", "the search after"},
	{GoToTime, []string{"g"}, "g go to", "go to a day or time"},
	{NextDay, []string{"}", "J"}, "", "the next day with events"},
	{PrevDay, []string{"{", "K"}, "", "the day before"},
	{NextPane, []string{"tab"}, "tab pane", "to the histogram, the events, the details"},
	{SaveSearch, []string{"S"}, "", "save this search under a name"},
	{SavedSearch, []string{"O"}, "", "open a saved search"},
	{ZoomIn, []string{"+", "="}, "", "zoom the histogram in around the cursor"},
	{ZoomOut, []string{"-"}, "", "zoom the histogram out"},
	{ZoomAll, []string{"0"}, "", "the histogram of everything found"},
	{PanLeft, []string{"<", "shift+left"}, "", "the histogram earlier"},
	{PanRight, []string{">", "shift+right"}, "", "the histogram later"},
	{Brush, []string{"v"}, "", "brush: begin at this bar or event, end at another, enter searches there"},
	{Copies, []string{"D"}, "", "show further copies of acts too, or leave them out"},
}

// PersonKeys are those of the person.
var PersonKeys = Keymap{
	{Enter, []string{"enter"}, "enter events", "the events behind the number, the days or the thing under the cursor"},
	{AskReady, []string{"a"}, "a ask", "ready questions: what is worth asking of this person in these days"},
	{NextPane, []string{"tab"}, "tab pane", "to the calendar, the numbers, the things, the accounts"},
	{OtherWindow, []string{"w"}, "w window", "the last 30 days, the days around notice, the days after leaving"},
	{WhoElse, []string{"o"}, "o who else", "what others did with the thing under the cursor"},
	{OtherPerson, []string{"p"}, "p person", "choose another person"},
	{ChooseWho, []string{"s"}, "", "make this person the subject: whom me means, and on whose last day last: ends"},
	{AllOf, []string{"e"}, "e all events", "all events of the window"},
}

// LinksKeys are those of the links.
var LinksKeys = Keymap{
	{Accept, []string{"c", "y"}, "c confirm", "the account belongs to this person; asks why"},
	{Reject, []string{"x", "n"}, "x reject", "the account does not belong to this person; asks why"},
	{Cite, []string{" "}, "space cite", "cite the event under the cursor with the next decision, or do not"},
	{NextPane, []string{"tab"}, "tab pane", "to the accounts, the events, the person"},
	{Enter, []string{"enter"}, "enter events", "all events of this account"},
	{ToPerson, []string{"3", "p"}, "", "screen: the person to whom the account may belong"},
	{ShowAll, []string{"a"}, "a all", "addresses outside of the organisation that resemble nobody, and what is decided"},
}

// ChronologyKeys are those of the chronology.
var ChronologyKeys = Keymap{
	{Note, []string{"n"}, "n note", "write a note on the event"},
	{Issue, []string{"i"}, "i issue", "the question of the matter that it bears on"},
	{Significance, []string{"s"}, "s significance", "why it matters there"},
	{StatusOf, []string{"d"}, "d disputed?", "how firmly it stands: undisputed, disputed, prospective, unsure"},
	{Tag, []string{"t"}, "t tag", "give the event a tag, or take one away"},
	{Star, []string{"*"}, "* star", "one of the few that decide, or not"},
	{Reviewed, []string{"r"}, "r reviewed", "somebody has looked at it, or not; the cursor goes on"},
	{Export, []string{"e"}, "e export", "a preview of the export, and then the export"},
	{Demote, []string{"x", "delete"}, "x take out", "take the event out of the chronology; what was said of it stays"},
	{Earlier, []string{"K", "shift+up"}, "", "before the event of the very same time"},
	{Later, []string{"J", "shift+down"}, "", "after the event of the very same time"},
	{ReviewFirst, []string{"f"}, "", "first what needs review, or all in the order of time"},
	{Enter, []string{"enter"}, "", "the event in the timeline, with what happened around it"},
}

// RejectsKeys are those of what could not be read.
var RejectsKeys = Keymap{
	{Enter, []string{"enter"}, "enter records", "the records of this reason, or the bytes of this record"},
	{NextPane, []string{"tab"}, "tab pane", "to the reasons, the records, the bytes"},
	{ReadAs, []string{"f"}, "f format", "read the source again as another format"},
	{ReadZone, []string{"t"}, "t zone", "read the source again in another time zone"},
}

// PreviewKeys are those of a preview.
var PreviewKeys = Keymap{
	{Export, []string{"e", "enter"}, "enter export", "export this: asks in which formats and where to"},
	{GoBack, []string{"esc", "q"}, "esc close", "close the preview; nothing was written"},
}

// The keys of ready questions: those that are asked in every matter, in their order, and
// those about the event under the cursor.
const (
	ReadyKeys    = "123456789abd"
	ReadyAround  = "c"
	ReadyCarried = "m"
	ReadyPrinter = "p"
	ReadyOthers  = "o"
	ReadyEvery   = "e"
)
