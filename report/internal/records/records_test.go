// SPDX-License-Identifier: Apache-2.0

package records_test

import (
	"testing"

	"dossier/report/internal/records"
)

func TestAppendCSV(t *testing.T) {
	got := string(records.AppendCSV(nil, "=1+1", "", `a "b"`, "x,y", "two\r\nlines", "one\nmore", " blank", "\xff"))
	if want := "=1+1,,\"a \"\"b\"\"\",\"x,y\",\"two\r\nlines\",\"one\nmore\",\" blank\",‹0xFF›\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestObject(t *testing.T) {
	var o records.Object
	for range 2 { // the second line holds nothing of the first
		o.Raw("n", []byte("1"))
		o.Text("a\"b", "=\x1b\u202e\xff</script>\n")
		line, err := o.Line()
		if want := `{"n":1,"a\"b":"=\u001b\u202e‹0xFF›</script>\n"}` + "\n"; err != nil || string(line) != want {
			t.Errorf("%s, %v; want %s", line, err, want)
		}
	}
}
