// SPDX-License-Identifier: Apache-2.0

package printservice

import (
	"strings"
	"time"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/evtx/evtxtest"
)

// sampleSystem begins an event as Event Viewer writes it, with the id, time and
// record number to be filled in.
const sampleSystem = `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>` +
	`<Provider Name='Microsoft-Windows-PrintService' Guid='{747ef6fd-e535-4d16-b510-42c90f6873a1}'/>` +
	`<EventID>ID</EventID><Version>0</Version><Level>4</Level><Task>26</Task><Opcode>11</Opcode>` +
	`<Keywords>0x4000000000000840</Keywords><TimeCreated SystemTime='TIME'/><EventRecordID>RECORD</EventRecordID>` +
	`<Correlation/><Execution ProcessID='2512' ThreadID='1848'/><Channel>Microsoft-Windows-PrintService/Operational</Channel>` +
	`<Computer>PRN01.sales.example</Computer><Security UserID='S-1-5-21-1004336348-1177238915-682003330-1113'/></System>`

const sampleNamespace = ` xmlns='http://manifests.microsoft.com/win/2005/08/windows/printing/spooler/core/events'`

// sampleEvent fills sampleSystem in and adds the data.
func sampleEvent(id, at, record, data string) string {
	return strings.NewReplacer("ID<", id+"<", "TIME", at, "RECORD", record).Replace(sampleSystem) + data + "</Event>"
}

const samplePrinted = `<UserData><DocumentPrinted` + sampleNamespace + `><Param1>7</Param1><Param2>Customers &amp; prices.xlsx</Param2>` +
	`<Param3>mweber</Param3><Param4>\\PC-114</Param4><Param5>SALES-1</Param5><Param6>IP_192.0.2.40</Param6>` +
	`<Param7>576112</Param7><Param8>12</Param8></DocumentPrinted></UserData>`

const sampleRendered = `<UserData><RenderJobDiag` + sampleNamespace + `><JobId>7</JobId><GdiJobSize>570000</GdiJobSize><ICMMethod>1</ICMMethod>` +
	`<Color>2</Color><XRes>600</XRes><YRes>600</YRes><Quality>600</Quality><Copies>3</Copies><TTOption>0</TTOption></RenderJobDiag></UserData>`

const sampleToPDF = `<UserData><DocumentPrinted` + sampleNamespace + `><Param1>8</Param1><Param2>Print Document</Param2>` +
	`<Param3>mweber</Param3><Param4>\\192.0.2.114</Param4><Param5>Microsoft Print to PDF</Param5><Param6>E:\private\customers.pdf</Param6>` +
	`<Param7>99</Param7><Param8>2</Param8></DocumentPrinted></UserData>`

const sampleRendering = `<RenderingInfo Culture='en-US'><Message>Document 7 was printed.</Message><Level>Information</Level>` +
	`<Provider>Microsoft-Windows-PrintService</Provider><Keywords><Keyword>Classic Spooler Event</Keyword></Keywords></RenderingInfo>`

func namedEvent(id, at, record, element, fields string) string {
	return sampleEvent(id, at, record, "<UserData><"+element+sampleNamespace+">"+fields+"</"+element+"></UserData>")
}

var xmlSamples = []parsers.Sample{
	{
		Name: "saved by Event Viewer",
		Text: `<?xml version="1.0" encoding="utf-8" standalone="yes"?>` + "\r\n<Events>" +
			sampleEvent("805", "2024-05-13T16:02:10.1000000Z", "96", sampleRendered) +
			sampleEvent("307", "2024-05-13T16:02:11.1668381Z", "97", samplePrinted+sampleRendering) +
			sampleEvent("307", "2024-05-13T16:04:11.1668381Z", "98", sampleToPDF) +
			namedEvent("310", "2024-05-13T16:05:00.0000000Z", "99", "DocumentDeleted",
				`<Param1>9</Param1><Param2>List</Param2><Param3>jdoe</Param3><Param4>SALES-1</Param4>`) +
			namedEvent("300", "2024-05-13T16:06:00.0000000Z", "100", "PrinterCreated", `<Param1>Home printer</Param1>`) +
			"</Events>",
		Events: 4,
		Kinds:  []event.Kind{event.PrintJob, event.PrintDelete, event.PrintPrinter, event.PrintJob},
	},
	{
		Name: "wevtutil, two runs, no root element, an event of another provider, a torn one",
		Text: "<?xml version='1.0'?>\n" +
			sampleEvent("307", "2024-05-13T16:02:11.166838100Z", "97", samplePrinted) + "\n" +
			strings.Replace(sampleEvent("4624", "2024-05-13T16:02:12Z", "5", "<EventData><Data Name='LogonType'>3</Data></EventData>"),
				`Name='Microsoft-Windows-PrintService' Guid='{747ef6fd-e535-4d16-b510-42c90f6873a1}'`, "Name='Microsoft-Windows-Security-Auditing'", 1) + "\n" +
			"\xEF\xBB\xBF<?xml version='1.0'?>\n" +
			"<!-- second run -->\n" +
			sampleEvent("805", "2024-05-13T17:00:00Z", "101", sampleRendered) + "\n" +
			"Access is denied.\n" +
			sampleEvent("372", "2024-05-13T18:02:11Z", "102", "<UserData><JobFailed>"+
				`<Param1>List</Param1><Param2>mweber</Param2><Param3>SALES-1</Param3><Param9>\\PC-114</Param9><Param10>5</Param10>`+
				"</JobFailed></UserData>") + "\n" +
			strings.TrimSuffix(sampleEvent("307", "2024-05-13T19:02:11Z", "103", "<UserData><DocumentPrinted><Param1>9"), "</Event>"),
		Events: 3, Rejects: 3,
	},
	{
		Name: "XML view, indented, and Windows XP",
		Text: "<Event>\n  <System>\n    <Provider Name=\"Print\" />\n    <EventID Qualifiers=\"16384\">10</EventID>\n    <Level>4</Level>\n" +
			"    <TimeCreated SystemTime=\"2008-05-13T16:02:11.000000000Z\" />\n    <EventRecordID>12</EventRecordID>\n" +
			"    <Channel>System</Channel>\n    <Computer>OLD-PC</Computer>\n  </System>\n  <EventData>\n" +
			"    <Data>1</Data>\n    <Data>List - Notepad</Data>\n    <Data>mweber</Data>\n    <Data>Old printer</Data>\n" +
			"    <Data>LPT1:</Data>\n    <Data>818</Data>\n    <Data>1</Data>\n  </EventData>\n</Event>\n",
		Events: 1,
		Kinds:  []event.Kind{event.PrintJob},
	},
	{
		Name: "security log",
		Text: "<Events><Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" +
			"<Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID></System><EventData>" +
			"<Data Name='CommandLine'>wevtutil qe Microsoft-Windows-PrintService/Operational</Data></EventData></Event></Events>",
		Foreign: true,
	},
	{Name: "another XML", Text: "<?xml version='1.0'?><EventsOfMay><Event2/></EventsOfMay>", Foreign: true},
	{Name: "text about it", Text: "See <Event> with Provider Name='Microsoft-Windows-PrintService'.\n", Foreign: true},
	{Name: "empty file", Text: "", Foreign: true},
}

// specimen is a log with the jobs of the XML sample and a log-on among them.
func specimen() []byte {
	at := time.Date(2024, 5, 13, 16, 2, 10, 100_000_000, time.UTC)
	rendered := evtxtest.PrintService(805, "RenderJobDiag",
		evtxtest.Field{Name: "JobId", Value: uint32(7)}, evtxtest.Field{Name: "GdiJobSize", Value: uint32(570000)},
		evtxtest.Field{Name: "ICMMethod", Value: int32(1)}, evtxtest.Field{Name: "Color", Value: int32(2)},
		evtxtest.Field{Name: "XRes", Value: int32(600)}, evtxtest.Field{Name: "YRes", Value: int32(600)},
		evtxtest.Field{Name: "Quality", Value: int32(600)}, evtxtest.Field{Name: "Copies", Value: int32(3)},
		evtxtest.Field{Name: "TTOption", Value: int32(0)})
	printed := evtxtest.PrintService(307, "DocumentPrinted", evtxtest.Params("7", "Customers & prices.xlsx", "mweber",
		`\\PC-114`, "SALES-1", "IP_192.0.2.40", "576112", "12")...)
	toPDF := evtxtest.PrintService(307, "DocumentPrinted", evtxtest.Params("8", "Print Document", "mweber",
		`\\192.0.2.114`, "Microsoft Print to PDF", `E:\private\customers.pdf`, "99", "2")...)
	deleted := evtxtest.PrintService(310, "DocumentDeleted", evtxtest.Params("9", "List", "jdoe", "SALES-1")...)
	created := evtxtest.PrintService(300, "PrinterCreated", evtxtest.Params("Home printer")...)
	logon := evtxtest.Event{
		Provider: "Microsoft-Windows-Security-Auditing", EventID: 4624, Channel: "Security",
		EventData: []evtxtest.Field{{Name: "LogonType", Value: uint32(3)}},
	}
	events := []evtxtest.Event{rendered, printed, toPDF, deleted, created, logon}
	times := []time.Duration{0, 1_066_838_100, 121_066_838_100, 169_900_000_000, 229_900_000_000, 300_000_000_000}
	for i := range events {
		events[i].Created = at.Add(times[i])
		events[i].Computer = "PRN01.sales.example"
		events[i].UserSID = "S-1-5-21-1004336348-1177238915-682003330-1113"
		events[i].RecordID = uint64(96 + i)
	}
	return evtxtest.File(events...)
}

// emptyLog is a log in which another provider logged.
func emptyLog() []byte {
	return evtxtest.File(evtxtest.Event{
		Provider: "Microsoft-Windows-Security-Auditing", EventID: 4624, Channel: "Security", Computer: "PRN01.sales.example",
	})
}

var evtxSamples = []parsers.Sample{
	{
		Name: "jobs, a deletion, a new printer, a log-on", Load: specimen, Events: 4, Rejects: 1,
		Kinds: []event.Kind{event.PrintJob, event.PrintDelete, event.PrintPrinter, event.PrintJob},
	},
	{Name: "log without print events", Load: emptyLog, Foreign: true},
	{Name: "XML", Text: sampleSystem, Foreign: true},
	{Name: "empty file", Text: "", Foreign: true},
}
