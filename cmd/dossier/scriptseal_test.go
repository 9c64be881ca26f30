// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/digitorus/timestamp"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/crypto/ssh"
)

// scriptSSHKey writes a private key, encrypted if there is a passphrase.
func scriptSSHKey(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: sshkey FILE [PASSPHRASE]")
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	ts.Check(err)
	block, err := ssh.MarshalPrivateKey(key, "")
	if len(args) == 2 {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte(args[1]))
	}
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), pem.EncodeToMemory(block), 0o600))
}

// scriptStamp answers a time-stamp request as an authority of its own, and writes the
// certificate that the authority's leads to.
func scriptStamp(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: stamp REQUEST REPLY AUTHORITY")
	}
	request, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	reply, root, err := answerStamp(request)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), reply, 0o644))
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), root, 0o644))
}

// answerStamp makes an authority, answers a request, and gives the authority's root in
// PEM form. openssl wants the purpose of the certificate to be critical.
func answerStamp(request []byte) (reply, root []byte, err error) {
	asked, err := timestamp.ParseRequest(request)
	if err != nil {
		return nil, nil, err
	}
	rootKey, err1 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	key, err2 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	purpose, err3 := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, nil, err
	}
	now := time.Now().UTC().Truncate(time.Second)
	top := &x509.Certificate{
		SerialNumber: big.NewInt(4), Subject: pkix.Name{CommonName: "Example Root"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		KeyUsage: x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true,
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(5), Subject: pkix.Name{CommonName: "Example Authority"}, NotBefore: top.NotBefore, NotAfter: top.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: purpose}},
	}
	topDER, err1 := x509.CreateCertificate(rand.Reader, top, top, rootKey.Public(), rootKey)
	leafDER, err2 := x509.CreateCertificate(rand.Reader, leaf, top, key.Public(), rootKey)
	if err := errors.Join(err1, err2); err != nil {
		return nil, nil, err
	}
	certificate, err := x509.ParseCertificate(leafDER)
	if err != nil {
		return nil, nil, err
	}
	stamp := timestamp.Timestamp{
		HashAlgorithm: asked.HashAlgorithm, HashedMessage: asked.HashedMessage, Time: now, Nonce: asked.Nonce,
		Policy: asn1.ObjectIdentifier{1, 2, 3, 4}, AddTSACertificate: true,
	}
	reply, err = stamp.CreateResponseWithOpts(certificate, key, crypto.SHA256)
	return reply, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: topDER}), err
}

// scriptPrinted runs a command as the last output printed it, where its program is
// installed: the lines that begin with its name, by a shell.
func scriptPrinted(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: printed PROGRAM")
	}
	for _, line := range strings.Split(ts.ReadFile("stdout"), "\n") {
		if !strings.HasPrefix(line, args[0]+" ") {
			continue
		}
		for _, program := range []string{"sh", args[0]} {
			if _, err := exec.LookPath(program); err != nil {
				ts.Logf("%s is not installed: what it would say is not tested", program)
				return
			}
		}
		if err := ts.Exec("sh", "-c", line); err != nil {
			ts.Fatalf("%s: %v", line, err)
		}
		return
	}
	ts.Fatalf("no line of the output begins with %s", args[0])
}
