package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/search"
)

// later is how a search is asked asynchronously.
type later struct {
	async                   bool
	listen, callback, store string

	path string // where answers are received
}

func (l *later) define(f *flags) {
	f.toggle(&l.async, "async")
	f.text(&l.listen, "listen")
	f.text(&l.callback, "callback")
	f.secret(&l.store, "store")
}

func (l *later) check(f *flags, insecureHTTP bool) {
	switch {
	case !l.async && (f.given["listen"] || f.given["callback"] || f.given["store"]):
		f.fail("-listen, -callback and -store are for an asynchronous search: give -async")
	case f.given["callback"] && !isURL(l.callback):
		f.fail("-callback wants the URL at which the registry reaches us: https://HOST/PATH")
	case f.given["callback"] && !isPrivate(l.callback) && !insecureHTTP:
		f.fail("records of people would come to -callback over plain http: use https, or accept it with -insecure-http")
	}
	l.path = "/dci/" + rand.Text()[:12] // that nobody can guess
	if f.given["listen"] && f.given["callback"] {
		u, err := url.Parse(l.callback)
		if err == nil {
			l.path, err = receivingPath(u.EscapedPath())
		}
		if err != nil {
			f.fail("-listen needs a -callback with a path, which says where messages come: https://HOST/dci/3f9c")
		}
	}
}

// runLater asks, and waits until the answer is called back, or known by its status.
func (a *asking) runLater(ctx context.Context, f *flags, s streams) error {
	kept, closeStore, err := a.later.open(ctx)
	if err != nil {
		return err
	}
	defer closeStore()
	options := []crvs.Option{crvs.WithStore(kept), crvs.WithAnswerDeadline(a.timeout)}
	at := a.later.callback
	stop := func() error { return nil }
	if a.later.listen != "" {
		l, done, err := a.receiveAnswers(ctx, f, s, kept)
		if err != nil {
			return err
		}
		at, stop = cmp.Or(at, l.url), done
	}
	if at != "" {
		options = append(options, crvs.WithCallbackURL(at))
	}
	client, watch, err := a.client(f, options...)
	if err == nil {
		err = a.waitFor(ctx, client, watch, newPrinter(s.out, a.json))
		watch.CloseIdleConnections()
	}
	return cmp.Or(err, stop())
}

// open opens the store of questions and answers.
func (l *later) open(ctx context.Context) (store.Store, func(), error) {
	if l.store != "" {
		return openStore(ctx, l.store, store.Policy{})
	}
	kept, err := store.NewMemory(store.Policy{})
	return kept, func() {}, err
}

// receiveAnswers listens until done is called.
func (a *asking) receiveAnswers(ctx context.Context, f *flags, s streams, kept store.Store) (l *listener, done func() error, err error) {
	hc, web, err := a.httpClient(f)
	if err != nil {
		return nil, nil, err
	}
	r, err := a.caller(f, hc, a.later.path)
	if err != nil {
		return nil, nil, err
	}
	if l, err = listen(ctx, a.later.listen, r, s, sayer(s.err, "search"), kept, nil); err != nil {
		return nil, nil, fmt.Errorf("-listen: %w", err)
	}
	return l, func() error { web.CloseIdleConnections(); return l.stop(ctx) }, nil
}

// caller is the registry as one that may call: whoever may sign answers.
func (c *connection) caller(f *flags, hc *http.Client, path string) (callback.Registration, error) {
	t := c.trust
	r := callback.Registration{Name: "registry", Path: path, Profile: t.profile, InsecureUnsigned: t.insecureUnsigned || t.verify == verifyOff}
	if t.verifyText == nil && t.verify == "" && !t.signKey.IsZero() {
		path, err := t.profile.Path(profile.VerbKeys)
		if err != nil {
			return r, err
		}
		t.verify = strings.TrimRight(c.url, "/") + path
	}
	keys, err := t.verifyKeys(f, hc, c.insecureHTTP)
	r.Keys = keys
	if t.encrypt {
		r.OwnKeys = []envelope.PrivateKey{t.decryptKey}
	}
	return r, err
}

// waitFor asks and prints the answer.
func (a *asking) waitFor(ctx context.Context, client *crvs.Client, watch *watcher, out *printer) error {
	ctx, cancel := context.WithTimeout(ctx, a.timeout+10*time.Second) // the deadline of the answer is -timeout
	defer cancel()
	stop, err := a.trust.publish(ctx)
	if err != nil {
		return err
	}
	defer stop()
	p, err := client.SearchAsync(ctx, a.query())
	if err != nil {
		return watch.hinted(err, a.trust.profile)
	}
	var results []search.Result
	if a.later.listen == "" && a.later.callback != "" && a.later.store == "" {
		results, err = poll(ctx, p) // it is called back somewhere else, and we do not learn of it
	} else {
		results, err = p.Wait(ctx)
	}
	if err == nil {
		err = results[0].Err
	}
	if err != nil {
		return watch.hinted(err, a.trust.profile)
	}
	return cmp.Or(a.printPage(results[0].Page, out), out.flush())
}

// poll asks for the status until the answer is there.
func poll(ctx context.Context, p *crvs.Pending) ([]search.Result, error) {
	for wait := firstWait; ; wait = min(2*wait, longestWait) {
		results, done, err := p.Poll(ctx)
		if done || err != nil && !mayChange(err) {
			return results, err
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// printPage prints the records of an answer up to the limit.
func (a *asking) printPage(page search.Page, out *printer) error {
	switch {
	case len(page.Hits) == 0:
		return crvs.ErrNotFound
	case a.one && len(page.Hits) > 1:
		return crvs.ErrAmbiguous
	}
	for _, hit := range page.Hits {
		if err := out.hit(hit); err != nil {
			return err
		}
		if out.hits == a.limit {
			return out.count(true)
		}
	}
	if page.Total > len(page.Hits)+page.Relatives {
		return cmp.Or(out.flush(), error(&partialError{out.hits, errors.New("the registry counts more records than it sends in one answer: ask for one page after the other, without -async")}))
	}
	return out.count(false)
}
