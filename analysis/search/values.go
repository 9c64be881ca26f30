// SPDX-License-Identifier: Apache-2.0

package search

import (
	"context"
	"strings"
	"sync"

	"dossier/event"
	"dossier/index"
	"dossier/index/query"
)

// overview remembers the facets of all events, by field: what completion asks for
// at every key pressed.
type overview struct {
	mu     sync.Mutex
	fields map[string][]index.FacetValue
}

// Values lists the values of a field of which there are facets, over all events but
// further copies, the most frequent first, then by value: those that begin with the
// prefix, or in which a word does, case and accents making no difference. Of who,
// owner and customer, the name counts as well as the id. At most limit of them; 0 is
// all. The first call for a field looks at the whole case.
func (s *Session) Values(ctx context.Context, field, prefix string, limit int) ([]index.FacetValue, error) {
	all, err := s.allValues(ctx, field)
	if err != nil {
		return nil, err
	}
	folded := strings.TrimSpace(query.Fold(prefix))
	var list []index.FacetValue
	for _, v := range all {
		if limit > 0 && len(list) == limit {
			break
		}
		if begins(v.Value, folded) || begins(s.Label(field, v.Value), folded) {
			list = append(list, v)
		}
	}
	return list, nil
}

func (s *Session) allValues(ctx context.Context, field string) ([]index.FacetValue, error) {
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	if list, ok := s.known.fields[field]; ok {
		return list, nil
	}
	all, err := s.Find(ctx, query.All{})
	if err != nil {
		return nil, err
	}
	list, err := all.Facet(ctx, field)
	if err != nil {
		return nil, err
	}
	s.known.fields[field] = list
	return list, nil
}

// begins reports whether a text, or a word in it, begins with a folded prefix.
func begins(text, folded string) bool {
	if folded == "" || strings.HasPrefix(query.Fold(text), folded) {
		return true
	}
	for _, word := range query.Words(text) {
		if strings.HasPrefix(word, folded) {
			return true
		}
	}
	return false
}

// Label is a value of a field as it is read: of who and owner the person's name, of
// customer the customer's.
func (s *Session) Label(field, value string) string {
	label := value
	switch field {
	case "who", "owner":
		p, _ := s.Directory.Person(value)
		label = p.Name
	case "customer":
		label = s.Things.Name(event.Object{Type: "customer", ID: value})
	}
	if label == "" {
		return value
	}
	return label
}
