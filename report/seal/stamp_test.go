// SPDX-License-Identifier: Apache-2.0

package seal_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/digitorus/timestamp"

	"dossier/event"
	"dossier/report/seal"
)

var (
	now    = time.Now().UTC().Truncate(time.Second) // a library stamps its signature with the clock
	digest = event.Digest(sha256.Sum256([]byte(message)))
)

// authority is a time-stamping authority of the test.
type authority struct {
	key    crypto.Signer
	cert   *x509.Certificate
	root   *x509.Certificate
	change func(*timestamp.Timestamp)
}

// newAuthority makes a root and a certificate of the purposes.
func newAuthority(t testing.TB, purposes ...x509.ExtKeyUsage) *authority {
	t.Helper()
	rootKey, err1 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	key, err2 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Example Root"}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(9, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	root = certificate(t, root, root, rootKey.Public(), rootKey)
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Example Time-Stamping"}, NotBefore: now.AddDate(0, -1, 0), NotAfter: now.AddDate(1, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: purposes,
	}
	return &authority{key: key, cert: certificate(t, leaf, root, key.Public(), rootKey), root: root}
}

func certificate(t testing.TB, template, parent *x509.Certificate, public crypto.PublicKey, signer crypto.Signer) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reply answers a request.
func (a *authority) reply(t testing.TB, request []byte) []byte {
	t.Helper()
	asked, err := timestamp.ParseRequest(request)
	if err != nil {
		t.Fatal(err)
	}
	if !asked.Certificates || asked.Nonce == nil || asked.Nonce.BitLen() < 16 {
		t.Fatalf("the request asks for too little: %+v", asked)
	}
	stamp := timestamp.Timestamp{
		HashAlgorithm: asked.HashAlgorithm, HashedMessage: asked.HashedMessage, Time: now.Add(-time.Hour), Nonce: asked.Nonce, SerialNumber: big.NewInt(77),
		Policy: asn1.ObjectIdentifier{1, 2, 3, 4}, AddTSACertificate: true, Accuracy: time.Second,
	}
	if a.change != nil {
		a.change(&stamp)
	}
	reply, err := stamp.CreateResponseWithOpts(a.cert, a.key, crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

func request(t testing.TB, of event.Digest) []byte {
	t.Helper()
	der, err := seal.StampRequest(of)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestStampHolds(t *testing.T) {
	a := newAuthority(t, x509.ExtKeyUsageTimeStamping)
	asked := request(t, digest)
	reply := a.reply(t, asked)
	stamp, err := seal.VerifyStamp(reply, asked, digest, []*x509.Certificate{a.root}, now)
	want := seal.Stamp{Time: now.Add(-time.Hour), Accuracy: time.Second, Authority: "CN=Example Time-Stamping", Serial: stamp.Serial, Policy: "1.2.3.4", Chained: true}
	if err != nil || stamp != want || stamp.Serial == "" {
		t.Errorf("%+v, %v", stamp, err)
	}
	if stamp, err := seal.VerifyStamp(reply, nil, digest, nil, now); err != nil || stamp.Chained {
		t.Errorf("without request and authorities: %+v, %v", stamp, err)
	}
	if string(asked) == string(request(t, digest)) {
		t.Error("two requests have one nonce")
	}
}

// TestStampFaults gives replies that do not hold, each for another reason.
func TestStampFaults(t *testing.T) {
	other := event.Digest(sha256.Sum256([]byte("other")))
	good := newAuthority(t, x509.ExtKeyUsageTimeStamping)
	asked := request(t, digest)
	changed := func(change func(*timestamp.Timestamp)) []byte {
		a := *good
		a.change = change
		return a.reply(t, asked)
	}
	bent := good.reply(t, asked)
	bent[len(bent)-3] ^= 1
	for _, c := range []struct {
		name           string
		reply, request []byte
		digest         event.Digest
		roots          *x509.Certificate
		want           string
	}{
		{"another file", good.reply(t, asked), asked, other, good.root, "of another file"},
		{"another request's file", good.reply(t, asked), request(t, other), digest, good.root, "before it changed"},
		{"another nonce", good.reply(t, asked), request(t, digest), digest, good.root, "nonces differ"},
		{"no nonce", changed(func(s *timestamp.Timestamp) { s.Nonce = nil }), asked, digest, good.root, "nonces differ"},
		{"later than now", changed(func(s *timestamp.Timestamp) { s.Time = now.Add(time.Hour) }), asked, digest, good.root, "clock has not reached"},
		{"certificate expired then", changed(func(s *timestamp.Timestamp) { s.Time = now.AddDate(0, -2, 0) }), asked, digest, good.root, "lead to the given"},
		{"another root", good.reply(t, asked), asked, digest, newAuthority(t, x509.ExtKeyUsageTimeStamping).root, "lead to the given"},
		{"no certificate", changed(func(s *timestamp.Timestamp) { s.AddTSACertificate = false }), asked, digest, good.root, "does not hold the certificate"},
		{"another purpose", newAuthority(t, x509.ExtKeyUsageCodeSigning).reply(t, asked), asked, digest, nil, "not one for time-stamps only"},
		{"two purposes", newAuthority(t, x509.ExtKeyUsageTimeStamping, x509.ExtKeyUsageCodeSigning).reply(t, asked), asked, digest, nil, "not one for time-stamps only"},
		{"a bit of the signature", bent, asked, digest, nil, "does not hold"},
		{"no reply", []byte("<html>"), asked, digest, nil, "does not hold"},
		{"a request", asked, asked, digest, nil, "does not hold"},
		{"too large", make([]byte, 2<<20), asked, digest, nil, "larger than"},
		{"no request", good.reply(t, asked), []byte("x"), digest, nil, "request cannot be read"},
	} {
		var roots []*x509.Certificate
		if c.roots != nil {
			roots = append(roots, c.roots)
		}
		var fault *seal.StampError
		if _, err := seal.VerifyStamp(c.reply, c.request, c.digest, roots, now); !errors.As(err, &fault) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func FuzzVerifyStamp(f *testing.F) {
	reply := newAuthority(f, x509.ExtKeyUsageTimeStamping).reply(f, request(f, digest))
	f.Add(reply)
	f.Fuzz(func(t *testing.T, reply []byte) {
		var fault *seal.StampError
		if _, err := seal.VerifyStamp(reply, nil, event.Digest{}, nil, now); !errors.As(err, &fault) {
			t.Fatal(err)
		}
	})
}

// TestOpenSSL has openssl stamp a request of ours, verify its own reply and one that
// the test's authority made.
func TestOpenSSL(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write(t, at("manifest.json"), []byte(message))
	asked := request(t, digest)
	write(t, at("manifest.tsq"), asked)

	ours := newAuthority(t, x509.ExtKeyUsageTimeStamping)
	write(t, at("ours.tsr"), ours.reply(t, asked))
	write(t, at("ours.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ours.root.Raw}))
	// openssl wants the purpose to be critical, which Go's certificates never mark: the
	// reply of the test's authority is parsed, its chain is not followed.
	if out, err := tool(t, "", "openssl", "ts", "-reply", "-in", at("ours.tsr"), "-text"); err != nil || !strings.Contains(out, "Status: Granted") {
		t.Errorf("%v: %s", err, out)
	}

	write(t, at("tsa.cnf"), []byte(strings.ReplaceAll(tsaConfig, "SERIAL", filepath.ToSlash(at("serial")))))
	for _, args := range [][]string{
		{"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at("root.key"), "-out", at("root.pem"), "-subj", "/CN=Example Root", "-days", "30", "-config", at("tsa.cnf"), "-extensions", "root"},
		{"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at("tsa.key"), "-out", at("tsa.csr"), "-subj", "/CN=Example TSA", "-config", at("tsa.cnf")},
		{"x509", "-req", "-in", at("tsa.csr"), "-CA", at("root.pem"), "-CAkey", at("root.key"), "-CAcreateserial", "-out", at("tsa.pem"), "-days", "30", "-extfile", at("tsa.cnf"), "-extensions", "stamps"},
		{"ts", "-reply", "-config", at("tsa.cnf"), "-section", "tsa", "-queryfile", at("manifest.tsq"), "-signer", at("tsa.pem"), "-inkey", at("tsa.key"), "-out", at("manifest.tsr")},
		{"ts", "-verify", "-in", at("manifest.tsr"), "-queryfile", at("manifest.tsq"), "-CAfile", at("root.pem")},
		{"ts", "-verify", "-in", at("manifest.tsr"), "-data", at("manifest.json"), "-CAfile", at("root.pem")},
	} {
		write(t, at("serial"), []byte("01\n"))
		if out, err := tool(t, "", append([]string{"openssl"}, args...)...); err != nil {
			t.Fatalf("openssl %s: %v: %s", strings.Join(args, " "), err, out)
		}
	}
	reply, err1 := os.ReadFile(at("manifest.tsr"))
	bundle, err2 := os.ReadFile(at("root.pem"))
	roots, err3 := seal.ReadAuthorities(bundle)
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	stamp, err := seal.VerifyStamp(reply, asked, digest, roots, time.Now())
	if err != nil || !stamp.Chained || !strings.Contains(stamp.Authority, "Example TSA") {
		t.Errorf("%+v, %v", stamp, err)
	}
}

const tsaConfig = `
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[stamps]
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
serial = SERIAL
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
`
