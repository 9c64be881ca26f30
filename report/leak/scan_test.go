// SPDX-License-Identifier: Apache-2.0

package leak_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"dossier/internal/parquetfile"
	"dossier/report/leak"
)

// secrets are planted in turn: a name with accents and quotes, an address, a long
// text, a short word.
var secrets = []string{`José "Pepe" O'Díaz & Söhne`, "lena.ortiz@home.example", "Harborview Dental Supply of Springfield", "ortiz"}

// planted are ways to leak a value; each gives a file by name.
var planted = []struct {
	name string
	file string
	of   func(t testing.TB, v string) []byte
	skip string // a value that the way cannot hide
}{
	{"raw", "a.csv", func(_ testing.TB, v string) []byte { return []byte("1," + v + ",2\r\n") }, ""},
	{"upper case", "a.csv", func(_ testing.TB, v string) []byte { return []byte("1," + strings.ToUpper(v) + ",2\r\n") }, ""},
	{"line break", "a.txt", func(_ testing.TB, v string) []byte { return []byte("x " + strings.ReplaceAll(v, " ", "\r\n\t") + " y") }, ""},
	{"CSV quotes", "a.csv", func(_ testing.TB, v string) []byte { return []byte(`1,"` + strings.ReplaceAll(v, `"`, `""`) + `"`) }, ""},
	{"JSON", "a.jsonl", func(_ testing.TB, v string) []byte { return fmt.Appendf(nil, `{"v":%s}`, jsonOf(v, false)) }, ""},
	{"JSON in ASCII", "a.jsonl", func(_ testing.TB, v string) []byte { return fmt.Appendf(nil, `{"v":%s}`, jsonOf(v, true)) }, ""},
	{"JSON in JSON", "a.jsonl", func(_ testing.TB, v string) []byte {
		return fmt.Appendf(nil, `{"v":%s}`, jsonOf(`{"w":`+jsonOf(v, true)+`}`, true))
	}, ""},
	{"HTML", "a.html", func(_ testing.TB, v string) []byte { return []byte("<p>" + htmlOf(v, "&#%d;") + "</p>") }, ""},
	{"HTML attribute", "a.html", func(_ testing.TB, v string) []byte { return []byte(`<img alt="` + htmlOf(v, "&#x%X;") + `">`) }, ""},
	{"HTML comment", "a.html", func(_ testing.TB, v string) []byte { return []byte("<!-- " + v + " -->") }, ""},
	{"HTML split", "a.html", func(_ testing.TB, v string) []byte {
		return []byte("<td>" + joined(v, func(c rune) string { return htmlOf(string(c), "&#%d;") + "<b></b>" }) + "</td>")
	}, ""},
	{"URL", "a.txt", func(_ testing.TB, v string) []byte { return []byte("?q=" + percent(v)) }, ""},
	{"mail lines", "a.txt", func(_ testing.TB, v string) []byte {
		return []byte(joined(v, func(c rune) string { return string(c) + "=\r\n" }))
	}, ""},
	{"Base64", "a.eml", func(_ testing.TB, v string) []byte {
		return []byte("\r\n" + base64.StdEncoding.EncodeToString([]byte(v+".")) + "\r\n")
	}, "ortiz"},
	{"spaced letters", "a.txt", func(_ testing.TB, v string) []byte {
		return []byte(joined(v, func(c rune) string { return string(c) + " " }))
	}, "ortiz"},
	{"UTF-16LE", "a.dat", func(_ testing.TB, v string) []byte { return utf16Of(v, false) }, "ortiz"},
	{"UTF-16BE, odd", "a.dat", func(_ testing.TB, v string) []byte { return append([]byte{0xFF}, utf16Of(v, true)...) }, "ortiz"},
	{"gzip", "a.gz", func(t testing.TB, v string) []byte { return gzipOf(t, v) }, ""},
	{"zip", "a.zip", func(t testing.TB, v string) []byte { return zipOf(t, "b.txt", v) }, ""},
	{"zip in zip", "a.zip", func(t testing.TB, v string) []byte { return zipOf(t, "b.zip", string(zipOf(t, "c.txt", v))) }, ""},
	{"zip name", "a.zip", func(t testing.TB, v string) []byte { return zipOf(t, "of "+v+".txt", "x") }, ""},
	{"spreadsheet string", "a.xlsx", func(t testing.TB, v string) []byte {
		return zipOf(t, "xl/sharedStrings.xml", "<sst><si><t>"+htmlOf(v, "&#%d;")+"</t></si></sst>")
	}, ""},
	{"document runs", "a.docx", func(t testing.TB, v string) []byte {
		return zipOf(t, "word/document.xml", "<w:p>"+joined(v, func(c rune) string {
			return "<w:r><w:t xml:space=\"preserve\">" + htmlOf(string(c), "&#%d;") + "</w:t></w:r>\n"
		})+"</w:p>")
	}, "ortiz"},
	{"document properties", "a.docx", func(t testing.TB, v string) []byte {
		return zipOf(t, "docProps/core.xml", "<dc:title>"+htmlOf(v, "&#x%x;")+"</dc:title>")
	}, ""},
	{"Parquet", "a.parquet", parquetOf, ""},
	{"PDF title", "a.pdf", func(t testing.TB, v string) []byte {
		return pdfOf(t, "", "/Title "+pdfString("\xFE\xFF"+string(utf16Of(v, true))))
	}, ""},
	{"PDF text", "a.pdf", func(t testing.TB, v string) []byte {
		return pdfOf(t, "BT "+pdfString(string(utf16Of(v, true)))+" Tj ET", "")
	}, ""},
	{"PDF letters", "a.pdf", func(t testing.TB, v string) []byte {
		return pdfOf(t, joined(v, func(c rune) string { return "BT 1 2 Td " + pdfString(string(utf16Of(string(c), true))) + " Tj ET\n" }), "")
	}, ""},
	{"PDF array", "a.pdf", func(t testing.TB, v string) []byte {
		return pdfOf(t, "["+joined(v, func(c rune) string { return fmt.Sprintf("<%X> -20 ", utf16Of(string(c), true)) })+"] TJ", "")
	}, ""},
	{"PDF words", "a.pdf", func(t testing.TB, v string) []byte {
		var out strings.Builder
		for _, w := range strings.Fields(v) {
			out.WriteString(pdfString(string(utf16Of(w, true))) + " Tj 0 -12 Td\n")
		}
		return pdfOf(t, out.String(), "")
	}, ""},
	{"PDF in Latin-1", "a.pdf", func(t testing.TB, v string) []byte {
		return pdfOf(t, pdfString(joined(v, func(c rune) string { return string([]byte{byte(c)}) }))+" Tj", "")
	}, ""},
}

func TestScanFindsPlanted(t *testing.T) {
	for _, p := range planted {
		for _, v := range secrets {
			if v == p.skip {
				continue
			}
			files := fstest.MapFS{"folder/" + p.file: {Data: p.of(t, v)}, "clean.txt": {Data: []byte("nothing of the kind")}}
			found, err := leak.Scan(files, []string{"not there at all", v})
			if err != nil {
				t.Errorf("%s: %v", p.name, err)
			}
			if len(found) == 0 || found[0].Value != v || !strings.HasPrefix(found[0].File, "folder/"+p.file) {
				t.Errorf("%s: %q was not found: %+v", p.name, v, found)
			}
			if found, err := leak.Scan(files, []string{"somebody else", "00000"}); err != nil || len(found) > 0 {
				t.Errorf("%s: found what is not there: %+v, %v", p.name, found, err)
			}
		}
	}
}

// TestScanKeepsCellsApart: what stands in one cell and the next is no value.
func TestScanKeepsCellsApart(t *testing.T) {
	cells := []string{"Mike Hall", "A", "mike.hall@acme.example"}
	pdf := ""
	for i, c := range cells {
		pdf += fmt.Sprintf("BT %d.5 700 Td %s Tj ET\n", 40+i*80, pdfString(string(utf16Of(c, true))))
	}
	for name, data := range map[string][]byte{
		"a.html": []byte("<tr><td>" + strings.Join(cells, "</td><td>") + "</td></tr>"), "a.pdf": pdfOf(t, pdf, ""), "a.csv": []byte(strings.Join(cells, ",")),
		"a.docx": zipOf(t, "word/document.xml", "<w:tc><w:p><w:t>"+strings.Join(cells, "</w:t></w:p></w:tc><w:tc><w:p><w:t>")+"</w:t></w:p></w:tc>"),
		"a.xlsx": zipOf(t, "xl/sheet1.xml", `<c t="inlineStr"><is><t>`+strings.Join(cells, `</t></is></c><c t="inlineStr"><is><t>`)+"</t></is></c>"),
	} {
		if found, err := leak.Scan(fstest.MapFS{name: {Data: data}}, []string{"Mike Hallam"}); err != nil || len(found) > 0 {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
		if found, err := leak.Scan(fstest.MapFS{name: {Data: data}}, []string{"mike.hall@acme.example"}); err != nil || len(found) == 0 {
			t.Errorf("%s: not found, %v", name, err)
		}
	}
}

func TestScanNames(t *testing.T) {
	found, err := leak.Scan(fstest.MapFS{"natives/Lena Ortiz 1.txt": {Data: []byte("x")}}, []string{"lena ortiz"})
	if want := []leak.Leak{{"natives/Lena Ortiz 1.txt", "the file's name", "lena ortiz"}}; err != nil || !slices.Equal(found, want) {
		t.Errorf("%+v, %v", found, err)
	}
}

// TestScanPieces plants values around the places where long files are cut.
func TestScanPieces(t *testing.T) {
	for _, at := range []int{1<<17 - 10, 1<<17 - 2, 1 << 17, 1<<17 + 200, 2 << 17} {
		data := bytes.Repeat([]byte("abcdefg "), 3<<14)
		copy(data[at:], " Lena Ortiz ")
		if found, err := leak.Scan(fstest.MapFS{"a": {Data: data}}, []string{"Lena Ortiz"}); err != nil || len(found) == 0 {
			t.Errorf("at %d: not found, %v", at, err)
		}
		copy(data[at:], "xxhallways  ")
		if found, err := leak.Scan(fstest.MapFS{"a": {Data: data}}, []string{"hall", "ways"}); err != nil || len(found) > 0 {
			t.Errorf("at %d: found inside a word: %+v, %v", at, found, err)
		}
	}
}

func TestScanUnreadable(t *testing.T) {
	broken := pdfOf(t, "BT", "")
	broken[bytes.Index(broken, []byte("stream\n"))+9] ^= 0xFF
	for name, data := range map[string][]byte{
		"cut.zip": zipOf(t, "b", "c")[:20], "a.7z": []byte("7z\xbc\xaf\x27\x1c"), "a.parquet": []byte("PAR1xxxx"), "a.pdf": broken,
		"lzw.pdf": bytes.Replace(pdfOf(t, "BT", ""), []byte("FlateDecode"), []byte("LZWDecode"), 1), "a.gz": []byte("\x1f\x8bxx"),
		"deep.zip": zipOf(t, "1.zip", string(zipOf(t, "2.zip", string(zipOf(t, "3.zip", string(zipOf(t, "4.zip", string(zipOf(t, "5.zip", string(zipOf(t, "6", "x"))))))))))),
	} {
		var fault *leak.UnreadableError
		if found, err := leak.Scan(fstest.MapFS{name: {Data: data}}, []string{"Lena Ortiz"}); !errors.As(err, &fault) {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
}

// TestScanKnown refuses documents that it does not understand.
func TestScanKnown(t *testing.T) {
	for name, data := range map[string][]byte{
		"a.pdf":  pdfOf(t, "BT "+pdfString(string(utf16Of("MH-0001", true)))+" Tj ET", ""),
		"a.html": []byte("<td>MH-0001</td>"), "a.xlsx": zipOf(t, "xl/s.xml", "<t>MH-0001</t>"), "a.parquet": parquetOf(t, "MH-0001"),
	} {
		files := fstest.MapFS{name: {Data: data}, "other.txt": {Data: []byte("x")}}
		if found, err := leak.ScanKnown(files, []string{"Lena Ortiz"}, "MH-0001"); err != nil || len(found) > 0 {
			t.Errorf("%s: %v, %v", name, found, err)
		}
		var fault *leak.UnreadableError
		if _, err := leak.ScanKnown(files, []string{"Lena Ortiz"}, "MH-0002"); !errors.As(err, &fault) || fault.File != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, p := range planted {
		f.Add(p.of(f, secrets[1]))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var fault *leak.UnreadableError
		if _, err := leak.Scan(fstest.MapFS{"a": {Data: data}}, secrets); err != nil && !errors.As(err, &fault) {
			t.Log(err) // a damaged member of an archive; no panic is what counts
		}
	})
}

func joined(v string, of func(rune) string) string {
	var out strings.Builder
	for _, c := range v {
		out.WriteString(of(c))
	}
	return out.String()
}

func jsonOf(v string, ascii bool) string {
	return `"` + joined(v, func(c rune) string {
		switch {
		case c == '"' || c == '\\':
			return `\` + string(c)
		case ascii && c > 0x7E:
			return fmt.Sprintf(`\u%04X`, c)
		}
		return string(c)
	}) + `"`
}

func htmlOf(v, number string) string {
	return joined(v, func(c rune) string {
		if c > 0x7E || strings.ContainsRune(`&<>"'`, c) {
			return fmt.Sprintf(number, c)
		}
		return string(c)
	})
}

func percent(v string) string {
	return joined(v, func(c rune) string {
		out := ""
		for _, b := range []byte(string(c)) {
			out += fmt.Sprintf("%%%02x", b)
		}
		return out
	})
}

func utf16Of(v string, big bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(v)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func gzipOf(t testing.TB, v string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write([]byte(v))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zipOf(t testing.TB, name, v string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	m, err := w.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Write([]byte(v))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func parquetOf(t testing.TB, v string) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := parquetfile.NewWriter(&out, []parquetfile.Column{{Name: "number", Type: parquetfile.Int64}, {Name: "text", Type: parquetfile.Text, Nullable: true}})
	for i := range 100 {
		err = errors.Join(err, w.Write([]any{i, "padding " + strings.Repeat("x", i)}), w.Write([]any{i, nil}))
	}
	if err := errors.Join(err, w.Write([]any{1, v}), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func pdfString(v string) string {
	return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "\r", `\r`).Replace(v) + ")"
}

// pdfOf is a PDF of one packed stream, with further entries in a dictionary.
func pdfOf(t testing.TB, content, entries string) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, err := w.Write([]byte(content))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(nil, "%%PDF-1.4\n1 0 obj\n<</Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\n2 0 obj\n<<%s>>\nendobj\ntrailer\n", packed.Len(), packed.Bytes(), entries)
}
