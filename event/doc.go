// SPDX-License-Identifier: Apache-2.0

// Package event is the vocabulary of dossier: what a log says, in the same
// words for every product that writes one. It imports the standard library only
// and everything else imports it.
//
// # Glossary
//
// One word, one meaning, in code, flags, columns and documents.
//
//   - evidence: what we were given. Never written to.
//   - source: one file of the evidence, or one member of an archive. Named by
//     the SHA-256 of its bytes.
//   - record: one entry in a source, as its product wrote it: a CSV row, an EVTX
//     record, a message in a mailbox. It occupies a [Span] of bytes.
//   - event: what a record tells about one act at one time ([Event]). One record
//     may tell several events (a message to three recipients), and one event may
//     rest on several records (a print job and its copies).
//   - fact: what a reference record says about whom or what ([Fact]): a roster
//     row, a CRM user, a customer. Facts name things and say who owned them;
//     they never date an act.
//   - reject: a span that was not understood, with the reason ([Reject]).
//   - skip: a span that carries no record: a header, a blank line ([Skip]).
//   - account: who a system says acted, exactly as recorded, in its namespace
//     ([Account]). Persons are not data: links from accounts to persons are
//     opinions, kept by analysis/identity.
//   - key: what makes an act unique in the system that recorded it ([Key]).
//     Overlapping exports give several events of one key; the one with the
//     smallest [ID] is primary, the others are duplicates: kept, marked, counted
//     apart.
//   - group: the act that several events describe (a message and its deliveries,
//     a bulk job and its batches). A [Quantity] that is running or repeated is
//     counted once per group.
//   - case: everything on disk for one investigation.
//   - tag: a person's mark on an event.
//   - finding: a detection that fired.
//
// # Conservation
//
// The spans of events, facts, rejects and skips tile a source exactly: every
// byte belongs to some span, and two spans are either the same or disjoint.
//
// # Verbatim
//
// An event repeats what its record says. Deriving (whose account is this, is
// this recipient outside, does this count twice) belongs to analysis. The one
// liberty taken is spelling: [Account.Canonical] compares accounts as their
// namespace does, and leaves the recorded spelling alone.
package event
