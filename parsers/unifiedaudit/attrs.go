// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"slices"
	"strconv"
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// The bounds of an event's attributes. What lies beyond is named in the attribute
// left-out, and stays in the record.
const (
	limitAttrs       = 300
	limitAttrBytes   = 4 << 10
	limitAttrDepth   = 5
	limitLeftOut     = 1 << 10
	limitSharedBytes = 64 << 10 // documents whose parts the event's texts may be
)

// attributes adds all that AuditData says and the event's fields do not yet tell,
// in its order; then what the operation's own reading noted, and the columns
// beside AuditData.
func (r *record) attributes() {
	r.e.Attrs = make([]event.Attr, 0, len(r.data.Members())+len(r.noted)+len(r.columns.extra)+16)
	left := leftOut{}
	for _, m := range r.data.Members() {
		r.flatten(&left, "", m, 0)
	}
	if r.extra > 0 {
		r.note("targets-left-out", strconv.Itoa(r.extra))
	}
	r.e.Attrs = append(r.e.Attrs, r.noted...)
	r.e.Attrs = append(r.e.Attrs, r.columns.extra...)
	for _, a := range [...]event.Attr{{Name: "left-out", Value: left.String()}, {Name: "audit-data-broken", Value: r.broken}} {
		if a.Value != "" {
			r.e.Attrs = append(r.e.Attrs, a)
		}
	}
}

// note keeps an attribute that is no field of AuditData as it stands.
func (r *record) note(name, value string) {
	if value != "" {
		r.noted = append(r.noted, event.Attr{Name: name, Value: value})
	}
}

// flatten turns a member into attributes: scalars by their path, lists of
// {Name, Value} by the names in them, other lists as compact JSON.
func (r *record) flatten(left *leftOut, prefix string, m parsers.Member, depth int) {
	name := r.names.of(prefix, m.Name)
	if slices.Contains(r.told, name) {
		return
	}
	switch {
	case m.Value.IsObject() && depth < limitAttrDepth:
		for _, inner := range m.Value.Members() {
			r.flatten(left, name, inner, depth+1)
		}
	case m.Value.IsArray() && isPairs(m.Value):
		for _, pair := range m.Value.Elements() {
			r.pair(left, name, pair.Value)
		}
	case m.Value.IsArray() && len(m.Value.Elements()) == 0:
	case m.Value.IsObject() && len(m.Value.Members()) == 0:
	default:
		r.bounded(left, name, m.Value.String())
	}
}

// isPairs reports whether all elements of a list are objects with a name.
func isPairs(list parsers.JSON) bool {
	for _, m := range list.Elements() {
		if !m.Value.Get("Name").Exists() && !m.Value.Get("Key").Exists() {
			return false
		}
	}
	return len(list.Elements()) > 0
}

// pair adds an element of a list of names with values: Value, or NewValue and
// OldValue. Any further member stands under the pair's name and its own.
func (r *record) pair(left *leftOut, prefix string, pair parsers.JSON) {
	name := r.names.of(prefix, first(pair.Get("Name").Text(), pair.Get("Key").Text()))
	if slices.Contains(r.told, name) {
		return
	}
	for _, m := range pair.Members() {
		switch m.Name {
		case "Name", "Key":
		case "Value", "NewValue":
			r.bounded(left, name, m.Value.String())
		case "OldValue":
			r.bounded(left, r.names.of(name, "old"), m.Value.String())
		default:
			r.bounded(left, r.names.of(name, m.Name), m.Value.String())
		}
	}
}

func (r *record) bounded(left *leftOut, name, value string) {
	switch {
	case value == "" || value == "null":
	case len(value) > limitAttrBytes || len(r.e.Attrs) >= limitAttrs:
		left.add(name)
	default:
		r.e.Attrs = append(r.e.Attrs, event.Attr{Name: name, Value: value})
	}
}

// leftOut gathers the names of what is not repeated as attributes.
type leftOut struct {
	names strings.Builder
	more  int
}

func (l *leftOut) add(name string) {
	if l.names.Len()+len(name) > limitLeftOut {
		l.more++
		return
	}
	if l.names.Len() > 0 {
		l.names.WriteByte(' ')
	}
	l.names.WriteString(name)
}

func (l *leftOut) String() string {
	if l.more > 0 {
		return l.names.String() + " and " + strconv.Itoa(l.more) + " more"
	}
	return l.names.String()
}

// names remembers the names of attributes: by the attribute above and the name in
// the record.
type names map[[2]string]string

// The bounds of what names remembers, and of one name.
const (
	limitNames     = 4096
	limitNameBytes = 120
)

// of is the name in kebab-case, behind the prefix and a dot.
func (n names) of(prefix, name string) string {
	if known, ok := n[[2]string{prefix, name}]; ok {
		return known
	}
	made := attrName(name)
	if prefix != "" {
		made = prefix + "." + made
	}
	if len(made) > limitNameBytes {
		made = strings.ToValidUTF8(made[:limitNameBytes], "")
	}
	if len(n) < limitNames && len(name) <= limitNameBytes {
		n[[2]string{strings.Clone(prefix), strings.Clone(name)}] = strings.Clone(made)
	}
	return made
}

// attrName is KebabName, fit for names that a suspect may have chosen: of letters
// beyond ASCII those that have no capital stay, and everything else is a dash.
func attrName(name string) string {
	kebab := parsers.KebabName(name)
	if i := strings.IndexFunc(kebab, unfit); i >= 0 {
		kebab = strings.Map(func(c rune) rune {
			if unfit(c) {
				return '-'
			}
			return c
		}, strings.ToLower(kebab))
	}
	if kebab == "" {
		return "unnamed"
	}
	return kebab
}

// unfit reports whether c has no place in an attribute's name.
func unfit(c rune) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '.':
		return false
	case c < 0x80:
		return true
	}
	return strings.ToLower(string(c)) != string(c) || strings.TrimSpace(string(c)) == ""
}

// detach gives the event texts of its own, so that it does not keep a long
// document in memory.
func detach(e *event.Event) {
	for _, p := range []*string{
		&e.Actor.Name, &e.OnBehalfOf.Name, &e.Object.ID, &e.Object.Name, &e.IP, &e.Device, &e.Client, &e.Session,
		&e.Text, &e.Group, &e.Time.Text,
	} {
		*p = strings.Clone(*p)
	}
	for i := range e.Targets {
		e.Targets[i].Account.Name = strings.Clone(e.Targets[i].Account.Name)
		e.Targets[i].Name = strings.Clone(e.Targets[i].Name)
	}
	for i := range e.Attachments {
		e.Attachments[i].Name = strings.Clone(e.Attachments[i].Name)
		e.Attachments[i].SHA256 = strings.Clone(e.Attachments[i].SHA256)
		e.Attachments[i].MediaType = strings.Clone(e.Attachments[i].MediaType)
	}
	for i := range e.Attrs {
		e.Attrs[i].Value = strings.Clone(e.Attrs[i].Value)
	}
}
