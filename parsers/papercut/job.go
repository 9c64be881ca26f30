// SPDX-License-Identifier: Apache-2.0

package papercut

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// attrNames names the columns that become attributes.
var attrNames = [nameCells]string{
	colPages: "pages", colCopies: "copies", colPaper: "paper-size", colLanguage: "language", colHeight: "height",
	colWidth: "width", colDuplex: "duplex", colGrayscale: "grayscale", colSize: "size",
}

// job makes the event of a row that stands on the lines.
func (r *reader) job(row row, lines []heldLine) *event.Event {
	e := &event.Event{
		Kind:       event.PrintJob,
		Time:       r.time(row.cells[colTime]),
		Object:     event.Object{Type: "document", Name: row.cells[colDocument]},
		Quantities: quantities(&row),
		Device:     row.cells[colClient],
		IP:         parsers.IP(row.cells[colClient]),
		Key:        key(&row),
		Origin:     origin(lines),
	}
	if user := row.cells[colUser]; user != "" {
		e.Actor = event.Account{Namespace: event.PrintUser, Name: user}
		if strings.HasSuffix(user, "$") {
			e.Initiated = event.InitiatedSystem
		}
	}
	if printer := row.cells[colPrinter]; printer != "" {
		e.Targets = []event.Target{{
			Role: event.RolePrinter, Account: event.Account{Namespace: event.PrinterName, Name: printer},
		}}
	}
	e.Attrs = attrs(&row)
	return e
}

func (r *reader) time(text string) event.Time {
	if w, ok := parsers.ParseWall(text, r.in.Order); ok {
		return w.At(r.in.Zone, text)
	}
	return parsers.Unreadable(text)
}

func quantities(row *row) event.Quantities {
	var q event.Quantities
	pages, pagesKnown := number(row.cells[colPages])
	copies, copiesKnown := number(row.cells[colCopies])
	if copiesKnown {
		q.Copies = event.Count(copies)
	}
	if pagesKnown && copiesKnown && pages > 0 && copies > 0 && pages <= math.MaxInt64/copies {
		q.Pages = event.Count(pages * copies)
	}
	if kilobytes, found := strings.CutSuffix(row.cells[colSize], "kb"); found {
		if n, ok := number(kilobytes); ok && n <= math.MaxInt64>>10 {
			q.Bytes = event.Count(n << 10)
		}
	}
	return q
}

// number reads what is not negative and has no sign.
func number(text string) (int64, bool) {
	if !isNumber(text) {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

func attrs(row *row) []event.Attr {
	list := make([]event.Attr, 0, nameCells-colClient+2)
	for col, name := range attrNames {
		if name != "" && row.cells[col] != "" {
			list = append(list, event.Attr{Name: name, Value: row.cells[col]})
		}
	}
	if row.odd != "" {
		list = append(list, event.Attr{Name: "ragged-row", Value: row.odd})
	}
	return list
}

// key digests the cells by position: the header's language does not count.
func key(row *row) event.Key {
	var parts [1 + nameCells]string
	parts[0] = "papercut-print-logger"
	copy(parts[1:], row.cells[:])
	return event.NewKey(parts[:]...)
}

func origin(lines []heldLine) event.Origin {
	o := event.Origin{Span: lines[0].span}
	for _, l := range lines[1:] {
		o.More = append(o.More, l.span)
	}
	return o
}

// joined is the text of a record of several lines.
func joined(lines []heldLine) string {
	var text strings.Builder
	for i, l := range lines {
		if i > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(l.text)
	}
	return text.String()
}

// detail says where and shows how the line begins.
func detail(h heldLine, what string) string {
	const shown = 120
	text := h.text
	if len(text) > shown {
		text = strings.ToValidUTF8(text[:shown], "") + "…"
	}
	return fmt.Sprintf("line %d: %s: %q", h.span.Line, what, text)
}
