// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"slices"
	"strconv"
	"strings"

	"dossier/parsers"
)

const limitParams = 512

// params are the parameters of a Content-Type or Content-Disposition field.
type params struct {
	in   *parsers.Input
	list []param
}

// param is one parameter as written, or one piece of a continued one (RFC 2231).
type param struct {
	name     string // lower case, without *0*
	piece    int    // number of the piece; -1 for a parameter in one
	extended bool   // percent-encoded, the first piece with charset'language' before it
	text     string
}

// parseParams reads "value; name=value; …" as programs write it: values with
// blanks and without quotes, quotes that do not end, backslashes that are part
// of a path.
func parseParams(in *parsers.Input, raw []byte) (value string, p params) {
	text := in.Text(raw)
	value, rest, _ := strings.Cut(text, ";")
	value, _, _ = strings.Cut(value, "(")
	p.in = in
	for rest != "" && len(p.list) < limitParams {
		var one param
		one, rest = nextParam(rest)
		if one.name != "" {
			p.list = append(p.list, one)
		}
	}
	return strings.ToLower(strings.TrimSpace(value)), p
}

func nextParam(text string) (one param, rest string) {
	text = strings.TrimLeft(text, " \t;")
	end := strings.IndexAny(text, "=;")
	if end < 0 {
		return param{}, ""
	}
	if text[end] == ';' {
		return param{}, text[end:]
	}
	one = paramNamed(strings.ToLower(strings.TrimSpace(text[:end])))
	text = strings.TrimLeft(text[end+1:], " \t")
	if strings.HasPrefix(text, `"`) {
		one.text, rest = quoted(text[1:])
		if end := strings.IndexByte(rest, ';'); end >= 0 {
			return one, rest[end:]
		}
		return one, ""
	}
	one.text, rest, _ = strings.Cut(text, ";")
	one.text = strings.TrimSpace(one.text)
	return one, rest
}

// quoted reads a quoted text up to its closing quote. A backslash quotes only a
// quote or a backslash that stands before one: other backslashes belong to paths.
func quoted(text string) (value, rest string) {
	end, escaped := 0, false
	for end < len(text) && text[end] != '"' {
		if text[end] == '\\' && end+1 < len(text) && (text[end+1] == '"' || text[end+1] == '\\') {
			escaped = true
			end++
		}
		end++
	}
	value, rest = text[:min(end, len(text))], text[min(end+1, len(text)):]
	if escaped {
		value = strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(value)
	}
	return value, rest
}

// paramNamed takes name*0* apart.
func paramNamed(name string) param {
	p := param{name: name, piece: -1}
	if base, ok := strings.CutSuffix(p.name, "*"); ok {
		p.name, p.extended = base, true
	}
	if base, digits, ok := strings.Cut(p.name, "*"); ok {
		if n, err := strconv.Atoi(digits); err == nil && n >= 0 {
			p.name, p.piece = base, n
		}
	}
	return p
}

// get is the value of a parameter, decoded; the RFC 2231 form wins over a plain
// one beside it.
func (p params) get(name string) string {
	var pieces []param
	plain := ""
	for _, one := range p.list {
		switch {
		case one.name != name:
		case one.piece >= 0 || one.extended:
			pieces = append(pieces, one)
		case plain == "":
			plain = one.text
		}
	}
	if len(pieces) > 0 {
		return p.assemble(pieces)
	}
	return decodeWords(p.in, []byte(plain))
}

// assemble joins the pieces in the order of their numbers.
func (p params) assemble(pieces []param) string {
	slices.SortStableFunc(pieces, func(a, b param) int { return a.piece - b.piece })
	charset, extended := "", false
	var data []byte
	for i, one := range pieces {
		text := one.text
		if one.extended {
			if parts := strings.SplitN(text, "'", 3); i == 0 && len(parts) == 3 {
				charset, text = parts[0], parts[2]
			}
			text, extended = percent(text), true
		}
		data = append(data, text...)
	}
	if !extended {
		return decodeWords(p.in, data)
	}
	return decodeCharset(p.in, charset, data)
}

func percent(text string) string {
	if !strings.Contains(text, "%") {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) && hexDigit(text[i+1]) >= 0 && hexDigit(text[i+2]) >= 0 {
			out = append(out, byte(hexDigit(text[i+1])<<4|hexDigit(text[i+2])))
			i += 2
			continue
		}
		out = append(out, text[i])
	}
	return string(out)
}
