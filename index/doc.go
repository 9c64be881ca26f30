// SPDX-License-Identifier: Apache-2.0

// Package index keeps a case: everything on disk for one investigation.
//
//	acme-hall.case/
//	  case.json         format version, title, time zone, created by which build
//	  evidence/<sha256> the original bytes, read-only; or evidence/<sha256>.ref,
//	                    a file that says where they are
//	  sources.jsonl     what the case consists of: one line that lists the live
//	                    segments, then one line a source. Replaced whole, by
//	                    rename: this is the commit
//	  segments/NNNN/    immutable Parquet files (docs/schema.md)
//	  segments/NNNN/words derived: which words stand in attributes and bodies
//	  duplicates/<name> derived: which rows are copies of a primary event
//	  survey/<name>     derived: who acted, and from when to when
//	  journal.jsonl     what people did and decided, append-only; every line carries
//	                    the SHA-256 of the line before
//	  lock, lock.holder who is writing
//	  tmp/              unfinished work; emptied by the next writer
//
// A segment that sources.jsonl does not list is what a killed process left
// behind; it is never read, and the next writer removes it. So a case is at any
// moment as some commit left it.
//
// Reading takes no lock and never waits for a writer: a reader opens what
// sources.jsonl lists, and those files do not change. A case has one writer at a
// time.
//
// # Version history
//
// 1: the first.
package index
