// SPDX-License-Identifier: Apache-2.0

// Package parsers holds the contract that every log format fulfils, and the
// readers of lines, CSV, JSON and times that they share. One folder below it is
// one family of formats; README.md says how to add one.
//
// A parser is a value ([Parser]) with its own proof: samples that it must read
// and samples that it must refuse. The suite in parsertest holds every parser to
// the invariants; a parser's test is one line.
package parsers

import (
	"fmt"
	"io"
	"time"

	"dossier/event"
)

// Parser reads one format. A value, safe for concurrent use: Sniff and Parse
// keep no state outside of their arguments.
type Parser struct {
	// Name is the format's, in lower-case letters, digits and dashes:
	// "salesforce-elf". It is written into cases and never changes.
	Name string
	// Version counts the changes of what Parse says about the same bytes, from 1.
	Version int
	// Title names the format for people: "Salesforce Event Log File (CSV)".
	Title string
	// Doc says what the format is, which kinds it yields, what its natural key
	// is, what its times rest on, and which attributes it fills. Shown by
	// `dossier formats NAME`.
	Doc string
	// Zoneless says that the format's times are local and carry no zone, so that
	// the investigator is asked for one.
	Zoneless bool
	// Binary says that Parse reads Input.Raw, and that the bytes must not be
	// taken for text.
	Binary bool
	// Samples prove the parser. At least one is read, at least one refused.
	Samples []Sample

	// Sniff says how sure it is, from the first bytes, that the source is of this
	// format. It must refuse (score 0) the samples of all other parsers.
	Sniff func(Head) Score
	// Parse reads the whole source and accounts for every byte to out, in any
	// order. What is wrong with the data is a reject; an error that Parse returns
	// is one of reading, or one that out returned, and ends the source.
	Parse func(in Input, out Out) error
}

// String is "name@version", as cases record it.
func (p Parser) String() string { return fmt.Sprintf("%s@%d", p.Name, p.Version) }

// Score is how sure a Sniff is: 0 no, 100 certain. Two parsers with the same
// highest score leave the decision to the investigator.
type Score int

// The scores used; in between is allowed.
const (
	No      Score = 0
	Maybe   Score = 30  // the shape fits, the content could be something else
	Likely  Score = 60  // several marks of the format
	Certain Score = 100 // a signature or a header that nothing else has
)

// Sample is a piece of input with what must come of it.
type Sample struct {
	Name string // what it shows: "hourly file", "header of another product"
	Text string // the bytes; for long binary ones use Load
	// Load, when not nil, makes the bytes instead of Text.
	Load func() []byte
	// Foreign says that Sniff must refuse these bytes.
	Foreign bool

	Events, Facts, Rejects int          // how many of each; unused for foreign samples
	Kinds                  []event.Kind // the kinds of the events in order; nil: not compared
}

// Bytes are the sample's bytes; the caller may change them.
func (s Sample) Bytes() []byte {
	if s.Load != nil {
		return s.Load()
	}
	return []byte(s.Text)
}

// Head is what Sniff sees.
type Head struct {
	Bytes []byte // the first 64 KiB or less; UTF-16 already turned into UTF-8; no byte order mark
	Raw   []byte // the same as it was given
	Whole bool   // whether Bytes is all there is
	Name  string // path as given; a tie-breaker at most

	rows *rowCache // nil unless the head is shared
}

// Input is one source to read.
type Input struct {
	// Reader gives the source from its first byte. UTF-16 arrives as UTF-8 (a byte
	// order mark included); every other encoding arrives as it is, and Text decodes
	// it piece by piece. Spans count bytes of this stream; ingest maps them back.
	Reader io.Reader
	// Raw and SizeBytes are the source itself, for binary formats.
	Raw       io.ReaderAt
	SizeBytes int64

	Name string // path as given; never decides what is read
	// Zone is where the source's clock hung, nil if nobody has said.
	Zone *time.Location
	// Order is how the source writes days and months, if somebody has said.
	Order DateOrder
	// AsOf is the day that reference records speak for, if somebody has said.
	AsOf event.Date
	// Bodies says whether text bodies of messages are wanted.
	Bodies bool
	// Fallback decodes bytes that are not UTF-8; nil means Windows-1252.
	Fallback Charset
}

// Out takes what Parse finds. The events and facts belong to Out from the call
// on. An error of Out (the case cannot be written, the work was cancelled) is to
// be returned from Parse as it is.
//
// Of Origin, the parser sets Span, More and Ordinal.
type Out interface {
	Event(*event.Event) error
	Fact(*event.Fact) error
	Reject(span event.Span, reason, detail string) error
	Skip(span event.Span, reason string) error
}

// Validate reports what is missing from a parser's definition.
func Validate(p Parser) error {
	switch {
	case p.Name == "" || !wellFormed(p.Name):
		return fmt.Errorf("parser %q: the name must be of lower-case letters, digits and dashes", p.Name)
	case p.Version < 1:
		return fmt.Errorf("parser %s: the version must be 1 or more", p.Name)
	case p.Title == "" || p.Doc == "":
		return fmt.Errorf("parser %s: title and doc must be filled", p.Name)
	case p.Sniff == nil || p.Parse == nil:
		return fmt.Errorf("parser %s: sniff and parse must be there", p.Name)
	}
	read, foreign := 0, 0
	for _, s := range p.Samples {
		if s.Foreign {
			foreign++
		} else {
			read++
		}
	}
	if read == 0 || foreign == 0 {
		return fmt.Errorf("parser %s: wants a sample to read and a foreign one, has %d and %d", p.Name, read, foreign)
	}
	return nil
}

func wellFormed(name string) bool {
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
