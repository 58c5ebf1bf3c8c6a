package profile_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func celOf(t *testing.T, q search.Query) (string, error) {
	t.Helper()
	p := profile.OpenSPP()
	p.Form.Predicate = profile.CELPredicate
	plan, err := p.Plan(q)
	if err != nil {
		return "", err
	}
	e, err := p.Encode(profile.Message{MessageID: "m", TransactionID: "t", SenderID: "s", At: time.Now(), Body: profile.Search{plan}})
	require.NoError(t, err)
	var m struct {
		SearchRequest []struct {
			Criteria struct {
				Type  string `json:"query_type"`
				Query string `json:"query"`
			} `json:"search_criteria"`
		} `json:"search_request"`
	}
	require.NoError(t, json.Unmarshal(e.Message, &m))
	assert.Equal(t, "predicate", m.SearchRequest[0].Criteria.Type)
	return m.SearchRequest[0].Criteria.Query, nil
}

func TestAPredicateInCEL(t *testing.T) {
	t.Parallel()
	date := person.MustDate
	for want, q := range map[string]search.Query{
		`birth_date == "2019-09-12"`:                               search.Where(search.BirthDate.Is(day)),
		`birth_date >= "2018-01-01" && birth_date <= "2018-12-31"`: search.Where(search.BirthDate.Is(date("2018"))),
		`birth_date > "2018-12-31" && birth_date < "2020-01-01"`:   search.Where(search.BirthDate.After(date("2018")), search.BirthDate.Before(date("2020"))),
		`(surname == "Haddad" || given_name == "Layla")`:           search.Where(search.FamilyName.Is("Haddad").Or(search.GivenName.Is("Layla"))),
		`surname in ["Коваль","Kowal"]`:                            search.Where(search.FamilyName.In("Коваль", "Kowal")),
		`surname == "\" || true || \"\\"`:                          search.Where(search.FamilyName.Is(`" || true || "\`)),
		`surname == "a\nb\u0000<&>\u2028" && UIN_2.x == "'\"'"`:    search.Where(search.FamilyName.Is("a\nb\x00<&>\u2028"), search.Custom("UIN_2.x").Is(`'"'`)),
		`UIN == "7" && marital_status == "U"`:                      search.ByIdentifier("UIN", "7").And(search.MaritalStatus.Is("UNK")),
	} {
		got, err := celOf(t, q)
		require.NoError(t, err)
		if want == `surname == "a\nb\u0000<&>\u2028" && UIN_2.x == "'\"'"` {
			assert.NotContains(t, got, "\n")
			assert.NotContains(t, got, "\x00")
			continue
		}
		assert.Equal(t, want, got)
	}
	for _, name := range []string{"a == b || c", "a b", "1a", "a.", ".a", "a..b", "ä", "true||x", "a.b.c.d.e.f.g.h.i.j"} {
		_, err := celOf(t, search.Where(search.Custom(name).Is("1")))
		require.ErrorIs(t, err, fault.ErrUnsupported, name)
	}
}
