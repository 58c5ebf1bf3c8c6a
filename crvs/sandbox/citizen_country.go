package sandbox

import (
	"iter"
	"math/bits"

	"github.com/openspmis/dci-crvs-go/person"
)

// today is the last day of the people.
func (p *population) today() person.Date {
	if p.world == nil {
		return person.MustDate(fixedToday)
	}
	return dateOf(p.world.today)
}

// shuffled yields the keys of all people: the fixed ones, counted from 1, and
// behind them those of the country. Among the first, every fourth is a fixed one.
func (p *population) shuffled() iter.Seq[int] {
	return func(yield func(int) bool) {
		fixed, others := len(p.census.people), 0
		if p.world != nil {
			others = len(p.world.people)
		}
		f, o := 0, 0
		for f < fixed || o < others {
			key := 0
			if f < fixed && (o >= 3*(f+1) || o >= others) {
				key = 1 + mixed(f, fixed)
				f++
			} else {
				key = 1 + fixed + mixed(o, others)
				o++
			}
			if !yield(key) {
				return
			}
		}
	}
}

// mixed is the i-th number of 0 to n-1 in an order that jumps about: steps of
// the golden section, which leave no part of the row untouched for long.
func mixed(i, n int) int {
	step := n - n/3 - n/20
	for gcd(max(step, 1), n) != 1 {
		step++
	}
	hi, lo := bits.Mul64(uint64(i), uint64(max(step, 1))) //nolint:gosec // not negative
	_, rest := bits.Div64(hi, lo, uint64(n))              //nolint:gosec // not negative
	return int(rest)                                      //nolint:gosec // less than n
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// citizen is the truth about the person with this key.
func (p *population) citizen(key int) Citizen {
	if fixed := len(p.census.people); key > fixed {
		c := p.world.citizen(int32(key - fixed - 1)) //nolint:gosec // at most maxPeople
		c.key = key
		return c
	}
	return p.census.people[key-1].citizen
}

func (p *population) family(key int) Family {
	fixed := len(p.census.people)
	switch {
	case key < 1:
		return Family{}
	case key <= fixed:
		return p.census.family(key)
	case p.world == nil || key-fixed > len(p.world.people):
		return Family{} // of another registry
	}
	of := int32(key - fixed - 1) //nolint:gosec // at most maxPeople
	c := &p.world.people[of]
	var parents, spouses []int32
	for _, one := range []int32{c.mother, c.father} {
		if one != none {
			parents = append(parents, one)
		}
	}
	for m := c.marriage; m != none; m = p.world.marriages[m].next(of) {
		spouses = append(spouses, p.world.marriages[m].spouse(of))
	}
	each := func(rows []int32) []Citizen {
		var out []Citizen
		for _, row := range rows {
			out = append(out, p.citizen(1+fixed+int(row)))
		}
		return out
	}
	return Family{Parents: each(parents), Spouses: each(spouses), Children: each(p.world.children(of))}
}

// citizen is the truth about a person of the country.
func (w *world) citizen(p int32) Citizen {
	c := &w.people[p]
	on := min(c.death, w.today)
	out := Citizen{
		Person:        w.someone(p, w.naming(p, on)),
		Dead:          c.deathOrd != none,
		Alive:         c.death == never,
		Age:           ageOn(c.birth.span(c.traits.known()), on),
		MaritalStatus: w.status(p, on),
	}
	out.Person.BirthPlace = w.places.made(c.place)
	out.Person.Addresses = w.address(p, w.residence(p, on))
	out.Person.MaritalStatus = out.MaritalStatus
	if c.death != never {
		out.Person.DeathDates, out.Person.DeathPlace = c.death.dates(c.deathKnown()), w.places.made(w.deathPlace(p))
	}
	if len(out.Person.Identifiers) > 0 {
		out.Identifier = out.Person.Identifiers[0]
	}
	w.registrations(p, &out)
	return out
}

// registrations fills in the numbers of the records about a citizen.
func (w *world) registrations(p int32, out *Citizen) {
	w.rowsOf(p, func(r row) bool {
		register := &w.registers[r.event]
		number := w.registration(register, r.ord)
		switch r.event {
		case ofBirths:
			out.BirthNumber = number
		case ofDeaths:
			out.DeathNumber = number
		default:
			out.MarriageNumbers = append(out.MarriageNumbers, number)
		}
		if r.event != ofMarriages {
			out.Event, out.RegistrationNumber = register.event, number
		}
		return true
	})
}

// registeredName is the name that the registration of c tells: one who took a
// name when she married has another in the register of births.
func (p *population) registeredName(c *Citizen) person.PersonName {
	name := c.Person.Name()
	fixed := len(p.census.people)
	if c.key <= fixed {
		return name
	}
	p.world.rowsOf(int32(c.key-fixed-1), func(r row) bool { //nolint:gosec // at most maxPeople
		if p.world.registers[r.event].event != c.Event {
			return true
		}
		name = p.world.personNames(p.world.rowName(r))[0]
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
