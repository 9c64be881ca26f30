// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts, and the tests that kill and interrupt ingests, run this
// very program.
func TestMain(m *testing.M) {
	testscript.Main(cleaning{m}, map[string]func(){"dossier": main})
}

// cleaning runs the tests and then removes what they shared.
type cleaning struct{ *testing.M }

func (c cleaning) Run() int {
	code := c.M.Run()
	for _, dir := range builtDemos {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	return code
}
