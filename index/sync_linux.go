// SPDX-License-Identifier: Apache-2.0

package index

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// syncFiles makes everything written below dir last. One call for the file system
// costs less than one for each of thousands of small files.
func syncFiles(dir string, _ []string) error {
	if err := step("sync", dir); err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	if disk != nil {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	defer d.Close()
	if err := unix.Syncfs(int(d.Fd())); err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return nil
}
