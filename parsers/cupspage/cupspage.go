// SPDX-License-Identifier: Apache-2.0

// Package cupspage reads the page_log of CUPS, the print system of Linux, macOS
// and other Unix systems.
package cupspage

import (
	"bytes"

	"dossier/parsers"
)

// Parser reads page_log files of CUPS in all standard dialects.
var Parser = parsers.Parser{
	Name:    "cups-page-log",
	Version: 1,
	Title:   "CUPS page_log",
	Doc:     doc,
	Samples: samples,
	Sniff:   sniff,
	Parse:   parse,
}

const doc = `The page_log of CUPS (/var/log/cups/page_log and its rotated copies), the print
system of Linux, macOS and other Unix systems. It is written only where
cupsd.conf sets PageLogFormat. Read are the standard format

  printer user job-id [time] page copies billing host job-name media sides

and its older forms, which end with billing or with host. CUPS quotes nothing and
cuts lines at 2047 bytes, so a name may contain anything: user is what lies
between printer and job id, job-name what lies between host and the last two
fields. Where the last field is none of those that "sides" has, the job-name is
all behind host, and ragged-row says so. Other values of PageLogFormat are read
as far as they begin like the standard one.

Kinds: print.job, one for each job: rows of one printer, job id, user, host and
job name, each at most 12 hours after the row before. Job ids restart when the
spool is cleared; therefore a row that is dated before the job's last row, has a
smaller total, or repeats the job's first row to the letter begins the job anew.
An event rests on all its rows, which may be interleaved with those of other
jobs. At most 1024 jobs are kept open, and an event has at most 4096 rows; a job
beyond that is told by several events of one group. A row says that pages were
sent to the printer, not that paper came out.

Key: all rows of the job, whole. A job that one export has whole and another in
part (the log was rotated or copied meanwhile) therefore has two keys, but one
group.

Group: printer, job id, user, the day on which the first row that is there is
dated, host and job name. A job cut in two at midnight has two groups.

Quantities: Pages is the largest total, where rows say "total"; otherwise the sum
of the copies of all rows, each of which is one page. It is running: of several
events of a group the largest counts, so that overlapping exports are never
added up. A job of page rows whose log was rotated in the middle is counted too
low, by its smaller part; first-page shows it. Copies is that of the page rows
where all say the same, repeated within the group; rows of totals state none.

Times carry their offset, to the second or microsecond: that of the first row.

Actor: print-user, absent for "-". Object: document, its name the job-name. Target:
the printer. Device: the host that sent the job, also IP where it is an address;
"localhost" is the print server itself.

Attributes: job-id, job-billing, media, sides; first-page where the job does not
begin with page 1; rows and last-time where it has several rows; ragged-row.`

// sniffed is how many lines a sniff looks at.
const sniffed = 50

func sniff(h parsers.Head) parsers.Score {
	head := h.Bytes
	lines, rows := 0, 0
	for lines < sniffed && len(head) > 0 {
		line, rest, ended := bytes.Cut(head, []byte{'\n'})
		head = rest
		line = bytes.TrimRight(line, "\r")
		if len(bytes.TrimSpace(line)) == 0 || !ended && (!h.Whole || lines > 0) {
			continue
		}
		lines++
		if r, ok := split(string(line)); ok && r.dated() {
			rows++
		}
	}
	switch {
	case rows == 0 || rows*5 < lines*4:
		return parsers.No
	case rows < lines || rows < 3:
		return parsers.Likely
	}
	return 90
}

func parse(in parsers.Input, out parsers.Out) error {
	r := reader{in: in, jobs: newJobs(in, out), out: out}
	if err := parsers.Lines(in, out, r.line); err != nil {
		return err
	}
	return r.jobs.closeAll()
}
