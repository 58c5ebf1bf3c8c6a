package search_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestHoldComparesTheEvent(t *testing.T) {
	t.Parallel()
	const ref = "reg_event_type"
	drn, brn, mrn := id("DRN", "D24AUG007"), id("BRN", "B86JAN004"), id("MRN", "M15FEB042")
	day := person.MustDate("2024-08-03")
	tests := []struct {
		name        string
		asked, said codes.VitalEvent
		person      person.Person
		want        string
	}{
		{"the event asked for", "death", "death", person.Person{}, confirmed},
		{"the event in another spelling", "birth", "spdci-common:RegistryEventType:LiveBirth", person.Person{}, confirmed},
		{"another event contradicts", "death", "live_birth", person.Person{}, contradicts + ref},
		{"a fetal death is not a death", "death", "fetal_death", person.Person{}, contradicts + ref},
		{"any event was asked for by leaving it out", "", "marriage", person.Person{}, confirmed},
		{"any event was asked for with REGISTER", "REGISTER", "marriage", person.Person{}, confirmed},
		{"any event was asked for with register", "register", "marriage", person.Person{}, confirmed},
		{"REGISTER in a record says nothing", "death", "REGISTER", person.Person{}, unconfirmed},
		{"a word of the registry's own contradicts nothing", "death", "mortality", person.Person{}, unconfirmed},
		{"a word of our own contradicts nothing", "mortality", "death", person.Person{}, unconfirmed},
		{"one word of both is the same", "recognition", "Recognition", person.Person{}, confirmed},
		{"a record that says no event shows no death", "death", "", person.Person{}, unconfirmed},
		{"the number of a birth alone shows that it is none", "death", "", person.Person{Identifiers: []person.Identifier{brn}}, contradicts + ref},
		{"the number of the death shows it", "death", "", person.Person{Identifiers: []person.Identifier{brn, drn}}, confirmed},
		{"a blank number does not", "death", "", person.Person{Identifiers: []person.Identifier{id("DRN", " ")}}, unconfirmed},
		{"the day of the death shows it", "death", "", person.Person{DeathDates: []person.Date{day}}, confirmed},
		{"a text that is no day does not", "death", "", person.Person{DeathDates: []person.Date{{}}}, unconfirmed},
		{"the day of the marriage shows it", "marriage", "", person.Person{MarriageDates: []person.Date{day}}, confirmed},
		{"the day of the divorce shows it", "divorce", "", person.Person{DivorceDates: []person.Date{day}}, confirmed},
		{"nothing shows an adoption", "adoption", "", person.Person{MarriageDates: []person.Date{day}}, unconfirmed},
		{"everybody is born", "birth", "", person.Person{}, confirmed},
		{"but not in the register of deaths", "birth", "", person.Person{Identifiers: []person.Identifier{drn}}, contradicts + ref},
		{"a number of each leaves the birth", "birth", "", person.Person{Identifiers: []person.Identifier{mrn, brn}}, confirmed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.person.Identifiers = append(tt.person.Identifiers, id("NATIONAL_ID", "987654321"))
			q := search.ByIdentifier("NATIONAL_ID", "987654321").In(tt.asked)
			assert.Equal(t, tt.want, verdict(q, person.Record{Event: tt.said, Person: tt.person}, search.Holding{Now: today}))
		})
	}
}

// The workshop's couple as OpenCRVS writes it: the bride at the top, the groom
// an untyped relation and then the only one, the number and the day of the marriage
// once.
func marriage(groom codes.RelationshipType) person.Record {
	r := person.Record{
		Event: codes.VitalEventMarriage, RegistrationNumber: "M15FEB042",
		Person: person.Person{
			Identifiers:   []person.Identifier{id("MRN", "M15FEB042"), id("NATIONAL_ID", "123456789")},
			BirthDates:    []person.Date{person.MustDate("1990-05-12")},
			Sex:           codes.SexFemale,
			MarriageDates: []person.Date{person.MustDate("2015-02-14")},
			Relations: []person.Relation{
				{Type: groom, Person: person.Person{
					Identifiers: []person.Identifier{id("NATIONAL_ID", "987654321")},
					BirthDates:  []person.Date{person.MustDate("1986-01-20")},
				}},
				{Type: codes.RelationshipMother, Person: person.Person{Identifiers: []person.Identifier{id("NATIONAL_ID", "111")}}},
			},
		},
	}
	if groom == "" {
		r.Person.Relations = r.Person.Relations[:1]
	}
	return r
}

func TestHoldComparesBothOfACouple(t *testing.T) {
	t.Parallel()
	bride, groom := search.ByIdentifier("NATIONAL_ID", "123456789"), search.ByIdentifier("NATIONAL_ID", "987654321")
	number := search.ByIdentifier("MRN", "M15FEB042")
	born := func(text string) search.Condition { return search.BirthDate.Is(person.MustDate(text)) }
	married := func(text string) search.Condition { return search.MarriageDate.Is(person.MustDate(text)) }
	const nid = contradicts + "NATIONAL_ID"
	tests := []struct {
		name  string
		query search.Query
		want  string
	}{
		{"the bride's number", bride, confirmed},
		{"the groom's number", groom, confirmed},
		{"somebody else's number", search.ByIdentifier("NATIONAL_ID", "555"), nid},
		{"the bride's mother's number", search.ByIdentifier("NATIONAL_ID", "111"), nid},
		{"the bride's number and birthday", bride.And(born("1990-05-12")), confirmed},
		{"the groom's number and birthday", groom.And(born("1986-01-20")), confirmed},
		{"the bride's number and the groom's birthday", bride.And(born("1986-01-20")), contradicts + "birth_date"},
		{"the groom's number and the bride's birthday", groom.And(born("1990-05-12")), nid},
		{"the groom's birthday and the bride's sex", search.Where(born("1986-01-20"), search.Sex.Is("female")), unconfirmed},
		{"the groom's number and sex, which is not given", groom.And(search.Sex.Is("male")), unconfirmed},
		{"the number of the marriage", number, confirmed},
		{"the number of another marriage", search.ByIdentifier("MRN", "M16FEB042"), contradicts + "MRN"},
		{"the number of the marriage with the groom's birthday", number.And(born("1986-01-20")), confirmed},
		{"the number of the marriage with nobody's birthday", number.And(born("1986-01-21")), contradicts + "birth_date"},
		{"the day of the marriage", search.Where(married("2015-02-14")), confirmed},
		{"another day", search.Where(married("2015-02-15")), contradicts + "marriage_date"},
		{"the groom's number and the day", groom.And(married("2015-02-14")), confirmed},
		{"the groom's number and another day", groom.And(married("2016-02-14")), nid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, relation := range []codes.RelationshipType{"", codes.RelationshipHusband, codes.RelationshipSpouse, "spdci:Groom"} {
				r, h := marriage(relation), search.Holding{Now: today, UntypedSpouse: relation == ""}
				assert.Equal(t, tt.want, verdict(tt.query, r, h), "groom typed %q", relation)
				r.Event = "Marriage"
				assert.Equal(t, tt.want, verdict(tt.query, r, h), "event in another spelling")
				r.Event = ""
				assert.Equal(t, tt.want, verdict(tt.query, r, h), "event not said")
				assert.Equal(t, tt.want, verdict(tt.query.In("marriage"), r, h), "event only asked")
			}
		})
	}
}

func TestHoldFindsACoupleByTheNumberOfTheirMarriage(t *testing.T) {
	t.Parallel()
	r := marriage("")
	r.Event, r.RegistrationNumber, r.Person.MarriageDates = "", "", nil
	h := search.Holding{UntypedSpouse: true}
	assert.Equal(t, confirmed, verdict(search.ByIdentifier("NID", "987654321"), r, h))
	r.Event = "nikah" // unknown: the question says what it is about
	assert.Equal(t, unconfirmed, verdict(search.ByIdentifier("NID", "987654321").In("marriage"), r, h))
	r.Person.Identifiers = append(r.Person.Identifiers, id("BRN", "B90MAY123"))
	r.Event = ""
	assert.Equal(t, contradicts+"NID", verdict(search.ByIdentifier("NID", "987654321").In("birth"), r, h))
}

func TestHoldComparesSex(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		asked, said codes.Sex
		want        string
	}{
		{"the same", "female", "female", confirmed},
		{"another spelling", "F", "spdci:Female", confirmed},
		{"the other", "female", "male", contradicts + "sex"},
		{"other is a code and contradicts", "female", "other", contradicts + "sex"},
		{"not said", "female", "", unconfirmed},
		{"unknown to the registry", "female", "unknown", unconfirmed},
		{"unknown to us", "female", "intersex", unconfirmed},
		{"asked with a word of our own", "intersex", "female", unconfirmed},
		{"a word of both", "intersex", "intersex", confirmed},
		{"asked for unknown", "unknown", "female", unconfirmed},
		{"nothing asked is nothing confirmed", "", "", unconfirmed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := person.Record{Person: person.Person{Sex: tt.said}}
			assert.Equal(t, tt.want, verdict(search.Where(search.Sex.Is(tt.asked)), r, search.Holding{}))
		})
	}
}

func TestHoldComparesRegions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		asked   string
		regions []string
		want    string
	}{
		{"the same", "KA", []string{"KA"}, confirmed},
		{"in another case", "KA", []string{"ka"}, confirmed},
		{"another", "KA", []string{"TN"}, contradicts + "region_code"},
		{"no address", "KA", nil, unconfirmed},
		{"one of two addresses", "KA", []string{"TN", "KA"}, confirmed},
		{"neither of two", "KA", []string{"TN", "KL"}, contradicts + "region_code"},
		{"an address without a region first", "KA", []string{"", "TN"}, unconfirmed},
		{"an address without a region last", "KA", []string{"TN", " "}, unconfirmed},
		{"a number that lost its zero", "01", []string{"1"}, unconfirmed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var r person.Record
			for _, region := range tt.regions {
				r.Person.Addresses = append(r.Person.Addresses, person.Address{Region: region})
			}
			assert.Equal(t, tt.want, verdict(search.Where(search.Region.Is(tt.asked)), r, search.Holding{}))
		})
	}
}

func TestHoldComparesNamesAndNeverContradicts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		asked, said string
		want        string
	}{
		{"the same", "Kumar", "Kumar", confirmed},
		{"another", "Kumar", "Nair", unconfirmed},
		{"none", "Kumar", "", unconfirmed},
		{"in another case", "KUMAR", "kumar", confirmed},
		{"in Cyrillic, in another case", "ИВАНОВА", "Иванова", confirmed},
		{"Cyrillic and Latin letters that look alike", "Маla", "Mala", unconfirmed},
		{"in Amharic", "ገብረ", "ገብረ", confirmed},
		{"in Amharic, another", "ገብረ", "ገብሬ", unconfirmed},
		{"in Thai", "สมชาย", "สมชาย", confirmed},
		{"in Thai, another tone", "สมชาย", "สมช่าย", unconfirmed},
		{"with accents, in another case", "JOSÉ", "José", confirmed},
		{"with accents and without", "José", "Jose", unconfirmed},
		{"composed and decomposed", "Jos\u00e9", "Jose\u0301", unconfirmed},
		{"with spaces around", "Kumar", " Kumar ", confirmed},
		{"invalid text", "Kumar", "\xff\xfe", unconfirmed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			name := person.PersonName{Given: []string{tt.said}, Middle: []string{tt.said}, Family: []string{tt.said}}
			r := person.Record{Person: person.Person{Names: []person.PersonName{{Use: codes.NameUseOld, Text: "X"}, name}}}
			for _, a := range []search.NameAttribute{search.GivenName, search.MiddleName, search.FamilyName} {
				assert.Equal(t, tt.want, verdict(search.Where(a.Is(tt.asked)), r, search.Holding{}))
			}
		})
	}
}

func TestHoldConfirmsNothingItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	r := birthOf(id("BRN", "B90MAY123"))
	assert.Equal(t, unconfirmed, verdict(search.Query{}, r, search.Holding{}), "nothing was asked")
	assert.Equal(t, unconfirmed, verdict(search.Where(), r, search.Holding{}), "nothing was asked")
	assert.Equal(t, unconfirmed, verdict(search.ByIdentifier("BRN", ""), r, search.Holding{}), "no value was asked for")
	assert.Equal(t, unconfirmed, verdict(search.ByIdentifier("BRN", "B90MAY123").And(search.Condition{}), r, search.Holding{}))
	assert.Equal(t, unconfirmed, verdict(search.Where(search.CodeAttribute("ration_card").Is("A")), r, search.Holding{}))
	assert.Equal(t, unconfirmed, verdict(search.Where(search.CodeAttribute("birth_date").Is("1990-05-12")), bornOn(person.MustDate("1990-05-13")), search.Holding{}),
		"a date asked for as a code is not compared as a date")
	assert.Equal(t, contradicts+"identifier", verdict(search.ByIdentifier("", "1"), birthOf(id("", "2")), search.Holding{}), "a contradiction always has a name")
}
