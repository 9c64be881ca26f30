// SPDX-License-Identifier: Apache-2.0

package event

// Quantity is a number that a record states, and how it may be added up. The
// zero Quantity is absent, and absent is not zero.
type Quantity struct {
	Count int64
	Basis QuantityBasis
}

// QuantityBasis says what adding a quantity to others would mean.
type QuantityBasis uint8

// The bases. Written in this order into cases: append only.
const (
	// Absent: the record states no number.
	Absent QuantityBasis = iota
	// Own: the number belongs to this event alone; it may be summed.
	Own
	// Running: a running total of the event's Group; the largest counts.
	Running
	// Repeated: stated again on every event of the Group; it counts once.
	Repeated
	// Estimated: a sample or bucket; it is shown and never summed.
	Estimated
)

// String is the word used in columns and JSON.
func (b QuantityBasis) String() string {
	switch b {
	case Own:
		return "own"
	case Running:
		return "running"
	case Repeated:
		return "repeated"
	case Estimated:
		return "estimated"
	}
	return ""
}

// Present reports whether the record states a number.
func (q Quantity) Present() bool { return q.Basis != Absent }

// Count makes a quantity that belongs to its event alone.
func Count(n int64) Quantity { return Quantity{Count: n, Basis: Own} }

// Quantities are the numbers an event may state.
type Quantities struct {
	Records     Quantity // rows of data exported, read, shown or changed
	Pages       Quantity // printed sides: document pages times copies
	Copies      Quantity // copies of a print job
	Bytes       Quantity // size of what moved
	Attachments Quantity // files attached
	Items       Quantity // messages or files acted on in one go
}
