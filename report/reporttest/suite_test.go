// SPDX-License-Identifier: Apache-2.0

package reporttest_test

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"dossier/report"
	"dossier/report/reporttest"
)

// lines is the least that a format can be: the titles, then an item a line, quoted.
var lines = report.Format{Name: "lines", Write: func(ctx context.Context, d *report.Document, to report.Target) (n int64, err error) {
	f, err := to.Create("lines.txt")
	if err != nil {
		return 0, err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	head := []string{d.Stamp, d.ExportID}
	for _, s := range append(append([]report.Section{}, d.Front...), d.Back...) {
		head = append(head, s.Title)
	}
	if _, err := io.WriteString(f, strings.Join(head, "\n")+"\n\n"); err != nil {
		return 0, err
	}
	for row, err := range d.Rows.All(ctx) {
		if err != nil {
			return n, err
		}
		line := row.Item
		for _, cell := range row.Cells {
			line += " " + strconv.QuoteToASCII(cell)
		}
		if _, err := fmt.Fprintln(f, line); err != nil {
			return n, err
		}
		n++
	}
	return n, ctx.Err()
}}

func TestSuite(t *testing.T) {
	reporttest.Run(t, lines, func(t *testing.T, files map[string][]byte) reporttest.Reading {
		text := string(files["lines.txt"])
		_, rows, _ := strings.Cut(text, "\n\n")
		r := reporttest.Reading{Text: text}
		for line := range strings.Lines(rows) {
			item, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			r.Items = append(r.Items, item)
			r.Rows = append(r.Rows, cells(t, rest))
		}
		return r
	})
}

func cells(t *testing.T, line string) map[string]string {
	t.Helper()
	columns, row := report.Counsel.Columns(), map[string]string{}
	for i := 0; line != ""; i++ {
		quoted, err := strconv.QuotedPrefix(line)
		if err != nil {
			t.Fatal(err)
		}
		row[columns[i].Key], _ = strconv.Unquote(quoted)
		line = strings.TrimPrefix(line[len(quoted):], " ")
	}
	return row
}

func TestHostileHasEveryColumnAndKind(t *testing.T) {
	d := reporttest.Hostile(2 * len(reporttest.Texts))
	n := int64(0)
	for row := range reporttest.All(t, d) {
		if len(row.Cells) != len(d.Columns) {
			t.Fatalf("row %d has %d cells for %d columns", row.Number, len(row.Cells), len(d.Columns))
		}
		n++
	}
	if n != d.Count {
		t.Errorf("%d rows, said %d", n, d.Count)
	}
	kinds := map[string]bool{}
	for _, s := range append(d.Front, d.Back...) {
		for _, b := range s.Blocks {
			kinds[fmt.Sprintf("%T", b)] = true
		}
	}
	if len(kinds) != 6 {
		t.Errorf("the fixture has blocks of the kinds %v only", kinds)
	}
}
