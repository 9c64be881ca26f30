// SPDX-License-Identifier: Apache-2.0

package index

import (
	"fmt"
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

// ingested lists what the journal says was added, in its order.
func ingested(entries []JournalEntry) ([]ingestedSource, error) {
	var list []ingestedSource
	for _, e := range entries {
		if e.Action != "ingest" {
			continue
		}
		var data ingestData
		if err := json.Unmarshal(e.Data, &data); err != nil {
			return list, fmt.Errorf("journal line %d: %w", e.Number, err)
		}
		list = append(list, data.Sources...)
	}
	return list, nil
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
	added, err := ingested(entries)
	if err != nil {
		return err
	}
	known := map[ingestedSource]bool{}
	for _, s := range added {
		known[s] = true
	}
	var missing []event.Source
	for _, s := range w.manifest.Sources {
		if !known[ingestedSource{s.Digest, s.Path, s.Status, s.Parser, s.Zone}] {
			missing = append(missing, s)
		}
	}
	return w.journalSources(missing, true)
}
