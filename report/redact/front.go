// SPDX-License-Identifier: Apache-2.0

package redact

import "dossier/report"

// rewriteText makes a new text of one that stands in a field of an item: of a section
// in the front matter, the item is the section's key.
type rewriteText func(item, field, text string) string

// rewriteFront rewrites all text of a document but its rows and fixed words, in the
// order of the document: title, caption, zone, sections before, sections behind.
func rewriteFront(d *report.Document, rewrite rewriteText) {
	rewriteHead(d, rewrite)
	rewriteSections(d.Front, rewrite)
	rewriteSections(d.Back, rewrite)
}

func rewriteHead(d *report.Document, rewrite rewriteText) (title, caption, zone string) {
	return rewrite("document", "title", d.Title), rewrite("document", "caption", d.Caption), rewrite("document", "zone", d.ZoneNote)
}

// rewriteSections makes new sections; the given ones stay as they are.
func rewriteSections(sections []report.Section, rewrite rewriteText) []report.Section {
	var out []report.Section
	for _, s := range sections {
		item := string(s.Key)
		rewritten := report.Section{Key: s.Key, Title: rewrite(item, "title", s.Title)}
		for _, b := range s.Blocks {
			rewritten.Blocks = append(rewritten.Blocks, rewriteBlock(b, item, rewrite))
		}
		out = append(out, rewritten)
	}
	return out
}

func rewriteBlock(block report.Block, item string, rewrite rewriteText) report.Block {
	switch b := block.(type) {
	case report.Paragraph:
		b.Text = rewrite(item, "paragraph", b.Text)
		return b
	case report.Facts:
		var list []report.Fact
		for _, f := range b.List {
			list = append(list, report.Fact{Label: rewrite(item, "label", f.Label), Value: rewrite(item, "value", f.Value), Note: rewrite(item, "note", f.Note)})
		}
		return report.Facts{List: list}
	case report.Table:
		return rewriteTable(b, item, rewrite)
	case report.Strip:
		b.Title, b.Legend = rewrite(item, "title", b.Title), rewrite(item, "legend", b.Legend)
		return b
	case report.Verbatim:
		b.Text = rewrite(item, "verbatim", b.Text)
		return b
	case report.Steps:
		var list []report.Step
		for _, s := range b.List {
			list = append(list, report.Step{Text: rewrite(item, "step", s.Text), Command: rewrite(item, "command", s.Command)})
		}
		return report.Steps{List: list}
	}
	panic("a block of a kind that redaction does not know") // or it would pass unredacted; a test knows all kinds
}

func rewriteTable(t report.Table, item string, rewrite rewriteText) report.Block {
	t.Title = rewrite(item, "title", t.Title)
	rows := func(cells []string, field string) []string {
		var out []string
		for _, cell := range cells {
			out = append(out, rewrite(item, field, cell))
		}
		return out
	}
	t.Head = rows(t.Head, "head")
	var list [][]string
	for _, row := range t.Rows {
		list = append(list, rows(row, "cell"))
	}
	t.Rows = list
	return t
}

// frontSections redacts what stands before the rows.
func (w *walk) frontSections() (title, caption, zone string, front []report.Section) {
	title, caption, zone = rewriteHead(w.r.original, w.plain)
	return title, caption, zone, rewriteSections(w.r.original.Front, w.plain)
}

// backSections redacts what stands behind them.
func (w *walk) backSections() []report.Section { return rewriteSections(w.r.original.Back, w.plain) }

func (w *walk) plain(item, field, text string) string { return w.text(item, field, text, ownValues{}) }
