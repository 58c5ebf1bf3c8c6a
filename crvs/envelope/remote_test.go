package envelope_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/internal/memnet"
)

const keysURL = "https://crvs.example.org/dci/.well-known/jwks.json"

// publisher is a server of key sets on a memory network.
type publisher struct {
	l       *memnet.Listener
	fetches atomic.Int32

	mu sync.Mutex
	h  http.Handler
}

// publish starts a server that ends with the test. Call it in the bubble.
func publish(t *testing.T, h http.Handler) *publisher {
	t.Helper()
	p := &publisher{l: memnet.Listen(), h: h}
	srv := &http.Server{Handler: p, ReadHeaderTimeout: time.Hour}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = srv.Serve(p.l) }()
	t.Cleanup(func() {
		assert.NoError(t, srv.Close())
		<-ended
	})
	return p
}

func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.fetches.Add(1)
	p.mu.Lock()
	h := p.h
	p.mu.Unlock()
	h.ServeHTTP(w, r)
}

func (p *publisher) serve(h http.Handler) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.h = h
}

// keys returns the remote keys of the publisher; TLS ends at the network's edge.
func (p *publisher) keys(t *testing.T, opts ...envelope.RemoteOption) *envelope.RemoteKeys {
	t.Helper()
	r, err := envelope.NewRemoteKeys("http://127.0.0.1/dci/.well-known/jwks.json",
		append([]envelope.RemoteOption{envelope.WithHTTPClient(&http.Client{Transport: p.l.Transport()})}, opts...)...)
	require.NoError(t, err)
	return r
}

func find(t *testing.T, r envelope.KeySource, key envelope.PrivateKey) error {
	t.Helper()
	keys, err := r.FindKeys(t.Context(), envelope.KeyQuery{KeyID: key.KeyID(), Algorithm: key.Algorithm(), Use: envelope.UseSignature})
	if err == nil {
		require.Len(t, keys, 1)
		assert.Equal(t, key.KeyID(), keys[0].KeyID())
	}
	return err
}

func after(t *testing.T, d time.Duration) {
	t.Helper()
	<-time.After(d)
}

func withCacheControl(value string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(headerWriter{w, value}, r)
	})
}

type headerWriter struct {
	http.ResponseWriter
	value string
}

func (w headerWriter) WriteHeader(status int) {
	w.Header().Set("Cache-Control", w.value)
	w.ResponseWriter.WriteHeader(status)
}

func body(status int, text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	})
}

// TestAThousandVerificationsAfterARotationFetchOnce: one fetch for all who meet the
// new key, whether they come together or one after another.
func TestAThousandVerificationsAfterARotationFetchOnce(t *testing.T) {
	t.Parallel()
	before, now := newKey(t, envelope.EdDSA), newKey(t, envelope.EdDSA)
	synctest.Test(t, func(t *testing.T) {
		p := publish(t, keySet(t, before))
		r := p.keys(t)
		require.NoError(t, find(t, r, before))
		require.EqualValues(t, 1, p.fetches.Load())

		p.serve(keySet(t, now))
		var wg sync.WaitGroup
		var failed atomic.Int32
		for range 1000 {
			wg.Go(func() {
				if find(t, r, now) != nil {
					failed.Add(1)
				}
			})
		}
		wg.Wait()
		assert.Zero(t, failed.Load())
		assert.EqualValues(t, 2, p.fetches.Load())
		require.ErrorIs(t, find(t, r, before), fault.ErrSignature, "a key that was withdrawn is good no more")
	})
}

func TestUnknownKeysCannotMakeUsFetchWithoutEnd(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	synctest.Test(t, func(t *testing.T) {
		p := publish(t, keySet(t, key))
		r := p.keys(t)
		for i := range 1000 {
			err := find(t, r, key.WithKeyID(fmt.Sprint(i)))
			require.ErrorIs(t, err, fault.ErrSignature)
		}
		assert.EqualValues(t, 3, p.fetches.Load())
		err := find(t, r, key.WithKeyID("x"))
		assert.Contains(t, err.Error(), "a newer set cannot be had at the moment")
		require.NoError(t, find(t, r, key), "what is known stays known")
		after(t, 10*time.Second)
		require.Error(t, find(t, r, key.WithKeyID("x")))
		assert.EqualValues(t, 4, p.fetches.Load())
	})
}

func TestASetIsKeptAsLongAsCacheControlSays(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	for value, life := range map[string]time.Duration{
		"max-age=120": 2 * time.Minute, "public, MAX-AGE=\"180\"": 3 * time.Minute, "": 10 * time.Minute, "private": 10 * time.Minute,
		"max-age=0": time.Minute, "no-cache": time.Minute, "no-store, max-age=3600": time.Minute, "max-age=99999999": time.Hour,
		"max-age=-1": 10 * time.Minute, "max-age=99999999999999999999": 10 * time.Minute, "must-revalidate, max-age=120": 2 * time.Minute,
	} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := publish(t, withCacheControl(value, keySet(t, key)))
				r := p.keys(t)
				require.NoError(t, find(t, r, key))
				after(t, life-time.Second)
				require.NoError(t, find(t, r, key))
				assert.EqualValues(t, 1, p.fetches.Load())
				after(t, time.Second)
				require.NoError(t, find(t, r, key))
				assert.EqualValues(t, 2, p.fetches.Load())
			})
		})
	}
}

func TestTheLastGoodSetIsKeptThroughAnOutage(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	synctest.Test(t, func(t *testing.T) {
		p := publish(t, keySet(t, key))
		r := p.keys(t, envelope.WithOutage(2*time.Hour))
		require.NoError(t, find(t, r, key))
		p.serve(body(http.StatusBadGateway, "<html>Жанна</html>"))
		after(t, time.Hour)
		for range 100 {
			require.NoError(t, find(t, r, key))
		}
		assert.EqualValues(t, 2, p.fetches.Load(), "a server that is down is not hammered")
		after(t, time.Hour)
		require.NoError(t, find(t, r, key))
		after(t, 10*time.Minute)
		e := requireKind(t, find(t, r, key), fault.KindUnavailable)
		assert.Equal(t, http.StatusBadGateway, e.HTTPStatus)
		assert.True(t, e.Retryable())
		requireSilent(t, e)
		assert.Nil(t, r.Keys())

		p.serve(keySet(t, key))
		after(t, 10*time.Second)
		require.NoError(t, find(t, r, key), "it recovers by itself")
	})
}

func TestAnEmptySetWithdrawsEveryKey(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	synctest.Test(t, func(t *testing.T) {
		p := publish(t, keySet(t, key))
		r := p.keys(t)
		require.NoError(t, find(t, r, key))
		p.serve(body(http.StatusOK, `{"keys":[]}`))
		require.NoError(t, r.Refresh(t.Context()))
		require.ErrorIs(t, find(t, r, key), fault.ErrSignature)
	})
}

func TestAHostileKeySetFailsSafelyAndQuickly(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	jwk, err := key.Public().MarshalJSON()
	require.NoError(t, err)
	endless := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat(" ", 1<<16)); err != nil {
				return
			}
		}
	})
	dripping := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, " ")
			_ = http.NewResponseController(w).Flush()
			select {
			case <-time.After(time.Second):
			case <-r.Context().Done():
			}
		}
	})
	for name, tt := range map[string]struct {
		h    http.Handler
		kind fault.Kind
		says string
	}{
		"of 10 MB":                 {body(200, `{"keys":[`+string(jwk)+`],"x":"`+strings.Repeat("x", 10<<20)+`"}`), fault.KindProtocol, "more than 1048576 bytes"},
		"of 10,000 keys":           {body(200, `{"keys":[`+strings.Repeat(`{},`, 9999)+string(jwk)+`]}`), fault.KindProtocol, "more than 256 keys"},
		"without end":              {endless, fault.KindProtocol, "more than 1048576 bytes"},
		"that hangs":               {http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), fault.KindTimeout, "did not arrive within 5s"},
		"that drips":               {dripping, fault.KindTimeout, "did not arrive within 5s"},
		"redirected to another":    {http.RedirectHandler("https://evil.example/jwks.json", http.StatusFound), fault.KindProtocol, "redirects to another host"},
		"redirected to a port":     {http.RedirectHandler("http://127.0.0.1:81/jwks.json", http.StatusFound), fault.KindProtocol, "redirects to another host"},
		"redirected without end":   {http.RedirectHandler("/again", http.StatusFound), fault.KindProtocol, "redirects without end"},
		"that is HTML":             {body(200, "<html>Жанна</html>"), fault.KindProtocol, "no sound JSON"},
		"that is no set":           {body(200, `{"message":"Жанна"}`), fault.KindProtocol, "no list of keys"},
		"with a duplicate member":  {body(200, `{"keys":[],"keys":[`+string(jwk)+`]}`), fault.KindProtocol, "stands twice"},
		"of deep nesting":          {body(200, `{"keys":`+strings.Repeat("[", 100000)), fault.KindProtocol, "too deep"},
		"that is not there":        {body(404, "Жанна"), fault.KindProtocol, "check its URL"},
		"that is not for us":       {body(401, ""), fault.KindUnauthorized, "cannot be had"},
		"behind a broken server":   {body(500, ""), fault.KindUnavailable, "cannot be had"},
		"with a broken connection": {http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), fault.KindUnavailable, "cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := publish(t, tt.h)
				r := p.keys(t)
				start := time.Now()
				err := find(t, r, key)
				e := requireKind(t, err, tt.kind)
				assert.Contains(t, err.Error(), tt.says)
				requireSilent(t, err)
				assert.LessOrEqual(t, time.Since(start), 5*time.Second)
				fetches := p.fetches.Load()
				again := requireKind(t, find(t, r, key), tt.kind)
				assert.Equal(t, fetches, p.fetches.Load(), "it is not asked again at once")
				assert.NotSame(t, e, again, "callers fill in ids")
			})
		})
	}
}

func TestARedirectOnTheSameHostIsFollowed(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	synctest.Test(t, func(t *testing.T) {
		mux := http.NewServeMux()
		mux.Handle("/dci/.well-known/jwks.json", http.RedirectHandler("/keys", http.StatusFound))
		mux.Handle("/keys", keySet(t, key))
		require.NoError(t, find(t, publish(t, mux).keys(t), key))
	})
}

func TestOneWhoLeavesDoesNotEndTheFetchOfOthers(t *testing.T) {
	t.Parallel()
	key := newKey(t, envelope.EdDSA)
	synctest.Test(t, func(t *testing.T) {
		set := keySet(t, key)
		p := publish(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			<-time.After(2 * time.Second)
			set.ServeHTTP(w, r)
		}))
		r := p.keys(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		done := make(chan error)
		go func() {
			_, err := r.FindKeys(ctx, envelope.KeyQuery{KeyID: key.KeyID(), Algorithm: envelope.EdDSA, Use: envelope.UseSignature})
			done <- err
		}()
		synctest.Wait()
		require.NoError(t, find(t, r, key))
		err := <-done
		requireKind(t, err, fault.KindTimeout)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.EqualValues(t, 1, p.fetches.Load())

		canceled, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = r.FindKeys(canceled, envelope.KeyQuery{KeyID: "x", Use: envelope.UseSignature})
		requireKind(t, err, fault.KindCanceled)
	})
}

func TestRemoteKeysNeedASafeURL(t *testing.T) {
	t.Parallel()
	for url, ok := range map[string]bool{
		keysURL: true, "http://127.0.0.1:8080/jwks.json": true, "http://[::1]/jwks.json": true, "http://localhost/jwks.json": true,
		"http://crvs.example.org/jwks.json": false, "http://localhost.evil.example/": false, "ftp://x/": false, "": false, "/jwks.json": false, "https://": false, "https://a b/": false,
	} {
		_, err := envelope.NewRemoteKeys(url)
		if ok {
			require.NoError(t, err, url)
			continue
		}
		requireKind(t, err, fault.KindInvalid)
	}
	r, err := envelope.NewRemoteKeys("http://user:secret@crvs.example.org/jwks.json?token=secret", envelope.WithInsecureHTTP())
	require.NoError(t, err)
	assert.NotContains(t, fmt.Sprintf("%v %s", r, r), "secret")
	for _, o := range []envelope.RemoteOption{envelope.WithFetchTimeout(0), envelope.WithOutage(-1)} {
		_, err := envelope.NewRemoteKeys(keysURL, o)
		requireKind(t, err, fault.KindInvalid)
	}
}

// TestAnErrorDoesNotShowTheURL: it may hold a secret.
func TestAnErrorDoesNotShowTheURL(t *testing.T) {
	t.Parallel()
	hc := &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("dial secret") })}
	r, err := envelope.NewRemoteKeys("https://user:secret@crvs.example.org/jwks.json?token=secret", envelope.WithHTTPClient(hc))
	require.NoError(t, err)
	err = r.Refresh(t.Context())
	requireKind(t, err, fault.KindUnavailable)
	assert.NotContains(t, err.Error(), "secret")
	assert.Contains(t, err.Error(), "crvs.example.org")
	assert.Zero(t, r.Age())
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestSendersThatIntroduceThemselvesByURL(t *testing.T) {
	t.Parallel()
	key, other := newKey(t, envelope.EdDSA), newKey(t, envelope.EdDSA)
	synctest.Test(t, func(t *testing.T) {
		var paths []string
		set, otherSet := keySet(t, key), keySet(t, other)
		p := publish(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			paths = append(paths, r.Host+r.URL.Path)
			if strings.HasPrefix(r.Host, "127.0.0.2") {
				otherSet.ServeHTTP(w, r)
				return
			}
			set.ServeHTTP(w, r)
		}))
		opts := envelope.WithFetchedSenders(envelope.WithHTTPClient(&http.Client{Transport: p.l.Transport()}))
		s, err := envelope.NewSenders(map[string]envelope.KeySource{"spmis.example.org": keySet(t, other)}, opts)
		require.NoError(t, err)
		v := newVerifier(t, envelope.JWSAttached, s)
		sealed := seal(t, newSigner(t, envelope.JWSAttached, key))
		for _, sender := range []string{"http://127.0.0.1:9090", "http://127.0.0.1:9090/", "http://127.0.0.1/mis/a"} {
			_, err = v.Verify(t.Context(), sender, sealed)
			require.NoError(t, err)
		}
		assert.Equal(t, []string{"127.0.0.1:9090/.well-known/jwks.json", "127.0.0.1:9090/.well-known/jwks.json", "127.0.0.1/mis/a/.well-known/jwks.json"}, paths)
		for _, sender := range []string{"spmis.example.org", "http://127.0.0.2", "http://spmis.example.org", "https://x/?a=b", "https://u:p@x/", "file:///etc/passwd", "", "x", "https://x/#"} {
			_, err = v.Verify(t.Context(), sender, sealed)
			requireForged(t, err, "")
		}
		for i := range 1000 { // it stays bounded, and what is used stays
			if _, err = v.Verify(t.Context(), fmt.Sprintf("http://127.0.0.1/%d", i), sealed); i%10 == 0 {
				require.NoError(t, err)
			}
		}

		closed, err := envelope.NewSenders(nil)
		require.NoError(t, err)
		_, err = newVerifier(t, envelope.JWSAttached, closed).Verify(t.Context(), "http://127.0.0.1:9090", sealed)
		requireForged(t, err, "not known here")
	})
	_, err := envelope.NewSenders(map[string]envelope.KeySource{"": keySet(t, key)})
	requireKind(t, err, fault.KindInvalid)
	_, err = envelope.NewSenders(nil, envelope.WithFetchedSenders(envelope.WithFetchTimeout(-1)))
	requireKind(t, err, fault.KindInvalid)
}

// Nothing that a sender writes says that it has replaced its key for encryption.
func TestWhoReplacedAKeyIsEncryptedToWithTheNewOne(t *testing.T) {
	t.Parallel()
	var keys []envelope.PrivateKey
	for range 6 { // more than the limit on fetches would let through
		keys = append(keys, newKey(t, envelope.ECDHESA256KW))
	}
	synctest.Test(t, func(t *testing.T) {
		p := publish(t, keySet(t, keys[0]))
		s, err := envelope.NewSenders(nil, envelope.WithFetchedSenders(envelope.WithHTTPClient(&http.Client{Transport: p.l.Transport()})))
		require.NoError(t, err)
		encrypter, err := envelope.NewEncrypter(s)
		require.NoError(t, err)
		for _, key := range keys {
			p.serve(keySet(t, key))
			message, err := encrypter.Encrypt(t.Context(), "http://127.0.0.1:9090", []byte(`{"transaction_id":"t-1"}`))
			require.NoError(t, err)
			decrypter, err := envelope.NewDecrypter([]envelope.PrivateKey{key})
			require.NoError(t, err)
			_, err = decrypter.Decrypt(t.Context(), message)
			require.NoError(t, err)
		}
		p.serve(http.NotFoundHandler())
		_, err = encrypter.Encrypt(t.Context(), "http://127.0.0.1:9090", []byte(`{}`))
		require.NoError(t, err, "an outage does not undo what is known")
	})
}
