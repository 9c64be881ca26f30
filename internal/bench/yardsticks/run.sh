#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What others need for the same bytes, in the same minutes: a CSV file is
#
#	hashed                       sha256sum
#	made a case, searchable      dossier create, dossier add
#	converted                    DuckDB: CSV to Parquet, sorted, zstd
#	imported with a word index   SQLite: CSV into an FTS5 table
#	loaded as lines, for it knows no such format: lnav
#
# What is not installed is left out, and the table says so. Nothing is downloaded.
#
#	internal/bench/yardsticks/run.sh FILE.csv [RUNS]
#
# FILE.csv is best a Salesforce log that internal/bench/ingest --make wrote. RUNS is 5. The
# table states medians, wall and processor time.
set -euo pipefail

file=$(realpath "$1")
runs=${2:-5}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/yardsticks-XXXXXX")
trap 'rm -rf "$scratch"' EXIT

(cd "$root" && CGO_ENABLED=0 go build -o "$scratch/dossier" ./cmd/dossier)

time_column=$(head -n 1 "$file" | tr -d '"' | tr ',' '\n' | grep -m 1 -i timestamp || true)

use_sha256() { sha256sum "$file" >/dev/null; }

use_dossier() {
	rm -rf "$scratch/a.case"
	"$scratch/dossier" create "$scratch/a.case" --title yardstick --tz UTC >/dev/null
	"$scratch/dossier" -C "$scratch/a.case" add "$file" --tz UTC >/dev/null 2>&1
}

use_duckdb() {
	rm -f "$scratch/a.parquet"
	NODE_PATH="${NODE_PATH:-$root/node_modules}" node "$here/duckdb.cjs" "$file" "$time_column" "$scratch/a.parquet"
}

# All columns in one table of words, as an investigator would want to search them.
use_sqlite() {
	rm -f "$scratch/a.db"
	local columns
	columns=$(head -n 1 "$file" | tr -d '\r')
	sqlite3 "$scratch/a.db" "PRAGMA journal_mode=off; PRAGMA synchronous=off; CREATE VIRTUAL TABLE t USING fts5($columns);" \
		".mode csv" ".import --skip 1 $file t" >/dev/null
}

use_lnav() { HOME="$scratch" lnav -n -q -c ';SELECT count(*) FROM all_logs' "$file" >/dev/null 2>&1; }

# have WHAT reports whether a yardstick can be used here.
have() {
	case $1 in
	duckdb) command -v node >/dev/null && NODE_PATH="${NODE_PATH:-$root/node_modules}" node -e 'require("@duckdb/node-api")' 2>/dev/null ;;
	sqlite) command -v sqlite3 >/dev/null ;;
	lnav) command -v lnav >/dev/null ;;
	esac
}

# measure NAME prints wall and processor seconds of each run.
measure() {
	local TIMEFORMAT='%R %U %S' i
	for ((i = 0; i < runs; i++)); do
		{ time "use_$1"; } 2>&1 | tail -n 1 | awk '{ print $1, $2 + $3 }'
	done
}

median() { sort -n | awk '{ a[NR] = $1 } END { print (NR % 2) ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }

size=$(stat -c %s "$file" 2>/dev/null || stat -f %z "$file")
printf '%s: %d MB, %d lines, medians of %d\n\n' "$(basename "$file")" $((size / 1000000)) "$(wc -l <"$file")" "$runs"
printf '| what | wall s | CPU s | MB/s |\n|---|---|---|---|\n'
for what in sha256 dossier duckdb sqlite lnav; do
	if [[ $what != sha256 && $what != dossier ]] && ! have "$what"; then
		printf '| %s | not installed here | | |\n' "$what"
		continue
	fi
	measure "$what" >"$scratch/times"
	wall=$(cut -d' ' -f1 "$scratch/times" | median)
	cpu=$(cut -d' ' -f2 "$scratch/times" | median)
	printf '| %s | %.2f | %.2f | %.0f |\n' "$what" "$wall" "$cpu" "$(awk "BEGIN { print $size / 1e6 / $wall }")"
done
