package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// delivering is a registry that calls back.
func delivering(t *testing.T) (url string, box *sandbox.Registry) {
	t.Helper()
	box, err := sandbox.New(sandbox.WithExchangeLog(100))
	require.NoError(t, err)
	server := httptest.NewServer(http.StripPrefix(prefix, box))
	t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- box.Deliver(ctx) }()
	t.Cleanup(func() {
		cancel()
		assert.NoError(t, <-ended)
	})
	return server.URL + prefix, box
}

func TestAnAsynchronousSearchPrintsWhatIsCalledBackInEveryDialect(t *testing.T) {
	t.Parallel()
	url, _ := delivering(t)
	for _, name := range []string{"dci-1.0", "openspp", "openg2p", "opencrvs-2024", "opencrvs-1.9"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base, _ := sandbox.BasePath(name)
			args := asked(url+base, "-profile", name, "-async", "-listen", "127.0.0.1:0", "-event", "birth", "-json", "-verify", url+base+"/.well-known/jwks.json", "-id")
			d := heardWhile(t, append(args, "BRN:B90MAY123")...)
			assert.Equal(t, exitFound, d.status, d.stderr)
			assert.Contains(t, d.stdout, `"registration_number":"B90MAY123"`)
			d = heardWhile(t, append(args, "BRN:B00NOBODY")...)
			assert.Equal(t, exitNotFound, d.status, d.stderr)
			assert.Empty(t, d.stdout)
		})
	}
}

// heardWhile runs a command that says where it listens.
func heardWhile(t *testing.T, args ...string) done {
	t.Helper()
	var out, errs strings.Builder
	d := done{status: run(t.Context(), args, strings.NewReader(""), &out, &errs)}
	first, rest, _ := strings.Cut(errs.String(), "\n")
	assert.Contains(t, first, "listening on http://127.0.0.1:")
	d.stdout, d.stderr = out.String(), rest
	return d
}

func TestAnAsynchronousSearchFindsInItsStoreWhatAListenerReceived(t *testing.T) {
	t.Parallel()
	url, box := delivering(t)
	path := filepath.Join(t.TempDir(), "inbox.db")
	listener := ears(t, "-insecure-unsigned", "-store", path)
	d := crvsctl(t, asked(url, "-async", "-store", path, "-callback", listener.url, "-timeout", "20s", "-event", "birth", "-id", "BRN:B90MAY123")...)
	assert.Equal(t, exitFound, d.status, d.stderr)
	assert.Contains(t, d.stdout, "B90MAY123")
	for _, e := range box.Exchanges() {
		assert.NotContains(t, e.Path, "status", "the callback said it")
	}
	assert.Equal(t, exitFound, listener.stop().status)
	d = crvsctl(t, asked(url, "-store", path, "-event", "birth", "-id", "BRN:B90MAY123")...)
	assert.Equal(t, exitUsage, d.status)
	assert.Contains(t, d.stderr, "-store are for an asynchronous search")
}

func TestAnAsynchronousSearchIsLearntFromItsStatus(t *testing.T) {
	t.Parallel()
	url, _ := delivering(t)
	for _, args := range [][]string{
		asked(url, "-async"),
		asked(url, "-async", "-callback", "http://"+freeAddress(t)+"/nobody"),
		asked(url+"/bare", "-async", "-profile", "bare-crvs"),
	} {
		d := crvsctl(t, append(args, "-event", "birth", "-id", "BRN:B90MAY123")...)
		assert.Equal(t, exitFound, d.status, d.stderr)
		assert.Contains(t, d.stdout, "B90MAY123")
	}
}

func TestAnAnswerThatNeverComesEndsWithWhatIsMissing(t *testing.T) {
	t.Parallel()
	url, box := delivering(t)
	_, err := box.Inject(sandbox.Fault{Kind: sandbox.FaultAsyncNever})
	require.NoError(t, err)
	d := heardWhile(t, asked(url, "-async", "-listen", "127.0.0.1:0", "-timeout", "1s", "-event", "birth", "-id", "BRN:B90MAY123")...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "question 1 of 1: nothing came")
}

func TestTheStatusOfASearch(t *testing.T) {
	t.Parallel()
	url, box := delivering(t)
	d := crvsctl(t, asked(url, "-async", "-event", "birth", "-id", "BRN:B90MAY123")...)
	require.Equal(t, exitFound, d.status, d.stderr)
	var transaction string
	for _, e := range box.Exchanges() {
		if e.Path == "/registry/search" {
			_, rest, _ := strings.Cut(string(e.Request.Body), `"transaction_id":"`)
			transaction, _, _ = strings.Cut(rest, `"`)
		}
	}
	require.NotEmpty(t, transaction)
	status := []string{"status", "-url", url, "-sender", "mis.test", "-insecure-unsigned"}
	d = crvsctl(t, append(status, "-transaction", transaction)...)
	assert.Equal(t, exitFound, d.status, d.stderr)
	assert.Contains(t, d.stdout, ": succ, 1 record\n")
	d = crvsctl(t, append(status, "-json", "-transaction", transaction)...)
	assert.Contains(t, d.stdout, `"status":"succ","code":"","records":1,"total":1}`)
	d = crvsctl(t, append(status, "-transaction", "nobody")...)
	assert.Equal(t, exitNotFound, d.status)
	assert.Contains(t, d.stderr, "does not know this message")
	d = crvsctl(t, append(status, "-of", "subscribe", "-code", "nobody")...)
	assert.Contains(t, d.stdout, ": rjct.reference_id.invalid\n")
	for _, bad := range [][]string{{}, {"-transaction", "t", "-code", "c"}, {"-of", "marry", "-code", "c"}} {
		assert.Equal(t, exitUsage, crvsctl(t, append(status, bad...)...).status)
	}
}
