package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

const subscribeUsage = `Subscribe asks a registry to tell of an event wherever it befalls somebody, and prints
the code of the subscription, which crvsctl unsubscribe takes.

usage: crvsctl subscribe -url URL -sender ID [-profile NAME]
                         -sign-key FILE | -insecure-unsigned [flags]
                         -event EVENT -callback URL [-where CONDITION ...]

  -event EVENT          birth, death, marriage, ...
  -callback URL         where the registry is to tell it (header.sender_uri): see crvsctl
                        listen. https, except on this machine or with -insecure-http
  -where CONDITION      of which people alone: see crvsctl search -h; may be given several
                        times, and all must hold
  -listen ADDR          receives at ADDR (HOST:PORT), below the path of -callback, until
                        the code is known. Events that come meanwhile are acknowledged
                        and printed as crvsctl listen prints them
  -json                 one line: {"event","code","reference_id","transaction_id",
                        "correlation_id"}; a code of "" is not known

Most registries only acknowledge the request, and say the code later. It is learnt from the
status of the request, which is asked for until -timeout, and with -listen from what the
registry tells. Without either, what crvsctl listen hears of the subscription names the code
and the transaction_id.

` + connectionUsage + `
Exit status: 0 subscribed, and the code is printed; 3 acknowledged, and the code could
not be learnt; 2 bad usage, or a subscription that was refused before anything was sent;
1 the registry could not be asked, or it refused.
`

func subscribeCommand() command {
	return command{name: "subscribe", summary: "ask to be told of events", usage: subscribeUsage, run: runSubscribe}
}

// subscribing is one request as the command line gives it.
type subscribing struct {
	connection
	filter
	callback string
	listen   string
	json     bool

	path string // of -callback
}

func (a *subscribing) define(f *flags) {
	a.connection.define(f)
	a.filter.define(f)
	f.text(&a.callback, "callback")
	f.text(&a.listen, "listen")
	f.toggle(&a.json, "json")
}

func (a *subscribing) check(f *flags) error {
	switch {
	case a.event == "":
		f.fail("-event is required: a subscription is to one kind of event")
	case !isURL(a.callback):
		f.fail("-callback wants the URL at which the registry reaches us: https://HOST/PATH")
	case !isPrivate(a.callback) && !a.insecureHTTP:
		f.fail("records of people would come to -callback over plain http: use https, or accept it with -insecure-http")
	}
	if f.given["listen"] {
		u, err := url.Parse(a.callback)
		if err == nil {
			a.path, err = receivingPath(u.EscapedPath())
		}
		if err != nil {
			f.fail("-listen needs a -callback with a path, which says where messages come: https://HOST/dci/3f9c")
		}
	}
	return a.connection.check(f)
}

func runSubscribe(ctx context.Context, args []string, s streams) error {
	var a subscribing
	f := newFlags("subscribe", s)
	a.define(f)
	if err := f.parse(args); err != nil {
		return err
	}
	if err := a.check(f); err != nil {
		return err
	}
	client, watch, err := a.client(f, crvs.WithCallbackURL(a.callback))
	if err != nil {
		return err
	}
	defer watch.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	stop, err := a.trust.publish(ctx)
	if err != nil {
		return err
	}
	defer stop()
	if a.listen == "" {
		made, err := a.ask(ctx, client, nil)
		return cmp.Or(a.print(s, made, err), watch.hinted(err, a.trust.profile))
	}
	news := make(chan callback.SubscriptionChange, 100)
	l, err := a.receive(ctx, f, s, watch, news)
	if err != nil {
		return err
	}
	made, err := a.ask(ctx, client, news)
	lost := l.stop(ctx) // and no event is printed between our lines
	return cmp.Or(a.print(s, made, err), watch.hinted(err, a.trust.profile), lost)
}

// receive listens until the code is known, and hands on what the registry tells of
// subscriptions.
func (a *subscribing) receive(ctx context.Context, f *flags, s streams, watch *watcher, news chan<- callback.SubscriptionChange) (*listener, error) {
	r := callback.Registration{Name: "registry", Path: a.path, Profile: a.trust.profile, InsecureUnsigned: a.trust.insecureUnsigned || a.trust.verify == verifyOff}
	keys, err := a.callersKeys(f, &http.Client{Transport: watch})
	if err != nil {
		return nil, err
	}
	r.Keys = keys
	if a.trust.encrypt {
		r.OwnKeys = []envelope.PrivateKey{a.trust.decryptKey}
	}
	say := sayer(s.err, "subscribe")
	l, err := listen(ctx, a.listen, r, s, say, nil, func(_ context.Context, c callback.SubscriptionChange) error {
		tell(say, c)
		select {
		case news <- c:
		default: // more than a registry has to say of one subscription
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("-listen: %w", err)
	}
	return l, nil
}

// callersKeys are those that may sign what comes: the same that may sign answers.
func (a *subscribing) callersKeys(f *flags, hc *http.Client) (envelope.KeySource, error) {
	t := a.trust
	if t.verifyText == nil && t.verify == "" && !t.signKey.IsZero() {
		path, err := t.profile.Path(profile.VerbKeys)
		if err != nil {
			return nil, err
		}
		t.verify = strings.TrimRight(a.url, "/") + path
	}
	return t.verifyKeys(f, hc, a.insecureHTTP)
}

// ask subscribes, and learns the code if the registry does not say it at once.
func (a *subscribing) ask(ctx context.Context, client *crvs.Client, news <-chan callback.SubscriptionChange) (crvs.Subscription, error) {
	q := search.All()
	if len(a.conditions) > 0 {
		q = search.Where(a.conditions...)
	}
	s, err := client.Subscribe(ctx, a.event, q)
	if err != nil || s.Code != "" {
		return s, err
	}
	return learn(ctx, client, s, news)
}

// print says what was made. Whoever reads JSON gets the ids of a subscription whose
// code is not known, too.
func (a *subscribing) print(s streams, made crvs.Subscription, err error) error {
	_, acknowledged := errors.AsType[*unlearnt](err)
	out := newPrinter(s.out, a.json)
	var failed error
	switch {
	case err != nil && (!acknowledged || !a.json): // the error says it
	case a.json:
		failed = out.object(subscription{made.Event.Canonical(), made.Code, made.ReferenceID, made.TransactionID, made.CorrelationID})
	default:
		failed = out.line("subscribed to %s, with code %s", made.Event.Canonical(), printable(made.Code))
	}
	return cmp.Or(failed, out.flush())
}

// subscription is a line of the output. The order of its members is promised.
type subscription struct {
	Event         codes.VitalEvent `json:"event"`
	Code          string           `json:"code"`
	ReferenceID   string           `json:"reference_id"`
	TransactionID string           `json:"transaction_id"`
	CorrelationID string           `json:"correlation_id"`
}
