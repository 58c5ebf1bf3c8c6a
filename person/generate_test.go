package person_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// generator makes people of every shape that the types allow.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator {
	return generator{rand.New(rand.NewPCG(seed, 1))} // the same people each time
}

func pick[T any](g generator, of ...T) T { return of[g.IntN(len(of))] }

func some[T any](g generator, limit int, one func() T) []T {
	var out []T
	for range g.IntN(limit + 1) {
		out = append(out, one())
	}
	return out
}

func (g generator) word() string {
	return pick(g, "Mala", "Kumar", "S", "O'Neil-Smith", "Оксана", "ሰላም", "สุดารัตน์", "李", "Zoë", `a"b\c`, "<&>", "line\nline", "a\u2028b", "de la Cruz", "😀", " x ")
}

func (g generator) words() []string { return some(g, 2, g.word) }

func (g generator) maybe(s string) string { return pick(g, "", s) }

func (g generator) name() person.PersonName {
	n := person.PersonName{
		Use: pick(g, "", codes.NameUseOfficial, codes.NameUseMaiden, "stage"), Period: g.period(),
		Text: g.maybe(g.word()), Prefix: g.words(), Given: g.words(), Middle: g.words(), Family: g.words(),
		Maiden: g.maybe(g.word()), Suffix: g.words(), Extra: g.extra(),
	}
	if n.Full() == "" {
		n.Given = []string{g.word()}
	}
	return n
}

func (g generator) identifier() person.Identifier {
	return person.Identifier{
		Type:  pick[codes.IdentifierType](g, "UIN", "BRN", "NID", "NATIONAL_ID", "x y", "ns:a:b", ""),
		Value: pick(g, "1", "2", "007", "A:B", "ው-9", " 5 "), Extra: g.extra(),
	}
}

func (g generator) date() person.Date {
	d, err := person.ParseDate(pick(g, "1990", "1990-05", "1990-05-12", "2024-02-29", "1990-05-12T22:00:00Z", "2023-07-19T03:30:00 PM", "2533-01-01"))
	if err != nil {
		panic(err)
	}
	return d
}

func (g generator) maybeDate() person.Date {
	if g.IntN(3) > 0 {
		return person.Date{}
	}
	return g.date()
}

func (g generator) period() person.Period {
	if g.IntN(3) > 0 {
		return person.Period{}
	}
	return person.Period{Start: g.maybeDate(), End: g.maybeDate(), Extra: g.extra()}
}

func (g generator) point() *person.GeoPoint {
	p := &person.GeoPoint{
		Latitude: pick(g, "", "9.5604", "-0.0", "1e2", "48.900000000000006", "9,56", "north", " 9.5", "09", "٩"), Longitude: pick(g, "", "100.0245", "-122.08585"), Extra: g.extra(),
	}
	if *p == (person.GeoPoint{}) || g.IntN(2) == 0 {
		return nil
	}
	return p
}

func (g generator) location() *person.GeoLocation {
	if g.IntN(2) == 0 {
		return nil
	}
	return &person.GeoLocation{PlusCode: pick(g, "8FW4V900+", "1"), Center: g.point(), NorthEast: g.point(), SouthWest: g.point(), Extra: g.extra()}
}

// contact is never a value alone: that is what phones and emails are for.
func (g generator) contact() person.Contact {
	k := person.Contact{
		System: pick(g, person.ContactPhone, person.ContactEmail, person.ContactFax, "telegraph"), Value: g.maybe(pick(g, "1", "2", g.word())),
		Use: g.maybe("home"), Period: g.period(), Extra: g.extra(),
	}
	if g.IntN(4) > 0 {
		k.Use = "work"
	}
	return k
}

func (g generator) contacts() []person.Contact {
	all := append(append(phones(g.words()...), emails(g.words()...)...), some(g, 2, g.contact)...)
	if g.IntN(2) == 0 {
		g.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	return all
}

func (g generator) places(depth int) []person.Place {
	return some(g, 2-min(depth, 2), func() person.Place {
		if p := g.place(depth + 1); p != nil {
			return *p
		}
		return person.Place{Name: "in it"}
	})
}

func (g generator) place(depth int) *person.Place {
	if g.IntN(2) == 0 || depth > 1 {
		return nil
	}
	return &person.Place{
		Name: g.word(), Type: g.maybe("HEALTH_FACILITY"), Identifiers: some(g, 2, g.identifier),
		AddressLine: g.maybe("12 Main\nStreet"), Geo: g.point(),
		ContainedIn: g.place(depth + 1), Contains: g.places(depth + 1), Extra: g.extra(),
	}
}

func (g generator) address() person.Address {
	return person.Address{
		Line1: g.word(), Line2: g.maybe("x"), Locality: g.maybe("y"), SubRegion: g.maybe("SH"), Region: g.maybe("A205"),
		PostalCode: g.maybe("084320"), Country: g.maybe("TH"), Geo: g.location(), Extra: g.extra(),
	}
}

func (g generator) extra() person.Extra {
	x, err := person.NewExtra([]byte(pick(g, `{}`, `{}`, `{"@type":"Thing"}`, `{"@context": {"a": "b c"}, "x": [1, 2.50, null, "\u00e9"]}`)))
	if err != nil {
		panic(err)
	}
	return x
}

func (g generator) relation(depth int) person.Relation {
	t := pick[codes.RelationshipType](g, "PRN", "PRN", "MTH", "FTH", "WIFE", "AUNT", "")
	if t == "PRN" && g.IntN(2) == 0 {
		return person.Relation{Type: t, Person: person.Person{Identifiers: []person.Identifier{g.identifier()}}}
	}
	r := person.Relation{Type: t, Person: g.person(depth + 1), Extra: g.extra()}
	r.Person.Contacts = phones("1") // so that it is not empty
	return r
}

func (g generator) person(depth int) person.Person {
	p := person.Person{
		Names: some(g, 2, g.name), Identifiers: some(g, 3, g.identifier),
		Sex: pick(g, "", codes.SexFemale, codes.SexUnknown, "intersex"), BirthDates: some(g, 2, g.date), BirthPlace: g.place(0),
		DeathDates: some(g, 2, g.date), DeathPlace: g.place(0), MaritalStatus: pick(g, "", codes.MaritalStatusMarried, "X"),
		MarriageDates: some(g, 2, g.date), MarriagePlace: g.place(0), DivorceDates: some(g, 2, g.date), DivorcePlace: g.place(0),
		BirthWeight: g.maybe("3100 g"), TypeOfBirth: pick(g, "", codes.BirthTypeTwin, "sextuplet"), RegistrationDate: g.maybeDate(), LastUpdated: g.maybeDate(),
		Contacts: g.contacts(), Addresses: some(g, 2, g.address), Extra: g.extra(),
	}
	if depth < 3 {
		p.Relations = some(g, 4, func() person.Relation { return g.relation(depth) })
	}
	return p
}

func TestAPersonSurvivesARoundTrip(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		want := newGenerator(seed).person(0)
		text, err := want.MarshalJSON()
		require.NoError(t, err)
		var got person.Person
		require.NoError(t, got.UnmarshalJSON(text), "seed %d", seed)
		if !assertSame(t, want, got, fmt.Sprintf("seed %d: %s", seed, text)) {
			return
		}
	}
}

// assertSame compares without printing through our redacting formatters.
func assertSame(t *testing.T, want, got person.Person, about string) bool {
	t.Helper()
	d := difference(reflect.ValueOf(want), reflect.ValueOf(got), "person")
	if d == "" {
		return true
	}
	again, err := got.MarshalJSON()
	require.NoError(t, err)
	t.Errorf("%s\n%s\nread and written again: %s", d, about, again)
	return false
}
