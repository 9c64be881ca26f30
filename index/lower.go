// SPDX-License-Identifier: Apache-2.0

package index

import (
	"encoding/binary"
	"strings"

	"dossier/index/internal/columns"
	"dossier/index/query"
)

// highs is the upper bit of each of eight bytes.
const highs = 0x8080808080808080

// foreign reports whether there is a letter that is not ASCII.
func foreign(text []byte) bool {
	for ; len(text) >= 8; text = text[8:] {
		if binary.LittleEndian.Uint64(text)&highs != 0 {
			return true
		}
	}
	for _, c := range text {
		if c >= 0x80 {
			return true
		}
	}
	return false
}

// lower makes the letters of ASCII small, eight at a time. It reports whether there were
// any to change, and whether there is a letter that is not ASCII.
func lower(text []byte) (changed, strange bool) {
	var upper, high uint64
	i := 0
	for ; i+8 <= len(text); i += 8 {
		x := binary.LittleEndian.Uint64(text[i:])
		seven := x &^ highs
		atLeastA := seven + (0x80-'A')*(highs>>7)
		aboveZ := seven + (0x80-'Z'-1)*(highs>>7)
		capital := (atLeastA &^ aboveZ) & highs &^ x
		upper, high = upper|capital, high|x
		binary.LittleEndian.PutUint64(text[i:], x|capital>>2)
	}
	for ; i < len(text); i++ {
		c := text[i]
		if c >= 'A' && c <= 'Z' {
			text[i], upper = c+'a'-'A', 1
		}
		high |= uint64(c)
	}
	return upper != 0, high&highs != 0
}

// foldBytes are folded at a time.
const foldBytes = 8 << 10

// foldAll folds texts as query.Fold does. Most are ASCII, of which all letters are made
// small at once. Texts that are folded already are not copied.
func foldAll(texts *columns.Blob) *columns.Blob {
	var small strings.Builder
	small.Grow(len(texts.Text))
	var piece [foldBytes]byte
	changed := false
	for rest := texts.Text; len(rest) > 0; {
		n := copy(piece[:], rest)
		changes, strange := lower(piece[:n])
		if strange {
			return foldEach(texts)
		}
		changed = changed || changes
		small.Write(piece[:n])
		rest = rest[n:]
	}
	if !changed {
		return texts
	}
	return &columns.Blob{Text: small.String(), Ends: texts.Ends}
}

// foldEach is foldAll of texts of which some are not ASCII.
func foldEach(texts *columns.Blob) *columns.Blob {
	text, ends := make([]byte, 0, len(texts.Text)), make([]uint32, texts.Count())
	for i := range ends {
		start := len(text)
		text = append(text, texts.At(i)...)
		if _, strange := lower(text[start:]); strange {
			text = append(text[:start], query.Fold(texts.At(i))...)
		}
		ends[i] = uint32(len(text))
	}
	return &columns.Blob{Text: string(text), Ends: ends}
}
