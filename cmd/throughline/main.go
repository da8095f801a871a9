// Command throughline runs Throughline: the record and the evidence for women's
// diversion. It only hands the command line to internal/cli.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"throughline/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
