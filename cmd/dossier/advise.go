// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"

	"dossier/analysis/identity"
	"dossier/analysis/question"
)

// advise says, after an error, what could be done instead.
func (a *app) advise(err error) {
	var unread *question.Error
	if errors.As(err, &unread) {
		a.errs.printf("questions that can be answered:\n")
		for _, near := range unread.Nearest {
			a.errs.printf("  dossier ask %q\n", show(near))
		}
	}
	var several *identity.AmbiguousPersonError
	if errors.As(err, &several) {
		a.errs.printf("say which:\n")
		for _, p := range several.Persons {
			detail := p.Title
			if p.Leaves != "" {
				detail += fmt.Sprintf(", last working day %s", p.Leaves)
			}
			a.errs.printf("  --who %q  %s  %s\n", show(p.ID), show(p.Name), show(detail))
		}
	}
	_ = a.errs.flush() // there is nobody left to tell
}
