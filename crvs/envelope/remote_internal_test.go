package envelope

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type countingTransport struct{ fetches int }

func (c *countingTransport) RoundTrip(*http.Request) (*http.Response, error) {
	c.fetches++
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(`{"keys":[]}`))}, nil
}

// TestOneWhoMissedTheFetchOfOthersDoesNotRepeatIt: he looked at an older set, and
// came to ask when there was a newer one already.
func TestOneWhoMissedTheFetchOfOthersDoesNotRepeatIt(t *testing.T) {
	t.Parallel()
	var c countingTransport
	r, err := NewRemoteKeys("https://crvs.example.org/jwks.json", WithHTTPClient(&http.Client{Transport: &c}))
	require.NoError(t, err)
	for range 100 {
		require.NoError(t, r.refresh(t.Context(), 0, r.limiter.Allow))
	}
	assert.Equal(t, 1, c.fetches)
	require.NoError(t, r.refresh(t.Context(), 1, r.limiter.Allow))
	assert.Equal(t, 2, c.fetches)
}
