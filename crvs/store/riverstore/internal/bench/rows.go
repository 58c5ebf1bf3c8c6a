package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore/internal/load"
)

// row is a store to measure. Its second result removes it.
type row struct {
	name string
	open func(ctx context.Context) (store.Store, func(), error)
}

func rows(postgres string) []row {
	all := []row{
		{"callback-memory", func(context.Context) (store.Store, func(), error) {
			st, err := store.NewMemory(store.Policy{})
			return st, func() {}, err
		}},
		{"callback-file", func(ctx context.Context) (store.Store, func(), error) {
			folder, err := os.MkdirTemp("", "bench")
			if err != nil {
				return nil, nil, err
			}
			st, err := riverstore.OpenFile(ctx, filepath.Join(folder, "store.db"))
			return st, func() { st.Close(); os.RemoveAll(folder) }, err
		}},
	}
	if postgres != "" {
		all = append(all, row{"callback-postgres", func(ctx context.Context) (store.Store, func(), error) { return openPostgres(ctx, postgres) }})
	}
	return all
}

func openPostgres(ctx context.Context, address string) (store.Store, func(), error) {
	pool, err := pgxpool.New(ctx, address)
	if err != nil {
		return nil, nil, err
	}
	name := make([]byte, 6)
	_, _ = rand.Read(name)
	schema := "bench_" + hex.EncodeToString(name)
	if err := riverstore.Migrate(ctx, pool, riverstore.WithSchema(schema)); err != nil {
		return nil, nil, err
	}
	st, err := riverstore.New(ctx, pool, riverstore.WithSchema(schema))
	return st, func() {
		_, _ = pool.Exec(context.WithoutCancel(ctx), "DROP SCHEMA "+schema+" CASCADE")
		pool.Close()
	}, err
}

const (
	senders = 64
	rounds  = 7
	batch   = 3000 // messages of a round
)

// measure sends the same messages to both, in turn, and takes the medians.
func measure(ctx context.Context, r row) (result, error) {
	registry, err := load.New()
	if err != nil {
		return result{}, err
	}
	st, remove, err := r.open(ctx)
	if err != nil {
		return result{}, err
	}
	defer remove()
	trust, err := load.Registration(registry.Key)
	if err != nil {
		return result{}, err
	}
	sdk, err := callback.New(st, callback.WithRegistration(trust), callback.OnEvent(func(context.Context, callback.Event) error { return nil }))
	if err != nil {
		return result{}, err
	}
	verifier, err := envelope.NewVerifier(profile.DCI10().Signing, trust.Keys)
	if err != nil {
		return result{}, err
	}
	var ns, allocs [2][]int64
	for round := range rounds {
		messages := make([][]byte, batch)
		for i := range messages {
			if messages[i], err = registry.Notify(ctx, round*batch+i); err != nil {
				return result{}, err
			}
		}
		for which, h := range []http.Handler{sdk, bare(verifier)} {
			took, mallocs, err := sendAll(ctx, h, messages)
			if err != nil {
				return result{}, err
			}
			ns[which], allocs[which] = append(ns[which], took), append(allocs[which], mallocs)
		}
	}
	for i := range ns {
		slices.Sort(ns[i])
		slices.Sort(allocs[i])
	}
	m := rounds / 2
	return result{r.name, ns[0][m], ns[1][m], float64(ns[0][m]) / float64(ns[1][m]), allocs[0][m], allocs[1][m]}, nil
}

// bare verifies the signature, and no more.
func bare(v *envelope.Verifier) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			_, err = v.Verify(r.Context(), "", envelope.Sealed{Body: body})
		}
		if err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"message":{"ack_status":"ACK"}}`))
	})
}

// sendAll returns what one message took, in nanoseconds and allocations.
func sendAll(ctx context.Context, h http.Handler, messages [][]byte) (ns, allocs int64, err error) {
	server := httptest.NewServer(h)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: senders}}
	defer client.CloseIdleConnections()
	var next atomic.Int64
	failed := make(chan error, senders)
	var all sync.WaitGroup
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	for range senders {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(messages)); i = next.Add(1) - 1 {
				if err := post(ctx, client, server.URL+load.Path, messages[i]); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	all.Wait()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	select {
	case err = <-failed:
	default:
	}
	n := int64(len(messages))
	return took.Nanoseconds() / n, int64(after.Mallocs-before.Mallocs) / n, err //nolint:gosec // it is small
}

func post(ctx context.Context, client *http.Client, url string, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
		return fmt.Errorf("HTTP %d: %w", response.StatusCode, err)
	}
	return nil
}
