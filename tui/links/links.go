// SPDX-License-Identifier: Apache-2.0

// Package links is the screen on which accounts are given to persons: what is
// suggested or contested, the account's events on one side and what is known of the
// person on the other, and the decision with its reason and what it cites. A decision
// is an entry of the journal; no event changes.
package links

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/wording"
	"dossier/event"
	"dossier/tui/ui"
)

// The panes, in the order of tab.
const (
	paneQuestions = iota
	paneActs
	panePerson
	panes
)

// lookPause is how long the cursor has to rest before the evidence is looked up.
const lookPause = 80 * time.Millisecond

// screen is the links.
type screen struct {
	env       *ui.Env
	routes    ui.Routes
	size      ui.Size
	pane      int
	whole     bool
	loaded    bool
	known     known
	wanted    string // the question on which the cursor shall be
	questions *ui.List[question]
	acts      *ui.List[act]
	evidence  evidence
	scrolled  int // lines of the person that are scrolled away
	cites     map[event.ID]bool
	find      *ui.Work
	look      *ui.Work
	decide    *ui.Work
}

// New makes the screen.
func New(env *ui.Env) ui.Screen {
	s := &screen{env: env, cites: map[event.ID]bool{}}
	s.questions, s.acts = ui.NewList[question](s), ui.NewList[act](s)
	s.questions.Heads = func(above, q *question) int {
		if above == nil || above.group != q.group {
			return 1
		}
		return 0
	}
	s.find, s.look, s.decide = ui.NewWork(s), ui.NewWork(s), ui.NewWork(s)
	s.routes = ui.Routes{Size: s.resize, Opened: s.open, Renewed: s.load, Zoned: s.load, Do: s.do, Mouse: s.mouse, Lists: []ui.Taker{s.questions, s.acts}}
	return s
}

// found is what is to be decided.
type found struct{ known known }

// looked is the evidence for a question.
type looked struct{ evidence evidence }

// Update routes.
func (s *screen) Update(msg tea.Msg) tea.Cmd {
	if cmd, ok := s.routes.Route(msg); ok {
		return cmd
	}
	switch msg := msg.(type) {
	case found:
		return s.show(msg.known)
	case looked:
		s.evidence = msg.evidence
		return s.acts.Show(ui.Fixed[act](msg.evidence.acts), 0)
	case entered:
		return tea.Batch(ui.Send(ui.Say{Text: msg.said}), ui.Send(ui.Reload{}))
	}
	return nil
}

func (s *screen) resize(size ui.Size) tea.Cmd {
	s.size = size
	return s.layout()
}

// open goes to an account, or stays where it is.
func (s *screen) open(p ui.Place) tea.Cmd {
	if len(p.Open) > 0 {
		s.wanted = p.Open[0]
	}
	if s.loaded && s.wanted == "" {
		return nil
	}
	return s.load()
}

// load asks what is to be decided.
func (s *screen) load() tea.Cmd {
	session, zone, whole := s.env.Session, s.env.Zone, s.whole
	return s.find.Start(func(ctx context.Context) tea.Msg {
		k, err := load(ctx, session, zone, whole)
		if err != nil {
			return ui.Fail{Err: err}
		}
		return found{k}
	})
}

// show shows what is to be decided; the cursor stays on its question, or where that
// was.
func (s *screen) show(k known) tea.Cmd {
	cursor := min(s.questions.Cursor, int64(max(0, len(k.questions)-1)))
	if q, ok := s.current(); ok && s.wanted == "" {
		s.wanted = q.key()
	}
	for i, q := range k.questions {
		if q.key() == s.wanted {
			cursor = int64(i)
		}
	}
	s.known, s.loaded, s.wanted, s.evidence = k, true, "", evidence{}
	return tea.Batch(s.questions.Show(ui.Fixed[question](k.questions), cursor), s.layout(), s.moved())
}

// current is the question under the cursor.
func (s *screen) current() (question, bool) {
	if i := s.questions.Cursor; i >= 0 && i < int64(len(s.known.questions)) {
		return s.known.questions[i], true
	}
	return question{}, false
}

// moved looks the evidence up for the question under the cursor, if it is another.
func (s *screen) moved() tea.Cmd {
	q, ok := s.current()
	if !ok || s.evidence.key == q.key() {
		return nil
	}
	s.evidence, s.scrolled, s.cites = evidence{key: q.key()}, 0, map[event.ID]bool{}
	session, zone := s.env.Session, s.env.Zone
	return tea.Batch(s.acts.Show(ui.Fixed[act](nil), 0), s.look.After(lookPause, func(ctx context.Context) tea.Msg {
		e, err := look(ctx, session, q, zone)
		if err != nil {
			return ui.Fail{Err: err}
		}
		return looked{e}
	}))
}

// do does an action.
func (s *screen) do(a ui.Action) tea.Cmd {
	if cmd, ok := s.move(a); ok {
		return cmd
	}
	switch a {
	case ui.GoBack:
		return ui.Send(ui.Back{})
	case ui.NextPane:
		s.pane = (s.pane + 1) % panes
		return s.layout()
	case ui.ShowAll:
		s.whole = !s.whole
		return s.load()
	}
	q, ok := s.current()
	if !ok {
		return nil
	}
	switch a {
	case ui.Enter:
		return ui.Send(ui.Open{Screen: ui.Timeline, Place: ui.Place{Query: wording.AskAccount("account", q.account), Event: s.eventHere()}})
	case ui.ToPerson:
		if q.person.ID == "" {
			return ui.Send(ui.Say{Text: "no person is suggested for this account"})
		}
		return ui.Send(ui.Open{Screen: ui.Person, Place: ui.Place{Person: q.person.ID}})
	case ui.Cite:
		return s.cite()
	case ui.Accept:
		return s.accept(q)
	case ui.Reject:
		return s.reject(q)
	}
	return nil
}

// move moves the cursor of the pane.
func (s *screen) move(a ui.Action) (tea.Cmd, bool) {
	switch s.pane {
	case paneActs:
		return s.acts.Do(a)
	case panePerson:
		step, ok := map[ui.Action]int{ui.Up: -1, ui.Down: 1, ui.PageUp: -10, ui.PageDown: 10, ui.Top: -1 << 20, ui.Bottom: 1 << 20}[a]
		s.scroll(step)
		return nil, ok
	}
	cmd, ok := s.questions.Do(a)
	if !ok {
		return nil, false
	}
	return tea.Batch(cmd, s.moved()), true
}

func (s *screen) scroll(by int) {
	s.scrolled = max(0, min(s.scrolled+by, len(s.evidence.person)-1))
}

// eventHere is the event under the cursor of the acts, as text; "" elsewhere.
func (s *screen) eventHere() string {
	if a, ok := s.acts.Current(); ok && s.pane == paneActs {
		return a.id.String()
	}
	return ""
}

// cite cites the event under the cursor with the next decision, or does not.
func (s *screen) cite() tea.Cmd {
	a, ok := s.acts.Current()
	if !ok || s.pane != paneActs {
		return ui.Send(ui.Say{Text: "put the cursor on an event first: tab goes there"})
	}
	if s.cites[a.id] {
		delete(s.cites, a.id)
	} else {
		s.cites[a.id] = true
	}
	return s.acts.Go(s.acts.Cursor + 1)
}

// cited are the events to cite, in the order of their IDs.
func (s *screen) cited() []string {
	var list []string
	for id := range s.cites {
		list = append(list, id.String())
	}
	slices.Sort(list)
	return list
}

// mouse puts the cursor where it is pressed, and moves on with the wheel.
func (s *screen) mouse(press tea.MouseMsg) tea.Cmd {
	pane, line := s.paneAt(press.X, press.Y)
	rows := map[tea.MouseButton]int64{tea.MouseButtonWheelUp: -3, tea.MouseButtonWheelDown: 3}[press.Button]
	pressed := press.Action == tea.MouseActionPress && press.Button == tea.MouseButtonLeft
	switch {
	case pane < 0 || rows == 0 && !pressed:
		return nil
	case pane == panePerson:
		s.scroll(int(rows))
	case rows != 0 && pane == paneActs:
		return s.acts.Scroll(rows)
	case rows != 0:
		return tea.Batch(s.questions.Scroll(rows), s.moved())
	}
	if pressed {
		s.pane = pane
	}
	if i, ok := s.acts.At(line - 1); ok && pane == paneActs {
		return s.acts.Go(i)
	}
	if i, ok := s.questions.At(line - 1); ok && pane == paneQuestions {
		return tea.Batch(s.questions.Go(i), s.moved())
	}
	return nil
}

// Keys are those of the links.
func (s *screen) Keys() ui.Keymap { return ui.LinksKeys }

// Typing is never so.
func (s *screen) Typing() bool { return false }

// Status says how much waits for a decision.
func (s *screen) Status() ui.Status {
	out := ui.Status{Busy: s.find.Busy() || s.look.Busy() || s.decide.Busy()}
	if s.loaded {
		out.Of = fmt.Sprintf("%d to decide", s.known.open)
	}
	return out
}

// Place is the question under the cursor.
func (s *screen) Place() ui.Place {
	q, ok := s.current()
	if !ok {
		return ui.Place{}
	}
	return ui.Place{Open: []string{q.key()}}
}
