// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package main

import "os"

// peakBytes is the most memory that the process held at once, 0 if the system
// does not say.
func peakBytes(*os.ProcessState) int64 { return 0 }
