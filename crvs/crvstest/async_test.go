package crvstest_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/crvstest"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func malaBorn() search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth)
}

func nobodyBorn() search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, "B00NOBODY").In(codes.VitalEventBirth)
}

func everybodyBorn() search.Query {
	return search.Where(search.BirthDate.Between(person.MustDate("1900-01-01"), person.MustDate("2026-01-01"))).In(codes.VitalEventBirth)
}

// asynchronous are the profiles with an asynchronous search, and whether they call back.
func asynchronous(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, p := range profile.All() {
		if _, err := p.Path(profile.VerbSearchAsync); err == nil {
			out[p.Name] = p.Name != "bare-crvs"
		}
	}
	require.Len(t, out, 6)
	return out
}

func TestAnAsynchronousSearchIsAnsweredInEveryProfileThatHasIt(t *testing.T) {
	t.Parallel()
	for name, callsBack := range asynchronous(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := crvstest.Start(t)
				if callsBack {
					reg.Callback(t, callback.WithoutEvents())
				}
				client := reg.ClientOf(t, name)
				want, err := client.SearchPage(t.Context(), malaBorn())
				require.NoError(t, err)
				found, err := client.SearchAsync(t.Context(), malaBorn())
				require.NoError(t, err)
				none, err := client.SearchAsync(t.Context(), nobodyBorn())
				require.NoError(t, err)

				started := time.Now()
				results, err := found.Wait(t.Context())
				require.NoError(t, err)
				require.Len(t, results, 1)
				require.NoError(t, results[0].Err)
				require.Len(t, results[0].Page.Hits, 1)
				assert.Equal(t, want.Hits[0].Person, results[0].Page.Hits[0].Person)
				assert.Equal(t, search.MatchConfirmed, results[0].Page.Hits[0].Match)
				assert.Less(t, time.Since(started), 2*time.Second)
				again, err := found.Wait(t.Context())
				require.NoError(t, err)
				assert.Equal(t, results, again)

				results, err = none.Wait(t.Context())
				require.NoError(t, err)
				require.Len(t, results, 1)
				require.NoError(t, results[0].Err)
				assert.Empty(t, results[0].Page.Hits)
				_, err = client.Resume(t.Context(), found.Token())
				assert.Equal(t, crvs.KindInvalid, kindOf(t, err), "it was handed out")
			})
		})
	}
}

func TestEachFaultOfACallbackEndsInTheAnswerOrInWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, callsBack := range asynchronous(t) {
		if !callsBack {
			continue
		}
		p, _ := profile.ByName(name)
		_, noStatus := p.Path(profile.VerbStatus)
		for kind, isAnswered := range map[sandbox.FaultKind]bool{
			"":                                 true,
			sandbox.FaultAsyncSplit:            true,
			sandbox.FaultAsyncEarly:            true,
			sandbox.FaultAsyncLost:             noStatus == nil, // asked for when the deadline is over
			sandbox.FaultAsyncOtherTransaction: noStatus == nil,
			sandbox.FaultAsyncNever:            false,
		} {
			if noStatus != nil && kind == sandbox.FaultAsyncSplit {
				continue // such a registry has one message for an answer
			}
			t.Run(name+" "+string(kind), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					reg := crvstest.Start(t)
					h := reg.Callback(t, callback.WithoutEvents())
					client := reg.ClientOf(t, name, crvs.WithAnswerDeadline(time.Hour))
					query := everybodyBorn()
					if noStatus != nil {
						query = malaBorn()
					}
					want, err := client.SearchPage(t.Context(), query)
					require.NoError(t, err)
					if kind != "" {
						reg.Inject(t, sandbox.Fault{Kind: kind})
					}
					asked := time.Now()
					p, err := client.SearchAsync(t.Context(), query)
					require.NoError(t, err)
					results, err := p.Wait(t.Context())
					require.Len(t, results, 1)
					if isAnswered {
						require.NoError(t, err)
						require.NoError(t, results[0].Err)
						assert.Len(t, results[0].Page.Hits, len(want.Hits))
						assert.Equal(t, want.Total, results[0].Page.Total)
						return
					}
					assert.Equal(t, crvs.KindTimeout, kindOf(t, err))
					require.ErrorContains(t, err, "question 1 of 1: nothing came")
					assert.Equal(t, crvs.KindTimeout, kindOf(t, results[0].Err))
					assert.GreaterOrEqual(t, time.Since(asked), time.Hour)
					assert.Zero(t, h.Counts().Kept)
					_, err = client.Resume(t.Context(), p.Token())
					assert.Equal(t, crvs.KindInvalid, kindOf(t, err), "it is over")
				})
			})
		}
	}
}

// TestAThousandAsynchronousSearchesAtOnceEndRightOrInTheDeadline asks while every fault
// of a callback and of a delivery strikes.
func TestAThousandAsynchronousSearchesAtOnceEndRightOrInTheDeadline(t *testing.T) {
	t.Parallel()
	searches := 1000
	if testing.Short() {
		searches = 50
	}
	synctest.Test(t, func(t *testing.T) { thousand(t, searches) })
}

func thousand(t *testing.T, searches int) {
	t.Helper()
	reg := crvstest.Start(t, crvstest.WithPopulation(sandbox.Population{Seed: 5, Size: 2000}))
	h := reg.Callback(t, callback.WithoutEvents())
	names := []string{"dci-1.0", "openspp", "openg2p", "opencrvs-2024", "opencrvs-1.9"}
	clients := map[string]*crvs.Client{}
	for _, name := range names {
		keys, ok := reg.Handler().KeysOf(name)
		require.True(t, ok)
		clients[name] = reg.ClientOf(t, name, crvs.WithVerifier(keys), crvs.WithAnswerDeadline(6*time.Hour))
	}
	for i, kind := range []sandbox.FaultKind{
		sandbox.FaultAsyncSplit, sandbox.FaultAsyncLost, sandbox.FaultAsyncEarly, sandbox.FaultAsyncNever, sandbox.FaultAsyncOtherTransaction,
		sandbox.FaultDeliveryTwice, sandbox.FaultDeliveryReordered, sandbox.FaultDeliveryDelayed, sandbox.FaultDeliveryLost,
		sandbox.FaultDeliveryReplayed, sandbox.FaultDeliveryWrongKey, sandbox.FaultReceiverDown,
	} {
		f := sandbox.Fault{Kind: kind, Rate: 0.1, Seed: uint64(i) + 1}
		if kind == sandbox.FaultDeliveryDelayed {
			f.Delay = 3 * time.Second
		}
		reg.Inject(t, f)
	}
	// Whoever is born, by number: the answer is known.
	var born []person.Record
	for r := range reg.Records() {
		if r.Event == codes.VitalEventBirth && len(born) < searches {
			born = append(born, r)
		}
	}
	var mu sync.Mutex
	outcomes := map[string]int{}
	var asking sync.WaitGroup
	for i := range searches {
		asking.Go(func() {
			name := names[i%len(names)]
			said := ask(t, clients[name], born[i%len(born)], i)
			mu.Lock()
			defer mu.Unlock()
			outcomes[said]++
		})
	}
	asking.Wait()
	t.Log(outcomes, h.Counts())
	assert.Equal(t, searches, outcomes["right"]+outcomes["deadline"], "%v", outcomes)
	assert.Positive(t, outcomes["right"])
	assert.Positive(t, outcomes["deadline"], "some were never answered")
	counts := h.Counts()
	assert.Positive(t, counts.Refused, "what another key signed")
	assert.Positive(t, counts.Unasked, "what answered another transaction, or came after the answer")
	for _, f := range reg.Faults() {
		assert.Positive(t, f.Hits, f.Fault.Kind)
	}
}

// ask asks for one birth, and for nobody, and says how that ended.
func ask(t *testing.T, client *crvs.Client, record person.Record, i int) string {
	t.Helper()
	query := search.ByIdentifier(codes.IdentifierBRN, record.RegistrationNumber).In(codes.VitalEventBirth)
	want := 1
	if i%3 == 0 {
		query, want = search.ByIdentifier(codes.IdentifierBRN, fmt.Sprintf("X-%d", i)).In(codes.VitalEventBirth), 0
	}
	p, err := client.SearchAsync(t.Context(), query)
	if err != nil {
		return "not asked: " + err.Error()
	}
	if i%2 == 0 { // in another process
		if p, err = client.Resume(t.Context(), p.Token()); err != nil {
			return "not resumed: " + err.Error()
		}
	}
	results, err := p.Wait(t.Context())
	e, failed := errors.AsType[*crvs.Error](err)
	switch {
	case failed && e.Kind == crvs.KindTimeout:
		return "deadline"
	case failed:
		return "failed: " + err.Error()
	case results[0].Err != nil:
		return "wrong error: " + results[0].Err.Error()
	case len(results[0].Page.Hits) != want:
		return fmt.Sprintf("%d hits in place of %d", len(results[0].Page.Hits), want)
	case want == 1 && results[0].Page.Hits[0].RegistrationNumber != record.RegistrationNumber:
		return "somebody else"
	default:
		return "right"
	}
}

func TestResultsAreHandedOnToWhoDoesNotWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := crvstest.Start(t)
		reg.Callback(t, callback.WithoutEvents())
		client := reg.Client(t, crvs.WithAnswerDeadline(time.Hour))
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		calls := map[string]int{}
		done := map[string]crvs.Answered{}
		var working sync.WaitGroup
		for range 2 { // two machines
			working.Go(func() {
				assert.NoError(t, client.OnResults(ctx, func(_ context.Context, a crvs.Answered) error {
					mu.Lock()
					defer mu.Unlock()
					if calls[a.TransactionID]++; calls[a.TransactionID] == 1 && len(calls)%2 == 0 {
						return errors.New("the table is locked")
					}
					done[a.TransactionID] = a
					return nil
				}))
			})
		}
		var asked []*crvs.Pending
		for range 4 {
			p, err := client.SearchAsync(t.Context(), malaBorn(), nobodyBorn())
			require.NoError(t, err)
			asked = append(asked, p)
		}
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultAsyncNever})
		late, err := client.SearchAsync(t.Context(), malaBorn())
		require.NoError(t, err)
		<-time.After(10 * time.Minute)
		mu.Lock()
		assert.Len(t, done, 4)
		for _, p := range asked {
			a := done[p.TransactionID()]
			require.Len(t, a.Results, 2)
			require.NoError(t, a.Err)
			assert.Equal(t, []search.Query{malaBorn(), nobodyBorn()}, a.Queries)
			assert.Len(t, a.Results[0].Page.Hits, 1)
			assert.Empty(t, a.Results[1].Page.Hits)
			assert.Equal(t, "[answered search "+a.TransactionID+"]", fmt.Sprintf("%+v", a))
		}
		total := 0
		for _, n := range calls {
			total += n
		}
		assert.Equal(t, 6, total, "two failed once")
		mu.Unlock()
		<-time.After(time.Hour)
		mu.Lock()
		assert.Equal(t, crvs.KindTimeout, kindOf(t, done[late.TransactionID()].Err))
		mu.Unlock()
		cancel()
		working.Wait()
	})
}

func TestAnAnswerIsPolledWhereNoCallbackCanCome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := crvstest.Start(t)
		client := reg.Client(t)
		p, err := client.SearchAsync(t.Context(), malaBorn(), nobodyBorn(), everybodyBorn())
		require.NoError(t, err)
		results, done, err := p.Poll(t.Context())
		require.NoError(t, err)
		require.True(t, done)
		assert.Equal(t, []int{1, 0}, []int{len(results[0].Page.Hits), len(results[1].Page.Hits)})
		assert.Greater(t, len(results[2].Page.Hits), 3)
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultAsyncNever})
		p, err = client.SearchAsync(t.Context(), malaBorn())
		require.NoError(t, err)
		_, done, err = p.Poll(t.Context())
		require.NoError(t, err)
		assert.False(t, done)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = p.Wait(ctx)
		assert.Equal(t, crvs.KindTimeout, kindOf(t, err))
		require.ErrorContains(t, err, "stays pending")
		_, err = client.Resume(t.Context(), p.Token())
		assert.NoError(t, err)
	})
}

// A registry without a synchronous status is asked for one that it calls back with.
func TestAnAnswerIsPolledByAStatusThatIsCalledBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := crvstest.Start(t)
		h := reg.Callback(t, callback.WithoutEvents())
		p := profile.DCI10()
		delete(p.Paths, profile.VerbStatus)
		client := reg.Client(t, crvs.WithProfile(p))
		reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultAsyncLost})
		asked, err := client.SearchAsync(t.Context(), malaBorn(), everybodyBorn())
		require.NoError(t, err)
		<-time.After(time.Minute)
		_, done, err := asked.Poll(t.Context())
		require.NoError(t, err)
		require.False(t, done)
		<-time.After(time.Minute)
		results, done, err := asked.Poll(t.Context())
		require.NoError(t, err)
		require.True(t, done, "%+v", h.Counts())
		require.NoError(t, results[0].Err)
		assert.Len(t, results[0].Page.Hits, 1)
		require.NoError(t, results[1].Err)
		assert.Greater(t, len(results[1].Page.Hits), 3)
	})
}

func TestAPendingThatNoClientMadeSaysSo(t *testing.T) {
	t.Parallel()
	var p crvs.Pending
	_, err := p.Wait(t.Context())
	assert.Equal(t, crvs.KindInvalid, kindOf(t, err))
	_, _, err = p.Poll(t.Context())
	assert.Equal(t, crvs.KindInvalid, kindOf(t, err))
	assert.Equal(t, "[pending search ]", p.String())
}

func TestABatchOfManyQuestionsIsAnsweredInOneMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := crvstest.Start(t)
		reg.Callback(t, callback.WithoutEvents())
		queries := make([]search.Query, 200)
		for i := range queries {
			queries[i] = malaBorn()
		}
		p, err := reg.Client(t).SearchAsync(t.Context(), queries...)
		require.NoError(t, err)
		results, err := p.Wait(t.Context())
		require.NoError(t, err)
		require.Len(t, results, len(queries))
		for _, r := range results {
			require.NoError(t, r.Err)
			require.Len(t, r.Page.Hits, 1)
		}
	})
}
