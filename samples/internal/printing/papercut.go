// SPDX-License-Identifier: Apache-2.0

// Package printing writes what the print systems would have recorded: PaperCut
// Print Logger and the PrintService event log of the print server in New York,
// the page log of the CUPS server in Manchester.
package printing

import (
	"fmt"
	"strings"

	"dossier/samples/internal/chance"
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ledger"
)

// Plan says what is odd about the print logs.
type Plan struct {
	DownFrom, DownTo company.Day // PaperCut did not run on these days
	// Stray is a month of which Manchester's own PaperCut log is there too, from a
	// server whose clock hung in New York; year*12+month-1, 0 for none.
	Stray int64
	// TwiceFrom and TwiceTo are days on which the queue TwiceQueue prints all
	// twice.
	TwiceFrom, TwiceTo company.Day
	TwiceQueue         string
}

// Product is all print systems. Not safe for concurrent use.
type Product struct {
	plan     Plan
	fine     *chance.Stream
	papercut *ledger.Ledger
	stray    *ledger.Ledger
	spooler  *ledger.Ledger
	cups     *ledger.Ledger
	record   int   // number of the last event record
	done     int64 // time of the last job's end
	job      int   // Windows job id
	cupsJob  int
}

const banner = "PaperCut Print Logger - http://www.papercut.com/\r\n" +
	"Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,Duplex,Grayscale,Size\r\n"

// New makes the print systems. Last is the last day of the logs, from which
// logrotate's numbers count back.
func New(w ledger.Writer, last company.Day, seed uint64, plan Plan) *Product {
	p := &Product{plan: plan, fine: chance.New(seed, 50), record: 18_344, job: 112, cupsJob: 4310}
	p.papercut = ledger.New(w,
		papercutSeries("papercut/csv/daily/papercut-print-log-%s.csv", localDay, dayName, false),
		papercutSeries("papercut/csv/monthly/papercut-print-log-%s.csv", month, monthName, true),
		papercutSeries("papercut/csv/papercut-print-log-all-time.csv%.0s", func(int64) int64 { return 0 }, dayName, true))
	p.stray = ledger.New(w, papercutSeries("papercut/MANPRINT02/papercut-print-log-%s.csv", month, monthName, false))
	p.spooler = ledger.New(w, spoolerSeries())
	p.cups = ledger.New(w, cupsSeries(last))
	return p
}

// localDay and month take a wall-clock reading: PaperCut's records are sorted
// and cut by local time, and carry nothing else.
func localDay(clock int64) int64 { return clock / company.DayMs }

func month(clock int64) int64 {
	y, m, _ := ledger.Civil(clock)
	return int64(y*12 + m - 1)
}

func dayName(part int64) string   { return company.Day(part).String() }
func monthName(part int64) string { return fmt.Sprintf("%04d-%02d", part/12, part%12+1) }

func papercutSeries(pattern string, part func(int64) int64, name func(int64) string, repeated bool) *ledger.Series {
	return &ledger.Series{
		Part:   part,
		Name:   func(part int64, _ int) string { return fmt.Sprintf(pattern, name(part)) },
		Head:   func(int64, int64) string { return banner },
		Encode: ledger.Windows1252,
		Copy:   repeated,
	}
}

// Ledgers are all logs of the product, to be flushed day by day. Those of
// PaperCut are sorted by the clock on the wall in New York.
func (p *Product) Ledgers() []*ledger.Ledger {
	return []*ledger.Ledger{p.papercut, p.stray, p.spooler, p.cups}
}

// Take records a deed, if a print system would have noticed it.
func (p *Product) Take(d *deed.Deed) {
	if d.What == deed.PrintTimeless {
		p.timeless(d)
	}
	if d.What != deed.Print {
		return
	}
	if d.Printer.Site == 1 {
		p.page(d)
		if month(company.NewYork.Clock(d.At)) == p.plan.Stray {
			p.logged(p.stray, d, d.At, "papercut-manchester")
		}
		return
	}
	times := 1
	if day := company.Day(company.NewYork.Clock(d.At) / company.DayMs); d.Printer.Name == p.plan.TwiceQueue && day >= p.plan.TwiceFrom && day <= p.plan.TwiceTo {
		times = 2
	}
	for i := range times {
		at := d.At + int64(i)*(9000+int64(p.fine.IntN(5000)))
		p.job++
		p.spooled(d, at)
		if day := company.Day(company.NewYork.Clock(at) / company.DayMs); day < p.plan.DownFrom || day > p.plan.DownTo {
			p.logged(p.papercut, d, at, "papercut")
		}
	}
}

// logged is a row of PaperCut Print Logger, by the wall clock of the server.
func (p *Product) logged(to *ledger.Ledger, d *deed.Deed, at int64, source string) {
	clock := company.NewYork.Clock(at)
	b := ledger.AppendDate(to.Open(), clock, '-')
	b = ledger.AppendClock(append(b, ' '), clock, ':')
	b = p.rest(b, d)
	to.Close(b, clock, d.Mark(source, ansi(d.Text)))
}

// rest appends all cells after the time.
func (p *Product) rest(b []byte, d *deed.Deed) []byte {
	b = append(append(b, ','), d.Who.SAM...)
	b = ledger.AppendInt(append(b, ','), d.Pages)
	b = ledger.AppendInt(append(b, ','), d.Copies)
	b = append(append(append(b, ','), d.Printer.Name...), ',')
	b = ledger.AppendQuoted(b, strings.ReplaceAll(d.Text, "\n", " "))
	paper := [2]string{"LETTER", "A4"}[d.Printer.Site]
	b = append(append(append(append(b, ','), d.Who.Workstation...), ','), paper...)
	b = append(append(append(b, ','), languages[p.fine.IntN(len(languages))]...), ",,,"...)
	b = append(b, [2]string{"DUPLEX", "NOT DUPLEX"}[p.fine.IntN(2)]...)
	b = append(append(b, ','), [2]string{"GRAYSCALE", "NOT GRAYSCALE"}[p.fine.IntN(3)/2]...)
	b = ledger.AppendInt(append(b, ','), max(1, d.SizeBytes/1024))
	return append(b, "kb,\r\n"...)
}

var languages = [...]string{"PCL6", "PCL6", "PCL6", "PDF", "XPS"}

// ansi is a name as the code page leaves it, and as its quotes are written.
func ansi(name string) string {
	encoded := ledger.Windows1252(nil, []byte(name))
	runes := make([]rune, 0, len(encoded))
	for _, c := range encoded {
		if c >= 0x80 && c < 0xa0 {
			break // typographic characters: what stands before them is enough
		}
		runes = append(runes, rune(c))
	}
	return strings.ReplaceAll(string(runes), `"`, `""`)
}

// timeless writes a row that has lost its time.
func (p *Product) timeless(d *deed.Deed) {
	clock := company.NewYork.Clock(d.At)
	p.papercut.Close(p.rest(p.papercut.Open(), d), clock, d.Mark("papercut", ansi(d.Text)))
}
