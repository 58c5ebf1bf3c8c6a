package envelope

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// maxFetchedSenders bounds how many senders that introduce themselves by URL are
// remembered.
const maxFetchedSenders = 64

// Senders is the keys of several senders, each under its own id, as a
// [KeySource]: for one who is asked by many, such as a registry. A key of one
// sender is never taken for another's. It is safe for concurrent use.
type Senders struct {
	known   map[string]KeySource
	fetches bool
	remotes remoteConfig // how, where fetches is true

	mu      sync.Mutex
	fetched map[string]*RemoteKeys
	order   []string // of use, the oldest first
}

// SendersOption is an option of [NewSenders]: see Options in the package comment.
type SendersOption func(*sendersConfig)

type sendersConfig struct {
	fetches bool
	remotes []RemoteOption
}

// WithFetchedSenders also trusts a sender whose id is an https URL, or an http URL
// of this machine, by the keys at {id}/.well-known/jwks.json, as OpenCRVS does.
// The 64 used last are remembered; before something is encrypted to one, its set is
// fetched again. Whoever can send a message can make us fetch
// from a host of his choice: do not switch it on where that matters, or give an
// http.Client that reaches only what it may. Default: only the senders given are
// known. It excludes nothing.
func WithFetchedSenders(opts ...RemoteOption) SendersOption {
	opts = slices.Clone(opts)
	return func(c *sendersConfig) { c.fetches, c.remotes = true, opts }
}

// NewSenders returns the keys of these senders, by their ids.
func NewSenders(known map[string]KeySource, opts ...SendersOption) (*Senders, error) {
	config, err := configured("NewSenders", sendersConfig{}, opts)
	if err != nil {
		return nil, err
	}
	known = maps.Clone(known)
	for id, keys := range known {
		if id == "" || keys == nil {
			return nil, invalid(opNew, "a sender has no id or no keys")
		}
	}
	remotes, err := configuredRemote("WithFetchedSenders", config.remotes)
	if err != nil {
		return nil, err
	}
	return &Senders{
		known: known, fetches: config.fetches, remotes: remotes, fetched: make(map[string]*RemoteKeys),
	}, nil
}

// FindKeys returns the keys of q.Sender that fit. A sender that is not known is an
// error of kind signature or encryption.
func (s *Senders) FindKeys(ctx context.Context, q KeyQuery) ([]PublicKey, error) {
	if keys, ok := s.known[q.Sender]; ok {
		return keys.FindKeys(ctx, q)
	}
	if s.fetches {
		if keys := s.remote(q.Sender); keys != nil {
			if q.Use == UseEncryption {
				// A sender that has replaced its key cannot read what is
				// encrypted to the old one, and no message of its says so. If
				// nothing can be fetched now, the set kept is used.
				_ = keys.renew(ctx)
			}
			return keys.FindKeys(ctx, q)
		}
	}
	return nil, q.unknown(" (the sender itself is not known here: register its key set)")
}

// remote returns the keys of a sender whose id is a URL; nil if it is none that
// keys may be fetched from.
func (s *Senders) remote(sender string) *RemoteKeys {
	u, err := url.Parse(sender)
	if err != nil || len(sender) > 512 || u.RawQuery != "" || u.Fragment != "" || u.User != nil || strings.ContainsAny(sender, "?#") {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, id := range s.order {
		if id == sender {
			s.order = append(append(s.order[:i:i], s.order[i+1:]...), sender)
			return s.fetched[sender]
		}
	}
	keys, err := newRemoteKeys(wellKnown(sender), s.remotes)
	if err != nil {
		return nil
	}
	if len(s.order) >= maxFetchedSenders {
		delete(s.fetched, s.order[0])
		s.order = s.order[1:]
	}
	s.fetched[sender] = keys
	s.order = append(s.order, sender)
	return keys
}
