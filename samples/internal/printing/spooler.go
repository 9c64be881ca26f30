// SPDX-License-Identifier: Apache-2.0

package printing

import (
	"fmt"

	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ledger"
)

const printServer = "NYPRINT01.larkfield.example"

// spoolerSeries is the channel PrintService/Operational, saved as XML once a
// month: one line of prologue and one long line of everything.
func spoolerSeries() *ledger.Series {
	return &ledger.Series{
		Part: month,
		Name: func(part int64, _ int) string {
			return fmt.Sprintf("printserver/NYPRINT01_PrintService-Operational_%04d-%02d.xml", part/12, part%12+1)
		},
		Head: func(int64, int64) string {
			return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>` + "\r\n<Events>"
		},
		Tail: "</Events>",
	}
}

// spooled is a job on the Windows print server: event 805, which alone knows the
// copies, and event 307, which knows all the rest.
func (p *Product) spooled(d *deed.Deed, at int64) {
	done := at + 1800 + int64(p.fine.IntN(4000)) + int64(d.Pages*40)
	done = max(done, p.done+1300) // records are numbered as they are written
	p.done = done
	p.record++
	b := p.system(d, p.spooler.Open(), done-600, 805, 26, p.record)
	b = append(b, "<UserData><RenderJobDiag xmlns='http://manifests.microsoft.com/win/2005/08/windows/printing/spooler/core/events'><JobId>"...)
	b = ledger.AppendInt(b, p.job)
	b = append(b, "</JobId><GdiJobSize>0</GdiJobSize><ICMMethod>1</ICMMethod><Color>2</Color><XRes>600</XRes><YRes>600</YRes><Quality>-4</Quality><Copies>"...)
	b = ledger.AppendInt(b, d.Copies)
	b = append(b, "</Copies><TTOption>1</TTOption></RenderJobDiag></UserData></Event>"...)
	p.spooler.Close(b, done-600, nil)
	p.record++
	b = p.system(d, p.spooler.Open(), done, 307, 26, p.record)
	b = append(b, "<UserData><DocumentPrinted xmlns='http://manifests.microsoft.com/win/2005/08/windows/printing/spooler/core/events'>"...)
	for i, value := range [...]string{
		fmt.Sprint(p.job), d.Text, d.Who.SAM, `\\` + d.Who.Workstation, d.Printer.Name, d.Printer.Port, fmt.Sprint(d.SizeBytes), fmt.Sprint(d.Pages),
	} {
		b = append(b, "<Param"...)
		b = append(b, byte('1'+i), '>')
		b = appendXML(b, value)
		b = append(b, "</Param"...)
		b = append(b, byte('1'+i), '>')
	}
	b = append(b, "</DocumentPrinted></UserData></Event>"...)
	p.spooler.Close(b, done, d.Mark("printservice/307", "<Param2>"+string(appendXML(nil, d.Text))+"</Param2>"))
}

func (p *Product) system(d *deed.Deed, b []byte, at int64, event, task, record int) []byte {
	b = append(b, "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-PrintService' Guid='{747ef6fd-e535-4d16-b510-42c90f6873a1}'/><EventID>"...)
	b = ledger.AppendInt(b, event)
	b = append(b, "</EventID><Version>0</Version><Level>4</Level><Task>"...)
	b = ledger.AppendInt(b, task)
	b = append(b, "</Task><Opcode>11</Opcode><Keywords>0x4000000000000840</Keywords><TimeCreated SystemTime='"...)
	b = ledger.AppendISO(b, at)
	b = append(b[:len(b)-1], byte('0'+p.fine.IntN(10)), byte('0'+p.fine.IntN(10)), byte('0'+p.fine.IntN(10)), byte('0'+p.fine.IntN(10)))
	b = append(b, "Z'/><EventRecordID>"...)
	b = ledger.AppendInt(b, record)
	b = append(b, "</EventRecordID><Correlation/><Execution ProcessID='2312' ThreadID='"...)
	b = ledger.AppendInt(b, 4+4*p.fine.IntN(4000))
	b = append(b, "'/><Channel>Microsoft-Windows-PrintService/Operational</Channel><Computer>"+printServer+"</Computer><Security UserID='"...)
	b = append(b, d.Who.SID...)
	return append(b, "'/></System>"...)
}

// appendXML escapes as the Event Viewer does, which leaves control characters
// as they are.
func appendXML(b []byte, text string) []byte {
	for i := range len(text) {
		switch c := text[i]; c {
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '&':
			b = append(b, "&amp;"...)
		default:
			b = append(b, c)
		}
	}
	return b
}

// cupsSeries is the page log of the server in Manchester, rotated every month.
func cupsSeries(last company.Day) *ledger.Series {
	newest := month(int64(last) * company.DayMs)
	return &ledger.Series{
		Part: month,
		Name: func(part int64, _ int) string {
			if part >= newest {
				return "cups/page_log"
			}
			return fmt.Sprintf("cups/page_log.%d", newest-part)
		},
	}
}

// cupsFastMs is by how much the clock of the CUPS server is ahead.
const cupsFastMs = 7000

// page is a job on the CUPS server. Its driver passes on 40 characters of the
// name, and the log quotes nothing.
func (p *Product) page(d *deed.Deed) {
	p.cupsJob++
	at := d.At + cupsFastMs
	clock := company.London.Clock(at)
	name := ledger.Cut40(d.Text)
	_, month, day := ledger.Civil(clock)
	year, _, _ := ledger.Civil(clock)
	b := fmt.Appendf(p.cups.Open(), "%s %s %d [%02d/%s/%d:", d.Printer.Name, d.Who.SAM, p.cupsJob, day, months[month-1], year)
	b = ledger.AppendClock(b, clock, ':')
	zone := " +0000] total "
	if company.London.Summer(at) {
		zone = " +0100] total "
	}
	b = append(b, zone...)
	b = fmt.Appendf(b, "%d - %s %s iso_a4_210x297mm %s\n", d.Pages*d.Copies, d.Who.Office.Net+"."+fmt.Sprint(20+d.Who.Index%200), name,
		[2]string{"one-sided", "two-sided-long-edge"}[p.fine.IntN(2)])
	p.cups.Close(b, at, d.Mark("cups-page-log", name))
}

var months = [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
