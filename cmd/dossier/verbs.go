// SPDX-License-Identifier: Apache-2.0

package main

import (
	"dossier/analysis/timeline"
	"dossier/analysis/wording"
)

// The words that commands and screens have in common.
var (
	verb       = wording.Verb
	plural     = wording.Plural
	formatName = wording.Format
	place      = wording.Place
	clock      = wording.Clock
	quantityOf = wording.Quantity
)

// thingOf names what was acted on, and to whom it went, fit to print.
func thingOf(f timeline.Folded) string { return show(wording.Thing(f)) }

// whereOf names the systems that tell of the act, fit to print.
func whereOf(f timeline.Folded) string { return show(wording.Where(f)) }
