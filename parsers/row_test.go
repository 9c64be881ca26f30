// SPDX-License-Identifier: Apache-2.0

package parsers_test

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

// oneRow reads a header and one row; the reader gives a byte at a time, so the
// row is looked at again and again.
func oneRow(t *testing.T, text string) *parsers.Row {
	t.Helper()
	in := parsers.Input{Reader: iotest.OneByteReader(strings.NewReader(text))}
	c := parsers.NewCSV(in, &tiler{}, ',')
	if !c.ReadHeader(func([]string) bool { return true }) || !c.Next() {
		t.Fatalf("%q: no header and row: %v", text, c.Err())
	}
	return c.Row()
}

func TestAppendTextsIsStrings(t *testing.T) {
	for _, text := range []string{
		"a,b\n1,\"x \"\"y\"\" z\"\n",
		"a,b\n,\n",
		"a,b\n\"one\ntwo\",caf\xe9\n",
		"a,b\n" + strings.Repeat("long", 3000) + ",\"\"\"q\"\"\"\n",
	} {
		row := oneRow(t, text)
		if diff := cmp.Diff(row.Strings(), row.AppendTexts(nil)); diff != "" {
			t.Errorf("%.40q (-Strings +AppendTexts):\n%s", text, diff)
		}
	}
}

// TestDigest: the order of columns and empty cells don't count, every other byte
// does, and a record of another form has the same key.
func TestDigest(t *testing.T) {
	want := oneRow(t, "USER_ID,B,C\n1,\"2 \"\"x\"\"\",\n").Digest("s")
	if want != oneRow(t, "B,User Id\r\n\"2 \"\"x\"\"\",1").Digest("s") {
		t.Error("another order of columns changes the key")
	}
	fields := []event.Attr{{Name: "C"}, {Name: "B", Value: `2 "x"`}, {Name: "UserId", Value: "1"}}
	if want != parsers.DigestFields("s", fields) {
		t.Error("the same fields by name have another key")
	}
	for _, other := range []string{"USER_ID,B,C\n1,2,\n", "USER_ID,B,C\n,1,\"2 \"\"x\"\"\"\n", "USER_ID,B,C\n1,\"2 \"\"x\"\"\",,z\n"} {
		if want == oneRow(t, other).Digest("s") {
			t.Errorf("%q has the same key", other)
		}
	}
}

func TestManyEmptyCellsStayLinear(t *testing.T) {
	text := strings.Repeat(",", 3<<20) + "\n"
	c := parsers.NewCSV(parsers.Input{Reader: strings.NewReader(text)}, &tiler{}, ',')
	if !c.Next() || c.Row().Count() != 3<<20+1 {
		t.Errorf("row of %d cells", c.Row().Count())
	}
}

func TestSmallReadsStayLinear(t *testing.T) {
	text := `"` + strings.Repeat("x\n", 1<<20) + "\"\n"
	in := parsertest.InputOf(nil)
	in.Reader = iotest.OneByteReader(strings.NewReader(text))
	c := parsers.NewCSV(in, &tiler{}, ',')
	if !c.Next() || c.Row().Count() != 1 {
		t.Error("the long cell is not read")
	}
}

func TestIPShortCut(t *testing.T) {
	for text, want := range map[string]string{
		"203.0.113.7": "203.0.113.7", " 203.0.113.7:443 ": "203.0.113.7", "[2001:DB8::1]:25": "2001:db8::1",
		"::ffff:192.0.2.1": "192.0.2.1", "0.0.0.0": "0.0.0.0", "192.0.2.256": "", "192.0.2": "", "192.0.2.1.": "",
		".192.0.2.1": "", "192.0.02.1": "", "192.0.2.1.9": "", "Salesforce.com IP": "", "": "",
	} {
		if got := parsers.IP(text); got != want {
			t.Errorf("IP(%q) is %q, want %q", text, got, want)
		}
	}
}

// TestTimeUTCIsParseWall holds the short cut to the long way.
func TestTimeUTCIsParseWall(t *testing.T) {
	for _, text := range []string{
		"2023-12-18T05:48:31.655Z", "2024-02-29T23:59:59.999Z", "2023-02-29T00:00:00.000Z", "2023-00-10T00:00:00.000Z",
		"2023-04-31T00:00:00.000Z", "2023-12-00T00:00:00.000Z", "2016-12-31T23:59:60.000Z", "2023-12-18T24:00:00.000Z",
		"2023-12-18t05:48:31.655Z", "0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", "2023-12-18T05:60:31.655Z",
	} {
		want := parsers.Unreadable(text)
		w, ok := parsers.ParseWall(text, parsers.OrderUnknown)
		if ok {
			want = w.UTC(text)
		}
		got, gotOK := parsers.TimeUTC(text)
		if diff := cmp.Diff(want, got); diff != "" || ok != gotOK {
			t.Errorf("%s: %v, want %v (-long +short):\n%s", text, gotOK, ok, diff)
		}
	}
}
