// SPDX-License-Identifier: Apache-2.0

// Package segments writes and reads the Parquet files of a case. It is the only
// folder that imports parquet-go.
//
// A segment is a folder that never changes once it has its name:
//
//	events.parquet   sorted by (time, id), events without time last; one row group
//	facts.parquet    sorted by id
//	rejects.parquet  sorted by (source, offset)
//
// The columns are documented in docs/schema.md; their names and meanings are a
// public interface. Text that is absent is the empty string; numbers and times
// that are absent are NULL. Lists are JSON texts.
//
// Version history: 1 (first).
package segments
