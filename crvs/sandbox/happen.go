package sandbox

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxHappen is how many events one call takes.
const maxHappen = 10_000

// Happen registers n events on the registry's day that befall people of the registry:
// births, deaths and marriages. The same seed chooses the same ones in the same
// registry. It returns how many it registered: fewer than n where nobody is left whom
// one could befall. An n below 1 or above 10,000 is an error of kind invalid.
func (r *Registry) Happen(n int, seed uint64) (int, error) {
	if n < 1 || n > maxHappen {
		return 0, wrong("the number of events must be from 1 to %d", maxHappen)
	}
	dice := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // the same events each time, and nothing is kept secret by it
	for i := range n {
		if !r.befall(dice) {
			return i, nil
		}
	}
	return n, nil
}

// happen lets events happen at the rate, until ctx ends.
func (r *Registry) happen(ctx context.Context) {
	dice := rand.New(rand.NewPCG(r.rateSeed, 1)) //nolint:gosec // as above
	for await(ctx, time.Duration(float64(time.Second)/r.rate)) {
		r.befall(dice)
	}
}

// befall registers one event; false if nobody was found whom one could befall.
func (r *Registry) befall(dice *rand.Rand) bool {
	first := dice.IntN(4)
	for kind := range 4 {
		for range 500 {
			if r.tryToBefall(dice, (first+kind)%4) {
				return true
			}
		}
	}
	return false
}

// tryToBefall registers an event of this kind of somebody who is drawn, if it can be.
func (r *Registry) tryToBefall(dice *rand.Rand, kind int) bool {
	w := r.people.world()
	one, other := dice.Int32N(w.people.size), dice.Int32N(w.people.size)
	c, o := w.people.at(one), w.people.at(other)
	age := w.today.year() - c.birth.year()
	id := w.anyNumber(one)
	if id.Value == "" || c.death != never {
		return false
	}
	var err error
	switch {
	case kind == 0:
		_, err = r.RecordDeath(id, person.Date{})
	case kind == 1 && age >= 18 && age <= 60 && w.lastMarriage(one, never) == none:
		for range 100 { // somebody of the other sex who is not married either
			if o.traits.sex() != c.traits.sex() && o.death == never && w.lastMarriage(other, never) == none {
				break
			}
			other = dice.Int32N(w.people.size)
			o = w.people.at(other)
		}
		_, err = r.RecordMarriage(id, w.anyNumber(other), person.Date{})
	case kind > 1 && c.traits.sex() == sexFemale && age >= 18 && age <= 45:
		_, err = r.RecordBirth(Birth{
			Given: w.names.text(o.given), Family: w.names.text(c.family), Sex: o.traits.sexCode(), Mother: id,
		})
	default:
		return false
	}
	return err == nil // else it cannot be
}

// anyNumber is a number by which somebody can be named, none if there is none.
func (w *world) anyNumber(p int32) person.Identifier {
	for _, t := range []codes.IdentifierType{codes.IdentifierNationalID, codes.IdentifierUIN} {
		if number := w.number(p, t); number != "" {
			return person.Identifier{Type: t, Value: number}
		}
	}
	return person.Identifier{}
}
