// SPDX-License-Identifier: Apache-2.0

package parquetfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"dossier/internal/parquetfile"
)

var columns = []parquetfile.Column{
	{Name: "text", Type: parquetfile.Text},
	{Name: "id", Type: parquetfile.Bytes16},
	{Name: "at", Type: parquetfile.Timestamp, Nullable: true},
	{Name: "count", Type: parquetfile.Int64, Nullable: true},
	{Name: "ordinal", Type: parquetfile.Int32},
}

// row is a row that differs from the others, with NULLs in some.
func row(i int) []any {
	r := []any{fmt.Sprint("text ", i%7), [16]byte{byte(i), 1}, time.Unix(int64(i), 5).UTC(), int64(i), int32(i)}
	if i%3 == 0 {
		r[2], r[3] = nil, nil
	}
	return r
}

func write(t *testing.T, n int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := parquetfile.NewWriter(&out, columns, parquetfile.Note{Name: "dossier.schema", Value: "1"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := w.Write(row(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if w.Count() != int64(n) {
		t.Errorf("%d rows counted, %d written", w.Count(), n)
	}
	return out.Bytes()
}

// TestReadsBack wants every value of several row groups back, in the order of the
// columns and rows, and NULL apart from zero.
func TestReadsBack(t *testing.T) {
	const n = 70_000
	data := write(t, n)
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := f.Lookup("dossier.schema"); v != "1" {
		t.Errorf("the note is %q", v)
	}
	if len(f.RowGroups()) < 2 || f.NumRows() != n {
		t.Fatalf("%d groups of %d rows", len(f.RowGroups()), f.NumRows())
	}
	for i, field := range f.Schema().Fields() {
		if field.Name() != columns[i].Name || field.Optional() != columns[i].Nullable {
			t.Errorf("column %d is %s", i, field)
		}
	}
	at := 0
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		buffer := make([]parquet.Row, 100)
		for {
			got, err := rows.ReadRows(buffer)
			for _, r := range buffer[:got] {
				compare(t, at, r)
				at++
			}
			if err != nil {
				break
			}
		}
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}
	if at != n {
		t.Errorf("%d rows read", at)
	}
}

func compare(t *testing.T, i int, got parquet.Row) {
	t.Helper()
	want := row(i)
	id := want[1].([16]byte)
	same := got[0].String() == want[0] && bytes.Equal(got[1].ByteArray(), id[:]) && got[4].Int32() == want[4] && got[2].IsNull() == (want[2] == nil)
	if want[2] != nil {
		same = same && got[2].Int64() == want[2].(time.Time).UnixNano() && got[3].Int64() == want[3]
	}
	if !same {
		t.Fatalf("row %d is %v, want %v", i, got, want)
	}
}

func TestSameRowsSameBytes(t *testing.T) {
	if !bytes.Equal(write(t, 1000), write(t, 1000)) {
		t.Error("the same rows give other bytes")
	}
	if bytes.Equal(write(t, 1000), write(t, 1001)) {
		t.Error("other rows give the same bytes")
	}
}

// TestRefuses gives what no column takes.
func TestRefuses(t *testing.T) {
	for _, list := range [][]parquetfile.Column{nil, {{Name: ""}}, {{Name: "a"}, {Name: "a"}}, {{Name: "a,b"}}} {
		if _, err := parquetfile.NewWriter(&bytes.Buffer{}, list); err == nil {
			t.Errorf("%v: no error", list)
		}
	}
	for i, bad := range []any{7, "short", "noon", "5", int64(5)} {
		w, err := parquetfile.NewWriter(&bytes.Buffer{}, columns)
		if err != nil {
			t.Fatal(err)
		}
		r := row(1)
		r[i] = bad
		if err := w.Write(r); err == nil || !strings.Contains(err.Error(), "column "+columns[i].Name) {
			t.Errorf("%v in column %s: %v", bad, columns[i].Name, err)
		}
		if err := w.Write(append(row(1), 1)); err == nil {
			t.Error("a row that is too long is taken")
		}
		r = row(1)
		r[0] = nil
		if err := w.Write(r); err == nil {
			t.Error("nil is taken where there is no NULL")
		}
	}
	w, err := parquetfile.NewWriter(&bytes.Buffer{}, columns)
	if err != nil {
		t.Fatal(err)
	}
	r := row(1)
	r[2] = time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := w.Write(r); err == nil {
		t.Error("a time that 64 bits of nanoseconds do not hold is taken")
	}
}

// TestTellsOfAFullDisk lets every write fail.
func TestTellsOfAFullDisk(t *testing.T) {
	w, err := parquetfile.NewWriter(fullDisk{}, columns)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(row(1)), w.Close()); !errors.Is(err, errFull) {
		t.Errorf("on a full disk: %v", err)
	}
}

var errFull = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }
