// SPDX-License-Identifier: Apache-2.0

package ui

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"
)

// Source is a long list of which parts are fetched. Len is known; Page may block,
// and is called in commands only.
type Source[T any] interface {
	Len() int64
	Page(ctx context.Context, from int64, limit int) ([]T, error)
}

// How many rows are fetched at once, and how many such parts are kept.
const (
	pageRows  = 128
	pagesKept = 64
)

// List is a cursor and a window over a Source: it holds the pages around what is
// shown, whatever the length. Its methods are called in Update, Row and Lines in
// View too.
type List[T any] struct {
	Cursor int64
	Height int // lines of the window
	// Heads are the lines above a row, such as a new day's; nil for none. above is the
	// row before, nil for the first of the window.
	Heads func(above, row *T) int
	// Ahead are positions to which one key goes from the row under the cursor: when the
	// rows around the window are here, theirs are fetched too. nil for none.
	Ahead func(row *T) []int64

	source Source[T]
	work   *Work
	top    int64
	pages  map[int64][]T
	wanted []int64 // the pages on their way
	early  bool    // none of them is in the window
	old    bool    // the pages that are here go when the next ones come
}

// NewList makes an empty list whose pages come to the screen as answers, to be
// passed to Take.
func NewList[T any](owner Screen) *List[T] {
	return &List[T]{work: NewWork(owner), pages: map[int64][]T{}}
}

// loaded is the answer with pages.
type loaded[T any] struct {
	list  *List[T]
	pages map[int64][]T
	err   error
}

// Show puts another source into the list, with the cursor on a row.
func (l *List[T]) Show(source Source[T], cursor int64) tea.Cmd {
	l.work.Stop()
	l.source, l.pages, l.wanted, l.old = source, map[int64][]T{}, nil, false
	l.top = cursor - int64(l.Height)/3
	return l.Go(cursor)
}

// Swap puts a source of the same rows, told otherwise, into the list. What is shown
// stays until the new rows are here.
func (l *List[T]) Swap(source Source[T]) tea.Cmd {
	l.source = source
	return l.Refresh()
}

// Refresh fetches the rows anew, the cursor staying where it is. What is shown
// stays until the new rows are here.
func (l *List[T]) Refresh() tea.Cmd {
	if l.source == nil {
		return nil
	}
	l.work.Stop()
	l.wanted, l.old = nil, true
	return l.fetch(l.inWindow(), false)
}

// Len is how many rows there are.
func (l *List[T]) Len() int64 {
	if l.source == nil {
		return 0
	}
	return l.source.Len()
}

// Busy reports whether rows of the window are on their way.
func (l *List[T]) Busy() bool { return l.work.Busy() && !l.early }

// Row is a row, if it is here.
func (l *List[T]) Row(i int64) (*T, bool) {
	page, ok := l.pages[i/pageRows]
	if at := i % pageRows; ok && i >= 0 && at < int64(len(page)) {
		return &page[at], true
	}
	return nil, false
}

// Current is the row under the cursor, if it is here.
func (l *List[T]) Current() (*T, bool) { return l.Row(l.Cursor) }

// Do moves the cursor; ok is false for actions that are not about moving.
func (l *List[T]) Do(a Action) (cmd tea.Cmd, ok bool) {
	page := int64(max(1, l.Height-2))
	to := l.Cursor
	switch a {
	case Up:
		to--
	case Down:
		to++
	case PageUp:
		to -= page
	case PageDown:
		to += page
	case Top:
		to = 0
	case Bottom:
		to = l.Len() - 1
	default:
		return nil, false
	}
	return l.Go(to), true
}

// Go puts the cursor on a row, or the nearest there is.
func (l *List[T]) Go(to int64) tea.Cmd {
	l.Cursor = max(0, min(to, l.Len()-1))
	l.settle()
	return l.need()
}

// Scroll moves the window and takes the cursor along where it must.
func (l *List[T]) Scroll(rows int64) tea.Cmd {
	l.top = max(0, min(l.top+rows, l.Len()-int64(l.Height)))
	switch bottom := l.lastShown(); {
	case l.Cursor < l.top:
		l.Cursor = l.top
	case l.Cursor > bottom:
		l.Cursor = max(bottom, 0)
	}
	return l.need()
}

// Resize gives the window another height; the cursor's row stays in it.
func (l *List[T]) Resize(height int) tea.Cmd {
	l.Height = max(height, 1)
	l.settle()
	return l.need()
}

// settle moves the window so that the cursor's row is in it.
func (l *List[T]) settle() {
	l.top = max(0, min(l.top, l.Len()-1, l.Cursor))
	if l.Cursor-l.top > 2*int64(l.Height) {
		l.top = l.Cursor - int64(l.Height)
	}
	for l.top < l.Cursor && l.lastShown() < l.Cursor {
		l.top++
	}
	for l.top > 0 && l.top+int64(l.Height) > l.Len() && l.shownFrom(l.top-1) >= l.Len()-1 {
		l.top--
	}
}

func (l *List[T]) lastShown() int64 { return l.shownFrom(l.top) }

// shownFrom is the last row that the window has room for when it begins at top.
func (l *List[T]) shownFrom(top int64) int64 {
	used, last := 0, top-1
	for i := top; i < l.Len(); i++ {
		used += l.heads(top, i) + 1
		if used > l.Height && i > top {
			break
		}
		last = i
	}
	return last
}

func (l *List[T]) heads(top, i int64) int {
	row, ok := l.Row(i)
	if l.Heads == nil || !ok {
		return 0
	}
	if i == top {
		return l.Heads(nil, row)
	}
	above, ok := l.Row(i - 1)
	if !ok {
		return 0
	}
	return l.Heads(above, row)
}

// inWindow are the pages of the window.
func (l *List[T]) inWindow() []int64 {
	var list []int64
	for page := l.top / pageRows; page <= (l.top+int64(l.Height))/pageRows; page++ {
		list = append(list, page)
	}
	return list
}

// around are the pages to which a key may go from here: beside a window that is nearly
// at an edge, what comes next, and the pages ahead.
func (l *List[T]) around() []int64 {
	list := []int64{(l.top+int64(l.Height))/pageRows + 1}
	if l.top%pageRows < pageRows/2 {
		list[0] = l.top/pageRows - 1
	}
	if row, ok := l.Current(); ok && l.Ahead != nil {
		for _, i := range l.Ahead(row) {
			if i >= 0 && i < l.Len() {
				list = append(list, i/pageRows, (i+int64(l.Height))/pageRows)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// missing are those of some pages that are not here.
func (l *List[T]) missing(list []int64) []int64 {
	return slices.DeleteFunc(list, func(page int64) bool {
		_, here := l.pages[page]
		return here || page < 0 || page*pageRows >= l.Len()
	})
}

// need fetches what is missing in the window, and when that is here, what is missing
// around it. What is on its way is let finish if it is of use: a key held down must not
// cancel every page.
func (l *List[T]) need() tea.Cmd {
	missing, early := l.missing(l.inWindow()), false
	if len(missing) == 0 {
		missing, early = l.missing(l.around()), true
	}
	switch {
	case len(missing) == 0:
		return nil
	case l.work.Busy() && slices.Contains(l.wanted, missing[0]):
		return nil
	}
	return l.fetch(missing, early)
}

func (l *List[T]) fetch(list []int64, early bool) tea.Cmd {
	source := l.source
	l.wanted, l.early = list, early
	return l.work.Start(func(ctx context.Context) tea.Msg {
		out := loaded[T]{list: l, pages: map[int64][]T{}}
		for _, page := range list {
			if page < 0 || page*pageRows >= source.Len() {
				continue
			}
			if out.pages[page], out.err = source.Page(ctx, page*pageRows, pageRows); out.err != nil {
				break
			}
		}
		return out
	})
}

// Take takes an answer of this list; ok is false for other messages.
func (l *List[T]) Take(msg tea.Msg) (cmd tea.Cmd, ok bool) {
	in, ok := msg.(loaded[T])
	if !ok || in.list != l {
		return nil, false
	}
	l.wanted = nil
	if in.err != nil {
		return Send(Fail{in.err}), true
	}
	if l.old {
		l.pages, l.old = map[int64][]T{}, false
	}
	if len(l.pages)+len(in.pages) > pagesKept {
		l.forget()
	}
	for page, rows := range in.pages {
		l.pages[page] = rows
	}
	l.settle()
	return l.need(), true
}

// forget drops the pages that are far from the window.
func (l *List[T]) forget() {
	here := l.top / pageRows
	for page := range l.pages {
		if page < here-pagesKept/4 || page > here+pagesKept/4 {
			delete(l.pages, page)
		}
	}
}

// Lines draws the window: line draws a row, head the lines above it (as many as
// Heads said). A row that is not here yet is nil.
func (l *List[T]) Lines(head func(above, row *T) []string, line func(i int64, row *T) string) []string {
	lines := make([]string, 0, l.Height)
	for i := l.top; i < l.Len() && len(lines) < l.Height; i++ {
		row, ok := l.Row(i)
		if ok && head != nil {
			var above *T
			if i > l.top {
				above, _ = l.Row(i - 1)
			}
			if i == l.top || above != nil {
				lines = append(lines, head(above, row)...)
			}
		}
		lines = append(lines, line(i, row))
	}
	return lines[:min(len(lines), l.Height)]
}

// At is the row drawn on a line of the window, as Lines draws it; ok is false for
// heads and behind the end.
func (l *List[T]) At(line int) (int64, bool) {
	used := 0
	for i := l.top; i < l.Len() && used <= line; i++ {
		used += l.heads(l.top, i)
		if used == line {
			return i, true
		}
		used++
	}
	return 0, false
}

// Fixed is a Source of rows that are all here.
type Fixed[T any] []T

// Len is how many there are.
func (f Fixed[T]) Len() int64 { return int64(len(f)) }

// Page is a part of them.
func (f Fixed[T]) Page(_ context.Context, from int64, limit int) ([]T, error) {
	return f[min(from, f.Len()):min(from+int64(limit), f.Len())], nil
}
