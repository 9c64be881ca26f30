// SPDX-License-Identifier: Apache-2.0

package bundle_test

import (
	"context"
	"iter"
	"strings"

	"dossier/report"
)

// masked are rows in which the record of one event is withheld.
type masked struct {
	rows   report.Rows
	object string
}

// All yields them.
func (m masked) All(ctx context.Context) iter.Seq2[*report.Row, error] {
	return func(yield func(*report.Row, error) bool) {
		for r, err := range m.rows.All(ctx) {
			if err == nil {
				out := *r
				out.Event = nil
				if r.Event.Object.ID == m.object {
					out.Raw = strings.Repeat("█", 10)
				}
				r = &out
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
