// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"testing"

	"dossier/parsers/parsertest"
)

func TestParser(t *testing.T)     { parsertest.Run(t, Parser) }
func TestJSONParser(t *testing.T) { parsertest.Run(t, JSONParser) }

func FuzzParser(f *testing.F)     { parsertest.Fuzz(f, Parser) }
func FuzzJSONParser(f *testing.F) { parsertest.Fuzz(f, JSONParser) }
