// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"archive/zip"
	"bytes"
	_ "embed" // the demo case
	"fmt"
	"io/fs"
	"sync"
)

//go:generate go run ./generate --demo --pack larkfield

// DemoOptions are those of the small case that is committed.
var DemoOptions = Options{People: 24, Days: 120, Seed: 1, Events: 16_000, Strength: High}

//go:embed larkfield/evidence.zip
var demoEvidence []byte

//go:embed larkfield/truth.jsonl
var demoKey []byte

// Demo is the evidence of the small case: seed 1, Mike Hall at full strength, 24
// people, 120 days. Names are those of the key, which is DemoKey. Safe for
// concurrent use.
func Demo() fs.FS { return demo() }

var demo = sync.OnceValue(func() fs.FS {
	archive, err := zip.NewReader(bytes.NewReader(demoEvidence), int64(len(demoEvidence)))
	if err != nil {
		panic(fmt.Sprintf("embedded demo case: %v", err)) // the build is broken, and a test says so
	}
	return archive
})

// DemoArchive is the same evidence as one ZIP archive; do not change it.
func DemoArchive() []byte { return demoEvidence }

// DemoKey is the key to the demo case, one JSON object a line; do not change it.
func DemoKey() []byte { return demoKey }
