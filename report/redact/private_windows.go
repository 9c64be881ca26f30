// SPDX-License-Identifier: Apache-2.0

package redact

// checkPrivate relies on the folder: files on Windows inherit its access list, and
// have no mode.
func checkPrivate(string) error { return nil }
