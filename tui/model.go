// SPDX-License-Identifier: Apache-2.0

package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dossier/analysis/identity"
	"dossier/analysis/search"
	"dossier/event"
	"dossier/index"
	"dossier/tui/ui"
)

// Model is the root: it opens the case, routes messages to the screen that is
// shown, and draws what frames it.
type Model struct {
	options       Options
	env           *ui.Env
	screens       map[string]ui.Screen
	trail         []string // screens opened, the one that is shown last
	over          overlay  // drawn above the screen; takes the keys
	width, height int
	said          string // until the next key
	failed        bool   // what is said is an error
	opening       bool
	subjectZone   *time.Location // as somebody named it; nil while nobody has
	stated        statedZone     // the subject's, as the evidence has it
	view          view
	kept          []byte // the view as it was last written
	pauses        int    // begun, before the view is written
	unkept        bool   // it has been said that the view cannot be written
	cases         []*index.Case
}

// New makes the model of a case that is not open yet.
func New(o Options) *Model {
	return &Model{options: o, env: newEnv(o), screens: map[string]ui.Screen{}, opening: true}
}

// Close closes every case that was opened.
func (m *Model) Close() error {
	var errs []error
	for _, c := range m.cases {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// opened is a case with a session, and where the last one ended.
type opened struct {
	session *search.Session
	subject identity.Person
	view    view
	raw     []byte
	zone    *time.Location // the subject's, as it was named
	stated  statedZone
	again   bool // a reload: the screens stay where they are
	err     error
}

// concerned is a session about another subject.
type concerned struct {
	session *search.Session
	subject identity.Person
	stated  statedZone
	err     error
	then    *ui.Open
}

// Init opens the case.
func (m *Model) Init() tea.Cmd {
	o := m.options
	return func() tea.Msg {
		s, err := openCase(context.Background(), o)
		if err != nil {
			return opened{err: err}
		}
		out := opened{session: s}
		out.view, out.raw, out.zone = readView(s.Case)
		if o.Subject != "" {
			if out.subject, err = s.Directory.Find(o.Subject); err != nil {
				return opened{session: s, err: err}
			}
		} else if out.subject, err = subjectOf(s.Directory, out.view.Subject); err != nil {
			out.subject = identity.Person{} // of an earlier roster; nobody then
		}
		if out.subject.ID != "" {
			out.session, err = s.About(out.subject)
			out.stated = zoneStated(s, out.subject)
		}
		out.err = err
		return out
	}
}

// subjectOf is whom the case was about last time, or else the only one who gave
// notice, or the only one who left.
func subjectOf(d *identity.Directory, last string) (identity.Person, error) {
	if last != "" {
		return d.Find(last)
	}
	for _, date := range []func(identity.Person) event.Date{
		func(p identity.Person) event.Date { return p.Notice }, func(p identity.Person) event.Date { return p.Leaves },
	} {
		var left []identity.Person
		for _, p := range d.Persons() {
			if date(p) != "" {
				left = append(left, p)
			}
		}
		if len(left) == 1 {
			return left[0], nil
		}
	}
	return identity.Person{}, nil
}

// Update routes.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	before := m.placeOf()
	cmd := m.route(msg)
	if after := m.placeOf(); after != before && !m.opening {
		return m, tea.Batch(cmd, m.keep())
	}
	return m, cmd
}

func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return m.resize(msg.Width, msg.Height)
	case tea.KeyMsg:
		return m.key(msg)
	case tea.MouseMsg:
		return m.mouse(msg)
	case ui.Answer:
		if screen, message, ok := msg.Take(); ok {
			if mine(message) {
				return m.route(message)
			}
			return screen.Update(message)
		}
		return nil
	case opened:
		return m.begin(msg)
	case concerned:
		return m.concern(msg)
	case zoned:
		return m.takeZone(msg)
	case due:
		return m.due(msg)
	case kept:
		return m.took(msg)
	}
	return m.ask(msg)
}

// mine reports whether an answer is for the root: what screens send it.
func mine(msg tea.Msg) bool {
	switch msg.(type) {
	case ui.Open, ui.Back, ui.Reload, ui.Concern, ui.Say, ui.Fail, ui.Prompt, ui.Confirm, ui.Choose, ui.Decided:
		return true
	}
	return false
}

// ask does what a screen asks of the root.
func (m *Model) ask(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case ui.Open:
		return m.open(msg.Screen, msg.Place)
	case ui.Back:
		return m.back()
	case ui.Reload:
		return m.reload()
	case ui.Concern:
		return m.about(msg)
	case ui.Say:
		m.said, m.failed = msg.Text, false
	case ui.Fail:
		m.said, m.failed = msg.Err.Error(), true
		if s := m.shown(); s != nil {
			return s.Update(msg)
		}
	case ui.Decided:
		m.env.Marks, m.said, m.failed = msg.Marks, msg.Said, false
		m.env.Session = m.env.Session.Marked(msg.Marks)
		if msg.Links {
			return tea.Batch(m.tell(ui.Marked{}), m.reload())
		}
		return m.tell(ui.Marked{})
	case ui.Prompt:
		m.over = newPrompt(msg)
	case ui.Confirm:
		m.over = newConfirm(msg)
	case ui.Choose:
		m.over = newChooser(msg)
	case ui.Marked, ui.Renewed, ui.Zoned:
		return m.tell(msg)
	default:
		if s := m.shown(); s != nil {
			return s.Update(msg)
		}
	}
	return nil
}

// tell sends a message to every screen.
func (m *Model) tell(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, name := range screenNames {
		if s, ok := m.screens[name]; ok {
			cmds = append(cmds, s.Update(msg))
		}
	}
	return tea.Batch(cmds...)
}

// shown is the screen that is shown; nil before the case is open.
func (m *Model) shown() ui.Screen {
	if len(m.trail) == 0 {
		return nil
	}
	return m.screens[m.trail[len(m.trail)-1]]
}

// begin takes the opened case and goes to where the last session ended.
func (m *Model) begin(in opened) tea.Cmd {
	m.opening = false
	if in.session != nil {
		m.cases = append(m.cases, in.session.Case)
	}
	if in.err != nil {
		m.said, m.failed = in.err.Error(), true
		if in.session == nil || m.env.Session == nil && in.session.Case == nil {
			return nil
		}
	}
	m.env.Session, m.env.Case, m.env.Marks, m.env.Subject = in.session, in.session.Case, in.session.Marks, in.subject
	m.stated = in.stated
	if in.again {
		return m.tell(ui.Renewed{})
	}
	m.view, m.kept, m.subjectZone = in.view, in.raw, in.zone
	m.env.Zone = m.zoneNamed(in.view.Zone)
	if len(in.view.Trail) == 0 {
		return m.open(ui.Overview, ui.Place{})
	}
	var cmds []tea.Cmd
	for _, name := range in.view.Trail {
		cmds = append(cmds, m.open(name, in.view.Places[name]))
	}
	return tea.Batch(cmds...)
}

// open shows a screen.
func (m *Model) open(name string, place ui.Place) tea.Cmd {
	make, ok := screens[name]
	if !ok || m.env.Session == nil {
		return nil
	}
	s, made := m.screens[name], false
	if s == nil {
		s, made = make(m.env), true
		m.screens[name] = s
	}
	m.trail = slices.DeleteFunc(m.trail, func(other string) bool { return other == name })
	m.trail = append(m.trail, name)
	var cmds []tea.Cmd
	if made {
		cmds = append(cmds, s.Update(m.room()))
	}
	return tea.Batch(append(cmds, s.Update(ui.Opened{Place: place}))...)
}

// back shows the screen before this one.
func (m *Model) back() tea.Cmd {
	switch {
	case len(m.trail) > 1:
		m.trail = m.trail[:len(m.trail)-1]
		return m.shown().Update(ui.Opened{})
	case len(m.trail) == 1 && m.trail[0] != ui.Overview:
		m.trail = nil
		return m.open(ui.Overview, ui.Place{})
	}
	m.said, m.failed = "this is the first screen; q quits, and everything is kept", false
	return nil
}

// reload opens the case anew.
func (m *Model) reload() tea.Cmd {
	o, subject := m.options, m.env.Subject.ID
	return func() tea.Msg {
		s, err := openCase(context.Background(), o)
		if err != nil {
			return ui.Fail{Err: err}
		}
		out := opened{session: s, again: true}
		if out.subject, err = subjectOf(s.Directory, subject); err == nil && out.subject.ID != "" {
			out.session, out.err = s.About(out.subject)
			out.stated = zoneStated(s, out.subject)
		}
		return out
	}
}

// about makes a person the subject.
func (m *Model) about(ask ui.Concern) tea.Cmd {
	session := m.env.Session
	return func() tea.Msg {
		p, ok := session.Directory.Person(ask.Person)
		if !ok {
			return ui.Fail{Err: fmt.Errorf("person %q: not in this case", ask.Person)}
		}
		s, err := session.About(p)
		return concerned{session: s, subject: p, stated: zoneStated(session, p), err: err, then: ask.Then}
	}
}

func (m *Model) concern(in concerned) tea.Cmd {
	if in.err != nil {
		return ui.Send(ui.Fail{Err: in.err})
	}
	var cmd tea.Cmd
	if in.subject.ID != m.env.Subject.ID {
		m.env.Session, m.env.Subject, m.stated = in.session.Marked(m.env.Marks), in.subject, in.stated
		m.env.Zone = m.zoneNamed(m.view.Zone)
		cmd = m.tell(ui.Renewed{})
	}
	if in.then != nil {
		return tea.Batch(cmd, m.open(in.then.Screen, in.then.Place))
	}
	return cmd
}

// resize gives the screens their room.
func (m *Model) resize(width, height int) tea.Cmd {
	m.width, m.height = width, height
	return m.tell(m.room())
}

// room is what the frame leaves to a screen.
func (m *Model) room() ui.Size { return ui.Size{Width: m.width, Height: max(1, m.height-2)} }
