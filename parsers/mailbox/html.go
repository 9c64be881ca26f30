// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"html"
	"strings"
)

// unseen are elements whose content nobody reads.
var unseen = map[string]bool{"script": true, "style": true, "title": true, "template": true}

// blocks are elements that begin a new line.
var blocks = map[string]bool{
	"br": true, "p": true, "div": true, "tr": true, "li": true, "ul": true, "ol": true, "table": true, "hr": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "blockquote": true, "pre": true,
}

// stripHTML leaves the text of a page: no tags, no comments, no scripts, entities
// decoded, white space folded. It reads each byte a bounded number of times, and
// what it does not understand it leaves in.
func stripHTML(page string) string {
	var out strings.Builder
	endless := map[string]bool{} // elements known not to be closed any more
	for page != "" {
		tag := strings.IndexByte(page, '<')
		if tag < 0 {
			break
		}
		out.WriteString(page[:tag])
		page = page[tag:]
		if strings.HasPrefix(page, "<!--") {
			end := strings.Index(page, "-->")
			if end < 0 {
				break
			}
			page = page[end+3:]
			continue
		}
		name := elementName(page[1:])
		if name == "" {
			out.WriteByte('<')
			page = page[1:]
			continue
		}
		end := strings.IndexByte(page, '>')
		if end < 0 {
			break
		}
		page = page[end+1:]
		if unseen[name] && !endless[name] {
			rest := behindElement(page, name)
			endless[name] = len(rest) == len(page)
			page = rest
		}
		if blocks[strings.TrimPrefix(name, "/")] {
			out.WriteByte(breakMark)
		} else if name == "td" || name == "th" {
			out.WriteByte(' ')
		}
	}
	out.WriteString(page)
	return foldBlanks(html.UnescapeString(out.String()))
}

// breakMark stands for a new line until white space is folded: the vertical tab
// occurs in no text.
const breakMark = '\v'

// elementName is the name in a tag, with its slash; "" if it is no tag.
func elementName(tag string) string {
	end := 0
	for end < len(tag) && end < 20 {
		c := tag[end] | 0x20
		if (c < 'a' || c > 'z') && (end == 0 || tag[end] < '0' || tag[end] > '9') && !(end == 0 && (tag[0] == '/' || tag[0] == '!' || tag[0] == '?')) {
			break
		}
		end++
	}
	return strings.ToLower(tag[:end])
}

// behindElement is what follows the closing tag, or the page itself if there is
// none: then its content is left in rather than lost.
func behindElement(page, name string) string {
	closing := "</" + name
	for at := 0; ; {
		i := strings.Index(page[at:], "</")
		if i < 0 {
			return page
		}
		at += i
		if len(page)-at >= len(closing) && strings.EqualFold(page[at:at+len(closing)], closing) {
			if end := strings.IndexByte(page[at:], '>'); end >= 0 {
				return page[at+end+1:]
			}
			return page
		}
		at += 2
	}
}

// foldBlanks makes one blank of each stretch of white space, and one new line of
// each stretch that has a break in it.
func foldBlanks(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	gap := byte(0)
	for _, c := range text {
		switch c {
		case breakMark:
			gap = '\n'
		case ' ', '\t', '\n', '\r', '\f', '\u00a0':
			if gap == 0 {
				gap = ' '
			}
		default:
			if gap != 0 && out.Len() > 0 {
				out.WriteByte(gap)
			}
			gap = 0
			out.WriteRune(c)
		}
	}
	return out.String()
}
