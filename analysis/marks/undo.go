// SPDX-License-Identifier: Apache-2.0

package marks

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dossier/analysis/identity"
	"dossier/index"
)

// ErrNoStep says that there is nothing to undo or to bring back.
var ErrNoStep = errors.New("there is nothing")

// Undo takes back the last decision that counts, and returns what that was. The
// journal keeps it, and says now that it was undone. Nothing to undo is [ErrNoStep];
// a case that somebody else writes to is an [index.LockedError].
func Undo(dir string, now time.Time) (Step, index.JournalEntry, error) {
	return step(dir, now, index.ActionUndo)
}

// Redo brings back the decision that was undone last, unless something else was
// decided since. Its errors are those of [Undo].
func Redo(dir string, now time.Time) (Step, index.JournalEntry, error) {
	return step(dir, now, index.ActionRedo)
}

func step(dir string, now time.Time, action string) (Step, index.JournalEntry, error) {
	var chosen Step
	entry, err := index.Decide(dir, action, now, func(entries []index.JournalEntry) (string, any, error) {
		undo, redo, err := history(entries)
		if err != nil {
			return "", nil, err
		}
		steps := map[string][]Step{index.ActionUndo: undo, index.ActionRedo: redo}[action]
		if len(steps) == 0 {
			return "", nil, fmt.Errorf("%w to %s", ErrNoStep, action)
		}
		chosen = steps[len(steps)-1]
		return action, index.Undoing{Line: chosen.Line}, nil
	})
	return chosen, entry, err
}

// history is what can be undone and brought back, the next one last. Something newly
// decided ends what can be brought back.
func history(entries []index.JournalEntry) (undo, redo []Step, err error) {
	for _, e := range entries {
		if decided(e.Action) {
			undo, redo = append(undo, Step{e.Number, e.Action, Words(e)}), nil
			continue
		}
		if e.Action != index.ActionUndo && e.Action != index.ActionRedo {
			continue
		}
		line, err := index.UndoneLine(e)
		if err != nil {
			return nil, nil, err
		}
		undone := entries[line-1]
		s := Step{line, undone.Action, Words(undone)}
		undo, redo = without(undo, line), without(redo, line)
		if e.Action == index.ActionUndo {
			redo = append(redo, s)
		} else {
			undo = append(undo, s)
		}
	}
	return undo, redo, nil
}

func without(steps []Step, line int) []Step {
	return slices.DeleteFunc(steps, func(s Step) bool { return s.Line == line })
}

// decided reports whether an action is a decision that can be undone: a mark, a
// saved search, or an opinion about persons. What was done with evidence stays done.
func decided(action string) bool {
	return Ours(action) || strings.HasPrefix(action, identity.ActionPrefix)
}
