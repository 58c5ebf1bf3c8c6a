package profile_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// secretValue stands in every value of the random questions.
const secretValue = "zq7w-ዘመን"

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// anyCondition is of any attribute and operator, its value secret where it may be
// a text.
func anyCondition(r *rand.Rand) search.Condition {
	names := []string{secretValue, "ward", "UIN", "BRN", "birthdate"}
	for _, a := range search.Attributes() {
		names = append(names, a.Name())
	}
	c := search.Custom(pick(r, names...))
	value := func() string { return pick(r, secretValue, secretValue+"2", "2019-09-12", "") }
	date := func() person.Date {
		return pick(r, person.MustDate("2019-09-12"), person.MustDate("2018"), person.MustDate("2017-05"))
	}
	return pick(r,
		c.Is(value()), c.In(value(), value()), c.Between(value(), value()), c.AtLeast(value()), c.MoreThan(value()), c.AtMost(value()), c.LessThan(value()),
		search.BirthDate.Is(date()), search.BirthDate.Between(date(), date()), search.BirthDate.Before(date()), search.BirthDate.OnOrAfter(date()),
		search.FamilyName.Is(value()).Or(search.GivenName.Is(value())), search.ParentIs("UIN", value()), search.BirthPlace.Is(value()),
		search.MaritalStatus.Is(codes.MaritalStatus(pick(r, "U", "M", secretValue))), search.Sex.Is(codes.Sex(pick(r, "F", secretValue))), search.Region.Is(value()),
		search.Condition{},
	)
}

func anyQuery(r *rand.Rand) search.Query {
	var q search.Query
	switch r.IntN(8) {
	case 0:
		q = search.GraphQL("{ person(name: \"" + secretValue + "\") }")
	case 1, 2, 3:
		q = search.ByIdentifier(codes.IdentifierType(pick(r, "BRN", "NID", "UIN", "OPENCRVS_RECORD_ID", secretValue, "")), pick(r, secretValue, ""))
	}
	for range r.IntN(4) {
		q = q.And(anyCondition(r))
	}
	if r.IntN(4) > 0 {
		q = q.In(codes.VitalEvent(pick(r, "birth", "death", "marriage", "divorce", "REGISTER", secretValue)))
	}
	if r.IntN(5) == 0 {
		q = q.AsExpression()
	}
	if r.IntN(5) == 0 {
		q = q.SortBy(search.Custom(secretValue), codes.SortAscending)
	}
	return q
}

// Whatever is asked, valid or not: a profile plans it or refuses it, an error
// holds no value of it, and what is planned can be written.
func TestNoErrorOfAProfileHoldsAValueOfTheQuestion(t *testing.T) {
	t.Parallel()
	withCEL := profile.OpenSPP()
	withCEL.Name, withCEL.Form.Predicate = "openspp with CEL", profile.CELPredicate
	for _, p := range append(profile.All(), speaking(), full(), withCEL) {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(7, 11))
			planned, refused := 0, 0
			for range 3000 {
				q := anyQuery(r)
				plan, err := p.Plan(q)
				if err != nil {
					refused++
					assertClean(t, err)
					continue
				}
				planned++
				plan.ReferenceID = "r-1"
				e, err := p.Encode(profile.Message{MessageID: "m", TransactionID: "12", SenderID: "s", At: time.Now(), Body: profile.Search{plan}})
				if err != nil {
					assertClean(t, err)
					continue
				}
				require.True(t, json.Valid(e.Body()))
			}
			assert.Greater(t, planned, 20)
			if p.Asks.Forms != nil {
				assert.Greater(t, refused, 20)
			}
		})
	}
}

func assertClean(t *testing.T, err error) {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	require.True(t, ok, "%T", err)
	assert.Contains(t, []fault.Kind{fault.KindUnsupported, fault.KindInvalid}, e.Kind)
	for ; err != nil; err = errors.Unwrap(err) {
		for _, secret := range []string{secretValue, "2019-09-12", "2018-", "2017"} {
			require.NotContains(t, err.Error(), secret)
		}
	}
}

func TestWhatCannotBeSentIsRefusedByTheCodec(t *testing.T) {
	t.Parallel()
	plan, err := profile.BareCRVS().Plan(search.ByIdentifier("BRN", "7").In("birth"))
	require.NoError(t, err)
	m := profile.Message{MessageID: "m", TransactionID: strings.Repeat("ዘ", 99), SenderID: "s", At: time.Now(), Body: profile.Search{plan}}
	_, err = profile.DCI10().Encode(m)
	require.NoError(t, err, "99 characters, whatever their bytes")
	for _, id := range []string{"tx-1", "", "-1", "1e3", "99999999999999999999999", " 1"} {
		m.TransactionID = id
		_, err = profile.BareCRVS().Encode(m)
		require.ErrorContains(t, err, "not a number", id)
		assertClean(t, err)
	}
	m.TransactionID = strings.Repeat("x", 100)
	for _, p := range profile.All() {
		_, err = p.Encode(m)
		require.ErrorContains(t, err, "99 characters", p.Name)
	}
	m.TransactionID = "1"
	m.Body = profile.Search{}
	_, err = profile.Workshop2022().Encode(m)
	require.Error(t, err)
}
