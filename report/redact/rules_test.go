// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dossier/event"
)

func TestReadRulesFaults(t *testing.T) {
	const good = "rules:\n  - name: a\n    reason: PRIVILEGE\n    basis: b\n"
	for _, c := range []struct {
		text, want string
		line       int
	}{
		{"", "is empty", 0},
		{"rules: []\n", "withholds nothing", 0},
		{good + "    person: x\n    persn: y\n", "persn", 6},
		{good + "    person: x\n  - name: a\n    reason: PRIVILEGE\n    basis: b\n    person: y\n", `second rule is called "a"`, 6},
		{"rules:\n  - reason: PRIVILEGE\n    basis: b\n    person: x\n", "has no name", 2},
		{"rules:\n  - name: a\n    reason: SECRET\n    basis: b\n    person: x\n", `reason "SECRET" is none of`, 2},
		{"rules:\n  - name: a\n    reason: PRIVILEGE\n    person: x\n", "basis is missing", 2},
		{good, "want fields, pattern, person or events", 2},
		{good + "    person: x\n    pattern: y\n", "want one of", 2},
		{good + "    person: x\n    fields: [ip]\n", "leave fields out", 2},
		{good + "    pattern: '('\n", "pattern: error parsing", 2},
		{good + "    pattern: 'x*'\n", "matches nothing at all", 2},
		{good + "    events: [xyz]\n", "32 hexadecimal digits", 2},
		{good + "    person: [x\n", "", 5},
		{good + "    person: x\n---\n" + good, "several documents", 0},
		{strings.Repeat("#", 2<<20), "larger than", 0},
	} {
		_, err := ReadRules(strings.NewReader(c.text), "rules.yaml")
		var fault *RulesError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), c.want) || c.want != "" && fault.Line != c.line {
			t.Errorf("%.60q: %v, want %q in line %d", c.text, err, c.want, c.line)
		}
	}
}

func FuzzReadRules(f *testing.F) {
	f.Add(everything)
	f.Fuzz(func(t *testing.T, text string) {
		var fault *RulesError
		if _, err := ReadRules(strings.NewReader(text), "r"); err != nil && !errors.As(err, &fault) {
			t.Fatal(err)
		}
	})
}

// TestKeyKeepsPseudonyms: who has a pseudonym keeps it, whatever is added and in which
// order it comes; the file is the owner's alone and of one case.
func TestKeyKeepsPseudonyms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "counsel.key")
	key, created, err := OpenKey(path, event.Digest{1})
	if err != nil || !created {
		t.Fatal(created, err)
	}
	acme, bolt, core := bearer{[]string{"1"}, "Acme"}, bearer{[]string{"2"}, "Bolt"}, bearer{[]string{"3", "core"}, "Core"}
	first := key.name("Customer", []bearer{acme, bolt})
	turned := key.name("Customer", []bearer{bolt, acme})
	if first[0] != turned[1] || first[1] != turned[0] || first[0] == first[1] || !strings.HasPrefix(first[0], "Customer-000") {
		t.Errorf("%v, turned round %v", first, turned)
	}
	if err := key.Save(); err != nil {
		t.Fatal(err)
	}
	again, created, err := OpenKey(path, event.Digest{1})
	if err != nil || created {
		t.Fatal(created, err)
	}
	third := again.name("Customer", []bearer{core, acme, bolt})
	if third[0] != "Customer-0003" || third[1] != first[0] || third[2] != first[1] {
		t.Errorf("%v after %v", third, first)
	}
	if again.name("Customer", []bearer{{[]string{"9", "core"}, "Core Ltd"}})[0] != "Customer-0003" {
		t.Error("one of several ids does not recognise")
	}
	if again.Commitment("R-0001", "x") != key.Commitment("R-0001", "x") || key.Commitment("R-0001", "x") == key.Commitment("R-0002", "x") {
		t.Error("commitments do not hang on key and number alone")
	}
	var fault *KeyError
	if _, _, err := OpenKey(path, event.Digest{2}); !errors.As(err, &fault) || !strings.Contains(err.Error(), "another case") {
		t.Error(err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := OpenKey(path, event.Digest{1}); !errors.As(err, &fault) || !strings.Contains(err.Error(), "chmod 600") {
		t.Error(err)
	}
}
