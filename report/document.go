// SPDX-License-Identifier: Apache-2.0

// Package report exports a case for people who never see the tool: counsel, the
// court, and the expert on the other side. Every file of an export is written from
// one Document, so that all formats say the same in the same order.
package report

import (
	"context"
	"io"
	"iter"
	"time"

	"dossier/event"
)

// Document is what an export says, before any file format. All of its text is final:
// redacted, neutral, in the zone of the export. A format lays it out, changes no word
// and leaves nothing out. Immutable while formats read it.
type Document struct {
	Title    string    // "Chronology of recorded events: Mike Hall"
	Caption  string    // of the matter: the case's title
	Profile  Profile   // decides columns, stamp and what may be in it at all
	Stamp    string    // on every page, in capitals; "" for none
	ZoneNote string    // on every page: "Times shown in America/New_York (…); UTC in column …"
	ExportID string    // digest of what the export was made of: the same for the same bytes
	Exhibit  string    // exhibit letter or number; "" for none
	Bates    *Bates    // nil for none
	AsOf     time.Time // the export speaks as of this instant; the only date in file metadata
	Language string    // of the document, "en"
	Paper    Paper

	Front   []Section // in order: cover first
	Columns []Column  // of the chronology
	Rows    Rows
	Count   int64     // rows there are; a format that wrote another number has failed
	Back    []Section // behind the chronology
}

// Profile is what an export is for.
type Profile string

// The profiles.
const (
	Produced        Profile = "produced"         // to the other side: facts only
	Counsel         Profile = "counsel"          // privileged: with issues, significance, notes
	Court1006       Profile = "court-1006"       // a summary under FRE 1006: complete by a stated rule
	Illustrative107 Profile = "illustrative-107" // an aid under FRE 107: selected
	Internal        Profile = "internal"         // for the investigation itself
)

// Paper is a size of paper.
type Paper string

// The papers.
const (
	A4     Paper = "A4"
	Letter Paper = "Letter"
)

// Bates numbers the pages of an export: ACME-000001.
type Bates struct {
	Prefix string
	First  int
	Digits int
}

// Section is a part of a document with a heading. In bookmarks, contents and sheets it
// is found by its Key.
type Section struct {
	Key    SectionKey
	Title  string
	Blocks []Block
}

// SectionKey names a kind of section. A test sees that every format shows each.
type SectionKey string

// The sections, in the order of a document.
const (
	SectionCover      SectionKey = "cover"
	SectionScope      SectionKey = "scope"      // selection and completeness
	SectionAnswer     SectionKey = "answer"     // on one page
	SectionCast       SectionKey = "cast"       // persons and accounts
	SectionChronology SectionKey = "chronology" // the rows; has no blocks but an introduction
	SectionContrary   SectionKey = "contrary"   // what the records do not show
	SectionExhibits   SectionKey = "exhibits"   // source record by item
	SectionMethod     SectionKey = "method"
	SectionCustody    SectionKey = "custody"
	SectionVerify     SectionKey = "verify"
	SectionGlossary   SectionKey = "glossary"
)

// Block is a part of a section: a [Paragraph], [Facts], [Table], [Strip], [Verbatim] or
// [Steps].
type Block interface{ block() }

// Paragraph is running text.
type Paragraph struct {
	Text string
	Lead bool // larger: the one sentence to read first
	Fine bool // smaller: a remark
}

// Facts are labelled values, a line each.
type Facts struct{ List []Fact }

// Fact is one of them. Note stands behind the value, smaller; it may be empty.
type Fact struct{ Label, Value, Note string }

// Table is a small table. A format may break it between rows and repeats its header.
type Table struct {
	Title string // "" for none
	Head  []string
	Rows  [][]string // each as long as Head
	// Right, where not nil, says by column which are numbers, set to the right.
	Right []bool
	// Mono, where not nil, says by column which are set in a typewriter face: digests and
	// records. A format without typefaces ignores it.
	Mono []bool
	// Widths, where not nil, are relative.
	Widths []float64
}

// Strip is a calendar: a cell a day, in weeks, by how much was recorded.
type Strip struct {
	Title  string
	Days   []StripDay // without gaps, in order
	Legend string     // what the levels and marks mean, in words
}

// StripDay is a cell of a strip.
type StripDay struct {
	Day    string // 2024-05-13
	Count  int64
	Level  int  // 0 none, 1 some, 2 much, 3 most; greys that print
	Window bool // lies in the window asked about
	NoLog  bool // no source has any record of this day
}

// Verbatim is text set in a typewriter face, line by line as it is.
type Verbatim struct{ Text string }

// Steps are numbered instructions; Command, if any, is set verbatim below each.
type Steps struct{ List []Step }

// Step is one of them.
type Step struct{ Text, Command string }

func (Paragraph) block() {}
func (Facts) block()     {}
func (Table) block()     {}
func (Strip) block()     {}
func (Verbatim) block()  {}
func (Steps) block()     {}

// Column is one of the chronology. Key is stable: it is the column's name in CSV, JSON
// lines, Parquet and load files.
type Column struct {
	Key   string // snake_case: "time_utc"
	Title string // as people read it: "Date and time (UTC)"
	// Width is relative, for pages; 0 keeps the column off pages of fixed width, because it
	// stands in the exhibits section there (the verbatim record) or is for machines.
	Width float64
	// Long says that the text may be long and wraps.
	Long bool
	// Mono says that it is set in a typewriter face: a record, a digest.
	Mono bool
}

// Row is one event of the chronology.
type Row struct {
	Number int64     // 1-based; the order of the chronology
	Item   string    // stable name, "MH-0042"
	Time   time.Time // zero for an event without time; for cells that hold a real date, in the zone of the export
	Cells  []string  // one for each of Document.Columns
	// Raw is the verbatim record as text, whatever columns there are; RawDigest is the
	// SHA-256 of the evidence it stands in. For exhibits and natives.
	Raw       string
	RawDigest string
	Source    string // path and line, as the source column says it
	// Event is what the row tells, for rules that decide by its id and fields (redaction).
	// Formats write cells, never it: what no cell says is in no file. nil once redacted.
	Event *event.Event
}

// Rows are the rows of a chronology in order. They can be walked through several
// times, and at the same time; each walk gives the same rows. A row is the reader's
// until it asks for the next. After an error nothing more comes.
type Rows interface {
	All(ctx context.Context) iter.Seq2[*Row, error]
}

// RowList are rows in memory.
type RowList []*Row

// All yields them.
func (l RowList) All(ctx context.Context) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		for _, r := range l {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Target is where the files of an export go. Names are relative, with slashes. A file
// is finished when it is closed without error.
type Target interface {
	Create(name string) (io.WriteCloser, error)
}

// Format writes documents in one file format, as one or several files. The bytes
// depend on the document alone: not on the clock, the machine, the locale or the order
// of a map.
type Format struct {
	Name string // as of --format: "pdf"
	Doc  string // one line for the help
	// Write writes the document and returns how many rows stand in it; a document that the
	// format cannot hold is an error that says why and what to do.
	Write func(ctx context.Context, d *Document, to Target) (rows int64, err error)
}
