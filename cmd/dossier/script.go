// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"dossier/analysis/marks"
	"dossier/event"
	"dossier/index"
	"dossier/internal/visible"
)

// printScript prints the decisions of the journal as commands for a shell: links,
// marks and searches, in their order. What was undone is left out. A mark of an
// event that the case no longer holds is a comment.
func (a *app) printScript(c *index.Case, entries []index.JournalEntry) error {
	decisions, err := index.Decisions(entries)
	if err != nil {
		return err
	}
	held, err := a.heldEvents(c, decisions)
	if err != nil {
		return err
	}
	var lines []string
	for _, e := range decisions {
		line, err := scriptLine(e, held)
		if err != nil {
			return err
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	info := c.Info()
	a.out.printf("#!/bin/sh\n# What was decided in the case %s, as commands.\n", show(info.Title))
	a.out.printf("# First make a case of the same evidence, and name it:\n#   dossier create CASE --title %s --tz %s\n#   dossier -C CASE add EVIDENCE…\n", show(quoteShell(info.Title)), show(quoteShell(info.Zone)))
	a.out.printf("#   DOSSIER_CASE=CASE; export DOSSIER_CASE\nset -e\n")
	if strings.Contains(strings.Join(lines, "\n"), `"$line"`) {
		a.out.printf("line=$(printf '\\n_'); line=${line%%_}\n")
	}
	for _, line := range lines {
		a.out.printf("%s\n", line)
	}
	return nil
}

// heldEvents are the events of marks that the case holds.
func (a *app) heldEvents(c *index.Case, decisions []index.JournalEntry) (map[event.ID]bool, error) {
	var ids []event.ID
	for _, e := range decisions {
		more, err := marks.Events(e)
		if err != nil {
			return nil, err
		}
		ids = append(ids, more...)
	}
	found, err := c.EventsOf(a.ctx, ids)
	held := make(map[event.ID]bool, len(found))
	for id := range found {
		held[id] = true
	}
	return held, err
}

// scriptLine is the line of a decision; "" for what is none.
func scriptLine(e index.JournalEntry, held map[event.ID]bool) (string, error) {
	args, err := marks.Command(e)
	if err == nil && e.Action == actionReread {
		args, err = rereadCommand(e)
	}
	if err != nil || args == nil {
		return "", err
	}
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = quoteShell(arg)
	}
	line := "dossier " + strings.Join(words, " ")
	if e.Action == actionReread {
		line += fmt.Sprintf(" || test $? -eq %d", exitPartly) // what it cannot read is no reason to stop
	}
	ids, err := marks.Events(e)
	for _, id := range ids {
		if !held[id] {
			return fmt.Sprintf("# the case no longer holds event %s: %s", id, line), err
		}
	}
	return line, err
}

// rereadCommand is the command that read a source again.
func rereadCommand(e index.JournalEntry) ([]string, error) {
	var data struct{ Source, Zone, As, Order string }
	if err := json.Unmarshal(e.Data, &data, json.MatchCaseInsensitiveNames(true)); err != nil {
		return nil, fmt.Errorf("journal line %d: %w", e.Number, err)
	}
	args := []string{"sources", "reread"}
	for _, f := range [][2]string{{"tz", data.Zone}, {"as", data.As}, {"date-order", data.Order}} {
		if f[1] != "" {
			args = append(args, "--"+f[0]+"="+f[1])
		}
	}
	return append(args, data.Source), nil
}

// quoteShell writes an argument as a POSIX shell takes it back, byte by byte. What
// a terminal would obey or not show stands there as its octal number; a line end is
// the variable line, so that each command keeps to one line.
func quoteShell(arg string) string {
	if arg != "" && strings.IndexFunc(arg, func(c rune) bool { return !plainInShell(c) }) < 0 {
		return arg
	}
	var b strings.Builder
	open := false // a quotation with single quotes
	quote := func(want bool) {
		if want != open {
			b.WriteByte('\'')
			open = want
		}
	}
	for len(arg) > 0 {
		c, size := utf8.DecodeRuneInString(arg)
		piece := arg[:size]
		arg = arg[size:]
		switch {
		case c == '\n':
			quote(false)
			b.WriteString(`"$line"`)
		case c == '\'':
			quote(false)
			b.WriteString(`\'`)
		case visible.Text(piece) != piece:
			quote(false)
			b.WriteString(`"$(printf '` + octal(piece) + `')"`)
		default:
			quote(true)
			b.WriteString(piece)
		}
	}
	quote(false)
	if b.Len() == 0 {
		return "''"
	}
	return b.String()
}

func plainInShell(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-_./:@=+,", c)
}

func octal(piece string) string {
	var b strings.Builder
	for i := range len(piece) {
		fmt.Fprintf(&b, `\%03o`, piece[i])
	}
	return b.String()
}
