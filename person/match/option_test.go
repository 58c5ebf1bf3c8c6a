package match_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

func TestAnOptionThatIsNilIsAsIfItWereNotThere(t *testing.T) {
	t.Parallel()
	a, b := person.Person{BirthDates: kept(t, []string{"1990-05-11T18:30:00Z"})}, person.Person{BirthDates: kept(t, []string{"1990-05-12"})}
	india := match.InZone(time.FixedZone("", 5*3600+1800))
	assert.Equal(t, agree, compareBoth(t, a, b, nil, india, nil).Outcome(match.BirthDate))
	assert.Equal(t, cannotTell, compareBoth(t, a, b, nil).Outcome(match.BirthDate))
	without := []match.Option{match.Types(nil), match.InZone(nil), match.At(time.Time{})}
	assert.Equal(t, cannotTell, compareBoth(t, a, b, without...).Outcome(match.BirthDate))
}

func TestOfTwoOptionsThatSetTheSameThingTheLastHolds(t *testing.T) {
	t.Parallel()
	a, b := person.Person{BirthDates: kept(t, []string{"1990-05-11T18:30:00Z"})}, person.Person{BirthDates: kept(t, []string{"1990-05-12"})}
	india, peru := match.InZone(time.FixedZone("", 5*3600+1800)), match.InZone(time.FixedZone("", -5*3600))
	assert.Equal(t, agree, compareBoth(t, a, b, peru, india).Outcome(match.BirthDate))
	assert.NotEqual(t, agree, compareBoth(t, a, b, india, peru).Outcome(match.BirthDate))
}

// What Types is given is called in the middle of a comparison: it cannot
// change the one that asks it, not even by an option that it kept.
func TestAnOptionAppliedWhileComparingDoesNotChangeTheComparison(t *testing.T) {
	t.Parallel()
	a := person.Person{
		Identifiers: []person.Identifier{{Type: codes.IdentifierNationalID, Value: "12345"}},
		BirthDates:  kept(t, []string{"1990-05-11T18:30:00Z"}),
	}
	b := person.Person{
		Identifiers: []person.Identifier{{Type: "CARD", Value: "12345"}},
		BirthDates:  kept(t, []string{"1990-05-12"}),
	}
	option, apply := keeping(match.At(time.Time{}))
	asked := false
	types := match.Types(func(_, _ codes.IdentifierType) bool {
		asked = true
		apply(match.InZone(time.FixedZone("", 5*3600+1800)))
		return false
	})
	assert.Equal(t, cannotTell, match.People(a, b, option, types).Outcome(match.BirthDate))
	assert.True(t, asked)
}

// keeping returns the option, which also hands out the config that it is applied
// to, so that another option can be applied later.
func keeping[C any, O ~func(*C)](option O) (O, func(later O)) {
	var kept *C
	keeps := func(c *C) {
		kept = c
		option(c)
	}
	return keeps, func(later O) { later(kept) }
}

// The types that last for a life where nothing else is said.
func TestByDefaultOnlyTheNumbersOfALifeContradict(t *testing.T) {
	t.Parallel()
	with := func(kind codes.IdentifierType, value string) person.Person {
		return person.Person{Identifiers: []person.Identifier{{Type: kind, Value: value}}}
	}
	for kind, want := range map[codes.IdentifierType]match.Outcome{
		codes.IdentifierUIN: match.Differ, codes.IdentifierBRN: match.Differ, codes.IdentifierDRN: match.Differ, codes.IdentifierNationalID: match.Differ,
		"NID": match.Differ, codes.IdentifierMRN: match.CannotTell, "PASSPORT": match.CannotTell, "MOBILE": match.CannotTell,
	} {
		assert.Equal(t, want, match.People(with(kind, "12345"), with(kind, "67890")).Outcome(match.Identifier), kind)
		assert.Equal(t, match.CannotTell, match.People(with(kind, "12345"), with(kind, "67890"), match.ForLife()).Outcome(match.Identifier), "%s, where none is", kind)
	}
}

func TestAWrongLetterMakesAnotherNameWhereNoSlipsAreTaken(t *testing.T) {
	t.Parallel()
	named := func(given, family string) person.Person {
		return person.Person{Names: []person.PersonName{{Given: []string{given}, Family: []string{family}}}}
	}
	twin := named("Vanui", "Rangitele")
	for _, tt := range []struct {
		name string
		of   person.Person
		want match.Outcome // with slips taken it is always similar
	}{
		{"the name of the other twin", named("Hanui", "Rangitele"), match.Differ},
		{"a diacritic", named("V\u00e1nui", "Rangitele"), match.Similar},
		{"a name left out", named("Vanui", ""), match.Similar},
		{"the order of the words", named("Rangitele", "Vanui"), match.Similar},
		{"an initial", named("V", "Rangitele"), match.Similar},
		{"words joined, with a letter gone", named("Vanurangitele", ""), match.Differ},
	} {
		assert.Equal(t, match.Similar, match.People(twin, tt.of).Outcome(match.Name), tt.name)
		assert.Equal(t, tt.want, match.People(twin, tt.of, match.NoSlips()).Outcome(match.Name), tt.name)
		assert.Equal(t, tt.want, match.People(tt.of, twin, match.NoSlips()).Outcome(match.Name), tt.name)
	}
}
