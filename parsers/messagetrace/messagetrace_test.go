// SPDX-License-Identifier: Apache-2.0

package messagetrace

import (
	"testing"

	"dossier/parsers"
	"dossier/parsers/parsertest"
)

var all = []parsers.Parser{Parser, ParserPortal, ParserJSON, ParserEnhanced, ParserExtended}

func TestParsers(t *testing.T) {
	for _, p := range all {
		t.Run(p.Name, func(t *testing.T) { parsertest.Run(t, p) })
	}
	parsertest.Cross(t, all)
}

func FuzzParser(f *testing.F)         { parsertest.Fuzz(f, Parser) }
func FuzzParserPortal(f *testing.F)   { parsertest.Fuzz(f, ParserPortal) }
func FuzzParserJSON(f *testing.F)     { parsertest.Fuzz(f, ParserJSON) }
func FuzzParserEnhanced(f *testing.F) { parsertest.Fuzz(f, ParserEnhanced) }
func FuzzParserExtended(f *testing.F) { parsertest.Fuzz(f, ParserExtended) }
