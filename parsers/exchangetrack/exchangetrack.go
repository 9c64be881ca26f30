// SPDX-License-Identifier: Apache-2.0

// Package exchangetrack reads the message tracking logs of Exchange Server: which
// step each message took, when, on which server.
package exchangetrack

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/tracking"
)

const system = "exchange-tracking"

// Parser reads the logs as the servers write them.
var Parser = parsers.Parser{
	Name:    system,
	Version: 1,
	Title:   "Exchange message tracking log",
	Doc:     doc,
	Samples: samples,
	Sniff:   sniff,
	Parse:   parse,
}

// ParserExport reads what Get-MessageTrackingLog gave to Export-Csv.
var ParserExport = parsers.Parser{
	Name:     "exchange-tracking-export",
	Version:  1,
	Title:    "Get-MessageTrackingLog (CSV)",
	Doc:      docExport,
	Zoneless: true,
	Samples:  samplesExport,
	Sniff:    sniffExport,
	Parse:    parseExport,
}

// columns are those of Exchange 2016 to Subscription Edition, in their order.
var columns = []string{
	"date-time", "client-ip", "client-hostname", "server-ip", "server-hostname", "source-context", "connector-id",
	"source", "event-id", "internal-message-id", "message-id", "network-message-id", "recipient-address",
	"recipient-status", "total-bytes", "recipient-count", "related-recipient-address", "reference",
	"message-subject", "sender-address", "return-path", "message-info", "directionality", "tenant-id",
	"original-client-ip", "original-server-ip", "custom-data", "transport-traffic-type", "log-id", "schema-version",
}

// columns2010 are those of Exchange 2010: without network-message-id and the last three.
var columns2010 = append(append([]string{}, columns[:11]...), columns[12:27]...)

// sourceColumn is where source stands in both.
const sourceColumn = 7

// sources are the components of Exchange that write rows, in small letters.
var sources = map[string]bool{
	"admin": true, "agent": true, "approval": true, "bootloader": true, "dns": true, "dsn": true, "gateway": true,
	"mailboxrule": true, "meetingmessageprocessor": true, "orar": true, "pickup": true, "poisonmessage": true,
	"publicfolder": true, "queue": true, "redundancy": true, "routing": true, "safetynet": true, "smtp": true,
	"storedriver": true,
}

func sniff(h parsers.Head) parsers.Score {
	for i, cells := range parsers.HeadRows(h, ',', 12) {
		first := strings.ToLower(cells[0])
		fields, isFields := strings.CutPrefix(first, "#fields:")
		switch {
		case strings.HasPrefix(first, "#log-type:") && strings.Contains(first, "message tracking log"):
			return parsers.Certain
		case isFields:
			cells[0] = strings.TrimSpace(fields)
			return certainIf(isHeader(cells))
		case strings.HasPrefix(first, "#"):
			continue
		case i == 0 && isHeader(cells):
			return parsers.Certain
		case impliedColumns(cells) != nil:
			return parsers.Likely
		}
		return parsers.No
	}
	return parsers.No
}

func certainIf(sure bool) parsers.Score {
	if sure {
		return parsers.Certain
	}
	return parsers.No
}

// isHeader reports whether cells name the columns of a log. The message trace of
// Microsoft 365 has the same ones with underscores.
func isHeader(cells []string) bool {
	h := parsers.NewHeader(cells)
	i := h.Column("event-id")
	return i >= 0 && strings.Contains(cells[i], "-") && h.Has("date-time", "source", "message-id")
}

// impliedColumns are the names of the columns of a row of 30 or 26 cells that
// begins with a time in UTC and names a source where the logs do.
func impliedColumns(cells []string) []string {
	if len(cells) != len(columns) && len(cells) != len(columns2010) {
		return nil
	}
	at, ok := parsers.TimeUTC(cells[0])
	if !ok || at.Basis != event.TimeRecorded || !sources[strings.ToLower(cells[sourceColumn])] {
		return nil
	}
	if len(cells) == len(columns2010) {
		return columns2010
	}
	return columns
}

func parse(in parsers.Input, out parsers.Out) error {
	at := func(text string) event.Time {
		t, _ := parsers.TimeUTC(text)
		return t
	}
	return tracking.Read(in, out, ',', tracking.Layout{
		Header:     isHeader,
		Directives: true,
		Implied:    impliedColumns,
		Records:    func(h parsers.Header) tracking.Records { return tracking.NewTable(system, h, at) },
	})
}

func sniffExport(h parsers.Head) parsers.Score {
	_, rows, ok := parsers.FindHeader(h, isExportHeader)
	switch {
	case !ok:
		return parsers.No
	case parsers.NewHeader(rows[0]).Has("SourceContext", "InternalMessageId"):
		return parsers.Certain
	}
	return parsers.Likely
}

func isExportHeader(cells []string) bool {
	h := parsers.NewHeader(cells)
	return h.Has("Timestamp", "EventId", "Source", "MessageId") && (h.Column("Sender") >= 0 || h.Column("Recipients") >= 0)
}

func parseExport(in parsers.Input, out parsers.Out) error {
	delim, rows, _ := parsers.FindHeader(parsers.PeekHead(&in), isExportHeader)
	order := in.Order
	if order == parsers.OrderUnknown {
		order = inferOrder(rows)
	}
	at := func(text string) event.Time {
		if wall, ok := parsers.ParseWall(text, order); ok {
			return wall.At(in.Zone, text)
		}
		return parsers.Unreadable(text)
	}
	return tracking.Read(in, out, delim, tracking.Layout{
		Header:  isExportHeader,
		Records: func(h parsers.Header) tracking.Records { return tracking.NewTable(system, h, at) },
	})
}

// inferOrder finds out how the rows below a header write their times.
func inferOrder(rows [][]string) parsers.DateOrder {
	if len(rows) == 0 {
		return parsers.OrderUnknown
	}
	i := parsers.NewHeader(rows[0]).Column("Timestamp")
	var times []string
	for _, cells := range rows[1:] {
		if i < len(cells) {
			times = append(times, cells[i])
		}
	}
	return parsers.InferOrder(times)
}
