// SPDX-License-Identifier: Apache-2.0

package index

// SetDisk has fault asked before every step that changes the files of a case; what
// it returns stands for the disk's error. nil is the disk itself.
func SetDisk(fault func(step, path string) error) { disk = fault }

// SetLimitKeys bounds how many keys are compared at once and returns the bound
// before.
func SetLimitKeys(n int64) (before int64) {
	before, limitKeys = limitKeys, n
	return before
}
