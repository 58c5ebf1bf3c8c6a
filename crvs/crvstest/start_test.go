package crvstest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/crvstest"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func mala() search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth)
}

func TestAClientFindsEveryRecordAsItIs(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	client := reg.Client(t)
	for r := range reg.Handler().Records() {
		kind := r.Person.Identifiers[0].Type
		hit, err := client.Find(t.Context(), search.ByIdentifier(kind, r.RegistrationNumber).In(r.Event))
		require.NoError(t, err, r.RegistrationNumber)
		assert.Equal(t, search.MatchConfirmed, hit.Match, r.RegistrationNumber)
		assert.Equal(t, r.Event, hit.Event, r.RegistrationNumber)
		assert.Equal(t, r.RegistrationNumber, hit.RegistrationNumber)
		assert.Equal(t, r.Person, withoutEvent(t, hit.Person), r.RegistrationNumber)
	}
}

// withoutEvent drops the event from what the record held beyond a person.
func withoutEvent(t *testing.T, p person.Person) person.Person {
	t.Helper()
	for name := range p.Extra.All() {
		require.Equal(t, "reg_event_type", name)
	}
	p.Extra = person.Extra{}
	return p
}

func TestAClientReadsAYearPageByPage(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	var want []string
	for r := range reg.Handler().Records() {
		if r.Event == codes.VitalEventBirth && r.Person.BirthDate().Year() == 2017 {
			want = append(want, r.RegistrationNumber)
		}
	}
	for _, size := range []int{1, 5, 12, 100} {
		q := search.Where(search.BirthDate.Is(person.MustDate("2017"))).In(codes.VitalEventBirth).WithPageSize(size)
		var got []string
		for hit, err := range reg.Client(t).Search(t.Context(), q) {
			require.NoError(t, err)
			got = append(got, hit.RegistrationNumber)
		}
		assert.Equal(t, want, got)
	}
}

// Whatever the sandbox hands out agrees with what was asked, in the client's own
// judgement: it would not reach the caller otherwise.
func TestWhatTheSandboxHandsOutDoesNotContradictTheQuestion(t *testing.T) {
	t.Parallel()
	client := crvstest.Start(t).Client(t)
	for _, q := range []search.Query{
		search.Where(search.BirthDate.OnOrBefore(person.MustDate("2025"))),
		search.Where(search.BirthDate.Between(person.MustDate("1988-03-02"), person.MustDate("1989-03-01"))),
		search.Where(search.BirthDate.Is(person.MustDate("1962"))),
		search.Where(search.DeathDate.Is(person.MustDate("2024-08"))),
		search.Where(search.MarriageDate.After(person.MustDate("1970")), search.GivenName.Is("vikram")),
		search.Where(search.Sex.Is(codes.SexMale), search.Region.Is("IN-KL")),
		search.Where(search.FamilyName.Is("Nair")),
		search.ByIdentifier(codes.IdentifierNationalID, "987654321"),
		search.ByIdentifier(codes.IdentifierNationalID, "200000108").And(search.Sex.Is(codes.SexMale)),
		search.ByIdentifier("NID", "123456789").In(codes.VitalEventMarriage),
	} {
		found := 0
		for hit, err := range client.Search(t.Context(), q) {
			require.NoError(t, err, q.Form())
			assert.Equal(t, search.MatchConfirmed, hit.Match, q.Form())
			found++
		}
		assert.Positive(t, found, q.Form())
	}
}

func TestNotFoundIsNoError404(t *testing.T) {
	t.Parallel()
	_, err := crvstest.Start(t).Client(t).Find(t.Context(), search.ByIdentifier(codes.IdentifierBRN, "B00XXX000").In(codes.VitalEventBirth))
	require.ErrorIs(t, err, crvs.ErrNotFound)
}

func TestAClientReadsTheLocations(t *testing.T) {
	t.Parallel()
	places, err := crvstest.Start(t).Client(t).Locations(t.Context())
	require.NoError(t, err)
	assert.NotEmpty(t, places)
}

func TestATokenThatEndsIsRenewedInVirtualTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var tokens atomic.Int32
		reg := crvstest.Start(t, crvstest.WithClientCredentials("mis", "secret"), crvstest.WithMiddleware(func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/oauth2/client/token") {
					tokens.Add(1)
				}
				next.ServeHTTP(w, r)
			})
		}))
		client := reg.Client(t)
		for range 3 {
			hit, err := client.Find(t.Context(), mala())
			require.NoError(t, err)
			assert.Equal(t, "Mala S Kumar", hit.Person.Name().Full())
			<-time.After(time.Hour) // virtual
		}
		assert.Equal(t, int32(3), tokens.Load())
	})
}

func TestAFaultIsPutBeforeTheRegistry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var order []string
		var mu sync.Mutex
		note := func(name string) crvstest.Option {
			return crvstest.WithMiddleware(func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					mu.Lock()
					order = append(order, name+" "+r.URL.Path)
					mu.Unlock()
					next.ServeHTTP(w, r)
				})
			})
		}
		silent := crvstest.WithMiddleware(func(http.Handler) http.Handler {
			return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body) // the server notices a peer that goes away only then
				<-r.Context().Done()
			})
		})
		reg := crvstest.Start(t, note("outer"), note("inner"), silent)
		_, err := reg.Client(t, crvs.WithTimeout(time.Minute), crvs.WithRetry(crvs.Retry{MaxAttempts: 1})).Find(t.Context(), mala())
		require.Error(t, err)
		e, ok := errors.AsType[*crvs.Error](err)
		require.True(t, ok)
		assert.Equal(t, crvs.KindTimeout, e.Kind)
		mu.Lock()
		defer mu.Unlock()
		assert.Equal(t, []string{"outer /dci/registry/sync/search", "inner /dci/registry/sync/search"}, order)
	})
}

func TestTheRegistryCanBeAskedWithoutTheClient(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t, crvstest.WithToken("mine"), crvstest.WithSandbox(sandbox.WithRegistryID("civil.example")))
	get := func(path string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, reg.URL()+path, nil)
		require.NoError(t, err)
		resp, err := reg.HTTPClient().Do(req)
		require.NoError(t, err)
		defer func() { assert.NoError(t, resp.Body.Close()) }()
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		return resp.StatusCode, string(body)
	}
	status, body := get("/healthz")
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, body, "civil.example")
	assert.Equal(t, "mine", reg.Token())
	assert.Len(t, slices.Collect(reg.Handler().Records()), 78)
}

func TestEachTestHasItsOwnRegistry(t *testing.T) {
	t.Parallel()
	one, two := crvstest.Start(t), crvstest.Start(t, crvstest.WithToken("another"))
	require.NotSame(t, one.Handler(), two.Handler())
	_, err := one.Client(t, crvs.WithBearerToken("another")).Find(t.Context(), mala())
	require.ErrorIs(t, err, crvs.ErrUnauthorized)
}

func TestAThousandAskAtOnce(t *testing.T) {
	t.Parallel()
	client := crvstest.Start(t).Client(t)
	var wg sync.WaitGroup
	for range 1000 {
		wg.Go(func() {
			_, err := client.Find(t.Context(), mala())
			assert.NoError(t, err)
		})
	}
	wg.Wait()
}

// failing is a test that notes its failure and its cleanups.
type failing struct {
	testing.TB

	message string
}

func (f *failing) Helper() {}

func (f *failing) Fatalf(format string, args ...any) {
	f.message = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func TestAWrongOptionFailsTheTestAtOnce(t *testing.T) {
	t.Parallel()
	fails := func(do func(tb testing.TB)) string {
		f := &failing{TB: t}
		done := make(chan struct{})
		go func() {
			defer close(done)
			do(f)
		}()
		<-done
		return f.message
	}
	assert.Contains(t, fails(func(tb testing.TB) { tb.Helper(); crvstest.Start(tb, crvstest.WithToken("")) }), "WithToken")
	assert.Contains(t, fails(func(tb testing.TB) { tb.Helper(); crvstest.Start(t).Client(tb, crvs.WithSender("")) }), "sender_id")
	for says, opts := range map[string][]crvstest.Option{
		"Start: option 3 is nil":                    {crvstest.WithToken("mine"), crvstest.WithSandbox(), nil},
		"WithSandbox: option 2 is nil":              {crvstest.WithSandbox(sandbox.WithAdmin(), nil)},
		"WithMiddleware: the middleware is nil":     {crvstest.WithMiddleware(nil)},
		"WithRegistryID: the id is empty":           {crvstest.WithSandbox(sandbox.WithRegistryID(""))},
		"WithClient: the id or the secret is empty": {crvstest.WithClientCredentials("mis", "")},
	} {
		assert.Contains(t, fails(func(tb testing.TB) { tb.Helper(); crvstest.Start(tb, opts...) }), says)
	}
}

// keeping returns the option, which also hands out the config that it is applied
// to, so that another option can be applied when the registry runs.
func keeping[C any, O ~func(*C)](option O) (O, func(later O)) {
	var kept *C
	keeps := func(c *C) {
		kept = c
		option(c)
	}
	return keeps, func(later O) { later(kept) }
}

func TestAnOptionAppliedLaterDoesNotChangeARegistryThatRuns(t *testing.T) {
	t.Parallel()
	boxes := []sandbox.Option{sandbox.WithRegistryID("civil.example")}
	inside := crvstest.WithSandbox(boxes...)
	boxes[0] = nil
	option, apply := keeping(inside)
	reg := crvstest.Start(t, option)
	apply(crvstest.WithToken("another"))
	apply(crvstest.WithClientCredentials("mis", "secret"))
	apply(crvstest.WithMiddleware(func(http.Handler) http.Handler { return http.NotFoundHandler() }))
	assert.Equal(t, crvstest.Start(t).Token(), reg.Token())
	_, err := reg.Client(t).Find(t.Context(), mala())
	require.NoError(t, err)
}

func TestNothingRunsOnAfterTheTest(t *testing.T) {
	t.Parallel()
	var hc *http.Client
	var url string
	t.Run("a test that leaves a connection open", func(t *testing.T) {
		reg := crvstest.Start(t)
		_, err := reg.Client(t).Find(context.WithoutCancel(t.Context()), mala())
		require.NoError(t, err)
		hc, url = reg.HTTPClient(), reg.URL()
	})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	resp, err := hc.Do(req)
	if resp != nil {
		_ = resp.Body.Close()
	}
	require.Error(t, err)
}
