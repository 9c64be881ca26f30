// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"dossier/event"
	"dossier/report/seal"
)

// What a request and its reply are called, beside an export's manifest.
const (
	requestSuffix = ".tsq"
	replySuffix   = ".tsr"
)

func (a *app) timestampRequest() *cobra.Command {
	return &cobra.Command{
		Use:   "timestamp-request EXPORT|FILE",
		Short: "Write a request for a time-stamp, to be carried to an authority",
		Long: `Write a request for a time-stamp by RFC 3161 beside an export's manifest (manifest.tsq),
or beside any file (FILE.tsq). It holds the SHA-256 of the file, a random number and the
wish for the authority's certificate; nothing of what the file says. Somebody with a
network carries it to a time-stamping authority and brings back the reply, which
'dossier timestamp-import' verifies.`,
		Example: `  dossier timestamp-request hall`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := openSealed(args[0])
			if err != nil {
				return err
			}
			request, err := seal.StampRequest(file.digest)
			if err != nil {
				return err
			}
			to := file.beside + requestSuffix
			if err := writeNew(to, request); err != nil {
				return err
			}
			a.out.printf("%s: request for a time-stamp of %s\n  SHA-256 %s\n", show(to), show(file.path), file.digest)
			a.out.printf("where there is a network, with the address of an authority that you trust:\n\n")
			a.out.printf("curl -H \"Content-Type: application/timestamp-query\" --data-binary @%s ADDRESS > reply.tsr\n\n", quoteArg(to))
			a.out.printf("then: dossier timestamp-import %s reply.tsr --ca authorities.pem\n", quoteArg(args[0]))
			return nil
		},
	}
}

func (a *app) timestampImport() *cobra.Command {
	var authorities string
	c := &cobra.Command{
		Use:   "timestamp-import EXPORT|FILE REPLY",
		Short: "Verify the reply of a time-stamping authority, and keep it",
		Long: `Verify the reply of a time-stamping authority against the file and the request beside
it, offline, and keep it there: manifest.tsr, or FILE.tsr. What is verified: that it
stamps this file, that it answers this request, its signature, that the certificate is
one for time-stamps and is the one that signed, and the time. With --ca the certificate
must lead to one of the authorities in the file and have been valid at that time;
without, who made the stamp is not checked, and that is said.

A stamp says that the file existed at a time. It is entered in the journal of the case,
if there is one. docs/custody.md tells how others verify it with openssl.`,
		Example: `  dossier -C acme.case timestamp-import hall reply.tsr --ca authorities.pem`,
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return a.importStamp(args[0], args[1], authorities, c.Flags().Changed("case"))
		},
	}
	c.Flags().StringVar(&authorities, "ca", "", "certificates of the authorities that you trust, PEM")
	return c
}

type stampJournal struct {
	File      string       `json:"file"`
	SHA256    event.Digest `json:"sha256"`
	Reply     event.Digest `json:"replySHA256"`
	Time      string       `json:"stampedTime"`
	Authority string       `json:"authority"`
	Serial    string       `json:"serial"`
	Chained   bool         `json:"authorityChecked"`
}

func (a *app) importStamp(name, replyPath, authoritiesPath string, caseNamed bool) error {
	file, err := openSealed(name)
	if err != nil {
		return err
	}
	reply, err := os.ReadFile(replyPath)
	if err != nil {
		return usagef("reply: %w", err)
	}
	request, err := os.ReadFile(file.beside + requestSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return usagef("%s is not there: a reply is verified with its request; 'dossier timestamp-request' writes one", file.beside+requestSuffix)
	}
	if err != nil {
		return err
	}
	authorities, err := readAuthorities(authoritiesPath)
	if err != nil {
		return err
	}
	stamp, err := seal.VerifyStamp(reply, request, file.digest, authorities, a.now())
	if err != nil {
		return err
	}
	to := file.beside + replySuffix
	if err := writeNew(to, reply); err != nil {
		return err
	}
	a.out.printf("%s: %s existed at %s\n", show(to), show(file.path), stamp.Time.Format(stampTime))
	a.out.printf("  SHA-256    %s\n  authority  %s\n  serial     %s, policy %s\n", file.digest, show(stamp.Authority), stamp.Serial, stamp.Policy)
	if !stamp.Chained {
		a.out.printf("  who made the stamp was not checked: name the authorities that you trust with --ca\n")
	}
	err = a.journalSeal(caseNamed, actionStamp, stampJournal{file.name, file.digest, sha256.Sum256(reply), stamp.Time.Format(stampTime), stamp.Authority, stamp.Serial, stamp.Chained})
	return withdraw(to, err)
}

// stampTime is how stamped times are shown: UTC, as exact as the authority says.
const stampTime = "2006-01-02T15:04:05.999Z"

func readAuthorities(path string) ([]*x509.Certificate, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, usagef("--ca: %w", err)
	}
	list, err := seal.ReadAuthorities(text)
	if err != nil {
		return nil, usagef("--ca %s: %w", path, err)
	}
	return list, nil
}
