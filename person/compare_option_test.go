package person_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestACompareOptionThatIsNilIsAsIfItWereNotThere(t *testing.T) {
	t.Parallel()
	a, b := person.Person{BirthDates: kept(t, []string{"1990-05-11T18:30:00Z"})}, person.Person{BirthDates: kept(t, []string{"1990-05-12"})}
	india := person.CompareInZone(time.FixedZone("", 5*3600+1800))
	assert.Equal(t, agree, compareBoth(t, a, b, nil, india, nil).Outcome(person.AttributeBirthDate))
	assert.Equal(t, cannotTell, compareBoth(t, a, b, nil).Outcome(person.AttributeBirthDate))
	without := []person.CompareOption{person.CompareTypes(nil), person.CompareInZone(nil), person.CompareAt(time.Time{})}
	assert.Equal(t, cannotTell, compareBoth(t, a, b, without...).Outcome(person.AttributeBirthDate))
}

func TestOfTwoCompareOptionsThatSetTheSameThingTheLastHolds(t *testing.T) {
	t.Parallel()
	a, b := person.Person{BirthDates: kept(t, []string{"1990-05-11T18:30:00Z"})}, person.Person{BirthDates: kept(t, []string{"1990-05-12"})}
	india, peru := person.CompareInZone(time.FixedZone("", 5*3600+1800)), person.CompareInZone(time.FixedZone("", -5*3600))
	assert.Equal(t, agree, compareBoth(t, a, b, peru, india).Outcome(person.AttributeBirthDate))
	assert.NotEqual(t, agree, compareBoth(t, a, b, india, peru).Outcome(person.AttributeBirthDate))
}

// What CompareTypes is given is called in the middle of a comparison: it cannot
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
	option, apply := keeping(person.CompareAt(time.Time{}))
	asked := false
	types := person.CompareTypes(func(_, _ codes.IdentifierType) bool {
		asked = true
		apply(person.CompareInZone(time.FixedZone("", 5*3600+1800)))
		return false
	})
	assert.Equal(t, cannotTell, person.Compare(a, b, option, types).Outcome(person.AttributeBirthDate))
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
