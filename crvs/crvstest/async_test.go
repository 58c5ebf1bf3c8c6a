package crvstest_test

import (
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
	"github.com/openspmis/dci-crvs-go/search"
)

func malaBorn() search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth)
}

func nobodyBorn() search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, "B00NOBODY").In(codes.VitalEventBirth)
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

var _ = sandbox.FaultAsyncSplit
