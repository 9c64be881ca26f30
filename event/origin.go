// SPDX-License-Identifier: Apache-2.0

package event

import (
	"encoding/hex"
	"fmt"
)

// Digest is a SHA-256.
type Digest [32]byte

// String is 64 lower-case hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// MarshalText makes a digest a hexadecimal string in JSON.
func (d Digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Digest) UnmarshalText(text []byte) error {
	parsed, err := ParseDigest(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// ParseDigest reads what String wrote.
func ParseDigest(s string) (Digest, error) {
	var d Digest
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(d) {
		return d, fmt.Errorf("digest %q: want 64 hexadecimal digits", s)
	}
	return Digest(b), nil
}

// Span is where a record lies in its source, in bytes of the source as it was
// given, before any decoding.
type Span struct {
	Offset int64 // 0-based
	Length int64
	Line   int64 // 1-based line of the first byte; 0 where the format has no lines
}

// End is the offset behind the last byte.
func (s Span) End() int64 { return s.Offset + s.Length }

// Origin is where an event or fact was read. Span is that of the record that
// makes the event what it is; More are the further records it rests on, in the
// order of their offsets. Parsers set Span, More and Ordinal; ingest sets the rest.
type Origin struct {
	Source  Digest
	Parser  string // "name@version"
	Span    Span
	More    []Span
	Ordinal int // 0-based among the events and facts of the record at Span
}

// Step is one unpacking: which member of which kind of container.
type Step struct {
	Format string `json:"format"`           // "zip", "gzip", "zstd", "7z", "tar"
	Member string `json:"member,omitempty"` // the member's name as stored; empty for single-stream formats
	Index  int    `json:"index"`            // 0-based position among the container's members
}

// Source describes one file of the evidence, or one member of an archive.
type Source struct {
	Digest    Digest `json:"digest"`    // SHA-256 of the source's own bytes
	SizeBytes int64  `json:"sizeBytes"` // of the source's own bytes
	Path      string `json:"path"`      // as given, members after "!/": logs.zip!/day1.csv

	// Evidence is the file the investigator gave: the source itself, or the
	// archive that Steps lead out of.
	Evidence Digest `json:"evidence"`
	Steps    []Step `json:"steps,omitempty"`

	Status   Status `json:"status"`
	Reason   string `json:"reason,omitempty"`   // why there are no events, or what is wrong with the file
	Parser   string `json:"parser,omitempty"`   // "name@version"
	Encoding string `json:"encoding,omitempty"` // "utf-8", "utf-16le", "windows-1252" …
	Zone     string `json:"zone,omitempty"`     // IANA name supplied by the investigator
	Order    string `json:"order,omitempty"`    // "mdy", "dmy" or "ymd", as the investigator said
	Charset  string `json:"charset,omitempty"`  // code page named by the investigator
	AsOf     Date   `json:"asOf,omitempty"`     // day that reference records speak for, as supplied
	NoBodies bool   `json:"noBodies,omitempty"` // message bodies were left out

	Events       int64 `json:"events"`
	Facts        int64 `json:"facts"`
	Rejects      int64 `json:"rejects"`
	RejectBytes  int64 `json:"rejectBytes"`
	SkippedBytes int64 `json:"skippedBytes"`
}

// Status says what became of a source.
type Status string

// The statuses.
const (
	StatusParsed    Status = "parsed"    // read to its end
	StatusPartial   Status = "partial"   // read, with rejects
	StatusUnknown   Status = "unknown"   // no parser recognises it
	StatusAmbiguous Status = "ambiguous" // several parsers do; it waits for --as
	StatusContainer Status = "container" // an archive: its members are sources of their own
	StatusFailed    Status = "failed"    // could not be read or unpacked to its end
	StatusCopy      Status = "copy"      // the same bytes as another source
)

// Reject is a span that was not understood. Its bytes stay in the evidence.
type Reject struct {
	ID     ID // set by ingest
	Origin Origin
	Reason string // one of the parser's short reasons: "time unreadable", "line too long"
	Detail string // what and where, for a reader; may quote the record, bounded
}

// Skip is a span that carries no record.
type Skip struct {
	Span   Span
	Reason string // one of the Skip constants
}

// Why a span is skipped.
const (
	SkipHeader    = "header"    // column names, banners, file headers
	SkipBlank     = "blank"     // blank lines and padding
	SkipMark      = "mark"      // byte order mark
	SkipComment   = "comment"   // comments of the format
	SkipContainer = "container" // syntax around records: XML roots, chunk tables
	SkipFooter    = "footer"    // what a report ends with
)
