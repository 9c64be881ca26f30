// SPDX-License-Identifier: Apache-2.0

package seal

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// AllowedSigners is who may sign with which key: an allowed_signers file of OpenSSH
// (ssh-keygen(1)). Lines of certificate authorities say nothing about keys and are
// left out.
type AllowedSigners []allowedLine

type allowedLine struct {
	principals []string
	key        ssh.PublicKey
	namespaces []string // nil is any
	from, to   time.Time
}

// ReadAllowedSigners reads such a file. A line that cannot be read is an error with
// its number: leaving it out would say that nobody signed.
func ReadAllowedSigners(text []byte) (AllowedSigners, error) {
	var list AllowedSigners
	for i, line := range bytes.Split(text, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		allowed, skip, err := readAllowedLine(string(line))
		if err != nil {
			return nil, fmt.Errorf("allowed signers, line %d: %w", i+1, err)
		}
		if !skip {
			list = append(list, allowed)
		}
	}
	return list, nil
}

func readAllowedLine(line string) (allowed allowedLine, skip bool, err error) {
	names, rest, _ := strings.Cut(line, " ")
	allowed.principals = strings.Split(strings.Trim(names, `"`), ",")
	key, _, options, _, err := ssh.ParseAuthorizedKey([]byte(strings.TrimSpace(rest)))
	if err != nil {
		return allowed, false, err
	}
	allowed.key = key
	for _, option := range options {
		name, value, _ := strings.Cut(option, "=")
		value = strings.Trim(value, `"`)
		switch strings.ToLower(name) {
		case "cert-authority":
			return allowed, true, nil
		case "namespaces":
			allowed.namespaces = strings.Split(value, ",")
		case "valid-after":
			allowed.from, err = readMoment(value)
		case "valid-before":
			allowed.to, err = readMoment(value)
		default:
			err = fmt.Errorf("option %q is not known", name)
		}
		if err != nil {
			return allowed, false, err
		}
	}
	return allowed, false, nil
}

// readMoment reads YYYYMMDD, YYYYMMDDHHMM and YYYYMMDDHHMMSS, in UTC with a Z behind;
// without one the day's midnight is taken in UTC too, as no answer may hang on the
// machine's zone.
func readMoment(text string) (time.Time, error) {
	digits := strings.TrimSuffix(text, "Z")
	for _, form := range []string{"20060102", "200601021504", "20060102150405"} {
		if t, err := time.Parse(form, digits); err == nil && len(digits) == len(form) {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("time %q: want YYYYMMDD or YYYYMMDDHHMMSSZ", text)
}

// Who is whose key it is, for signatures in the namespace at the time; "" if nobody
// on the list may sign so.
func (l AllowedSigners) Who(key ssh.PublicKey, namespace string, at time.Time) string {
	for _, a := range l {
		if !bytes.Equal(a.key.Marshal(), key.Marshal()) || !a.allows(namespace) {
			continue
		}
		if !a.from.IsZero() && at.Before(a.from) || !a.to.IsZero() && !at.Before(a.to) {
			continue
		}
		return strings.Join(a.principals, ",")
	}
	return ""
}

func (a allowedLine) allows(namespace string) bool {
	if a.namespaces == nil {
		return true
	}
	for _, pattern := range a.namespaces {
		if ok, err := path.Match(pattern, namespace); err == nil && ok {
			return true
		}
	}
	return false
}
