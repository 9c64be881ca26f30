// SPDX-License-Identifier: Apache-2.0

package paper

import (
	"strings"

	"dossier/internal/visible"
)

// Split breaks a verbatim text into its lines, each made visible; at least one.
func Split(text string) []string {
	lines := strings.Split(visible.Lines(text), "\n")
	for i, line := range lines {
		lines[i] = visible.Text(line)
	}
	return lines
}
