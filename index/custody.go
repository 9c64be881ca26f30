// SPDX-License-Identifier: Apache-2.0

package index

import (
	"path/filepath"

	"github.com/go-json-experiment/json"

	"dossier/event"
)

// ingestData is what the journal says of an ingest.
type ingestData struct {
	Sources []ingestedSource `json:"sources"`
	// Recovered says that the process which committed these sources did not live
	// to enter them here.
	Recovered bool `json:"recovered,omitempty"`
}

type ingestedSource struct {
	Digest event.Digest `json:"digest"`
	Path   string       `json:"path"`
	Status event.Status `json:"status"`
	Parser string       `json:"parser,omitempty"`
	Zone   string       `json:"zone,omitempty"`
}

// journalSources enters committed sources in the journal.
func (w *Writer) journalSources(sources []event.Source, recovered bool) error {
	if len(sources) == 0 {
		return nil
	}
	data := ingestData{Recovered: recovered}
	for _, s := range sources {
		data.Sources = append(data.Sources, ingestedSource{s.Digest, s.Path, s.Status, s.Parser, s.Zone})
	}
	_, err := AppendJournal(w.dir, w.options.Now(), "ingest", data)
	return err
}

// completeJournal enters the sources of a commit that was cut off between the
// manifest and the journal.
func (w *Writer) completeJournal() error {
	entries, _, err := readJournal(filepath.Join(w.dir, "journal.jsonl"))
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return errNoEntries
	}
	known := map[ingestedSource]bool{}
	for _, e := range entries {
		if e.Action != "ingest" {
			continue
		}
		var data ingestData
		if err := json.Unmarshal(e.Data, &data); err != nil {
			return err
		}
		for _, s := range data.Sources {
			known[s] = true
		}
	}
	var missing []event.Source
	for _, s := range w.manifest.Sources {
		if !known[ingestedSource{s.Digest, s.Path, s.Status, s.Parser, s.Zone}] {
			missing = append(missing, s)
		}
	}
	return w.journalSources(missing, true)
}
