// SPDX-License-Identifier: Apache-2.0

package segments

// Pages goes through a column of texts in ascending order of the rows, a page of the
// file at a time. It is for one goroutine. Close it.
type Pages interface {
	// Page makes the page of the row current and returns its rows [first, end).
	Page(row int64) (first, end int64, err error)
	// Bytes is the row's text. The row lies in the current page; the bytes are valid
	// until the next.
	Bytes(row int64) []byte
	Close()
}

// Pages goes through a column.
func (s *Segment) Pages(name string) Pages { return s.Walk(name) }

// Rows is what a builder holds as the segment that Write makes has it: the same rows
// in the same order and on the same pages. It is valid until the builder changes.
type Rows struct {
	b     *Builder
	order []uint32
}

// Rows are the rows of the builder. Write may be called meanwhile.
func (b *Builder) Rows() *Rows { return &Rows{b, b.order()} }

// Count is the number of rows.
func (r *Rows) Count() int64 { return int64(len(r.order)) }

// Pages goes through a column of texts that has no dictionary.
func (r *Rows) Pages(name string) Pages {
	return &gatheredPages{c: r.b.columns[eventIndex[name]].(*plainColumn), order: r.order}
}

// EachText calls each for the distinct texts of a dictionary column, which it must not
// change. It does not fail.
func (r *Rows) EachText(name string, each func(text []byte)) error {
	c := r.b.columns[eventIndex[name]].(*dictColumn)
	for i := range c.texts.Count() {
		each(c.texts.Entry(uint32(i)))
	}
	return nil
}

// EachText calls each for the distinct texts of a dictionary column, which it must not
// change or keep.
func (s *Segment) EachText(name string, each func(text []byte)) error {
	texts, err := s.Dictionary(name)
	if err != nil {
		return err
	}
	for i := range texts.Count() {
		each([]byte(texts.At(i)))
	}
	return nil
}

// eventIndex is the column index by name.
var eventIndex = func() map[string]int {
	index := map[string]int{}
	for i, path := range eventSchema.Columns() {
		index[path[0]] = i
	}
	return index
}()

// gatheredPages are the pages that a column will have.
type gatheredPages struct {
	c          *plainColumn
	order      []uint32
	first, end int
}

// Page does not fail.
func (p *gatheredPages) Page(row int64) (first, end int64, err error) {
	for int(row) >= p.end {
		p.first, p.end = p.end, pageEnd(p.c, p.order, p.end)
	}
	return int64(p.first), int64(p.end), nil
}

// Bytes are valid as long as the builder does not change.
func (p *gatheredPages) Bytes(row int64) []byte { return p.c.at(int(p.order[row])) }

// Close has nothing to do.
func (p *gatheredPages) Close() {}
