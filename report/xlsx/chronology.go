// SPDX-License-Identifier: Apache-2.0

package xlsx

import (
	"context"
	"time"

	"dossier/report"
)

// dated is the head of the column that holds the time as a date.
const dated = "Date and time, to sort by"

// firstDate is the first day of which Excel's dates are those of the calendar.
var firstDate = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)

// chronology writes the rows: on one sheet the columns that people read, on the other
// the source record with the columns for machines. They share the number and the item.
func (b *book) chronology(ctx context.Context) (int64, error) {
	d := b.document
	read, kept := b.readColumns(), b.keptColumns()
	chronology, err := b.add(b.table(sheetChronology, read))
	if err != nil {
		return 0, err
	}
	records, err := b.add(b.table(sheetRecords, kept))
	if err != nil {
		return 0, err
	}
	return d.Walk(ctx, func(r *report.Row) error {
		rows, err := chronology.put(cells(read, r))
		if err != nil {
			return err
		}
		alsoRows, err := records.put(cells(kept, r))
		b.continuations += int64(rows + alsoRows - 2)
		return err
	})
}

// column is one of a sheet of rows.
type column struct {
	head  string
	width float64 // in characters
	style int
	value func(*report.Row) any
}

func cells(columns []column, r *report.Row) []cell {
	list := make([]cell, len(columns))
	for i, c := range columns {
		list[i] = cell{c.style, c.value(r)}
	}
	return list
}

// readColumns are the number, the columns that pages show too, and behind the time in
// the zone of the export the same as a date.
func (b *book) readColumns() []column {
	list := []column{b.numbered()}
	for i, c := range b.document.Columns {
		if c.Width > 0 {
			list = append(list, b.texts(i, c, min(48, max(9, c.Width*1.4))))
		}
		if c.Key == report.ColumnTimeLocal {
			list = append(list, b.dates())
		}
	}
	if b.document.Index(report.ColumnTimeLocal) < 0 {
		list = append(list, b.dates())
	}
	return list
}

// keptColumns are the number, the item, and the columns that are on no page.
func (b *book) keptColumns() []column {
	list := []column{b.numbered()}
	for i, c := range b.document.Columns {
		switch {
		case c.Key == report.ColumnItem:
			list = append(list, b.texts(i, c, 9))
		case c.Width > 0:
		case c.Long:
			list = append(list, b.texts(i, c, 60))
		case c.Mono:
			list = append(list, b.texts(i, c, 20))
		default:
			list = append(list, b.texts(i, c, 11))
		}
	}
	if b.document.Index(report.ColumnVerbatim) < 0 {
		list = append(list, column{"Record, verbatim", 60, b.styles.mono, func(r *report.Row) any { return r.Raw }})
	}
	return list
}

func (b *book) numbered() column {
	return column{"No.", 7, b.styles.number, func(r *report.Row) any { return r.Number }}
}

func (b *book) dates() column {
	return column{dated, 18, b.styles.date, func(r *report.Row) any {
		if r.Time.Before(firstDate) { // and for a row without time
			return nil
		}
		return r.Time
	}}
}

func (b *book) texts(i int, c report.Column, width float64) column {
	style := b.styles.cell
	if c.Mono {
		style = b.styles.mono
	}
	return column{c.Title, width, style, func(r *report.Row) any { return r.Cells[i] }}
}

// table is the layout of a sheet of rows.
func (b *book) table(name string, columns []column) layout {
	l := layout{name: name}
	for _, c := range columns {
		l.widths, l.heads = append(l.widths, c.width), append(l.heads, cell{b.styles.head, c.head})
	}
	return l
}
