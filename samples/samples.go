// SPDX-License-Identifier: Apache-2.0

// Package samples is a company to investigate: Larkfield Supply Co., simulated
// day by day, in the very formats of the products that watched it, with the key
// to what really happened. It exists because there is no public data in which a
// salesman takes a customer list by CRM export, mail and printer.
//
// Everything is invented: the people, the companies and the addresses. The bytes
// depend on the options and on Version alone.
package samples

import (
	"bytes"
	"context"
	"fmt"

	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/exchange"
	"dossier/samples/internal/ledger"
	"dossier/samples/internal/life"
	"dossier/samples/internal/m365"
	"dossier/samples/internal/printing"
	"dossier/samples/internal/roster"
	"dossier/samples/internal/salesforce"
	"dossier/samples/internal/truth"
)

// Version counts the changes of the bytes that the same options give.
const Version = 2

// Strength is how plain the theft is.
type Strength string

// The strengths: one act or few among ordinary work, several, all of them.
const (
	Low  Strength = "low"
	Mid  Strength = "mid"
	High Strength = "high"
)

// Options says which company, and what happens in it. The zero value of a field
// stands for its default.
type Options struct {
	People   int      // with a roster row; default 60, at least 24
	Days     int      // up to and including 2024-05-20; default 270, at least 60
	Seed     uint64   // default 1; 1000 and above are reserved for evaluation
	Events   int      // about how many records in all; 0: as many as the people make
	Strength Strength // default High
	Method   string   // of the thief; default: the seed's, see Methods
}

// Methods are the ways in which data is taken, in the order of the seeds that
// choose them: seed 1 the first, seed 2 the second, and so on, over again.
func Methods() []string { return append([]string(nil), life.Methods...) }

// Writer takes the files of a case. Names are relative, with slashes; evidence
// lies below "evidence/", the key is "truth.jsonl". Several files are open at a
// time; each is written from its beginning to its end and closed.
type Writer = ledger.Writer

// Summary says what was made.
type Summary struct {
	Records int64 // in the evidence, copies included
	Bytes   int64 // of the logs
	Acts    int   // planted
	Method  string
	Thief   string
}

// ordinary is the intensity of a company of which no number of events is asked.
const ordinary = 1000

// recordsPerWorkday is about how many records one person gives rise to in a day
// at the office, measured.
const recordsPerWorkday = 72

// Generate makes the company of the options and writes what it leaves behind.
// Memory does not grow with the number of days or events but with that of the
// records of one day. It ends with ctx's error when ctx is done.
func Generate(ctx context.Context, o Options, w Writer) (Summary, error) {
	o, err := o.filled()
	if err != nil {
		return Summary{}, err
	}
	co := company.New(o.Seed, o.People, o.Days)
	key := &truth.Key{}
	index, _ := life.Thief(o.Method)
	thief := co.People[index]
	house := newHouse(w, co, o.Seed, thief)
	key.Add(&truth.Entry{Type: truth.TypeCase, Story: o.Method, Person: thief.Given + " " + thief.Surname, Employee: thief.Employee,
		Case: &truth.Case{Version: Version, Seed: o.Seed, Strength: string(o.Strength), People: o.People, Events: o.Events, First: co.First.String(), Last: co.Last.String(),
			Zone: company.NewYork.Name, Notice: company.NoticeDay.String(), Leaves: company.LeaveDay.String()}}, 0)
	strength := map[Strength]int{Low: 1, Mid: 2, High: 3}[o.Strength]
	l := life.New(co, life.Options{Seed: o.Seed, Intensity: o.intensity(), Calls: o.calls(), Method: o.Method, Strength: strength}, key, house.take)
	for day := co.First; day <= co.Last; day++ {
		if err := ctx.Err(); err != nil {
			return Summary{}, err
		}
		l.Day(day)
		if err := house.flush(day); err != nil {
			return Summary{}, err
		}
	}
	if err := house.finish(); err != nil {
		return Summary{}, err
	}
	summary := house.summary()
	summary.Acts, summary.Method, summary.Thief = key.Counts(truth.TypeAct), o.Method, thief.Given+" "+thief.Surname
	return summary, writeKey(w, key)
}

func writeKey(w Writer, key *truth.Key) error {
	var text bytes.Buffer
	if _, err := key.WriteTo(&text); err != nil {
		return err
	}
	return ledger.Whole(w, "truth.jsonl", text.Bytes())
}

// filled puts the defaults in, and refuses what no company can be made of.
func (o Options) filled() (Options, error) {
	if o.Days == 0 {
		o.Days = 270
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Strength == "" {
		o.Strength = High
	}
	if o.Method == "" {
		o.Method = life.Methods[(o.Seed-1)%uint64(len(life.Methods))]
	}
	if o.People == 0 {
		o.People = 60
		if o.Events > 0 {
			o.People = min(600, max(60, o.Events*(100-o.machineShare())/100/(o.Days*recordsPerWorkday*2/3)))
		}
	}
	switch {
	case o.People < company.CastCount:
		return o, fmt.Errorf("options: %d people, but the stories need %d", o.People, company.CastCount)
	case o.Days < 60:
		return o, fmt.Errorf("options: %d days, but the stories need 60", o.Days)
	case o.Events < 0:
		return o, fmt.Errorf("options: %d events", o.Events)
	case !life.Known(o.Method):
		return o, fmt.Errorf("options: method %q is none of %q", o.Method, life.Methods)
	case o.Strength != Low && o.Strength != Mid && o.Strength != High:
		return o, fmt.Errorf("options: strength %q is none of low, mid, high", o.Strength)
	}
	return o, nil
}

// machineShare is how many of a hundred records an integration makes where a
// number of events is asked for: in a large company programs read and write more
// than people do.
func (o Options) machineShare() int {
	if o.Events < 1_000_000 {
		return 15
	}
	return 65
}

// intensity is how busy people are, in thousandths, so that together with the
// integration's calls about as many records come of it as were asked for.
func (o Options) intensity() int {
	if o.Events == 0 {
		return ordinary
	}
	workdays := o.Days * 2 / 3
	return max(1, int(int64(o.Events)*int64(100-o.machineShare())/100*ordinary/int64(workdays*o.People*recordsPerWorkday)))
}

// calls is how often a day the integration user calls; every call is two records.
func (o Options) calls() int {
	if o.Events == 0 {
		return 24 + o.People*3/2
	}
	return o.Events * o.machineShare() / 100 / o.Days / 2
}

// product is one of the systems that watch.
type product interface {
	Take(*deed.Deed)
	Ledgers() []*ledger.Ledger
}

// house is all the systems of the company.
type house struct {
	writer     Writer
	co         *company.Company
	salesforce *salesforce.Product
	products   []product
	ledgers    []*ledger.Ledger
}

func newHouse(w Writer, co *company.Company, seed uint64, thief *company.Person) *house {
	below := below{w, "evidence/"}
	h := &house{writer: below, co: co}
	h.salesforce = salesforce.New(below, co, seed, salesforce.Plan{HourlyFrom: life.HourlyFrom, HourlyTo: life.HourlyTo, TwiceDay: life.TwiceDay})
	h.products = []product{
		h.salesforce,
		m365.New(below, co, seed, m365.Plan{AgainFrom: life.AgainFrom, AgainTo: life.AgainTo, Mailbox: thief, MailboxFrom: company.NoticeDay}),
		exchange.New(below, seed, exchange.Plan{CutDay: life.CutDay, CutBytes: life.CutBytes}),
		printing.New(below, co.Last, seed, printing.Plan{DownFrom: life.PaperCutDownFrom, DownTo: life.PaperCutDownTo, Stray: life.StrayMonth,
			TwiceFrom: life.TwiceFrom, TwiceTo: life.TwiceTo, TwiceQueue: life.TwiceQueue}),
	}
	for _, p := range h.products {
		h.ledgers = append(h.ledgers, p.Ledgers()...)
	}
	return h
}

func (h *house) take(d *deed.Deed) {
	for _, p := range h.products {
		p.Take(d)
	}
}

// flush writes what can no longer be preceded by anything: all but the last two
// hours of the day, because the next one begins earlier in Manchester.
func (h *house) flush(day company.Day) error {
	for _, l := range h.ledgers {
		if err := l.Flush(int64(day+1)*company.DayMs - 2*company.Hour); err != nil {
			return err
		}
	}
	return nil
}

func (h *house) finish() error {
	for _, l := range h.ledgers {
		if err := l.Finish(); err != nil {
			return err
		}
	}
	if err := h.salesforce.Finish(); err != nil {
		return err
	}
	return roster.Write(h.writer, h.co)
}

func (h *house) summary() Summary {
	var s Summary
	for _, l := range h.ledgers {
		s.Records += l.Records
		s.Bytes += l.Bytes
	}
	return s
}
