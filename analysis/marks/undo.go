// SPDX-License-Identifier: Apache-2.0

package marks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dossier/analysis/identity"
	"dossier/index"
)

// ErrNoStep says that there is nothing to undo or to bring back.
var ErrNoStep = fmt.Errorf("%w: there is nothing of the kind", ErrChange)

// Undo takes back a decision: the last one that counts, or that of a line of the
// journal; 0 is the last. It returns what was undone.
func Undo(dir string, now time.Time, line int) (Step, index.JournalEntry, error) {
	return step(dir, now, index.ActionUndo, line)
}

// Redo brings back a decision that was undone: the one undone last, or that of a
// line of the journal; 0 is the last.
func Redo(dir string, now time.Time, line int) (Step, index.JournalEntry, error) {
	return step(dir, now, index.ActionRedo, line)
}

func step(dir string, now time.Time, action string, line int) (Step, index.JournalEntry, error) {
	var chosen Step
	entry, err := index.Decide(dir, action, now, func(entries []index.JournalEntry) (string, any, error) {
		undo, redo, err := history(entries)
		if err != nil {
			return "", nil, err
		}
		steps := undo
		if action == index.ActionRedo {
			steps = redo
			if line > 0 {
				steps = undone(entries, undo)
			}
		}
		chosen, err = choose(steps, action, line)
		return action, index.Undoing{Line: chosen.Line}, err
	})
	return chosen, entry, err
}

// choose is the step of the line, the last for 0.
func choose(steps []Step, action string, line int) (Step, error) {
	if line == 0 {
		if s, ok := last(steps); ok {
			return s, nil
		}
		return Step{}, fmt.Errorf("%s: %w", action, ErrNoStep)
	}
	i := slices.IndexFunc(steps, func(s Step) bool { return s.Line == line })
	if i < 0 {
		return Step{}, fmt.Errorf("%s of journal line %d: %w", action, line, ErrNoStep)
	}
	return steps[i], nil
}

// history is what can be undone and brought back, the next one last. Something newly
// decided ends what can be brought back.
func history(entries []index.JournalEntry) (undo, redo []Step, err error) {
	for _, e := range entries {
		if decided(e.Action) {
			undo, redo = append(undo, Step{e.Number, Words(e)}), nil
			continue
		}
		if e.Action != index.ActionUndo && e.Action != index.ActionRedo {
			continue
		}
		line, err := index.UndoneLine(e)
		if err != nil {
			return nil, nil, err
		}
		s := Step{line, Words(entries[line-1])}
		if e.Action == index.ActionUndo {
			undo, redo = without(undo, line), append(redo, s)
		} else {
			undo, redo = append(undo, s), without(redo, line)
			slices.SortFunc(undo, func(a, b Step) int { return a.Line - b.Line })
		}
	}
	return undo, redo, nil
}

func without(steps []Step, line int) []Step {
	return slices.DeleteFunc(steps, func(s Step) bool { return s.Line == line })
}

// undone are all decisions that do not count at present.
func undone(entries []index.JournalEntry, counting []Step) []Step {
	var list []Step
	for _, e := range entries {
		if decided(e.Action) && !slices.ContainsFunc(counting, func(s Step) bool { return s.Line == e.Number }) {
			list = append(list, Step{e.Number, Words(e)})
		}
	}
	return list
}

// decided reports whether an action is a decision that can be undone: a mark, a
// saved search, or an opinion about persons. What was done with evidence stays done.
func decided(action string) bool {
	return Ours(action) || strings.HasPrefix(action, identity.ActionPrefix)
}
