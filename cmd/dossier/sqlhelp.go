// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dossier/index"
)

func (a *app) sqlHelp() *cobra.Command {
	c := &cobra.Command{
		Use:   "sql-help [duckdb|pandas|polars]",
		Short: "Show how to open the case's Parquet files in DuckDB, pandas and polars",
		Long: `Show how to open the case's Parquet files in DuckDB, pandas and polars: with the paths
of the segments that belong to the case now, and copies of acts told apart. Another
'dossier add' may change which segments these are. With a name, only that one, to be
piped or pasted; docs/schema.md describes the columns.`,
		Example: `  dossier sql-help
  dossier sql-help duckdb > case.sql
  dossier sql-help polars > case.py`,
		Args: cobra.MatchAll(cobra.MaximumNArgs(1), func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return known("tool", args[0], slices.Sorted(maps.Keys(openings)))
		}),
		ValidArgs: slices.Sorted(maps.Keys(openings)),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.reading(func(c *index.Case) error { return a.printOpenings(c, args) })
		},
	}
	return c
}

// opening is how a program opens a case; its mark begins a comment.
type opening struct {
	title, mark string
	text        func(paths []string) string
}

var openings = map[string]opening{
	"duckdb": {"DuckDB", "--", duckdbOpening},
	"pandas": {"pandas, with pyarrow", "#", pandasOpening},
	"polars": {"polars", "#", polarsOpening},
}

func (a *app) printOpenings(c *index.Case, only []string) error {
	paths, err := c.EventFiles()
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		a.incomplete("the case has no events yet")
		return errNothing
	}
	for i, name := range slices.Sorted(maps.Keys(openings)) {
		if len(only) > 0 && only[0] != name {
			continue
		}
		if i > 0 && len(only) == 0 {
			a.out.printf("\n")
		}
		o := openings[name]
		a.out.printf("%s %s: the events of this case; duplicate tells further copies of an act\n%s\n", o.mark, o.title, o.text(paths))
	}
	return nil
}

// duckdbOpening makes a view: its texts are quoted as SQL quotes them.
func duckdbOpening(paths []string) string {
	return fmt.Sprintf(`CREATE OR REPLACE TEMP VIEW events AS
SELECT *,
    hex(key) <> repeat('0', 32) AND row_number() OVER (PARTITION BY key ORDER BY id) > 1 AS duplicate
FROM read_parquet([
%s
]);
SELECT kind, count(*) AS events FROM events WHERE NOT duplicate GROUP BY kind ORDER BY events DESC, kind;`,
		listed(paths, func(p string) string { return "'" + strings.ReplaceAll(p, "'", "''") + "'" }))
}

func pandasOpening(paths []string) string {
	return fmt.Sprintf(`import pandas as pd
events = pd.concat([pd.read_parquet(path) for path in [
%s
]], ignore_index=True).sort_values("id", ignore_index=True)
events["duplicate"] = events.duplicated("key") & (events["key"] != bytes(16))
print(events[~events["duplicate"]].groupby("kind").size().sort_values(ascending=False))`, listed(paths, pythonText))
}

func polarsOpening(paths []string) string {
	return fmt.Sprintf(`import polars as pl
events = pl.concat([pl.scan_parquet(path, glob=False) for path in [
%s
]]).sort("id").with_columns(
    duplicate=(pl.col("key") != bytes(16)) & ~pl.col("key").is_first_distinct()
)
print(events.filter(~pl.col("duplicate")).group_by("kind").len().sort("len", descending=True).collect())`, listed(paths, pythonText))
}

func listed(paths []string, quote func(string) string) string {
	lines := make([]string, len(paths))
	for i, p := range paths {
		lines[i] = "    " + quote(p)
	}
	return strings.Join(lines, ",\n")
}

// pythonText is a text as Python takes it: quoted, with escapes for all that is not
// printable ASCII.
func pythonText(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range filepath.ToSlash(text) {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c >= ' ' && c < 0x7F:
			b.WriteRune(c)
		case c <= 0xFFFF:
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			fmt.Fprintf(&b, `\U%08x`, c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
