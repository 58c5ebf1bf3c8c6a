package main

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

func TestConditionsAreReadAsPeopleTypeThem(t *testing.T) {
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
		c, err := parseCondition(text)
		if assert.NoError(t, err, text) {
			assert.Equal(t, want, spelled(c), text)
			assert.NoError(t, search.Where(c).Validate(), text)
		}
	}
}

func TestAConditionThatIsRefusedIsNotRepeated(t *testing.T) {
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
		_, err := parseCondition(text)
		require.ErrorIs(t, err, errCondition, text)
		require.ErrorContains(t, err, want, text)
		for _, value := range []string{"Sentinel", "1990-5-1", "1990-02-30", "12 May", "1990..", "====="} {
			assert.NotContains(t, err.Error(), value, text)
		}
	}
	_, err := parseCondition("dob=x")
	assert.ErrorIs(t, err, person.ErrNotADate)
}

func TestEveryAttributeIsKnownByItsName(t *testing.T) {
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
		c, err := parseCondition(a.Name() + "=" + value)
		require.NoError(t, err, a.Name())
		assert.Equal(t, a.Name()+" eq "+value, spelled(c))
	}
}

// A registry truthfully has nobody of the surname "Kumar and given_name=Mala".
func TestAValueThatHoldsAnotherConditionIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"surname=Kumar and given_name=Mala",
		"surname=Kumar AND given_name=Mala",
		"surname=Kumar OR given_name=Mala",
		"surname=Kumar || given_name=Mala",
		"surname=Kumar && given_name=Mala",
		"surname=Kumar, sex=female",
		"surname=Kumar,sex=female",
		"surname=Kumar; dob>1990",
		"surname=Kumar\u00a0and\u00a0given_name=Mala",
		"surname=Kumar\u2003and given_name=Mala",
		"surname=Kumar given_name=Mala",
		"surname=Kumar and sex != female",
		"surname=Kumar and sex in female,male",
		"surname=Kumar und Geschlecht and gender = F",
		"surname=Kumar and custom:ward=7",
		"surname=Kumar and parent=UIN:5",
		"surname in Kumar,sex=female",
		"surname=A or surname=B and sex=female",
	} {
		_, err := parseCondition(text)
		require.ErrorIs(t, err, errCondition, text)
		assert.Contains(t, err.Error(), "by itself", text)
		assert.NotContains(t, err.Error(), "Mala")
	}
}

func TestANameThatOnlyLooksLikeAConditionIsAName(t *testing.T) {
	t.Parallel()
	for text, value := range map[string]string{
		"surname=Black and White":         "Black and White",
		"surname=Black OR White":          "Black OR White",
		"surname=Smith, John":             "Smith, John",
		"surname=Van\u00a0Dyke":           "Van Dyke",
		"surname=O=Neill":                 "O=Neill",
		"surname=Kumar & Sons = partners": "Kumar & Sons = partners",
		"name=Sex Education":              "Sex Education",
		"surname=Born in Region":          "Born in Region",
		"surname=de la Region":            "de la Region",
	} {
		c, err := parseCondition(text)
		require.NoError(t, err, text)
		assert.Equal(t, value, c.Terms()[0].Value, text)
	}
}
