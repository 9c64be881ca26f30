// SPDX-License-Identifier: Apache-2.0

package ui

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// Work runs one thing at a time off the loop for a screen: what is started later
// cancels what was started before, whose answer is dropped. Its methods are called
// in Update only.
type Work struct {
	owner      Screen
	generation int
	cancel     context.CancelFunc
}

// NewWork makes a Work that answers to the screen.
func NewWork(owner Screen) *Work { return &Work{owner: owner} }

// Answer is what a Work has found out. The root gives its message to the screen
// unless something else has been started since.
type Answer struct {
	work       *Work
	generation int
	message    tea.Msg
}

// Take is the screen that asked and the message; ok is false for a stale answer.
func (a Answer) Take() (owner Screen, message tea.Msg, ok bool) {
	if a.generation != a.work.generation {
		return nil, nil, false
	}
	a.work.Stop()
	return a.work.owner, a.message, true
}

// Busy reports whether an answer is awaited.
func (w *Work) Busy() bool { return w.cancel != nil }

// Stop cancels what runs; its answer is dropped.
func (w *Work) Stop() {
	if w.cancel != nil {
		w.cancel()
		w.cancel = nil
	}
	w.generation++
}

// Start runs something; the message that it returns comes back to the screen. An
// error that it wants shown it returns as Fail. A panic becomes one.
func (w *Work) Start(run func(context.Context) tea.Msg) tea.Cmd { return w.After(0, run) }

// After is Start behind a pause in which nothing else is started: for typing.
func (w *Work) After(pause time.Duration, run func(context.Context) tea.Msg) tea.Cmd {
	w.Stop()
	ctx, cancel := context.WithCancel(context.Background())
	w.cancel = cancel
	generation := w.generation
	return func() tea.Msg {
		if pause > 0 {
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return nil
			}
		}
		return Answer{w, generation, guarded(ctx, run)}
	}
}

// guarded turns a panic into an error to show: a fault in one answer must not take
// the screen away.
func guarded(ctx context.Context, run func(context.Context) tea.Msg) (msg tea.Msg) {
	defer func() {
		if fault := recover(); fault != nil {
			msg = Fail{&FaultError{Fault: fault, Stack: debug.Stack()}}
		}
	}()
	msg = run(ctx)
	if fail, ok := msg.(Fail); ok && errors.Is(fail.Err, context.Canceled) {
		return nil
	}
	return msg
}

// FaultError is a fault of this program, caught.
type FaultError struct {
	Fault any
	Stack []byte
}

// Error says that it is ours.
func (e *FaultError) Error() string {
	return fmt.Sprintf("a fault of dossier itself: %v; nothing was changed, please report it", e.Fault)
}
