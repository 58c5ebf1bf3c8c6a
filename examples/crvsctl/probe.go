package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs"
)

const probeUsage = `Probe finds out how a registry speaks, and writes nothing there.

usage: crvsctl probe -url URL [-token TOKEN | -client ID:SECRET] [-json] [flags]

It sends 25 requests at most, one after another: for the registry's key set, its
places, its health and a token, and synchronous searches for numbers that nobody has
and for a birth in the year 2999, one record a page. It stops when the registry
speaks of a quota. If a record comes all the same, the registry gives more than it is
asked for: it is counted and not looked at. What is printed holds nothing of a person
and no secret.

Questions go unsigned, and if the registry refuses that, signed with -sign-key. With
-sign-key or -encrypt it also finds out whether such questions are answered. A
-profile is not asked for: it is what is found.

  -json                 one JSON object. Its members: profile ("" if none fits),
                        system, url, reason, evidence, requests, stopped, endpoints,
                        token_style, query_types, identifier_types, attributes,
                        operators, over_match, over_match_by, keys, signing,
                        encryption, errors, misses, batch_misses, reg_record_type,
                        habits. What is a map has the values yes, no, over-match,
                        failed, unknown; over_match and signing.required are yes, no
                        or unknown. What was not asked, or not answered, is unknown or
                        left out, and never no
  -event EVENT          birth (default) or death: the register that is asked

` + connectionUsage + `
A -token-style that is not given is tried: form, query, json, basic. -sender is
crvsctl-probe by default.

Exit status: 0 a profile was recognised, 3 the registry answered and none fits, 2 bad
usage, 1 could not ask: unreachable, not allowed, or over its quota.
`

func probeCommand() command {
	return command{name: "probe", summary: "find out how a registry speaks", usage: probeUsage, run: runProbe}
}

// probing is one probe as the command line gives it.
type probing struct {
	connection
	event string
	json  bool
}

func runProbe(ctx context.Context, args []string, s streams) error {
	var a probing
	f := newFlags("probe", s)
	a.define(f)
	if err := f.parse(args); err != nil {
		return err
	}
	if err := a.check(f); err != nil {
		return err
	}
	p, err := a.prober(f)
	if err != nil {
		return err
	}
	defer p.http.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	stop, err := a.trust.publish(ctx)
	if err != nil {
		return err
	}
	defer stop()

	p.run(ctx)
	r := p.report(ctx)
	if p.answered > 0 {
		out := newPrinter(s.out, a.json)
		if err := r.print(out); err != nil {
			return err
		}
		if err := out.flush(); err != nil {
			return err
		}
	}
	return p.verdict(ctx, r)
}

func (a *probing) define(f *flags) {
	a.connection.define(f)
	a.event = "birth"
	f.once("event", func(value string) error {
		if a.event = value; value != "birth" && value != "death" {
			return errors.New("is not one of birth, death")
		}
		return nil
	})
	f.toggle(&a.json, "json")
}

func (a *probing) check(f *flags) error {
	if a.sender == "" {
		a.sender = program + "-probe"
	}
	if a.url == "" {
		f.fail("-url is required")
	}
	if !f.given["timeout"] {
		a.timeout = timeoutOfProbe
	}
	a.trust.checkKeys(f)
	a.checkTLS(f)
	a.who.check(f)
	return f.wrong
}

// prober is what asks. A client is made for its checks of the flags: a token does
// not go over plain http, a URL holds no password.
func (a *probing) prober(f *flags) (*prober, error) {
	trusted := a.trust
	a.trust = trust{profile: trusted.profile, insecureUnsigned: true}
	_, _, err := a.client(f)
	a.trust = trusted
	if err != nil {
		return nil, err
	}
	hc, _, err := a.httpClient(f)
	if err != nil {
		return nil, err
	}
	keys, err := a.trust.verifyKeys(f, hc, a.insecureHTTP)
	if err != nil {
		return nil, err
	}
	return newProber(a, f, hc, keys), nil
}

// verdict is what the probe came to, as an error where it is no success.
func (p *prober) verdict(ctx context.Context, r findings) error {
	switch {
	case r.Profile != "":
		return nil
	case p.answered == 0 && ctx.Err() != nil:
		return errors.New("the registry did not answer in time: ask again later, or raise -timeout")
	case p.answered == 0:
		return fmt.Errorf("the registry could not be reached (%s): check -url", p.unreached)
	case p.stopped != "":
		return errors.New(p.stopped)
	default:
		return &unrecognised{r.Reason}
	}
}

// unrecognised is a registry that answered, in no way that we know.
type unrecognised struct{ why string }

func (e *unrecognised) Error() string {
	return "no profile fits: " + e.why + "; check the path in -url, or derive a profile from the nearest"
}

// refusedBy is why a registry that speaks of a status cannot be asked.
func refusedBy(status int) string {
	if status == http.StatusProxyAuthRequired {
		return "the proxy that HTTP_PROXY names wants a user and a password in its URL (HTTP 407)"
	}
	return fmt.Sprintf("the registry does not let us ask (HTTP %d): %s", status, advice(crvs.KindUnauthorized))
}

func comma(parts []string) string { return strings.Join(parts, ", ") }
