// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

// corpus is a folder of published mail; the test is skipped where it is not.
func corpus(t *testing.T, path ...string) string {
	t.Helper()
	folder := filepath.Join(append([]string{"..", "..", "..", "shared", "corpus", "email"}, path...)...)
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("corpus %s is not here", filepath.Join(path...))
	}
	return folder
}

// each gives every file below the folder whose name ends in suffix.
func each(t *testing.T, folder, suffix string, do func(path string, data []byte)) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(path) == "PROVENANCE.md" || (suffix != "" && filepath.Ext(path) != suffix) {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			do(path, data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// read parses a file and holds what comes of it to the invariants.
func read(t *testing.T, p parsers.Parser, path string, data []byte) *parsertest.Collected {
	t.Helper()
	c, err := parsertest.CollectBytes(p, data)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if err := c.Tiling(int64(len(data))); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	if err := c.WellFormed(); err != nil {
		t.Errorf("%s: %v", path, err)
	}
	return c
}

func TestCorpusMailboxes(t *testing.T) {
	folder := corpus(t, "mbox-eml-tnef-mimekit", "UnitTests", "TestData", "mbox")
	for name, want := range map[string]int{
		"content-length.mbox.txt": 29, "unmunged.mbox.txt": 2, "simple.mbox.txt": 3, "issue1189.mbox.txt": 4,
	} {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "sniff of "+name, MboxParser.Sniff(parsertest.HeadOf(data)), parsers.Certain)
		c := read(t, MboxParser, name, data)
		equal(t, "messages of "+name, len(c.Events), want)
		equal(t, "rejects of "+name, len(c.Rejects), 0)
		for _, e := range c.Events {
			if name == "issue1189.mbox.txt" && e.Text == "Message 2" {
				equal(t, "attachments of "+name, len(e.Attachments), 1)
				equal(t, "size", e.Attachments[0].SizeBytes > 3000, true)
			}
		}
	}
}

func TestCorpusMessages(t *testing.T) {
	files, named := 0, 0
	each(t, corpus(t, "mbox-eml-tnef-mimekit", "UnitTests", "TestData", "messages"), "", func(path string, data []byte) {
		files++
		equal(t, "claimed "+path, MessageParser.Sniff(parsertest.HeadOf(data)) > parsers.No, true)
		c := read(t, MessageParser, path, data)
		equal(t, "messages of "+path, len(c.Events), 1)
		for _, a := range c.Events[0].Attachments {
			if a.Name != "" {
				named++
			}
		}
		if filepath.Base(path) == "japanese.txt" {
			equal(t, "subject", c.Events[0].Text, "日本語メールテスト (testing Japanese emails)")
		}
	})
	equal(t, "files", files, 32)
	equal(t, "named attachments, with three in attached messages", named, 18)
}

// eximFrom is the From_ line of Exim's test harness, which gives every message
// the same time.
var eximFrom = regexp.MustCompile(`(?m)^From .* Tue Mar 02 09:44:33 1999$`)

func TestCorpusExim(t *testing.T) {
	files, messages, withLine := 0, 0, 0
	each(t, corpus(t, "mta-exim-testsuite"), "", func(path string, data []byte) {
		if !strings.Contains(filepath.ToSlash(path), "/mail/") {
			return
		}
		files++
		want := len(eximFrom.FindAll(data, -1))
		if want == 0 {
			return
		}
		withLine++
		c := read(t, MboxParser, path, data)
		equal(t, "messages of "+path, len(c.Events), want)
		messages += len(c.Events)
		if bytes.HasPrefix(data, fromMark) {
			equal(t, "rejects of "+path, len(c.Rejects), 0)
		}
	})
	if files == 0 {
		t.Fatal("no mailboxes in the corpus")
	}
	t.Logf("%d messages in %d mailboxes of %d files", messages, withLine, files)
	if files >= 519 {
		equal(t, "messages", messages, 863)
	}
}

// TestCorpusSpamAssassin counts what the headers of 6,046 real messages hold.
func TestCorpusSpamAssassin(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 32 MB")
	}
	counts := map[string]int{}
	each(t, corpus(t, "eml-spamassassin-corpus"), ".txt", func(path string, data []byte) {
		counts["files"]++
		list := []parsers.Parser{MessageParser}
		if bytes.HasPrefix(data, fromMark) {
			counts["From_ lines"]++
			list = append(list, MboxParser)
		}
		var key event.Key
		for i, p := range list {
			equal(t, p.Name+" claims "+path, p.Sniff(parsertest.HeadOf(data)) > parsers.No, true)
			c := read(t, p, path, data)
			if len(c.Events) != 1 {
				t.Fatalf("%s gives %d events as %s", path, len(c.Events), p.Name)
			}
			if i > 0 {
				equal(t, "key as a mailbox of "+path, c.Events[0].Key, key)
				continue
			}
			key = c.Events[0].Key
			count(counts, c.Events[0])
		}
	})
	// Three of the 2,423 messages with X-Mailer have an empty one.
	want := map[string]int{
		"files": 6046, "From_ lines": 5453, "message-id": 6045, "x-mailer": 2420, "user-agent": 725, "x-originating-ip": 173,
		"time": 6046, "with a named attachment": 52,
	}
	for name, n := range want {
		equal(t, name, counts[name], n)
	}
}

func count(counts map[string]int, e *event.Event) {
	for _, name := range []string{"x-mailer", "user-agent", "x-originating-ip"} {
		if e.Attr(name) != "" {
			counts[name]++
		}
	}
	if e.Object.ID != "" {
		counts["message-id"]++
	}
	if e.Time.Known() {
		counts["time"]++
	}
	for _, a := range e.Attachments {
		if a.Name != "" {
			counts["with a named attachment"]++
			return
		}
	}
}
