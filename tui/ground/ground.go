// SPDX-License-Identifier: Apache-2.0

// Package ground keeps the program from asking the terminal for its background when
// it starts: bubbletea would, in every command, and wait five seconds for terminals
// that do not answer. No style depends on the answer. A package of this path is
// initialised before bubbletea, as soon as lipgloss is: the language orders by path.
package ground

import "github.com/charmbracelet/lipgloss"

// Dark is what is taken for granted.
var Dark = dark()

func dark() bool {
	lipgloss.SetHasDarkBackground(true)
	return true
}
