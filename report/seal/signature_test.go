// SPDX-License-Identifier: Apache-2.0

package seal_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"dossier/report/seal"
)

const message = "{\"version\":1}\n"

// keys are a key of each kind that can sign.
func keys(t testing.TB) map[string]crypto.PrivateKey {
	t.Helper()
	_, ed, err1 := ed25519.GenerateKey(rand.Reader)
	ec, err2 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	rs, err3 := rsa.GenerateKey(rand.Reader, 2048)
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	return map[string]crypto.PrivateKey{"ed25519": ed, "ecdsa": ec, "rsa": rs}
}

func signer(t testing.TB, key crypto.PrivateKey) ssh.Signer {
	t.Helper()
	s, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSignatureHolds(t *testing.T) {
	for name, key := range keys(t) {
		s := signer(t, key)
		armoured, err := seal.Sign(strings.NewReader(message), s, seal.Namespace)
		if err != nil {
			t.Fatal(err)
		}
		got, err := seal.VerifySignature(strings.NewReader(message), armoured, seal.Namespace)
		if err != nil || !bytes.Equal(got.Marshal(), s.PublicKey().Marshal()) {
			t.Errorf("%s: %v", name, err)
		}
		var fault *seal.SignatureError
		if _, err := seal.VerifySignature(strings.NewReader(message+" "), armoured, seal.Namespace); !errors.As(err, &fault) || !strings.Contains(err.Error(), "not what was signed") {
			t.Errorf("%s: another message: %v", name, err)
		}
		if _, err := seal.VerifySignature(strings.NewReader(message), armoured, "git"); !errors.As(err, &fault) || !strings.Contains(err.Error(), `made for "dossier", not for "git"`) {
			t.Errorf("%s: another namespace: %v", name, err)
		}
	}
}

// TestSignatureEveryByte changes each byte of a signature: none still holds, unless
// base64 reads it alike.
func TestSignatureEveryByte(t *testing.T) {
	armoured, err := seal.Sign(strings.NewReader(message), signer(t, keys(t)["ed25519"]), seal.Namespace)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(armoured)
	for i := range block.Bytes {
		changed := &pem.Block{Type: block.Type, Bytes: bytes.Clone(block.Bytes)}
		changed.Bytes[i] ^= 1
		if _, err := seal.VerifySignature(strings.NewReader(message), pem.EncodeToMemory(changed), seal.Namespace); err == nil {
			t.Errorf("byte %d may change", i)
		}
	}
	for _, text := range []string{"", "x", string(armoured) + "x", strings.ReplaceAll(string(armoured), "SSH", "PGP")} {
		var fault *seal.SignatureError
		if _, err := seal.VerifySignature(strings.NewReader(message), []byte(text), seal.Namespace); !errors.As(err, &fault) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func FuzzVerifySignature(f *testing.F) {
	armoured, err := seal.Sign(strings.NewReader(message), signer(f, keys(f)["ed25519"]), seal.Namespace)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(armoured)
	f.Fuzz(func(t *testing.T, text []byte) {
		_, err := seal.VerifySignature(strings.NewReader(message), text, seal.Namespace)
		var fault *seal.SignatureError
		if err != nil && !errors.As(err, &fault) {
			t.Fatal(err)
		}
	})
}

func TestReadKey(t *testing.T) {
	key := keys(t)["ed25519"]
	plain, err1 := ssh.MarshalPrivateKey(key, "")
	locked, err2 := ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte("open sesame"))
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.ReadKey(pem.EncodeToMemory(plain), nil); err != nil {
		t.Error(err)
	}
	var missing *seal.PassphraseError
	if _, err := seal.ReadKey(pem.EncodeToMemory(locked), nil); !errors.As(err, &missing) {
		t.Errorf("without passphrase: %v", err)
	}
	for passphrase, ok := range map[string]bool{"open sesame": true, "sesame": false} {
		_, err := seal.ReadKey(pem.EncodeToMemory(locked), func() ([]byte, error) { return []byte(passphrase), nil })
		if (err == nil) != ok {
			t.Errorf("%q: %v", passphrase, err)
		}
	}
	if _, err := seal.ReadKey([]byte("no key"), nil); err == nil {
		t.Error("what is no key was read")
	}
}

func TestAllowedSigners(t *testing.T) {
	key := signer(t, keys(t)["ed25519"]).PublicKey()
	text := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
	at := time.Date(2024, 5, 14, 0, 0, 0, 0, time.UTC)
	for line, want := range map[string]string{
		seal.AllowedSigner("counsel@firm.example", key, "dossier"): "counsel@firm.example",
		"a@firm.example,b@firm.example " + text + " comment":       "a@firm.example,b@firm.example",
		`a@firm.example namespaces="git,file" ` + text:             "",
		`a@firm.example namespaces="doss*" ` + text:                "a@firm.example",
		`a@firm.example valid-after="20240514Z" ` + text:           "a@firm.example",
		`a@firm.example valid-after="202405140001Z" ` + text:       "",
		`a@firm.example valid-before="20240514" ` + text:           "",
		`*@firm.example cert-authority ` + text:                    "",
		"# nothing":                                                "",
	} {
		list, err := seal.ReadAllowedSigners([]byte(line + "\n"))
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if got := list.Who(key, "dossier", at); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	for _, line := range []string{"a@firm.example", "a@firm.example ssh-ed25519 xxx", `a valid-after="soon" ` + text, `a quite="other" ` + text} {
		if _, err := seal.ReadAllowedSigners([]byte("\n" + line)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// tool runs a program that is not part of this one, and skips the test without it.
func tool(t *testing.T, stdin string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(args[0]); err != nil {
		t.Skipf("%s is not installed: what it would say is not tested", args[0])
	}
	c := exec.Command(args[0], args[1:]...)
	c.Stdin = strings.NewReader(stdin)
	out, err := c.CombinedOutput()
	return string(out), err
}

func write(t *testing.T, path string, data []byte) string {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSSHKeygen has ssh-keygen verify what this package signs, and the other way.
func TestSSHKeygen(t *testing.T) {
	for name, key := range keys(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := signer(t, key)
			armoured, err := seal.Sign(strings.NewReader(message), s, seal.Namespace)
			if err != nil {
				t.Fatal(err)
			}
			signature := write(t, filepath.Join(dir, "manifest.json.sig"), armoured)
			allowed := write(t, filepath.Join(dir, "allowed_signers"), []byte(seal.AllowedSigner("counsel@firm.example", s.PublicKey(), seal.Namespace)+"\n"))
			verify := []string{"ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "counsel@firm.example", "-n", seal.Namespace, "-s", signature}
			if out, err := tool(t, message, verify...); err != nil || !strings.Contains(out, `Good "dossier" signature for counsel@firm.example`) {
				t.Errorf("%v: %s", err, out)
			}
			if out, err := tool(t, message+"x", verify...); err == nil {
				t.Errorf("another message: %s", out)
			}

			block, err := ssh.MarshalPrivateKey(key, "")
			if err != nil {
				t.Fatal(err)
			}
			private := write(t, filepath.Join(dir, "key"), pem.EncodeToMemory(block))
			theirs := exec.Command("ssh-keygen", "-Y", "sign", "-f", private, "-n", seal.Namespace)
			theirs.Stdin = strings.NewReader(message)
			out, err := theirs.Output()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := seal.VerifySignature(strings.NewReader(message), out, seal.Namespace); err != nil || !bytes.Equal(got.Marshal(), s.PublicKey().Marshal()) {
				t.Errorf("theirs: %v", err)
			}
		})
	}
}
