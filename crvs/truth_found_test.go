package crvs_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// What internal/truth has found, each by its smallest question.

func TestALeftOutQuestionBesideOneWithTwoRecordsIsNotFound(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := dialect(t, profile.OpenCRVS2024())
		results, err := c.SearchBatch(t.Context(), []search.Query{
			search.ByIdentifier(codes.IdentifierNationalID, "200000108").In(codes.VitalEventMarriage), // married twice
			search.ByIdentifier(codes.IdentifierNationalID, "200000108").In(codes.VitalEventDeath),    // and alive
		})
		require.NoError(t, err)
		require.Len(t, results, 2)
		require.NoError(t, results[0].Err)
		assert.Len(t, results[0].Page.Hits, 2)
		require.NoError(t, results[1].Err)
		assert.Empty(t, results[1].Page.Hits)
	})
}

func TestACountHigherThanTheRecordsLeavesAMissUnanswered(t *testing.T) {
	t.Parallel()
	reg := start(t, says(200, envelope(`"status":"succ","total_count":2`, item(0, `"status":"succ",`+data("live_birth", malaRecord)))))
	c := reg.client(t, crvs.WithProfile(profile.OpenCRVS2024()))
	results, err := c.SearchBatch(t.Context(), []search.Query{malaByBRN(), malaByBRN()})
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	assert.Equal(t, crvs.KindProtocol, asError(t, results[1].Err).Kind, "a record was counted and did not come")
}
