// SPDX-License-Identifier: Apache-2.0

// Package manifest is the list of what an export consists of and of what it was made:
// the file manifest.json of every export. Whoever has its digest can tell whether
// anything in the export has changed.
package manifest

import (
	"crypto/sha256"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"dossier/event"
	"dossier/report"
)

// The names of files that every export has.
const (
	Name      = "manifest.json"
	SumsName  = "SHA256SUMS"
	Citations = "citations.jsonl"
)

// Version is the format of manifests that this build writes and the newest it reads.
const Version = 1

// Manifest is manifest.json.
type Manifest struct {
	Format  int     `json:"format"`
	Content Content `json:"content"`
	// ContentDigest is the SHA-256 of the member content in canonical form (RFC 8785):
	// the export's id, which stands on every page.
	ContentDigest event.Digest `json:"contentDigest"`
	Files         []File       `json:"files"` // by path; all but manifest.json, SHA256SUMS and signatures
}

// File is one file of the export.
type File struct {
	Path      string       `json:"path"`
	SizeBytes int64        `json:"sizeBytes"`
	SHA256    event.Digest `json:"sha256"`
	Format    string       `json:"format,omitempty"` // which wrote it
	Rows      int64        `json:"rows,omitzero"`    // of the chronology in all files of the format together
}

// Content is what an export was made of. The same content gives the same bytes.
type Content struct {
	Build    string     `json:"build"`
	Case     CaseState  `json:"case"`
	Question string     `json:"question"` // in words
	Query    string     `json:"query"`    // as a command
	Request  Request    `json:"request"`
	AsOf     string     `json:"asOf"` // RFC 3339, UTC
	Counts   Counts     `json:"counts"`
	Rows     RowsDigest `json:"rows"`
	Sources  []Source   `json:"sources"` // those that rows were read from, by path
	Rules    string     `json:"zoneRules"`
	SelfTest []string   `json:"selfTest"`
}

// CaseState is the case that an export was made from.
type CaseState struct {
	Title       string       `json:"title"`
	Zone        string       `json:"zone"`
	Created     string       `json:"created"`
	JournalLine int          `json:"journalLine"` // the last that bears on what the case says
	JournalHead event.Digest `json:"journalHead"` // SHA-256 of that line
}

// Request is what was asked for, so that it can be asked for again.
type Request struct {
	Query      string         `json:"query,omitempty"`
	Chronology bool           `json:"chronology,omitzero"`
	Who        string         `json:"who,omitempty"`
	Last       int            `json:"last,omitzero"`
	From       string         `json:"from,omitempty"`
	To         string         `json:"to,omitempty"`
	Notice     bool           `json:"notice,omitzero"`
	After      bool           `json:"after,omitzero"`
	Kinds      []string       `json:"kinds,omitempty"`
	Others     bool           `json:"others,omitzero"`
	About      string         `json:"about,omitempty"`
	Subject    string         `json:"subject,omitempty"`
	Profile    report.Profile `json:"profile"`
	Formats    []string       `json:"formats"` // by name
	Caption    string         `json:"caption,omitempty"`
	Zone       string         `json:"zone"`
	Paper      report.Paper   `json:"paper"`
	Exhibit    string         `json:"exhibit,omitempty"`
	Bates      string         `json:"bates,omitempty"`
	BatesFirst int            `json:"batesFirst,omitzero"`
	AsOf       string         `json:"asOf,omitempty"`
	// Rules are the SHA-256 of the redaction rules; nothing if none were applied.
	Rules event.Digest `json:"redactionRules,omitzero"`
}

// Counts say how complete an export is: InScope = Exported + what was excluded.
type Counts struct {
	InScope  int64       `json:"inScope"`
	Exported int64       `json:"exported"`
	Excluded []Exclusion `json:"excluded"`
}

// Exclusion is how many events were left out for one reason.
type Exclusion struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

// Check is nil if the counts add up.
func (c Counts) Check() error {
	sum := c.Exported
	for _, x := range c.Excluded {
		sum += x.Count
	}
	if sum != c.InScope {
		return fmt.Errorf("%d events are in scope, and %d are exported or excluded", c.InScope, sum)
	}
	return nil
}

// RowsDigest is what tells rows apart from others: the digest is over every cell of
// every row in order, each preceded by its length in bytes (eight bytes, big-endian).
type RowsDigest struct {
	Count   int64        `json:"count"`
	SHA256  event.Digest `json:"sha256"`
	Columns []string     `json:"columns"`
}

// Source is a source that rows were read from.
type Source struct {
	Path      string       `json:"path"`
	SHA256    event.Digest `json:"sha256"`
	SizeBytes int64        `json:"sizeBytes"`
	Parser    string       `json:"parser"`
	Rows      int64        `json:"rows"`
}

// Mask changes every text of the content that people or the evidence chose.
func (c *Content) Mask(mask func(string) string) {
	r := &c.Request
	for _, text := range []*string{&c.Question, &c.Query, &c.Case.Title, &r.Query, &r.Who, &r.About, &r.Subject, &r.Caption} {
		if *text != "" {
			*text = mask(*text)
		}
	}
	for i := range c.Sources {
		c.Sources[i].Path = mask(c.Sources[i].Path)
	}
}

// Digest is the SHA-256 of the content in canonical form.
func (c Content) Digest() (event.Digest, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return event.Digest{}, fmt.Errorf("manifest: %w", err)
	}
	value := jsontext.Value(text)
	if err := value.Canonicalize(); err != nil {
		return event.Digest{}, fmt.Errorf("manifest: %w", err)
	}
	return sha256.Sum256(value), nil
}

// Encode is the bytes of manifest.json: members in a fixed order, indented, and a
// line feed at the end.
func (m Manifest) Encode() ([]byte, error) {
	text, err := json.Marshal(m, jsontext.WithIndent("  "))
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	return append(text, '\n'), nil
}

// Decode reads manifest.json, and checks that the content has the digest it says.
func Decode(text []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(text, &m, json.RejectUnknownMembers(true)); err != nil {
		return m, fmt.Errorf("%s: %w", Name, err)
	}
	if m.Format != Version {
		return m, fmt.Errorf("%s: format %d, and this dossier reads %d", Name, m.Format, Version)
	}
	digest, err := m.Content.Digest()
	if err == nil && digest != m.ContentDigest {
		err = fmt.Errorf("%s: its content has the digest %s, not %s", Name, digest, m.ContentDigest)
	}
	return m, err
}
