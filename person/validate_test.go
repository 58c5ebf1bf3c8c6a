package person_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestValidateAcceptsWhatTheStandardAllows(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]person.Person{
		"nobody":                     {},
		"an identifier":              {Identifiers: []person.Identifier{{Type: "Ration Card", Value: strings.Repeat("ሀ", 255)}, {}}},
		"one name":                   {Names: []person.PersonName{{Family: []string{"Suharto"}}, {}}},
		"a name of several words":    {Names: []person.PersonName{{Given: []string{"Mala", "Devi"}, Family: []string{"de la Cruz"}, Prefix: []string{"Dr."}}}},
		"a name with joiners":        {Names: []person.PersonName{{Text: "علی\u200cرضا O'Neill"}}},
		"codes in other spellings":   {Sex: "F", MaritalStatus: "Widowed", Relations: []person.Relation{{Type: "spdci:Mother"}, {}}},
		"dates as exact as known":    {BirthDates: dates("1990", "1990-05", "1990-05-12", "1990-05-12T10:00:00.5+05:30", "2533-05-12"), DeathDates: []person.Date{{}}},
		"death on the day of birth":  {BirthDates: dates("1990-05-12"), DeathDates: dates("1990-05-12")},
		"death in the year of birth": {BirthDates: dates("1990-05-12"), DeathDates: dates("1990")},
		"death in another calendar":  {BirthDates: dates("2533-05-12"), DeathDates: dates("2020-05-12")},
		"telephone numbers":          reached([]string{"+1 (425) 555-1212", "+14255551212", "097148 38469", ""}, []string{"mala@example.org", ""}),
		"an address":                 {Addresses: []person.Address{{Line1: "4 Lakeside Road", Country: "IN"}, {}}},
		"a country that is no more":  {Addresses: []person.Address{{Country: "SU"}}},
		"a place with everything":    {MarriagePlace: &person.Place{Geo: &person.GeoPoint{Latitude: "9.93", Longitude: "-76"}, Contains: []person.Place{{Name: "Kochi"}, {}}}, Addresses: []person.Address{{Geo: &person.GeoLocation{PlusCode: "6FG22222+22", Center: &person.GeoPoint{}}}}},
		"a period of a day":          {Names: []person.PersonName{{Text: "Mala", Period: person.Period{Start: dates("2020")[0], End: dates("2020-05-01")[0]}}}, RegistrationDate: dates("2020-05")[0], TypeOfBirth: codes.BirthTypeTwin, BirthWeight: "2900 g"},
		"a place by its code":        {BirthPlace: &person.Place{Identifiers: []person.Identifier{{Value: "loc-1"}}, ContainedIn: &person.Place{Name: "Kerala"}}},
	} {
		assert.NoError(t, p.Validate(), name)
		assert.NoError(t, person.Record{Person: p}.Validate(), name)
	}
}

func TestValidateNamesEachBrokenRule(t *testing.T) {
	t.Parallel()
	const secret = "Sentinel"
	long := strings.Repeat(secret, 200)
	related := func(r person.Relation) person.Person {
		return person.Person{Relations: []person.Relation{{Type: "MTH"}, r}}
	}
	for _, tc := range []struct {
		name string
		p    person.Person
		want []string // field and rule
	}{
		{"an identifier without a type", person.Person{Identifiers: []person.Identifier{{Value: secret}}}, []string{"identifier[0].identifier_type required"}},
		{"an identifier without a value", person.Person{Identifiers: []person.Identifier{{Type: "UIN", Value: "1"}, {Type: secret}}}, []string{"identifier[1].identifier_value required"}},
		{"an identifier that is too long", person.Person{Identifiers: []person.Identifier{{Type: "UIN", Value: long}}}, []string{"identifier[0].identifier_value max=255"}},
		{"an identifier with a space behind", person.Person{Identifiers: []person.Identifier{{Type: "UIN", Value: secret + " "}}}, []string{"identifier[0].identifier_value line"}},
		{"a name in two lines", person.Person{Names: []person.PersonName{{Given: []string{secret + "\nx"}, Family: []string{"\xff"}}}}, []string{"name[0].surname line", "name[0].given_name line"}},
		{"a name that is too long", person.Person{Names: []person.PersonName{{Middle: []string{long}, Maiden: long, Text: long, Prefix: []string{long}, Suffix: []string{long}}}}, []string{"name[0].text max=999", "name[0].prefix max=99", "name[0].second_name max=255", "name[0].maiden_name max=255", "name[0].suffix max=99"}},
		{"a sex of no directory", person.Person{Sex: secret}, []string{"sex oneof=male female other unknown"}},
		{"a marital status of no directory", person.Person{MaritalStatus: secret}, []string{"marital_status oneof=S M W A D L U"}},
		{"a marital status that v1.0.0 lost", person.Person{MaritalStatus: "Domestic partner"}, []string{"marital_status oneof=S M W A D L U"}},
		{"a text that is no date", person.Person{BirthDates: kept(t, []string{"1990", "12/05/1990"})}, []string{"birth_date[1] date"}},
		{"a month with a day of zeros", person.Person{MarriageDates: dates("1990-05-00")}, []string{"marriage_date[0] date"}},
		{"a date in the basic format", person.Person{DivorceDates: dates("19900512")}, []string{"divorce_date[0] date"}},
		{"a date in other digits", person.Person{DeathDates: dates("๒๕๓๓-๐๕-๑๒")}, []string{"death_date[0] date"}},
		{"a time without a zone", person.Person{DeathDates: dates("1990-05-12T10:00:00")}, []string{"death_date[0] date"}},
		{"a death before the birth", person.Person{BirthDates: dates("1990-05-12"), DeathDates: dates("1990-04")}, []string{"death_date order"}},
		{"a telephone number in words", reached([]string{secret}, nil), []string{"phone_number[0] phone"}},
		{"a telephone number of too many digits", reached([]string{"+1234567890123456"}, nil), []string{"phone_number[0] phone"}},
		{"a telephone number of too few", reached([]string{"+1", "1-1-1-1"}, nil), []string{"phone_number[0] phone", "phone_number[1] phone"}},
		{"an address that is none of e-mail", reached(nil, []string{secret}), []string{"email[0] email"}},
		{"a country in three letters", person.Person{Addresses: []person.Address{{Country: "IND"}}}, []string{"address[0].country_code country"}},
		{"a country in small letters", person.Person{Addresses: []person.Address{{}, {Country: "in"}}}, []string{"address[1].country_code country"}},
		{"no country", person.Person{Addresses: []person.Address{{Country: "ZZ"}, {Country: secret}}}, []string{"address[0].country_code country", "address[1].country_code country"}},
		{"an address in two lines", person.Person{Addresses: []person.Address{{Line1: secret + "\nx", PostalCode: long}}}, []string{"address[0].address_line1 line", "address[0].postal_code max=99"}},
		{"a place in two lines", person.Person{BirthPlace: &person.Place{ContainedIn: &person.Place{Name: secret + "\n"}}}, []string{"birth_place.contained_in_place.name line"}},
		{"a place with a type and no code", person.Person{DeathPlace: &person.Place{Identifiers: []person.Identifier{{Type: "LGD"}}}}, []string{"death_place.identifier[0].identifier_value required"}},
		{"a place of a marriage in two lines", person.Person{MarriagePlace: &person.Place{Name: secret + "\n"}, DivorcePlace: &person.Place{AddressLine: "\x00"}}, []string{"marriage_place.name line", "divorce_place.address_line line"}},
		{"a smaller place that is broken", person.Person{BirthPlace: &person.Place{Contains: []person.Place{{Name: "Kochi"}, {Type: secret + "\n"}}}}, []string{"birth_place.contains_place[1].additional_type line"}},
		{"a latitude beyond the pole", person.Person{BirthPlace: &person.Place{Geo: &person.GeoPoint{Latitude: "90.5", Longitude: secret}}}, []string{"birth_place.geo.latitude latitude", "birth_place.geo.longitude longitude"}},
		{"a latitude with a comma", person.Person{Addresses: []person.Address{{Geo: &person.GeoLocation{PlusCode: secret + "\n", Center: &person.GeoPoint{Latitude: "9,93"}}}}}, []string{"address[0].geo_location.plus_code.global_code line", "address[0].geo_location.plus_code.geometry.location.latitude latitude"}},
		{"what a birth weighed, in two lines", person.Person{BirthWeight: secret + "\n", TypeOfBirth: codes.BirthType(secret + "\n")}, []string{"weight_at_birth line", "type_of_birth line"}},
		{"a registration on no date", person.Person{RegistrationDate: kept(t, []string{"12/05/1990"})[0], LastUpdated: dates("1990-05-00")[0]}, []string{"registration_date date", "last_updated date"}},
		{"a period that is none", person.Person{Names: []person.PersonName{{Text: "Mala", Period: person.Period{Start: kept(t, []string{secret})[0]}}}}, []string{"name[0].period.start date"}},
		{"a period that ends before it begins", person.Person{
			Names:    []person.PersonName{{Text: "Mala", Period: person.Period{Start: dates("2020")[0], End: dates("2019")[0]}}},
			Contacts: []person.Contact{{Value: "+14255551212", Period: person.Period{Start: dates("2020-05-02")[0], End: dates("2020-05-01")[0]}}},
		}, []string{"name[0].period.end order", "contact_number[0].period.end order"}},
		{"a relation of no directory", related(person.Relation{Type: secret}), []string{"related_person[1].relationship_type code"}},
		{"a relation without a type", related(person.Relation{Person: person.Person{Sex: "F"}}), []string{"related_person[1].relationship_type required"}},
		{"a broken rule of somebody related", related(person.Relation{Type: "FTH", Person: person.Person{Identifiers: []person.Identifier{{Value: secret}}, BirthDates: dates("1990"), DeathDates: dates("1980")}}), []string{"related_person[1].related_member.identifier[0].identifier_type required", "related_person[1].related_member.death_date order"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			err := tc.p.Validate()
			assert.Equal(t, tc.want, broken(t, err))
			assert.NotContains(t, err.Error(), secret, "never a value")
			var inRecord []string
			for _, rule := range tc.want {
				inRecord = append(inRecord, "person."+rule)
			}
			assert.Equal(t, inRecord, broken(t, person.Record{Event: "birth", Person: tc.p}.Validate()))
		})
	}
}

// broken lists field and rule of each violation.
func broken(tb testing.TB, err error) []string {
	tb.Helper()
	v, ok := errors.AsType[*person.ValidationError](err)
	require.True(tb, ok, "%v", err)
	var out []string
	for _, violation := range v.Violations {
		assert.NotEmpty(tb, violation.Hint)
		assert.NotContains(tb, violation.Hint, "breaks the rule", "each rule is said in words")
		out = append(out, violation.Field+" "+violation.Rule)
	}
	return out
}

func TestPartsAreValidatedByThemselves(t *testing.T) {
	t.Parallel()
	require.NoError(t, person.PersonName{Maiden: "Rao"}.Validate())
	assert.Equal(t, []string{"given_name required"}, broken(t, person.PersonName{}.Validate()))
	assert.Equal(t, []string{"surname line"}, broken(t, person.PersonName{Family: []string{"a\n"}}.Validate()))
	require.NoError(t, person.Identifier{Type: codes.IdentifierBRN, Value: "B1"}.Validate())
	assert.Equal(t, []string{"identifier_type required", "identifier_value required"}, broken(t, person.Identifier{}.Validate()))
	require.NoError(t, person.Address{Country: "TH"}.Validate())
	assert.Equal(t, []string{"locality line", "country_code country"}, broken(t, person.Address{Locality: " x", Country: "tha"}.Validate()))
	assert.Equal(t, []string{"reg_event_type line", "registration_number max=255"},
		broken(t, person.Record{Event: "a\nb", RegistrationNumber: strings.Repeat("1", 256)}.Validate()))
}

func TestValidatingAValueThatContainsItselfEnds(t *testing.T) {
	t.Parallel()
	place := &person.Place{Name: "Kochi"}
	place.ContainedIn = place
	p := person.Person{BirthPlace: place}
	for range 20 {
		p = person.Person{Relations: []person.Relation{{Type: "CHILD", Person: p}}}
	}
	require.NoError(t, p.Validate())
	for seed := range uint64(100) {
		if err := newGenerator(seed).person(0).Validate(); err != nil {
			_ = broken(t, err)
		}
	}
}
