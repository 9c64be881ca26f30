// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"fmt"
	"testing"
	"time"

	"dossier/parsers"
	"dossier/parsers/parsertest"
)

func input() *parsers.Input {
	in := parsertest.InputOf(nil)
	return &in
}

func TestEncodedWords(t *testing.T) {
	for raw, want := range map[string]string{
		"plain":                                    "plain",
		"=?utf-8?Q?caf=C3=A9_noir?=":               "café noir",
		"=?ISO-8859-1?q?caf=E9?= bar":              "café bar",
		"=?utf-8?B?Y2Fmw6k?=":                      "café",
		"a =?utf-8?Q?b?= =?utf-8?Q?c?= d":          "a bc d",
		"=?utf-8?B?w?= =?utf-8?B?6k=?=":            "\uFFFD",
		"=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=":       "café",
		"=?utf-8?Q?a?=  =?iso-8859-1?Q?=E9?=":      "aé",
		"=?UTF-8*EN?Q?lang?=":                      "lang",
		"=?x-unknown?Q?caf=E9?=":                   "café",
		"=?us-ascii?Q?caf=C3=A9?=":                 "café",
		"=?utf-8?Q?with blank?=":                   "with blank",
		"=?utf-8?X?no?=":                           "=?utf-8?X?no?=",
		"=?utf-8?Q?no end":                         "=?utf-8?Q?no end",
		"=??Q?x?= =?":                              "=??Q?x?= =?",
		"caf\xE9":                                  "café",
		"caf\xC3\xA9":                              "café",
		"=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=":       "日本",
		"=?windows-1251?Q?=EF=F0=E8=E2=E5=F2?=":    "привет",
		"x=?utf-8?Q?glued?=y":                      "xgluedy",
		"=?gb2312?B?1tDOxA==?=":                    "中文",
		"=?iso-2022-kr?Q?replaced=20never?= stays": "replaced never stays",
	} {
		got := decodeWords(input(), []byte(raw))
		if want == "\uFFFD" { // two bytes of one character in two damaged words: any text will do
			continue
		}
		if got != want {
			t.Errorf("%q is %q, want %q", raw, got, want)
		}
	}
}

func TestFileNames(t *testing.T) {
	for raw, want := range map[string]string{
		`attachment; filename=a.csv`:                                     "a.csv",
		`attachment; filename="a;b.csv"; size=3`:                         "a;b.csv",
		`attachment; filename=my list.csv`:                               "my list.csv",
		`attachment; filename="a\"b.csv"`:                                `a"b.csv`,
		`attachment; filename="C:\files\a.csv"`:                          `C:\files\a.csv`,
		`attachment; filename="no end.csv`:                               "no end.csv",
		`attachment; filename="=?utf-8?Q?caf=C3=A9.csv?="`:               "café.csv",
		`attachment; filename*=utf-8'de'caf%C3%A9.csv`:                   "café.csv",
		`attachment; filename*=iso-8859-1''caf%E9.csv; filename="x.csv"`: "café.csv",
		`attachment; filename*1="b.csv"; filename*0="a"`:                 "ab.csv",
		`attachment; filename*0*=utf-8''caf%C3; filename*1*=%A9.csv`:     "café.csv",
		`attachment; filename*0="a%20"; filename*1="b"`:                  "a%20b",
		"attachment; filename=\"caf\xE9.csv\"":                           "café.csv",
		`ATTACHMENT; FileName = "a.csv"`:                                 "a.csv",
		`attachment; ; =; filename`:                                      "",
		`attachment; filename*x=1; filename*99999999999999999999=2`:      "",
	} {
		if value, p := parseParams(input(), []byte(raw)); p.get("filename") != want || value != "attachment" {
			t.Errorf("%s: %q of %q, want %q", raw, p.get("filename"), value, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for raw, want := range map[string]string{
		`ann@acme.example`:                                 "email:ann@acme.example ",
		`Ann Hall <ann@acme.example>`:                      "email:ann@acme.example Ann Hall",
		`"Hall, Ann" <ann@acme.example>, bo@rival.example`: "email:ann@acme.example Hall, Ann|email:bo@rival.example ",
		`ann@acme.example (Ann (the) Hall)`:                "email:ann@acme.example Ann (the) Hall",
		`a@acme.example; b@acme.example`:                   "email:a@acme.example |email:b@acme.example ",
		`undisclosed-recipients:;`:                         "",
		`Team: a@acme.example, B <b@acme.example>;`:        "email:a@acme.example |email:b@acme.example B",
		`=?utf-8?Q?Hall,_=C3=85nn?= <ann@acme.example>`:    "email:ann@acme.example Hall, Ånn",
		`"=?utf-8?Q?=C3=85nn?=" <ann@acme.example>`:        "email:ann@acme.example Ånn",
		`"odd one"@acme.example`:                           `email:"odd one"@acme.example `,
		`"no end, ann@acme.example`:                        `display-name:"no end |email:ann@acme.example `,
		`<>`:                                               "",
		`Ann Hall`:                                         "display-name:Ann Hall ",
		`Ann Hall <>`:                                      "display-name:Ann Hall Ann Hall",
		`root`:                                             "email:root ",
		`SMTP:ann@acme.example`:                            "email:ann@acme.example ",
		`"Hall" </O=ACME/OU=EU/CN=RECIPIENTS/CN=AHALL>`:    "legacy-dn:/O=ACME/OU=EU/CN=RECIPIENTS/CN=AHALL Hall",
		`Ann <ann@acme.example, bo@rival.example`:          "email:ann@acme.example Ann|email:bo@rival.example ",
		`"ann@acme.example" <ann@acme.example>`:            "email:ann@acme.example ann@acme.example",
		"J\xF6rg <j@acme.example>":                         "email:j@acme.example Jörg",
	} {
		got := ""
		for _, a := range parseAddresses(input(), []byte(raw)) {
			account := a.account()
			if account.IsZero() {
				continue
			}
			if got != "" {
				got += "|"
			}
			got += fmt.Sprintf("%s %s", account, a.name)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"Mon, 13 May 2024 18:02:11 +0200":        "2024-05-13T16:02:11Z",
		"Mon, 13 May 2024 18:02:11 +0200 (CEST)": "2024-05-13T16:02:11Z",
		"13 May 2024 18:02 +0200":                "2024-05-13T16:02:00Z",
		"Mon, 3 May 99 8:02:11 EDT":              "1999-05-03T12:02:11Z",
		"Mon, 3 May 24 08:02:11 -0000":           "2024-05-03T08:02:11Z",
		"Mon May 13 18:02:11 2024":               "zoneless 2024-05-13T18:02:11Z",
		"Mon May 13 18:02:11 PDT 2024":           "2024-05-14T01:02:11Z",
		"Mon, 13 May 2024 18:02:11":              "zoneless 2024-05-13T18:02:11Z",
		"Mon, 13 May 2024 18:02:11 IST":          "zoneless 2024-05-13T18:02:11Z",
		"Mon, 13 May 2024 18:02:11 GMT+0200":     "2024-05-13T16:02:11Z",
		"Monday, May 13, 2024 6:02:11 PM +02:00": "2024-05-13T16:02:11Z",
		"13-May-2024 18:02:11 +0200":             "2024-05-13T16:02:11Z",
		"Thu, 1 Jan 100 10:00:00 GMT":            "2000-01-01T10:00:00Z",
		"2024-05-13T18:02:11+02:00":              "2024-05-13T16:02:11Z",
		"Mon, 13 May 2024 18:02:11 -0400 EDT":    "2024-05-13T22:02:11Z",
		"Fri, 31 Dec 1999 23:59:60 +0000":        "2000-01-01T00:00:00Z",
		"Mon, 32 May 2024 18:02:11 +0200":        "",
		"Mon, 30 Feb 2024 18:02:11 +0200":        "",
		"Mon, 13 May 2024 25:02:11 +0200":        "",
		"Mon, 13 May 2024 18:02:11 +9900":        "",
		"Mon, 13 May":                            "",
		"tomorrow":                               "",
		"":                                       "",
	} {
		got := ""
		if w, ok := parseDate(text); ok {
			if !w.HasOffset {
				got = "zoneless "
			}
			got += w.At(nil, text).UTC.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestReceivedFrom(t *testing.T) {
	for field, want := range map[string]string{
		"from [10.0.0.5] (dsl.isp.example [203.0.113.9]) by smtp.acme.example; x":   "203.0.113.9",
		"from helo.example ([203.0.113.9] helo=[10.0.0.5]) by x":                    "203.0.113.9",
		"from [203.0.113.9] (helo=[10.0.0.5]) by x with esmtp":                      "203.0.113.9",
		"from unknown (HELO 10.0.0.5) (203.0.113.9) by x":                           "203.0.113.9",
		"from PC.acme.example (2001:db8::1) by x (2001:db8::2) with Microsoft SMTP": "2001:db8::1",
		"from x (x [IPv6:2001:db8::1]) by y":                                        "2001:db8::1",
		"by 203.0.113.1 with SMTP id 9; x":                                          "",
		"from ann by x with local (Exim 4.97)":                                      "",
		"from x by y ([203.0.113.1])":                                               "",
		"(qmail 7 invoked from network); x":                                         "",
	} {
		equal(t, field, receivedFrom(field), want)
	}
}

func TestStripHTML(t *testing.T) {
	for page, want := range map[string]string{
		"<p>a</p><p>b &lt; c</p>":                 "a\nb < c",
		"a<br>b<BR/>c":                            "a\nb\nc",
		"<!-- x <b> -->a  \n b":                   "a b",
		"<STYLE>p{}</style>a<script>b</script >c": "ac",
		"1 < 2 and 3 > 2":                         "1 < 2 and 3 > 2",
		"<script>never closed":                    "never closed",
		"<td>a</td><td>b":                         "a b",
		"a<b":                                     "a<b",
		"<!doctype html><title>t</title>x&nbsp;y": "x y",
	} {
		equal(t, page, stripHTML(page), want)
	}
}
