package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// keysPath is where a key set is looked for, below whatever path.
const keysPath = "/.well-known/jwks.json"

// publish serves our public keys until stop is called, if -jwks-listen says so.
func (t *trust) publish(ctx context.Context) (stop func(), err error) {
	if t.listen == "" {
		return func() {}, nil
	}
	set, err := publicSet(t.signKey, t.decryptKey)
	if err != nil {
		return nil, err
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", t.listen)
	if err != nil {
		return nil, fmt.Errorf("-jwks-listen: our keys cannot be published there (%w): is the address ours, and free?", err)
	}
	server := &http.Server{
		Handler: wellKnown(set), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10,
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // ends with Close
	}()
	return func() {
		_ = server.Close()
		<-done
	}, nil
}

// publicSet is what others may know of our keys.
func publicSet(keys ...envelope.PrivateKey) (*envelope.KeySet, error) {
	var public []envelope.PublicKey
	for _, k := range keys {
		if !k.IsZero() {
			public = append(public, k.Public())
		}
	}
	return envelope.NewKeySet(public...)
}

// wellKnown serves the set below every path: a sender_id may have one. Nobody is to
// keep it: the next run may have another key.
func wellKnown(set *envelope.KeySet) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, keysPath) {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "GET only", http.StatusMethodNotAllowed)
			return
		}
		text, err := set.MarshalJSON()
		if err != nil {
			http.Error(w, "no keys", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write(text)
	})
}
