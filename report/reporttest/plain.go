// SPDX-License-Identifier: Apache-2.0

package reporttest

import (
	"fmt"
	"strings"
	"time"

	"dossier/report"
)

// Plain is a produced document as a case has it: with every section of Hostile but
// short ones, and with a number of rows of ordinary text, 37 minutes apart.
func Plain(rows int) *report.Document {
	d := Hostile(0)
	d.Profile, d.Stamp, d.Columns = report.Produced, "PRODUCED", report.Produced.Columns()
	d.Front[1].Blocks = []report.Block{report.Table{Title: "Sources", Head: []string{"Source", "Records"}, Right: []bool{false, true},
		Rows: [][]string{{"crm/events.csv", "5112"}, {"print/papercut.csv", "48"}}}}
	var list report.RowList
	for i := range rows {
		list = append(list, plainRow(i, d.Columns))
	}
	d.Rows, d.Count = list, int64(rows)
	return d
}

func plainRow(i int, columns []report.Column) *report.Row {
	at := start.Add(time.Duration(i) * 37 * time.Minute).In(time.FixedZone("EDT", -4*60*60))
	r := &report.Row{Number: int64(i + 1), Item: fmt.Sprintf("MH-%04d", i+1), Time: at, Source: fmt.Sprintf("crm/events.csv line %d", i+2),
		Raw: fmt.Sprintf("%s,mike.hall@larkfield.example,ReportExport,%d", at.Format(time.RFC3339), 500+i), RawDigest: strings.Repeat("ab", 32)}
	cells := map[string]string{
		report.ColumnItem: r.Item, report.ColumnExhibit: fmt.Sprintf("A-%d", i+1), report.ColumnTimeLocal: at.Format("2006-01-02 (Mon) 15:04:05 MST (UTC-07:00)"),
		report.ColumnTimeUTC: at.UTC().Format(time.RFC3339), report.ColumnPerson: "Mike Hall", report.ColumnClass: "A", report.ColumnAccount: "mike.hall@larkfield.example",
		report.ColumnStatement: fmt.Sprintf("Account 'mike.hall@larkfield.example' ran and exported report 'Accounts by region' (%d rows, CSV).", 500+i),
		report.ColumnObject:    "Accounts by region", report.ColumnQuantity: fmt.Sprintf("%d rows", 500+i), report.ColumnFrom: "203.0.113.7", report.ColumnInitiated: "user",
		report.ColumnSource: r.Source, report.ColumnTZBasis: "stated in the record", report.ColumnVerbatim: r.Raw, report.ColumnDigest: r.RawDigest,
	}
	for _, c := range columns {
		r.Cells = append(r.Cells, cells[c.Key])
	}
	return r
}
