// SPDX-License-Identifier: Apache-2.0

// Package messagetrace reads the message traces of Microsoft 365: the list of the
// last days from the cmdlet, its JSON and the portal, and the two reports of the
// historical search.
package messagetrace

import (
	"dossier/parsers"
	"dossier/parsers/internal/tracking"
)

// The first parts of natural keys. The list is one system in all its forms.
const (
	systemList     = "m365-trace"
	systemEnhanced = "m365-trace-enhanced"
	systemExtended = "m365-trace-extended"
)

// Parser reads the list as Get-MessageTrace gave it to Export-Csv.
var Parser = parsers.Parser{
	Name:    systemList,
	Version: 1,
	Title:   "Microsoft 365 message trace, Get-MessageTrace (CSV)",
	Doc:     docList,
	Samples: samplesList,
	Sniff:   sniffer(list),
	Parse:   parser(list),
}

// ParserPortal reads the list as the admin portal exports it, in the time zone that
// the portal was set to.
var ParserPortal = parsers.Parser{
	Name:     "m365-trace-portal",
	Version:  1,
	Title:    "Microsoft 365 message trace, portal list (CSV)",
	Doc:      docPortal,
	Zoneless: true,
	Samples:  samplesPortal,
	Sniff:    sniffer(portal),
	Parse:    parser(portal),
}

// ParserJSON reads the list as JSON, one message a line.
var ParserJSON = parsers.Parser{
	Name:    "m365-trace-json",
	Version: 1,
	Title:   "Microsoft 365 message trace (JSON lines)",
	Doc:     docJSON,
	Samples: samplesJSON,
	Sniff:   sniffJSON,
	Parse:   parseJSON,
}

// ParserEnhanced reads the enhanced summary report.
var ParserEnhanced = parsers.Parser{
	Name:    systemEnhanced,
	Version: 1,
	Title:   "Microsoft 365 message trace, enhanced summary report (CSV)",
	Doc:     docEnhanced,
	Samples: samplesEnhanced,
	Sniff:   sniffer(enhanced),
	Parse:   parser(enhanced),
}

// ParserExtended reads the extended report.
var ParserExtended = parsers.Parser{
	Name:    systemExtended,
	Version: 1,
	Title:   "Microsoft 365 message trace, extended report (CSV)",
	Doc:     docExtended,
	Samples: samplesExtended,
	Sniff:   sniffer(extended),
	Parse:   parser(extended),
}

// sniffer makes the Sniff of a form.
func sniffer(f form) func(parsers.Head) parsers.Score {
	return func(h parsers.Head) parsers.Score {
		_, rows, ok := parsers.FindHeader(h, f.is)
		if !ok {
			return parsers.No
		}
		return f.score(parsers.NewHeader(rows[0]))
	}
}

// parser makes the Parse of a form.
func parser(f form) func(parsers.Input, parsers.Out) error {
	return func(in parsers.Input, out parsers.Out) error {
		delim, rows, _ := parsers.FindHeader(parsers.PeekHead(&in), f.is)
		order := in.Order
		if order == parsers.OrderUnknown {
			order = inferOrder(rows)
		}
		return tracking.Read(in, out, delim, tracking.Layout{
			Header: f.is,
			Records: func(h parsers.Header) tracking.Records {
				return f.records(h, newClock(f, h, in.Zone, order))
			},
		})
	}
}

// records reads the rows of a form below a header.
func (f form) records(h parsers.Header, c clock) tracking.Records {
	switch f {
	case extended:
		return tracking.NewTable(systemExtended, h, c.at)
	case enhanced:
		return newReport(h, c)
	}
	return newListing(h, c)
}
