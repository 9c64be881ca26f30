// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"dossier/event"
)

// Key is what stays with counsel: the secret of the commitments, and who bears which
// pseudonym. It is never written into an export. Not safe for concurrent use while
// pseudonyms are given.
type Key struct {
	path    string
	changed bool
	file    keyJSON
}

// The key file. A pseudonym once given stays: later evidence adds to the end.
type (
	keyJSON struct {
		Version    int             `json:"version"`
		Note       string          `json:"note"`
		Case       event.Digest    `json:"case"`   // SHA-256 of the first line of the case's journal
		Secret     string          `json:"secret"` // 32 bytes, hexadecimal
		Pseudonyms []pseudonymJSON `json:"pseudonyms"`
	}
	pseudonymJSON struct {
		Pseudonym string   `json:"pseudonym"`
		Kind      string   `json:"kind"`
		Number    int      `json:"number"`
		Name      string   `json:"name"`
		IDs       []string `json:"ids"` // what it is recognised by
	}
)

const (
	keyVersion = 1
	keyNote    = "Stays with counsel. Proves what was redacted, and says who bears which pseudonym. Never part of an export."
)

// KeyError says why a key file cannot be used.
type KeyError struct {
	Path string
	Why  string
}

// Error names the file.
func (e *KeyError) Error() string { return fmt.Sprintf("redaction key %s: %s", e.Path, e.Why) }

// OpenKey reads a case's key file, or makes a new key where there is no such file;
// it is on disk when Save was called. The case is named by the digest of its first
// journal line ([index.JournalEntry.Before] of the second). A file of another case,
// or one that others may read, is a *KeyError.
func OpenKey(path string, ofCase event.Digest) (key *Key, created bool, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		key, err := NewKey(ofCase)
		if err == nil {
			key.path, key.changed = path, true
		}
		return key, true, err
	}
	if err != nil {
		return nil, false, fmt.Errorf("redaction key: %w", err)
	}
	if err := checkPrivate(path); err != nil {
		return nil, false, err
	}
	key = &Key{path: path}
	if err := json.Unmarshal(text, &key.file, json.RejectUnknownMembers(true)); err != nil {
		return nil, false, &KeyError{path, "cannot be read: " + err.Error()}
	}
	secret, err := hex.DecodeString(key.file.Secret)
	switch {
	case key.file.Version != keyVersion:
		return nil, false, &KeyError{path, fmt.Sprintf("has version %d; this build reads %d", key.file.Version, keyVersion)}
	case err != nil || len(secret) != sha256.Size:
		return nil, false, &KeyError{path, "its secret is not 32 bytes in hexadecimal"}
	case key.file.Case != ofCase:
		return nil, false, &KeyError{path, "belongs to another case"}
	}
	return key, false, nil
}

// NewKey makes a key that has no file: Save refuses it.
func NewKey(ofCase event.Digest) (*Key, error) {
	secret := make([]byte, sha256.Size)
	if _, err := rand.Read(secret); err != nil {
		return nil, fmt.Errorf("redaction key: %w", err)
	}
	return &Key{file: keyJSON{Version: keyVersion, Note: keyNote, Case: ofCase, Secret: hex.EncodeToString(secret)}}, nil
}

// Path is where the key's file is.
func (k *Key) Path() string { return k.path }

// Fingerprint names the key without telling it: exports by different keys differ.
func (k *Key) Fingerprint() string { return hex.EncodeToString(k.mac("fingerprint"))[:16] }

// Save writes the key file, readable by its owner only, if anything is new; the old
// file is replaced whole or not at all.
func (k *Key) Save() error {
	if !k.changed {
		return nil
	}
	if k.path == "" {
		return errors.New("redaction key: it has no file")
	}
	text, err := json.Marshal(k.file, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		return fmt.Errorf("redaction key: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(k.path), ".dossier-key-*") // 0600
	if err != nil {
		return fmt.Errorf("redaction key: %w", err)
	}
	_, err = f.Write(append(text, '\n'))
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), k.path)
	}
	if err != nil {
		return fmt.Errorf("redaction key: %w", errors.Join(err, os.Remove(f.Name())))
	}
	k.changed = false
	return nil
}

// Commitment binds to a redaction what stood there, without telling it: HMAC-SHA-256
// over the redaction's id, a zero byte and the value. Whoever has the key can prove
// what it was; equal values have different commitments.
func (k *Key) Commitment(id, value string) event.Digest {
	return event.Digest(k.mac("commitment", id, value))
}

func (k *Key) mac(parts ...string) []byte {
	secret, _ := hex.DecodeString(k.file.Secret) // checked when it was read
	h := hmac.New(sha256.New, secret)
	for i, part := range parts {
		if i > 0 {
			h.Write([]byte{0})
		}
		h.Write([]byte(part))
	}
	return h.Sum(nil)
}

// bearer is somebody or something that is given a pseudonym.
type bearer struct {
	ids  []string // by any of which it is recognised
	name string
}

// name gives pseudonyms of a kind ("Customer") to all bearers, in their order. Who
// has one keeps it. The new ones are numbered behind, by a digest that only the key
// gives: neither alphabet nor evidence decides.
func (k *Key) name(kind string, bearers []bearer) []string {
	known, last := map[string]string{}, 0
	for _, p := range k.file.Pseudonyms {
		if p.Kind == kind {
			last = max(last, p.Number)
			for _, id := range p.IDs {
				known[id] = p.Pseudonym
			}
		}
	}
	var fresh []int
	given := make([]string, len(bearers))
	for i, b := range bearers {
		if at := slices.IndexFunc(b.ids, func(id string) bool { return known[id] != "" }); at >= 0 {
			given[i] = known[b.ids[at]]
		} else {
			fresh = append(fresh, i)
		}
	}
	slices.SortFunc(fresh, func(i, j int) int {
		return cmp.Or(bytes.Compare(k.mac("order", bearers[i].ids[0]), k.mac("order", bearers[j].ids[0])), cmp.Compare(i, j))
	})
	for _, i := range fresh {
		last++
		given[i] = fmt.Sprintf("%s-%04d", kind, last)
		k.file.Pseudonyms = append(k.file.Pseudonyms, pseudonymJSON{given[i], kind, last, bearers[i].name, bearers[i].ids})
		k.changed = true
	}
	return given
}
