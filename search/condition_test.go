package search_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// spelled is a condition as text, for comparing: "birth_date ge 1990-01-01 le 1990-12-31".
func spelled(c search.Condition) string {
	out := c.Attribute()
	for i, t := range c.Terms() {
		if i > 0 && c.Connective() == codes.ConnectiveOr {
			out += " or " + t.Attribute
		}
		out += " " + string(t.Operator) + " " + t.Value
	}
	return out
}

func TestAttributesAskForWholeMonthsAndYears(t *testing.T) {
	t.Parallel()
	d := person.MustDate
	for want, c := range map[string]search.Condition{
		"birth_date ge 1990-01-01 le 1991-06-30": search.BirthDate.Between(d("1990"), d("1991-06")),
		"death_date ge 2024-02-01 le 2024-02-29": search.DeathDate.Is(d("2024-02")),
		"birth_date ge 1990-02-01":               search.BirthDate.OnOrAfter(d("1990-02")),
		"birth_date gt 1990-02-28":               search.BirthDate.After(d("1990-02")),
		"birth_date le 1990-02-28":               search.BirthDate.OnOrBefore(d("1990-02")),
		"birth_date lt 1990-02-01":               search.BirthDate.Before(d("1990-02")),
		"birth_date eq 1990-05-11":               search.BirthDate.Is(d("1990-05-11T00:00:00Z")),
		"birth_date eq 2533-05":                  search.BirthDate.Is(d("2533-05")),
		"birth_date eq 1410":                     search.BirthDate.Is(d("1410")),
		"birth_date eq ":                         search.BirthDate.Is(person.Date{}),
		"sex eq female":                          search.Sex.Is("2"),
		"ration_card eq A":                       search.CodeAttribute("ration_card").Is("A"),

		"birth_date in 1990-05-11,1990-05-12":                        search.BirthDate.In(d("1990-05-11T00:00:00Z"), d("1990-05-12")),
		"birth_date ge 1990-01-01 le 1990-12-31":                     search.BirthDate.In(d("1990")),
		"birth_date in 2533,1410-10":                                 search.BirthDate.In(d("2533"), d("1410-10")),
		"death_date in ":                                             search.DeathDate.In(),
		"sex in female,male":                                         search.Sex.In("2", "spdci:Male"),
		"marital_status eq W":                                        search.MaritalStatus.Is("widow"),
		"marital_status in M,S":                                      search.MaritalStatus.In("Married", "single"),
		"surname in Kumar,Rao":                                       search.FamilyName.In("Kumar", "Rao"),
		"surname eq Rao":                                             search.FamilyName.In("Rao"),
		"sub_region_code in A,B":                                     search.SubRegion.In("A", "B"),
		"event_place in A,B":                                         search.EventPlace.In("A", "B"),
		"registration_number in 1,2":                                 search.RegistrationNumber.In("1", "2"),
		"parent1_identifier in UIN:1,NID:2":                          search.Parent1.In(id("UIN", "1"), id("NID", "2")),
		"parent1_identifier eq UIN:1 or parent2_identifier eq UIN:1": search.ParentIs("UIN", "1"),
		"ward ge 1 le 9":                                             search.Custom("ward").Between("1", "9"),
		"ward gt 1":                                                  search.Custom("ward").MoreThan("1"),
		"ward ge 1":                                                  search.Custom("ward").AtLeast("1"),
		"ward lt 1":                                                  search.Custom("ward").LessThan("1"),
		"ward le 1":                                                  search.Custom("ward").AtMost("1"),
		"ward in 1,2":                                                search.Custom("ward").In("1", "2"),
	} {
		assert.Equal(t, want, spelled(c))
	}
	var names []string
	for _, a := range search.Attributes() {
		names = append(names, a.Name())
	}
	assert.Equal(t, []string{
		"birth_date", "death_date", "marriage_date", "divorce_date", "event_date", "registration_date",
		"birth_place", "death_place", "event_place", "sex", "marital_status", "region_code", "sub_region_code",
		"given_name", "second_name", "surname", "name", "mother_name", "father_name",
		"parent1_identifier", "parent2_identifier", "registration_number",
	}, names)
	assert.Equal(t, "ward", search.Custom("ward").Name())
}

func TestATermTellsEachValueOfAList(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"a,b", "c"}, search.FamilyName.In("a,b", "c").Terms()[0].Values())
	assert.Equal(t, []string{"a,b"}, search.FamilyName.Is("a,b").Terms()[0].Values())
	assert.Empty(t, search.FamilyName.In().Terms()[0].Values())
}

func TestOrJoinsTwoComparisonsAndDropsNothing(t *testing.T) {
	t.Parallel()
	a, b, year := search.Sex.Is("male"), search.FamilyName.Is("Rao"), search.BirthDate.Is(person.MustDate("1990"))
	assert.Equal(t, codes.ConnectiveOr, a.Or(b).Connective())
	assert.Equal(t, codes.ConnectiveAnd, year.Connective())
	assert.Empty(t, a.Connective())
	assert.Equal(t, "[sex eq or surname eq]", a.Or(b).String())
	assert.Equal(t, "sex eq male", spelled(a), "a condition is not changed")
	assert.NoError(t, search.Where(a.Or(b), b.Or(a)).Validate(), "one or for each item")
	assert.NoError(t, search.Where(search.Sex.In("male", "female").Or(search.FamilyName.In("A", "B"))).Validate(), "a list is one comparison")
	for name, c := range map[string]search.Condition{
		"a third":               a.Or(b).Or(a),
		"a third on the right":  a.Or(b.Or(a)),
		"two and two":           a.Or(b).Or(b.Or(a)),
		"a range":               a.Or(year),
		"a range on the left":   year.Or(a),
		"two ranges":            year.Or(year),
		"a range of the caller": search.Custom("ward").Between("1", "2").Or(a),
	} {
		for form, q := range map[string]search.Query{
			"predicate": search.Where(c), "expression": search.Where(c).AsExpression(), "behind": search.Where(b, c),
		} {
			err := q.Validate()
			var invalid *search.ValidationError
			require.ErrorAs(t, err, &invalid, "%s %s", name, form)
			require.Len(t, invalid.Violations, 1, "%s %s: %v", name, form, err)
			assert.Equal(t, "or", invalid.Violations[0].Rule)
			assert.Contains(t, err.Error(), "].condition joins two comparisons of one value each")
		}
	}
	for name, c := range map[string]search.Condition{
		"nothing and something": search.Condition{}.Or(a), "something and nothing": a.Or(search.Condition{}),
		"nothing and then two": search.Condition{}.Or(a).Or(b), "nothing twice": search.Condition{}.Or(search.Condition{}),
	} {
		assert.ErrorContains(t, search.Where(c).Validate(), "].condition joins two", name)
	}
}

func TestTermsAreACopy(t *testing.T) {
	t.Parallel()
	c := search.BirthDate.Between(person.MustDate("1990"), person.MustDate("1991"))
	c.Terms()[0] = search.Term{Operator: codes.OperatorLess, Value: "x"}
	assert.Equal(t, "birth_date ge 1990-01-01 le 1991-12-31", spelled(c))
}
