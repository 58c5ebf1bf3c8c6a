package sandbox

import (
	"context"
	"maps"
	"net/http"
	"sync"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// KeySource is where the keys of a sender come from: an [envelope.KeySet], or
// [envelope.RemoteKeys].
type KeySource = envelope.KeySource

// trust knows the keys of those who ask: those that it was told, and those that a
// sender publishes under the URL that is its id.
type trust struct {
	fetched *envelope.Senders

	mu    sync.RWMutex
	known map[string]KeySource
}

func newTrust(known map[string]KeySource, hc *http.Client) (*trust, error) {
	var opts []envelope.RemoteOption
	if hc != nil {
		opts = append(opts, envelope.WithHTTPClient(hc))
	}
	fetched, err := envelope.NewSenders(nil, envelope.WithFetchedSenders(opts...))
	if err != nil {
		return nil, err
	}
	t := &trust{fetched: fetched, known: make(map[string]KeySource)}
	maps.Copy(t.known, known)
	return t, nil
}

func (t *trust) add(sender string, keys KeySource) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.known[sender] = keys
}

// FindKeys returns the keys of q.Sender that fit.
func (t *trust) FindKeys(ctx context.Context, q envelope.KeyQuery) ([]envelope.PublicKey, error) {
	t.mu.RLock()
	keys, ok := t.known[q.Sender]
	t.mu.RUnlock()
	if ok {
		return keys.FindKeys(ctx, q)
	}
	return t.fetched.FindKeys(ctx, q)
}

// Trust makes the registry verify what this sender signs with these keys, and
// encrypt to them, as [WithTrust] does. It returns an error if one of the two is
// missing.
func (r *Registry) Trust(sender string, keys KeySource) error {
	if sender == "" || keys == nil {
		return misuse("Trust: the sender or its keys are missing")
	}
	r.trust.add(sender, keys)
	return nil
}
