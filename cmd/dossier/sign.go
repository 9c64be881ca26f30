// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"
	"golang.org/x/term"

	"dossier/event"
	"dossier/index"
	"dossier/report/seal"
)

// manifestName is the file of an export that stands for all of it.
const manifestName = "manifest.json"

// The journal's actions of what fixes an export.
const (
	actionSign   = "sign"
	actionStamp  = "timestamp-import"
	actionNotice = "witness"
)

// sealed is a file that is signed or stamped, as it is at the moment.
type sealed struct {
	path   string // of the file
	beside string // what the names of files about it begin with
	name   string // as the journal calls it
	digest event.Digest
	bytes  []byte
}

// openSealed reads what is to be signed: of an export's folder, its manifest.
func openSealed(name string) (sealed, error) {
	s := sealed{path: name, beside: name, name: filepath.Base(name)}
	info, err := os.Stat(name)
	if err == nil && info.IsDir() {
		s.path = filepath.Join(name, manifestName)
		s.beside = filepath.Join(name, strings.TrimSuffix(manifestName, ".json"))
		s.name = filepath.Base(name) + "/" + manifestName
	}
	s.bytes, err = os.ReadFile(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && s.path != name:
		return s, usagef("%s is no export: it has no %s", name, manifestName)
	case errors.Is(err, fs.ErrNotExist):
		return s, usagef("%s: there is no such file or folder", name)
	case err != nil:
		return s, fmt.Errorf("read %s: %w", s.path, err)
	}
	s.digest = sha256.Sum256(s.bytes)
	return s, nil
}

// writeNew writes a file that must not be there yet, whole or not at all.
func writeNew(path string, data []byte) error {
	if _, err := os.Lstat(path); err == nil {
		return usagef("%s is there already: move it away first", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".dossier-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// journalSeal enters an action in the case's journal, if there is a case, and says
// where. An export can be signed by somebody who has no case.
func (a *app) journalSeal(caseNamed bool, action string, data any) error {
	c, err := a.open()
	if errors.Is(err, index.ErrNoCase) && !caseNamed && os.Getenv("DOSSIER_CASE") == "" {
		a.out.printf("not entered in a journal: no case was named with -C\n")
		return nil
	}
	if err == nil {
		err = c.Close()
	}
	if err != nil {
		return err
	}
	entry, err := index.Decide(a.caseDir, action, a.now(), func([]index.JournalEntry) (string, any, error) { return action, data, nil })
	if err != nil {
		return err
	}
	a.out.printf("entered in the journal: line %d\n", entry.Number)
	return nil
}

type signFlags struct {
	key, namespace, identity string
	stdin                    bool
}

func (a *app) sign() *cobra.Command {
	var f signFlags
	c := &cobra.Command{
		Use:   "sign EXPORT|FILE --key FILE",
		Short: "Sign an export with an SSH key, so that ssh-keygen verifies it",
		Long: `Sign an export's manifest, or any file, with a private key as ssh-keygen makes it, and
write the signature beside it: manifest.json.sig, or FILE.sig. Whoever has the public
key verifies it with OpenSSH alone; the two lines that this takes are printed.
The signature is entered in the journal of the case, if there is one.

A key that is encrypted asks for its passphrase on a terminal; --passphrase-stdin reads
the first line of the input instead. docs/custody.md tells the whole way.`,
		Example: `  dossier -C acme.case sign hall --key counsel_ed25519 --identity counsel@firm.example
  dossier sign hall.zip --key counsel_ed25519 --passphrase-stdin`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.signFile(args[0], f, c.Flags().Changed("case"))
		},
	}
	c.Flags().StringVar(&f.key, "key", "", "file of the private key")
	c.Flags().StringVar(&f.namespace, "namespace", seal.Namespace, "what the signature is for; verifiers name the same")
	c.Flags().StringVar(&f.identity, "identity", "counsel@firm.example", "whose key it is, in the line for the verifier: a mail address")
	c.Flags().BoolVar(&f.stdin, "passphrase-stdin", false, "read the key's passphrase from the first line of the input")
	if err := c.MarkFlagRequired("key"); err != nil {
		panic(err) // the flag was made above
	}
	return c
}

type signJournal struct {
	File      string       `json:"file"`
	SHA256    event.Digest `json:"sha256"`
	Signature event.Digest `json:"signatureSHA256"`
	Key       string       `json:"key"` // fingerprint
	Namespace string       `json:"namespace"`
}

func (a *app) signFile(name string, f signFlags, caseNamed bool) error {
	if f.namespace == "" || strings.ContainsAny(f.identity+f.namespace, " \t\r\n\"'") || f.identity == "" {
		return usagef("--namespace and --identity: want words without blanks and quotes")
	}
	file, err := openSealed(name)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(f.key)
	if err != nil {
		return usagef("--key: %w", err)
	}
	key, err := seal.ReadKey(text, a.passphrase(f.stdin))
	var missing *seal.PassphraseError
	if errors.As(err, &missing) {
		return usagef("--key %s: %w; run it on a terminal, or use --passphrase-stdin", f.key, err)
	}
	if err != nil {
		return usagef("--key %s: %w", f.key, err)
	}
	signature, err := seal.Sign(bytes.NewReader(file.bytes), key, f.namespace)
	if err != nil {
		return usagef("--key %s: %w", f.key, err)
	}
	to := file.path + seal.SignatureSuffix
	if err := writeNew(to, signature); err != nil {
		return err
	}
	a.out.printf("%s signed: %s\n", show(file.path), show(to))
	a.out.printf("  SHA-256 of the file  %s\n  key                  %s\n", file.digest, seal.Fingerprint(key.PublicKey()))
	a.sayVerification(file.path, to, key.PublicKey(), f)
	err = a.journalSeal(caseNamed, actionSign, signJournal{file.name, file.digest, sha256.Sum256(signature), seal.Fingerprint(key.PublicKey()), f.namespace})
	return withdraw(to, err)
}

// withdraw removes what was written if the journal could not be told.
func withdraw(path string, err error) error {
	if err == nil {
		return nil
	}
	return errors.Join(err, os.Remove(path))
}

// sayVerification prints what a verifier needs: a line for a file of theirs, and the
// command of OpenSSH.
func (a *app) sayVerification(file, signature string, key ssh.PublicKey, f signFlags) {
	a.out.printf("verify with OpenSSH: put this line into a file allowed_signers\n\n%s\n\n", seal.AllowedSigner(f.identity, key, f.namespace))
	a.out.printf("and run\n\nssh-keygen -Y verify -f allowed_signers -I %s -n %s -s %s < %s\n\n", f.identity, f.namespace, quoteArg(signature), quoteArg(file))
}

// passphrase is how an encrypted key is opened: from the input, from a terminal, or
// not at all (nil).
func (a *app) passphrase(stdin bool) func() ([]byte, error) {
	if stdin {
		return func() ([]byte, error) {
			line, err := bufio.NewReader(io.LimitReader(a.in, 4096)).ReadString('\n')
			if err != nil && err != io.EOF {
				return nil, fmt.Errorf("passphrase: %w", err)
			}
			return []byte(strings.TrimRight(line, "\r\n")), nil
		}
	}
	in, ok := a.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return nil
	}
	return func() ([]byte, error) {
		if _, err := fmt.Fprint(a.errs.w, "passphrase of the key: "); err != nil {
			return nil, err
		}
		if err := a.errs.flush(); err != nil {
			return nil, err
		}
		secret, err := term.ReadPassword(int(in.Fd()))
		a.errs.printf("\n")
		return secret, err
	}
}
