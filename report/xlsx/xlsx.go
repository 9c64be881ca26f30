// SPDX-License-Identifier: Apache-2.0

// Package xlsx writes the document as a workbook to sort and filter: the chronology
// on a sheet, the source record of each row on another, and every section on one of
// the sheets around them.
//
// Every value of the evidence is a cell of text, whatever it begins with, and stays
// one when somebody edits it. Beside the text of the time stands the same time as a
// date, to sort by. What Excel has no room for goes on in a further row or sheet that
// says so; nothing is cut.
package xlsx

import (
	"bufio"
	"context"

	"dossier/report"
)

// Format is the format.
var Format = report.Format{Name: "xlsx", Doc: "workbook to sort and filter, every value as text", Write: write}

const name = "chronology.xlsx"

// limits are what a sheet and a cell hold.
type limits struct {
	rowsPerSheet  int // with the header
	bytesPerSheet int // of text, before it is spelt as XML
	unitsPerCell  int // UTF-16 units, with the marks of continuation
}

// excel has room for 1,048,576 rows and 32,767 units. It refuses a part of 4 GiB and
// more, which a sixth of that in text stays below, however it is spelt.
var excel = limits{rowsPerSheet: 1 << 20, bytesPerSheet: 4 << 30 / 6, unitsPerCell: 1<<15 - 1}

func write(ctx context.Context, d *report.Document, to report.Target) (int64, error) {
	return excel.write(ctx, d, to)
}

func (l limits) write(ctx context.Context, d *report.Document, to report.Target) (rows int64, err error) {
	b, err := newBook(d, l)
	if err != nil {
		return 0, err
	}
	defer b.close()
	if rows, err = b.chronology(ctx); err != nil {
		return rows, err
	}
	if err := b.sections(); err != nil {
		return rows, err
	}
	return rows, report.WriteFile(to, name, func(w *bufio.Writer) error { return b.save(w) })
}
