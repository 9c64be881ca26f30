// SPDX-License-Identifier: Apache-2.0

package tuitest

import "strings"

// Press presses keys, one after another, as bubbletea spells them; what stands in
// single quotes is typed: Press("/", "'kind:print.*'", "enter").
func (s *Stage) Press(keys ...string) {
	for _, key := range keys {
		if text, ok := strings.CutPrefix(key, "'"); ok && len(key) > 1 {
			s.Type(strings.TrimSuffix(text, "'"))
			continue
		}
		s.Keys(key)
	}
}

// Styled is the screen with its styles.
func (s *Stage) Styled() string { return s.model.View() + "\n" }

// Want wants each of the texts on the screen.
func (s *Stage) Want(texts ...string) {
	s.t.Helper()
	screen := s.View()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			s.t.Errorf("the screen has no %q:\n%s", text, screen)
		}
	}
}

// Refuse wants none of the texts on the screen.
func (s *Stage) Refuse(texts ...string) {
	s.t.Helper()
	screen := s.View()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			s.t.Errorf("the screen has %q:\n%s", text, screen)
		}
	}
}
