// SPDX-License-Identifier: Apache-2.0

package evtx

import (
	"encoding/binary"
	"fmt"
)

// builder makes the trees of one chunk's records. Templates are planned once and
// then filled with each record's values. The trees share slabs of memory, and
// the values in them are slices of the chunk.
type builder struct {
	*source
	templates map[uint32]*template
	elements  slab[Element]
	attrs     slab[Attr]
	links     slab[*Element]

	done      []*Element // elements whose parent is not done yet
	values    []slot     // of the template instances that are being filled
	joined    []byte     // room for text
	fragments int        // how deep
}

// slot is a value of a template instance: where in the chunk it stands.
type slot struct {
	kind     Type
	pos, end int
}

// slab hands out runs of a larger allocation.
type slab[T any] struct{ free []T }

func (s *slab[T]) take(n int) []T {
	const block = 256
	if n > len(s.free) {
		s.free = make([]T, max(n, block))
	}
	run := s.free[:n:n]
	s.free = s.free[n:]
	return run
}

// newBuilder returns a builder for a chunk that takes its nodes off *nodes.
func newBuilder(chunk []byte, nodes *int) *builder {
	return &builder{
		source:    &source{data: chunk, names: make(map[uint32]name), nodes: nodes},
		templates: make(map[uint32]*template),
	}
}

// document builds the tree of a record whose BinXML is [pos, end) of the chunk.
func (b *builder) document(pos, end int) (*Element, error) {
	b.done, b.values, b.fragments = b.done[:0], b.values[:0], 0
	if err := b.fragment(pos, end); err != nil {
		return nil, err
	}
	if len(b.done) != 1 {
		return nil, fmt.Errorf("binxml at 0x%x: document has %d root elements, not 1", pos, len(b.done))
	}
	return b.done[0], nil
}

// fragment builds the elements of [pos, end) of the chunk and appends them to
// done.
func (b *builder) fragment(pos, end int) error {
	if b.fragments >= nestedFragmentsMax {
		return fmt.Errorf("binxml at 0x%x: more than %d fragments in each other", pos, nestedFragmentsMax)
	}
	b.fragments++
	defer func() { b.fragments-- }()

	c := b.at(pos, end)
	for c.err == nil {
		switch kind := c.peek() &^ tokenMore; kind {
		case tokenFragment:
			c.take(4)
		case tokenPITarget, tokenPIData:
			c.instruction()
		case tokenTemplate:
			if err := b.instance(c); err != nil {
				return err
			}
		case tokenOpen:
			plan := c.element(c.hasDependency(), 0)
			if c.err != nil {
				return c.err
			}
			if err := b.fill(plan, nil); err != nil {
				return err
			}
		case tokenEnd:
			return nil
		default:
			c.fail("token 0x%02x in a fragment", byte(kind))
		}
	}
	return c.err
}

// instance reads a template instance and fills its template with its values.
func (b *builder) instance(c *cursor) error {
	start := c.pos
	c.take(2) // token and version
	id, offset := c.u32(), c.u32()
	if c.err != nil {
		return c.err
	}
	t, err := b.template(id, offset)
	if err != nil {
		return fmt.Errorf("binxml at 0x%x: %w", start, err)
	}
	if int(offset) == c.pos {
		c.take(t.after - c.pos)
	}
	mark := len(b.values)
	if err := b.readValues(c); err != nil {
		return err
	}
	values := b.values[mark:]
	for _, root := range t.roots {
		if err := b.fill(root, values); err != nil {
			return err
		}
	}
	b.values = b.values[:mark]
	return nil
}

// template returns the template defined at an offset of the chunk, which must
// have the id that the instance names: the definition of an overwritten record
// may be gone, and another's stand there.
func (b *builder) template(id, offset uint32) (*template, error) {
	if uint64(offset)+definitionHeader > uint64(len(b.data)) {
		return nil, fmt.Errorf("template offset 0x%x is outside of the chunk", offset)
	}
	if got := binary.LittleEndian.Uint32(b.data[offset+4:]); got != id {
		return nil, fmt.Errorf("template at 0x%x is 0x%08x, not 0x%08x", offset, got, id)
	}
	t, known := b.templates[offset]
	if !known {
		t = planTemplate(b.source, int(offset))
		b.templates[offset] = t
	}
	return t, t.err
}

// readValues appends the values of a template instance to b.values.
func (b *builder) readValues(c *cursor) error {
	count := uint64(c.u32())
	if c.err == nil && count > uint64(c.end-c.pos)/4 {
		c.fail("%d values in %d bytes", count, c.end-c.pos)
	}
	if c.err != nil {
		return c.err
	}
	if err := b.charge(int(count)); err != nil {
		return err
	}
	descriptors := c.take(4 * int(count))
	for ; len(descriptors) > 0; descriptors = descriptors[4:] {
		size := int(binary.LittleEndian.Uint16(descriptors))
		start := c.pos
		c.take(size)
		b.values = append(b.values, slot{kind: Type(descriptors[2]), pos: start, end: start + size})
	}
	return c.err
}

// fill makes the element that a plan describes, and appends it to done: once,
// never, or for each item of an array.
func (b *builder) fill(plan *elementPlan, values []slot) error {
	if d := plan.dependency; d >= 0 && d < len(values) && values[d].kind == TypeNull {
		return nil
	}
	v, err := b.text(plan.text, values)
	if err != nil {
		return err
	}
	if _, sole := plan.value(); sole {
		switch {
		case v.IsNull() && plan.text[0].optional:
			return nil
		case v.Type.IsArray() && len(v.raw) > 0:
			return b.repeat(plan, values, v)
		}
	}
	return b.build(plan, values, v)
}

// repeat makes an element for each item of an array.
func (b *builder) repeat(plan *elementPlan, values []slot, array Value) error {
	for item := range array.Items() {
		if err := b.build(plan, values, item); err != nil {
			return err
		}
	}
	return nil
}

// build makes one element with the given text.
func (b *builder) build(plan *elementPlan, values []slot, text Value) error {
	if err := b.charge(1 + len(plan.attributes)); err != nil {
		return err
	}
	e := &b.elements.take(1)[0]
	e.Name = plan.name
	if text.Type != TypeBinXML {
		e.Value = text
	}
	var err error
	if e.Attrs, err = b.attributes(plan.attributes, values); err != nil {
		return err
	}
	mark := len(b.done)
	if err := b.children(plan.children, values); err != nil {
		return err
	}
	e.Children = b.links.take(len(b.done) - mark)
	copy(e.Children, b.done[mark:])
	b.done = append(b.done[:mark], e)
	return nil
}

// children makes what an element has inside: elements, and those of the
// fragments among its values.
func (b *builder) children(plans []child, values []slot) error {
	for _, plan := range plans {
		err := error(nil)
		switch {
		case plan.element != nil:
			err = b.fill(plan.element, values)
		case values[plan.index].kind == TypeBinXML:
			err = b.fragment(values[plan.index].pos, values[plan.index].end)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// attributes makes the attributes of an element.
func (b *builder) attributes(plans []attributePlan, values []slot) ([]Attr, error) {
	attrs := b.attrs.take(len(plans))
	n := 0
	for _, plan := range plans {
		v, err := b.text(plan.text, values)
		if err != nil {
			return nil, err
		}
		if v.IsNull() && len(plan.text) == 1 && plan.text[0].optional {
			continue
		}
		attrs[n] = Attr{Name: plan.name, Value: v}
		n++
	}
	return attrs[:n:n], nil
}

// text returns the value of one part, or the joined text of several.
func (b *builder) text(parts []part, values []slot) (Value, error) {
	switch len(parts) {
	case 0:
		return Value{}, nil
	case 1:
		return b.value(parts[0], values)
	}
	b.joined = b.joined[:0]
	for _, p := range parts {
		v, err := b.value(p, values)
		if err != nil {
			return Value{}, err
		}
		if v.Type != TypeBinXML {
			b.joined = v.AppendText(b.joined)
		}
	}
	return Value{Type: TypeString, text: string(b.joined)}, nil
}

// value returns the value of a part. One that the instance lacks is an error:
// instance and template do not belong together.
func (b *builder) value(p part, values []slot) (Value, error) {
	if p.index < 0 {
		return Value{Type: TypeString, text: p.fixed}, b.chargeBytes(len(p.fixed))
	}
	if p.index >= len(values) {
		return Value{}, fmt.Errorf("template needs value %d, the record has %d", p.index, len(values))
	}
	s := values[p.index]
	return Value{Type: s.kind, raw: b.data[s.pos:s.end:s.end]}, b.chargeBytes(s.end - s.pos)
}
