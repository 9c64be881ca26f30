// SPDX-License-Identifier: Apache-2.0

package index

import (
	"errors"
	"fmt"
	"os"
)

// spool is a temporary file outside of the case, so that reading a case on a
// write-protected medium works.
type spool struct{ file *os.File }

func newSpool() (spool, error) {
	f, err := os.CreateTemp("", "dossier-*")
	if err != nil {
		return spool{}, fmt.Errorf("temporary file: %w", err)
	}
	return spool{f}, nil
}

func (s spool) remove() error { return errors.Join(s.file.Close(), os.Remove(s.file.Name())) }
