// SPDX-License-Identifier: Apache-2.0

package xlsx

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"

	"dossier/internal/visible"
)

// text is evidence as a cell holds it.
func text(s string) string { return unescapable(visible.Lines(s)) }

// escape is how a workbook spells characters that XML does not take, _x000D_. The
// library spells text that looks so itself in a way that reads back as written, save
// for two cases: one right behind another, sharing the line between them, and half of
// a surrogate pair. There the line at the start is shown as its code point.
var escape = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

func unescapable(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	chained := -1 // where the line at the end of the escape before stands
	for i := 0; i < len(s); i++ {
		if s[i] != '_' || !escape.MatchString(s[i:]) {
			out.WriteByte(s[i])
			continue
		}
		half := strings.ContainsRune("dD", rune(s[i+2])) && s[i+3] >= '8'
		if half || chained == i {
			out.WriteString("‹U+005F›")
			continue
		}
		out.WriteByte('_')
		chained = i + len("_x0000")
	}
	return out.String()
}

// roomForMarks is what the marks of continuation take at most.
const roomForMarks = 120

// pieces are the parts of a text that each fit into a cell, marked where there are
// several.
func (l limits) pieces(s string) []string {
	if len(s) <= l.unitsPerCell || units(s) <= l.unitsPerCell {
		return []string{s}
	}
	var list []string
	room, used, begun := l.unitsPerCell-roomForMarks, 0, 0
	for i, c := range s {
		n := utf16.RuneLen(c)
		if used+n > room {
			list, used, begun = append(list, s[begun:i]), 0, i
		}
		used += n
	}
	list = append(list, s[begun:])
	for i := range list {
		if i > 0 {
			list[i] = fmt.Sprintf("[continued from the row above, part %d of %d] ", i+1, len(list)) + list[i]
		}
		if i < len(list)-1 {
			list[i] += fmt.Sprintf(" [part %d of %d, continued in the next row]", i+1, len(list))
		}
	}
	return list
}

// units counts UTF-16 units, as Excel does.
func units(s string) int {
	n := 0
	for _, c := range s {
		n += utf16.RuneLen(c)
	}
	return n
}
