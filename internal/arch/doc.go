// SPDX-License-Identifier: Apache-2.0

// Package arch holds the architecture of dossier as a test: who may import whom,
// and the shape that every file keeps. It has no code of its own.
//
// An edge, a limit or an exception changes here, in the commit that needs it, with
// the reason.
package arch
