// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"dossier/internal/visible"
)

// TestQuoteShell lets a shell read back what was quoted: byte by byte the same, in
// one line, with nothing in it that a terminal obeys.
func TestQuoteShell(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	args := []string{"", "plain", "-x", "'", "''", "it's", `"`, "$(touch x)", "`touch x`", "a\nb", "\n", "\n\n", "end\n", "\t", "\u202e", "\x1b[2J", "\x7f",
		`\`, `\n`, "%s", "%", "ü", "日本", "\xff\xfe", "a;b", "!x", "~", "*", "#", "\u200b", "\r\n", "$line", "a\\", "=a", "{a,b}"}
	r := rand.New(rand.NewPCG(1, 1))
	pieces := append(args[1:len(args):len(args)], "x", " ", "$", "&", "|", "<", ">")
	for range 200 {
		var b strings.Builder
		for range r.IntN(8) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		args = append(args, b.String())
	}
	script := "line=$(printf '\\n_'); line=${line%_}\n"
	for _, arg := range args {
		quoted := quoteShell(arg)
		if visible.Text(quoted) != quoted {
			t.Errorf("%q is quoted as %q", arg, quoted)
		}
		script += "printf '%s\\0' " + quoted + "\n"
	}
	out, err := exec.Command(sh, "-c", script).Output()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(string(out), "\x00")
	for i, arg := range args {
		if got[i] != arg {
			t.Errorf("%q is quoted as %s, which the shell reads as %q", arg, quoteShell(arg), got[i])
		}
	}
}
