// SPDX-License-Identifier: Apache-2.0

package cupspage

import (
	"dossier/event"
	"dossier/parsers"
)

var samples = []parsers.Sample{
	{
		Name: "one total for each job",
		Text: "office mweber 41 [13/May/2024:18:02:11 +0200] total 24 - 192.0.2.7 Customer list (May).xlsx iso_a4_210x297mm two-sided-long-edge\n" +
			"office SALES\\jdoe 42 [13/May/2024:18:03:09 +0200] total 1 acme-1 pc-114.example - - -\n" +
			"attic - 43 [13/May/2024:18:04:00.123456 +0200] total 3 - localhost smbprn.00000017 Remote Downlevel Document iso_a4_210x297mm one-sided\n",
		Events: 3,
		Kinds:  []event.Kind{event.PrintJob, event.PrintJob, event.PrintJob},
	},
	{
		Name: "a row for each page, jobs interleaved, eight fields",
		Text: "office mweber 41 [26/May/2009:14:31:48 +0200] 1 2 - pc-1\n" +
			"attic Anna Maria 42 [26/May/2009:14:31:50 +0200] 1 1 - pc-2\n" +
			"office mweber 41 [26/May/2009:14:31:56 +0200] 2 2 - pc-1\n" +
			"attic Anna Maria 42 [26/May/2009:14:31:58 +0200] 2 1 - pc-2\n" +
			"office jdoe 43 [26/May/2009:14:33:00 +0200] 1 1 - pc-1 a.txt na_letter_8.5x11in one-sided\n",
		Events: 3,
	},
	{
		Name: "cumulative totals, seven fields",
		Text: "office mweber 7 [26/May/1999:14:31:48 +0000] 1 1 acme-123\n" +
			"office mweber 7 [26/May/1999:14:31:49 +0000] 2 1 acme-123\n" +
			"office mweber 8 [26/May/2014:14:31:48 +0000] total 1 - pc-1 list a4 -\n" +
			"office mweber 8 [26/May/2014:14:31:52 +0000] total 3 - pc-1 list a4 -\n" +
			"office mweber 8 [26/May/2014:14:31:58 +0000] total 8 - pc-1 list a4 -\n",
		Events: 2,
	},
	{
		Name: "foreign lines, a torn row and a bad date",
		Text: "office mweber 41 [13/May/2024:18:02:11 +0200] total 24 - 192.0.2.7 a a4 one-sided\n" +
			"office mweber 42 [yesterday] total 2 - 192.0.2.7 b a4 one-sided\n" +
			"office mweber 43 [13/May/2024:18:02:13 +0200] total 2 - 192.0.2.7 c a4 one-sided\n" +
			"office mweber 44 [13/May/2024:18:02:14 +0200] total 2 - 192.0.2.7 d a4 one-sided\n" +
			"office mweber 45 [13/May/2024:18:02:15 +0200] total 2 - 192.0.2.7 e a4 one-sided\n" +
			"office mweber 46 [13/May/2024:18:02:16 +0200] total 2 - 192.0.2.7 f a4 one-sided\n" +
			"office mweber 47 [13/May/2024:18:02:17 +0200] total 2 - 192.0.2.7 g a4 one-sided\n" +
			"office mweber 48 [13/May/2024:18:02:18 +0200] total 2 - 192.0.2.7 h a4 one-sided\n" +
			"office mweber 49 [13/May/2024:18:02:19 +0200] total 2 - 192.0.2.7 i a4 one-sided\n" +
			"office mweber 50 [13/May/2024:18:02:20 +0200] total 2 - 192.0.2.7 j a4 one-sided\n" +
			"office mweber 51 [13/May/2024:18:02:21 +0200] total 2 - 192.0.2.7 k a4 one-sided\n" +
			"office mweber 52 [13/May/2024:18:02:22 +0200] total 2 - 192.0.2.7 l a4 one-sided\n" +
			"cupsd started\n" +
			"office mweber 53 [13/May/2024:18:0",
		Events: 12, Rejects: 2,
	},
	{
		Name:    "CUPS access log",
		Text:    "localhost - mweber [13/May/2024:18:02:11 +0200] \"POST /printers/office HTTP/1.1\" 200 412 Print-Job successful-ok\n",
		Foreign: true,
	},
	{
		Name:    "CUPS error log",
		Text:    "I [13/May/2024:18:02:11 +0200] [Job 41] Queued on \"office\" by \"mweber\".\n",
		Foreign: true,
	},
	{
		Name:    "web server log",
		Text:    "192.0.2.1 - - [13/May/2024:18:02:11 +0200] \"GET / HTTP/1.1\" 200 45\n",
		Foreign: true,
	},
	{Name: "CSV", Text: "Time,User,Pages\n2024-05-13,mweber,3\n", Foreign: true},
	{Name: "empty file", Text: "", Foreign: true},
}
