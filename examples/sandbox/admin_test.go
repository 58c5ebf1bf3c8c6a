package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFlagsThatAreNotGivenHaveTheirDefaults(t *testing.T) {
	t.Parallel()
	o, err := parse(nil)
	require.NoError(t, err)
	assert.Equal(t, options{addr: "127.0.0.1:8080", seed: 1, signatures: "optional", patience: 5 * time.Second}, o)
	o, err = parse([]string{"-people", "10000", "-seed", "7", "-admin", "-addr", "[::1]:0"})
	require.NoError(t, err)
	assert.Equal(t, options{addr: "[::1]:0", people: 10_000, seed: 7, signatures: "optional", admin: true, patience: 5 * time.Second}, o)
	assert.Equal(t, "the people who are always there and 10000 synthetic ones (seed 7)", o.peopleText())
}

// The commands that it prints are run as they are printed.
func TestItSaysWhatItServesAndHowToUseTheAdminEndpoints(t *testing.T) {
	t.Parallel()
	s := start(t, "-addr", "127.0.0.1:0", "-admin", "-token", "secret")
	assert.Contains(t, s.said, "DCI CRVS 1.0 (profile dci-1.0): the people who are always there\n")
	assert.Contains(t, s.said, "admin endpoints, for this machine only")
	commands := regexp.MustCompile(`(?m)^  curl .*$`).FindAllString(s.said, -1)
	require.Len(t, commands, 6)
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Log("there is no curl: that a shell can read the commands is checked alone")
		curl = "printf '%s ' id_type fault-1 cleared D2025-0000001 2026-07-01"
	}
	for i, want := range []string{"id_type", "", "fault-1", "cleared", "D2025-0000001", "2026-07-01"} {
		output, err := exec.CommandContext(t.Context(), "sh", "-c", "curl() { "+curl+" \"$@\"; }\n"+commands[i]).CombinedOutput()
		require.NoError(t, err, string(output))
		assert.Contains(t, string(output), want)
	}
}

func TestWithoutTheFlagThereIsNoAdmin(t *testing.T) {
	t.Parallel()
	s := start(t, "-addr", "127.0.0.1:0")
	assert.NotContains(t, s.said, "_sandbox")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/_sandbox/people", nil)
	require.NoError(t, err)
	resp, err := new(http.Client).Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, http.StatusNotFound, resp.StatusCode)
}

func TestHalfARequestDoesNotKeepItFromEndingWell(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "sandbox: one connection was cut after 50ms\n", 2: "sandbox: 2 connections were cut after 50ms\n"} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			o, err := parse([]string{"-addr", "127.0.0.1:0"})
			require.NoError(t, err)
			o.patience = 50 * time.Millisecond
			begun := make(chan struct{}, n)
			handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				begun <- struct{}{}
				_, _ = io.Copy(io.Discard, r.Body)
			})
			ctx, stop := context.WithCancel(t.Context())
			out, w := io.Pipe()
			var stderr bytes.Buffer
			ended := make(chan error, 1)
			go func() {
				ended <- serve(ctx, o, handler, w, &stderr)
				w.Close()
			}()
			var s running
			s.read(t, out)
			go func() { _, _ = io.Copy(io.Discard, out) }()
			for range n {
				conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.url, "http://"))
				require.NoError(t, err)
				defer conn.Close()
				_, err = io.WriteString(conn, "POST /registry/sync/search HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
				require.NoError(t, err)
				<-begun
			}
			stop()
			require.NoError(t, <-ended)
			assert.Equal(t, want, stderr.String())
		})
	}
}
