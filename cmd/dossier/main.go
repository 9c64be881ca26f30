// SPDX-License-Identifier: Apache-2.0

// Command dossier turns a folder of exported CRM, e-mail and print logs into a
// case, and answers what a person touched.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the zones go with the program: a case reads the same everywhere
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
