// SPDX-License-Identifier: Apache-2.0

// Package all lists the parsers that dossier has.
package all

import (
	"dossier/parsers"
	"dossier/parsers/cupspage"
	"dossier/parsers/dataloader"
	"dossier/parsers/exchangetrack"
	"dossier/parsers/fieldhistory"
	"dossier/parsers/gwsreports"
	"dossier/parsers/loginhistory"
	"dossier/parsers/mailbox"
	"dossier/parsers/messagetrace"
	"dossier/parsers/papercut"
	"dossier/parsers/printservice"
	"dossier/parsers/roster"
	"dossier/parsers/salesforceelf"
	"dossier/parsers/setupaudit"
	"dossier/parsers/unifiedaudit"
)

// List is every parser, sorted by name. Written by hand: a parser that is not
// here is not in the product.
func List() []parsers.Parser {
	return []parsers.Parser{
		cupspage.Parser,
		roster.ADParser,
		mailbox.MessageParser,
		exchangetrack.Parser,
		exchangetrack.ParserExport,
		gwsreports.Parser,
		roster.HRParser,
		unifiedaudit.Parser,
		unifiedaudit.JSONParser,
		messagetrace.Parser,
		messagetrace.ParserEnhanced,
		messagetrace.ParserExtended,
		messagetrace.ParserJSON,
		messagetrace.ParserPortal,
		mailbox.MboxParser,
		papercut.Parser,
		dataloader.Parser,
		salesforceelf.Parser,
		salesforceelf.JSONParser,
		fieldhistory.Parser,
		fieldhistory.ParserReport,
		loginhistory.Parser,
		setupaudit.Parser,
		printservice.EVTXParser,
		printservice.XMLParser,
	}
}
