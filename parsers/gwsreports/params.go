// SPDX-License-Identifier: Apache-2.0

package gwsreports

import (
	"strconv"

	"dossier/event"
	"dossier/parsers"
)

// limitParams bounds the parameters kept of one entry, limitParamDepth how deep
// message values may lie in each other.
const (
	limitParams     = 500
	limitParamDepth = 8
)

// param is one parameter: its own name, and those of the message values around it.
type param struct {
	path, name string
	value      parsers.JSON
}

// text is the value of a parameter that has one; a list of one is its element.
func (p param) text() string {
	if list := p.value.Elements(); len(list) == 1 {
		return list[0].Value.String()
	}
	return p.value.String()
}

// texts are the values of a list, or the one value.
func (p param) texts() []string {
	if !p.value.IsArray() {
		return []string{p.text()}
	}
	var list []string
	for _, m := range p.value.Elements() {
		list = append(list, m.Value.String())
	}
	return list
}

// params are the parameters of an entry, in their order. What the event's own
// fields tell is taken out of them.
type params struct {
	list []param
	told []bool
	more int // beyond the bound
}

func paramsOf(v parsers.JSON) *params {
	p := &params{}
	p.add("", v.Get("parameters"), 0)
	p.told = make([]bool, len(p.list))
	return p
}

// valueNames are where a parameter may have its value.
var valueNames = [...]string{"value", "intValue", "boolValue", "multiValue", "multiIntValue", "multiBoolValue"}

func (p *params) add(path string, list parsers.JSON, depth int) {
	for _, m := range list.Elements() {
		name := m.Value.Get("name").Text()
		full := parsers.KebabName(name)
		if full == "" {
			full = "unnamed"
		}
		if path != "" {
			full = path + "." + full
		}
		inner := m.Value.Get("messageValue").Get("parameter")
		several := m.Value.Get("multiMessageValue")
		switch {
		case depth < limitParamDepth && inner.IsArray():
			p.add(full, inner, depth+1)
		case depth < limitParamDepth && several.IsArray():
			for _, one := range several.Elements() {
				p.add(full, one.Value.Get("parameter"), depth+1)
			}
		case len(p.list) >= limitParams:
			p.more++
		default:
			p.list = append(p.list, param{full, name, valueOf(m.Value)})
		}
	}
}

// valueOf is a parameter's value, whatever its type; of one deeper than the bound,
// all of it.
func valueOf(v parsers.JSON) parsers.JSON {
	for _, name := range valueNames {
		if value := v.Get(name); value.Exists() {
			return value
		}
	}
	if v.Get("messageValue").Exists() {
		return v.Get("messageValue")
	}
	return v.Get("multiMessageValue")
}

// peek is the text of the first parameter at one of the paths that has any.
func (p *params) peek(paths ...string) string {
	i := p.find(paths)
	if i < 0 {
		return ""
	}
	return p.list[i].text()
}

// take is peek, and the event's own fields tell it.
func (p *params) take(paths ...string) string {
	i := p.find(paths)
	if i < 0 {
		return ""
	}
	p.told[i] = true
	return p.list[i].text()
}

// takeAll are the texts of all parameters at the path.
func (p *params) takeAll(path string) []string {
	var list []string
	for i := range p.list {
		if p.list[i].path == path && !p.told[i] {
			p.told[i] = true
			for _, text := range p.list[i].texts() {
				if text != "" {
					list = append(list, text)
				}
			}
		}
	}
	return list
}

// takeCount is a number from 0 up; false if there is none.
func (p *params) takeCount(path string) (int64, bool) {
	i := p.find([]string{path})
	if i < 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(p.list[i].text(), 10, 64)
	if err != nil || n < 0 {
		return 0, false
	}
	p.told[i] = true
	return n, true
}

func (p *params) find(paths []string) int {
	for _, path := range paths {
		for i := range p.list {
			if p.list[i].path == path && p.list[i].text() != "" {
				return i
			}
		}
	}
	return -1
}

// attrs are the parameters that nothing has told.
func (p *params) attrs() []event.Attr {
	var list []event.Attr
	for i := range p.list {
		if text := p.list[i].text(); !p.told[i] && text != "" && text != "[]" {
			list = append(list, event.Attr{Name: p.list[i].path, Value: text})
		}
	}
	if p.more > 0 {
		list = append(list, event.Attr{Name: "further-parameters", Value: strconv.Itoa(p.more)})
	}
	return list
}
