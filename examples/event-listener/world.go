package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

// world is what is outside of the MIS: a registry that answers, and tells; and the web
// server at which the MIS is told.
type world struct {
	box        *sandbox.Registry
	registry   *httptest.Server
	mis        *httptest.Server
	stop       context.CancelFunc
	deliveries sync.WaitGroup
}

func newWorld(ctx context.Context, ours envelope.PrivateKey) (*world, error) {
	keys, err := envelope.NewKeySet(ours.Public())
	if err != nil {
		return nil, err
	}
	box, err := sandbox.New(sandbox.WithTrust("mis.example.org", keys), sandbox.WithSignatures(sandbox.SignaturesRequired))
	if err != nil {
		return nil, err
	}
	delivering, stop := context.WithCancel(ctx)
	w := &world{box: box, registry: httptest.NewServer(box), mis: httptest.NewUnstartedServer(nil), stop: stop}
	w.deliveries.Go(func() { _ = box.Deliver(delivering) }) // it fails only where it runs already
	return w, nil
}

// ourURL is where the registry reaches the MIS.
func (w *world) ourURL() string { return "http://" + w.mis.Listener.Addr().String() }

func (w *world) serve(h http.Handler) {
	w.mis.Config.Handler = h
	w.mis.Start()
}

func (w *world) close() {
	w.stop()
	w.deliveries.Wait()
	w.registry.Close()
	w.mis.Close()
}

// dies registers a death today.
func (w *world) dies(number string) (sandbox.Registration, error) {
	return w.box.RecordDeath(person.Identifier{Type: codes.IdentifierNationalID, Value: number}, person.Date{})
}

// story is what happens in the registry, and each time what the MIS makes of it.
func story(ctx context.Context, w *world, mis *office, h *callback.Handler, out io.Writer) error {
	var died sandbox.Registration
	chapters := []struct {
		title  string
		happen func() error
	}{
		{"1. The office asks to be told of deaths.", func() error { return mis.subscribe(ctx) }},
		{"2. Somebody dies, and the registry tells it twice.", func() (err error) {
			if _, err = w.box.Inject(sandbox.Fault{Kind: sandbox.FaultDeliveryTwice, Calls: 1}); err != nil {
				return err
			}
			died, err = w.dies("200000102")
			return err
		}},
		{"3. It was a mistake: the registry cancels the death.", func() error {
			_, err := w.box.Cancel(died.RegistrationNumber)
			return err
		}},
		{"4. Somebody dies whose number stands in the wrong file.", func() error {
			_, err := w.dies("200000207")
			return err
		}},
	}
	for i, c := range chapters {
		fmt.Fprintln(out, c.title)
		if err := c.happen(); err != nil {
			return err
		}
		if err := settled(ctx, w.box, h, int64(i+1)); err != nil {
			return err
		}
	}
	return nil
}

// settled waits until the registry has told so many things, and the MIS has acted on
// each.
func settled(ctx context.Context, box *sandbox.Registry, h *callback.Handler, things int64) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if box.Deliveries().Delivered == things && h.Counts().Done == things {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
