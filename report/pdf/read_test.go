// SPDX-License-Identifier: Apache-2.0

package pdf_test

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zlib"
)

// shown is a piece of text on a page, where it stands: points from the lower left.
type shown struct {
	page int
	x, y float64
	font string
	text string
}

// file is what a PDF holds, as this test reads it: with the table of places, not by
// looking for words.
type file struct {
	objects map[int][]byte // dictionaries and all
	trailer []byte
}

var (
	tablePlace = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	kidPattern = regexp.MustCompile(`(\d+) 0 R`)
	drawn      = regexp.MustCompile(`(?s)BT /F(\w+) [\d.]+ Tf ET|BT (-?[\d.]+) (-?[\d.]+) Td \(((?:[^\\()]|\\.)*)\) Tj ET`)
)

func open(t testing.TB, data []byte) file {
	t.Helper()
	m := tablePlace.FindSubmatch(data)
	if m == nil {
		t.Fatal("no table of places")
	}
	at := number(t, m[1])
	rows := bytes.SplitN(data[at:], []byte("\n"), 3)
	count := number(t, bytes.Fields(rows[1])[1])
	f := file{objects: map[int][]byte{}}
	for i := 1; i < count; i++ {
		row := rows[2][i*20 : i*20+20]
		object := data[number(t, row[:10]):]
		head := strconv.Itoa(i) + " 0 obj\n"
		if !bytes.HasPrefix(object, []byte(head)) {
			t.Fatalf("object %d is not where the table says: %.20q", i, object)
		}
		f.objects[i] = object[len(head):]
	}
	f.trailer = rows[2][count*20:]
	return f
}

func number(t testing.TB, b []byte) int {
	t.Helper()
	n, err := strconv.Atoi(string(b))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// dictionary is an object up to its stream or its end.
func (f file) dictionary(n int) []byte {
	object := f.objects[n]
	end := bytes.Index(object, []byte("endobj"))
	if stream := bytes.Index(object, []byte("\nstream\n")); stream >= 0 && stream < end {
		end = stream
	}
	return object[:end]
}

// stream is an object's stream, unpacked.
func (f file) stream(t testing.TB, n int) []byte {
	t.Helper()
	length := regexp.MustCompile(`/Length (\d+)`).FindSubmatch(f.dictionary(n))
	_, body, _ := bytes.Cut(f.objects[n], []byte("\nstream\n"))
	size := number(t, length[1])
	if !bytes.HasPrefix(body[size:], []byte("\nendstream")) {
		t.Fatalf("the stream of object %d is not as long as it says", n)
	}
	r, err := zlib.NewReader(bytes.NewReader(body[:size]))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// pages are the objects of the pages, in order.
func (f file) pages(t testing.TB) []int {
	t.Helper()
	kids := regexp.MustCompile(`/Kids \[([^\]]*)\]`).FindSubmatch(f.dictionary(1))
	var list []int
	for _, m := range kidPattern.FindAllSubmatch(kids[1], -1) {
		list = append(list, number(t, m[1]))
	}
	return list
}

// read is everything that is shown, in the order in which it was drawn.
func read(t testing.TB, data []byte) []shown {
	t.Helper()
	f := open(t, data)
	var list []shown
	for i, page := range f.pages(t) {
		contents := regexp.MustCompile(`/Contents (\d+) 0 R`).FindSubmatch(f.dictionary(page))
		font := ""
		for _, m := range drawn.FindAllSubmatch(f.stream(t, number(t, contents[1])), -1) {
			if len(m[1]) > 0 {
				font = string(m[1])
				continue
			}
			x, _ := strconv.ParseFloat(string(m[2]), 64)
			y, _ := strconv.ParseFloat(string(m[3]), 64)
			list = append(list, shown{i + 1, x, y, font, literal(m[4])})
		}
	}
	return list
}

var escaped = regexp.MustCompile(`(?s)\\(.)`)

// literal is a string of a PDF in UTF-16.
func literal(b []byte) string {
	b = escaped.ReplaceAllFunc(b, func(e []byte) []byte {
		if e[1] == 'r' {
			return []byte{'\r'}
		}
		return e[1:]
	})
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}
