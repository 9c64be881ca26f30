// SPDX-License-Identifier: Apache-2.0

// Package papercut reads the logs of PaperCut Print Logger, the free logger for
// Windows print servers: a CSV file a day, a month, and one of all time.
package papercut

import (
	"bytes"

	"dossier/event"
	"dossier/parsers"
)

// Parser reads the CSV logs of PaperCut Print Logger.
var Parser = parsers.Parser{
	Name:     "papercut-print-logger",
	Version:  1,
	Title:    "PaperCut Print Logger (CSV)",
	Doc:      doc,
	Zoneless: true,
	Samples:  samples,
	Sniff:    sniff,
	Parse:    parse,
}

const doc = `The CSV logs of PaperCut Print Logger, a free program for Windows print servers
(not PaperCut NG or MF, whose logs differ): papercut-print-log-all-time.csv,
-YYYY-MM.csv and -YYYY-MM-DD.csv. Line 1 is a banner, line 2 a header in the
server's language; columns are therefore taken by position. The code page is the
server's (Windows-1252 unless it is UTF-8, or another was named).

Kinds: print.job, one for each row. A row says that a job was logged, not that
paper left the printer.

Key: all cells of the row. The daily, monthly and all-time files repeat each other,
so equal rows are one job. Two jobs alike in every column within one second
cannot be told from a repetition; they count once, and the second is kept as a
duplicate.

Times are the print server's local clock, to the second, without a zone.

Actor: print-user, as logged: a log-in name, a number, a machine account ("PC1$",
initiated by the system) or a guest. Object: document, with the name that the
program gave the job, which its user can choose. Target: the printer. Device: the
client, also IP where it is an address. Group: none.

Quantities: Pages is the columns Pages times Copies (that Pages counts one copy
is not verified), absent unless both are numbers above 0; Copies is the column;
Bytes is the column Size, whole kilobytes times 1024, absent where it bears no
"kb". All are own, and may be summed.

Attributes: pages, copies, paper-size, language, height, width, duplex, grayscale,
size, each as written; ragged-row where the cells are not 14 and an empty one.

Document names are quoted; how a quote inside of one is written is not verified.
Names are taken from the first quote to the last that a delimiter follows, whatever
they contain; doubled quotes are made single if there are no others. A name with
line ends makes a record of several lines.`

// banner is what line 1 begins with.
const banner = "PaperCut Print Logger"

// englishHeader is what the header begins with in an English installation.
const englishHeader = "Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size"

func sniff(h parsers.Head) parsers.Score {
	head := bytes.TrimLeft(h.Bytes, "\r\n")
	line, rest, _ := bytes.Cut(head, []byte{'\n'})
	if bytes.HasPrefix(line, []byte(englishHeader)) {
		return parsers.Certain
	}
	if !bytes.HasPrefix(line, []byte(banner)) {
		return parsers.No
	}
	next, _, _ := bytes.Cut(rest, []byte{'\n'})
	if bytes.Count(next, []byte{','}) < nameCells-1 {
		return parsers.Maybe
	}
	return parsers.Certain
}

func parse(in parsers.Input, out parsers.Out) error {
	r := reader{in: in, out: out}
	if err := parsers.Lines(in, out, r.line); err != nil {
		return err
	}
	return r.flush()
}

// reader makes records of lines.
type reader struct {
	in   parsers.Input
	out  parsers.Out
	held []heldLine // a record whose name seems to go on, and its further lines

	headerDue bool // the line before was a banner
}

// heldLine is a line kept until it is known where its record ends.
type heldLine struct {
	span  event.Span
	text  string
	ended bool
}

// A name of more lines or bytes than these is no name.
const (
	limitHeldLines = 16
	limitHeldBytes = 64 << 10
)

// line takes the next line of the source.
func (r *reader) line(l parsers.Line) error {
	h := heldLine{l.Span, r.in.Text(l.Bytes), l.Ended}
	if len(r.held) == 0 {
		return r.first(h)
	}
	if beginsRecord(h.text) {
		if err := r.flush(); err != nil {
			return err
		}
		return r.first(h)
	}
	r.held = append(r.held, h)
	if row := split(joined(r.held)); row.whole() {
		e := r.job(row, r.held)
		r.held = r.held[:0]
		return r.out.Event(e)
	}
	if len(r.held) == limitHeldLines || len(joined(r.held)) > limitHeldBytes {
		return r.flush()
	}
	return nil
}

// first takes a line that continues no other.
func (r *reader) first(h heldLine) error {
	due := r.headerDue
	r.headerDue = false
	if isBanner(h.text) {
		r.headerDue = true
		return r.out.Skip(h.span, event.SkipHeader)
	}
	row := split(h.text)
	switch {
	case isEnglishHeader(h.text) || due && !row.plausible():
		return r.out.Skip(h.span, event.SkipHeader)
	case row.quoted && !row.whole() && row.plausible():
		r.held = append(r.held, h)
		return nil
	}
	return r.alone(row, h)
}

// flush gives up on finding an end for what is held.
func (r *reader) flush() error {
	held := r.held
	r.held = nil
	for _, h := range held {
		if err := r.alone(split(h.text), h); err != nil {
			return err
		}
	}
	return nil
}

// alone says what a single line is.
func (r *reader) alone(row row, h heldLine) error {
	switch {
	case row.torn(h.ended):
		return r.out.Reject(h.span, "record cut off", detail(h, "the line ends before its record does"))
	case !row.plausible():
		return r.out.Reject(h.span, "not a print record", detail(h, "pages and copies are no numbers where they should be"))
	}
	return r.out.Event(r.job(row, []heldLine{h}))
}
