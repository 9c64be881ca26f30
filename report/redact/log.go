// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"slices"

	"dossier/event"
)

// Entry is one redaction. It does not tell what stood there.
type Entry struct {
	ID         string // R-0012
	Item       string // of the chronology, MH-0042; else the section's key, or "document"
	Field      string // the column's key; else what part of a section
	Reason     Reason
	Basis      string
	Rule       string
	Commitment event.Digest // see [Key.Commitment]
	value      string
}

// Log tells every redaction of a document. Safe for concurrent use.
type Log struct {
	Count  int64            // redactions there are
	ByRule map[string]int64 // by rule, those that redacted nothing with 0
	Kept   []Kept           // by rule and why
	values []string
	r      *redactor
}

func newLog(r *redactor, found *collection) *Log {
	l := &Log{r: r, ByRule: map[string]int64{}, values: sortedKeys(found.everyone)}
	for _, rule := range r.plan.rules {
		l.ByRule[rule.Name] = 0
	}
	for kept, n := range found.kept {
		kept.Count = n
		l.Kept = append(l.Kept, kept)
	}
	slices.SortFunc(l.Kept, func(a, b Kept) int { return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Why, b.Why)) })
	return l
}

func (l *Log) count(e Entry) {
	l.Count++
	l.ByRule[e.Rule]++
}

// Values are the texts that may stand in no file of the export, what pseudonyms stand
// for included. They are as secret as the evidence. The slice is the caller's.
func (l *Log) Values() []string { return slices.Clone(l.values) }

// Mask takes those texts out of one that is written beside the document: a query in a
// manifest. It is no redaction of the log and has no number.
func (l *Log) Mask(text string) string {
	w := &walk{r: l.r}
	masked := w.plain("manifest", "", text)
	if w.number == 0 {
		return masked
	}
	return placeholderID.ReplaceAllString(masked, "[REDACTED")
}

// All walks through the document again and yields its redactions in order. After an
// error nothing more comes.
func (l *Log) All(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		more := true
		w := &walk{r: l.r, each: func(e Entry) { more = more && yield(e, nil) }}
		w.frontSections()
		for row, err := range l.r.original.Rows.All(ctx) {
			if err != nil && more {
				yield(Entry{}, err)
			}
			if err != nil || !more {
				return
			}
			w.row(row)
		}
		if more {
			w.backSections()
		}
	}
}

// Columns are the columns of the log as CSV.
func (l *Log) Columns() []string {
	return []string{"id", "item", "field", "reason", "basis", "rule", "commitment_hmac_sha256"}
}

// WriteCSV writes the log as it may go to the other side, and returns how many
// redactions stand in it.
func (l *Log) WriteCSV(ctx context.Context, to io.Writer) (int64, error) {
	return l.write(ctx, to, l.Columns(), func(e Entry) []string { return e.cells() })
}

// WriteCounselCSV writes the log with what stood there: the other half of the key,
// for counsel alone.
func (l *Log) WriteCounselCSV(ctx context.Context, to io.Writer) (int64, error) {
	return l.write(ctx, to, append(l.Columns(), "value"), func(e Entry) []string { return append(e.cells(), e.value) })
}

func (e Entry) cells() []string {
	return []string{e.ID, e.Item, e.Field, string(e.Reason), e.Basis, e.Rule, e.Commitment.String()}
}

func (l *Log) write(ctx context.Context, to io.Writer, head []string, cells func(Entry) []string) (int64, error) {
	w := csv.NewWriter(to)
	w.UseCRLF = true
	err := w.Write(head)
	var n int64
	for e, walkErr := range l.All(ctx) {
		if err = cmp.Or(err, walkErr); err != nil {
			break
		}
		err = w.Write(cells(e))
		n++
	}
	w.Flush()
	if err = cmp.Or(err, w.Error()); err != nil {
		return n, fmt.Errorf("redaction log: %w", err)
	}
	if n != l.Count {
		return n, fmt.Errorf("redaction log: %d written of %d", n, l.Count)
	}
	return n, nil
}
