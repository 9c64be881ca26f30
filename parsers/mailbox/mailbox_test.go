// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"strings"
	"testing"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

func TestMboxParser(t *testing.T)    { parsertest.Run(t, MboxParser, parsertest.KeepLineEnds) }
func TestMessageParser(t *testing.T) { parsertest.Run(t, MessageParser, parsertest.KeepLineEnds) }

func TestNeitherClaimsTheOther(t *testing.T) {
	parsertest.Cross(t, []parsers.Parser{MboxParser, MessageParser})
}

func FuzzMbox(f *testing.F)    { parsertest.Fuzz(f, MboxParser) }
func FuzzMessage(f *testing.F) { parsertest.Fuzz(f, MessageParser) }

// events parses text and wants n events.
func events(t *testing.T, p parsers.Parser, text string, n int) []*event.Event {
	t.Helper()
	c, err := parsertest.CollectBytes(p, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Tiling(int64(len(text))); err != nil {
		t.Fatal(err)
	}
	if err := c.WellFormed(); err != nil {
		t.Fatal(err)
	}
	if len(c.Events) != n {
		t.Fatalf("%d events, want %d; rejects %v", len(c.Events), n, c.Rejects)
	}
	return c.Events
}

func one(t *testing.T, text string) *event.Event {
	t.Helper()
	return events(t, MessageParser, text, 1)[0]
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func has(t *testing.T, e *event.Event, name, want string) {
	t.Helper()
	equal(t, "attribute "+name, e.Attr(name), want)
}

func TestFieldsOfAMessage(t *testing.T) {
	e := events(t, MboxParser, asMbox(fromAnn, sampleOffer), 1)[0]
	equal(t, "kind", e.Kind, event.MailMessage)
	equal(t, "time", e.Time.UTC.Format("2006-01-02 15:04:05"), "2024-05-13 16:02:11")
	equal(t, "flags", e.Time.Flags, event.SenderTime)
	equal(t, "basis", e.Time.Basis, event.TimeRecorded)
	equal(t, "actor", e.Actor.String(), "email:ann.hall@acme.example")
	equal(t, "on behalf of", e.OnBehalfOf.String(), "")
	equal(t, "subject", e.Text, "Kundenliste für dich")
	equal(t, "object", e.Object, event.Object{Type: "message", ID: "<offer.1@acme.example>"})
	equal(t, "group", e.Group, "message-id:offer.1@acme.example")
	equal(t, "ip", e.IP, "203.0.113.9")
	equal(t, "client", e.Client, "Mozilla Thunderbird")
	equal(t, "bytes", e.Quantities.Bytes, event.Quantity{Count: int64(len(sampleOffer)), Basis: event.Repeated})
	equal(t, "attachments", e.Quantities.Attachments, event.Quantity{Count: 1, Basis: event.Repeated})
	equal(t, "body", e.Body, "as agreed, here they are.\nFrom now on, use my other address.")
	has(t, e, "from-name", "Hall, Ann")
	has(t, e, "ip-from", "received-bottom")
	has(t, e, "received-hops", "2")
	has(t, e, "return-path", "<ann.hall@acme.example>")
	has(t, e, "in-reply-to", "<ask.9@rival.example>")
	has(t, e, "mbox-from", fromAnn)
	has(t, e, "mime-defect", "")
	want := []event.Target{
		{Role: event.RoleTo, Account: event.Account{Namespace: event.Email, Name: "bo@rival.example"}, Name: "Bo Lind"},
		{Role: event.RoleTo, Account: event.Account{Namespace: event.Email, Name: "carol@rival.example"}},
		{Role: event.RoleCc, Account: event.Account{Namespace: event.Email, Name: "jorg@rival.example"}, Name: "Jörg"},
	}
	equal(t, "number of targets", len(e.Targets), len(want))
	for i := range want {
		equal(t, "target", e.Targets[i], want[i])
	}
	equal(t, "attachment", e.Attachments[0], event.Attachment{
		Name: "Künden.csv", MediaType: "application/octet-stream", SizeBytes: 30, SHA256: sha("name,city\nAcme,Oslo\nBorg,Riga\n"),
	})
	has(t, e, "attachment-other-name", "Künden.csv: list.bin")
}

func TestPlainMessageWithUuencode(t *testing.T) {
	e := one(t, samplePlain)
	equal(t, "body", e.Body, "got it.")
	equal(t, "sender's name", e.Attr("from-name"), "Bo Lind")
	equal(t, "precision", e.Time.Precision, event.PrecisionMinute)
	equal(t, "attachment", e.Attachments[0], event.Attachment{
		Name: "note.txt", MediaType: "application/octet-stream", SizeBytes: 3, SHA256: sha("Cat"),
	})
	has(t, e, "x-mozilla-status", "0001")
}

func TestAttachedMessage(t *testing.T) {
	e := one(t, sampleNested)
	equal(t, "actor", e.Actor.Name, "desk@acme.example")
	equal(t, "on behalf of", e.OnBehalfOf.Name, "ann.hall@acme.example")
	equal(t, "targets", len(e.Targets), 1)
	equal(t, "blind copy", e.Targets[0].Role, event.RoleBcc)
	equal(t, "body", e.Body, "see attached & call")
	has(t, e, "body-from", "text/html")
	has(t, e, "attached-message-id", "<inner.4@rival.example>")
	has(t, e, "attached-subject", "offer")
	var names []string
	for _, a := range e.Attachments {
		names = append(names, a.Name)
	}
	equal(t, "names", strings.Join(names, " "), "offer.eml offer.eml!/prices.csv winmail.dat")
	equal(t, "inner digest", e.Attachments[1].SHA256, sha("item,price"))
	begin := strings.Index(sampleNested, "From: Bo Lind")
	end := strings.Index(sampleNested, "\n--outer\nContent-Type: application/ms-tnef")
	equal(t, "digest of the message", e.Attachments[0].SHA256, sha(withCRLF(sampleNested[begin:end])))
}

func TestEMLX(t *testing.T) {
	e := one(t, string(emlSamples[2].Bytes()))
	has(t, e, "emlx-date-received", "1715695200")
	has(t, e, "emlx-flags", "8590195713")
	equal(t, "bytes", e.Quantities.Bytes.Count, int64(len(sampleNested)-1))
	equal(t, "attachments", len(e.Attachments), 3)
	has(t, e, "mime-defect", "")
}

func TestTimeFromReceived(t *testing.T) {
	for _, date := range []string{"X-Date: ", "Date: not today, ", "Date: Mon, 13 May 0102 18:02:11 +0200\nX-Date: "} {
		e := one(t, strings.Replace(sampleOffer, "Date: ", date, 1))
		equal(t, "time", e.Time.UTC.Format("15:04:05"), "16:02:40")
		equal(t, "flags", e.Time.Flags, 0)
		has(t, e, "time-from", "received")
	}
	e := one(t, "From: a@acme.example\nSubject: x\nDate: some day\n\nx\n")
	equal(t, "time", e.Time, event.Time{Text: "some day"})
	equal(t, "key", e.Key.IsZero(), false)
	e = one(t, "From: a@acme.example\nSubject: draft\n\nx\n")
	equal(t, "time", e.Time, event.Time{})
	equal(t, "key", e.Key.IsZero(), true)
	equal(t, "basis without a group", e.Quantities.Bytes.Basis, event.Own)
}

func TestSubmittedByAProgram(t *testing.T) {
	e := one(t, "Auto-Submitted: auto-replied\nX-Originating-IP: [192.0.2.77]\n"+sampleOffer)
	equal(t, "initiated", e.Initiated, event.InitiatedAutomation)
	equal(t, "ip", e.IP, "192.0.2.77")
	has(t, e, "ip-from", "x-originating-ip")
	e = one(t, "Auto-Submitted: no\n"+sampleOffer)
	equal(t, "initiated", e.Initiated, event.InitiatedUnknown)
}

func TestSender(t *testing.T) {
	for sender, want := range map[string]string{
		"": "email:ann@acme.example ", "ANN@acme.example": "email:ann@acme.example ", "<>": "email:ann@acme.example ",
		"Desk <desk@acme.example>": "email:desk@acme.example email:ann@acme.example",
	} {
		e := one(t, "From: ann@acme.example\nSender: "+sender+"\n\n")
		equal(t, "actor and author with sender "+sender, e.Actor.String()+" "+e.OnBehalfOf.String(), want)
	}
	e := one(t, "From: ann@acme.example, bo@acme.example\n\n")
	has(t, e, "from", "ann@acme.example, bo@acme.example")
}

func TestSecondSubjectIsTold(t *testing.T) {
	e := one(t, "Subject: lunch\nFrom: x@acme.example\n"+sampleOffer)
	equal(t, "subject", e.Text, "lunch")
	has(t, e, "repeated-subject", "Kundenliste für dich")
	has(t, e, "repeated-from", `"Hall, Ann" <ann.hall@acme.example>`)
}

func TestBodiesAreLeftOut(t *testing.T) {
	in := parsertest.InputOf([]byte(sampleOffer))
	in.Bodies = false
	c, err := parsertest.Collect(MessageParser, in)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "body", c.Events[0].Body, "")
	equal(t, "key", c.Events[0].Key, one(t, sampleOffer).Key)
	equal(t, "attachments", len(c.Events[0].Attachments), 1)
}
