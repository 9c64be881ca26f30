// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"runtime"
	"testing"
)

// TestNamesThatAreNoUTF8 adds files and members under names in some old code page:
// they are the suspect's, and must stop nobody.
func TestNamesThatAreNoUTF8(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux takes any bytes for a name")
	}
	b := newBench(t)
	b.file("re\xe7u.txt", []byte("notes:\nnote one\n"))
	b.file("re\xe8u.txt", []byte("notes:\nnote two\n"))
	b.file("z.zip", zipOf(t, map[string]string{"p\x81che.txt": "notes:\nnote three\n"}))
	b.add(nil)
	c := b.open()
	if n := c.EventCount(); n != 3 {
		t.Fatalf("%d events of 3", n)
	}
	if n := len(c.Sources()); n != 4 {
		t.Errorf("%d sources of 4: %v", n, status(c))
	}
	for _, e := range b.events(c) {
		if raw, err := c.Raw(e.Origin); err != nil || string(raw[0].Bytes) != "note "+e.Text+"\n" {
			t.Errorf("%q walks back to %v: %v", e.Text, raw, err)
		}
	}
	for _, out := range b.add(nil) {
		if !out.Known {
			t.Errorf("%s was read again", out.Source.Path)
		}
	}
}
