// SPDX-License-Identifier: Apache-2.0

package segments_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"

	"dossier/index/internal/segments"
	"dossier/internal/parquetfile"
)

// TestRowsAreThoseOfTheFile writes events as a segment and as a table of rows, and
// wants the same columns of the same types, and the same values.
func TestRowsAreThoseOfTheFile(t *testing.T) {
	events := anyEvents(rand.New(rand.NewPCG(3, 4)), 2000)
	dir := filepath.Join(t.TempDir(), "0001")
	b := segments.NewBuilder()
	b.Add(events, nil, nil)
	if _, err := b.Write(dir); err != nil {
		t.Fatal(err)
	}
	segment, err := os.ReadFile(filepath.Join(dir, "events.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(events, segments.CompareEvents)
	var table bytes.Buffer
	w, err := parquetfile.NewWriter(&table, segments.EventColumns())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if err := w.Write(b.Row(e)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want, wantColumns := rowsOf(t, segment)
	got, gotColumns := rowsOf(t, table.Bytes())
	if !slices.Equal(gotColumns, wantColumns) {
		t.Errorf("columns\n%s\nwant\n%s", gotColumns, wantColumns)
	}
	if len(got) != len(events) || len(want) != len(events) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("row %d is\n%s\nwant\n%s", i, got[i], want[i])
		}
	}
}

// rowsOf reads the rows of a file as text, and its columns with their types.
func rowsOf(t *testing.T, data []byte) (rows, columns []string) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range f.Schema().Fields() {
		columns = append(columns, fmt.Sprint(field.Name(), " ", field.Type(), " ", field.Optional()))
	}
	for _, group := range f.RowGroups() {
		r := group.Rows()
		buffer := make([]parquet.Row, 64)
		for {
			n, err := r.ReadRows(buffer)
			for _, row := range buffer[:n] {
				rows = append(rows, fmt.Sprintf("%q", row))
			}
			if err != nil {
				break
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	return rows, columns
}
