package person_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// secret is in every value of the types below, and must be in nothing that they
// print.
const secret = "Zebulon7"

func secretPerson() person.Person {
	id := person.Identifier{Type: "Type" + secret, Value: secret, Extra: extra(`{"x":"` + secret + `"}`)}
	place := &person.Place{Name: secret, Identifiers: []person.Identifier{id}, ContainedIn: &person.Place{AddressLine: secret}, Geo: &person.GeoPoint{Latitude: secret}, Contains: []person.Place{{Name: secret}}}
	p := person.Person{
		Names: []person.PersonName{{Use: codes.NameUse(secret), Period: person.Period{Extra: id.Extra}, Text: secret, Given: []string{secret}}}, Identifiers: []person.Identifier{id, {Type: codes.IdentifierBRN, Value: secret}},
		Sex: codes.Sex(secret), BirthDates: dates("1990-05-12"), BirthPlace: place, Contacts: []person.Contact{{System: person.ContactSystem(secret), Value: secret, Use: secret, Period: person.Period{Start: person.MustDate("1990")}}},
		BirthWeight: secret, TypeOfBirth: codes.BirthType(secret), RegistrationDate: person.MustDate("1990"),
		Addresses: []person.Address{{Line1: secret, Geo: &person.GeoLocation{PlusCode: secret, Center: &person.GeoPoint{Longitude: secret}, Extra: id.Extra}}}, Extra: extra(`{"` + secret + `":1}`),
	}
	p.Relations = []person.Relation{{Type: codes.RelationshipMother, Person: p}, {Type: codes.RelationshipType(secret), Person: p}}
	return p
}

type printable struct {
	name  string
	value any
}

func printables() []printable {
	p := secretPerson()
	record := person.Record{Event: codes.VitalEventBirth, RegistrationNumber: secret, Person: p}
	odd := person.Record{Event: codes.VitalEvent(secret), Person: p}
	return []printable{
		{"a person", p},
		{"a pointer to a person", &p},
		{"people", []person.Person{p}},
		{"pointers to people", []*person.Person{&p}},
		{"a map of people", map[string]person.Person{"a": p}},
		{"a struct with a person", struct{ P person.Person }{p}},
		{"a struct with a pointer inside a map", map[int]struct{ P *person.Person }{1: {&p}}},
		{"a name", p.Names[0]},
		{"a pointer to a name", &p.Names[0]},
		{"names", p.Names},
		{"an identifier", p.Identifiers[0]},
		{"an identifier of a known type", p.Identifiers[1]},
		{"identifiers", p.Identifiers},
		{"a pointer to an identifier", &p.Identifiers[0]},
		{"a date", p.BirthDates[0]},
		{"a pointer to a date", &p.BirthDates[0]},
		{"dates", p.BirthDates},
		{"a map by date", map[person.Date]int{p.BirthDates[0]: 1}},
		{"a place", *p.BirthPlace},
		{"a pointer to a place", p.BirthPlace},
		{"an address", p.Addresses[0]},
		{"addresses", p.Addresses},
		{"a pointer to an address", &p.Addresses[0]},
		{"a contact", p.Contacts[0]},
		{"contacts", p.Contacts},
		{"a pointer to a contact", &p.Contacts[0]},
		{"a period", p.Contacts[0].Period},
		{"a pointer to a period", &p.Contacts[0].Period},
		{"a position", *p.BirthPlace.Geo},
		{"a pointer to a position", p.BirthPlace.Geo},
		{"a location", *p.Addresses[0].Geo},
		{"a pointer to a location", p.Addresses[0].Geo},
		{"a relation", p.Relations[0]},
		{"relations", p.Relations},
		{"a pointer to a relation", &p.Relations[1]},
		{"members", p.Extra},
		{"a pointer to members", &p.Extra},
		{"a record", record},
		{"a pointer to a record", &record},
		{"records", []person.Record{record, odd}},
		{"an array of records", [1]person.Record{odd}},
	}
}

func assertRedacted(t *testing.T, text string) {
	t.Helper()
	for _, word := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprintf("%d", []byte(secret)), "1990", "31393930"} {
		assert.NotContains(t, strings.ToLower(text), strings.ToLower(word))
	}
}

func TestNoVerbOfFmtShowsWhatAPersonHolds(t *testing.T) {
	t.Parallel()
	for _, v := range printables() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "% x", "%t", "%c", "%U", "%e", "%o", "%b", "%T", "%!", "%10.3v"} {
				text := fmt.Sprintf(verb, v.value)
				assertRedacted(t, text)
			}
			assertRedacted(t, fmt.Sprint(v.value))
			assertRedacted(t, fmt.Sprintln(v.value))
			assertRedacted(t, fmt.Errorf("op: %w: %v", errors.New("x"), v.value).Error())
		})
	}
}

func TestNoHandlerOfSlogShowsWhatAPersonHolds(t *testing.T) {
	t.Parallel()
	p := secretPerson()
	var record person.Record
	require.NoError(t, record.UnmarshalJSON([]byte(`{"brn":"`+secret+`"}`)), "with its raw text")
	var out bytes.Buffer
	for _, handler := range []slog.Handler{
		slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil), slog.NewTextHandler(&out, nil).WithGroup("g"),
	} {
		log := slog.New(handler)
		for _, v := range []any{p, &p, p.Names[0], p.Identifiers[0], p.BirthDates[0], p.BirthPlace, p.Addresses[0], p.Addresses[0].Geo, p.BirthPlace.Geo, p.Contacts[0], p.Contacts[0].Period, p.Relations[0], p.Extra, record, &record} {
			log.Info("x", slog.Any("value", v), slog.Group("group", slog.Any("value", v)))
		}
	}
	text := slog.NewTextHandler(&out, nil)
	slog.New(text).Info("x", slog.Any("people", []person.Person{p}), slog.Any("struct", struct{ P person.Person }{p})) // the JSON handler writes JSON here: see doc.go
	require.Contains(t, out.String(), "[person redacted]")
	assertRedacted(t, strings.ReplaceAll(out.String(), "time=", ""))
}

func TestARedactedValueSaysWhatKindItIs(t *testing.T) {
	t.Parallel()
	p := secretPerson()
	for want, v := range map[string]fmt.Stringer{
		"[person redacted]": p, "[name redacted]": p.Names[0], "[identifier redacted]": p.Identifiers[0], "BRN:[redacted]": p.Identifiers[1],
		"[date redacted]": p.BirthDates[0], "[place redacted]": p.BirthPlace, "[address redacted]": p.Addresses[0], "MTH:[person redacted]": p.Relations[0],
		"[contact redacted]": p.Contacts[0], "[period redacted]": p.Contacts[0].Period, "[position redacted]": p.BirthPlace.Geo, "[location redacted]": p.Addresses[0].Geo,
		"[relation redacted]": p.Relations[1], "[members redacted]": p.Extra, "[live_birth record redacted]": person.Record{Event: "birth"}, "[record redacted]": person.Record{},
	} {
		assert.Equal(t, want, v.String())
		assert.Equal(t, want, fmt.Sprintf("%#v", v))
	}
	var nobody *person.Person
	assert.NotPanics(t, func() { _ = fmt.Sprintf("%+v", nobody) })
}

// Go lets no type decide here; doc.go says so. If this test ever fails, Go has
// become better and the documentation is to be mended.
func TestWhereGoDoesNotAskTheTypeItIsNotRedacted(t *testing.T) {
	t.Parallel()
	hidden := struct{ p person.Person }{secretPerson()}
	assert.Contains(t, fmt.Sprintf("%+v", hidden), secret, "an unexported field")
	verb := "%w" // of a value that is no error; go vet refuses it where it sees the format
	assert.Contains(t, fmt.Sprintf(verb, secretPerson()), secret)
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", slog.Any("people", []person.Person{secretPerson()}))
	assert.Contains(t, out.String(), secret, "JSON of a value that holds a person")
}
