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
	for _, t := range c.Terms() {
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
		"dob=1990-05-12T08:30:00+05:30":   "birth_date eq 1990-05-12",
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
		"birth_date=1990..1991":                 "birth_date is not a date",
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
		"birth_date eq 1990-05-11":               search.BirthDate.Is(d("1990-05-11T18:30:00Z")),
		"birth_date eq 2533-05":                  search.BirthDate.Is(d("2533-05")),
		"birth_date eq 1410":                     search.BirthDate.Is(d("1410")),
		"birth_date eq ":                         search.BirthDate.Is(person.Date{}),
		"sex eq female":                          search.Sex.Is("2"),
		"ration_card eq A":                       search.CodeAttribute("ration_card").Is("A"),
	} {
		assert.Equal(t, want, spelled(c))
	}
	for want, a := range map[string]search.Attribute{
		"birth_date": search.BirthDate, "sex": search.Sex, "surname": search.FamilyName, "region_code": search.Region,
	} {
		assert.Equal(t, want, a.Name())
	}
}

func TestTermsAreACopy(t *testing.T) {
	t.Parallel()
	c := search.BirthDate.Between(person.MustDate("1990"), person.MustDate("1991"))
	c.Terms()[0] = search.Term{Operator: codes.OperatorLess, Value: "x"}
	assert.Equal(t, "birth_date ge 1990-01-01 le 1991-12-31", spelled(c))
}
