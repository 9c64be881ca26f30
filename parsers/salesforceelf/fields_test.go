// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

// TestLogin holds all fields of the samples, attributes included.
func TestLogin(t *testing.T) {
	c, err := parsertest.CollectBytes(Parser, []byte(sampleLogin))
	if err != nil {
		t.Fatal(err)
	}
	in, refused := c.Events[0], c.Events[1]
	want := event.Event{
		Kind: event.AuthLogin, Actor: user, Initiated: event.InitiatedUser, Outcome: event.OutcomeSuccess,
		IP: "192.0.2.10", Client: "Mozilla/5.0 (X11)", Session: "Lk/abc+1",
		Attrs: []event.Attr{
			{Name: "event-type", Value: "Login"}, {Name: "timestamp", Value: "20240513060211.655"},
			{Name: "request-id", Value: "4uReq0000000000000001-"}, {Name: "organization-id", Value: "00D000000000001"},
			{Name: "run-time", Value: "120"}, {Name: "cpu-time", Value: "40"}, {Name: "uri", Value: "/index.jsp"},
			{Name: "login-key", Value: "Lk/abc+1"}, {Name: "user-type", Value: "Standard"}, {Name: "db-total-time", Value: "9312"},
			{Name: "login-type", Value: "A"}, {Name: "api-type", Value: "f"}, {Name: "api-version", Value: "9998.0"},
			{Name: "user-name", Value: "dana@acme.example"}, {Name: "tls-protocol", Value: "TLSv1.3"},
			{Name: "login-sub-type", Value: "uiup"}, {Name: "client-ip", Value: "192.0.2.10"},
			{Name: "login-status", Value: "LOGIN_NO_ERROR"},
		},
	}
	if diff := cmp.Diff(common(want), *in, cmpopts.IgnoreFields(event.Event{}, "Key", "Origin")); diff != "" {
		t.Errorf("log-in (-want +got):\n%s", diff)
	}
	if refused.IP != "203.0.113.9" || refused.Attr("client-ip") != "Salesforce.com IP" || refused.Outcome != event.OutcomeFailure ||
		refused.Actor.Name != "005000000000abD" || refused.Initiated != event.InitiatedUnknown {
		t.Errorf("refused log-in: %+v", refused)
	}
}

// TestUserNameAlone: without an id, the user name is the actor; beside one it
// stays, so that identities can be learnt.
func TestUserNameAlone(t *testing.T) {
	e := one(t, "ApiTotalUsage", "USER_NAME=bot@acme.example")
	if e.Actor != user || e.Attr("user-name") != "bot@acme.example" {
		t.Errorf("with an id: %v, %v", e.Actor, e.Attrs)
	}
	e = one(t, "ApiTotalUsage", "USER_NAME=bot@acme.example", "USER_ID=005000000000xyZ")
	if e.Attr("user-id") != "005000000000xyZ" {
		t.Errorf("ids that differ: %v", e.Attrs)
	}
	text := "EVENT_TYPE,TIMESTAMP,REQUEST_ID,USER_NAME\nApiTotalUsage,20240513060211,r,bot@acme.example\n"
	c, _ := parsertest.CollectBytes(Parser, []byte(text))
	want := event.Account{Namespace: event.SalesforceUser, Name: "bot@acme.example"}
	if got := c.Events[0]; got.Actor != want || got.Time.Precision != event.PrecisionSecond {
		t.Errorf("without an id: %v at %v", got.Actor, got.Time)
	}
}

// TestPairs: what is one act has one group, what is one row has one key.
func TestPairs(t *testing.T) {
	c, err := parsertest.CollectBytes(Parser, []byte(sampleReport))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := c.Events[0], c.Events[4]; a.Group != b.Group || a.Group == "" || a.Object != b.Object || a.Key == b.Key ||
		!a.Quantities.Records.Present() || b.Quantities.Records.Present() {
		t.Errorf("an export and its report:\n%+v\n%+v", a, b)
	}
	c, err = parsertest.CollectBytes(Parser, []byte(sampleBulk2))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := c.Events[0], c.Events[1]; a.Group != b.Group || a.Quantities.Records.Basis != event.Running {
		t.Errorf("two statuses of a job:\n%+v\n%+v", a, b)
	}
}

// TestJSONTwin: a row says the same as JSON, its key included.
func TestJSONTwin(t *testing.T) {
	for _, sample := range []string{sampleLogin, sampleBulk2} {
		rows, err := csv.NewReader(strings.NewReader(sample)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var objects strings.Builder
		for _, row := range rows[1:] {
			object := map[string]string{}
			for i, cell := range row {
				object[rows[0][i]] = cell
			}
			line, _ := json.Marshal(object)
			objects.Write(append(line, '\n'))
		}
		asCSV, _ := parsertest.CollectBytes(Parser, []byte(sample))
		asJSON, _ := parsertest.CollectBytes(JSONParser, []byte(objects.String()))
		sorted := cmpopts.SortSlices(func(a, b event.Attr) bool { return a.Name < b.Name })
		if diff := cmp.Diff(asCSV.Events, asJSON.Events, sorted, cmpopts.IgnoreFields(event.Event{}, "Origin")); diff != "" {
			t.Errorf("(-CSV +JSON):\n%s", diff)
		}
	}
}

// TestKeys: column order and line ends leave a key alone, and nothing else does.
func TestKeys(t *testing.T) {
	key := func(text string) event.Key {
		c, err := parsertest.CollectBytes(Parser, []byte(text))
		if err != nil || len(c.Events) != 1 {
			t.Fatalf("%q: %d events: %v", text, len(c.Events), err)
		}
		return c.Events[0].Key
	}
	want := key("EVENT_TYPE,TIMESTAMP,REQUEST_ID,USER_ID,URI\nURI,20240513060211.6,r,u,/x\n")
	if want != key("\"EVENT_TYPE\",\"URI\",\"USER_ID\",\"TIMESTAMP\",\"NEW\",\"REQUEST_ID\"\r\n\"URI\",\"/x\",\"u\",\"20240513060211.6\",\"\",\"r\"\r\n") {
		t.Error("the same row in a file of another layout has another key")
	}
	if want == key("EVENT_TYPE,TIMESTAMP,REQUEST_ID,USER_ID,URI\nURI,20240513060211.6,r,u,/y\n") {
		t.Error("another row has the same key")
	}
}

// TestHeaderOddities: two names in one cell, a name twice, a name of nothing,
// cells beyond the header.
func TestHeaderOddities(t *testing.T) {
	text := "\"EVENT_TYPE\",\"TIMESTAMP\",\"REQUEST_ID\",\"API_VERSION,USER_INITIATED_LOGOUT\",\"SESSION_TYPE\"\n" +
		"\"Logout\",\"20240513060211.6\",\"r\",\"\",\"1\",\"UI\"\n"
	c, err := parsertest.CollectBytes(Parser, []byte(text))
	if err != nil || len(c.Events) != 1 {
		t.Fatal(c, err)
	}
	if e := c.Events[0]; e.Initiated != event.InitiatedUser || e.Attr("session-type") != "UI" || e.Attr("ragged-row") != "" {
		t.Errorf("two names in one cell: %+v", e)
	}
	text = "EVENT_TYPE,TIMESTAMP,REQUEST_ID,URI,URI,_\nURI,20240513060211.6,r,/x,/y,z,w\n"
	c, err = parsertest.CollectBytes(Parser, []byte(text))
	if err != nil || len(c.Events) != 1 {
		t.Fatal(c, err)
	}
	want := []event.Attr{
		{Name: "event-type", Value: "URI"}, {Name: "request-id", Value: "r"}, {Name: "uri", Value: "/y"}, {Name: "column-6", Value: "z"},
		{Name: "cell-7", Value: "w"}, {Name: "ragged-row", Value: "7 cells, header has 6"},
	}
	if diff := cmp.Diff(want, c.Events[0].Attrs); diff != "" || c.Events[0].Object.Name != "/x" {
		t.Errorf("object %+v, attributes (-want +got):\n%s", c.Events[0].Object, diff)
	}
}

// TestTimes: what cannot be read is no time, and its text is kept.
func TestTimes(t *testing.T) {
	for _, c := range []struct {
		derived, stamp, want, text string
		order                      parsers.DateOrder
	}{
		{"", "20240513060211.13", "2024-05-13T06:02:11.13Z", "20240513060211.13", 0},
		{"2024-05-13 06:02:11.655", "", "2024-05-13T06:02:11.655Z", "2024-05-13 06:02:11.655", 0},
		{"02:11.7", "20240513060211", "2024-05-13T06:02:11Z", "20240513060211", 0},
		{"02:11.7", "2.02405E+13", "0001-01-01T00:00:00Z", "02:11.7", 0},
		{"", "", "0001-01-01T00:00:00Z", "", 0},
		{"3/4/2024 6:02", "", "2024-04-03T06:02:00Z", "3/4/2024 6:02", parsers.OrderDMY},
	} {
		in := parsertest.InputOf([]byte("EVENT_TYPE,TIMESTAMP,REQUEST_ID,TIMESTAMP_DERIVED\nURI," + c.stamp + ",r," + c.derived + "\n"))
		in.Order = c.order
		got, err := parsertest.Collect(Parser, in)
		if err != nil || len(got.Events) != 1 {
			t.Fatal(got, err)
		}
		if at := got.Events[0].Time; at.UTC.Format(time.RFC3339Nano) != c.want || at.Text != c.text {
			t.Errorf("%q, %q: %+v", c.derived, c.stamp, at)
		}
	}
}
