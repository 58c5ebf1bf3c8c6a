// Crvsctl asks a civil registry that speaks DCI CRVS 1.0, or a dialect of it, from
// the command line, and listens to what it tells.
//
//	go run ./examples/crvsctl keys new -out sign.pem
//	go run ./examples/crvsctl search -url https://crvs.example.org/dci -sender spmis.example.org \
//		-sign-key sign.pem -token @token.txt -event birth -id BRN:B90MAY123
//
// Each command is one file; commands lists them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

const program = "crvsctl"

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// command is one verb. Its run returns nil, or an error that [report] turns into
// a line and an exit status; [flag.ErrHelp] prints the usage.
type command struct {
	name, summary, usage string
	run                  func(ctx context.Context, args []string, s streams) error
}

// commands are the verbs, in the order in which help shows them.
func commands() []command {
	return []command{searchCommand(), statusCommand(), decideCommand(), subscribeCommand(), unsubscribeCommand(), listenCommand(), inboxCommand(), probeCommand(), keysCommand()}
}

func main() {
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is an error of a write, and ends quietly
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run carries out one command line and returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		help(stdout)
		return report(stderr, program, usageError("no command is given", program+" help"))
	}
	name, args := args[0], args[1:]
	switch name {
	case "help", "-h", "-help", "--help":
		if len(args) == 0 {
			help(stdout)
			return exitFound
		}
		name, args = args[0], []string{"-h"}
	}
	for _, c := range commands() {
		if c.name != name {
			continue
		}
		err := c.run(ctx, args, streams{stdin, stdout, stderr})
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(stdout, c.usage)
			return exitFound
		}
		return report(stderr, program+" "+c.name, err)
	}
	return report(stderr, program, usageError("there is no such command", program+" help"))
}

func help(out io.Writer) {
	fmt.Fprint(out, "Crvsctl asks a civil registry that speaks DCI CRVS, or a dialect of it.\n\nusage: crvsctl COMMAND [flags]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(out, "  %-11s %s\n", c.name, c.summary)
	}
	fmt.Fprint(out, "  help        this text, or that of a command: crvsctl help search\n")
}
