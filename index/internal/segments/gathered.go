// SPDX-License-Identifier: Apache-2.0

package segments

import "dossier/index/internal/columns"

// gathered is one column while its rows come in, in the order of their coming.
// Its memory holds no pointers, so a big one costs the garbage collector nothing.
type gathered interface {
	// take appends the rows of another column of the same type.
	take(from gathered)
	// sizeBytes is what the rows take in memory.
	sizeBytes() int
	// reset forgets the rows and keeps the memory.
	reset()
}

// textColumn is a column of texts.
type textColumn interface {
	gathered
	add(text string)
}

// dictColumn holds every distinct text once. What is written numbers them anew.
type dictColumn struct {
	texts columns.Table
	rows  int
	codes []uint32 // number by row; empty as long as all rows have number 0
	last  string   // of the row before, and its number: logs repeat themselves
	code  uint32
}

func (c *dictColumn) add(text string) {
	if text != c.last || c.rows == 0 {
		c.last, c.code = text, c.texts.Number(text)
	}
	c.append(c.code)
}

func (c *dictColumn) append(code uint32) {
	if code != 0 && len(c.codes) == 0 {
		c.codes = extend(c.codes, c.rows)
	}
	if len(c.codes) > 0 || code != 0 {
		c.codes = append(c.codes, code)
	}
	c.rows++
}

// extend appends n zeros.
func extend(codes []uint32, n int) []uint32 {
	if free := cap(codes) - len(codes); free < n {
		return append(codes, make([]uint32, n)...)
	}
	codes = codes[:len(codes)+n]
	clear(codes[len(codes)-n:])
	return codes
}

func (c *dictColumn) take(from gathered) {
	o := from.(*dictColumn)
	moved := make([]uint32, o.texts.Count())
	for i := range moved {
		moved[i] = c.texts.NumberBytes(o.texts.Entry(uint32(i)))
	}
	for row := range o.rows {
		c.append(moved[o.codeOf(row)])
	}
	c.last, c.code = "", 0
	if c.texts.Count() > 0 {
		c.last = string(c.texts.Entry(0))
	}
}

// codeOf is the number of a row's text.
func (c *dictColumn) codeOf(row int) uint32 {
	if len(c.codes) == 0 {
		return 0
	}
	return c.codes[row]
}

func (c *dictColumn) at(row int) []byte { return c.texts.Entry(c.codeOf(row)) }

func (c *dictColumn) sizeBytes() int { return c.texts.SizeBytes() + 4*len(c.codes) }

func (c *dictColumn) reset() {
	c.texts.Reset()
	*c = dictColumn{texts: c.texts, codes: c.codes[:0]}
}

// chunkBytes is the piece of memory in which a plainColumn grows: so growing moves
// nothing, and an emptied column can use every piece again.
const chunkBytes = 256 << 10

// plainColumn holds the text of every row.
type plainColumn struct {
	chunks    [][]byte // longer texts have one of their own
	starts    []uint64 // by row: chunk << 32 | offset in it
	lengths   []uint32 // by row
	textBytes int
	spare     [][]byte
	scratch   []byte
}

func (c *plainColumn) at(row int) []byte {
	start, length := c.starts[row], c.lengths[row]
	if length == 0 {
		return nil
	}
	return c.chunks[start>>32][uint32(start):][:length]
}

// chunk is one that has room for n bytes, the last.
func (c *plainColumn) chunk(n int) *[]byte {
	if last := len(c.chunks) - 1; last >= 0 && cap(c.chunks[last])-len(c.chunks[last]) >= n {
		return &c.chunks[last]
	}
	if free := len(c.spare); free > 0 && n <= chunkBytes {
		c.chunks, c.spare = append(c.chunks, c.spare[free-1]), c.spare[:free-1]
	} else {
		c.chunks = append(c.chunks, make([]byte, 0, max(n, chunkBytes)))
	}
	return &c.chunks[len(c.chunks)-1]
}

func (c *plainColumn) add(text string) {
	c.scratch = append(c.scratch[:0], text...)
	c.addBytes(c.scratch)
}

// addBy adds the text that write appends.
func (c *plainColumn) addBy(write func([]byte) []byte) {
	c.scratch = write(c.scratch[:0])
	c.addBytes(c.scratch)
}

func (c *plainColumn) addBytes(text []byte) {
	var start uint64
	if len(text) > 0 {
		chunk := c.chunk(len(text))
		start = uint64(len(c.chunks)-1)<<32 | uint64(len(*chunk))
		*chunk = append(*chunk, text...)
	}
	c.starts, c.lengths = append(c.starts, start), append(c.lengths, uint32(len(text)))
	c.textBytes += len(text)
}

func (c *plainColumn) take(from gathered) {
	o := from.(*plainColumn)
	for row := range o.starts {
		c.addBytes(o.at(row))
	}
}

func (c *plainColumn) sizeBytes() int { return c.textBytes + 12*len(c.starts) }

// reset keeps the chunks of the ordinary size.
func (c *plainColumn) reset() {
	for _, chunk := range c.chunks {
		if cap(chunk) == chunkBytes {
			c.spare = append(c.spare, chunk[:0])
		}
	}
	clear(c.chunks)
	c.chunks, c.starts, c.lengths, c.textBytes = c.chunks[:0], c.starts[:0], c.lengths[:0], 0
}

// numberColumn holds integers, and which of them are NULL.
type numberColumn struct {
	values  []int64 // by row, 0 for NULL; empty as long as all rows are NULL
	present []bool  // by row; empty as long as all rows are NULL
	rows    int
}

// add adds a number or, if it is not known, NULL.
func (c *numberColumn) add(n int64, known bool) {
	if known && len(c.values) == 0 {
		c.values, c.present = append(c.values, make([]int64, c.rows)...), append(c.present, make([]bool, c.rows)...)
	}
	if known || len(c.values) > 0 {
		c.values, c.present = append(c.values, n), append(c.present, known)
	}
	c.rows++
}

// at is the number of a row and whether there is one.
func (c *numberColumn) at(row int) (int64, bool) {
	if len(c.values) == 0 {
		return 0, false
	}
	return c.values[row], c.present[row]
}

func (c *numberColumn) take(from gathered) {
	o := from.(*numberColumn)
	for row := range o.rows {
		c.add(o.at(row))
	}
}

func (c *numberColumn) sizeBytes() int { return 9 * len(c.values) }

func (c *numberColumn) reset() { *c = numberColumn{values: c.values[:0], present: c.present[:0]} }

// fixedSize is the length of an ID and of a key.
const fixedSize = 16

// fixedColumn holds values of 16 bytes.
type fixedColumn struct{ data []byte }

func (c *fixedColumn) add(v [fixedSize]byte) { c.data = append(c.data, v[:]...) }
func (c *fixedColumn) at(row int) []byte     { return c.data[row*fixedSize : (row+1)*fixedSize] }
func (c *fixedColumn) take(from gathered)    { c.data = append(c.data, from.(*fixedColumn).data...) }
func (c *fixedColumn) sizeBytes() int        { return len(c.data) }
func (c *fixedColumn) reset()                { c.data = c.data[:0] }
