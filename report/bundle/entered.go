// SPDX-License-Identifier: Apache-2.0

package bundle

import (
	"path/filepath"

	"dossier/event"
	"dossier/report/manifest"
)

// Entered is what the journal says of an export.
type Entered struct {
	To             string           `json:"to"` // its name, without the folder
	Query          string           `json:"query"`
	Items          int64            `json:"items"`
	InScope        int64            `json:"inScope"`
	ContentDigest  event.Digest     `json:"contentDigest"`
	ManifestDigest event.Digest     `json:"manifestDigest"` // SHA-256 of manifest.json
	JournalLine    int              `json:"journalLine"`
	Request        manifest.Request `json:"request"` // as it was made, also where the manifest withholds some of it
	// Files are the SHA-256 by path, of the files of the formats; of more than 200 files
	// the manifest has the others.
	Files map[string]event.Digest `json:"files"`
}

// limitEnteredFiles bounds a line of the journal.
const limitEnteredFiles = 200

// Enter is what the journal is to say of an export that goes there.
func (m *Made) Enter(p Plan, to string) Entered {
	c := m.Manifest.Content
	e := Entered{
		To: filepath.Base(to), Query: c.Query, Items: c.Rows.Count, InScope: c.Counts.InScope, ContentDigest: m.Manifest.ContentDigest,
		ManifestDigest: m.Digest, JournalLine: c.Case.JournalLine, Request: p.Request, Files: map[string]event.Digest{},
	}
	for _, file := range m.Manifest.Files {
		if file.Format != "" && len(e.Files) < limitEnteredFiles {
			e.Files[file.Path] = file.SHA256
		}
	}
	return e
}
