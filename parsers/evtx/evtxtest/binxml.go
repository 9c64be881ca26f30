// SPDX-License-Identifier: Apache-2.0

package evtxtest

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The indexes of the values that the template of an event takes.
const (
	valueLevel = iota
	valueOpcode
	valueTask
	valueEventID
	valueQualifiers
	valueKeywords
	valueCreated
	valueActivityID
	valueProcessID
	valueThreadID
	valueRecordID
	valueVersion
	valueUserSID
	valueRelatedID
	valueProvider
	valueProviderGUID
	valueChannel
	valueData
)

const (
	always     = 0xffff // a dependency on no value
	typeBinXML = 0x21
)

func (c *chunk) u8(n uint8)      { c.data = append(c.data, n) }
func (c *chunk) u16(n uint16)    { c.data = binary.LittleEndian.AppendUint16(c.data, n) }
func (c *chunk) u32(n uint32)    { c.data = binary.LittleEndian.AppendUint32(c.data, n) }
func (c *chunk) u64(n uint64)    { c.data = binary.LittleEndian.AppendUint64(c.data, n) }
func (c *chunk) bytes(b []byte)  { c.data = append(c.data, b...) }
func (c *chunk) fragmentHeader() { c.bytes([]byte{0x0f, 1, 1, 0}) }
func (c *chunk) endFragment()    { c.u8(0x00) }
func (c *chunk) endElement()     { c.u8(0x04) }
func (c *chunk) closeStart()     { c.u8(0x02) }
func (c *chunk) closeEmpty()     { c.u8(0x03) }

// sized writes a u32 and what body writes, whose length in bytes the u32 is.
func (c *chunk) sized(body func()) {
	at := len(c.data)
	c.u32(0)
	body()
	binary.LittleEndian.PutUint32(c.data[at:], uint32(len(c.data)-at-4))
}

// name writes a reference to a name, and the name if it is new to the chunk.
func (c *chunk) name(text string) {
	if at, known := c.names[text]; known {
		c.u32(at)
		return
	}
	at := uint32(len(c.data) + 4)
	c.names[text] = at
	c.u32(at)
	units := utf16.Encode([]rune(text))
	hash := nameHash(units)
	head := &c.nameHeads[hash%nameBuckets]
	c.u32(*head)
	*head = at
	c.u16(hash)
	c.text(units)
	c.u16(0)
}

func nameHash(units []uint16) uint16 {
	var hash uint32
	for _, u := range units {
		hash = hash*65599 + uint32(u)
	}
	return uint16(hash)
}

// guidHash is nameHash over the eight u16 of a GUID.
func guidHash(guid []byte) uint16 {
	units := make([]uint16, 8)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(guid[2*i:])
	}
	return nameHash(units)
}

// text writes a counted text.
func (c *chunk) text(units []uint16) {
	if len(units) > 0xffff {
		panic(fmt.Sprintf("evtxtest: text of %d UTF-16 units is too long", len(units)))
	}
	c.u16(uint16(len(units)))
	for _, u := range units {
		c.u16(u)
	}
}

// attr is an attribute: fixed text, or an optional substitution if index >= 0.
type attr struct {
	name  string
	fixed string
	index int
	kind  uint8
}

// element writes an element of a template. With a nil content it is empty.
func (c *chunk) element(name string, dependency uint16, attrs []attr, content func()) {
	if len(attrs) > 0 {
		c.u8(0x41)
	} else {
		c.u8(0x01)
	}
	c.u16(dependency)
	c.sized(func() {
		c.name(name)
		if len(attrs) > 0 {
			c.sized(func() { c.attributes(attrs) })
		}
		if content == nil {
			c.closeEmpty()
			return
		}
		c.closeStart()
		content()
		c.endElement()
	})
}

func (c *chunk) attributes(attrs []attr) {
	for i, a := range attrs {
		if i < len(attrs)-1 {
			c.u8(0x46)
		} else {
			c.u8(0x06)
		}
		c.name(a.name)
		if a.index >= 0 {
			c.optional(a.index, a.kind)
		} else {
			c.fixed(a.fixed)
		}
	}
}

func (c *chunk) fixed(text string) {
	c.bytes([]byte{0x05, 0x01})
	c.text(utf16.Encode([]rune(text)))
}

func (c *chunk) optional(index int, kind uint8) {
	c.u8(0x0e)
	c.u16(uint16(index))
	c.u8(kind)
}

func (c *chunk) substitution(index int, kind uint8) {
	c.u8(0x0d)
	c.u16(uint16(index))
	c.u8(kind)
}

// instance writes a template instance: its definition, if the chunk has none of
// this key, and its values. The last of them may instead be written by nested.
func (c *chunk) instance(key string, definition func(), values []value, nested func()) {
	hash := fnv.New128a()
	hash.Write([]byte(key))
	guid := hash.Sum(nil)
	id := binary.LittleEndian.Uint32(guid)
	c.fragmentHeader()
	c.bytes([]byte{0x0c, 0x01})
	c.u32(id)
	if at, known := c.templates[key]; known {
		c.u32(at)
	} else {
		at := uint32(len(c.data) + 4)
		c.templates[key] = at
		c.u32(at)
		head := &c.templateHeads[guidHash(guid)%templateBuckets]
		c.u32(*head)
		*head = at
		c.bytes(guid)
		c.sized(func() { c.fragmentHeader(); definition(); c.endFragment() })
	}
	c.values(values, nested)
	c.endFragment()
}

func (c *chunk) values(values []value, nested func()) {
	c.u32(uint32(len(values)))
	at := len(c.data)
	for _, v := range values {
		c.u16(uint16(len(v.data)))
		c.u8(v.kind)
		c.u8(0)
	}
	for _, v := range values {
		c.bytes(v.data)
	}
	if nested == nil {
		return
	}
	start := len(c.data)
	nested()
	binary.LittleEndian.PutUint16(c.data[at+4*(len(values)-1):], uint16(len(c.data)-start))
}

// event writes the BinXML of a record.
func (c *chunk) event(e Event) {
	container := ""
	nested := func() {}
	switch {
	case e.UserData != nil:
		container, nested = "UserData", func() { c.userData(e.UserData) }
	case len(e.EventData) > 0:
		container, nested = "EventData", func() { c.eventData(e.EventData) }
	}
	values := e.values()
	if container == "" {
		nested = nil
		values[valueData] = value{}
	}
	c.instance("event\x00"+e.Computer+"\x00"+container, func() { c.eventTemplate(e.Computer, container) }, values, nested)
}

// eventTemplate writes what all events of a computer have in common.
func (c *chunk) eventTemplate(computer, container string) {
	xmlns := []attr{{name: "xmlns", fixed: "http://schemas.microsoft.com/win/2004/08/events/event", index: -1}}
	c.element("Event", always, xmlns, func() {
		c.element("System", always, nil, func() { c.systemTemplate(computer) })
		switch container {
		case "UserData":
			c.element("UserData", valueData, nil, func() { c.optional(valueData, typeBinXML) })
		case "EventData":
			c.optional(valueData, typeBinXML)
		}
	})
}

func (c *chunk) systemTemplate(computer string) {
	field := func(name string, index int, kind uint8, attrs ...attr) {
		c.element(name, uint16(index), attrs, func() { c.optional(index, kind) })
	}
	c.element("Provider", always, []attr{
		{name: "Name", index: valueProvider, kind: 0x01},
		{name: "Guid", index: valueProviderGUID, kind: 0x0f},
	}, nil)
	field("EventID", valueEventID, 0x06, attr{name: "Qualifiers", index: valueQualifiers, kind: 0x06})
	field("Version", valueVersion, 0x04)
	field("Level", valueLevel, 0x04)
	field("Task", valueTask, 0x06)
	field("Opcode", valueOpcode, 0x04)
	field("Keywords", valueKeywords, 0x15)
	c.element("TimeCreated", always, []attr{{name: "SystemTime", index: valueCreated, kind: 0x11}}, nil)
	field("EventRecordID", valueRecordID, 0x0a)
	c.element("Correlation", always, []attr{
		{name: "ActivityID", index: valueActivityID, kind: 0x0f},
		{name: "RelatedActivityID", index: valueRelatedID, kind: 0x0f},
	}, nil)
	c.element("Execution", always, []attr{
		{name: "ProcessID", index: valueProcessID, kind: 0x08},
		{name: "ThreadID", index: valueThreadID, kind: 0x08},
	}, nil)
	field("Channel", valueChannel, 0x01)
	c.element("Computer", always, nil, func() { c.fixed(computer) })
	c.element("Security", always, []attr{{name: "UserID", index: valueUserSID, kind: 0x13}}, nil)
}

// userData writes the value that is the content of UserData.
func (c *chunk) userData(u *UserData) {
	values, key := fieldValues("user\x00"+u.Element+"\x00"+u.Namespace, u.Fields)
	c.instance(key, func() {
		var attrs []attr
		if u.Namespace != "" {
			attrs = append(attrs, attr{name: "xmlns", fixed: u.Namespace, index: -1})
		}
		c.element(u.Element, always, attrs, func() {
			for i, f := range u.Fields {
				c.element(f.Name, always, nil, func() { c.substitution(i, values[i].kind) })
			}
		})
	}, values, nil)
}

// eventData writes the value that is EventData.
func (c *chunk) eventData(fields []Field) {
	values, key := fieldValues("data", fields)
	c.instance(key, func() {
		c.element("EventData", always, nil, func() {
			for i, f := range fields {
				var attrs []attr
				if f.Name != "" {
					attrs = append(attrs, attr{name: "Name", fixed: f.Name, index: -1})
				}
				c.element("Data", always, attrs, func() { c.substitution(i, values[i].kind) })
			}
		})
	}, values, nil)
}

// fieldValues returns the values of fields, and a key of the template for them.
func fieldValues(prefix string, fields []Field) ([]value, string) {
	key := []string{prefix}
	values := make([]value, len(fields))
	for i, f := range fields {
		values[i] = encode(f.Value)
		key = append(key, f.Name, strconv.Itoa(int(values[i].kind)))
	}
	return values, strings.Join(key, "\x00")
}
