package match_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

func TestPeopleAreComparedTheSameEitherWayRound(t *testing.T) {
	t.Parallel()
	options := [][]match.Option{
		nil,
		{match.At(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)), match.InZone(time.FixedZone("", 19800))},
		{match.Types(func(a, b codes.IdentifierType) bool { return a == "UIN" && b == codes.IdentifierNationalID })},
	}
	seen := map[match.Attribute]map[match.Outcome]bool{}
	for seed := range uint64(600) {
		a, b := newGenerator(seed).person(), newGenerator(seed+10_000).person()
		c := compareBoth(t, a, b, options[seed%3]...)
		for attribute, o := range c.All() {
			if seen[attribute] == nil {
				seen[attribute] = map[match.Outcome]bool{}
			}
			seen[attribute][o] = true
		}
		require.GreaterOrEqual(t, c.NameSimilarity(), 0.0)
		require.LessOrEqual(t, c.NameSimilarity(), 1.0)
	}
	for _, attribute := range []match.Attribute{match.Identifier, match.Name, match.BirthDate} {
		assert.Greater(t, len(seen[attribute]), 3, "the people differ in every way: %s", attribute)
	}
}

func TestAPersonAgreesWithThemselfInEverythingGiven(t *testing.T) {
	t.Parallel()
	contacts := reached([]string{"+91"}, []string{"x"})
	p := person.Person{
		Names: []person.PersonName{nameOf("Mala|S|Kumar")}, Identifiers: []person.Identifier{{Type: "BRN", Value: "B1"}}, Sex: "F",
		BirthDates: dates("1990"), BirthPlace: &person.Place{Name: "Kochi"}, DeathDates: dates("2020-05"), DeathPlace: &person.Place{Name: "Delhi"},
		MaritalStatus: "W", MarriageDates: dates("2015-02-14"), DivorceDates: dates("2019-05-11T18:30:00Z"),
		Addresses: []person.Address{{Line1: "x"}}, Relations: []person.Relation{{Type: "MTH", Person: person.Person{Names: []person.PersonName{nameOf("Bala")}, Identifiers: []person.Identifier{{Type: "UIN", Value: "2"}}}}},
	}
	assert.Len(t, match.People(contacts, contacts).With(match.Agree), 2)
	c := match.People(p, p)
	assert.Len(t, c.With(match.Agree), 13, c.String())
	assert.InDelta(t, 1, c.NameSimilarity(), 0)
	assert.False(t, c.Differs())
	assert.Len(t, match.People(p, person.Person{}).With(match.Missing), 15)
	assert.Equal(t, match.Comparison{}, match.People(person.Person{}, person.Person{}))
}

func TestTheCostOfComparingIsBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ж", 1<<17)
	words := strings.Repeat("ab ", 1<<16)
	marks := "a" + strings.Repeat("\u0301", 1<<17)
	for _, text := range []string{long, words, marks, strings.Repeat("-", 1<<18), strings.Repeat("\u200b", 1<<16), strings.Repeat("\xff", 1<<18)} {
		p, q := reached([]string{text}, []string{text}), reached([]string{"1"}, []string{text + "x"})
		p.Names, p.BirthPlace = []person.PersonName{{Text: text}, {Given: []string{text}, Family: []string{text}}}, &person.Place{Name: text}
		q.Names, q.BirthPlace = []person.PersonName{{Text: text + "x"}, nameOf("Mala||Kumar")}, &person.Place{Name: text + "x"}
		c := compareBoth(t, p, q)
		assert.NotEqual(t, differing, c.Outcome(match.Name))
	}
	start := time.Now()
	// As costly as the bounds allow: many long names without a word in common.
	crowd := func(letter string) person.Person {
		p := reached(slices.Repeat([]string{strings.Repeat("1", 500) + letter}, 10_000), nil)
		for range 10_000 {
			p.Names = append(p.Names, person.PersonName{Text: strings.Repeat(strings.Repeat(letter, 48)+" ", 13)})
			p.Identifiers = append(p.Identifiers, person.Identifier{Type: "UIN", Value: strings.Repeat(letter, 255)})
			p.Addresses = append(p.Addresses, person.Address{Line1: strings.Repeat(letter+" ", 16), Locality: strings.Repeat(letter, 600)})
		}
		for range 10_000 {
			p.Relations = append(p.Relations, person.Relation{Type: "PRN", Person: person.Person{Names: p.Names, Identifiers: p.Identifiers}})
		}
		p.BirthDates = make([]person.Date, 100_000)
		return p
	}
	c := match.People(crowd("b"), crowd("c"))
	assert.Equal(t, cannotTell, c.Outcome(match.Name), "not all were compared")
	assert.Equal(t, cannotTell, c.Outcome(match.Identifier))
	assert.Less(t, time.Since(start), time.Minute, "it takes a fraction of a second")
}

func FuzzCompareNames(f *testing.F) {
	for _, seed := range [][2]string{
		{"Mala Kumar", "Kumar, M."}, {"Оксана", "Oksana"}, {"李小龍", "小龍 李"}, {"İ", "i\u0307"}, {"\xff", "\u0301"}, {"Dr.", "Mr. Dr."}, {"مُحَمَّد", "محمد"}, {"שָׂרָה", "שרה"}, {"a b c", "ab c"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		half := len(b) / 2
		parts := person.Person{Names: []person.PersonName{{Given: []string{b[:half]}, Family: []string{b[half:]}, Maiden: a}}}
		compareBoth(t, person.Person{Names: []person.PersonName{{Text: a}}}, person.Person{Names: []person.PersonName{{Text: b}}})
		compareBoth(t, person.Person{Names: []person.PersonName{{Text: a}}, Identifiers: []person.Identifier{{Type: "UIN", Value: a}}}, parts)
	})
}
