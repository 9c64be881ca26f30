// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"bufio"
	"context"
	"errors"
	"strings"
	"testing"

	"dossier/report"
	"dossier/report/reporttest"
)

// TestWalkCounts wants an error where rows are missing, too many, or lack a cell.
func TestWalkCounts(t *testing.T) {
	for _, c := range []struct {
		name string
		said int64
		cut  bool
		want string
	}{{"all", 5, false, ""}, {"fewer", 6, false, "5 of 6"}, {"more", 4, false, "5 of 4"}, {"a cell short", 5, true, "row 3"}} {
		d := reporttest.Hostile(5)
		list := report.RowList{}
		for r := range reporttest.All(t, d) {
			list = append(list, r)
		}
		if c.cut {
			list[2].Cells = list[2].Cells[1:]
		}
		d.Rows, d.Count = list, c.said
		n, err := d.Walk(context.Background(), func(*report.Row) error { return nil })
		if c.want == "" && (err != nil || n != 5) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %d, %v; want %q", c.name, n, err, c.want)
		}
	}
}

// TestWriteFileCloses wants the file closed and the first fault told.
func TestWriteFileCloses(t *testing.T) {
	fault := errors.New("fault")
	to := &reporttest.Memory{}
	err := report.WriteFile(to, "a.txt", func(*bufio.Writer) error { return fault })
	if !errors.Is(err, fault) || len(to.Open()) > 0 {
		t.Errorf("%v, open: %v", err, to.Open())
	}
}
