// SPDX-License-Identifier: Apache-2.0

// Package csvfile writes the chronology as canonical CSV: RFC 4180, UTF-8 without
// a byte order mark, a header, lines that end in CRLF, and every value exactly as
// the document has it. It is for programs. Spreadsheets are served by xlsx, because
// they would run what begins with an equals sign here, and reshape dates and long
// numbers.
package csvfile

import (
	"bufio"
	"context"
	"strconv"

	"dossier/report"
	"dossier/report/internal/readme"
	"dossier/report/internal/records"
)

// Format is the format.
var Format = report.Format{Name: "csv", Doc: "canonical CSV for programs: values unmodified, RFC 4180, UTF-8", Write: write}

const name = "chronology.csv"

func write(ctx context.Context, d *report.Document, to report.Target) (rows int64, err error) {
	err = report.WriteFile(to, name, func(w *bufio.Writer) error {
		rows, err = table(ctx, d, w)
		return err
	})
	if err != nil {
		return rows, err
	}
	return rows, readme.Write(to, d, name,
		"The table is canonical CSV (RFC 4180): UTF-8 without byte order mark, a comma between values, lines that end in CRLF, double quotes around values that need them. "+
			"Values are unmodified, also where a spreadsheet would take them for a formula, a date or a number; bytes of the evidence that are no UTF-8 are shown as ‹0xFF›. "+
			"To read it in a spreadsheet, import it as text (Excel: Data, From Text/CSV, Do not detect data types), or use the XLSX file of the same export. Do not double-click it.")
}

func table(ctx context.Context, d *report.Document, w *bufio.Writer) (int64, error) {
	values := []string{report.ColumnNumber}
	for _, c := range d.Columns {
		values = append(values, c.Key)
	}
	line := records.AppendCSV(nil, values...)
	if _, err := w.Write(line); err != nil {
		return 0, err
	}
	return d.Walk(ctx, func(r *report.Row) error {
		values = append(append(values[:0], strconv.FormatInt(r.Number, 10)), r.Cells...)
		line = records.AppendCSV(line[:0], values...)
		_, err := w.Write(line)
		return err
	})
}
