package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestAConditionIsSaidInWordsWithoutItsValue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"birth_date=1987-06-05":                   "born on a certain day",
		"birth_date=1987":                         "born between two days",
		"death_date>1987":                         "who died after a certain day",
		"marriage_date>=1987":                     "who married on a certain day or later",
		"divorce_date<1987":                       "who divorced before a certain day",
		"event_date<=1987":                        "whose event was on a certain day or earlier",
		"registered in 1987-06-05,1987-06-06":     "registered on one of 2 days",
		"sex=F":                                   "whose sex is female",
		"sex in F,unknown":                        "whose sex is female or unknown",
		"marital_status=W":                        "whose marital status is widowed",
		"birth_place=Sentinel":                    "whose place of birth is, or lies in, a certain place (not shown)",
		"death_place in Sentinel,Sentinel2":       "whose place of death is, or lies in, one of 2 places (not shown)",
		"event_place=Sentinel":                    "whose place of the event is, or lies in, a certain place (not shown)",
		"region=Sentinel":                         "whose region is a certain value (not shown)",
		"district=Sentinel":                       "whose sub-region is a certain value (not shown)",
		"first_name=Sentinel":                     "whose given name is a certain value (not shown)",
		"middle_name=Sentinel":                    "whose middle name is a certain value (not shown)",
		"surname in Sentinel,Sentinel2":           "whose family name is one of 2 values (not shown)",
		"name=Sentinel":                           "whose full name is a certain value (not shown)",
		"mother_name=Sentinel":                    "whose mother's name is a certain value (not shown)",
		"father_name=Sentinel":                    "whose father's name is a certain value (not shown)",
		"registration_number=Sentinel":            "whose registration number is a certain value (not shown)",
		"parent1=UIN:Sentinel":                    "whose first parent has an identifier of type UIN (value not shown)",
		"parent2 in UIN:Sentinel,NID:Sentinel":    "whose second parent has one of 2 identifiers (values not shown)",
		"parent=Sentinel:Sentinel":                "one of whose parents has an identifier of another type (value not shown)",
		"parent1=UIN:1987 or parent2=UIN:1988":    "either whose first parent has an identifier of type UIN (value not shown) or whose second parent has an identifier of type UIN (value not shown)",
		"surname=Sentinel or birth_date<1987":     "either whose family name is a certain value (not shown) or born before a certain day",
		"custom:ward=Sentinel":                    "whose attribute ward is a certain value (not shown)",
		"custom:ward in Sentinel,1987":            "whose attribute ward is one of 2 values (not shown)",
		"custom:ward>Sentinel":                    "whose attribute ward is above a certain value (not shown)",
		"custom:ward>=Sentinel":                   "whose attribute ward is at least a certain value (not shown)",
		"custom:ward<Sentinel":                    "whose attribute ward is below a certain value (not shown)",
		"custom:ward<=Sentinel":                   "whose attribute ward is at most a certain value (not shown)",
		"custom:sex=Sentinel":                     "whose sex is a certain value (not shown)",
		"custom:birth_date=Sentinel":              "born on a certain day",
		"custom:birth_date>=Sentinel":             "born on a certain day or later",
		"custom:parent1_identifier=Sentinel":      "whose first parent has an identifier of another type (value not shown)",
		"custom:parent1_identifier in Sentinel,a": "whose first parent has one of 2 identifiers (values not shown)",
	} {
		c, err := parseCondition(text)
		require.NoError(t, err, text)
		assert.Equal(t, "records of any event, of persons "+want, inWords(search.Where(c)), text)
	}
}

func TestAQuestionIsSaidInWords(t *testing.T) {
	t.Parallel()
	for want, q := range map[string]search.Query{
		"records of any event, of persons with an identifier of type BRN (value not shown)":                                              search.ByIdentifier("BRN", "Sentinel"),
		"records of deaths, of persons with an identifier of another type (value not shown)":                                             search.ByIdentifier("Sentinel", "Sentinel").In(codes.VitalEventDeath),
		"records of any event, as a GraphQL text asks for them (text not shown)":                                                         search.GraphQL("Sentinel"),
		"records of marriages, as a GraphQL text asks for them (text not shown)":                                                         search.GraphQL("Sentinel").In(codes.VitalEventMarriage),
		"records of any event, of persons whose sex is male; in pages of 1 record":                                                       search.Where(search.Sex.Is("M")).WithPageSize(1),
		"records of any event, of persons whose sex is male; asked as an expression":                                                     search.Where(search.Sex.Is("M")).AsExpression(),
		"records of adoptions, of persons whose sex is male, born on a certain day or earlier":                                           search.Where(search.Sex.Is("M"), search.Custom("birth_date").AtMost("1987")).In("adoption"),
		"records of any event, of persons with an identifier of type UIN (value not shown), whose region is a certain value (not shown)": search.ByIdentifier("UIN", "1987").And(search.Region.Is("Sentinel")),
	} {
		assert.Equal(t, want, inWords(q))
	}
}
