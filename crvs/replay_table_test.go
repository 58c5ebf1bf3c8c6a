package crvs_test

import (
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
	env "github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// elsewhere lists the captures that are no row of [searches], by what replays
// them.
func elsewhere() map[string][]string {
	return map[string][]string{
		"TestAHealthCheckIsNotTakenForAnAnswer":            {"001-health.json"},
		"TestTheCapturedKeySetVerifiesAndEncrypts":         {"002-jwks.json"},
		"TestTheCapturedLocationsAreRead":                  {"003-locations.json"},
		"TestACapturedTokenIsAskedForAndUsed":              {"004-token-query-params.json", "005-token-json-body.json"},
		"TestACapturedRefusalOfASecretEndsTheQuestion":     {"007-token-bad-secret.json"},
		"TestACapturedQuestionWithoutATokenIsUnauthorized": {"084-auth-missing.json"},
		"TestACapturedSignedSearchIsReplayed":              {"095-sig-valid-RS256.json", "099-sig-valid-different-key-order.json"},
		"TestACapturedEncryptedSearchIsReplayed":           {"111-enc-sync-ok.json", "112-enc-sync-zero-hits.json", "122-enc-and-signed.json"},
	}
}

func TestNoCaptureIsForgotten(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(captures(t), "*.json"))
	require.NoError(t, err)
	var there, replayed []string
	for _, file := range files {
		there = append(there, filepath.Base(file))
	}
	for _, r := range searches() {
		replayed = append(replayed, r.file)
	}
	for _, more := range elsewhere() {
		replayed = append(replayed, more...)
	}
	slices.Sort(replayed)
	assert.Equal(t, there, replayed, "each capture is replayed once, and each that is replayed is there")
}

// A gateway that answers every URL with its health must not be taken for a
// registry that has found nothing.
func TestAHealthCheckIsNotTakenForAnAnswer(t *testing.T) {
	t.Parallel()
	health := captured(t, "001-health.json")
	synctest.Test(t, func(t *testing.T) {
		for range 2 {
			c := asCaptured(t, start(t, health.answers()))
			want{kind: crvs.KindProtocol, status: 200, says: "search_response is missing"}.assertError(t, find(t.Context(), c, okelloByBRN()))
		}
	})
}

func TestTheCapturedKeySetVerifiesAndEncrypts(t *testing.T) {
	t.Parallel()
	keys, signed := captured(t, "002-jwks.json"), captured(t, "111-enc-sync-ok.json")
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, string(signed.Response.Body))).on(keysPath, keys.answers())
		c := sealing(t, reg, nil, crvs.WithPublishedKeys(clockOf(t, signed.Response.Body)), crvs.WithEncryption(nil, replayKeys()["client's encryption"]),
			crvs.WithRetry(crvs.Retry{MaxAttempts: 1}))
		e := asError(t, find(t.Context(), c, okelloByBRN()))
		assert.Equal(t, crvs.KindEncryption, e.Kind, "the signature holds; the message is for another: %v", e)
		assert.True(t, env.IsEncrypted(messageOf(t, reg.requests()[0].body)))
	})
}

func messageOf(t *testing.T, body []byte) []byte {
	t.Helper()
	parts, err := env.Split(body)
	require.NoError(t, err)
	return parts.Message
}

func TestTheCapturedLocationsAreRead(t *testing.T) {
	t.Parallel()
	places := captured(t, "003-locations.json")
	synctest.Test(t, func(t *testing.T) {
		l, err := start(t).on(locationsPath, places.answers()).client(t, crvs.WithProfile(profile.OpenCRVS2024())).Locations(t.Context())
		require.NoError(t, err)
		require.NotEmpty(t, l.Places)
		for _, p := range l.Places {
			assert.NotEmpty(t, p.ID)
			assert.NotEmpty(t, l.Path(p.ID))
		}
	})
}
