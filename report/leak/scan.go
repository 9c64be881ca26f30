// SPDX-License-Identifier: Apache-2.0

// Package leak searches the files of an export for texts that may not be in it,
// after they were written: unpacked, decoded, and put together again where a format
// splits words. It knows the formats, and nothing of how redaction works.
//
// Values are looked for in the spellings of package withheld, in
//
//   - every file as it is, and its name
//   - text with HTML, JSON and URL escapes undone, without the tags inside of a cell or
//     paragraph, with blanks for tags, and without any white space
//   - UTF-16 of both byte orders, where a file is no plain UTF-8
//   - the members of archives and office documents, their names and comments
//   - the streams of PDF, and the strings of each put together: those that go on in one
//     place or begin below one another with nothing between, all with blanks, and without
//     any white space, each as single bytes and as UTF-16
//   - the values of every row of Parquet
//
// What a value must have to be looked for is stated where that is decided
// ([withheld.HowOf]). Besides: without white space only values of 8 characters or more
// are looked for, as words that meet there make others; and in bytes that are no text
// (compressed streams, fonts) only those of 6 or more.
package leak

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dossier/report/withheld"
)

// Leak is a value that was found where it may not be.
type Leak struct {
	File  string // the file, and the member of an archive after "!/"
	Form  string // in what form it was found
	Value string // as it was given; as secret as ever
}

// UnreadableError says that a file could not be searched: nobody can say whether it
// leaks.
type UnreadableError struct {
	File string
	Why  string
}

// Error names the file.
func (e *UnreadableError) Error() string {
	return fmt.Sprintf("search %s for what was withheld: %s", e.File, e.Why)
}

// Scan searches all files. The leaks are in the order of the files' names, each value
// once for a file and form. A file that cannot be unpacked is an *UnreadableError.
func Scan(files fs.FS, values []string) ([]Leak, error) { return ScanKnown(files, values, "") }

// ScanKnown also looks for a text that stands in every document, such as the number
// of its first item: a PDF, an office document or a table in which that is not found,
// nor in another file of its kind, was not understood, and is an *UnreadableError. With "" nothing is looked for; a text
// too short to look for is in no document.
func ScanKnown(files fs.FS, values []string, known string) ([]Leak, error) {
	s := newScanner(values, known)
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return s.file(files, name)
	})
	if err := cmp.Or(err, s.understood()); err != nil {
		return nil, err
	}
	slices.SortFunc(s.leaks, func(a, b Leak) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Form, b.Form), cmp.Compare(a.Value, b.Value))
	})
	return s.leaks, nil
}

// scanner searches the files of one export.
type scanner struct {
	values   []string
	text     finder // in text
	squeezed finder // in text without white space
	binary   finder // in what is no text
	known    *withheld.Set
	met      bool // whether known was found in the file
	leaks    []Leak
	seen     map[Leak]bool

	documents map[string]document // by the ending of the name
}

// The least lengths of values, in characters: the first is withheld's.
const (
	leastSqueezed = 8
	leastBinary   = 6
)

func newScanner(values []string, known string) *scanner {
	var squeezed, binary []string
	for _, v := range values {
		squeezed = append(squeezed, withheld.Squeeze(v))
		if len([]rune(strings.TrimSpace(v))) < leastBinary {
			v = ""
		}
		binary = append(binary, v)
	}
	s := &scanner{values: values, text: newFinder(values), squeezed: newFinder(squeezed), binary: newFinder(binary), seen: map[Leak]bool{}, documents: map[string]document{}}
	if known != "" {
		s.known = withheld.NewSet([]string{known})
	}
	return s
}

// documentKinds are the endings of names of files that hold every item.
var documentKinds = []string{".pdf", ".docx", ".xlsx", ".html", ".parquet"}

func (s *scanner) file(files fs.FS, name string) error {
	s.met = false
	f := leaf{name, func() (io.ReadCloser, error) { return files.Open(name) }}
	if err := s.find(f, "the file's name", s.text, strings.NewReader(name)); err != nil {
		return err
	}
	if err := s.content(f, 0); err != nil {
		return err
	}
	if kind := path.Ext(name); s.known != nil && slices.Contains(documentKinds, kind) {
		if d, ok := s.documents[kind]; !ok || !d.met && s.met {
			s.documents[kind] = document{name, s.met}
		}
	}
	return nil
}

// document is a file of a kind, and whether known was found in it.
type document struct {
	name string
	met  bool
}

// understood is an error if of some kind of document not one file has the known text:
// a large document is split into several, and one of them has it.
func (s *scanner) understood() error {
	for _, kind := range documentKinds {
		if d, ok := s.documents[kind]; ok && !d.met {
			return &UnreadableError{d.name, "it was not understood: the first item, which stands in it, was not found"}
		}
	}
	return nil
}

// leaf is a file, or a member of an archive, that can be read several times.
type leaf struct {
	name string
	open func() (io.ReadCloser, error)
}

// limitDepth is how deep archives may lie in archives.
const limitDepth = 4

// container is what is unpacked or cannot be, by how it begins.
type container struct {
	begins string
	search func(*scanner, leaf, int) error
	what   string
}

func containers() []container {
	return []container{
		{"PK\x03\x04", (*scanner).zip, ""},
		{"PK\x05\x06", (*scanner).zip, ""},
		{"\x1f\x8b", (*scanner).gzip, ""},
		{"%PDF-", (*scanner).pdf, ""},
		{"PAR1", (*scanner).parquet, ""},
		{"7z\xbc\xaf", nil, "a 7z archive"},
		{"\x28\xb5\x2f\xfd", nil, "Zstandard"},
		{"BZh9", nil, "bzip2"},
		{"\xd0\xcf\x11\xe0", nil, "a document of old Office"},
		{"Rar!", nil, "a RAR archive"},
	}
}

// content searches a leaf by what it is.
func (s *scanner) content(f leaf, depth int) error {
	if depth > limitDepth {
		return &UnreadableError{f.name, "archives lie too deep in one another"}
	}
	begins, list, err := f.look()
	if err != nil {
		return err
	}
	for _, c := range containers() {
		if !strings.HasPrefix(begins, c.begins) {
			continue
		}
		if c.search == nil {
			return &UnreadableError{f.name, "it is " + c.what + ", which is not unpacked"}
		}
		if err := s.form(f, form{name: "as it is", least: leastBinary}); err != nil {
			return err
		}
		return c.search(s, f, depth)
	}
	return s.forms(f, list)
}

// look reads a leaf once: how it begins, and in which forms to search it if it is no
// container: as text, which is UTF-8 without NUL, only in those that undo something.
func (f leaf) look() (begins string, list []form, err error) {
	r, err := f.open()
	if err != nil {
		return "", nil, wrap(f.name, err)
	}
	defer r.Close()
	head := make([]byte, 8)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", nil, wrap(f.name, err)
	}
	text, has, err := isText(io.MultiReader(bytes.NewReader(head[:n]), r))
	if err != nil || !text {
		return string(head[:n]), binaryForms, wrap(f.name, err)
	}
	for _, one := range textForms {
		if one.undoes == 0 || has[one.undoes] {
			list = append(list, one)
		}
	}
	return string(head[:n]), list, nil
}

func wrap(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("search %s: %w", name, err)
}

func (s *scanner) forms(f leaf, list []form) error {
	for _, one := range list {
		if err := s.form(f, one); err != nil {
			return err
		}
	}
	return nil
}

// form searches a leaf in one form.
func (s *scanner) form(f leaf, as form) error {
	r, err := f.open()
	if err != nil {
		return wrap(f.name, err)
	}
	defer r.Close()
	set := s.text
	switch as.least {
	case leastSqueezed:
		set = s.squeezed
	case leastBinary:
		set = s.binary
	}
	var read io.Reader = r
	for _, m := range as.through {
		read = m(read)
	}
	return s.find(f, as.name, set, read)
}

// find searches a reader with a set of values.
func (s *scanner) find(f leaf, form string, in finder, r io.Reader) error {
	err := in.each(r, func(value int) {
		l := Leak{File: f.name, Form: form, Value: s.values[value]}
		if !s.seen[l] {
			s.seen[l] = true
			s.leaks = append(s.leaks, l)
		}
	}, func(text string) {
		s.met = s.met || s.known != nil && len(s.known.Find(text)) > 0
	})
	return wrap(f.name, err)
}
