// SPDX-License-Identifier: Apache-2.0

package samples_test

import (
	"bytes"
	"strings"
	"testing"

	"dossier/samples"
)

func TestTraps(t *testing.T) {
	m, _ := small(t, samples.Options{})
	file := func(name string) []byte { return m.File("evidence/" + name) }

	allTime := file("papercut/csv/papercut-print-log-all-time.csv")
	if bytes.Contains(allTime, []byte("\n2024-05-02 ")) || bytes.Contains(allTime, []byte("\n2024-05-03 ")) || !bytes.Contains(allTime, []byte("\n2024-05-07 ")) {
		t.Error("PaperCut should have nothing on 2 and 3 May, and something on 7 May")
	}
	if spooler := file("printserver/NYPRINT01_PrintService-Operational_2024-05.xml"); !bytes.Contains(spooler, []byte("2024-05-02T1")) {
		t.Error("the event log should have jobs on 2 May")
	}
	if cut := file("exchange/MSGTRK20240417-1.LOG"); len(cut) == 0 || bytes.HasSuffix(cut, []byte("\n")) {
		t.Errorf("the tracking log of 17 April should end in a record, it has %d bytes", len(cut))
	}
	once, again := file("salesforce/EventLogFile/2024-04-24_Report.csv"), file("salesforce/EventLogFile/2024-04-24_Report (1).csv")
	if len(once) == 0 || !bytes.Equal(once, again) {
		t.Error("the file of 24 April should be there twice, byte for byte")
	}
	if !bytes.Contains(allTime, []byte("\n,mhallam,2,1,")) {
		t.Error("no row of PaperCut without a time")
	}
	if stray := file("papercut/MANPRINT02/papercut-print-log-2024-03.csv"); !bytes.Contains(stray, []byte("PRN-MAN-01")) {
		t.Error("no rows of Manchester in the stray PaperCut log")
	}
}

// TestStrayClock checks that the Manchester PaperCut log is five hours behind
// CUPS, and four between the two changes of the clocks.
func TestStrayClock(t *testing.T) {
	m, _ := small(t, samples.Options{Seed: 2, Days: 90})
	stray := string(m.File("evidence/papercut/MANPRINT02/papercut-print-log-2024-03.csv"))
	pages := string(m.File("evidence/cups/page_log.2"))
	behind := map[int]int{}
	for line := range strings.Lines(stray) {
		if len(line) < 19 || line[:5] != "2024-" {
			continue
		}
		name := strings.Split(line, `"`)[1]
		for page := range strings.Lines(pages) {
			if strings.Contains(page, " - 10.44.2.") && strings.Contains(page, "["+line[8:10]+"/Mar/2024:") && len(name) <= 40 && strings.Contains(page, " "+name+" iso") && page[strings.Index(page, "2024:")+8:][:2] == line[14:16] {
				hours := number(page[strings.Index(page, "2024:")+5:][:2]) - number(line[11:13])
				behind[hours]++
			}
		}
	}
	if behind[5] == 0 || behind[4] == 0 || behind[5]+behind[4] < (behind[0]+behind[1]+behind[2]+behind[3]+behind[6])*3 {
		t.Errorf("hours by which the stray log is behind: %v, want mostly 5 and 4", behind)
	}
}

func number(digits string) int { return int(digits[0]-'0')*10 + int(digits[1]-'0') }

func TestHostileNamesAreThere(t *testing.T) {
	m, key := small(t, samples.Options{})
	var all []byte
	for _, e := range key {
		if e.Story != "hostile-names" {
			continue
		}
		for _, r := range e.Records {
			all = append(all, decoded(r.File, m.File("evidence/" + r.File)[r.Offset:r.Offset+r.Length])...)
		}
	}
	for _, want := range []string{"\x1b]8;;", `\u001b]8;;`, "=cmd|", "<script>", "&lt;script&gt;", "\u202e", `""no""`} {
		if !bytes.Contains(all, []byte(want)) {
			t.Errorf("no hostile record has %q", want)
		}
	}
}

func TestReissuedMailboxHasTwoHolders(t *testing.T) {
	m, _ := small(t, samples.Options{})
	if n := bytes.Count(m.File("evidence/hr/roster.csv"), []byte("j.carter@larkfield.example")); n != 2 {
		t.Errorf("the address stands in %d roster rows, want 2", n)
	}
	if n := bytes.Count(m.File("evidence/directory/ad-users.csv"), []byte(`"jcarter"`)); n != 1 {
		t.Errorf("the directory has the account %d times, want once", n)
	}
	if bytes.Contains(m.File("evidence/hr/roster.csv"), []byte("frontdesk")) {
		t.Error("the front desk has a roster row")
	}
}
