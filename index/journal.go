// SPDX-License-Identifier: Apache-2.0

package index

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"dossier/event"
)

// JournalEntry is one line of journal.jsonl: something a person did or decided.
type JournalEntry struct {
	Number int            `json:"number"` // 1-based
	Time   string         `json:"time"`   // RFC 3339, UTC: the clock is the point here
	Who    string         `json:"who"`    // name of the operating system's account
	Action string         `json:"action"` // "create", "ingest", "link", "unlink", "confirm" …
	Data   jsontext.Value `json:"data"`
	Before event.Digest   `json:"before"` // SHA-256 of the line before, without its line end; zeros for the first
	// Digest is the SHA-256 of the line as it is without this member, which is its last:
	// so the last line of a journal is vouched for too. Lines of early builds have none.
	Digest event.Digest `json:"digest,omitzero"`
}

// ErrJournal says that the journal is not what it was when it was written.
var ErrJournal = errors.New("journal altered")

// AppendJournal adds an entry to the journal of the case in dir and syncs it. The
// caller holds the case's lock. A last line that a crash cut short is cut off
// first: it was never acknowledged.
func AppendJournal(dir string, now time.Time, action string, data any) (JournalEntry, error) {
	path := filepath.Join(dir, "journal.jsonl")
	entries, tail, err := readJournal(path)
	if err != nil {
		return JournalEntry{}, err
	}
	encoded, err := json.Marshal(data, json.Deterministic(true))
	if err != nil {
		return JournalEntry{}, fmt.Errorf("journal: %w", err)
	}
	entry := JournalEntry{
		Number: len(entries) + 1, Time: now.UTC().Format(time.RFC3339), Who: who(), Action: action,
		Data: encoded, Before: tail.digest,
	}
	line, err := json.Marshal(entry)
	if err != nil {
		return JournalEntry{}, fmt.Errorf("journal: %w", err)
	}
	entry.Digest = sha256.Sum256(line)
	return entry, appendLine(path, tail.end, sealLine(line, entry.Digest))
}

// sealLine adds the digest to a line that has none.
func sealLine(line []byte, digest event.Digest) []byte {
	return append(line[:len(line)-1:len(line)-1], `,"digest":"`+digest.String()+`"}`...)
}

// sealBytes is how long what sealLine adds is.
const sealBytes = len(`,"digest":"`) + 64 + len(`"`)

func appendLine(path string, at int64, line []byte) error {
	if err := step("append", path); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	defer f.Close()
	if err := f.Truncate(at); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if err := writeSynced(f, append(line, '\n'), at); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return f.Close()
}

func who() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}

// journalTail is where the next line goes and what it chains to.
type journalTail struct {
	end    int64
	digest event.Digest
}

// readJournal reads and checks the journal. A last line without line end is left
// out; any other fault is an ErrJournal that names the line.
func readJournal(path string) ([]JournalEntry, journalTail, error) {
	var tail journalTail
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, tail, nil
	}
	if err != nil {
		return nil, tail, fmt.Errorf("journal: %w", err)
	}
	defer f.Close()
	var entries []JournalEntry
	r := bufio.NewReader(f)
	for {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return entries, tail, nil
		}
		if err != nil {
			return nil, tail, fmt.Errorf("journal: %w", err)
		}
		entry, err := checkLine(bytes.TrimSuffix(line, []byte("\n")), len(entries)+1, tail.digest)
		if err == nil && entry.Digest == (event.Digest{}) && len(entries) > 0 && entries[len(entries)-1].Digest != (event.Digest{}) {
			err = fmt.Errorf("%w: line %d has no digest", ErrJournal, entry.Number)
		}
		if err != nil {
			return entries, tail, err
		}
		entries = append(entries, entry)
		tail.end += int64(len(line))
		tail.digest = sha256.Sum256(bytes.TrimSuffix(line, []byte("\n")))
	}
}

func checkLine(line []byte, number int, before event.Digest) (JournalEntry, error) {
	var entry JournalEntry
	if err := json.Unmarshal(line, &entry, json.RejectUnknownMembers(true)); err != nil {
		return entry, fmt.Errorf("%w: line %d cannot be read: %w", ErrJournal, number, err)
	}
	if entry.Number != number {
		return entry, fmt.Errorf("%w: line %d bears the number %d", ErrJournal, number, entry.Number)
	}
	if entry.Before != before {
		return entry, fmt.Errorf("%w: line %d does not follow from line %d as it stands", ErrJournal, number, number-1)
	}
	if entry.Digest == (event.Digest{}) {
		return entry, nil
	}
	bare := append(bytes.Clone(line[:max(0, len(line)-1-sealBytes)]), '}')
	if sha256.Sum256(bare) != entry.Digest || !bytes.Equal(sealLine(bare, entry.Digest), line) {
		return entry, fmt.Errorf("%w: line %d is not what its digest was made of", ErrJournal, number)
	}
	return entry, nil
}

// Journal reads the journal and checks its chain; the entries before a fault are
// returned with it. A journal has an entry from the moment its case exists: one
// without is at fault.
func (c *Case) Journal() ([]JournalEntry, error) {
	entries, _, err := readJournal(filepath.Join(c.dir, "journal.jsonl"))
	if err == nil && len(entries) == 0 {
		err = errNoEntries
	}
	return entries, err
}

var errNoEntries = fmt.Errorf("%w: line 1, that of the case's creation, is missing", ErrJournal)

// JournalHead is the digest of the journal's last line: whoever knows it can
// tell whether the journal, its end included, is still the same.
func (c *Case) JournalHead() (event.Digest, error) {
	_, tail, err := readJournal(filepath.Join(c.dir, "journal.jsonl"))
	return tail.digest, err
}
