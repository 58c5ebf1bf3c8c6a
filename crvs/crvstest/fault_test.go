package crvstest_test

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/crvstest"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// once is a client that asks once and waits 10 seconds.
func once(t *testing.T, reg *crvstest.Registry) *crvs.Client {
	t.Helper()
	return reg.Client(t, crvs.WithRetry(crvs.Retry{MaxAttempts: 1}), crvs.WithTimeout(10*time.Second))
}

// born2017 asks for 12 records, five on a page.
func born2017() search.Query {
	return search.Where(search.BirthDate.Is(person.MustDate("2017"))).In(codes.VitalEventBirth).WithPageSize(5)
}

// read is how many records came, and what ended it.
func read(t *testing.T, c *crvs.Client, q search.Query) (records int, err error) {
	t.Helper()
	for _, err = range c.Search(t.Context(), q) {
		if err == nil {
			records++
		}
	}
	return records, err
}

func kindOf(t *testing.T, err error) crvs.Kind {
	t.Helper()
	e, ok := errors.AsType[*crvs.Error](err)
	require.True(t, ok, "%v", err)
	return e.Kind
}

func TestEachFaultGivesAProductItsTypedError(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault sandbox.Fault
		kind  crvs.Kind
		is    error // nil if there is no sentinel
		says  string
	}{
		{"an answer that comes too late", sandbox.Fault{Kind: sandbox.FaultDelay, Delay: time.Minute}, crvs.KindTimeout, nil, "10s"},
		{"a gateway's page", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 502, Body: sandbox.GatewayPage}, crvs.KindUnavailable, nil, "HTML"},
		{"a page of a portal at 200", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 200, Body: sandbox.GatewayPage}, crvs.KindProtocol, nil, "HTML"},
		{"a bad request", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 400}, crvs.KindRejected, nil, "a fault that was asked for"},
		{"a token that is not accepted", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 401}, crvs.KindUnauthorized, crvs.ErrUnauthorized, ""},
		{"a question that is not allowed", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 403}, crvs.KindForbidden, nil, ""},
		{"an endpoint that is not there", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 404}, crvs.KindProtocol, nil, ""},
		{"a server that fails", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 500}, crvs.KindUnavailable, nil, ""},
		{"a redirect to nowhere", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 302}, crvs.KindProtocol, nil, ""},
		{"no content", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 204}, crvs.KindProtocol, nil, ""},
		{"too many requests", sandbox.Fault{Kind: sandbox.FaultStatus, Status: 429}, crvs.KindRateLimited, crvs.ErrRateLimited, ""},
		{"the quota of the DCI server", sandbox.Fault{Kind: sandbox.FaultQuota}, crvs.KindRateLimited, crvs.ErrRateLimited, "quota"},
		{"the quota of its core", sandbox.Fault{Kind: sandbox.FaultQuota, Status: 402}, crvs.KindRateLimited, crvs.ErrRateLimited, "402"},
		{"a connection that is dropped", sandbox.Fault{Kind: sandbox.FaultDrop}, crvs.KindUnavailable, nil, ""},
		{"a connection that is cut in the answer", sandbox.Fault{Kind: sandbox.FaultCut}, crvs.KindUnavailable, nil, "broke off"},
		{"half an answer", sandbox.Fault{Kind: sandbox.FaultTruncated}, crvs.KindProtocol, nil, "cut off"},
		{"bytes that are no JSON", sandbox.Fault{Kind: sandbox.FaultGarbage}, crvs.KindProtocol, nil, ""},
		{"a text that is no JSON", sandbox.Fault{Kind: sandbox.FaultGarbage, Body: "Mala"}, crvs.KindProtocol, nil, ""},
		{"an answer to another question", sandbox.Fault{Kind: sandbox.FaultWrongReferenceIDs}, crvs.KindProtocol, nil, "unknown reference_id"},
		{"no answer to the question", sandbox.Fault{Kind: sandbox.FaultMissingItems}, crvs.KindProtocol, nil, "unanswered"},
		{"somebody else's record", sandbox.Fault{Kind: sandbox.FaultOvermatch}, crvs.KindOvermatch, crvs.ErrOvermatch, "BRN"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := crvstest.Start(t)
				client := once(t, reg)
				end := reg.Inject(t, tt.fault)
				_, err := client.Find(t.Context(), mala())
				require.Error(t, err)
				assert.Equal(t, tt.kind, kindOf(t, err), err.Error())
				assert.Contains(t, err.Error(), tt.says)
				require.NotErrorIs(t, err, crvs.ErrNotFound, "a fault is never an answer")
				if tt.is != nil {
					require.ErrorIs(t, err, tt.is)
				}
				assert.NotContains(t, err.Error(), "Mala")
				require.Len(t, reg.Faults(), 1)
				assert.Positive(t, reg.Faults()[0].Hits)
				end()
				hit, err := client.Find(t.Context(), mala())
				require.NoError(t, err, "it behaves again")
				assert.Equal(t, "Mala S Kumar", hit.Person.Name().Full())
			})
		})
	}
}

func TestARetryAfterIsWaitedForAndTheNextAnswerTaken(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"in the header": {Kind: sandbox.FaultStatus, Status: 503, RetryAfter: 7 * time.Second, Calls: 1},
		"in the body":   {Kind: sandbox.FaultStatus, Status: 429, Body: `{"detail":{"retry_after":7}}`, Calls: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := crvstest.Start(t)
				reg.Inject(t, fault)
				began := time.Now()
				hit, err := reg.Client(t).Find(t.Context(), mala())
				require.NoError(t, err)
				assert.Equal(t, search.MatchConfirmed, hit.Match)
				assert.GreaterOrEqual(t, time.Since(began), 7*time.Second)
				assert.Less(t, time.Since(began), 20*time.Second)
				assert.Empty(t, reg.Faults(), "it has struck as often as it was to")
				seen := reg.Exchanges()
				require.Len(t, seen, 2)
				assert.Equal(t, []int{fault.Status, 200}, []int{seen[0].Status, seen[1].Status})
				assert.Equal(t, seen[0].Request.Body, seen[1].Request.Body, "the same message")
			})
		})
	}
}

func TestALongRetryAfterIsReturnedAndNotWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := crvstest.Start(t)
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultQuota, RetryAfter: 24 * time.Hour})
		began := time.Now()
		_, err := reg.Client(t).Find(t.Context(), mala())
		require.ErrorIs(t, err, crvs.ErrRateLimited)
		e, _ := errors.AsType[*crvs.Error](err)
		assert.Equal(t, 24*time.Hour, e.RetryAfter)
		assert.Less(t, time.Since(began), time.Second)
		assert.Equal(t, 1, reg.Faults()[0].Hits, "a quota is not hammered")
	})
}

func TestADroppedConnectionIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, kind := range []sandbox.FaultKind{sandbox.FaultDrop, sandbox.FaultCut} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := crvstest.Start(t)
				reg.Inject(t, sandbox.Fault{Kind: kind, Calls: 2})
				_, err := reg.Client(t).Find(t.Context(), mala())
				require.NoError(t, err)
				assert.Len(t, reg.Exchanges(), 3)
			})
		})
	}
}

func TestAFaultAtTheTokenEndpointLeavesTheSearchAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := crvstest.Start(t, crvstest.WithClientCredentials("mis", "secret"))
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 401, Path: "/oauth2/client/token", Calls: 1})
		client := once(t, reg)
		_, err := client.Find(t.Context(), mala())
		require.ErrorIs(t, err, crvs.ErrUnauthorized)
		<-time.After(2 * time.Second) // an endpoint that failed is left alone for one
		_, err = client.Find(t.Context(), mala())
		require.NoError(t, err)
	})
}

func TestReadingPageByPageNoticesARegistryThatDoesNotHoldStill(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		kind    sandbox.FaultKind
		records int
		want    crvs.Kind
		is      error
	}{
		{"a page that comes again", sandbox.FaultRepeatedPage, 5, crvs.KindProtocol, nil},
		{"a total that changes", sandbox.FaultChangingTotals, 12, crvs.KindUnstable, crvs.ErrUnstable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			reg := crvstest.Start(t)
			reg.Inject(t, sandbox.Fault{Kind: tt.kind})
			records, err := read(t, once(t, reg), born2017())
			require.Error(t, err)
			assert.Equal(t, tt.want, kindOf(t, err))
			if tt.is != nil {
				require.ErrorIs(t, err, tt.is)
			}
			assert.Equal(t, tt.records, records)
			reg.ClearFaults()
			records, err = read(t, once(t, reg), born2017())
			require.NoError(t, err)
			assert.Equal(t, 12, records)
		})
	}
}

// A single wrong total is enough, and pages that are not the last count none.
func TestAFaultIsNotUsedUpByACallThatItCannotChange(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultChangingTotals, Calls: 1})
	reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultOvermatch, Calls: 1})
	client := once(t, reg)
	_, err := client.SearchPage(t.Context(), search.Where(search.FamilyName.Is("Nair")))
	require.NoError(t, err, "only a name was asked for, on a first page")
	require.Len(t, reg.Faults(), 2)
	for _, f := range reg.Faults() {
		assert.Zero(t, f.Hits)
	}
	_, err = client.Find(t.Context(), mala())
	require.ErrorIs(t, err, crvs.ErrOvermatch)
	require.Len(t, reg.Faults(), 1)
	_, err = read(t, client, born2017())
	require.ErrorIs(t, err, crvs.ErrUnstable)
	assert.Empty(t, reg.Faults())
}

func TestOvermatchContradictsWhateverWasAsked(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultOvermatch})
	client := once(t, reg)
	for name, q := range map[string]search.Query{
		"a number of a registration":     mala(),
		"a number of a person":           search.ByIdentifier(codes.IdentifierNationalID, "987654321"),
		"a number that nobody has":       search.ByIdentifier(codes.IdentifierBRN, "B13XXX131").In(codes.VitalEventBirth),
		"a number of a couple":           search.ByIdentifier("NID", "123456789").In(codes.VitalEventMarriage),
		"a day":                          search.Where(search.BirthDate.Is(person.MustDate("1990-05-12"))),
		"a day on which nobody was born": search.Where(search.BirthDate.Is(person.MustDate("1901-01-01"))).In(codes.VitalEventBirth),
		"a range that all fit":           search.Where(search.BirthDate.OnOrBefore(person.MustDate("2100"))).In(codes.VitalEventBirth),
		"a day of death":                 search.Where(search.DeathDate.Is(person.MustDate("2024-08"))),
		"a sex and a name":               search.Where(search.Sex.Is(codes.SexMale), search.GivenName.Is("Ravi")),
		"a region":                       search.Where(search.Region.Is("IN-KL")),
		"a name in one register":         search.Where(search.FamilyName.Is("Nair")).In(codes.VitalEventDeath),
	} {
		_, err := client.SearchPage(t.Context(), q)
		require.ErrorIs(t, err, crvs.ErrOvermatch, name)
	}
}

func TestInABatchOnlyTheQuestionsThatAreHitFail(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultMissingItems})
	results, err := once(t, reg).SearchBatch(t.Context(), []search.Query{mala(), mala(), mala()})
	require.NoError(t, err)
	require.Len(t, results, 3)
	assert.Equal(t, crvs.KindProtocol, kindOf(t, results[0].Err))
	require.NoError(t, results[1].Err)
	assert.Len(t, results[1].Page.Hits, 1)
	assert.Equal(t, crvs.KindProtocol, kindOf(t, results[2].Err))
}

func TestAFaultEndsWithTheTestThatInjectedIt(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	client := once(t, reg)
	t.Run("a subtest with a fault", func(t *testing.T) {
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultDrop})
		_, err := client.Find(t.Context(), mala())
		require.Error(t, err)
	})
	_, err := client.Find(t.Context(), mala())
	require.NoError(t, err)
}

func TestTheSameSeedFailsTheSameCalls(t *testing.T) {
	t.Parallel()
	pattern := func(seed uint64) (failed []bool) {
		reg := crvstest.Start(t)
		client := once(t, reg)
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: http.StatusServiceUnavailable, Rate: 0.5, Seed: seed})
		for range 40 {
			_, err := client.Find(t.Context(), mala())
			failed = append(failed, err != nil)
		}
		return failed
	}
	one := pattern(1)
	assert.Contains(t, one, true)
	assert.Contains(t, one, false)
	assert.Equal(t, one, pattern(1))
	assert.NotEqual(t, one, pattern(2))
}

func TestADelayLastsAsLongAsItSaysButNotBeyondTheRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := crvstest.Start(t)
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultDelay, Delay: 3 * time.Hour})
		began := time.Now()
		_, err := reg.Client(t, crvs.WithTimeout(4*time.Hour)).Find(t.Context(), mala())
		require.NoError(t, err)
		assert.Equal(t, 3*time.Hour, time.Since(began).Truncate(time.Hour))
		_, err = once(t, reg).Find(t.Context(), mala())
		assert.Equal(t, crvs.KindTimeout, kindOf(t, err))
		synctest.Wait() // the registry has noticed too
		seen := reg.Exchanges()
		require.Len(t, seen, 2)
		assert.Zero(t, seen[1].Status)
	})
}

func TestAWrongFaultFailsTheTestAtOnce(t *testing.T) {
	t.Parallel()
	f := &failing{TB: t}
	reg := crvstest.Start(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		reg.Inject(f, sandbox.Fault{Kind: "nonsense"})
	}()
	<-done
	assert.Contains(t, f.message, "kind must be one of delay, status")
}
