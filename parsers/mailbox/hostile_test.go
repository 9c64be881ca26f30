// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"dossier/parsers"
	"dossier/parsers/parsertest"
)

const hostileHead = "From: a@acme.example\nDate: 13 May 2024 10:00 GMT\n"

// TestHostileMessagesTakeLinearTime reads what would be slow if anything were
// read again and again.
func TestHostileMessagesTakeLinearTime(t *testing.T) {
	repeat := func(s string, size int) string { return strings.Repeat(s, size/len(s)) }
	enclosed := repeat("\nFrom - \nFrom: x\n", 2<<20)
	html := hostileHead + "Content-Type: text/html\n\n"
	for name, text := range map[string]string{
		"encoded words":         hostileHead + "Subject: " + repeat("=?a?q? ", 1<<20) + "?=\n\n",
		"word begins":           hostileHead + "Subject: " + repeat("=?", 1<<20) + "\n\n",
		"brackets":              hostileHead + "To: " + repeat("<", 1<<20) + "\n\n",
		"quotes":                hostileHead + "To: \"" + repeat("\\\"", 1<<20) + "\n\n",
		"comments":              hostileHead + "To: " + repeat("(", 1<<20) + "\n\n",
		"group colons":          hostileHead + "To: " + repeat("a:", 1<<20) + "\n\n",
		"recipients":            hostileHead + "To: " + repeat("a@b,", 1<<20) + "\n\n",
		"fields":                hostileHead + repeat("X-Gm: a\n", 1<<20) + "\n\n",
		"parameters":            hostileHead + "Content-Type: multipart/mixed; " + repeat("name*1=a;", 1<<20) + "\n\n",
		"folded lines":          hostileHead + "Subject: x\n" + repeat(" y\n", 1<<20) + "\n\n",
		"lines without colon":   hostileHead + repeat("oops\nA: b\n", 1<<20),
		"tag begins":            html + repeat("<", 1<<20) + ">",
		"open scripts":          html + repeat("<script></", 1<<20),
		"comment begins":        html + repeat("<!--", 1<<20),
		"entities":              html + repeat("&amp", 1<<20),
		"one long line":         hostileHead + "\n" + repeat("x", 2<<20),
		"long escaped line":     hostileHead + "Content-Transfer-Encoding: quoted-printable\n\n" + repeat("=41", 2<<20),
		"uuencode begins":       hostileHead + "\n" + repeat("begin 644 x\n", 1<<20),
		"uuencoded files":       hostileHead + "\n" + repeat("begin 644 x\n#0V%T\nend\n", 1<<20),
		"parts":                 hostileHead + "Content-Type: multipart/mixed; boundary=b\n\n" + repeat("--b\n\n", 1<<20),
		"files":                 hostileHead + "Content-Type: multipart/mixed; boundary=b\n\n" + repeat("--b\nContent-Type: x/y; name=z\n\n", 2<<20),
		"multiparts":            nestedMultiparts(20000),
		"messages":              hostileHead + repeat("Content-Type: message/rfc822\n\n", 1<<20),
		"From_ lines":           repeat("From - \nFrom: x\n", 2<<20),
		"From_ lines in length": "From -\nContent-Length: " + strconv.Itoa(len(enclosed)) + "\n\n" + enclosed,
		"quotes of From":        fromAnn + "\n" + hostileHead + "\n" + repeat(">", 2<<20),
	} {
		for _, p := range []parsers.Parser{MboxParser, MessageParser} {
			start := time.Now()
			c, err := parsertest.CollectBytes(p, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Tiling(int64(len(text))); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s of %d bytes takes %s %v", name, len(text), p.Name, took)
			} else if took > 500*time.Millisecond {
				t.Logf("%s of %d bytes takes %s %v", name, len(text), p.Name, took)
			}
		}
	}
}

func nestedMultiparts(depth int) string {
	var out strings.Builder
	out.WriteString(hostileHead)
	for i := range depth {
		fmt.Fprintf(&out, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	return out.String()
}

func TestTheDefectsOfHostileMessages(t *testing.T) {
	for defect, text := range map[string]string{
		"parts nested too deep":            nestedMultiparts(100),
		"messages nested too deep":         hostileHead + strings.Repeat("Content-Type: message/rfc822\n\n", 20),
		"closing boundary missing":         strings.Replace(sampleOffer, "--cut-here--", "", 1),
		"boundary not as declared":         strings.Replace(sampleOffer, `"cut-here"`, "other", 1),
		"multipart without parts":          hostileHead + "Content-Type: multipart/mixed; boundary=b\n\nhello\n",
		"base64 damaged":                   strings.Replace(sampleOffer, "bmFt", "bm*t", 1),
		"no blank line behind the header":  hostileHead + "oh\nno\n",
		"part behind the closing boundary": sampleOffer + "--cut-here\n\nhidden\n",
		"text behind the last part":        sampleOffer + "hidden\n",
		"uuencode block without end":       strings.Replace(samplePlain, "\nend\n", "\n", 1),
		"header longer than is read":       hostileHead + "Subject: " + strings.Repeat("x", 2<<20) + "\n\n",
		"attachment name cut":              hostileHead + "Content-Disposition: attachment; filename=" + strings.Repeat("x", 9000) + "\n\n",
	} {
		e := one(t, text)
		found := false
		for _, a := range e.Attrs {
			found = found || a.Name == "mime-defect" && a.Value == defect
		}
		if !found {
			t.Errorf("%q is not among the attributes %.300v", defect, e.Attrs)
		}
	}
}

// TestNothingIsLost reads what other readers pass over.
func TestNothingIsLost(t *testing.T) {
	e := one(t, strings.Replace(sampleOffer, `"cut-here"`, "other", 1))
	equal(t, "attachments behind a boundary not declared", len(e.Attachments), 1)
	e = one(t, sampleOffer+"--cut-here\nContent-Disposition: attachment; filename=late.csv\n\nx\n")
	equal(t, "attachments behind the closing boundary", len(e.Attachments), 2)
	e = one(t, hostileHead+"Content-Type: multipart/mixed; boundary=b\n\nhello\n")
	equal(t, "body without parts", e.Body, "hello")
	e = one(t, hostileHead+"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment\n"+
		"Content-Transfer-Encoding: base64\nQ2F0\n\n--b--\n")
	equal(t, "file without a blank line before", e.Attachments[0].SHA256, sha("Cat"))
	e = one(t, hostileHead+"Content-Transfer-Encoding: base64\nContent-Type: application/zip\n\nQ2\nF0 Q2==F0\nQ2E")
	equal(t, "ragged base64", e.Attachments[0].SHA256, sha("CatC\x17D6"))
	for digits, want := range map[string]string{"Q2F0Q2E": "CatCa", "Q2F0Q2": "CatC", "Q2F0Q": "Cat", "Q2E=Q2F0": "CaCat"} {
		e = one(t, hostileHead+"Content-Transfer-Encoding: base64\nContent-Type: application/zip\n\n"+digits)
		equal(t, "base64 "+digits, e.Attachments[0].SHA256, sha(want))
	}
	many := one(t, hostileHead+"Content-Type: multipart/mixed; boundary=b\n\n"+
		strings.Repeat("--b\nContent-Type: x/y; name=z\n\n", limitAttachments+5))
	equal(t, "listed", len(many.Attachments), limitAttachments)
	has(t, many, "attachments-unlisted", "5")
	equal(t, "counted", many.Quantities.Attachments.Count, limitAttachments+5)
	to := one(t, hostileHead+"To: "+strings.Repeat("a@b,", limitTargets+7)+"\n\n")
	equal(t, "targets", len(to.Targets), limitTargets)
	has(t, to, "recipients-unlisted", "7")
}

// endless is a message with one attachment of many lines, made while it is read.
type endless struct {
	head, line []byte
	size       int64
}

func (e endless) ReadAt(p []byte, at int64) (int, error) {
	n := 0
	for n < len(p) && at < e.size {
		from := e.line
		i := (at - int64(len(e.head))) % int64(len(e.line))
		if at < int64(len(e.head)) {
			from, i = e.head, at
		}
		m := copy(p[n:min(len(p), n+int(min(e.size-at, 1<<30)))], from[i:])
		n, at = n+m, at+int64(m)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func TestMemoryOfABigMessage(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 256 MB")
	}
	head := []byte(fromAnn + "\n" + hostileHead + "Content-Type: x/y; name=big.bin\nContent-Transfer-Encoding: base64\n\n")
	line := append(bytes.Repeat([]byte("QUJD"), 19), '\n')
	const lines = 3_400_000
	big := endless{head, line, int64(len(head) + lines*len(line))}
	in := parsers.Input{Raw: big, SizeBytes: big.size}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c, err := parsertest.Collect(MboxParser, in)
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	equal(t, "size", c.Events[0].Attachments[0].SizeBytes, int64(lines*57))
	if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
		t.Errorf("allocates %d bytes for a message of %d", used, big.size)
	}
}

func BenchmarkMbox(b *testing.B) {
	var text strings.Builder
	attachment := strings.Repeat(strings.Repeat("QUJD", 19)+"\n", 500)
	for i := range 500 {
		m := strings.Replace(sampleOffer, "offer.1@", fmt.Sprintf("offer.%d@", i), 1)
		if i%5 == 0 {
			m = strings.Replace(m, "bmFtZSxj", attachment+"bmFtZSxj", 1)
		}
		m = strings.Replace(m, "as agreed", strings.Repeat("as agreed, and more of the same text as people write it\n", 30), 1)
		text.WriteString(asMbox(fromAnn, m))
	}
	data := []byte(text.String())
	for name, bodies := range map[string]bool{"bodies": true, "no bodies": false} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				in := parsertest.InputOf(data)
				in.Bodies = bodies
				c, err := parsertest.Collect(MboxParser, in)
				if err != nil || len(c.Events) != 500 {
					b.Fatal(len(c.Events), err)
				}
			}
			b.ReportMetric(float64(b.N)*500/b.Elapsed().Seconds(), "messages/s")
		})
	}
}
