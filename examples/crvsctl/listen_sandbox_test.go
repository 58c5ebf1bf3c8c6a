package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

// telling is a sandbox that tells of what happens in it.
func telling(t *testing.T) (box *sandbox.Registry, url string) {
	t.Helper()
	box, err := sandbox.New()
	require.NoError(t, err)
	server := httptest.NewServer(box)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- box.Deliver(ctx) }()
	t.Cleanup(func() {
		cancel()
		assert.NoError(t, <-ended)
		server.Close()
	})
	return box, server.URL
}

func TestTheSandboxTellsAListenerInEveryDialectThatTells(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, base string
		listens    []string // URL stands for that of the sandbox
		asks       func(t *testing.T, url, callback string)
		messages   int64 // that it sends
	}{
		{"dci-1.0", "", []string{"-verify", "URL/.well-known/jwks.json"}, subscribes("dci-1.0"), 2},
		{"openspp", "/openspp", []string{"-profile", "openspp", "-verify", "URL/.well-known/jwks.json"}, subscribes("openspp"), 2},
		{"openg2p", "/openg2p", []string{"-profile", "openg2p", "-verify", "URL/.well-known/jwks.json"}, subscribes("openg2p"), 2},
		{"webhooks of OpenCRVS", "/opencrvs", []string{"-profile", "opencrvs-webhooks", "-webhook-secret", "between us"}, asksForWebhooks, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			box, url := telling(t)
			url += tt.base
			var args []string
			for _, arg := range tt.listens {
				args = append(args, strings.ReplaceAll(arg, "URL", url))
			}
			e := ears(t, args...)
			tt.asks(t, url, e.url)
			died, err := box.RecordDeath(person.Identifier{Type: codes.IdentifierNationalID, Value: "200000102"}, person.Date{})
			require.NoError(t, err)
			require.Eventually(t, func() bool {
				d := box.Deliveries()
				return d.Delivered == tt.messages || d.GivenUp > 0
			}, 20*time.Second, time.Millisecond)
			d := e.stop()
			assert.Equal(t, exitFound, d.status, d.stderr)
			assert.Equal(t, 1, strings.Count(d.stdout, "\n"), d.stdout)
			assert.Contains(t, d.stdout, `"event":"death"`)
			assert.Contains(t, d.stdout, fmt.Sprintf(`"registration_number":%q`, died.RegistrationNumber))
			assert.NotContains(t, d.stderr, "refused")
		})
	}
}

func subscribes(profile string) func(t *testing.T, url, callback string) {
	return func(t *testing.T, url, callback string) {
		t.Helper()
		d := crvsctl(t, "subscribe", "-url", url, "-sender", "mis.test", "-insecure-unsigned", "-profile", profile, "-event", "death", "-callback", callback)
		require.Equal(t, exitFound, d.status, d.stderr)
	}
}

func asksForWebhooks(t *testing.T, url, callback string) {
	t.Helper()
	hub := fmt.Sprintf(`{"hub":{"callback":%q,"mode":"subscribe","topic":"DEATH_REGISTERED","secret":"between us"}}`, callback)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/webhooks", strings.NewReader(hub))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	assert.Equal(t, http.StatusAccepted, resp.StatusCode)
	require.NoError(t, resp.Body.Close())
}
