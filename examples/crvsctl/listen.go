package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
)

const listenUsage = `Listen receives what a registry tells, and prints each event once.

usage: crvsctl listen [-addr HOST:PORT] [-path PATH] [-profile NAME] [-decrypt-key FILE]
                      [-store FILE|URL]
                      -verify URL|FILE | -webhook-secret @FILE | -insecure-unsigned

  -addr HOST:PORT       where to listen (default 127.0.0.1:9091); port 0 picks a free one.
                        It speaks plain http: put a proxy with TLS before it where the
                        registry is another machine
  -path PATH            where messages come, and below it (default /dci); one that nobody
                        can guess keeps strangers out
  -profile NAME         how the registry speaks (default dci-1.0): see crvsctl search -h;
                        opencrvs-webhooks and opencrvs-2.0-events only tell
  -verify URL|FILE      whose keys may sign: a key set (JWK) at a URL or in a file, or a
                        public key in a file (JWK or PEM)
  -webhook-secret SECRET
                        the secret that signs in X-Hub-Signature, as OpenCRVS webhooks do;
                        write @FILE to read it from a file, or @- from standard input
  -insecure-unsigned    accepts what is not signed: whoever can reach the address can
                        tell of a death
  -decrypt-key FILE     decrypts what comes with this private key (PEM or JWK); what is
                        not encrypted is then refused
` + storeUsage + `
Standard error says "listening on URL", and has one line for each message that is refused
and for each subscription that the registry tells of. Standard output has one line of JSON
for each event:
  {"key","event","message_id","registration_number","person"}
and at its end "change" (registered, corrected, cancelled) where the registry says so. The
key is the same whenever the same event comes again; it is then acknowledged and not
printed again.

It ends with Ctrl-C or SIGTERM. With -store everything that was acknowledged is printed,
once, whatever happens in between: after a kill -9 the next start goes on (an event that was
being printed at that moment may come twice, with the same key). crvsctl inbox shows what is
kept; one listener at a time may use a file. Without -store it keeps what it knows in
memory, and first prints all that it has acknowledged: after a kill -9 or a crash what was
not yet printed is lost, and after every start what comes again is printed again.

Exit status: 0 ended as it was told to, 2 bad usage, 1 it could not listen or could not
print.
`

func listenCommand() command {
	return command{name: "listen", summary: "print the events that a registry tells of", usage: listenUsage, run: runListen}
}

// listening is one run as the command line gives it.
type listening struct {
	trust
	addr, path, secret, store string
}

func (l *listening) define(f *flags) {
	l.addr, l.path = "127.0.0.1:9091", "/dci"
	l.defineReading(f, append(profile.Callers(), profile.All()...))
	f.text(&l.addr, "addr")
	f.once("path", func(value string) (err error) {
		l.path, err = receivingPath(value)
		return err
	})
	f.secret(&l.secret, "webhook-secret")
	f.secret(&l.store, "store")
}

func (l *listening) check(f *flags) error {
	ways := 0
	for _, given := range []bool{f.given["verify"], f.given["webhook-secret"], l.insecureUnsigned} {
		if given {
			ways++
		}
	}
	switch {
	case l.verify == verifyOff:
		f.fail("-verify off verifies nothing: -insecure-unsigned accepts that")
	case ways == 0:
		f.fail("who may tell is said with -verify or -webhook-secret; or -insecure-unsigned accepts that whoever " +
			"can reach the address can tell of a death")
	case ways > 1:
		f.fail("-verify, -webhook-secret and -insecure-unsigned exclude each other")
	case f.given["verify"] && l.profile.Signing == "":
		f.fail("%s has no signatures: leave out -verify, and accept that with -insecure-unsigned", l.profile.Name)
	case isURL(l.verify) && !isPrivate(l.verify):
		f.fail("-verify must begin with https://, except for this machine: who can change the traffic could change the keys")
	}
	l.readDecryptKey(f)
	return f.wrong
}

func runListen(ctx context.Context, args []string, s streams) error {
	var o listening
	f := newFlags("listen", s)
	o.define(f)
	if err := f.parse(args); err != nil {
		return err
	}
	if err := o.check(f); err != nil {
		return err
	}
	web := transport(&tls.Config{MinVersion: tls.VersionTLS12})
	defer web.CloseIdleConnections()
	r, err := o.registration(f, &http.Client{Transport: web})
	if err != nil {
		return err
	}
	say := sayer(s.err, "listen")
	var messages store.Store
	if o.store != "" {
		st, closeStore, err := openStore(ctx, o.store, printing())
		if err != nil {
			return err
		}
		defer closeStore()
		messages = st
	}
	l, err := listen(ctx, o.addr, r, s, say, messages, func(_ context.Context, c callback.SubscriptionChange) error {
		tell(say, c)
		return nil
	})
	if err != nil {
		return fmt.Errorf("-addr: %w", err)
	}
	select {
	case <-ctx.Done():
	case <-l.broken.Done():
		err = l.cause()
	case err = <-l.ended:
	}
	return cmp.Or(l.stop(ctx), err) // what was lost says more than why
}

// registration is who may call.
func (l *listening) registration(f *flags, hc *http.Client) (callback.Registration, error) {
	r := callback.Registration{Name: "registry", Path: l.path, Profile: l.profile, InsecureUnsigned: l.insecureUnsigned}
	if !l.decryptKey.IsZero() {
		r.OwnKeys = []envelope.PrivateKey{l.decryptKey}
	}
	if l.secret != "" {
		hook, err := envelope.NewWebhook(l.secret)
		if err != nil {
			return r, err
		}
		r.Webhook = &hook
		return r, nil
	}
	keys, err := l.verifyKeys(f, hc, false)
	r.Keys = keys
	return r, err
}

// tell says what became of subscriptions.
func tell(say func(string), c callback.SubscriptionChange) {
	for _, told := range c.Subscriptions {
		text := "the registry tells of a subscription"
		if told.Event != "" {
			text += fmt.Sprintf(" to %.99s", told.Event.Canonical())
		}
		switch {
		case told.Reason != "":
			text += fmt.Sprintf(", which it refuses with %.99s", told.Reason)
		case told.Ended:
			text += ", which has ended"
		}
		if told.Code != "" {
			text += fmt.Sprintf(": code %.99s", told.Code)
		}
		say(fmt.Sprintf("%s (transaction_id %.99s)", text, c.TransactionID))
	}
}

// isPrivate says whether others cannot change what is fetched from a URL.
func isPrivate(text string) bool {
	u, err := url.Parse(text)
	return isHTTPS(text) || err == nil && isLoopback(u.Hostname())
}

// receivingPath is the path of a registration.
func receivingPath(text string) (string, error) {
	p := strings.TrimRight(text, "/")
	if !strings.HasPrefix(p, "/") || strings.ContainsAny(p, "?#{}% ") || path.Clean(p) != p {
		return "", errors.New("wants a path that begins with / and is more than that: /dci/3f9c")
	}
	return p, nil
}
