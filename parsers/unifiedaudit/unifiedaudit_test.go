// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"testing"

	"dossier/parsers/parsertest"
)

func TestParser(t *testing.T)     { parsertest.Run(t, Parser) }
func TestJSONParser(t *testing.T) { parsertest.Run(t, JSONParser) }

func FuzzUnifiedAudit(f *testing.F)     { parsertest.Fuzz(f, Parser) }
func FuzzUnifiedAuditJSON(f *testing.F) { parsertest.Fuzz(f, JSONParser) }
