// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts, and the test that kills ingests, run this very program.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"dossier": main,
	})
}
