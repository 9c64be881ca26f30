// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
)

// The journal's actions that take a decision back, and bring it back again. The
// journal only grows: the entry that was undone stays where it is.
const (
	ActionUndo = "undo"
	ActionRedo = "redo"
)

// Undoing is what the journal keeps of an undo or redo.
type Undoing struct {
	Line int `json:"line"` // the number of the entry that is undone or brought back
}

// Decisions are the entries that count, in the order of the journal: those of
// undo and redo are left out, and so is what they leave undone.
func Decisions(entries []JournalEntry) ([]JournalEntry, error) {
	undone := map[int]bool{}
	for _, e := range entries {
		if e.Action != ActionUndo && e.Action != ActionRedo {
			continue
		}
		line, err := UndoneLine(e)
		if err != nil {
			return nil, err
		}
		undone[line] = e.Action == ActionUndo
	}
	return slices.DeleteFunc(slices.Clone(entries), func(e JournalEntry) bool {
		return undone[e.Number] || e.Action == ActionUndo || e.Action == ActionRedo
	}), nil
}

// UndoneLine is the number of the entry that an undo or redo is about: an earlier
// one.
func UndoneLine(e JournalEntry) (int, error) {
	var data Undoing
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return 0, fmt.Errorf("journal line %d: %w", e.Number, err)
	}
	if data.Line < 1 || data.Line >= e.Number {
		return 0, fmt.Errorf("journal line %d: %s of line %d, which is no earlier one", e.Number, e.Action, data.Line)
	}
	return data.Line, nil
}

// Decisions reads the journal as [Decisions] tells it.
func (c *Case) Decisions() ([]JournalEntry, error) {
	entries, err := c.Journal()
	if err != nil {
		return nil, err
	}
	return Decisions(entries)
}

// Decide enters a decision in the journal of the case in dir: it takes the case's
// lock for the purpose, shows choose the journal as it stands, appends what it
// answers, and gives the lock back. The entry is on disk when Decide returns. An
// error of choose leaves the journal as it was; it is a [LockedError] if somebody
// else writes to the case.
func Decide(dir, purpose string, now time.Time, choose func([]JournalEntry) (action string, data any, err error)) (JournalEntry, error) {
	lock, err := Acquire(dir, purpose, now)
	if err != nil {
		return JournalEntry{}, err
	}
	entry, err := decide(dir, now, choose)
	return entry, errors.Join(err, lock.Release())
}

func decide(dir string, now time.Time, choose func([]JournalEntry) (string, any, error)) (JournalEntry, error) {
	entries, _, err := readJournal(filepath.Join(dir, "journal.jsonl"))
	if err != nil {
		return JournalEntry{}, err
	}
	action, data, err := choose(entries)
	if err != nil {
		return JournalEntry{}, err
	}
	return AppendJournal(dir, now, action, data)
}
