// SPDX-License-Identifier: Apache-2.0
//
// Converts a CSV file to Parquet, sorted by a column, with DuckDB: the yardstick for
// an ingest. node duckdb.cjs FILE.csv COLUMN OUT.parquet
const { DuckDBInstance } = require('@duckdb/node-api');

const quote = (text) => `'${text.replaceAll("'", "''")}'`;

async function main([file, column, out]) {
  const db = await DuckDBInstance.create(':memory:');
  const connection = await db.connect();
  const order = column ? `ORDER BY "${column.replaceAll('"', '""')}"` : '';
  await connection.run(`COPY (SELECT * FROM read_csv(${quote(file)}, all_varchar = true) ${order})
    TO ${quote(out)} (FORMAT parquet, COMPRESSION zstd)`);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
