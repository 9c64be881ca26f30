// SPDX-License-Identifier: Apache-2.0

// Package truth is the answer key of a simulated case: what was planted, what
// must not be concluded and what is wrong with the files, each with the very
// records that show it. It is written as one JSON object a line; the schema is
// in samples/README.md.
package truth

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"dossier/event"
)

// The types of entries.
const (
	TypeCase     = "case"
	TypeAct      = "act"
	TypeInnocent = "innocent"
	TypeTrap     = "trap"
)

// Record is one record of the evidence that shows an entry.
type Record struct {
	Source string `json:"source"` // format and, where it has types, the type: "salesforce-elf/Report"
	File   string `json:"file"`   // relative to the evidence folder
	Line   int64  `json:"line"`   // 1-based physical line on which the record begins
	Offset int64  `json:"offset"` // of its first byte in the file as generated
	Length int64  `json:"length"` // in bytes, line end included
	Text   string `json:"text"`   // part of the record, decoded, by which it is recognised
	Copy   bool   `json:"copy,omitempty"`
}

// Object is what an act was done to.
type Object struct {
	Type string `json:"type"`
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
}

// Entry is one line of the key.
type Entry struct {
	Type     string     `json:"type"`
	ID       string     `json:"id"`
	Story    string     `json:"story"`              // method, innocent or trap that it belongs to
	Person   string     `json:"person,omitempty"`   // display name
	Employee string     `json:"employee,omitempty"` // number in HR
	Account  string     `json:"account,omitempty"`  // whose account the records name, where it is not the person's own
	Time     string     `json:"time,omitempty"`     // UTC, when it happened; clocks of systems may differ by seconds
	Kind     event.Kind `json:"kind,omitempty"`
	Object   *Object    `json:"object,omitempty"`
	Folder   string     `json:"folder,omitempty"`   // of the mailbox, where an act is about what lay in one
	Quantity int        `json:"quantity,omitempty"` // rows, pages, items
	Targets  []string   `json:"targets,omitempty"`

	Looks string   `json:"looks,omitempty"` // of an innocent: why it looks guilty
	Not   string   `json:"not,omitempty"`   // of an innocent: what must not be concluded
	Say   string   `json:"say,omitempty"`   // of a trap: what a tool must say
	Files []string `json:"files,omitempty"` // of a trap: the files it is about
	Count int      `json:"records-total"`   // how many records show it; of innocents only the first are listed

	Records []Record `json:"records"`
	Case    *Case    `json:"case,omitempty"` // of the entry of that type

	at int64
}

// Case is what the case was made of. Days are written 2024-05-13.
type Case struct {
	Version  int    `json:"version"` // of the generator
	Seed     uint64 `json:"seed"`
	Strength string `json:"strength"`
	People   int    `json:"people"`
	Events   int    `json:"events"` // asked for, 0 if no number was
	First    string `json:"first"`  // day of the logs
	Last     string `json:"last"`
	Zone     string `json:"zone"`   // of the company's headquarters and of PaperCut's clock
	Notice   string `json:"notice"` // of the thief
	Leaves   string `json:"leaves"` // last working day
}

// listed is how many records an innocent's entry lists at most.
const listed = 200

// Key collects the entries of one generated case. Not safe for concurrent use.
type Key struct {
	entries []*Entry
	counts  map[string]int
}

// Add starts an entry, which records are added to later. The ID is made from its
// type and its number among the entries of that type.
func (k *Key) Add(e *Entry, at int64) *Entry {
	if k.counts == nil {
		k.counts = map[string]int{}
	}
	k.counts[e.Type]++
	e.ID = fmt.Sprintf("%s-%03d", e.Type, k.counts[e.Type])
	e.at = at
	e.Records = []Record{}
	if at != 0 {
		e.Time = time.UnixMilli(at).UTC().Format("2006-01-02T15:04:05.000Z")
	}
	k.entries = append(k.entries, e)
	return e
}

// Note adds a record to an entry.
func (e *Entry) Note(r Record) {
	e.Count++
	if e.Type == TypeAct || len(e.Records) < listed {
		e.Records = append(e.Records, r)
	}
}

// Counts says how many entries there are of a type.
func (k *Key) Counts(entryType string) int { return k.counts[entryType] }

// WriteTo writes the key: the case, then acts by time, innocents and traps.
func (k *Key) WriteTo(w io.Writer) (int64, error) {
	order := []string{TypeCase, TypeAct, TypeInnocent, TypeTrap}
	sorted := slices.Clone(k.entries)
	slices.SortStableFunc(sorted, func(a, b *Entry) int {
		if d := slices.Index(order, a.Type) - slices.Index(order, b.Type); d != 0 {
			return d
		}
		if a.Type == TypeAct && a.at != b.at {
			return int(min(1, max(-1, a.at-b.at)))
		}
		return 0
	})
	written := int64(0)
	for _, e := range sorted {
		line, err := json.Marshal(e)
		if err != nil {
			return written, fmt.Errorf("encode key entry %s: %w", e.ID, err)
		}
		n, err := w.Write(append(line, '\n'))
		written += int64(n)
		if err != nil {
			return written, fmt.Errorf("write key: %w", err)
		}
	}
	return written, nil
}
