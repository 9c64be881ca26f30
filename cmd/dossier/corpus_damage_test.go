// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
)

// The bounds of one reading of damaged bytes.
const (
	limitDamagedBytes = 512 << 10
	limitDamagedTime  = 20 * time.Second // a few milliseconds, mostly
)

// TestCorpusDamaged reads the files of the corpus cut off, with bytes flipped,
// with torn blocks, and run into one another: nothing panics, fails or takes long,
// and every byte is accounted for. The damage is the same each time;
// DOSSIER_DAMAGE_ROUNDS does more of it.
func TestCorpusDamaged(t *testing.T) {
	files := corpusFiles(t, corpusRoot(t))
	damages := []struct {
		name string
		do   func(r *rand.Rand, data, other []byte) []byte
	}{{"cut off", cutOff}, {"bytes flipped", flipped}, {"a block torn", torn}, {"another behind", joined}}
	read, start := 0, time.Now()
	rounds := envInt(t, "DOSSIER_DAMAGE_ROUNDS", 1)
	for i, f := range files {
		seed := fnv.New64a()
		seed.Write(f.data)
		for k := range rounds * len(damages) {
			damage := damages[k%len(damages)]
			r := rand.New(rand.NewPCG(seed.Sum64(), uint64(k)))
			other := files[(i+1+r.IntN(len(files)-1))%len(files)].data
			data := damage.do(r, f.data[:min(len(f.data), limitDamagedBytes)], other[:min(len(other), limitDamagedBytes)])
			readDamaged(t, f.path+", "+damage.name, data)
			read++
		}
	}
	t.Logf("%d readings in %v", read, time.Since(start).Round(time.Second))
}

func readDamaged(t *testing.T, what string, data []byte) {
	t.Helper()
	watchdog := time.AfterFunc(5*limitDamagedTime, func() { panic("does not come to an end: " + what) })
	defer watchdog.Stop()
	start := time.Now()
	got := reread(t, what, data)
	if took := time.Since(start); took > limitDamagedTime {
		t.Errorf("%s: took %v", what, took)
	}
	switch got.source.Status {
	case event.StatusParsed, event.StatusPartial:
		if err := got.check(int64(len(data))); err != nil {
			t.Errorf("%s: %s: %v", what, got.source.Parser, err)
		}
	case event.StatusUnknown, event.StatusAmbiguous:
		if got.source.Reason == "" || !utf8.ValidString(got.source.Reason) {
			t.Errorf("%s: %s for the reason %q", what, got.source.Status, got.source.Reason)
		}
	default:
		t.Errorf("%s: %s %s", what, got.source.Status, got.source.Reason)
	}
}

func cutOff(r *rand.Rand, data, _ []byte) []byte { return data[:r.IntN(len(data)+1)] }

func flipped(r *rand.Rand, data, _ []byte) []byte {
	data = bytes.Clone(data)
	for range min(len(data), 1+r.IntN(40)) {
		data[r.IntN(len(data))] ^= 1 << r.IntN(8)
	}
	return data
}

// torn sets a block to zero, as a disk does that lost it, or takes it out.
func torn(r *rand.Rand, data, _ []byte) []byte {
	if len(data) == 0 {
		return data
	}
	at := r.IntN(len(data))
	end := min(len(data), at+1+r.IntN(2000))
	if r.IntN(2) == 0 {
		return slices.Concat(data[:at], data[end:])
	}
	return slices.Concat(data[:at], make([]byte, end-at), data[end:])
}

func joined(_ *rand.Rand, data, other []byte) []byte { return slices.Concat(data, other) }

// corpusFile is one file of the corpus, without its archive.
type corpusFile struct {
	path string // below the corpus
	data []byte
}

func corpusFiles(t *testing.T, root string) []corpusFile {
	t.Helper()
	var files []corpusFile
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		s := event.Source{Path: filepath.ToSlash(rel)}
		if filepath.Ext(path) == ".gz" {
			s.Path += "!/"
		}
		files = append(files, corpusFile{s.Path, givenBytes(t, root, s)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestCorpusInUTF16 reads the tables and lines of the corpus again in UTF-16, both
// ways round: they tell the same acts, and every byte of theirs is accounted for.
func TestCorpusInUTF16(t *testing.T) {
	read := 0
	for _, f := range corpusFiles(t, corpusRoot(t)) {
		data := f.data[:min(len(f.data), 4<<20)]
		if end := bytes.LastIndexByte(data, '\n'); len(data) < len(f.data) {
			data = data[:end+1]
		}
		plain := reread(t, f.path, data)
		format := formatName(plain.source.Parser)
		if p, ok := parserOf(plain.source.Parser); !ok || p.Binary || format == "mbox" || format == "eml" || !utf8.Valid(data) {
			continue
		}
		read++
		text := []rune(strings.TrimPrefix(string(data), "\uFEFF"))
		for name, order := range map[string]binary.AppendByteOrder{"little-endian": binary.LittleEndian, "big-endian": binary.BigEndian} {
			wide := order.AppendUint16(nil, 0xFEFF)
			for _, unit := range utf16.Encode(text) {
				wide = order.AppendUint16(wide, unit)
			}
			got := reread(t, f.path, wide)
			if err := got.check(int64(len(wide))); err != nil {
				t.Errorf("%s, %s: %v", f.path, name, err)
			}
			if diff := cmp.Diff(actsOf(plain), actsOf(got)); diff != "" {
				t.Errorf("%s, %s (-UTF-8 +UTF-16):\n%.2000s", f.path, name, diff)
			}
		}
	}
	if read == 0 {
		t.Error("no file was read: the test tests nothing")
	}
}

// actsOf is what was said, without where it stands.
func actsOf(s *tiles) []string {
	lines := []string{fmt.Sprint(s.source.Parser, s.source.Events, s.source.Facts, s.source.Rejects)}
	for _, e := range s.acts {
		lines = append(lines, fmt.Sprintf("%v %s %v %v %v %v %s %s line %d", e.Time, e.Kind, e.Actor, e.Object, e.Targets,
			e.Attrs, e.Text, e.Key, e.Origin.Span.Line))
	}
	return lines
}

// TestCorpusWrapped packs files of the corpus into each other's company, twice and
// thrice over: the archive changes nothing of what they say.
func TestCorpusWrapped(t *testing.T) {
	root := corpusRoot(t)
	plain, packed := t.TempDir(), t.TempDir()
	var zipped, tarred bytes.Buffer
	z, tw := zip.NewWriter(&zipped), tar.NewWriter(&tarred)
	for i, f := range corpusFiles(t, root) {
		if f.data == nil || i%9 != 0 && corpusFormat(f.path) == "" || len(f.data) > 1<<20 {
			continue
		}
		name := fmt.Sprintf("%04d-%s", i, filepath.Base(f.path))
		err := os.WriteFile(filepath.Join(plain, name), f.data, 0o666)
		switch i % 3 {
		case 0:
			err = errors.Join(err, os.WriteFile(filepath.Join(packed, name+".gz"), gzipped(t, gzipped(t, f.data)), 0o666))
		case 1:
			w, zipErr := z.Create("folder/" + name + ".gz")
			if zipErr == nil {
				_, zipErr = w.Write(gzipped(t, f.data))
			}
			err = errors.Join(err, zipErr)
		case 2:
			tarErr := tw.WriteHeader(&tar.Header{Name: "./" + name, Mode: 0o600, Size: int64(len(f.data))})
			if tarErr == nil {
				_, tarErr = tw.Write(f.data)
			}
			err = errors.Join(err, tarErr)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	err := errors.Join(z.Close(), tw.Close(),
		os.WriteFile(filepath.Join(packed, "all.zip"), zipped.Bytes(), 0o666),
		os.WriteFile(filepath.Join(packed, "all.tgz"), gzipped(t, tarred.Bytes()), 0o666))
	if err != nil {
		t.Fatal(err)
	}
	want, got := findings(t, plain), findings(t, packed)
	if len(want) < 100 {
		t.Errorf("%d rows: the test tests nothing", len(want))
	}
	sameRows(t, "packed", want, got)
}

// findings are the rows of events, facts and rejects of a case of the folder.
func findings(t *testing.T, folder string) []string {
	t.Helper()
	return slices.DeleteFunc(rowsOf(t, caseOf(t, folder)), func(row string) bool { return strings.HasPrefix(row, "source ") })
}

func gzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(data)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
