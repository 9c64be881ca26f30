// SPDX-License-Identifier: Apache-2.0

//go:build !windows

package redact

import (
	"fmt"
	"os"
)

// checkPrivate refuses a key file that others can read.
func checkPrivate(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("redaction key: %w", err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return &KeyError{path, fmt.Sprintf("others may read it (mode %04o); make it yours alone with chmod 600", mode)}
	}
	return nil
}
