// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"regexp"
	"slices"
	"strconv"

	"github.com/klauspost/compress/zlib"
)

// repack writes a file that the library made with its streams compressed anew. The
// library compresses with the standard library, whose bytes another Go may change; this
// compression is a module pinned in go.mod. It also gives the file an identity: the
// digest of its objects, where other programs put the time.
//
// It reads nothing but what the library writes: a header, numbered objects in the order
// of the file, one table of their places, one trailer.
func repack(w *bufio.Writer, made []byte) error {
	places, table, err := objectPlaces(made)
	if err != nil {
		return err
	}
	out := &packer{to: w, digest: sha256.New(), places: map[int]int64{}}
	out.put([]byte("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"))
	for i, p := range places {
		end := table
		if i+1 < len(places) {
			end = places[i+1].offset
		}
		if err := out.object(p.number, made[p.offset:end]); err != nil {
			return fmt.Errorf("object %d: %w", p.number, err)
		}
	}
	return out.finish(len(places), made[table:])
}

// place is where an object begins.
type place struct {
	number int
	offset int
}

var (
	startPattern  = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	lengthPattern = regexp.MustCompile(`/Length (\d+)`)
	rowLength     = 20 // of the table of places
)

// objectPlaces reads the table of places, and where it begins.
func objectPlaces(made []byte) ([]place, int, error) {
	m := startPattern.FindSubmatch(made[max(0, len(made)-100):])
	if m == nil {
		return nil, 0, fmt.Errorf("compress: no table of objects")
	}
	table, err := strconv.Atoi(string(m[1]))
	if err != nil || table >= len(made) {
		return nil, 0, fmt.Errorf("compress: table of objects at %q", m[1])
	}
	var first, count int
	if _, err := fmt.Sscanf(string(made[table:min(table+40, len(made))]), "xref\n%d %d\n", &first, &count); err != nil {
		return nil, 0, fmt.Errorf("compress: table of objects at %d: %w", table, err)
	}
	rows := made[table:]
	for range 2 {
		rows = rows[bytes.IndexByte(rows, '\n')+1:]
	}
	var places []place
	for number := 1; number < count; number++ {
		offset, err := strconv.Atoi(string(rows[number*rowLength : number*rowLength+10]))
		if err != nil || offset >= table {
			return nil, 0, fmt.Errorf("compress: place of object %d: %q", number, rows[number*rowLength:number*rowLength+10])
		}
		places = append(places, place{number, offset})
	}
	slices.SortFunc(places, func(a, b place) int { return a.offset - b.offset })
	return places, table, nil
}

// packer writes objects, notes where they begin and keeps a digest of all.
type packer struct {
	to     *bufio.Writer
	digest hash.Hash
	places map[int]int64
	offset int64
	err    error // of writing, the first
}

func (p *packer) put(b []byte) {
	if p.err != nil {
		return
	}
	p.digest.Write(b)
	n, err := p.to.Write(b)
	p.offset += int64(n)
	p.err = err
}

// object writes an object; if it holds a stream, compressed.
func (p *packer) object(number int, text []byte) error {
	p.places[number] = p.offset
	head, body, isStream := bytes.Cut(text, []byte(">>\nstream\n"))
	if !isStream {
		p.put(text)
		return p.err
	}
	m := lengthPattern.FindSubmatchIndex(head)
	if m == nil {
		return fmt.Errorf("compress: a stream without length")
	}
	length, err := strconv.Atoi(string(head[m[2]:m[3]]))
	if err != nil || length > len(body) {
		return fmt.Errorf("compress: a stream of length %s", head[m[2]:m[3]])
	}
	packed, err := recompress(body[:length], bytes.Contains(head, []byte("/FlateDecode")))
	if err != nil {
		return err
	}
	filter := "/Filter /FlateDecode "
	if bytes.Contains(head, []byte("/FlateDecode")) {
		filter = ""
	}
	p.put(head[:m[0]])
	p.put(fmt.Appendf(nil, "%s/Length %d", filter, len(packed)))
	p.put(head[m[1]:])
	p.put([]byte(">>\nstream\n"))
	p.put(packed)
	p.put(body[length:])
	return p.err
}

// recompress compresses a stream, after what it was compressed with before.
func recompress(stream []byte, compressed bool) ([]byte, error) {
	if compressed {
		r, err := zlib.NewReader(bytes.NewReader(stream))
		if err != nil {
			return nil, fmt.Errorf("compress: read a stream: %w", err)
		}
		if stream, err = io.ReadAll(r); err != nil {
			return nil, fmt.Errorf("compress: read a stream: %w", err)
		}
	}
	var out bytes.Buffer
	w, err := zlib.NewWriterLevel(&out, zlib.DefaultCompression)
	if err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if _, err := w.Write(stream); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return out.Bytes(), nil
}

// finish writes the table of places and the trailer.
func (p *packer) finish(objects int, end []byte) error {
	_, trailer, _ := bytes.Cut(end, []byte("trailer\n<<\n"))
	trailer, _, ok := bytes.Cut(trailer, []byte(">>\nstartxref"))
	if !ok {
		return fmt.Errorf("compress: no trailer")
	}
	id := p.digest.Sum(nil)[:16]
	table := p.offset
	p.put(fmt.Appendf(nil, "xref\n0 %d\n0000000000 65535 f \n", objects+1))
	for number := 1; number <= objects; number++ {
		p.put(fmt.Appendf(nil, "%010d 00000 n \n", p.places[number]))
	}
	p.put(fmt.Appendf(nil, "trailer\n<<\n%s/ID [<%x><%x>]\n>>\nstartxref\n%d\n%%%%EOF\n", trailer, id, id, table))
	return p.err
}
