// Tieout: from journal entry to 10-K, every number ties.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"tieout/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	env := &cli.Env{Ctx: ctx, In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Interactive: terminal(os.Stderr)}
	code := cli.Main(os.Args[1:], env)
	stop()
	os.Exit(code)
}

// terminal says whether a stream is a terminal.
func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
