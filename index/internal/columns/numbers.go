// SPDX-License-Identifier: Apache-2.0

package columns

// Numbers is a column of integers, of which rows may have none. Immutable once
// Ready was called; safe for concurrent use.
type Numbers struct {
	known  *Set
	values []int64 // of the rows that have one, in order
}

// NewNumbers makes the column of a segment; numbers are added in order of the rows.
func NewNumbers(rows int64) *Numbers { return &Numbers{known: NewSet(rows)} }

// Add gives a row its number. Rows come in ascending order.
func (n *Numbers) Add(row, value int64) {
	n.known.Add(row)
	n.values = append(n.values, value)
}

// Ready ends the making.
func (n *Numbers) Ready() { n.known.Index() }

// At is the number of a row, 0 where it has none.
func (n *Numbers) At(row int64) int64 {
	if !n.known.Has(row) {
		return 0
	}
	return n.values[n.known.Rank(row)]
}

// SizeBytes is about what the column takes in memory.
func (n *Numbers) SizeBytes() int64 { return 8*int64(cap(n.values)) + 12*int64(len(n.known.words)) }
