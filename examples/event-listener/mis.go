package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/search"
)

// path is where this registry tells us, and nobody else knows it.
const path = "/dci/3f9c"

// connect connects the office with the registry at a URL. What it returns receives what
// the registry posts to our own URL, below path: it is served there, and its Work runs.
func (o *office) connect(registry, own string, key envelope.PrivateKey) (*callback.Handler, error) {
	var err error
	o.registry, err = crvs.New(registry, crvs.WithSender("mis.example.org"), crvs.WithSigner(key), crvs.WithPublishedKeys(),
		crvs.WithCallbackURL(own+path))
	if err != nil {
		return nil, err
	}
	keys, err := envelope.NewRemoteKeys(registry + "/.well-known/jwks.json") // those that may sign what we are told
	if err != nil {
		return nil, err
	}
	messages, err := store.NewMemory(store.Policy{}) // forgets all when it ends: a real MIS keeps them
	if err != nil {
		return nil, err
	}
	return callback.New(messages, callback.OnDeath(o.onDeath), callback.OnSubscription(o.onSubscription),
		callback.WithRegistration(callback.Registration{Name: "civil-registry", Path: path, Profile: profile.DCI10(), Keys: keys}))
}

// subscribe asks to be told of every death. The registry says later what became of it,
// to onSubscription. Asked for again after a restart, it is refused as one that we have.
func (o *office) subscribe(ctx context.Context) error {
	_, err := o.registry.Subscribe(ctx, codes.VitalEventDeath, search.All())
	if e, ok := errors.AsType[*crvs.Error](err); ok && e.Code == codes.RejectAlreadySubscribed {
		return nil
	}
	return err
}

// onSubscription hears what became of it. A real MIS keeps the code, to unsubscribe.
func (o *office) onSubscription(_ context.Context, s callback.SubscriptionChange) error {
	for _, r := range s.Subscriptions {
		switch {
		case r.Reason == codes.RejectAlreadySubscribed:
		case r.Reason != "":
			fmt.Fprintln(o.out, "an officer must look: the registry does not tell us of deaths:", r.Reason)
		default:
			fmt.Fprintln(o.out, "from now on the registry tells us of every", r.Event)
		}
	}
	return nil
}
