// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestMeasuresASmallLog(t *testing.T) {
	var out, errs bytes.Buffer
	if err := run([]string{"--bytes", "300000", "--memory", "256M", "--temp", t.TempDir()}, &out, &errs); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	cells := strings.Split(lines[len(lines)-1], "|")
	if len(lines) != 4 || len(cells) != 9 || strings.TrimSpace(cells[1]) != "870" {
		t.Errorf("it says\n%s", out.String())
	}
}

func TestSaysWhatIsWrong(t *testing.T) {
	var out, errs bytes.Buffer
	err := run([]string{"--input", "no-such-folder", "--binary", "no-such-program", "--temp", t.TempDir()}, &out, &errs)
	if err == nil || !strings.Contains(err.Error(), "no-such-folder") {
		t.Errorf("%v", err)
	}
}
