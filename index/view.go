// SPDX-License-Identifier: Apache-2.0

package index

import (
	"fmt"
	"os"
	"path/filepath"
)

// viewFile is where the screens keep where somebody was. It is no part of what the
// case says: nothing is computed from it, and nothing is lost with it.
const viewFile = "view.json"

// View is what SaveView last wrote; an error if there is nothing.
func (c *Case) View() ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(c.dir, viewFile))
	if err != nil {
		return nil, fmt.Errorf("read view: %w", err)
	}
	return text, nil
}

// SaveView keeps where somebody was for the next time, whole or not at all. It needs
// no writer: of two that save, the later one counts.
func (c *Case) SaveView(text []byte) error {
	path := filepath.Join(c.dir, viewFile)
	return replaceVia(fmt.Sprintf("%s.%d.new", path, os.Getpid()), path, text)
}
