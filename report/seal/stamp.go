// SPDX-License-Identifier: Apache-2.0

package seal

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/digitorus/pkcs7"
	"github.com/digitorus/timestamp"

	"dossier/event"
)

// StampRequest makes a time-stamp request (RFC 3161) for a file of this SHA-256: with
// a random nonce, and asking for the authority's certificate, so that the reply can be
// verified years later.
func StampRequest(digest event.Digest) ([]byte, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return nil, wrap("time-stamp request", err)
	}
	request := timestamp.Request{HashAlgorithm: crypto.SHA256, HashedMessage: digest[:], Certificates: true, Nonce: nonce}
	der, err := request.Marshal()
	return der, wrap("time-stamp request", err)
}

// Stamp is what a verified time-stamp says.
type Stamp struct {
	Time      time.Time     // UTC; the file existed then
	Accuracy  time.Duration // zero where the authority does not say
	Authority string        // the signing certificate's subject
	Serial    string        // of the stamp, decimal
	Policy    string        // object identifier
	Chained   bool          // whether the certificate leads to one of the given authorities
}

// StampError says why a time-stamp does not hold.
type StampError struct{ Why string }

// Error begins with what it is about.
func (e *StampError) Error() string { return "time-stamp: " + e.Why }

// limitReplyBytes bounds a reply: it holds a few certificates.
const limitReplyBytes = 1 << 20

// VerifyStamp checks a reply against the file's SHA-256 and, where there is one, the
// request: the digest, the nonce, the signature, the purpose of the certificate that
// made it, and that the stamp's time is not after now. With authorities, the
// certificate must lead to one of them and have been valid at the stamp's time; with
// none, who made the stamp is not checked. What does not hold is a *StampError.
func VerifyStamp(reply, request []byte, digest event.Digest, authorities []*x509.Certificate, now time.Time) (Stamp, error) {
	if len(reply) > limitReplyBytes {
		return Stamp{}, &StampError{"the reply is larger than 1 MiB"}
	}
	if len(reply) == 0 || reply[0] != 0x30 {
		return Stamp{}, &StampError{"the reply does not hold: it is not what an authority answers"}
	}
	stamp, err := timestamp.ParseResponse(reply)
	if err != nil {
		return Stamp{}, &StampError{"the reply does not hold: " + err.Error()}
	}
	if err := checkImprint(stamp, request, digest); err != nil {
		return Stamp{}, err
	}
	signer, err := signerOf(stamp)
	if err != nil {
		return Stamp{}, err
	}
	if stamp.Time.After(now.Add(clockTolerance)) {
		return Stamp{}, &StampError{fmt.Sprintf("it is of %s, which this machine's clock has not reached", stamp.Time.UTC().Format(time.RFC3339))}
	}
	if len(authorities) > 0 {
		if err := checkChain(signer, stamp, authorities); err != nil {
			return Stamp{}, err
		}
	}
	return Stamp{
		Time: stamp.Time.UTC(), Accuracy: stamp.Accuracy, Authority: signer.Subject.String(), Serial: stamp.SerialNumber.String(),
		Policy: stamp.Policy.String(), Chained: len(authorities) > 0,
	}, nil
}

// clockTolerance is how far this machine's clock may be behind.
const clockTolerance = 10 * time.Minute

func checkImprint(stamp *timestamp.Timestamp, request []byte, digest event.Digest) error {
	switch {
	case stamp.HashAlgorithm != crypto.SHA256:
		return &StampError{fmt.Sprintf("it is over a digest by %v; SHA-256 was asked for", stamp.HashAlgorithm)}
	case !bytes.Equal(stamp.HashedMessage, digest[:]):
		return &StampError{fmt.Sprintf("it is of another file: it stamps %x, and the file has %s", stamp.HashedMessage, digest)}
	case request == nil:
		return nil
	}
	asked, err := timestamp.ParseRequest(request)
	switch {
	case err != nil:
		return &StampError{"the request cannot be read: " + err.Error()}
	case !bytes.Equal(asked.HashedMessage, digest[:]):
		return &StampError{"the request was made for another file, or for this one before it changed"}
	case asked.Nonce != nil && (stamp.Nonce == nil || asked.Nonce.Cmp(stamp.Nonce) != 0):
		return &StampError{"it answers another request: the nonces differ"}
	}
	return nil
}

// The attributes by which a signer says which certificate is meant (RFC 2634, 5035).
var (
	oidSigningCertificate   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
)

// essCertificates is as much of both attributes as says which certificate it is.
type essCertificates struct{ Certs []asn1.RawValue }

// signerOf is the certificate that made the signature: in the reply, meant for
// time-stamps and nothing else, and the one that the signed attributes name.
func signerOf(stamp *timestamp.Timestamp) (*x509.Certificate, error) {
	p7, err := pkcs7.Parse(stamp.RawToken)
	if err != nil {
		return nil, &StampError{"the token cannot be read: " + err.Error()}
	}
	signer := p7.GetOnlySigner()
	if signer == nil {
		return nil, &StampError{"the reply does not hold the certificate of the one signer that it must have"}
	}
	if err := p7.Verify(); err != nil {
		return nil, &StampError{"its signature does not hold: " + err.Error()}
	}
	if !slices.Contains(signer.ExtKeyUsage, x509.ExtKeyUsageTimeStamping) || len(signer.ExtKeyUsage)+len(signer.UnknownExtKeyUsage) != 1 {
		return nil, &StampError{fmt.Sprintf("the certificate %q is not one for time-stamps only", signer.Subject)}
	}
	var named essCertificates
	v2 := p7.UnmarshalSignedAttribute(oidSigningCertificateV2, &named) == nil
	if !v2 && p7.UnmarshalSignedAttribute(oidSigningCertificate, &named) != nil || len(named.Certs) == 0 {
		return nil, &StampError{"it does not say which certificate signed it"}
	}
	if !names(named.Certs[0].Bytes, signer.Raw, v2) {
		return nil, &StampError{"it names another certificate than the one that signed it"}
	}
	return signer, nil
}

// names reports whether an ESSCertID, or one of version 2, has the certificate's
// digest.
func names(id, certificate []byte, v2 bool) bool {
	var hash []byte
	_, err := asn1.Unmarshal(id, &hash)
	algorithm := crypto.SHA1
	if v2 {
		algorithm = crypto.SHA256
	}
	if err != nil && v2 { // another algorithm stands first
		var named struct {
			Algorithm  asn1.ObjectIdentifier
			Parameters asn1.RawValue `asn1:"optional"`
		}
		rest, err := asn1.Unmarshal(id, &named)
		if err != nil {
			return false
		}
		switch {
		case named.Algorithm.Equal(asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}):
			algorithm = crypto.SHA384
		case named.Algorithm.Equal(asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}):
			algorithm = crypto.SHA512
		case !named.Algorithm.Equal(asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}):
			return false
		}
		if _, err := asn1.Unmarshal(rest, &hash); err != nil {
			return false
		}
		return bytes.Equal(hash, sumBy(algorithm, certificate))
	}
	return err == nil && bytes.Equal(hash, sumBy(algorithm, certificate))
}

func sumBy(algorithm crypto.Hash, data []byte) []byte {
	switch algorithm {
	case crypto.SHA1:
		sum := sha1.Sum(data)
		return sum[:]
	case crypto.SHA256:
		sum := sha256.Sum256(data)
		return sum[:]
	}
	h := algorithm.New()
	h.Write(data)
	return h.Sum(nil)
}

func checkChain(signer *x509.Certificate, stamp *timestamp.Timestamp, authorities []*x509.Certificate) error {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range authorities {
		roots.AddCert(c)
	}
	for _, c := range stamp.Certificates {
		between.AddCert(c)
	}
	_, err := signer.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: stamp.Time, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
	})
	if err != nil {
		return &StampError{"its certificate does not lead to the given authorities: " + err.Error()}
	}
	return nil
}

// ReadAuthorities reads a bundle of certificates in PEM form, or one in DER.
func ReadAuthorities(text []byte) ([]*x509.Certificate, error) {
	if one, err := x509.ParseCertificate(text); err == nil {
		return []*x509.Certificate{one}, nil
	}
	var list []*x509.Certificate
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d: %w", len(list)+1, err)
		}
		list = append(list, c)
	}
	if len(list) == 0 {
		return nil, errors.New("no certificate in PEM or DER form")
	}
	return list, nil
}
