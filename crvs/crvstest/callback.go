package crvstest

import (
	"maps"
	"slices"
	"testing"

	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// Callback is called back by this registry, and told of events, until tb ends: its
// Work runs. Give it what acts on them, callback.OnDeath for example, or
// callback.WithoutEvents where only asynchronous searches are answered. What comes is
// kept in memory, in the store of the clients ([Registry.Client]). It has a registration
// for every profile that signs and calls back, named after the profile, which verifies by the registry's own keys. Clients of
// [Registry.Client] and [Registry.ClientOf] that are made later tell the registry its
// URL. Options come after those; one that is wrong fails tb at once. Call it once for
// a registry.
func (r *Registry) Callback(tb testing.TB, opts ...callback.Option) *callback.Handler {
	tb.Helper()
	urls := map[string]string{}
	var all []callback.Option
	for _, p := range profile.All() {
		if _, err := p.Path(profile.VerbOnSearch); err != nil {
			continue
		}
		keys, ok := r.sandbox.KeysOf(p.Name)
		if !ok || p.Signing == "" {
			continue
		}
		path := callbackPath + p.Name
		urls[p.Name] = "http://" + sender + path
		all = append(all, callback.WithRegistration(callback.Registration{
			Name: p.Name, Path: path, Profile: p, Keys: keys,
		}))
	}
	h, err := callback.New(r.store, append(all, opts...)...)
	if err != nil {
		tb.Fatalf("crvstest: %v", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.callbacks) > 0 {
		tb.Fatalf("crvstest: Callback was called before: one handler takes all that this registry tells")
	}
	maps.Copy(r.callbacks, urls)
	r.receivers.Handle("/", h)
	run(tb, "callback's work", h.Work)
	return h
}

const callbackPath = "/callbacks/"

// callbackOf is where a client that asks at this base URL is called back, "" for
// nowhere.
func (r *Registry) callbackOf(url string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	names := sandbox.Profiles()
	i := slices.IndexFunc(names, func(name string) bool {
		base, _ := sandbox.BasePath(name)
		return r.URL()+base == url
	})
	if i < 0 {
		return ""
	}
	return r.callbacks[names[i]]
}
