// SPDX-License-Identifier: Apache-2.0

package zipfile_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"testing"

	"dossier/internal/zipfile"
)

var members = map[string]string{"a.txt": strings.Repeat("The same words. ", 5000), "folder/b.xml": "<b/>", "empty": ""}

func archive(t *testing.T, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zipfile.NewWriter(&out)
	for _, name := range names {
		member, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(member, members[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestReadsBack wants the members in their order, compressed, and the first date of
// the format on all of them.
func TestReadsBack(t *testing.T) {
	names := []string{"folder/b.xml", "a.txt", "empty"}
	data := archive(t, names...)
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil || f.Name != names[i] || string(text) != members[f.Name] || f.Modified.UTC().Format("2006-01-02 15:04") != "1980-01-01 00:00" {
			t.Errorf("member %d is %s of %s, %d bytes, %v", i, f.Name, f.Modified, len(text), err)
		}
	}
	if len(data) > 2000 {
		t.Errorf("%d bytes: nothing was compressed", len(data))
	}
}

// TestPinned holds the bytes themselves. Another version of the compression would
// change them, and with them the digests of exports made before: say so in the
// changelog when this changes.
func TestPinned(t *testing.T) {
	const want = "9a3394fec2167310becd8788720a17cc0172493d2ee87aae131e1e75f3ccb99c"
	if got := fmt.Sprintf("%x", sha256.Sum256(archive(t, "folder/b.xml", "a.txt", "empty"))); got != want {
		t.Errorf("the archive is %s, and was %s", got, want)
	}
}

func TestCopy(t *testing.T) {
	data := archive(t, "empty", "a.txt")
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zipfile.NewWriter(&out)
	for _, i := range []int{1, 0} {
		if err := w.Copy(r.File[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), archive(t, "a.txt", "empty")) {
		t.Error("copied members are not the same bytes as written ones")
	}
}

func TestRefusesNames(t *testing.T) {
	for _, name := range []string{"", ".", "/etc/passwd", "../up", `a//b`} {
		if _, err := zipfile.NewWriter(io.Discard).Create(name); err == nil {
			t.Errorf("%q became a member", name)
		}
	}
}
