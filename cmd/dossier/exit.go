// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dossier/analysis/identity"
	"dossier/analysis/marks"
	"dossier/analysis/question"
	"dossier/analysis/timeline"
	"dossier/index"
	"dossier/report/bundle"
	"dossier/report/redact"
	"dossier/report/seal"
	"dossier/report/statement"
)

// The exit codes. They are part of the interface: never renumber.
const (
	exitFound       = 0
	exitNothing     = 1
	exitUsage       = 2
	exitPartly      = 3
	exitIntegrity   = 4
	exitFailed      = 5
	exitLocked      = 6
	exitNewer       = 7
	exitInterrupted = 130
)

// exitHelp is what every command's help ends with.
const exitHelp = `Exit codes:
  0  done, or found          4  evidence or case is not what it was
  1  nothing found           5  failed: the message says at what
  2  usage: the command, a   6  the case is in use by another process
     name or a question      7  the case was written by a newer dossier
  3  input partly unusable   130  interrupted; what was committed stays`

var (
	// errNothing ends a command that found nothing; it is not an error to show.
	errNothing = errors.New("nothing found")
	// errPartly ends a command whose input was partly unusable; what was is shown.
	errPartly = errors.New("input partly unusable")
	// errIntegrity ends a command that found evidence or case altered.
	errIntegrity = errors.New("integrity failure")
)

// usageError is a fault of the command line.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// exitCode turns an error into an exit code: the only place that does.
func exitCode(ctx context.Context, err error) int {
	var (
		usage     *usageError
		unknown   *identity.UnknownPersonError
		several   *identity.AmbiguousPersonError
		date      *timeline.MissingDateError
		unread    *question.Error
		ambiguous *index.AmbiguousError
		newer     *index.VersionError
		locked    *index.LockedError
		evidence  *index.EvidenceError
		segment   *index.SegmentError
		signature *seal.SignatureError
		stamp     *seal.StampError
		altered   *bundle.AlteredError
		wording   *statement.WordingError
		rules     *redact.RulesError
		key       *redact.KeyError
	)
	switch {
	case err == nil:
		return exitFound
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, errNothing), errors.Is(err, index.ErrNoEvent):
		return exitNothing
	case errors.Is(err, errPartly):
		return exitPartly
	case errors.Is(err, errIntegrity), errors.Is(err, index.ErrJournal), errors.Is(err, index.ErrDamaged), errors.As(err, &evidence), errors.As(err, &segment),
		errors.As(err, &signature), errors.As(err, &stamp), errors.As(err, &altered):
		return exitIntegrity
	case errors.As(err, &newer):
		return exitNewer
	case errors.As(err, &locked):
		return exitLocked
	case errors.As(err, &usage), errors.As(err, &unknown), errors.As(err, &several), errors.As(err, &date),
		errors.As(err, &unread), errors.As(err, &ambiguous), errors.As(err, &wording), errors.As(err, &rules), errors.As(err, &key), errors.Is(err, index.ErrNoCase), errors.Is(err, marks.ErrChange):
		return exitUsage
	case strings.HasPrefix(err.Error(), "required flag(s)"): // cobra gives no type
		return exitUsage
	}
	return exitFailed
}

// shown reports whether the error is worth a line: some only carry an exit code.
func shown(err error) bool {
	return err != nil && !errors.Is(err, errNothing) && !errors.Is(err, errPartly) && !errors.Is(err, errIntegrity)
}
