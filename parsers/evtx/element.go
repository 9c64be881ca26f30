// SPDX-License-Identifier: Apache-2.0

package evtx

import (
	"iter"
	"strings"
)

// An Element is an XML element of an event. All its methods may be called on a
// nil Element and then find nothing, so that lookups can be chained.
//
// Text between child elements is kept, joined, in Value; its place among them is
// not. No event of Windows is known that mixes the two.
type Element struct {
	Name     string // as written, with its prefix if it has one
	Attrs    []Attr // in the order written, namespaces included
	Value    Value  // the text; null if there is none
	Children []*Element
}

// An Attr is an attribute of an element.
type Attr struct {
	Name  string
	Value Value
}

// Find returns the first element at a path of names below e, or nil. Names are
// compared without prefix: Find("UserData", "DocumentPrinted", "Param1").
func (e *Element) Find(path ...string) *Element {
	for _, name := range path {
		e = e.child(name)
	}
	return e
}

func (e *Element) child(name string) *Element {
	for child := range e.All() {
		if localName(child.Name) == name {
			return child
		}
	}
	return nil
}

// All yields the children of e in order.
func (e *Element) All() iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		if e == nil {
			return
		}
		for _, child := range e.Children {
			if !yield(child) {
				return
			}
		}
	}
}

// Data returns the first child of e whose attribute Name is the given one, or
// nil. On the EventData of an event, that is the datum of the name.
func (e *Element) Data(name string) *Element {
	for child := range e.All() {
		if v, ok := child.AttrValue("Name"); ok && v.String() == name {
			return child
		}
	}
	return nil
}

// Text returns the text of e, see [Value.String]; that of its children is not
// part of it.
func (e *Element) Text() string {
	if e == nil {
		return ""
	}
	return e.Value.String()
}

// Attr returns the text of an attribute, or "" if e has none of that name.
func (e *Element) Attr(name string) string {
	v, _ := e.AttrValue(name)
	return v.String()
}

// AttrValue returns the value of an attribute, and whether e has it.
func (e *Element) AttrValue(name string) (Value, bool) {
	if e == nil {
		return Value{}, false
	}
	for i := range e.Attrs {
		if localName(e.Attrs[i].Name) == name {
			return e.Attrs[i].Value, true
		}
	}
	return Value{}, false
}

func localName(name string) string {
	return name[strings.LastIndexByte(name, ':')+1:]
}
