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
// authority's certificate.
func scriptStamp(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: stamp REQUEST REPLY AUTHORITY")
	}
	request, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	asked, err := timestamp.ParseRequest(request)
	ts.Check(err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	now := time.Now().UTC().Truncate(time.Second)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(5), Subject: pkix.Name{CommonName: "Example Authority"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	ts.Check(err)
	certificate, err := x509.ParseCertificate(der)
	ts.Check(err)
	stamp := timestamp.Timestamp{
		HashAlgorithm: asked.HashAlgorithm, HashedMessage: asked.HashedMessage, Time: now, Nonce: asked.Nonce,
		Policy: asn1.ObjectIdentifier{1, 2, 3, 4}, AddTSACertificate: true,
	}
	reply, err := stamp.CreateResponseWithOpts(certificate, key, crypto.SHA256)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), reply, 0o644))
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644))
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
