// SPDX-License-Identifier: Apache-2.0

package xlsx

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// layout is how a sheet looks.
type layout struct {
	name   string
	widths []float64 // of the columns, in characters
	heads  []cell    // of a table whose columns can be filtered; nil for a sheet of sections
}

// sheet is a sheet in the making, row by row. Where it is full it goes on as a further
// one of the same layout.
type sheet struct {
	layout
	book    *book
	number  int // 1, and more for the further ones
	current *page
}

// page is one sheet of the workbook.
type page struct {
	name   string
	stream *excelize.StreamWriter
	head   int // rows that do not scroll and are printed on every page
	rows   int // written
	bytes  int // of text and of the marks around it
	wide   int // columns that can be filtered
}

// cell is a cell: a text, which is the evidence's or ours, a number or a date.
type cell struct {
	style int
	value any // string, int64 or time.Time; nil leaves the cell empty
}

// add begins a sheet behind the others.
func (b *book) add(l layout) (*sheet, error) {
	s := &sheet{layout: l, book: b}
	return s, s.next()
}

// next begins the first or a further sheet. Its first row is the banner, and the second
// of a table names the columns; a table's first two columns do not scroll.
func (s *sheet) next() error {
	p := &page{name: s.name, head: 1, wide: len(s.heads)}
	if s.number++; s.number > 1 {
		p.name = fmt.Sprintf("%s %d", s.name, s.number)
	}
	frozen := 0
	if s.heads != nil {
		p.head, frozen = 2, 2
	}
	if err := s.book.begin(p, s.current); err != nil {
		return err
	}
	for i, w := range s.widths {
		if err := p.stream.SetColWidth(i+1, i+1, w); err != nil {
			return err
		}
	}
	corner, err := excelize.CoordinatesToCellName(frozen+1, p.head+1)
	if err != nil {
		return err
	}
	panes := &excelize.Panes{Freeze: true, XSplit: frozen, YSplit: p.head, TopLeftCell: corner, ActivePane: "bottomLeft"}
	if frozen > 0 {
		panes.ActivePane = "bottomRight"
	}
	if err := p.stream.SetPanes(panes); err != nil {
		return err
	}
	s.current = p
	if err := s.across(len(s.widths), s.book.styles.banner, s.book.banner()); err != nil || s.heads == nil {
		return err
	}
	return s.row(s.heads...)
}

// begin adds a page to the workbook, behind another or behind all.
func (b *book) begin(p, behind *page) error {
	sheets := b.file.GetSheetList()
	if _, err := b.file.NewSheet(p.name); err != nil {
		return err
	}
	if behind != nil {
		if i := slices.Index(sheets, behind.name) + 1; i < len(sheets) {
			if err := b.file.MoveSheet(p.name, sheets[i]); err != nil {
				return err
			}
		}
	}
	if err := b.printed(p.name); err != nil {
		return err
	}
	stream, err := b.file.NewStreamWriter(p.name)
	if err != nil {
		return err
	}
	p.stream = stream
	b.pages = append(b.pages, p)
	return nil
}

// row writes a row.
func (s *sheet) row(cells ...cell) error {
	_, err := s.put(cells)
	return err
}

// across writes a text into the first cells, joined.
func (s *sheet) across(columns, style int, t string) error {
	cells, wide := make([]cell, columns), 0.0
	for i := range cells {
		cells[i].style = style
		wide += s.widths[i]
	}
	cells[0].value = t
	if err := s.sized(s.book.styles.height(style, text(t), wide), cells); err != nil {
		return err
	}
	row := strconv.Itoa(s.current.rows)
	to, err := excelize.ColumnNumberToName(columns)
	if err != nil {
		return err
	}
	return s.current.stream.MergeCell("A"+row, to+row)
}

// sized writes a row of a height in points, whose texts fit into their cells.
func (s *sheet) sized(height float64, cells []cell) error {
	return s.write(height, s.book.lay(cells).values(0))
}

// laid are cells cut into what each row holds of them. Numbers and dates stand in
// every row, so that the rows stay together however they are sorted.
type laid struct {
	cells []cell
	parts [][]any // by cell
	rows  int
}

func (b *book) lay(cells []cell) laid {
	l := laid{cells, make([][]any, len(cells)), 1}
	for i, c := range cells {
		if t, ok := c.value.(string); ok {
			for _, piece := range b.limits.pieces(text(t)) {
				l.parts[i] = append(l.parts[i], piece)
			}
			l.rows = max(l.rows, len(l.parts[i]))
		}
	}
	for i, c := range cells {
		if _, ok := c.value.(string); !ok {
			l.parts[i] = slices.Repeat([]any{c.value}, l.rows)
		}
	}
	return l
}

// put writes a row and says how many rows it took. All of them stand on one sheet if
// one has room for them.
func (s *sheet) put(cells []cell) (rows int, err error) {
	l := s.book.lay(cells)
	if room := s.book.limits.rowsPerSheet - s.current.rows; room < l.rows && s.current.rows > s.current.head {
		if err := s.next(); err != nil {
			return 0, err
		}
	}
	for i := range l.rows {
		if err := s.write(s.height(l, i), l.values(i)); err != nil {
			return 0, err
		}
	}
	return l.rows, nil
}

func (s *sheet) write(height float64, values []any) error {
	if s.current.rows == s.book.limits.rowsPerSheet || s.current.bytes > s.book.limits.bytesPerSheet {
		if err := s.next(); err != nil {
			return err
		}
	}
	s.current.rows++
	for _, v := range values {
		s.current.bytes += bytesOf(v)
	}
	at, err := excelize.CoordinatesToCellName(1, s.current.rows)
	if err != nil {
		return err
	}
	return s.current.stream.SetRow(at, values, excelize.RowOpts{Height: height})
}

// bytesOf is at least a sixth of what a cell takes in the part of its sheet.
func bytesOf(value any) int {
	c, _ := value.(excelize.Cell)
	t, _ := c.Value.(string)
	return len(t) + 16
}

// values are what the row i of several holds.
func (l laid) values(i int) []any {
	values := make([]any, len(l.cells))
	for c, cell := range l.cells {
		var value any = ""
		if i < len(l.parts[c]) && l.parts[c][i] != nil {
			value = l.parts[c][i]
		}
		if value != "" || cell.style != 0 {
			values[c] = excelize.Cell{StyleID: cell.style, Value: value}
		}
	}
	return values
}

// end writes what stands behind the rows. It waits until all sheets are in their
// places, by which the workbook knows them here.
func (b *book) end(p *page) error {
	titles := &excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$%d", p.name, p.head), Scope: p.name}
	if err := b.file.SetDefinedName(titles); err != nil {
		return err
	}
	if p.wide > 0 {
		to, err := excelize.CoordinatesToCellName(p.wide, max(p.rows, p.head))
		if err != nil {
			return err
		}
		if err := b.file.AutoFilter(p.name, fmt.Sprintf("A%d:%s", p.head, to), nil); err != nil {
			return err
		}
	}
	return p.stream.Flush()
}
