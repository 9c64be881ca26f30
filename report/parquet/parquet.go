// SPDX-License-Identifier: Apache-2.0

// Package parquet writes the chronology as a Parquet file: the columns of the
// document as text, before them the number of the row and its time as a timestamp in
// UTC. What the document says besides is in the file's key-value metadata, in short,
// and in the text beside it.
package parquet

import (
	"bufio"
	"context"
	"strconv"
	"time"

	"dossier/internal/parquetfile"
	"dossier/internal/visible"
	"dossier/report"
	"dossier/report/internal/readme"
)

// Format is the format.
var Format = report.Format{Name: "parquet", Doc: "Parquet for DuckDB, pandas and their like: values unmodified, times as timestamps", Write: write}

const name = "chronology.parquet"

// first and last are the instants that a timestamp in nanoseconds holds.
var first, last = time.Unix(0, -1<<63), time.Unix(0, 1<<63-1)

func write(ctx context.Context, d *report.Document, to report.Target) (rows int64, err error) {
	err = report.WriteFile(to, name, func(w *bufio.Writer) error {
		rows, err = table(ctx, d, w)
		return err
	})
	if err != nil {
		return rows, err
	}
	return rows, readme.Write(to, d, name,
		"The table is Parquet, compressed with Zstandard. Besides the columns there are number (INT64, the place in the chronology, from 1) and "+
			"time (TIMESTAMP in UTC, in nanoseconds; NULL for an event without time, and for a time outside of 1677 to 2262, which the columns of text give). "+
			"All other values are text, unmodified; bytes of the evidence that are no UTF-8 are shown as ‹0xFF›.")
}

func table(ctx context.Context, d *report.Document, w *bufio.Writer) (int64, error) {
	columns := []parquetfile.Column{
		{Name: report.ColumnNumber, Type: parquetfile.Int64},
		{Name: report.ColumnTime, Type: parquetfile.Timestamp, Nullable: true},
	}
	for _, c := range d.Columns {
		columns = append(columns, parquetfile.Column{Name: c.Key, Type: parquetfile.Text})
	}
	file, err := parquetfile.NewWriter(w, columns, notes(d)...)
	if err != nil {
		return 0, err
	}
	values := make([]any, len(columns))
	rows, err := d.Walk(ctx, func(r *report.Row) error {
		values[0], values[1] = r.Number, nil
		if !r.Time.IsZero() && !r.Time.Before(first) && !r.Time.After(last) {
			values[1] = r.Time
		}
		for i, cell := range r.Cells {
			values[i+2] = visible.UTF8(cell)
		}
		return file.Write(values)
	})
	if err != nil {
		return rows, err
	}
	return rows, file.Close()
}

// notes are the file's metadata.
func notes(d *report.Document) []parquetfile.Note {
	list := []parquetfile.Note{
		{Name: "title", Value: d.Title}, {Name: "profile", Value: string(d.Profile)}, {Name: "export", Value: d.ExportID},
		{Name: "rows", Value: strconv.FormatInt(d.Count, 10)}, {Name: "times", Value: d.ZoneNote}, {Name: "stamp", Value: d.Stamp},
	}
	for i := range list {
		list[i].Value = visible.Text(list[i].Value)
	}
	return list
}
