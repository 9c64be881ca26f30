// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"fmt"
	"strings"
	"testing"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

// sink counts what it is told and keeps nothing.
type sink struct{ events, rejects int }

func (s *sink) Event(*event.Event) error                { s.events++; return nil }
func (s *sink) Fact(*event.Fact) error                  { return nil }
func (s *sink) Reject(event.Span, string, string) error { s.rejects++; return nil }
func (s *sink) Skip(event.Span, string) error           { return nil }

// benchmarkRows measures 20,000 rows made by a pattern with a %d for what differs.
func benchmarkRows(b *testing.B, p parsers.Parser, header, pattern string) {
	const rows = 20_000
	var text strings.Builder
	text.WriteString(header)
	for i := range rows {
		fmt.Fprintf(&text, pattern, 10+i%50, i)
	}
	data := []byte(text.String())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var s sink
		if err := p.Parse(parsertest.InputOf(data), &s); err != nil || s.events != rows {
			b.Fatalf("%d events: %v", s.events, err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(len(data))/rows, "B/row")
}

func BenchmarkLogin(b *testing.B) {
	header, _, _ := strings.Cut(sampleLogin, "\n")
	benchmarkRows(b, Parser, header+"\n", `"Login","20240513060211.6%[1]d","4uReq%016[2]d-","00D000000000001","005000000000abC","1219","127","/services/oauth2/token","","Lk/%[2]dabc+1","Standard","","1051271151","i","Mozilla/5.0 (Windows NT 10.0; Win64; x64)","","9998.0","dana@acme.example","TLSv1.2","uiup","2024-05-13T06:02:11.6%[1]dZ","005000000000abCAAQ","192.0.2.10","","LOGIN_NO_ERROR","192.0.2.10"
`)
}

func BenchmarkURI(b *testing.B) {
	benchmarkRows(b, Parser, `"EVENT_TYPE","TIMESTAMP","REQUEST_ID","ORGANIZATION_ID","USER_ID","RUN_TIME","CPU_TIME","URI","SESSION_KEY","LOGIN_KEY","USER_TYPE","REQUEST_STATUS","DB_TOTAL_TIME","REFERRER_URI","DB_BLOCKS","DB_CPU_TIME","TIMESTAMP_DERIVED","USER_ID_DERIVED","CLIENT_IP","URI_ID_DERIVED"
`, `"URI","20240513060211.6%[1]d","4uReq%016[2]d-","00D000000000001","005000000000abC","219","127","/0010000000000%[1]d?srPos=0&srKp=001","Sk/abcdefg%[1]d","Lk/%[1]dabcdef+1","Standard","S","1051271151","https://acme.my.salesforce.example/home/home.jsp","1012","30","2024-05-13T06:02:11.6%[1]dZ","005000000000abCAAQ","192.0.2.10",""
`)
}

func BenchmarkAPI(b *testing.B) {
	benchmarkRows(b, Parser, `"EVENT_TYPE","TIMESTAMP","REQUEST_ID","ORGANIZATION_ID","USER_ID","RUN_TIME","CPU_TIME","URI","SESSION_KEY","LOGIN_KEY","USER_TYPE","REQUEST_STATUS","DB_TOTAL_TIME","API_TYPE","API_VERSION","CLIENT_NAME","METHOD_NAME","ENTITY_NAME","ROWS_PROCESSED","REQUEST_SIZE","RESPONSE_SIZE","DB_BLOCKS","DB_CPU_TIME","EXCEPTION_MESSAGE","QUERY","TIMESTAMP_DERIVED","USER_ID_DERIVED","CLIENT_IP","URI_ID_DERIVED"
`, `"API","20240513060211.6%[1]d","4uReq%016[2]d-","00D000000000001","005000000000abC","219","127","Api","Sk/abcdefg%[1]d","Lk/%[1]dabcdef+1","Standard","","1051271151","P","54.0","vendor/loader","query_all","Account","2000","818","296630","11565","30","","SELECT Id, Name, Phone FROM Account","2024-05-13T06:02:11.6%[1]dZ","005000000000abCAAQ","192.0.2.10",""
`)
}

func BenchmarkJSON(b *testing.B) {
	benchmarkRows(b, JSONParser, "", `{"EVENT_TYPE":"Login","TIMESTAMP":"20240513060211.6%[1]d","REQUEST_ID":"4uReq%016[2]d-","USER_ID":"005000000000abC","RUN_TIME":"1219","CPU_TIME":"127","URI":"/services/oauth2/token","SESSION_KEY":"","LOGIN_KEY":"Lk","USER_TYPE":"Standard","BROWSER_TYPE":"Mozilla/5.0","USER_NAME":"dana@acme.example","TIMESTAMP_DERIVED":"2024-05-13T06:02:11.6%[1]dZ","USER_ID_DERIVED":"005000000000abCAAQ","CLIENT_IP":"192.0.2.10","LOGIN_STATUS":"LOGIN_NO_ERROR","SOURCE_IP":"192.0.2.10"}
`)
}
