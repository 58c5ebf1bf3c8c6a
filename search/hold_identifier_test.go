package search_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// What Hold is expected to say.
const (
	confirmed   = "confirmed"
	unconfirmed = "unconfirmed"
	contradicts = "contradicts on " // and the attribute
)

// verdict is what Hold says, in one word or three.
func verdict(q search.Query, r person.Record, h search.Holding) string {
	match, against := search.Hold(q, r, h)
	if against != "" {
		return contradicts + against + string(match)
	}
	return string(match)
}

func id(t codes.IdentifierType, value string) person.Identifier {
	return person.Identifier{Type: t, Value: value}
}

func birthOf(ids ...person.Identifier) person.Record {
	return person.Record{Event: codes.VitalEventBirth, Person: person.Person{Identifiers: ids}}
}

func TestHoldComparesIdentifiers(t *testing.T) {
	t.Parallel()
	const nid = codes.IdentifierNationalID
	tests := []struct {
		name   string
		asked  person.Identifier
		record []person.Identifier
		want   string
	}{
		{"the same number of the same type confirms", id(nid, "123456789"), []person.Identifier{id(nid, "123456789")}, confirmed},
		{"another number of the same type contradicts", id(nid, "123456789"), []person.Identifier{id(nid, "123456780")}, contradicts + "NATIONAL_ID"},
		{"a record without identifiers shows nothing", id(nid, "123456789"), nil, unconfirmed},
		{"the same number of another type shows nothing", id(nid, "123456789"), []person.Identifier{id("UIN", "123456789")}, unconfirmed},
		{"another number of another type contradicts nothing", id(nid, "123456789"), []person.Identifier{id("UIN", "42")}, unconfirmed},
		{"a number without a type shows nothing", id(nid, "123456789"), []person.Identifier{id("", "123456789")}, unconfirmed},
		{"NID is NATIONAL_ID", id(nid, "123456789"), []person.Identifier{id("NID", "123456789")}, confirmed},
		{"NID contradicts NATIONAL_ID", id("NID", "123456789"), []person.Identifier{id(nid, "5")}, contradicts + "NID"},
		{"BIRTH_REG_NO is BRN", id("BRN", "B90MAY123"), []person.Identifier{id("BIRTH_REG_NO", "B90MAY123")}, confirmed},
		{"BRN contradicts BIRTH_REG_NO", id("BIRTH_REG_NO", "B90MAY123"), []person.Identifier{id("BRN", "B17JUN009")}, contradicts + "BIRTH_REG_NO"},
		{"a type with a namespace is the same", id("BRN", "B90MAY123"), []person.Identifier{id("spdci:BRN", "B90MAY123")}, confirmed},
		{"a country's own type compares but for case", id("Taxpayer", "77"), []person.Identifier{id("TAXPAYER", "77")}, confirmed},
		{"a country's own type contradicts without being repeated", id("Taxpayer", "77"), []person.Identifier{id("taxpayer", "78")}, contradicts + "identifier"},
		{"one of several numbers of a type suffices", id(nid, "123"), []person.Identifier{id(nid, "999"), id("NID", "123")}, confirmed},
		{"several numbers of a type that all differ contradict", id(nid, "123"), []person.Identifier{id(nid, "999"), id("NID", "124")}, contradicts + "NATIONAL_ID"},
		{"one unclear among several that differ is unclear", id(nid, "123"), []person.Identifier{id(nid, "999"), id(nid, "0123")}, unconfirmed},
		{"an empty value is not given", id(nid, "123"), []person.Identifier{id(nid, "")}, unconfirmed},
		{"a blank value is not given", id(nid, "123"), []person.Identifier{id(nid, "   ")}, unconfirmed},
		{"a dash is not given", id(nid, "123"), []person.Identifier{id(nid, "-")}, unconfirmed},
		{"spaces around a number do not count", id(nid, "123"), []person.Identifier{id(nid, " 123 ")}, confirmed},
		{"leading zeros may be one number written twice", id(nid, "00123"), []person.Identifier{id(nid, "123")}, unconfirmed},
		{"leading zeros of a part may be too", id("BRN", "2019/000123"), []person.Identifier{id("BRN", "2019/123")}, unconfirmed},
		{"zeros behind a letter may be too", id("BRN", "B007"), []person.Identifier{id("BRN", "B7")}, unconfirmed},
		{"zeros inside a number count", id(nid, "1023"), []person.Identifier{id(nid, "123")}, contradicts + "NATIONAL_ID"},
		{"trailing zeros count", id(nid, "1230"), []person.Identifier{id(nid, "123")}, contradicts + "NATIONAL_ID"},
		{"case may be one number written twice", id("BRN", "b90may123"), []person.Identifier{id("BRN", "B90MAY123")}, unconfirmed},
		{"separators may be too", id(nid, "123-456-789"), []person.Identifier{id(nid, "123 456.789")}, unconfirmed},
		{"digits of another script may be too", id(nid, "1203"), []person.Identifier{id(nid, "१२०३")}, unconfirmed},
		{"other digits of another script contradict", id(nid, "1203"), []person.Identifier{id(nid, "١٢٠٤")}, contradicts + "NATIONAL_ID"},
		{"digits beyond the basic plane are digits", id(nid, "17"), []person.Identifier{id(nid, "𑄷𑄽")}, unconfirmed},
		{"a number that only begins alike contradicts", id(nid, "123456789"), []person.Identifier{id(nid, "1234567890")}, contradicts + "NATIONAL_ID"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, verdict(search.ByIdentifier(tt.asked.Type, tt.asked.Value), birthOf(tt.record...), search.Holding{}))
		})
	}
}

func TestHoldKnowsWhichTypesARegistryEquates(t *testing.T) {
	t.Parallel()
	// OpenCRVS takes the three registration numbers for each other.
	h := search.Holding{Same: func(a, b codes.IdentifierType) bool { return a.Registers() != "" && b.Registers() != "" }}
	r := person.Record{
		Event: codes.VitalEventMarriage,
		Person: person.Person{
			Identifiers: []person.Identifier{id("MRN", "2021MAAAAA1")},
			Relations:   []person.Relation{{Person: person.Person{Identifiers: []person.Identifier{id("NID", "5")}}}},
		},
	}
	assert.Equal(t, confirmed, verdict(search.ByIdentifier("BRN", "2021MAAAAA1"), r, h))
	assert.Equal(t, contradicts+"BRN", verdict(search.ByIdentifier("BRN", "2021MAAAAA2"), r, h), "a groom without a number does not leave it open")
	assert.Equal(t, unconfirmed, verdict(search.ByIdentifier("BRN", "2021MAAAAA1"), r, search.Holding{}))
}

func TestHoldReadsTheNumberOfTheRegistration(t *testing.T) {
	t.Parallel()
	r := person.Record{Event: codes.VitalEventBirth, RegistrationNumber: "B90MAY123"}
	assert.Equal(t, confirmed, verdict(search.ByIdentifier("BIRTH_REG_NO", "B90MAY123"), r, search.Holding{}))
	assert.Equal(t, contradicts+"BRN", verdict(search.ByIdentifier("BRN", "B17JUN009"), r, search.Holding{}))
	assert.Equal(t, unconfirmed, verdict(search.ByIdentifier("DRN", "B90MAY123"), r, search.Holding{}))
}

func TestHoldRefusesTheNumberOfSomebodyElse(t *testing.T) {
	t.Parallel()
	mother := person.Relation{Type: codes.RelationshipMother, Person: person.Person{
		Identifiers: []person.Identifier{id("NATIONAL_ID", "123456789"), id("BRN", "B90MAY123")},
	}}
	child := person.Person{Identifiers: []person.Identifier{id("BRN", "B17JUN009")}, Relations: []person.Relation{mother}}
	nameless := person.Person{Relations: []person.Relation{mother}}
	tests := []struct {
		name   string
		query  search.Query
		record person.Record
		want   string
	}{
		{"the mother's number in her child's birth record", search.ByIdentifier("NID", "123456789"), person.Record{Event: "live_birth", Person: child}, contradicts + "NID"},
		{"the mother's birth number in her child's birth record", search.ByIdentifier("BRN", "B90MAY123"), person.Record{Event: "live_birth", Person: child}, contradicts + "BRN"},
		{"the same where the child has no number", search.ByIdentifier("BRN", "B90MAY123"), person.Record{Event: "live_birth", Person: nameless}, contradicts + "BRN"},
		{"the mother's number in her child's death record", search.ByIdentifier("NID", "123456789"), person.Record{Event: "death", Person: nameless}, contradicts + "NID"},
		{"the mother's number in a record that names no event", search.ByIdentifier("NID", "123456789"), person.Record{Person: nameless}, contradicts + "NID"},
		{"the mother's number written otherwise", search.ByIdentifier("NID", "123-456-789"), person.Record{Event: "live_birth", Person: nameless}, unconfirmed},
		{"the bride's mother's number in a marriage", search.ByIdentifier("NID", "123456789"), person.Record{Event: "marriage", Person: nameless}, contradicts + "NID"},
		{"the child's own number", search.ByIdentifier("BRN", "B17JUN009"), person.Record{Event: "live_birth", Person: child}, confirmed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, verdict(tt.query, tt.record, search.Holding{}))
		})
	}
	untyped := nameless
	untyped.Relations = []person.Relation{{Person: mother.Person}}
	assert.Equal(t, contradicts+"NID", verdict(search.ByIdentifier("NID", "123456789"), person.Record{Event: "live_birth", Person: untyped}, search.Holding{}),
		"an untyped relation is a groom only in a marriage")
}
