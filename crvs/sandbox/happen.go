package sandbox

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxHappen is how many events one call takes.
const maxHappen = 100_000

// Happen registers n events on the registry's day that befall people of the registry:
// births, deaths and marriages. The same seed chooses the same ones in the same
// registry. It returns how many it registered: fewer than n where nobody is left whom
// one could befall. An n below 1 or above 100,000 is an error of kind invalid.
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
	for range 1000 {
		w := r.people.world()
		somebody := func() (int32, person.Identifier) {
			p := dice.Int32N(w.people.size)
			for _, t := range []codes.IdentifierType{codes.IdentifierNationalID, codes.IdentifierUIN} {
				if number := w.number(p, t); number != "" {
					return p, person.Identifier{Type: t, Value: number}
				}
			}
			return p, person.Identifier{}
		}
		one, id := somebody()
		c := w.people.at(one)
		age := w.today.year() - c.birth.year()
		if id.Value == "" || c.death != never {
			continue
		}
		var err error
		switch kind := dice.IntN(4); {
		case kind == 0:
			_, err = r.RecordDeath(id, person.Date{})
		case kind == 1:
			other, spouse := somebody()
			if w.people.at(other).traits.sex() == c.traits.sex() || age > 60 {
				continue
			}
			_, err = r.RecordMarriage(id, spouse, person.Date{})
		case c.traits.sex() == sexFemale && age >= 18 && age <= 45:
			namesake, _ := somebody()
			other := w.people.at(namesake)
			_, err = r.RecordBirth(Birth{
				Given: w.names.text(other.given), Family: w.names.text(c.family), Sex: other.traits.sexCode(), Mother: id,
			})
		default:
			continue
		}
		if err == nil { // else it cannot be: another one
			return true
		}
	}
	return false
}
