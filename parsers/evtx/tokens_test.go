// SPDX-License-Identifier: Apache-2.0

package evtx_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"dossier/parsers/evtx"
)

// tokens writes BinXML that evtxtest would not: at is the offset in the chunk of
// its first byte.
type tokens struct {
	at   int
	data []byte
}

// body returns tokens for the body of the first record of a chunk.
func body() *tokens { return &tokens{at: 512 + 24} }

func (b *tokens) raw(data ...byte) *tokens { b.data = append(b.data, data...); return b }

func (b *tokens) u32(n uint32) *tokens {
	b.data = binary.LittleEndian.AppendUint32(b.data, n)
	return b
}

func (b *tokens) text(s string) *tokens {
	units := utf16.Encode([]rune(s))
	b.data = binary.LittleEndian.AppendUint16(b.data, uint16(len(units)))
	for _, u := range units {
		b.data = binary.LittleEndian.AppendUint16(b.data, u)
	}
	return b
}

// name writes an inline name.
func (b *tokens) name(s string) *tokens {
	b.u32(uint32(b.at+len(b.data)+4)).raw(0, 0, 0, 0)
	var hash uint32
	for _, r := range s {
		hash = hash*65599 + uint32(r)
	}
	b.data = binary.LittleEndian.AppendUint16(b.data, uint16(hash))
	return b.text(s).raw(0, 0)
}

func (b *tokens) fragment() *tokens { return b.raw(0x0f, 1, 1, 0) }

// open opens an element as outside of templates: without a dependency.
func (b *tokens) open(name string) *tokens { return b.raw(0x01).u32(0).name(name) }

// openIn opens an element as in templates.
func (b *tokens) openIn(name string) *tokens {
	return b.raw(0x01, 0xff, 0xff).u32(0).name(name)
}

// template writes a template instance up to its values, with an inline
// definition.
func (b *tokens) template(definition func()) *tokens {
	const id = 0x11223344
	b.raw(0x0c, 1).u32(id).u32(uint32(b.at + len(b.data) + 4)).u32(0).u32(id)
	b.raw(make([]byte, 12)...)
	start := len(b.data)
	b.u32(0)
	definition()
	binary.LittleEndian.PutUint32(b.data[start:], uint32(len(b.data)-start-4))
	return b
}

// values writes the values of a template instance.
func (b *tokens) values(values ...slotOf) *tokens {
	b.u32(uint32(len(values)))
	for _, v := range values {
		b.raw(byte(len(v.data)), byte(len(v.data)>>8), v.kind, 0)
	}
	for _, v := range values {
		b.raw(v.data...)
	}
	return b
}

type slotOf struct {
	kind byte
	data []byte
}

// logOf returns a log of one chunk that holds the body n times, as records whose
// bodies refer to the first where they refer to anything.
func logOf(body []byte, more ...[]byte) []byte {
	log := make([]byte, fileHeader+chunkLength)
	copy(log, "ElfFile\x00")
	chunk := log[fileHeader:]
	copy(chunk, "ElfChnk\x00")
	pos := 512
	for i, body := range append([][]byte{body}, more...) {
		size := 24 + len(body) + 4
		if pos+size > len(chunk) {
			break
		}
		copy(chunk[pos:], "**\x00\x00")
		binary.LittleEndian.PutUint32(chunk[pos+4:], uint32(size))
		binary.LittleEndian.PutUint64(chunk[pos+8:], uint64(i+1))
		copy(chunk[pos+24:], body)
		binary.LittleEndian.PutUint32(chunk[pos+size-4:], uint32(size))
		pos += size
	}
	binary.LittleEndian.PutUint32(chunk[48:], uint32(pos))
	return log
}

type bodyCase struct {
	name   string
	tokens []byte
	want   string // XML, or part of a reason
}

// bodies returns documents that Windows may write and seldom does, and some that
// it never would.
func bodies() []bodyCase {
	embedded := body().fragment()
	embedded.template(func() {
		embedded.fragment().openIn("E").raw(0x02, 0x0e, 0, 0, 0x21).openIn("After").raw(0x03, 0x04, 0x00)
	})
	inner := &tokens{at: embedded.at + len(embedded.data) + 8}
	inner.fragment().open("Inner").raw(0x02, 0x05, 1).text("x").raw(0x04, 0x00)
	embedded.values(slotOf{0x21, inner.data}).raw(0x00)

	dependent := body().fragment()
	dependent.template(func() {
		dependent.fragment().openIn("E").raw(0x02)
		dependent.raw(0x01, 0, 0).u32(0).name("Gone").raw(0x02, 0x05, 1).text("text").raw(0x04)
		dependent.openIn("Empty").raw(0x02, 0x0d, 0, 0, 1).raw(0x04)
		dependent.openIn("Optional").raw(0x02, 0x0e, 0, 0, 1).raw(0x04)
		dependent.openIn("Joined").raw(0x02, 0x05, 1).text("n=").raw(0x0e, 1, 0, 6, 0x04)
		dependent.openIn("List").raw(0x02, 0x05, 1).text("n=").raw(0x0e, 2, 0, 0x86, 0x04, 0x04, 0x00)
	})
	dependent.values(slotOf{0, nil}, slotOf{6, []byte{7, 0}}, slotOf{0x86, []byte{1, 0, 2, 0}}).raw(0x00)

	self := body().fragment()
	self.template(func() { self.fragment().openIn("E").raw(0x02, 0x0d, 0, 0, 0x21, 0x04, 0x00) })
	self.values(slotOf{0x21, self.data[4:18]}).raw(0x00)

	return []bodyCase{
		{"plain", body().fragment().open("E").raw(0x03, 0x00).data, "<E/>"},
		{"no header", body().open("E").raw(0x03).data, "<E/>"},
		{"text", body().open("E").raw(0x02, 0x45, 1).text("a<b").raw(0x05, 1).text("ü").raw(0x04, 0).data, "<E>a&lt;bü</E>"},
		{"cdata", body().open("E").raw(0x02, 0x07).text("]]").raw(0x04, 0).data, "<E>]]</E>"},
		{"references", body().open("E").raw(0x02, 0x48, 0x39, 0x20, 0x49).name("amp").raw(0x09).name("other").raw(0x04, 0).data, "<E>\u2039&amp;&amp;other;</E>"},
		{"instruction", body().raw(0x0a).name("xml").raw(0x0b).text("v=1").open("E").raw(0x02, 0x0a).name("p").raw(0x0b).text("q").raw(0x04, 0).data, "<E/>"},
		{"with dependency", body().openIn("E").raw(0x03, 0).data, "<E/>"},
		{"attributes", body().raw(0x41).u32(0).name("E").u32(0).raw(0x46).name("a").raw(0x45, 1).text(`"1`).raw(0x05, 1).text("2").raw(0x06).name("b").raw(0x05, 1).text("\n").raw(0x03, 0).data, `<E a="&quot;12" b="&#10;"/>`},
		{"embedded element", embedded.data, "<E><Inner>x</Inner><After/></E>"},
		{"nulls", dependent.data, "<E><Empty/><Joined>n=7</Joined><List>n=1, 2</List></E>"},
		{"embedded in itself", self.data, "record 1: template needs value 0, the record has 0"},
		{"embedded too deep", nestedTemplates(10), "more than 8 fragments in each other"},
		{"two roots", body().open("E").raw(0x03).open("F").raw(0x03).data, "2 root elements"},
		{"no root", body().fragment().raw(0).data, "0 root elements"},
		{"not ended", body().open("E").raw(0x02).data, `token 0x00 in element "E"`},
		{"bad start tag", body().open("E").raw(0x04).data, `token 0x04 in the start tag of element "E"`},
		{"unknown token", body().raw(0x33).data, "token 0x33 in a fragment"},
		{"text of another type", body().open("E").raw(0x02, 0x05, 8, 0, 0).data, "fixed value of type 0x08"},
		{"value outside of a template", body().open("E").raw(0x02, 0x0d, 0, 0, 1, 0x04, 0).data, "template needs value 0, the record has 0"},
		{"deep", deep().data, "more than 64 elements in each other"},
		{"name outside", body().raw(0x01).u32(0).u32(0xfffffff0).data, "name offset 0xfffffff0 is outside of the chunk"},
		{"empty name", body().open("").raw(0x03).data, "impossible length 0"},
		{"long name", body().open(strings.Repeat("n", 2000)).raw(0x03).data, "impossible length 2000"},
	}
}

// refer returns a body that refers to the template which another has defined at
// the start of the chunk.
func refer(values ...slotOf) []byte {
	return body().fragment().raw(0x0c, 1).u32(0x11223344).u32(512 + 24 + 14).values(values...).raw(0).data
}

// nestedTemplates returns a template instance inside of one inside of one.
func nestedTemplates(depth int) []byte {
	value := refer(slotOf{0, nil})
	for range depth - 1 {
		value = refer(slotOf{0x21, value})
	}
	outer := body().fragment()
	outer.template(func() { outer.fragment().openIn("E").raw(0x02, 0x0d, 0, 0, 0x21, 0x04, 0x00) })
	return outer.values(slotOf{0x21, value}).raw(0).data
}

func deep() *tokens {
	b := body()
	for range 100 {
		b.open("E").raw(0x02)
	}
	return b
}

func TestBodies(t *testing.T) {
	for _, test := range bodies() {
		t.Run(test.name, func(t *testing.T) {
			p := walk(t, logOf(test.tokens))[2]
			if !strings.HasPrefix(test.want, "<") {
				if p.Kind != evtx.Reject || !strings.Contains(p.Reason, test.want) {
					t.Errorf("got %v %q %s, want a reject: %s", p.Kind, p.Reason, p.Event.AppendXML(nil), test.want)
				}
				return
			}
			if got := string(p.Event.AppendXML(nil)); p.Kind != evtx.Record || got != test.want {
				t.Errorf("got %v %q %s, want %s", p.Kind, p.Reason, got, test.want)
			}
		})
	}
}

// TestBombs reads chunks that are small and mean much: many records that each
// expand a large template, an array, or a template within a template many times.
func TestBombs(t *testing.T) {
	const each = 1000
	list := slotOf{0x84, make([]byte, 200)}
	wide := body().fragment()
	wide.template(func() {
		wide.fragment().openIn("E").raw(0x02)
		name := uint32(wide.at + len(wide.data) + 7 + 4)
		wide.openIn("C").raw(0x02, 0x0d, 0, 0, 0x84, 0x04)
		for range 500 {
			wide.raw(0x01, 0xff, 0xff).u32(0).u32(name).raw(0x02, 0x0d, 0, 0, 0x84, 0x04)
		}
		wide.raw(0x04, 0x00)
	})
	wide.values(list).raw(0)

	nested := body().fragment()
	nested.template(func() {
		nested.fragment().openIn("E").raw(0x02)
		for range 500 {
			nested.raw(0x0d, 0, 0, 0x21)
		}
		nested.raw(0x04, 0x00)
	})
	value := refer(slotOf{0, nil})
	for range 6 {
		value = refer(slotOf{0x21, value})
	}
	nested.values(slotOf{0x21, value}).raw(0)

	for name, chunk := range map[string][]byte{
		"wide":   logOf(wide.data, repeat(refer(list), each)...),
		"nested": logOf(nested.data, repeat(nested.data, each)...),
	} {
		t.Run(name, func(t *testing.T) {
			start, elements := time.Now(), 0
			log := chunk
			for range 20 {
				log = append(log, chunk[fileHeader:]...)
			}
			for _, p := range walk(t, log) {
				elements += count(p.Event)
			}
			if limit := 2 * len(log); elements > limit {
				t.Errorf("%d elements from %d bytes", elements, len(log))
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func repeat(body []byte, n int) [][]byte {
	bodies := make([][]byte, n)
	for i := range bodies {
		bodies[i] = body
	}
	return bodies
}

func count(e *evtx.Element) int {
	if e == nil {
		return 0
	}
	n := 1
	for child := range e.All() {
		n += count(child)
	}
	return n
}
