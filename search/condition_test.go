package search_test

import (
	"strings"
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

func TestParseConditionReadsWhatPeopleType(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"birth_date=1990-05-12":           "birth_date eq 1990-05-12",
		"birth_date==1990-05-12":          "birth_date eq 1990-05-12",
		"birth_date>=1990-05-12":          "birth_date ge 1990-05-12",
		"birth_date>1990-05-12":           "birth_date gt 1990-05-12",
		"birth_date<=1990-05-12":          "birth_date le 1990-05-12",
		"birth_date<1990-05-12":           "birth_date lt 1990-05-12",
		" birth_date >= 1990-05-12 ":      "birth_date ge 1990-05-12",
		"dob=1990":                        "birth_date ge 1990-01-01 le 1990-12-31",
		"BirthDate=1990-02":               "birth_date ge 1990-02-01 le 1990-02-28",
		"dob>1990":                        "birth_date gt 1990-12-31",
		"dob>=1990":                       "birth_date ge 1990-01-01",
		"dob<1990":                        "birth_date lt 1990-01-01",
		"dob<=1990-02":                    "birth_date le 1990-02-28",
		"dob=1990-05-12T00:00:00+05:30":   "birth_date eq 1990-05-12",
		"dob=2533-05-12":                  "birth_date eq 2533-05-12",
		"dod>=2024-08-03":                 "death_date ge 2024-08-03",
		"deathdate>=2024-08-03":           "death_date ge 2024-08-03",
		"marriagedate=2015-02-14":         "marriage_date eq 2015-02-14",
		"sex=F":                           "sex eq female",
		"gender=spdci:Male":               "sex eq male",
		"surname=Kumar":                   "surname eq Kumar",
		"family_name=van der Berg":        "surname eq van der Berg",
		"last_name=O=Neill":               "surname eq O=Neill",
		"first_name=Mala":                 "given_name eq Mala",
		"given_name=ገብረ":                  "given_name eq ገብረ",
		"middle_name=S":                   "second_name eq S",
		"region=IN-KA":                    "region_code eq IN-KA",
		"region_code = KA":                "region_code eq KA",
		"birth_date>=1990-01-01T00:00:00": "birth_date ge 1990-01-01",

		"dob=1990..1991-06":                        "birth_date ge 1990-01-01 le 1991-06-30",
		"dob = 1990-05-12 .. 1990-05-13":           "birth_date ge 1990-05-12 le 1990-05-13",
		"dob in 1990-05-12, 1990-05-13":            "birth_date in 1990-05-12,1990-05-13",
		"dob in 1990":                              "birth_date ge 1990-01-01 le 1990-12-31",
		"divorcedate=2020-01-01":                   "divorce_date eq 2020-01-01",
		"event_date>=2020":                         "event_date ge 2020-01-01",
		"registered<2020":                          "registration_date lt 2020-01-01",
		"birthplace=Mysuru":                        "birth_place eq Mysuru",
		"death_place in D1,D2":                     "death_place in D1,D2",
		"eventplace=D1":                            "event_place eq D1",
		"sex in F, unknown":                        "sex in female,unknown",
		"sex in F":                                 "sex eq female",
		"marital_status=Widowed":                   "marital_status eq W",
		"maritalstatus in married,D":               "marital_status in M,D",
		"name=Mala Kumar":                          "name eq Mala Kumar",
		"mother_name=Bala":                         "mother_name eq Bala",
		"father_name in Mohan,Mohun":               "father_name in Mohan,Mohun",
		"district=BLR":                             "sub_region_code eq BLR",
		"registration_number=B1/2":                 "registration_number eq B1/2",
		"parent1=UIN: 5":                           "parent1_identifier eq UIN:5",
		"parent2 in UIN:5,NID:6":                   "parent2_identifier in UIN:5,NID:6",
		"parent=UIN:5":                             "parent1_identifier eq UIN:5 or parent2_identifier eq UIN:5",
		"parent in UIN:5,UIN:6":                    "parent1_identifier in UIN:5,UIN:6 or parent2_identifier in UIN:5,UIN:6",
		"custom:ward=7":                            "ward eq 7",
		"custom:birth_date>=x":                     "birth_date ge x",
		"custom:Ward in 1,2":                       "Ward in 1,2",
		"surname=Kumar or surname=Kumari":          "surname eq Kumar or surname eq Kumari",
		"sex=male  or  dob<1990":                   "sex eq male or birth_date lt 1990-01-01",
		"sex in male,unknown or surname in ገብረ,Li": "sex in male,unknown or surname in ገብረ,Li",
		"surname=Black or White":                   "surname eq Black or White",
		"surname=in":                               "surname eq in",
	} {
		c, err := search.ParseCondition(text)
		if assert.NoError(t, err, text) {
			assert.Equal(t, want, spelled(c), text)
			assert.NoError(t, search.Where(c).Validate(), text)
		}
	}
}

func TestParseConditionRefusesWithoutRepeatingTheValue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                      "want for example",
		"Sentinel":                              "want for example",
		"=Sentinel":                             "want for example",
		">=Sentinel":                            "want for example",
		"surname Sentinel":                      "want for example",
		"surname=":                              "no value after =",
		"surname= ":                             "no value after =",
		"birth_date>=":                          "no value after >=",
		"surname=<Sentinel":                     "unknown operator =<",
		"surname<>Sentinel":                     "unknown operator <>",
		"surname!=Sentinel":                     "unknown attribute; known are birth_date,",
		"Sentinel=1990":                         "unknown attribute",
		"surname>Sentinel":                      "surname takes only =",
		"sex>=Sentinel":                         "sex takes only =",
		"region<Sentinel":                       "region_code takes only =",
		"birth_date=Sentinel":                   "birth_date is not a date",
		"birth_date=1990-02-30":                 "birth_date is not a date",
		"birth_date=12 May 1990":                "birth_date is not a date",
		"birth_date>=1990-5-1":                  "birth_date is not a date",
		"birth_date=1990..Sentinel":             "birth_date is not a date",
		"birth_date=..1991":                     "birth_date is not a date",
		"birth_date=1990..1991..1992":           "birth_date is not a date",
		"birth_date>=1990..1991":                "birth_date is not a date",
		"birth_date in 1990-05-12,Sentinel":     "birth_date is not a date",
		"surname in Sentinel,,Sentinel":         "the list has an empty value",
		"surname in ":                           "want for example",
		"surname in  , ":                        "the list has an empty value",
		"Sentinel in a,b":                       "unknown attribute",
		"in=Sentinel":                           "unknown attribute",
		"sex in male,Sentinel":                  "sex is none of",
		"sex=Sentinel":                          "sex is none of",
		"marital_status=Sentinel":               "marital_status is none of",
		"marital_status>M":                      "marital_status takes only = and in",
		"birth_place>Sentinel":                  "birth_place takes only = and in",
		"parent=Sentinel":                       "a parent's number is TYPE:VALUE",
		"parent=:Sentinel":                      "a parent's number is TYPE:VALUE",
		"parent1=UIN:":                          "a parent's number is TYPE:VALUE",
		"parent2_identifier in UIN:1,Sentinel":  "a parent's number is TYPE:VALUE",
		"parent>UIN:1":                          "parent1_identifier takes only = and in",
		"custom:=Sentinel":                      "unknown attribute",
		"custom:Sen tinel=1":                    "unknown attribute",
		"custom:19900512=1":                     "unknown attribute",
		"sex=male or Sentinel=x":                "unknown attribute",
		"sex=male or sex=Sentinel":              "sex is none of",
		"Sentinel or sex=male":                  "want for example",
		"sex=male or sex=female or sex=unknown": "or joins two comparisons, not more",
		"dob=1990 or sex=male":                  "one value each",
		"sex=male or dob=1990..1991":            "one value each",
		"parent=UIN:1 or sex=male":              "one value each",
		strings.Repeat("=", 1000):               "want for example",
		"dob" + strings.Repeat("=", 1000) + "1": "unknown operator ====",
	} {
		_, err := search.ParseCondition(text)
		require.ErrorIs(t, err, search.ErrCondition, text)
		require.ErrorContains(t, err, want, text)
		for _, value := range []string{"Sentinel", "1990-5-1", "1990-02-30", "12 May", "1990..", "====="} {
			assert.NotContains(t, err.Error(), value, text)
		}
	}
	_, err := search.ParseCondition("dob=x")
	assert.ErrorIs(t, err, person.ErrNotADate)
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

func TestEveryAttributeIsReadByItsName(t *testing.T) {
	t.Parallel()
	for _, a := range search.Attributes() {
		value := "W"
		switch a.(type) {
		case search.DateAttribute:
			value = "1990-05-12"
		case search.SexAttribute:
			value = "female"
		case search.ParentAttribute:
			value = "UIN:1"
		}
		c, err := search.ParseCondition(a.Name() + "=" + value)
		require.NoError(t, err, a.Name())
		assert.Equal(t, a.Name()+" eq "+value, spelled(c))
	}
}
