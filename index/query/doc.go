// SPDX-License-Identifier: Apache-2.0

// Package query is the language in which a case is searched: it parses, prints,
// simplifies and matches. It knows no store: [Query.Match] is the meaning, and
// whatever answers faster must agree with it. docs/query.md is the manual.
//
//	query   = and { "OR" and }
//	and     = not { [ "AND" ] not }
//	not     = { "NOT" | "-" } primary
//	primary = "(" query ")" | value | field ":" value { "," value } | field ":(" query ")"
//	value   = word | wild* | word~ | word~1 | "phrase" | /regex/ | what else the field takes
//
// The empty text, and *, ask for everything.
//
// # Round trip
//
// For every q that [Parse] returns, Parse(q.String()) returns an equal q.
//
// # Limits
//
// A query has at most 64 KiB as written and as printed, 1,000 values, 64 levels of
// parentheses and negations, and 32 regular expressions of at most 250 bytes and 250
// steps. The time of a match grows with the length of the event times that of the
// query, at worst.
package query
