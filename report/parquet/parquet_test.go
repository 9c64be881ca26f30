// SPDX-License-Identifier: Apache-2.0

package parquet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"dossier/internal/parquetfile"
	"dossier/report"
	"dossier/report/parquet"
	"dossier/report/reporttest"
)

// read gives the rows by column; the absence of a key is NULL.
func read(t *testing.T, data []byte) []map[string]string {
	t.Helper()
	columns, rows, err := parquetfile.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	list := []map[string]string{}
	for _, row := range rows {
		values := map[string]string{}
		for i, v := range row {
			if v != nil {
				values[columns[i]] = *v
			}
		}
		list = append(list, values)
	}
	return list
}

func open(t *testing.T, files map[string][]byte) reporttest.Reading {
	t.Helper()
	r := reporttest.Reading{Text: string(files["chronology.parquet.readme.txt"]), Rows: read(t, files["chronology.parquet"])}
	for _, row := range r.Rows {
		r.Items = append(r.Items, row[report.ColumnItem])
	}
	return r
}

func TestSuite(t *testing.T) { reporttest.Run(t, parquet.Format, open) }

// TestVerbatim wants every value, number and time back, and NULL where there is no
// time that a timestamp can hold.
func TestVerbatim(t *testing.T) {
	d := reporttest.Hostile(2 * len(reporttest.Texts))
	list := report.RowList{}
	for row := range reporttest.All(t, d) {
		list = append(list, row)
	}
	list[3].Time = time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC) // what a zero FILETIME says
	d.Rows = list
	rows := read(t, reporttest.Write(t, parquet.Format, d)["chronology.parquet"])
	for i, row := range list {
		at, known := rows[i][report.ColumnTime]
		if want := !row.Time.IsZero() && i != 3; known != want || known && at != strconv.FormatInt(row.Time.UnixNano(), 10) {
			t.Errorf("row %d: time %s came back as %q", i+1, row.Time, at)
		}
		if rows[i][report.ColumnNumber] != strconv.FormatInt(row.Number, 10) {
			t.Errorf("row %d is numbered %q", row.Number, rows[i][report.ColumnNumber])
		}
		for c, column := range d.Columns {
			if want := row.Cells[c]; utf8.ValidString(want) && rows[i][column.Key] != want {
				t.Errorf("row %d, %s: %q, want %q", i+1, column.Key, rows[i][column.Key], want)
			}
		}
	}
}

// TestDuckDB asks DuckDB, another reader than ours, for what was written.
func TestDuckDB(t *testing.T) {
	d := reporttest.Hostile(2 * len(reporttest.Texts))
	file := filepath.Join(t.TempDir(), "chronology.parquet")
	if err := os.WriteFile(file, reporttest.Write(t, parquet.Format, d)["chronology.parquet"], 0o600); err != nil {
		t.Fatal(err)
	}
	got := duckdb(t, `SELECT count(*)::VARCHAR AS n, count(time)::VARCHAR AS timed, string_agg(item, ' ' ORDER BY number) AS items,
		typeof(any_value(time)) AS type, epoch_us(min(time))::VARCHAR AS first, string_agg(object, '|' ORDER BY number) AS objects FROM '`+filepath.ToSlash(file)+`'`)
	var items, objects []string
	timed, first := 0, time.Time{}
	column := d.Index(report.ColumnObject)
	for row := range reporttest.All(t, d) {
		items = append(items, row.Item)
		if utf8.ValidString(row.Cells[column]) {
			objects = append(objects, row.Cells[column])
		} else {
			objects = append(objects, "lone ‹0xED›‹0xA0›‹0x80› cut ‹0xE2›‹0x82› high ‹0xFF›")
		}
		if !row.Time.IsZero() {
			timed++
			if first.IsZero() {
				first = row.Time
			}
		}
	}
	for key, want := range map[string]string{
		"n": strconv.Itoa(len(items)), "timed": strconv.Itoa(timed), "items": strings.Join(items, " "), "type": "TIMESTAMP WITH TIME ZONE",
		"first": strconv.FormatInt(first.UnixMicro(), 10), "objects": strings.Join(objects, "|"),
	} {
		if key == "type" && got[key] == "TIMESTAMP_NS" {
			continue // what DuckDB makes of nanoseconds, by its version
		}
		if got[key] != want {
			t.Errorf("DuckDB says %s is %.300q, want %.300q", key, got[key], want)
		}
	}
}

// duckdb answers a query of one row, with what of DuckDB is installed.
func duckdb(t *testing.T, query string) map[string]string {
	t.Helper()
	var c *exec.Cmd
	if path, err := exec.LookPath("duckdb"); err == nil {
		c = exec.CommandContext(context.Background(), path, "-json", "-c", query)
	} else {
		node, err := exec.LookPath("node")
		if err != nil || exec.CommandContext(context.Background(), node, "-e", `require("@duckdb/node-api")`).Run() != nil {
			t.Skip("neither duckdb nor node with @duckdb/node-api (found through NODE_PATH) is installed")
		}
		c = exec.CommandContext(context.Background(), node, "-e", `(async () => {
			const db = await (await require("@duckdb/node-api").DuckDBInstance.create(":memory:")).connect();
			console.log(JSON.stringify((await db.runAndReadAll(process.argv[1])).getRowObjectsJson()));
		})()`, query)
	}
	out, err := c.CombinedOutput()
	var rows []map[string]string
	if err != nil || json.Unmarshal(out, &rows) != nil || len(rows) != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	return rows[0]
}
