// SPDX-License-Identifier: Apache-2.0

package salesforce

import "dossier/parsers"

// ReadWall reads a date and time of day in the source's order; one that does not
// fit it is read as it can be, and its order is not sure.
func ReadWall(text string, order parsers.DateOrder) (parsers.Wall, bool) {
	w, ok := parsers.ParseWall(text, order)
	if !ok && order != parsers.OrderUnknown {
		w, ok = parsers.ParseWall(text, parsers.OrderUnknown)
		w.Sure = false
	}
	return w, ok
}
