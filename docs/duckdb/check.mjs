// SPDX-License-Identifier: Apache-2.0
//
// Opens a case with DuckDB, as `dossier sql-help duckdb` says, and compares its
// answers with those of `dossier count`. It is how an analyst's own tool reads a
// case, and what keeps docs/schema.md true.
//
//   npm install && node check.mjs CASE [DOSSIER]
//
// DOSSIER is the program, "dossier" if left out. Exit code 0: all answers agree.
import { execFileSync } from 'node:child_process';
import { DuckDBInstance } from '@duckdb/node-api';

// Each question is asked of both: a command line of dossier count, and SQL over the
// view events. Both give rows of texts, in any order.
const questions = [
  {
    title: 'events, and what of them are further copies',
    commands: [['*'], ['is:duplicate']],
    sql: `SELECT count(*) FILTER (NOT duplicate) FROM events
          UNION ALL SELECT count(*) FILTER (duplicate) FROM events`,
  },
  {
    title: 'events by kind',
    commands: [['*', '--by', 'kind']],
    sql: 'SELECT kind, count(*) FROM events WHERE NOT duplicate GROUP BY ALL',
  },
  {
    title: 'print jobs by day, and their pages',
    commands: [['kind:print.job', '--by', 'day', '--sum', 'pages', '--utc']],
    // Of one act that several records tell, the larger of what they add up to and of
    // what they repeat counts once; estimates do not.
    sql: `WITH jobs AS (
            SELECT *, strftime(time AT TIME ZONE 'UTC', '%Y-%m-%d') AS day,
              CASE group_id WHEN '' THEN hex(id) ELSE group_id END AS act
            FROM events WHERE kind = 'print.job' AND NOT duplicate
          ), acts AS (
            SELECT day, act, count(*) AS jobs, CASE WHEN count(pages) FILTER (pages_basis <> 'estimated') > 0 THEN greatest(
              coalesce(sum(pages) FILTER (pages_basis = 'own'), 0),
              coalesce(max(pages) FILTER (pages_basis IN ('running', 'repeated')), 0)) END AS pages
            FROM jobs GROUP BY day, act
          )
          SELECT coalesce(day, ''), sum(jobs), sum(pages) FROM acts GROUP BY day`,
  },
  {
    title: 'large exports by address',
    commands: [['kind:crm.report.export rows:>1000', '--by', 'ip']],
    sql: `SELECT ip, count(*) FROM events
          WHERE kind = 'crm.report.export' AND records > 1000 AND NOT duplicate GROUP BY ALL`,
  },
  {
    title: 'mail to private addresses, by the hour',
    commands: [['kind:mail.* to:*@mailbox.example', '--by', 'hour', '--utc']],
    sql: `SELECT CASE WHEN time IS NULL OR time_precision = 'day' THEN ''
              ELSE strftime(time AT TIME ZONE 'UTC', '%H') END AS hour, count(*)
          FROM events
          WHERE starts_with(kind, 'mail.') AND NOT duplicate AND len(list_filter(
            from_json(nullif(targets, ''), '[{"role":"VARCHAR","namespace":"VARCHAR","account":"VARCHAR","name":"VARCHAR"}]'),
            lambda t: t.role IN ('to', 'cc', 'bcc', 'forward-to', 'share-with') AND ends_with(lower(t.account), '@mailbox.example'))) > 0
          GROUP BY ALL`,
  },
];

const [dir, program = 'dossier'] = process.argv.slice(2);
if (!dir) {
  console.error('usage: node check.mjs CASE [DOSSIER]');
  process.exit(2);
}

// dossier runs the program on the case; finding nothing (1) is an answer.
function dossier(args) {
  try {
    return execFileSync(program, ['-C', dir, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 });
  } catch (error) {
    if (error.status === 1) return '';
    throw error;
  }
}

// counted is the answer of dossier count as rows of texts: what it counts by, the
// count, the sum.
function counted(args) {
  const lines = dossier(['count', ...args, '--format', 'jsonl']).split('\n').filter(Boolean).map((line) => JSON.parse(line));
  if (lines.length === 0 && !args.includes('--by')) lines.push({ count: 0 });
  return lines.map((line) => {
    const row = [...Object.values(line.by ?? {}), line.count];
    if (args.includes('--sum')) row.push(...(line.sum ? Object.values(line.sum) : ['']));
    return row.map(String);
  });
}

const comparable = (rows) => rows.map((row) => row.map((cell) => String(cell ?? '')).join(' | ')).sort();

const connection = await (await DuckDBInstance.create(':memory:')).connect();
for (const statement of dossier(['sql-help', 'duckdb']).split(/;\s*$/m).filter((text) => text.trim())) {
  await connection.run(statement);
}
let failed = 0;
for (const { title, commands, sql } of questions) {
  const want = comparable(commands.flatMap(counted));
  const got = comparable((await connection.runAndReadAll(sql)).getRows());
  const same = want.length > 0 && JSON.stringify(got) === JSON.stringify(want);
  if (!same) failed++;
  console.log(`${same ? 'agrees' : 'DIFFERS'}: ${title}, ${want.length} ${want.length === 1 ? 'row' : 'rows'}`);
  if (!same) console.log(`  dossier ${JSON.stringify(want)}\n  DuckDB  ${JSON.stringify(got)}`);
}
process.exit(failed === 0 ? 0 : 1);
