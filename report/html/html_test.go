// SPDX-License-Identifier: Apache-2.0

package html_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	parser "golang.org/x/net/html"

	"dossier/internal/visible"
	"dossier/report"
	"dossier/report/html"
	"dossier/report/reporttest"
)

func parse(t testing.TB, data []byte) *parser.Node {
	t.Helper()
	root, err := parser.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func attribute(n *parser.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// find lists the elements that match below a node, in order.
func find(n *parser.Node, match func(*parser.Node) bool) (list []*parser.Node) {
	for c := range n.Descendants() {
		if c.Type == parser.ElementNode && match(c) {
			list = append(list, c)
		}
	}
	return list
}

func named(name string) func(*parser.Node) bool {
	return func(n *parser.Node) bool { return n.Data == name }
}

// text is what stands below a node, styles apart.
func text(n *parser.Node) string {
	var out strings.Builder
	for c := range n.Descendants() {
		if c.Type == parser.TextNode && c.Parent.Data != "style" {
			out.WriteString(c.Data)
		}
	}
	return out.String()
}

// rowsOf reads the chronology and the source records by the titles of their columns.
func rowsOf(root *parser.Node) []map[string]string {
	rows := []map[string]string{}
	for _, table := range find(root, func(n *parser.Node) bool { return attribute(n, "class") == "rows" }) {
		heads := find(find(table, named("thead"))[0], named("th"))
		for _, tr := range find(find(table, named("tbody"))[0], named("tr")) {
			row := map[string]string{"row": strings.TrimPrefix(attribute(tr, "id"), "r")}
			for i, cell := range find(tr, func(n *parser.Node) bool { return n.Data == "th" || n.Data == "td" }) {
				row[text(heads[i])] = text(cell)
			}
			rows = append(rows, row)
		}
	}
	for i, article := range find(root, named("article")) {
		if attribute(article, "id") != "s"+rows[i]["row"] {
			return nil
		}
		terms, values := find(article, named("dt")), find(article, named("dd"))
		for c := range terms {
			rows[i][text(terms[c])] = text(values[c])
		}
		rows[i]["Record, verbatim"] = text(find(article, named("pre"))[0])
	}
	return rows
}

func open(t *testing.T, files map[string][]byte) reporttest.Reading {
	t.Helper()
	root := parse(t, files["chronology.html"])
	r := reporttest.Reading{Rows: []map[string]string{}, Text: text(root)}
	for _, row := range rowsOf(root) {
		byKey := map[string]string{}
		for _, c := range report.Counsel.Columns() {
			byKey[c.Key] = row[c.Title]
		}
		r.Items, r.Rows = append(r.Items, byKey[report.ColumnItem]), append(r.Rows, byKey)
	}
	return r
}

func TestSuite(t *testing.T) { reporttest.Run(t, html.Format, open) }

// TestEveryText wants every text back as it is shown.
func TestEveryText(t *testing.T) {
	d := reporttest.Hostile(len(reporttest.Texts))
	rows := rowsOf(parse(t, reporttest.Write(t, html.Format, d)["chronology.html"]))
	for row := range reporttest.All(t, d) {
		for i, c := range d.Columns {
			if got, want := rows[row.Number-1][c.Title], visible.Lines(row.Cells[i]); got != want {
				t.Errorf("row %d, %s: %.300q, want %.300q", row.Number, c.Key, got, want)
			}
		}
	}
}

// allowed are the elements of a page, each with its attributes.
var allowed = map[string]string{
	"html": "lang", "head": "", "meta": "charset http-equiv content name", "title": "", "style": "", "body": "", "header": "", "footer": "", "main": "",
	"a": "class href", "nav": "aria-label id", "section": "class id", "article": "id", "h1": "", "h2": "", "h3": "", "p": "class", "bdi": "", "small": "", "code": "",
	"ol": "class", "ul": "", "li": "", "dl": "class", "dt": "", "dd": "", "div": "class", "pre": "", "table": "class", "caption": "", "colgroup": "", "col": "style",
	"thead": "", "tbody": "", "tr": "id", "th": "scope class", "td": "class colspan", "figure": "class", "figcaption": "",
	"svg": "viewBox role aria-label", "g": "", "text": "x y", "rect": "class x y width height fill", "path": "class d",
}

// TestAsksForNothing wants no element or attribute that is not listed, links to within
// the page only, the policy before everything else that a browser would obey, and
// nothing in the style that fetches.
func TestAsksForNothing(t *testing.T) {
	data := reporttest.Write(t, html.Format, reporttest.Hostile(len(reporttest.Texts)))["chronology.html"]
	root := parse(t, data)
	ids := map[string]bool{}
	for _, n := range find(root, func(*parser.Node) bool { return true }) {
		attributes, ok := allowed[n.Data]
		if !ok {
			t.Errorf("there is a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(strings.Fields(attributes), a.Key) {
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
			if a.Key == "id" {
				if ids[a.Val] {
					t.Errorf("id %s stands twice", a.Val)
				}
				ids[a.Val] = true
			}
		}
	}
	for _, a := range find(root, named("a")) {
		if to, ok := strings.CutPrefix(attribute(a, "href"), "#"); !ok || !ids[to] {
			t.Errorf("a link leads to %q", attribute(a, "href"))
		}
	}
	const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:;`
	if at := bytes.Index(data, []byte(policy)); at < 0 || at > 100 {
		t.Errorf("the policy stands at byte %d", at)
	}
	styles := find(root, named("style"))
	for _, bad := range []string{"url(", "@import", "expression", "src:", "image-set"} {
		if len(styles) != 1 || strings.Contains(styles[0].FirstChild.Data, bad) {
			t.Errorf("there are %d styles, one with %q", len(styles), bad)
		}
	}
}

// TestForEverybody wants the language, heads with a scope, captions and a name for
// every picture.
func TestForEverybody(t *testing.T) {
	root := parse(t, reporttest.Write(t, html.Format, reporttest.Hostile(3))["chronology.html"])
	if lang := attribute(find(root, named("html"))[0], "lang"); lang != "en" {
		t.Errorf("the language is %q", lang)
	}
	for _, th := range find(root, named("th")) {
		if s := attribute(th, "scope"); s != "col" && s != "row" {
			t.Errorf("a head has the scope %q", s)
		}
	}
	if n := len(find(find(root, func(n *parser.Node) bool { return attribute(n, "class") == "rows" })[0], named("caption"))); n != 1 {
		t.Errorf("the chronology has %d captions", n)
	}
	for _, svg := range find(root, named("svg")) {
		if attribute(svg, "role") != "img" || attribute(svg, "aria-label") == "" {
			t.Error("a picture has no name")
		}
	}
}

// FuzzText puts a text everywhere and wants the same elements as for a plain one, and
// the text where it was put.
func FuzzText(f *testing.F) {
	for _, text := range reporttest.Texts {
		if len(text.Text) < 1000 {
			f.Add(text.Text)
		}
	}
	f.Add("</style><script>alert(1)</script>")
	f.Add("\\3c /style>\";} @import 'x")
	plain := shape(parse(f, everywhere(f, "plain")))
	f.Fuzz(func(t *testing.T, s string) {
		root := parse(t, everywhere(t, s))
		if got := shape(root); got != plain {
			t.Fatalf("%q changes the page: %s", s, got)
		}
		row := rowsOf(root)[0]
		if want := visible.Lines(s); row["Title"] != want || row["Record, verbatim"] != want {
			t.Errorf("%q came back as %q", s, row)
		}
	})
}

// everywhere is a page with a text in every place.
func everywhere(t testing.TB, s string) []byte {
	t.Helper()
	d := reporttest.Hostile(0)
	d.Title, d.Caption, d.Stamp, d.ZoneNote, d.Exhibit, d.Language = s, s, "x"+s, s, "x"+s, s
	d.Columns = []report.Column{{Key: report.ColumnItem, Title: "Item" + s, Width: 1}, {Key: "b", Title: "Title", Width: 1}, {Key: "c", Title: "c" + s}}
	d.Rows, d.Count = report.RowList{{Number: 1, Item: s, Cells: []string{s, s, "x" + s}, Raw: s, Source: s}}, 1
	d.Front = []report.Section{{Key: "cover", Title: s, Blocks: []report.Block{report.Paragraph{Text: s}, report.Facts{List: []report.Fact{{Label: s, Value: s, Note: "x" + s}}},
		report.Table{Title: "x" + s, Head: []string{s}, Rows: [][]string{{s}}}, report.Strip{Title: s, Legend: s, Days: []report.StripDay{{Day: "2024-05-13"}}},
		report.Verbatim{Text: s}, report.Steps{List: []report.Step{{Text: s, Command: "x" + s}}}}}}
	to := &reporttest.Memory{}
	if _, err := html.Format.Write(context.Background(), d, to); err != nil {
		t.Fatal(err)
	}
	return to.Files["chronology.html"]
}

// shape are the elements of a page with the names of their attributes.
func shape(root *parser.Node) string {
	var out strings.Builder
	for _, n := range find(root, func(*parser.Node) bool { return true }) {
		out.WriteString(n.Data)
		for _, a := range n.Attr {
			out.WriteString(" " + a.Key)
		}
		out.WriteString("\n")
	}
	return out.String()
}
