package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/search"
)

const host = "http://registry.test"

// sender is the client of a profile: each has keys of its own.
func (a *asker) sender() string {
	return "https://" + strings.ReplaceAll(a.profile.Name, ".", "-") + ".mis.test"
}

// ownKeys are the client's own: with one it signs, with the other it decrypts.
type ownKeys map[string][2]envelope.PrivateKey

// newOwnKeys makes the keys of every profile that encrypts; RSA takes its time.
func newOwnKeys(profiles []profile.Profile) (ownKeys, error) {
	all := ownKeys{}
	for _, p := range profiles {
		algs := [2]envelope.Algorithm{envelope.EdDSA, envelope.ECDHESA256KW}
		switch {
		case !p.Encrypts:
			continue
		case strings.HasPrefix(p.Name, "opencrvs"):
			algs = [2]envelope.Algorithm{envelope.RS256, envelope.RSAOAEP256}
		}
		var pair [2]envelope.PrivateKey
		for i, alg := range algs {
			var err error
			if pair[i], err = envelope.GenerateKey(alg); err != nil {
				return nil, err
			}
		}
		all[p.Name] = pair
	}
	return all, nil
}

// asker asks one registry in the way of one profile.
type asker struct {
	profile  profile.Profile
	registry *sandbox.Registry
	wire     http.RoundTripper
	keys     ownKeys

	plain, sealed *crvs.Client // sealed is nil where nothing can be encrypted
	rotations     int          // of the registry's keys, when the clients were made
}

// newAsker makes the clients. Where the registry signs they verify.
func newAsker(ctx context.Context, p profile.Profile, registry *sandbox.Registry, wire http.RoundTripper, keys ownKeys) (*asker, error) {
	a := &asker{profile: p, registry: registry, wire: wire, keys: keys}
	return a, a.renew(ctx)
}

// renew makes the clients anew and lets them ask once, so that they know the
// registry's present keys: a fault then strikes an answer, and not the keys of all
// answers that follow.
func (a *asker) renew(ctx context.Context) error {
	if err := a.make(); err != nil {
		return err
	}
	for _, c := range []*crvs.Client{a.plain, a.sealed} {
		if c == nil {
			continue
		}
		nobody := search.ByIdentifier(codes.IdentifierBRN, "B00XXX000").In(codes.VitalEventBirth)
		if _, err := c.Find(ctx, nobody); !errors.Is(err, crvs.ErrNotFound) {
			return fmt.Errorf("%s cannot be asked: %w", a.profile.Name, err)
		}
	}
	return nil
}

func (a *asker) make() error {
	options := []crvs.Option{crvs.WithInsecureUnsigned()}
	if a.profile.Signing != "" {
		options = append(options, crvs.WithPublishedKeys())
	}
	var err error
	if a.plain, err = a.client(options...); err != nil {
		return err
	}
	own, ok := a.keys[a.profile.Name]
	if !ok || !a.profile.Encrypts {
		return nil
	}
	set, err := envelope.NewKeySet(own[0].Public(), own[1].Public())
	if err != nil {
		return err
	}
	if err := a.registry.Trust(a.sender(), set); err != nil {
		return err
	}
	a.sealed, err = a.client(crvs.WithSigner(own[0]), crvs.WithPublishedKeys(), crvs.WithEncryption(nil, own[1]))
	return err
}

func (a *asker) client(options ...crvs.Option) (*crvs.Client, error) {
	path, ok := sandbox.BasePath(a.profile.Name)
	if !ok {
		return nil, fmt.Errorf("the sandbox does not speak as %s", a.profile.Name)
	}
	return crvs.New(host+path, append([]crvs.Option{
		crvs.WithProfile(a.profile), crvs.WithSender(a.sender()), crvs.WithReceiver("crvs.sandbox"), crvs.WithInsecurePlainHTTP(),
		crvs.WithHTTPClient(&http.Client{Transport: a.wire}),
		// No fault is waited out: what is asked for is an answer or an error.
		crvs.WithRetry(crvs.Retry{MaxAttempts: 3, BaseDelay: time.Microsecond, MaxDelay: time.Microsecond, MaxRetryAfter: time.Microsecond}),
	}, options...)...)
}

// ask asks the questions: one by Find, several in a batch, a list page by page.
func ask(ctx context.Context, c *crvs.Client, questions []question) []outcome {
	if len(questions) == 1 {
		return []outcome{askOne(ctx, c, questions[0])}
	}
	queries := make([]search.Query, len(questions))
	for i, q := range questions {
		queries[i] = q.query
	}
	results, err := c.SearchBatch(ctx, queries)
	outcomes := make([]outcome, len(questions))
	for i := range outcomes {
		switch {
		case err != nil:
			outcomes[i].err = err
		case i < len(results):
			outcomes[i] = outcome{hits: results[i].Page.Hits, total: results[i].Page.Total, err: results[i].Err}
		default: // the context ended between two messages
			outcomes[i].err = ctx.Err()
		}
	}
	return outcomes
}

func askOne(ctx context.Context, c *crvs.Client, q question) outcome {
	if !q.list {
		hit, err := c.Find(ctx, q.query)
		return outcome{hits: []search.Hit{hit}, total: 1, err: err}
	}
	o := outcome{total: -1}
	for hit, err := range c.Search(ctx, q.query) {
		if err != nil {
			o.err = err
			break
		}
		o.hits = append(o.hits, hit)
	}
	return o
}
