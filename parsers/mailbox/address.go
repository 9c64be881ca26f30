// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

const (
	limitTargets      = 10_000 // of one message; more are counted
	limitAddressBytes = 1024
)

// address is one mailbox of an address field.
type address struct{ name, addr string }

// account is the address in the namespace that it is of.
func (a address) account() event.Account {
	addr := cutText(parsers.MailAddress(a.addr), limitAddressBytes)
	switch {
	case addr == "" && a.name == "":
		return event.Account{}
	case addr == "":
		return event.Account{Namespace: event.DisplayName, Name: cutText(a.name, limitAddressBytes)}
	case len(addr) > 3 && strings.EqualFold(addr[:3], "/o="):
		return event.Account{Namespace: event.LegacyDN, Name: addr}
	case !strings.Contains(addr, "@") && (strings.Contains(addr, " ") || len(addr) > 64):
		return event.Account{Namespace: event.DisplayName, Name: addr}
	}
	return event.Account{Namespace: event.Email, Name: addr}
}

// nameBeside is the display name, where it is not the account already.
func (a address) nameBeside(account event.Account) string {
	name := cutText(a.name, limitAddressBytes)
	if account.Namespace == event.DisplayName && account.Name == name {
		return ""
	}
	return name
}

// parseAddresses reads an address list as programs write it: groups, comments,
// quoted and encoded names, addresses without brackets, semicolons for commas.
func parseAddresses(in *parsers.Input, raw []byte) []address {
	text := in.Text(raw)
	p := addressParser{in: in, text: text, lastAngle: strings.LastIndexByte(text, '>'), lastWord: strings.LastIndex(text, "?=")}
	for p.at < len(p.text) {
		p.step()
	}
	p.flush()
	return p.list
}

type addressParser struct {
	in        *parsers.Input
	text      string
	at        int
	lastAngle int // of the last '>' in text
	lastWord  int // of the last "?="
	list      []address

	phrase, comment, angle strings.Builder
	angled                 bool
}

func (p *addressParser) step() {
	c := p.text[p.at]
	switch {
	case c == '\\' && p.at+1 < len(p.text):
		p.phrase.WriteByte(p.text[p.at+1])
		p.at += 2
		return
	case c == '"':
		if p.quote() {
			return
		}
	case c == '=' && p.lastWord > p.at+1 && p.word():
		return
	case c == '(':
		p.parenthesis()
		return
	case c == '<' && p.lastAngle > p.at:
		end := p.at + strings.IndexByte(p.text[p.at:], '>')
		p.angle.Reset()
		p.angle.WriteString(p.text[p.at+1 : end])
		p.angled = true
		p.at = end + 1
		return
	case c == ',' || c == ';':
		p.flush()
		p.at++
		return
	case c == ':' && !p.angled && !strings.Contains(p.phrase.String(), "@"):
		p.phrase.Reset() // the name of a group, or "smtp"
		p.at++
		return
	}
	p.phrase.WriteByte(c)
	p.at++
}

// word takes an encoded word whole, whatever signs are in it.
func (p *addressParser) word() bool {
	if !strings.HasPrefix(p.text[p.at:], "=?") {
		return false
	}
	_, _, length := encodedWord(p.text[p.at:])
	p.phrase.WriteString(p.text[p.at : p.at+length])
	p.at += length
	return length > 0
}

// quote takes a quoted text; false if its quote does not end.
func (p *addressParser) quote() bool {
	end := p.at + 1
	for end < len(p.text) && p.text[end] != '"' {
		if p.text[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(p.text) {
		return false
	}
	inner := p.text[p.at+1 : end]
	// An address whose local part is quoted keeps its quotes.
	if end+1 < len(p.text) && p.text[end+1] == '@' {
		p.phrase.WriteString(p.text[p.at : end+1])
	} else {
		p.phrase.WriteString(strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(inner))
	}
	p.at = end + 1
	return true
}

// parenthesis takes a comment, with those in it.
func (p *addressParser) parenthesis() {
	depth, begin := 0, p.at+1
	for ; p.at < len(p.text); p.at++ {
		switch p.text[p.at] {
		case '\\':
			p.at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				p.comment.WriteString(p.text[begin:p.at])
				p.at++
				return
			}
		}
	}
	p.at = len(p.text)
	p.comment.WriteString(p.text[begin:])
}

// flush ends an address.
func (p *addressParser) flush() {
	phrase, comment := strings.TrimSpace(p.phrase.String()), strings.TrimSpace(p.comment.String())
	a := address{name: phrase, addr: p.angle.String()}
	if before, after, open := strings.Cut(phrase, "<"); !p.angled && open { // the bracket does not close
		a = address{name: strings.TrimSpace(before), addr: after}
	} else if !p.angled {
		a = address{addr: phrase}
	}
	if a.name == "" {
		a.name = comment
	}
	a.name = strings.TrimSpace(decodeWords(p.in, []byte(a.name)))
	if !p.angled && !strings.Contains(a.addr, "@") {
		a.addr = strings.TrimSpace(decodeWords(p.in, []byte(a.addr)))
	}
	if strings.TrimSpace(a.addr) != "" || a.name != "" {
		p.list = append(p.list, a)
	}
	p.phrase.Reset()
	p.comment.Reset()
	p.angle.Reset()
	p.angled = false
}
