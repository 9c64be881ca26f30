// SPDX-License-Identifier: Apache-2.0

package person

import (
	"context"

	"dossier/analysis/search"
)

// Asks are the queries behind the numbers of a person's last 30 days, in their order,
// and those behind the things, by type and name.
func Asks(ctx context.Context, s *search.Session, person string) (numbers []string, things map[[2]string]string, err error) {
	p, err := s.Directory.Find(person)
	if err != nil {
		return nil, nil, err
	}
	k, err := load(ctx, s, p, lastDays, s.Zone)
	things = map[[2]string]string{}
	for _, n := range k.numbers {
		numbers = append(numbers, n.ask)
	}
	for _, t := range k.things {
		things[[2]string{t.group, t.name}] = t.ask
	}
	return numbers, things, err
}
