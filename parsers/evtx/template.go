// SPDX-License-Identifier: Apache-2.0

package evtx

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// token is the byte that begins each thing in BinXML.
type token byte

const (
	tokenEnd           token = 0x00
	tokenOpen          token = 0x01
	tokenCloseStart    token = 0x02
	tokenCloseEmpty    token = 0x03
	tokenEndElement    token = 0x04
	tokenText          token = 0x05
	tokenAttribute     token = 0x06
	tokenCDATA         token = 0x07
	tokenCharRef       token = 0x08
	tokenEntityRef     token = 0x09
	tokenPITarget      token = 0x0a
	tokenPIData        token = 0x0b
	tokenTemplate      token = 0x0c
	tokenSubstitution  token = 0x0d
	tokenOptional      token = 0x0e
	tokenFragment      token = 0x0f
	tokenMore          token = 0x40
	dependencyNone           = 0xffff
	definitionHeader         = 24
	nestedElementsMax        = 64
	nestedFragmentsMax       = 8
)

// elementPlan is an element as its tokens describe it: what a template holds.
type elementPlan struct {
	name       string
	dependency int // index of the value that must not be null; -1: none
	attributes []attributePlan
	text       []part
	children   []child
}

// child is an element inside another, or a value that may be a fragment.
type child struct {
	element *elementPlan // nil: the value of index
	index   int
}

// value returns the index of the value that is all the element contains.
func (e *elementPlan) value() (index int, ok bool) {
	if len(e.text) == 1 && len(e.children) == 1 && e.text[0].index >= 0 {
		return e.text[0].index, true
	}
	return 0, false
}

type attributePlan struct {
	name string
	text []part
}

// part is a piece of text: fixed, or the value of an index.
type part struct {
	fixed    string
	index    int // of the value; -1: fixed
	optional bool
}

// template is a definition as planned, or why it cannot be.
type template struct {
	roots []*elementPlan
	after int // where in the chunk the definition ends
	err   error
}

// planTemplate reads the definition at an offset of the chunk.
func planTemplate(s *source, offset int) *template {
	c := s.at(offset, len(s.data))
	header := c.take(definitionHeader)
	if c.err != nil {
		return &template{err: c.err}
	}
	size := uint64(binary.LittleEndian.Uint32(header[20:]))
	if size > uint64(c.end-c.pos) {
		return &template{err: fmt.Errorf("template at 0x%x: its %d bytes leave the chunk", offset, size)}
	}
	c.end = c.pos + int(size)
	t := &template{after: c.end}
	for done := false; !done && c.err == nil; {
		switch kind := c.peek() &^ tokenMore; kind {
		case tokenFragment:
			c.take(4)
		case tokenPITarget, tokenPIData:
			c.instruction()
		case tokenOpen:
			t.roots = append(t.roots, c.element(true, 0))
		case tokenEnd:
			done = true
		default:
			c.fail("token 0x%02x in a template", byte(kind))
		}
	}
	if c.err != nil {
		t.err = fmt.Errorf("template at 0x%x: %w", offset, c.err)
	}
	return t
}

// element reads an element from its opening token to its end. In a template its
// token is followed by a dependency.
func (c *cursor) element(inTemplate bool, depth int) *elementPlan {
	e := &elementPlan{dependency: -1}
	if depth >= nestedElementsMax {
		c.fail("more than %d elements in each other", nestedElementsMax)
	} else if err := c.charge(1); err != nil {
		c.fail("%w", err)
	}
	hasAttributes := c.peek()&tokenMore != 0
	c.take(1)
	if inTemplate {
		if index := c.u16(); index != dependencyNone {
			e.dependency = int(index)
		}
	}
	c.take(4) // the size: the tokens say it too
	e.name = c.name()
	if hasAttributes {
		c.take(4) // likewise
		for c.peek()&^tokenMore == tokenAttribute {
			e.attributes = append(e.attributes, c.attribute())
		}
	}
	switch close := token(c.u8()); {
	case c.err != nil || close == tokenCloseEmpty:
	case close == tokenCloseStart:
		c.content(e, inTemplate, depth)
	default:
		c.pos--
		c.fail("token 0x%02x in the start tag of element %s", byte(close), strconv.Quote(e.name))
	}
	return e
}

// attribute reads an attribute.
func (c *cursor) attribute() attributePlan {
	if err := c.charge(1); err != nil {
		c.fail("%w", err)
	}
	c.take(1)
	a := attributePlan{name: c.name()}
	for {
		p, ok := c.part()
		if !ok {
			return a
		}
		a.text = append(a.text, p)
	}
}

// content reads what an element holds, and its end token.
func (c *cursor) content(e *elementPlan, inTemplate bool, depth int) {
	for c.err == nil {
		if p, ok := c.part(); ok {
			e.text = append(e.text, p)
			if p.index >= 0 {
				e.children = append(e.children, child{index: p.index})
			}
			continue
		}
		switch kind := c.peek() &^ tokenMore; kind {
		case tokenOpen:
			e.children = append(e.children, child{element: c.element(inTemplate, depth+1)})
		case tokenPITarget, tokenPIData:
			c.instruction()
		case tokenEndElement:
			c.take(1)
			return
		default:
			c.fail("token 0x%02x in element %s", byte(kind), strconv.Quote(e.name))
		}
	}
}

// part reads a piece of text, if the next token is one.
func (c *cursor) part() (part, bool) {
	if c.err != nil {
		return part{}, false
	}
	kind := c.peek() &^ tokenMore
	switch kind {
	case tokenText, tokenCDATA, tokenCharRef, tokenEntityRef, tokenSubstitution, tokenOptional:
	default:
		return part{}, false
	}
	if err := c.charge(1); err != nil {
		c.fail("%w", err)
	}
	c.take(1)
	p := part{index: -1}
	switch kind {
	case tokenText:
		if t := Type(c.u8()); t != TypeString {
			c.pos--
			c.fail("fixed value of type 0x%02x, not text", uint8(t))
		}
		p.fixed = c.text()
	case tokenCDATA:
		p.fixed = c.text()
	case tokenCharRef:
		p.fixed = string(rune(c.u16()))
	case tokenEntityRef:
		p.fixed = entity(c.name())
	default:
		p.index, p.optional = int(c.u16()), kind == tokenOptional
		c.u8() // the declared type: the value says its own
	}
	return p, c.err == nil
}

// instruction passes over a processing instruction's target or data: it is not
// part of what an event says.
func (c *cursor) instruction() {
	if token(c.u8())&^tokenMore == tokenPITarget {
		c.name()
		return
	}
	c.text()
}

// entity returns what a named entity stands for, or the reference as written.
func entity(name string) string {
	switch name {
	case "amp":
		return "&"
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "quot":
		return `"`
	case "apos":
		return "'"
	}
	return "&" + name + ";"
}

// hasDependency tells whether the element at the cursor has the dependency that
// only templates should have. The name decides: it is sound at one place only.
func (c *cursor) hasDependency() bool {
	soundAt := func(pos int) bool {
		if pos+4 > c.end {
			return false
		}
		_, err := c.source.name(binary.LittleEndian.Uint32(c.data[pos:]))
		return err == nil
	}
	return !soundAt(c.pos+5) && soundAt(c.pos+7)
}
