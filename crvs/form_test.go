package crvs_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

const secretGraphQL = `{ person(name: "Mala Kumar", born: 1990-05-12) { name } }`

func TestAnErrorNamesTheAttributeThatContradicts(t *testing.T) {
	t.Parallel()
	const family = `{"birth_date":"1990-05-12","marital_status":"M","identifier":[{"identifier_type":"BRN","identifier_value":"B90MAY123"}],` +
		`"parent1_identifier":"UIN:1","parent2_identifier":"UIN:2","address":{"region_code":"KA","sub_region_code":"KA-22"}}`
	d := person.MustDate
	for want, c := range map[string]search.Condition{
		"event_date":           search.EventDate.Is(d("1990-05-13")),
		"marital_status":       search.MaritalStatus.Is(codes.MaritalStatusWidowed),
		"parent1_identifier":   search.ParentIs(codes.IdentifierUIN, "77777"),
		"registration_number":  search.RegistrationNumber.Is("B77777"),
		"sub_region_code":      search.SubRegion.In("KA-23", "KA-24"),
		"custom or birth_date": search.Custom("x").Is("77777").Or(search.BirthDate.Is(d("1990-05-13"))),
	} {
		synctest.Test(t, func(t *testing.T) {
			client := start(t, says(200, found(family))).client(t)
			q := search.Where(c).In(codes.VitalEventBirth)
			if want == "custom or birth_date" { // whose first side nobody can judge
				page, err := client.SearchPage(t.Context(), q)
				require.NoError(t, err)
				assert.Equal(t, search.MatchUnconfirmed, page.Hits[0].Match)
				return
			}
			for _, q := range []search.Query{q, q.AsExpression()} {
				err := find(t.Context(), client, q)
				require.ErrorIs(t, err, crvs.ErrOvermatch)
				require.ErrorContains(t, err, "whose "+want+" is not the one asked for")
				assert.NotContains(t, err.Error(), "77777")
			}
		})
	}
}

func TestHitsOfAGraphQLTextAreNeverConfirmed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := start(t, says(200, found(malaRecord))).client(t)
		hit, err := client.Find(t.Context(), search.GraphQL(secretGraphQL).In(codes.VitalEventBirth))
		require.NoError(t, err)
		assert.Equal(t, search.MatchUnconfirmed, hit.Match)
		require.ErrorIs(t, find(t.Context(), client, search.GraphQL(secretGraphQL).In(codes.VitalEventDeath)), crvs.ErrOvermatch)
	})
}

func TestAPeersErrorQuotesNoLiteralOfAGraphQLText(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		answer := `{"message":{"ack_status":"ERR","error":{"code":"err.request.bad","message":"cannot parse mala kumar born 1990-05-12"}}}`
		err := find(t.Context(), start(t, says(200, answer)).client(t), search.GraphQL(secretGraphQL))
		require.ErrorContains(t, err, `says "[masked]"`)
	})
}

func TestWhatCannotBeAskedIsRefusedBeforeAByteIsSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, says(200, found(malaRecord)))
		client := reg.client(t)
		for _, q := range []search.Query{
			search.Where(search.BirthDate.Is(person.MustDate("1990")).Or(search.Sex.Is(codes.SexMale))),
			search.Where(search.ParentIs("UIN", "1").Or(search.Sex.Is(codes.SexMale))),
			search.Where(search.FamilyName.In("Kumar, M", "Rao")),
			search.GraphQL("{ p }").And(search.Sex.Is(codes.SexMale)),
		} {
			err := find(t.Context(), client, q)
			require.Equal(t, crvs.KindInvalid, asError(t, err).Kind)
			var invalid *search.ValidationError
			require.ErrorAs(t, err, &invalid)
			assert.NotContains(t, err.Error(), "Kumar")
		}
		assert.Empty(t, reg.requests())
	})
}
