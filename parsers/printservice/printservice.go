// SPDX-License-Identifier: Apache-2.0

// Package printservice reads what the Windows print spooler logs: the events of
// Microsoft-Windows-PrintService, as an event log file (EVTX) and as XML, and the
// print events of Windows XP and 2003 where they were converted to one of these.
//
// Both parsers make records of their input (record.go); what a record means is
// in layouts.go and job.go; join.go brings a job and its copies together.
package printservice

import (
	"bytes"

	"dossier/parsers"
)

// XMLParser reads events that were exported as XML.
var XMLParser = parsers.Parser{
	Name:    "windows-print-xml",
	Version: 1,
	Title:   "Windows PrintService events (XML)",
	Doc:     docXML + docEvents,
	Samples: xmlSamples,
	Sniff:   sniffXML,
	Parse:   parseXML,
}

// EVTXParser reads event log files.
var EVTXParser = parsers.Parser{
	Name:    "windows-print-evtx",
	Version: 1,
	Title:   "Windows PrintService event log (EVTX)",
	Doc:     docEVTX + docEvents,
	Binary:  true,
	Samples: evtxSamples,
	Sniff:   sniffEVTX,
	Parse:   parseEVTX,
}

const docXML = `Events of the Windows print spooler as XML: saved by Event Viewer, written by
wevtutil (without a root element, in any encoding) or copied from the XML view.
Several such files may stand one behind the other. A record is an Event element,
to the byte; RenderingInfo, the text in the language of whoever exported, is not
read. Recognised if a print event is in the first 64 KiB.

`

const docEVTX = `Event logs of the Windows print spooler, as they lie on the disk:
Microsoft-Windows-PrintService%4Operational.evtx and %4Admin.evtx, or an export that
has such events. Recognised if the provider's name is in the first 64 KiB, that is
in the first of the file's chunks; a log whose print events all come later is not.
Records in the free space of a chunk (attribute remnant) are left over from an
earlier use of the file and may have been cleared; they can repeat other records.

`

const docEvents = `The Operational channel is disabled unless somebody enabled it, so that the absence
of jobs proves nothing. An event of another provider is a reject that names it.

Kinds: print.job (307, a document was printed; 10 of the source Print of Windows XP
and 2003), print.delete (310), print.fail (372), print.printer (300-306 printers,
316 and 317 drivers, 823 default printer, 848 and 849 sharing), print.spool (308,
309, 311, 800-802, 805, 842 steps of a job), print.other (the rest).

A 307 rests also on the 805 that the same computer logged for the same job id in
the 10 minutes before it, the nearest if there are several: that says how many
copies. Such an 805 gives no event of its own. They may be some 2000 such records
apart.

Key: computer, channel, record id and time, the same in XML and EVTX; none where
there is no record id. Group: none, because job ids are used again.

Times are UTC, to 100 ns, as the log states them: when the spooler logged.

Actor: of jobs and failures print-user, the owner as recorded; of all else the sid
of Security/UserID, which may be a system account (initiated by the system). The
sid of a job is a target of role user (it can be that of the service, where the
job came over the network), and so is the owner of a job that somebody deleted.
Object: document, with its name; printer, of 300-306, 823, 848 and 849; job, with
its id, of other steps. Target: the printer. Device: the client of 307 and 372
without its backslashes, also IP where it is an address. Outcome: success of 307
and of an 842 without error, failure of 372 and of an 842 with one.

Document names: since Windows 8 a name is logged only where a policy allows it;
else every job bears the same words in the language of Windows. These words, of
which the English and Korean are verified, stay in Text, the object has no name,
and document-name says "not logged".

Quantities: Bytes is the size of the spool file, not of the document. Pages is the
page count of 307, which may or may not include copies (not verified) and is not
multiplied; some drivers give 0 or 1. Copies is that of the 805. All are own and
may be summed. Second counts (802, 372) are attributes only.

Attributes: event-id, level, channel, computer, record-id, activity-id,
security-user-id (except where it is the actor), provider of Windows XP events,
document-name, job-id, port, output-file (a port that is the path of a file:
printing to PDF), error-code, render-record-id (of the 805), remnant; and every
other field of the event under its own name: gdi-job-size, color, quality, xres,
yres, job-size, data-type, pages, processor, driver, share-name, param3 … The
parameters of 308-311 and 372 are named after the messages, and have not been
seen. Not taken are Version, Task, Opcode, Keywords and Execution.`

// providerName is the provider of print events since Windows Vista.
const providerName = "Microsoft-Windows-PrintService"

func sniffXML(h parsers.Head) parsers.Score {
	head := bytes.TrimLeft(h.Bytes, " \t\r\n\x00")
	if !bytes.HasPrefix(head, []byte("<")) || !hasEventTag(head) {
		return parsers.No
	}
	switch {
	case hasQuoted(head, providerName):
		return parsers.Certain
	case hasQuoted(head, legacyProvider):
		return parsers.Likely
	}
	return parsers.No
}

// hasQuoted looks for Name='value' with either quote.
func hasQuoted(head []byte, value string) bool {
	return bytes.Contains(head, []byte(`Name="`+value+`"`)) || bytes.Contains(head, []byte("Name='"+value+"'"))
}

func hasEventTag(head []byte) bool {
	for at := 0; ; at++ {
		i := bytes.IndexByte(head[at:], '<')
		if i < 0 {
			return false
		}
		at += i
		if tagIs(head[at:], "Event") {
			return true
		}
	}
}
