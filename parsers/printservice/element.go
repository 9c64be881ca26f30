// SPDX-License-Identifier: Apache-2.0

package printservice

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"dossier/event"
	"dossier/parsers"
)

func parseXML(in parsers.Input, out parsers.Out) error {
	e := elementReader{in: in, words: map[string]string{}}
	j := newJoiner(out)
	s := stream{r: in.Reader, out: out}
	s.each = func(span event.Span, data []byte) error {
		r := e.read(data)
		r.span = span
		return tell(r, j, out)
	}
	if err := s.run(); err != nil {
		return err
	}
	return j.close()
}

// tell hands on a record that is of the print spooler and rejects any other.
func tell(r *record, j *joiner, out parsers.Out) error {
	switch {
	case r.isPrint():
		return j.add(r)
	case r.provider == "" && r.guid == "":
		return out.Reject(r.span, "event without provider", r.what())
	}
	return out.Reject(r.span, "event of another provider", r.what())
}

// elementReader makes records of Event elements. It forgives what XML forbids:
// control characters, unknown entities, tags that do not match.
type elementReader struct {
	in    parsers.Input
	words map[string]string // texts that come again and again

	rec     *record
	path    [limitDepth][]byte // local names of the open elements
	depth   int
	leaf    bool   // the innermost open element has had no child
	text    []byte // … and this text
	name    []byte // … and this attribute Name
	unnamed int    // Data elements without a name, so far
}

// Elements of an event: Event, its sections, what is in them, and the fields of
// UserData. Deeper ones are fields as well.
const (
	depthSection = 2
	depthItem    = 3
	limitDepth   = 3
)

// read takes an Event element apart.
func (x *elementReader) read(data []byte) *record {
	x.rec = &record{}
	x.depth, x.unnamed = 0, 0
	for len(data) > 0 {
		i := bytes.IndexByte(data, '<')
		if i < 0 {
			break
		}
		x.addText(data[:i], true)
		data = x.tag(data[i:])
	}
	return x.rec
}

// tag takes the markup that data begins with and returns what follows it.
func (x *elementReader) tag(data []byte) []byte {
	if cdata, found := bytes.CutPrefix(data, []byte("<![CDATA[")); found {
		text, rest, _ := bytes.Cut(cdata, []byte("]]>"))
		x.addText(text, false)
		return rest
	}
	if bytes.HasPrefix(data, []byte("<!--")) {
		_, rest, _ := bytes.Cut(data, []byte("-->"))
		return rest
	}
	end := tagEnd(data)
	if end < 0 {
		return nil
	}
	inside := data[1:end]
	switch {
	case len(inside) > 0 && inside[0] == '/':
		x.close()
	case len(inside) > 0 && inside[len(inside)-1] == '/':
		x.open(inside[:len(inside)-1])
		x.close()
	case len(inside) > 0 && inside[0] != '?' && inside[0] != '!':
		x.open(inside)
	}
	return data[end+1:]
}

// tagEnd finds the > of the tag that data begins with; -1 if it is not there.
func tagEnd(data []byte) int {
	var quote byte
	for i, c := range data {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return -1
}

// open enters an element; inside is its tag without the brackets.
func (x *elementReader) open(inside []byte) {
	i := bytes.IndexAny(inside, " \t\r\n")
	if i < 0 {
		i = len(inside)
	}
	name, attrs := inside[:i], inside[i:]
	name = name[bytes.LastIndexByte(name, ':')+1:]
	if x.depth < limitDepth {
		x.path[x.depth] = name
	}
	x.depth++
	x.leaf, x.text, x.name = true, x.text[:0], nil
	if x.depth > limitDepth {
		x.name = name
		return
	}
	if x.depth == depthItem {
		x.attributes(name, attrs)
	}
}

// close leaves the innermost element.
func (x *elementReader) close() {
	if x.leaf && x.depth >= depthItem {
		x.item()
	}
	x.leaf, x.text = false, x.text[:0]
	x.depth = max(0, x.depth-1)
}

func (x *elementReader) addText(raw []byte, escaped bool) {
	switch {
	case !x.leaf || x.depth < depthItem || len(raw) == 0:
	case escaped && bytes.IndexByte(raw, '&') >= 0:
		x.text = appendUnescaped(x.text, raw)
	default:
		x.text = append(x.text, raw...)
	}
}

// section is the element directly below Event that is open.
func (x *elementReader) section() string { return string(x.path[depthSection-1]) }

// attributes takes those of an element in a section.
func (x *elementReader) attributes(element, attrs []byte) {
	inSystem := x.section() == "System"
	for {
		var name, value []byte
		if name, value, attrs = nextAttr(attrs); name == nil {
			return
		}
		switch {
		case !inSystem:
			if string(name) == "Name" {
				x.name = value
			}
		case string(element) == "Provider" && string(name) == "Name":
			x.rec.provider = x.word(value)
		case string(element) == "Provider" && string(name) == "Guid":
			x.rec.guid = x.word(value)
		case string(element) == "TimeCreated" && string(name) == "SystemTime":
			x.rec.created = instant(x.unescaped(value))
		case string(element) == "Security" && string(name) == "UserID":
			x.rec.userID = x.word(value)
		case string(element) == "Correlation" && string(name) == "ActivityID":
			x.rec.activityID = x.unescaped(value)
		}
	}
}

func instant(text string) event.Time {
	at, _ := parsers.TimeUTC(text)
	return at
}

// item takes the text of an element without children.
func (x *elementReader) item() {
	switch x.section() {
	case "System":
		x.systemItem()
	case "UserData":
		name := x.name
		if x.depth == depthItem {
			name = x.path[depthItem-1]
		}
		x.rec.addField(x.word(name), x.in.Text(x.text))
	case "EventData", "ProcessingErrorData":
		x.dataItem()
	}
}

func (x *elementReader) systemItem() {
	if x.depth != depthItem {
		return
	}
	text := bytes.TrimSpace(x.text)
	switch string(x.path[depthItem-1]) {
	case "EventID":
		x.rec.eventID = x.plainWord(text)
	case "Level":
		x.rec.level = x.plainWord(text)
	case "EventRecordID":
		x.rec.recordID = x.in.Text(text)
	case "Channel":
		x.rec.channel = x.plainWord(text)
	case "Computer":
		x.rec.computer = x.plainWord(text)
	}
}

func (x *elementReader) dataItem() {
	element := x.path[depthItem-1]
	name := x.word(x.name)
	switch {
	case x.depth == depthItem && string(element) == "Data" && name == "":
		x.unnamed++
		name = "Param" + strconv.Itoa(x.unnamed)
	case name == "":
		name = x.word(element)
	}
	x.rec.addField(name, x.in.Text(x.text))
}

// word is a text of markup, shared between records.
func (x *elementReader) word(raw []byte) string {
	if bytes.IndexByte(raw, '&') >= 0 {
		raw = appendUnescaped(nil, raw)
	}
	return x.plainWord(raw)
}

// What is shared between records, at most.
const (
	limitWords     = 4096
	limitWordBytes = 200
)

func (x *elementReader) plainWord(raw []byte) string {
	if word, ok := x.words[string(raw)]; ok {
		return word
	}
	word := x.in.Text(raw)
	if len(x.words) < limitWords && len(raw) <= limitWordBytes {
		x.words[string(raw)] = word
	}
	return word
}

func (x *elementReader) unescaped(raw []byte) string {
	if bytes.IndexByte(raw, '&') >= 0 {
		raw = appendUnescaped(nil, raw)
	}
	return x.in.Text(raw)
}

// nextAttr cuts the first attribute off; a nil name if there is none.
func nextAttr(attrs []byte) (name, value, rest []byte) {
	name, rest, found := bytes.Cut(attrs, []byte{'='})
	name, rest = bytes.TrimSpace(name), bytes.TrimLeft(rest, " \t\r\n")
	if !found || len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return nil, nil, nil
	}
	value, rest, found = bytes.Cut(rest[1:], rest[:1])
	if !found {
		return nil, nil, nil
	}
	return name, value, rest
}

var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// appendUnescaped appends raw with its entities resolved. What is no entity stays
// as it is.
func appendUnescaped(dst, raw []byte) []byte {
	const limitEntity = 12
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return append(dst, raw...)
		}
		dst, raw = append(dst, raw[:i]...), raw[i:]
		end := bytes.IndexByte(raw[:min(len(raw), limitEntity)], ';')
		c, ok := rune(0), false
		if end > 0 {
			c, ok = character(string(raw[1:end]))
		}
		if ok {
			dst, raw = utf8.AppendRune(dst, c), raw[end+1:]
		} else {
			dst, raw = append(dst, '&'), raw[1:]
		}
	}
}

// character is what an entity or a character reference stands for.
func character(name string) (rune, bool) {
	if c, ok := entities[name]; ok {
		return c, true
	}
	digits, found := strings.CutPrefix(name, "#")
	if !found {
		return 0, false
	}
	base := 10
	if hex, found := strings.CutPrefix(digits, "x"); found {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune && utf8.ValidRune(rune(n))
}
