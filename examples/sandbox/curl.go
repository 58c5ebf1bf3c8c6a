package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/search"
)

// invite prints a command that asks for Mala Kumar, to be pasted into a shell.
// The message is the one that the SDK's own client would send.
func invite(ctx context.Context, out io.Writer, url string, o options) error {
	client, err := crvs.New(url, crvs.WithSender("curl.example.org"), crvs.WithInsecureUnsigned(), crvs.WithPageSize(10))
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	message, err := client.Preview(ctx, search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth))
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "Try it (another question needs another message_id):")
	if o.signatures == "required" {
		fmt.Fprintln(out, "it is not signed, so this registry refuses it with err.signature.missing")
	}
	fmt.Fprintln(out)
	fmt.Fprintln(out, command(url, o, string(message)))
	fmt.Fprintln(out)
	return nil
}

// command is one command line over several lines. Without a fixed token it gets
// one first.
func command(url string, o options, message string) string {
	parts := []string{"curl -sS " + quote(url+"/registry/sync/search"), "-H 'Content-Type: application/json'"}
	switch {
	case o.token != "":
		parts = append(parts, "-H "+quote("Authorization: Bearer "+o.token))
	case o.id != "":
		parts = append(parts, fmt.Sprintf(
			`-H "Authorization: Bearer $(curl -sS %s -d grant_type=client_credentials --data-urlencode %s --data-urlencode %s | sed 's/.*"access_token": *"\([^"]*\)".*/\1/')"`,
			quote(url+"/oauth2/client/token"), quote("client_id="+o.id), quote("client_secret="+o.secret)))
	}
	parts = append(parts, "-d "+quote(message))
	return strings.Join(parts, " \\\n  ")
}

// quote makes one word of s for a POSIX shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
