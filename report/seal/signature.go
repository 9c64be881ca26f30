// SPDX-License-Identifier: Apache-2.0

// Package seal fixes what an export was, so that others can check it with programs
// that they have: a detached signature that ssh-keygen verifies, and a time-stamp by
// RFC 3161 that openssl verifies. It works offline: the stamp's request and reply are
// files that a person carries.
package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha512"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/ssh"
)

// Namespace is the namespace of signatures unless another is chosen: what was signed
// for one purpose is not taken for another.
const Namespace = "dossier"

// SignatureSuffix is put behind the name of a signed file.
const SignatureSuffix = ".sig"

// The signature's format is OpenSSH's PROTOCOL.sshsig, version 1: an armoured blob of
// the public key, the namespace, the digest's name and a signature over those and the
// digest.
const (
	sigMagic   = "SSHSIG"
	sigVersion = 1
	sigHash    = "sha512"
	sigArmour  = "SSH SIGNATURE"
)

// sigBlob is what the armour holds, behind the magic.
type sigBlob struct {
	Version   uint32
	PublicKey string
	Namespace string
	Reserved  string
	Hash      string
	Signature string
}

// sigMessage is what is signed, behind the magic.
type sigMessage struct {
	Namespace string
	Reserved  string
	Hash      string
	Digest    string
}

// PassphraseError says that a key is encrypted and no passphrase was given.
type PassphraseError struct{ err error }

// Error says what is missing.
func (e *PassphraseError) Error() string { return "the key is encrypted, and no passphrase was given" }

// Unwrap is the reason as the reader of keys says it.
func (e *PassphraseError) Unwrap() error { return e.err }

// ReadKey reads a private key as ssh-keygen writes it. The passphrase is asked for
// only if the key is encrypted; nil says that nobody can be asked.
func ReadKey(text []byte, passphrase func() ([]byte, error)) (ssh.Signer, error) {
	signer, err := ssh.ParsePrivateKey(text)
	var missing *ssh.PassphraseMissingError
	if !errors.As(err, &missing) {
		return signer, wrap("private key", err)
	}
	if passphrase == nil {
		return nil, &PassphraseError{err}
	}
	secret, err := passphrase()
	if err != nil {
		return nil, err
	}
	signer, err = ssh.ParsePrivateKeyWithPassphrase(text, secret)
	return signer, wrap("private key", err)
}

// wrap says where an error comes from; nil stays nil.
func wrap(where string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", where, err)
}

// Sign signs what the reader gives and returns the armoured signature. Ed25519, ECDSA
// and RSA keys can sign; others are refused.
func Sign(message io.Reader, signer ssh.Signer, namespace string) ([]byte, error) {
	if namespace == "" {
		return nil, errors.New("sign: the namespace is empty")
	}
	digest, err := digestOf(message)
	if err != nil {
		return nil, wrap("sign", err)
	}
	signature, err := signDigest(signer, signedBytes(namespace, digest))
	if err != nil {
		return nil, wrap("sign", err)
	}
	blob := append([]byte(sigMagic), ssh.Marshal(sigBlob{
		Version: sigVersion, PublicKey: string(signer.PublicKey().Marshal()), Namespace: namespace, Hash: sigHash,
		Signature: string(ssh.Marshal(signature)),
	})...)
	return armour(blob), nil
}

func digestOf(message io.Reader) (string, error) {
	h := sha512.New()
	_, err := io.Copy(h, message)
	return string(h.Sum(nil)), err
}

func signedBytes(namespace, digest string) []byte {
	return append([]byte(sigMagic), ssh.Marshal(sigMessage{Namespace: namespace, Hash: sigHash, Digest: digest})...)
}

// signDigest signs with the algorithms that the format allows: of RSA, not SHA-1.
func signDigest(signer ssh.Signer, data []byte) (*ssh.Signature, error) {
	switch kind := signer.PublicKey().Type(); kind {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521:
		return signer.Sign(rand.Reader, data)
	case ssh.KeyAlgoRSA:
		rsa, ok := signer.(ssh.AlgorithmSigner)
		if !ok {
			return nil, errors.New("the RSA key cannot sign with SHA-512")
		}
		return rsa.SignWithAlgorithm(rand.Reader, data, ssh.KeyAlgoRSASHA512)
	default:
		return nil, fmt.Errorf("keys of type %s cannot sign; make one with 'ssh-keygen -t ed25519'", kind)
	}
}

// armour writes base64 as ssh-keygen does: 70 characters a line.
func armour(blob []byte) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "-----BEGIN %s-----\n", sigArmour)
	text := base64.StdEncoding.EncodeToString(blob)
	for len(text) > 0 {
		n := min(70, len(text))
		out.WriteString(text[:n] + "\n")
		text = text[n:]
	}
	fmt.Fprintf(&out, "-----END %s-----\n", sigArmour)
	return out.Bytes()
}

// SignatureError says why a signature does not hold.
type SignatureError struct{ Why string }

// Error begins with what it is about.
func (e *SignatureError) Error() string { return "signature: " + e.Why }

// VerifySignature checks an armoured signature over what the reader gives, made for
// the namespace, and returns the key that made it. Whose key that is, it does not know:
// see [AllowedSigners]. A signature that does not hold is a *SignatureError.
func VerifySignature(message io.Reader, armoured []byte, namespace string) (ssh.PublicKey, error) {
	blob, err := readArmour(armoured)
	if err != nil {
		return nil, err
	}
	key, err := ssh.ParsePublicKey([]byte(blob.PublicKey))
	if err != nil {
		return nil, &SignatureError{"its public key cannot be read: " + err.Error()}
	}
	var signature ssh.Signature
	if err := ssh.Unmarshal([]byte(blob.Signature), &signature); err != nil {
		return nil, &SignatureError{"cannot be read: " + err.Error()}
	}
	switch {
	case blob.Version != sigVersion:
		return nil, &SignatureError{fmt.Sprintf("has version %d; want %d", blob.Version, sigVersion)}
	case blob.Namespace != namespace:
		return nil, &SignatureError{fmt.Sprintf("was made for %q, not for %q", blob.Namespace, namespace)}
	case blob.Hash != sigHash:
		return nil, &SignatureError{fmt.Sprintf("is over a digest %q; want %s", blob.Hash, sigHash)}
	case key.Type() == ssh.KeyAlgoRSA && signature.Format != ssh.KeyAlgoRSASHA512 && signature.Format != ssh.KeyAlgoRSASHA256:
		return nil, &SignatureError{fmt.Sprintf("uses %s, which proves nothing any more", signature.Format)}
	}
	digest, err := digestOf(message)
	if err != nil {
		return nil, wrap("verify signature", err)
	}
	if err := key.Verify(signedBytes(namespace, digest), &signature); err != nil {
		return nil, &SignatureError{"does not match: the file is not what was signed"}
	}
	return key, nil
}

func readArmour(armoured []byte) (sigBlob, error) {
	var blob sigBlob
	block, rest := pem.Decode(armoured)
	if block == nil || block.Type != sigArmour || len(bytes.TrimSpace(rest)) > 0 {
		return blob, &SignatureError{"is not one SSH signature in armour"}
	}
	inner, ok := bytes.CutPrefix(block.Bytes, []byte(sigMagic))
	if !ok {
		return blob, &SignatureError{"does not begin with " + sigMagic}
	}
	if err := ssh.Unmarshal(inner, &blob); err != nil {
		return blob, &SignatureError{"cannot be read: " + err.Error()}
	}
	return blob, nil
}

// AllowedSigner is the line of an allowed_signers file that lets ssh-keygen take the
// key's signatures in the namespace for the identity's.
func AllowedSigner(identity string, key ssh.PublicKey, namespace string) string {
	return fmt.Sprintf("%s namespaces=%q %s", identity, namespace, strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))))
}

// Fingerprint names a key as ssh-keygen does.
func Fingerprint(key ssh.PublicKey) string { return ssh.FingerprintSHA256(key) }
