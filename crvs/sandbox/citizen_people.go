package sandbox

import (
	"iter"
	"math/bits"
	"slices"

	"github.com/openspmis/dci-crvs-go/person"
)

// shuffled yields all people. Among the first, every fourth is one of those who are
// always there; the last are those who were added, in their order.
func (w *world) shuffled() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		fixed, others := w.first.size, w.made.people.size
		f, o := int32(0), int32(0)
		for p := range w.people.size {
			switch {
			case f < fixed && (o >= 3*(f+1) || o >= others):
				p = others + mixed(f, fixed)
				f++
			case o < others:
				p = mixed(o, others)
				o++
			}
			if !yield(p) {
				return
			}
		}
	}
}

// mixed is the i-th number of 0 to n-1 in an order that jumps about: steps of
// the golden section, which leave no part of the row untouched for long.
func mixed(i, n int32) int32 {
	step := n - n/3 - n/20
	for gcd(max(step, 1), n) != 1 {
		step++
	}
	hi, lo := bits.Mul64(uint64(i), uint64(max(step, 1))) //nolint:gosec // not negative
	_, rest := bits.Div64(hi, lo, uint64(n))              //nolint:gosec // not negative
	return int32(rest)                                    //nolint:gosec // less than n
}

func gcd(a, b int32) int32 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// family is that of a person.
func (w *world) family(p int32) Family {
	c := w.people.at(p)
	var out Family
	for _, one := range []int32{c.mother, c.father} {
		if one != none {
			out.Parents = append(out.Parents, w.citizen(one))
		}
	}
	for m := c.marriage; m != none; m = w.marriages.at(m).next(p) {
		out.Spouses = append(out.Spouses, w.citizen(w.marriages.at(m).spouse(p)))
	}
	for _, one := range w.children(p) {
		out.Children = append(out.Children, w.citizen(one))
	}
	return out
}

// citizen is the truth about a person.
func (w *world) citizen(p int32) Citizen {
	c := w.people.at(p)
	on := min(c.death, w.today)
	out := Citizen{
		Person:        w.someone(p, w.naming(p, on)),
		Dead:          c.deathOrd != none,
		Alive:         c.death == never,
		Age:           ageOn(c.birth.span(c.traits.known()), on),
		MaritalStatus: w.status(p, on),
		key:           int(p) + 1,
	}
	out.Person.BirthPlace = w.places.made(c.traits.place())
	out.Person.Addresses = w.address(p, w.residence(p, on))
	if c.traits.has(isOdd) {
		out.Person.Contacts = w.odd.at(p - w.made.people.size).contacts
	}
	if c.death != never {
		out.Person.DeathDates, out.Person.DeathPlace = c.death.dates(c.deathKnown()), w.places.made(w.deathPlace(p))
	}
	if c.deathOrd != none {
		if d := w.document(keyOf(ofDeaths, c.deathOrd)); d != nil {
			out.Person.DeathDates, out.Person.DeathPlace = d.record.Person.DeathDates, d.record.Person.DeathPlace
			out.MaritalStatus = d.record.Person.MaritalStatus
		}
	}
	out.Person.MaritalStatus = out.MaritalStatus
	if ids := numbersOf(out.Person); len(ids) > 0 {
		out.Identifier = ids[0]
	}
	w.registrations(p, &out)
	return out
}

// registrations fills in the numbers of the records about a citizen.
func (w *world) registrations(p int32, out *Citizen) {
	w.rowsOf(p, func(r row) bool {
		number := w.registration(r.key())
		switch {
		case r.event == ofBirths:
			out.BirthNumber = number
		case r.event == ofDeaths:
			out.DeathNumber = number
		case !slices.Contains(out.MarriageNumbers, number):
			out.MarriageNumbers = append(out.MarriageNumbers, number)
		}
		if r.event != ofMarriages {
			out.Event, out.RegistrationNumber = w.registers[r.event].event, number
		}
		return true
	})
}

// registeredName is the name that the registration of c tells: one who took a
// name when she married has another in the register of births.
func (w *world) registeredName(c *Citizen) person.PersonName {
	name := c.Person.Name()
	w.rowsOf(int32(c.key-1), func(r row) bool { //nolint:gosec // at most maxPeople
		if w.registers[r.event].event != c.Event {
			return true
		}
		name = w.personNames(w.rowName(r))[0]
		return false
	})
	return name
}

// ageOn is the lower of the ages that are possible on this day, -1 if the day of
// birth is not known at all.
func ageOn(born span, on day) int {
	if !born.is {
		return -1
	}
	by, bm, bd := born.last.date()
	y, m, d := on.date()
	age := y - by
	if m < bm || m == bm && d < bd {
		age--
	}
	return max(age, 0)
}
