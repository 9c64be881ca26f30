// SPDX-License-Identifier: Apache-2.0

// Package jsonlines writes the chronology as JSON lines: an object a row, whose
// members are the columns, all of them always, in their order. Values are verbatim;
// what a terminal would obey is escaped, so that the file can be looked at safely.
package jsonlines

import (
	"bufio"
	"context"
	"strconv"
	"time"

	"dossier/report"
	"dossier/report/internal/readme"
	"dossier/report/internal/records"
)

// Format is the format.
var Format = report.Format{Name: "jsonl", Doc: "JSON lines for programs: an object a row, values unmodified", Write: write}

const name = "chronology.jsonl"

func write(ctx context.Context, d *report.Document, to report.Target) (rows int64, err error) {
	err = report.WriteFile(to, name, func(w *bufio.Writer) error {
		var o records.Object
		rows, err = d.Walk(ctx, func(r *report.Row) error {
			line, err := row(&o, d.Columns, r)
			if err != nil {
				return err
			}
			_, err = w.Write(line)
			return err
		})
		return err
	})
	if err != nil {
		return rows, err
	}
	return rows, readme.Write(to, d, name,
		"The table is JSON lines: an object a row, UTF-8, lines that end in LF. Besides the columns there are number (the place in the chronology, from 1) and "+
			"time (RFC 3339 with the offset of the zone shown; null for an event without time). All other values are text, unmodified; "+
			"bytes of the evidence that are no UTF-8 are shown as ‹0xFF›.")
}

func row(o *records.Object, columns []report.Column, r *report.Row) ([]byte, error) {
	o.Raw(report.ColumnNumber, strconv.AppendInt(nil, r.Number, 10))
	at := []byte("null")
	if !r.Time.IsZero() {
		at = r.Time.AppendFormat(nil, `"`+time.RFC3339Nano+`"`)
	}
	o.Raw(report.ColumnTime, at)
	for i, c := range columns {
		o.Text(c.Key, r.Cells[i])
	}
	return o.Line()
}
