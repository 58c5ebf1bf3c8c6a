package main

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// asProgram, set to 1, makes the binary of the tests crvsctl itself: the environment
// is that of a process, and tests that run side by side cannot each have their own.
const asProgram = "CRVSCTL_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" {
		main()
	}
	goleak.VerifyTestMain(m)
}

// inEnvironment runs crvsctl as a process of its own.
func inEnvironment(t *testing.T, env []string, args ...string) done {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(t.Context(), os.Args[0], args...)
	command.Env = append(env, asProgram+"=1")
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	d := done{stdout: stdout.String(), stderr: stderr.String()}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		d.status = exit.ExitCode()
	} else {
		require.NoError(t, err)
	}
	return d
}

// aProxy leads every request and every tunnel to one server, whatever its host.
func aProxy(t *testing.T, to *httptest.Server) (url string, asked *atomic.Int64) {
	t.Helper()
	asked = new(atomic.Int64)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Method != http.MethodConnect {
			to.Config.Handler.ServeHTTP(w, r)
			return
		}
		tunnel(r.Context(), w, to.Listener.Addr().String())
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL, asked
}

func tunnel(ctx context.Context, w http.ResponseWriter, address string) {
	there, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer there.Close()
	w.WriteHeader(http.StatusOK)
	here, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer here.Close()
	go func() { _, _ = io.Copy(there, here) }()
	_, _ = io.Copy(here, there)
}

func TestTheProxiesOfTheEnvironmentAreUsed(t *testing.T) {
	t.Parallel()
	record := born("B90MAY123", "Mala", "1990-05-12")
	plain := httptest.NewServer(answer(1, record))
	t.Cleanup(plain.Close)
	sealed := httptest.NewTLSServer(answer(1, record))
	t.Cleanup(sealed.Close)
	ca := file(t, "ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: sealed.Certificate().Raw}))
	for _, tt := range []struct {
		name, url string
		to        *httptest.Server
		env       func(proxy string) []string
		args      []string
		asked     bool
	}{
		{"HTTP_PROXY", "http://registry.invalid/dci", plain, func(p string) []string { return []string{"HTTP_PROXY=" + p} }, nil, true},
		{"http_proxy", "http://registry.invalid/dci", plain, func(p string) []string { return []string{"http_proxy=" + p} }, nil, true},
		{"HTTPS_PROXY", "https://example.com/dci", sealed, func(p string) []string { return []string{"HTTPS_PROXY=" + p} }, []string{"-ca", ca}, true},
		{"NO_PROXY", "http://registry.invalid/dci", plain, func(p string) []string { return []string{"HTTP_PROXY=" + p, "NO_PROXY=registry.invalid"} }, nil, false},
		{"NO_PROXY for a domain", "http://crvs.registry.invalid/dci", plain, func(p string) []string { return []string{"HTTP_PROXY=" + p, "NO_PROXY=.registry.invalid"} }, nil, false},
		{"this machine by its address", plain.URL + "/dci", plain, func(p string) []string { return []string{"HTTP_PROXY=" + p, "HTTPS_PROXY=" + p} }, nil, false},
		{"this machine by its name", strings.Replace(plain.URL, "127.0.0.1", "localhost", 1) + "/dci", plain, func(p string) []string { return []string{"HTTP_PROXY=" + p} }, nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			via, count := aProxy(t, tt.to)
			args := asked(tt.url, append(tt.args, "-event", "birth", "-id", "BRN:B90MAY123", "-timeout", "5s")...)
			d := inEnvironment(t, tt.env(via), args...)
			assert.Equal(t, tt.asked, count.Load() > 0, d.stderr)
			if !strings.Contains(tt.url, "registry.invalid") || tt.asked {
				assert.Equal(t, exitFound, d.status, d.stderr)
			}
		})
	}
}

func TestAProbeUsesTheProxiesOfTheEnvironment(t *testing.T) {
	t.Parallel()
	quiet := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(quiet.Close)
	proxy, asked := aProxy(t, quiet)
	d := inEnvironment(t, []string{"HTTP_PROXY=" + proxy}, "probe", "-url", "http://registry.invalid")
	assert.Equal(t, exitNotFound, d.status, d.stderr)
	assert.Positive(t, asked.Load())
}

func TestAProxyThatDoesNotAnswerIsNamed(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	question := []string{"-event", "birth", "-id", "BRN:B90MAY123", "-timeout", "1s"}
	for name, env := range map[string]string{
		"gone": "HTTP_PROXY=" + gone.URL, "no URL": "HTTP_PROXY=http://u:hush-hush@[::bad", "no scheme that is known": "HTTP_PROXY=gopher://u:hush-hush@127.0.0.1:1",
	} {
		for _, args := range [][]string{asked("http://registry.invalid", question...), {"probe", "-url", "http://registry.invalid"}} {
			d := inEnvironment(t, []string{env}, args...)
			assert.Equal(t, exitFailed, d.status, name)
			assert.Contains(t, d.stderr, "the proxy that HTTP_PROXY or HTTPS_PROXY names", name)
			assert.NotContains(t, d.stderr, "hush-hush", name)
		}
	}
}

func TestThisMachineIsNeverAskedThroughAProxy(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST": true, "localhost.": true, "crvs.localhost": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true, "::ffff:127.0.0.1": true,
		"registry.example": false, "localhost.example": false, "notlocalhost": false, "10.0.0.1": false, "128.0.0.1": false, "": false,
	} {
		assert.Equal(t, want, isLoopback(host), host)
	}
}
