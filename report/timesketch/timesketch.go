// SPDX-License-Identifier: Apache-2.0

// Package timesketch writes the chronology as timelines that Timesketch imports,
// both as JSON lines and as CSV. Timesketch needs a time for every event: rows
// without one go to a file of their own, and the text beside the timelines says how
// many there are.
package timesketch

import (
	"bufio"
	"context"
	"fmt"
	"strconv"

	"dossier/report"
	"dossier/report/internal/readme"
	"dossier/report/internal/records"
)

// Format is the format.
var Format = report.Format{Name: "timesketch", Doc: "timelines for Timesketch, as JSON lines and CSV", Write: write}

// The files. That of the rows without a time is there only if there are any.
const (
	linesName   = "timesketch.jsonl"
	tableName   = "timesketch.csv"
	untimedName = "timesketch-without-time.jsonl"
)

// The columns that Timesketch knows, before ours.
const (
	message       = "message"
	datetime      = "datetime"       // ISO 8601 with the offset of the zone shown, to the microsecond
	timestamp     = "timestamp"      // microseconds since 1970 in UTC
	timestampDesc = "timestamp_desc" // what the time is the time of
)

const layout = "2006-01-02T15:04:05.000000-07:00"

// recorded is the timestamp_desc of every row: what the log says about when it was.
const recorded = "Event recorded"

func write(ctx context.Context, d *report.Document, to report.Target) (rows int64, err error) {
	var timed int64
	err = report.WriteFile(to, linesName, func(lines *bufio.Writer) error {
		return report.WriteFile(to, tableName, func(table *bufio.Writer) error {
			rows, timed, err = timelines(ctx, d, lines, table)
			return err
		})
	})
	if err != nil {
		return rows, err
	}
	note := "All rows have a time."
	if rows > timed {
		note = fmt.Sprintf("%d of the %d rows have a time and are in the timelines. The other %d have none, which Timesketch does not take: they are in %s.", timed, rows, rows-timed, untimedName)
		if err := report.WriteFile(to, untimedName, func(w *bufio.Writer) error { return untimed(ctx, d, w) }); err != nil {
			return rows, err
		}
	}
	return rows, readme.Write(to, d, "timesketch",
		fmt.Sprintf("The timelines %s and %s say the same; import one. %s", linesName, tableName, note),
		"message is what the record states; datetime is in the zone shown, with its offset; timestamp is in microseconds since 1970 in UTC; timestamp_desc is always \""+recorded+"\". Finer parts of a time stand in time_raw.")
}

// timelines writes the rows that have a time, and says how many rows there were and
// how many of them have one.
func timelines(ctx context.Context, d *report.Document, lines, table *bufio.Writer) (rows, timed int64, err error) {
	header := []string{message, timestamp, datetime, timestampDesc, report.ColumnNumber}
	for _, c := range d.Columns {
		header = append(header, c.Key)
	}
	if _, err := table.Write(records.AppendCSV(nil, header...)); err != nil {
		return 0, 0, err
	}
	var o records.Object
	var record []byte
	statement := d.Index(report.ColumnStatement)
	rows, err = d.Walk(ctx, func(r *report.Row) error {
		if r.Time.IsZero() {
			return nil
		}
		timed++
		at := []string{cell(r, statement), strconv.FormatInt(r.Time.UnixMicro(), 10), r.Time.Format(layout), recorded, strconv.FormatInt(r.Number, 10)}
		record = records.AppendCSV(record[:0], append(at, r.Cells...)...)
		if _, err := table.Write(record); err != nil {
			return err
		}
		o.Text(message, at[0])
		o.Raw(timestamp, []byte(at[1]))
		o.Text(datetime, at[2])
		o.Text(timestampDesc, recorded)
		return rest(&o, d, r, lines)
	})
	return rows, timed, err
}

// untimed writes the rows that have no time.
func untimed(ctx context.Context, d *report.Document, w *bufio.Writer) error {
	var o records.Object
	statement := d.Index(report.ColumnStatement)
	_, err := d.Walk(ctx, func(r *report.Row) error {
		if !r.Time.IsZero() {
			return nil
		}
		o.Text(message, cell(r, statement))
		return rest(&o, d, r, w)
	})
	return err
}

// rest ends a line with the number of the row and our columns.
func rest(o *records.Object, d *report.Document, r *report.Row, w *bufio.Writer) error {
	o.Raw(report.ColumnNumber, strconv.AppendInt(nil, r.Number, 10))
	for i, c := range d.Columns {
		o.Text(c.Key, r.Cells[i])
	}
	line, err := o.Line()
	if err != nil {
		return err
	}
	_, err = w.Write(line)
	return err
}

// cell is a row's cell of a column by its position; "" if the document has none.
func cell(r *report.Row, column int) string {
	if column < 0 {
		return ""
	}
	return r.Cells[column]
}
