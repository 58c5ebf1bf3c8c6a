package crvs_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/search"
)

// What says anything else is not "not found".
func TestAnEmptyAnswerWithAnyOtherContentIsNotNotFound(t *testing.T) {
	t.Parallel()
	succ := `"status":"succ","total_count":0`
	item := func(rest string) string {
		return envelope(succ, `{"reference_id":"$REF0","timestamp":"2026-01-01T00:00:00Z","status":"succ"`+rest+`}`)
	}
	for name, body := range map[string]string{
		"records in the item itself":            item(`,"reg_records":[{"surname":"Kumar"}]`),
		"an error in the item":                  item(`,"error":{"code":"err.service.unavailable"}`),
		"a reason of the registry's own making": item(`,"status_reason_code":"rjct.backend.down"`),
		"a record of nothing but empty members": item(`,"data":{"reg_records":[{"identifier":[],"name":"","sex":""}]}`),
		"a sentence where a record should be":   item(`,"data":{"reg_records":{"message":"nothing"}}`),
		"another page":                          item(`,"data":{"reg_records":[]},"pagination":{"page_number":2}`),
		"an error in words beside an empty list": `{"errors":["the database is down"],"header":{` + succ +
			`},"message":{"transaction_id":"$TX","correlation_id":"c","search_response":[]}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				_, err := start(t, says(200, body)).client(t).Find(t.Context(), malaByBRN())
				require.Error(t, err)
				assert.NotErrorIs(t, err, crvs.ErrNotFound)
			})
		})
	}
}

// A registry that overlooks the event answers with the person; a placeholder
// does not make that a record of death.
func TestAPlaceholderProvesNoDeath(t *testing.T) {
	t.Parallel()
	for _, member := range []string{
		`"death_date":"0001-01-01T00:00:00"`, `"death_date":"1900-01-01"`, `"death_date":"9999-12-31"`, `"death_date":""`,
		`"identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"900000001"},{"identifier_type":"DRN","identifier_value":"N/A"}]`,
		`"identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"900000001"},{"identifier_type":"DRN","identifier_value":"0"}]`,
	} {
		t.Run(member, func(t *testing.T) {
			t.Parallel()
			record := `{"birth_date":"1970-01-01",` + member
			if member[1] == 'd' {
				record += `,"identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"900000001"}]`
			}
			synctest.Test(t, func(t *testing.T) {
				hit, err := start(t, says(200, unsaid(record+"}"))).client(t).
					Find(t.Context(), search.ByIdentifier(codes.IdentifierNationalID, "900000001").In(codes.VitalEventDeath))
				require.NoError(t, err)
				assert.Equal(t, search.MatchUnconfirmed, hit.Match)
				assert.Empty(t, hit.RegistrationNumber)
			})
		})
	}
}

func TestManySpousesAreComparedInBoundedTime(t *testing.T) {
	t.Parallel()
	crowd := `{"a":1}`
	for range 12 {
		crowd += "," + crowd
	}
	reg := start(t, says(200, unsaid(`{"surname":"Kumar","relations":[`+crowd+`]}`)))
	begun := time.Now()
	_, err := reg.client(t).Find(t.Context(), search.ByIdentifier(codes.IdentifierNationalID, "1").In(codes.VitalEventMarriage))
	require.NoError(t, err)
	assert.Less(t, time.Since(begun), 10*time.Second)
}

// unsaid is an answer of one record that does not say of which event it is.
func unsaid(record string) string {
	return envelope(`"status":"succ","total_count":1`, `{"reference_id":"$REF0","timestamp":"2026-01-01T00:00:00Z","status":"succ","data":{"reg_records":[`+record+`]}}`)
}

// A peer that echoes our credentials does not bring them into an error.
func TestCredentialsAreMaskedInWhatAPeerSays(t *testing.T) {
	t.Parallel()
	reg := start(t,
		says(401, `{"errors":[{"code":"err.request.unauthorized","message":"Token superSecretWord is bad"}]}`),
		says(400, `{"errors":[{"code":"superSecretWord","message":"key otherSecret"}]}`),
		says(403, "Token superSecretWord is bad", "Content-Type: text/plain"),
	)
	c := reg.client(t, crvs.WithBearerToken("superSecretWord"), crvs.WithHeader("X-Api-Key", "otherSecret"))
	for range 3 {
		_, err := c.Find(t.Context(), malaByBRN())
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "superSecretWord")
		assert.NotContains(t, err.Error(), "otherSecret")
	}
}
