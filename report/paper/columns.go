// SPDX-License-Identifier: Apache-2.0

// Package paper is what formats of pages share: how the many columns of a chronology
// stand in the few that a page is wide, and how a long chronology falls into volumes. It
// draws nothing.
package paper

import (
	"slices"
	"time"

	"dossier/internal/visible"
	"dossier/report"
)

// Column is a column on paper: one or several columns of the document, one below the
// other.
type Column struct {
	Key    string   // of its first part
	Titles []string // what its head says: a line for each part that has no label
	Width  int      // relative
	Parts  []Part
}

// Part is a column of the document within one on paper.
type Part struct {
	Index int    // in Document.Columns
	Label string // before the value; "" if the head names the part
	Face  Face
}

// Face is how a part is set.
type Face int

// The faces.
const (
	Plain  Face = iota
	Strong      // bold
	Small       // a remark
	Mono        // typewriter
)

// Line is a value of a row as a cell shows it: a paragraph of its own.
type Line struct {
	Label string // "" for none
	Text  string // made visible
	Face  Face
}

// stack says which columns stand below each other. The first of them and those that
// are named are in the head; the others have labels.
type stack struct {
	width int
	parts []stacked
}

type stacked struct {
	key      string
	labelled bool
	face     Face
}

// stacks are the columns on paper, in order. A column of the document that stands in
// none of them gets one to itself.
var stacks = []stack{
	{8, []stacked{{report.ColumnItem, false, Strong}, {report.ColumnExhibit, false, Small}}},
	{18, []stacked{{report.ColumnTimeLocal, false, Plain}, {report.ColumnTimeUTC, false, Small}, {report.ColumnTimeFlag, true, Small}, {report.ColumnTZBasis, true, Small}}},
	{15, []stacked{{report.ColumnPerson, false, Plain}, {report.ColumnAccount, false, Plain}, {report.ColumnClass, true, Small}}},
	{31, []stacked{{report.ColumnStatement, false, Plain}, {report.ColumnObject, true, Small}, {report.ColumnQuantity, true, Small}}},
	{13, []stacked{{report.ColumnFrom, false, Plain}, {report.ColumnInitiated, true, Small}}},
	{15, []stacked{{report.ColumnSource, false, Small}}},
	{15, []stacked{{report.ColumnSignificant, false, Plain}, {report.ColumnIssues, true, Small}, {report.ColumnStatus, true, Small}, {report.ColumnKey, true, Small}}},
	{14, []stacked{{report.ColumnNotes, false, Plain}}},
}

// Columns lays the columns of a document out on paper. Every column that has a width
// stands in exactly one.
func Columns(columns []report.Column) []Column {
	var list []Column
	placed := make([]bool, len(columns))
	for _, s := range stacks {
		if c := s.column(columns, placed); len(c.Parts) > 0 {
			list = append(list, c)
		}
	}
	for i, c := range columns {
		if c.Width <= 0 || placed[i] {
			continue
		}
		list = append(list, Column{Key: c.Key, Titles: []string{visible.Text(c.Title)}, Width: max(1, int(c.Width)), Parts: []Part{{Index: i, Face: face(c)}}})
	}
	return list
}

func (s stack) column(columns []report.Column, placed []bool) Column {
	out := Column{Width: s.width}
	for _, p := range s.parts {
		at := slices.IndexFunc(columns, func(c report.Column) bool { return c.Key == p.key && c.Width > 0 })
		if at < 0 {
			continue
		}
		placed[at] = true
		title := visible.Text(columns[at].Title)
		part := Part{Index: at, Face: p.face}
		if p.labelled && len(out.Parts) > 0 {
			part.Label = title
		} else {
			out.Titles = append(out.Titles, title)
		}
		if len(out.Parts) == 0 {
			out.Key = p.key
		}
		out.Parts = append(out.Parts, part)
	}
	return out
}

func face(c report.Column) Face {
	if c.Mono {
		return Mono
	}
	return Plain
}

// nothing stands for an empty value where its place alone says what it is.
const nothing = "–"

// Lines are what the cell of a row shows, top down. Parts with a label that are empty
// are left out; a part that only the head names shows a dash then, so that no value is
// taken for another.
func (c Column) Lines(r *report.Row) []Line {
	lines := make([]Line, 0, len(c.Parts))
	for _, p := range c.Parts {
		text := ""
		if p.Index < len(r.Cells) {
			text = visible.Text(r.Cells[p.Index])
		}
		switch {
		case text == "" && p.Label != "", text == "" && len(c.Parts) == 1:
			continue
		case text == "":
			text = nothing
		}
		lines = append(lines, Line{Label: p.Label, Text: text, Face: p.Face})
	}
	return lines
}

// Month is the month of a row, in its own zone: a key that changes with it, and a
// heading. Both are empty for a row without time.
func Month(r *report.Row) (key, title string) {
	return calendar(r.Time, "2006-01", "January 2006")
}

// Date is the day of a row, as Month is its month.
func Date(r *report.Row) (key, title string) {
	return calendar(r.Time, time.DateOnly, "Monday, 2 January 2006")
}

func calendar(t time.Time, key, title string) (string, string) {
	if t.IsZero() {
		return "", ""
	}
	return t.Format(key), t.Format(title)
}
