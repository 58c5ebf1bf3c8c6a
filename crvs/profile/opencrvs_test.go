package profile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// day is a date of birth.
var day = person.MustDate("2019-09-12")

// bounds is a plan's one pair as "ge 2018-01-01 le 2019-12-31", and its other
// items.
func bounds(t *testing.T, plan profile.Plan) string {
	t.Helper()
	var parts []string
	for i, item := range plan.Items {
		parts = append(parts, item.First.Operator+" "+item.First.Value)
		assert.Equal(t, i == 0, item.Connective == codes.ConnectiveAnd)
		if item.Connective != "" {
			parts = append(parts, item.Second.Operator+" "+item.Second.Value)
		}
	}
	return strings.Join(parts, " ")
}

func TestConditionsOnTheDateOfBirthBecomeOnePair(t *testing.T) {
	t.Parallel()
	date := person.MustDate
	b := search.BirthDate
	c := search.Custom(search.BirthDate.Name())
	for name, tc := range map[string]struct {
		conditions []search.Condition
		want       string
	}{
		"a day":                           {[]search.Condition{b.Is(day)}, "ge 2019-09-12 le 2019-09-12"},
		"a year":                          {[]search.Condition{b.Is(date("2019"))}, "ge 2019-01-01 le 2019-12-31"},
		"a midnight":                      {[]search.Condition{b.Is(date("2019-09-12T00:00:00Z"))}, "ge 2019-09-12 le 2019-09-12"},
		"a range":                         {[]search.Condition{b.Between(date("2018"), date("2019"))}, "ge 2018-01-01 le 2019-12-31"},
		"the upper bound first":           {[]search.Condition{b.OnOrBefore(date("2019-12-31")), b.OnOrAfter(date("2018-01-01"))}, "ge 2018-01-01 le 2019-12-31"},
		"bounds that leave out their day": {[]search.Condition{b.Before(date("2019-12-31")), b.After(date("2018-01-01"))}, "gt 2018-01-01 lt 2019-12-31"},
		"a range within a range":          {[]search.Condition{b.Between(date("2018"), date("2019")), b.Between(date("2018-06"), date("2020"))}, "ge 2018-06-01 le 2019-12-31"},
		"a day within a range":            {[]search.Condition{b.Between(date("2018"), date("2019")), b.Is(day)}, "ge 2019-09-12 le 2019-09-12"},
		"a day outside of a range":        {[]search.Condition{b.Between(date("2018"), date("2018")), b.Is(day)}, "ge 2019-09-12 le 2018-12-31"},
		"the same day, in and out":        {[]search.Condition{b.Between(date("2018-01-01"), date("2019-12-31")), b.After(date("2018-01-01")), b.Before(date("2019-12-31"))}, "gt 2018-01-01 lt 2019-12-31"},
		"the same day, out and in":        {[]search.Condition{b.After(date("2018-01-01")), b.Before(date("2019-12-31")), b.Between(date("2018-01-01"), date("2019-12-31"))}, "gt 2018-01-01 lt 2019-12-31"},
		"a date that was typed as a text": {[]search.Condition{c.AtMost("2019-12-31"), c.AtLeast("2018-01-01")}, "ge 2018-01-01 le 2019-12-31"},
	} {
		for _, event := range []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath} {
			for _, p := range []profile.Profile{profile.OpenCRVS2024(), profile.OpenCRVS19()} {
				plan, err := p.Plan(search.Where(tc.conditions...).In(event))
				require.NoError(t, err, name)
				assert.Equal(t, tc.want, bounds(t, plan), name)
				assert.Equal(t, codes.QueryTypePredicate, plan.Form)
			}
		}
	}
}

func TestWhatOpenCRVSWouldMisreadIsRefused(t *testing.T) {
	t.Parallel()
	b := search.BirthDate
	place := search.Custom(search.BirthPlace.Name())
	for name, tc := range map[string]struct {
		q    search.Query
		says string
	}{
		"a lower bound alone":      {search.Where(b.OnOrAfter(day)), "Is or Between"},
		"an upper bound alone":     {search.Where(b.Before(day)), "Is or Between"},
		"two lower bounds":         {search.Where(b.OnOrAfter(day), b.After(day)), "Is or Between"},
		"a bound beside a place":   {search.Where(b.OnOrAfter(day), search.BirthPlace.Is("loc-1")), "was declared, not where"},
		"no condition":             {search.Where(), "asks for nothing"},
		"a condition of nothing":   {search.Where(search.Condition{}), "comparison"},
		"another attribute":        {search.Where(search.FamilyName.Is("Secret-1")), "conditions on birth_date"},
		"an attribute's wire name": {search.Where(search.Custom("birthdate").Is("2019-09-12")), "conditions on birth_date"},
		"a number as a condition":  {search.Where(search.RegistrationNumber.Is("Secret-1")), "conditions on birth_date"},
		"a type as a condition":    {search.Where(search.Custom("BRN").Is("Secret-1")), "conditions on birth_date"},
		"a list":                   {search.Where(b.In(day, person.MustDate("2019-09-13"))), "gt, lt, eq, ge, le"},
		"an or":                    {search.Where(b.Is(day).Or(search.BirthPlace.Is("Secret-1"))), "two queries"},
		"bounds of a place":        {search.Where(b.Is(day), place.Between("Secret-1", "Secret-2")), "was declared, not where"},
		"a month in a text":        {search.Where(search.Custom("birth_date").Is("2019-09")), "whole days"},
		"a date of nobody":         {search.Where(search.Custom("birth_date").Is("Secret-1")), "whole days"},
		"a GraphQL text":           {search.GraphQL("{person(BRN:\"Secret-1\"){name}}"), "idtype-value, predicate"},
		"a number of a person":     {search.ByIdentifier("UIN", "Secret-1"), "BRN, DRN, MRN, NATIONAL_ID, OPENCRVS_RECORD_ID"},
		"a number and a date":      {search.ByIdentifier("BRN", "Secret-1").And(b.Is(day)), "ask by the identifier"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, event := range []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath} {
				_, err := profile.OpenCRVS2024().Plan(tc.q.In(event))
				require.ErrorIs(t, err, fault.ErrUnsupported)
				assert.Contains(t, err.Error(), tc.says)
				assert.NotContains(t, err.Error(), "Secret")
				assert.NotContains(t, err.Error(), "2019")
			}
		})
	}
	for _, q := range []search.Query{
		search.Where(b.Is(day)), search.Where(b.Between(day, day)), search.Where(b.Is(day)).AsExpression(),
	} {
		_, err := profile.OpenCRVS2024().Plan(q.In(codes.VitalEventMarriage))
		require.ErrorIs(t, err, fault.ErrUnsupported)
		assert.Contains(t, err.Error(), "every marriage is handed out")
	}
}

func TestWhatOpenCRVS19ReadsAsAnExpression(t *testing.T) {
	t.Parallel()
	p := profile.OpenCRVS19()
	plan, err := p.Plan(search.Where(search.BirthDate.Is(day)).In("birth").AsExpression())
	require.NoError(t, err)
	assert.Equal(t, "ns:org:QueryType:expression", plan.Language)
	assert.JSONEq(t, `{"expression":{"query":{"birthdate":{"type":"range","gte":"2019-09-12","lte":"2019-09-12"}}}}`, string(plan.Expression))
	plan, err = p.Plan(search.Where(search.BirthDate.Between(person.MustDate("2018"), person.MustDate("2020")), search.BirthDate.OnOrBefore(day)).In("birth").AsExpression())
	require.NoError(t, err)
	assert.Contains(t, string(plan.Expression), `"gte":"2018-01-01","lte":"2019-09-12"`, "the second condition does not widen the first")
	for says, q := range map[string]search.Query{
		"Is or Between":     search.Where(search.BirthDate.OnOrAfter(day)),
		"both included":     search.Where(search.BirthDate.After(day), search.BirthDate.Before(person.MustDate("2021"))),
		"was declared, not": search.Where(search.BirthDate.Is(day), search.BirthPlace.Is("loc-1")),
	} {
		_, err := p.Plan(q.In("birth").AsExpression())
		require.ErrorIs(t, err, fault.ErrUnsupported)
		assert.Contains(t, err.Error(), says)
	}
	_, err = p.Plan(search.ByIdentifier("UIN", "537").In("death"))
	require.NoError(t, err)
}
