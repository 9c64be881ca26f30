// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"dossier/event"
	"dossier/index"
	"dossier/ingest"
	"dossier/parsers/all"
	"dossier/parsers/parsertest"
)

// corpusRoot is the folder of real files that others published, beside the
// repository; the test is skipped where it is absent.
func corpusRoot(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("reads the whole corpus several times")
	}
	root, err := filepath.Abs(filepath.Join("..", "..", "..", "shared", "corpus"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(root); err != nil {
		t.Skip("no corpus of real files beside the repository")
	}
	return root
}

// limitCorpus is how long an ingest of the corpus may take. It takes a few
// seconds; the rest is for slow machines and the race detector.
const limitCorpus = 3 * time.Minute

// TestCorpus makes a case of the whole corpus, as one would of a folder of
// exports, and wants of it all that a case promises.
func TestCorpus(t *testing.T) {
	root := corpusRoot(t)
	start := time.Now()
	c := caseOf(t, root)
	if took := time.Since(start); took > limitCorpus {
		t.Errorf("the ingest took %v", took)
	} else {
		t.Logf("%d sources, %d events in %v", len(c.Sources()), c.EventCount(), took)
	}
	t.Run("formats", func(t *testing.T) { checkFormats(t, c) })
	t.Run("reasons", func(t *testing.T) { checkReasons(t, c) })
	t.Run("conservation", func(t *testing.T) { checkConservation(t, c) })
	t.Run("counts", func(t *testing.T) { checkCounts(t, c) })
	t.Run("walk back", func(t *testing.T) { checkWalkBack(t, c, filepath.Dir(root)) })
	t.Run("order", func(t *testing.T) { checkOrder(t, c, root) })
	t.Run("verify", func(t *testing.T) {
		if out, code := dossier(t, "-C", c.Dir(), "verify", "--all"); code != exitFound {
			t.Errorf("exit %d:\n%s", code, out)
		}
	})
}

// dossier runs the program and returns what it wrote, and its exit code.
func dossier(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	var text bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &text, &text)
	return text.String(), code
}

// caseOf makes a case of the paths; flags may stand among them.
func caseOf(t *testing.T, args ...string) *index.Case {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a.case")
	if out, code := dossier(t, "create", dir, "--title", "corpus", "--tz", "UTC"); code != exitFound {
		t.Fatalf("create: exit %d:\n%s", code, out)
	}
	out, code := dossier(t, append([]string{"-C", dir, "add"}, args...)...)
	if code != exitFound && code != exitPartly {
		t.Fatalf("add: exit %d:\n%s", code, out)
	}
	c, err := index.Open(dir, ingest.OpenMember)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// corpusFormats says which format every file of the corpus is of; the first
// pattern that fits decides. What none fits is of no format that dossier reads.
// The files that summarise MBOX files are MBOX themselves: messages of headers.
var corpusFormats = []struct{ path, format string }{
	{`^crm/appomni-emm/salesforce/salesforce_elf_`, "salesforce-elf-json"},
	{`^crm/elastic-integrations/Log(in|out)_elf_\d+\.csv$`, "salesforce-elf"},
	{`^crm/elastic-integrations/test-(apex|aura-request.*|log(in|out)-eventlogfile)\.log$`, "salesforce-elf-json"},
	{`^crm/forcedotcom-dataloader/(accountData|opportunityData|(error|success)\d+)\.csv$`, "salesforce-data"},
	{`^crm/newrelic-salesforce-exporter/sample_log_lines\.csv$`, "salesforce-elf"},
	{`^crm/newrelic-salesforce-exporter/sample_log_lines\.json$`, "salesforce-elf-json"},
	{`^crm/panther-analysis/salesforce_`, "salesforce-elf-json"},
	{`^crm/unidentified-repo/Login_elf_`, "salesforce-elf"},
	{`^crm/(unidentified-repo|vdub405-setup-audit-trail)/.*\.csv$`, "salesforce-setup-audit"},
	{`^email/gws-invictus-gws_dataset/.*\.json$`, "gws-reports"},
	{`^email/mbox-eml-tnef-mimekit/.*/(mbox/.*|messages/multipart-digest)\.txt$`, "mbox"},
	{`^email/mbox-eml-tnef-mimekit/.*/(messages|partial|smime)/.*\.(txt|eml)$`, "eml"},
	{`^email/mbox-eml-tnef-mimekit/.*/tnef/.*\.eml$`, "eml"},
	{`^email/mta-exim-testsuite/mail/(0100\.userw|0102\..*|0134\.PIPE|0210\.pipe|0253\.t2|0431\.xxx|5012\.maildirsize|5050\.tpmissing)$`, ""},
	{`^email/mta-exim-testsuite/mail/`, "mbox"},
	{`^email/sekoia-intake-formats/raw-extracted/Google-Cloud_google-report\.log$`, "gws-reports"},
	{`^email/sekoia-intake-formats/raw-extracted/Office-365_message-trace\.log$`, "m365-trace-json"},
	{`^email/sekoia-intake-formats/raw-extracted/Office-365_o365\.log$`, "m365-audit-json"},
	{`^email/transcribed-exchange-messagetracking/.*(?i:\.log)$`, "exchange-tracking"},
	{`^email/transcribed-gws/gmail-reports-activities\.ndjson$`, "gws-reports"},
	{`^email/transcribed-m365-message-trace/.*\.ndjson$`, "m365-trace-json"},
	{`^email/ual-[^/]*/.*\.csv$`, "m365-audit"},
	{`^print/cups/page_log_`, "cups-page-log"},
	{`^print/papercut-[^/]*/.*\.csv$`, "papercut-print-logger"},
	{`^print/printservice-307-xml/.*\.xml$`, "windows-print-xml"},
	{`^print/printservice-evtx/.*\.evtx$`, "windows-print-evtx"},
	{`^side/ad-export/ADUsers\.csv$`, "directory-users"},
	{`^side/hr-roster/.*\.csv$`, "hr-roster"},
	{`^side/m365-audit/.*\.jsonl$`, "m365-audit-json"},
}

func corpusFormat(path string) string {
	for _, f := range corpusFormats {
		if regexp.MustCompile(f.path).MatchString(path) && filepath.Base(path) != "PROVENANCE.md" {
			return f.format
		}
	}
	return ""
}

// checkFormats holds what was recognised against what a person says.
func checkFormats(t *testing.T, c *index.Case) {
	for _, s := range c.Sources() {
		path := strings.TrimPrefix(s.Path, "corpus/")
		want := corpusFormat(path)
		if s.SizeBytes == 0 {
			want = ""
		}
		if s.Status == event.StatusCopy {
			s, _ = c.Source(s.Digest)
		}
		switch got := formatName(s.Parser); {
		case s.Status == event.StatusContainer:
		case got != want:
			t.Errorf("%s is read as %q, and is of format %q (%s %s)", path, got, want, s.Status, s.Reason)
		case got == "" && s.Status != event.StatusUnknown, got != "" && s.Status != event.StatusParsed:
			t.Errorf("%s: %s %s", path, s.Status, s.Reason)
		case got != "" && s.Events+s.Facts == 0:
			t.Errorf("%s is parsed and holds nothing", path)
		}
	}
}

// knownUnread are families that no parser reads, with a word that tells somebody
// what the file is.
var knownUnread = []struct{ path, word string }{
	{`/mta-postfix-lightmeter/individual_files/`, "Postfix|dovecot|recognised"},
	{`/transcribed-sendmail/data1\.log$`, "sendmail"},
	{`/zendesk_[^/]*\.ndjson$`, "Zendesk"},
	{`/hubspot_audit_logs\.ndjson$`, "HubSpot"},
	{`/hubspot_[^/]*\.ndjson$`, `HubSpot|"userId"`},
	{`\.msg$`, "Outlook"},
	{`\.pst$`, "Outlook data file"},
	{`\.tnef$`, "TNEF"},
	{`/side/.*\.evtx$`, "Windows event log"},
	{`_UTF32[BL]E\.csv$`, "binary data"}, // with the mark of UTF-16
	{`/setupapi/.*\.log$`, "setupapi"},
	{`/proxy-squid/.*\.log$`, "Squid"},
	{`/appomni-emm/.*\.json$`, "JSON with the fields \""},
	{`/exim-testsuite/log/\d+$`, "Exim|text that begins"},
}

// checkReasons wants a reason for whatever was not parsed that tells more than a
// glance at the name would.
func checkReasons(t *testing.T, c *index.Case) {
	named := 0
	for _, s := range c.Sources() {
		switch s.Status {
		case event.StatusParsed, event.StatusContainer:
			continue
		case event.StatusUnknown, event.StatusCopy:
		default:
			t.Errorf("%s: %s %s", s.Path, s.Status, s.Reason)
		}
		_, quote, quoted := strings.Cut(s.Reason, "text that begins ")
		if s.Reason == "" || len(s.Reason) > 300 || quoted && len(quote) < 8 {
			t.Errorf("%s: the reason %q helps nobody", s.Path, s.Reason)
		}
		for _, k := range knownUnread {
			if s.Status == event.StatusUnknown && regexp.MustCompile(k.path).MatchString(s.Path) {
				if named++; !regexp.MustCompile(k.word).MatchString(s.Reason) {
					t.Errorf("%s: the reason %q does not say %s", s.Path, s.Reason, k.word)
				}
				break
			}
		}
	}
	if named == 0 {
		t.Error("no file of a known family: the test tests nothing")
	}
}

// tiles is a sink that keeps the spans of what is found, each once.
type tiles struct {
	digests
	spans  map[[2]int64]bool
	source event.Source
	lost   []event.Reject // what the parser passed over in silence
	acts   []*event.Event
}

func newTiles() *tiles { return &tiles{spans: map[[2]int64]bool{}} }

func (s *tiles) note(o event.Origin) {
	for _, span := range append([]event.Span{o.Span}, o.More...) {
		s.spans[[2]int64{span.Offset, span.End()}] = true
	}
}

func (s *tiles) Add(_ event.Digest, events []*event.Event, facts []*event.Fact, rejects []event.Reject) error {
	for _, e := range events {
		s.note(e.Origin)
	}
	for _, f := range facts {
		s.note(f.Origin)
	}
	for _, r := range rejects {
		s.note(r.Origin)
		if r.Reason == "not accounted for" {
			s.lost = append(s.lost, r)
		}
	}
	s.acts = append(s.acts, events...)
	return nil
}

func (s *tiles) Commit(source event.Source) error { s.source = source; return nil }

// check says how the spans fail to tile the source together with what was
// skipped; nil if they do.
func (s *tiles) check(sizeBytes int64) error {
	if len(s.lost) > 0 {
		return fmt.Errorf("passed over in silence: %s", s.lost[0].Detail)
	}
	spans := make([][2]int64, 0, len(s.spans))
	for span := range s.spans {
		spans = append(spans, span)
	}
	slices.SortFunc(spans, func(a, b [2]int64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	var end, covered int64
	for _, span := range spans {
		if span[0] < end || span[1] <= span[0] || span[1] > sizeBytes {
			return fmt.Errorf("span %d to %d after one that ends at %d, of %d bytes", span[0], span[1], end, sizeBytes)
		}
		end = span[1]
		covered += span[1] - span[0]
	}
	if covered+s.source.SkippedBytes != sizeBytes {
		return fmt.Errorf("%d bytes in records and %d skipped, of %d", covered, s.source.SkippedBytes, sizeBytes)
	}
	return nil
}

// reread parses bytes as ingest does, without a case.
func reread(t *testing.T, path string, data []byte) *tiles {
	t.Helper()
	sink := newTiles()
	o := ingest.Options{Parsers: all.List(), Bodies: true}
	s := event.Source{Path: path, SizeBytes: int64(len(data))}
	if err := ingest.Parse(context.Background(), o, s, bytes.NewReader(data), int64(len(data)), sink); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return sink
}

// checkConservation reads every parsed source again: its spans and skips tile it,
// byte by byte, and the case counts what there is.
func checkConservation(t *testing.T, c *index.Case) {
	for _, s := range c.Sources() {
		p, ok := parserOf(s.Parser)
		if !ok {
			continue
		}
		data := bytesOf(t, c, s)
		again := reread(t, s.Path, data)
		if err := again.check(s.SizeBytes); err != nil {
			t.Errorf("%s: %v", s.Path, err)
		}
		g := again.source
		if g.Parser != s.Parser || g.Events != s.Events || g.Facts != s.Facts || g.Rejects != s.Rejects ||
			g.RejectBytes != s.RejectBytes || g.SkippedBytes != s.SkippedBytes {
			t.Errorf("%s: read again as %+v, the case has %+v", s.Path, g, s)
		}
		if strings.HasPrefix(s.Encoding, "utf-16") {
			continue // parsers see other bytes there
		}
		collected, err := parsertest.CollectBytes(p, data)
		if err = errors.Join(err, collected.Tiling(s.SizeBytes), collected.WellFormed()); err != nil {
			t.Errorf("%s: %v", s.Path, err)
		}
	}
}

func bytesOf(t *testing.T, c *index.Case, s event.Source) []byte {
	t.Helper()
	data := make([]byte, s.SizeBytes)
	err := c.SourceBytes(s, func(r io.ReaderAt) error {
		_, err := io.ReadFull(io.NewSectionReader(r, 0, s.SizeBytes), data)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", s.Path, err)
	}
	return data
}

// eventsOf are all events of a case, duplicates too.
func eventsOf(t *testing.T, c *index.Case) []*event.Event {
	t.Helper()
	var list []*event.Event
	for e, err := range c.Events(context.Background(), index.Filter{Timeless: true, Duplicates: true}) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	if int64(len(list)) != c.EventCount() {
		t.Errorf("%d events come of %d", len(list), c.EventCount())
	}
	return list
}

// verbatim are formats whose records bear the text of their time as it stands.
var verbatim = map[string]bool{"m365-audit": true, "salesforce-elf": true, "papercut-print-logger": true, "cups-page-log": true}

// checkWalkBack goes from every 50th event, and from the first of every source,
// to the bytes it rests on, and compares them with the file that was given.
// Unpacking a large archive takes long: of its members, fewer.
func checkWalkBack(t *testing.T, c *index.Case, parent string) {
	walked, every := 0, map[event.Digest]int{}
	for _, e := range eventsOf(t, c) {
		s, _ := c.Source(e.Origin.Source)
		step := 50
		if len(s.Steps) > 0 {
			step = 5000
		}
		if every[s.Digest]++; every[s.Digest]%step != 1 {
			continue
		}
		walked++
		raw, err := c.Raw(e.Origin)
		if err != nil {
			t.Errorf("%s: %v", e.ID, err)
			continue
		}
		given := givenBytes(t, parent, s)
		for _, r := range raw {
			if given != nil && !bytes.Equal(r.Bytes, given[r.Span.Offset:r.Span.End()]) || int64(len(r.Bytes)) != r.Span.Length {
				t.Errorf("%s: %s at %d does not have the bytes", e.ID, s.Path, r.Span.Offset)
			}
		}
		if verbatim[formatName(e.Origin.Parser)] && !bytes.Contains(raw[0].Bytes, []byte(e.Time.Text)) {
			t.Errorf("%s: %s at %d: the time %q is not there", e.ID, s.Path, e.Origin.Span.Offset, e.Time.Text)
		}
	}
	t.Logf("%d events walked back", walked)
}

// givenBytes reads a source where it was given; nil for one out of an archive
// other than gzip.
func givenBytes(t *testing.T, parent string, s event.Source) []byte {
	t.Helper()
	name, _, inside := strings.Cut(s.Path, "!/")
	data, err := os.ReadFile(filepath.Join(parent, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if !inside {
		return data
	}
	if filepath.Ext(name) != ".gz" {
		return nil
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err == nil {
		data, err = io.ReadAll(r)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// checkOrder makes the case again with one worker, every file given by itself and
// the last one first, and again as before: the rows are the same.
func checkOrder(t *testing.T, c *index.Case, root string) {
	var files []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(files)
	want := rowsOf(t, c)
	sameRows(t, "the last file first, one worker", want, rowsOf(t, caseOf(t, append(files, "--workers", "1")...)))
	sameRows(t, "once more, five workers", want, rowsOf(t, caseOf(t, root, "--workers", "5")))
}

// rowsOf is all that a case says of its evidence but for the paths, one line a
// source, event, fact and reject.
func rowsOf(t *testing.T, c *index.Case) []string {
	t.Helper()
	var rows []string
	for _, e := range eventsOf(t, c) {
		rows = append(rows, fmt.Sprintf("event %s %x %v %s", e.ID, digestOf(e), e.Duplicate, e.Origin.Source))
	}
	line := func(what string, v any) error {
		text, err := json.Marshal(v, json.Deterministic(true))
		rows = append(rows, what+" "+string(text))
		return err
	}
	err := errors.Join(
		c.Facts(func(f *event.Fact) error { return line("fact", f) }),
		c.Rejects(func(r event.Reject) error { return line("reject", r) }),
	)
	for _, s := range c.Sources() {
		s.Path, s.Evidence, s.Steps = "", event.Digest{}, nil
		if s.Status == event.StatusCopy {
			s.Reason = "" // names the first of them
		}
		err = errors.Join(err, line("source", s))
	}
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(rows)
	return rows
}

// sameRows names the first row that differs.
func sameRows(t *testing.T, what string, want, got []string) {
	t.Helper()
	for i := range max(len(want), len(got)) {
		switch {
		case i == len(want):
			t.Errorf("%s: a row too many: %s", what, got[i])
		case i == len(got):
			t.Errorf("%s: a row is missing: %s", what, want[i])
		case want[i] != got[i]:
			t.Errorf("%s:\nwant %s\ngot  %s", what, want[i], got[i])
		default:
			continue
		}
		return
	}
}
