package main

import (
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

// decision draws a question about somebody, and says what is true. The registers are
// what is true: a country whose law declares them complete answers for what they lack.
func (m *maker) decision(z sandbox.Citizen) decision {
	a := m.account(z)
	d := decision{law: m.law(a.isTrue), trait: a.trait}
	if a.trait == "the number of a relative" {
		z = sandbox.Citizen{} // nobody has such facts and such a number
	}
	on := m.country.registry.Today()
	switch m.IntN(9) {
	case 0:
		d.question, d.isSo, d.isThere = decide.Birth{Child: a.Person}, z.BirthNumber != "", z.BirthNumber != ""
	case 1:
		m.ofAge(&d, z, a.Person)
	case 2:
		d.question, d.isSo, d.isThere = decide.Death{Subject: a.Person, On: on}, z.Dead, z.Dead
	case 3:
		m.ofMarriage(&d, z, a.Person, on)
	case 4:
		m.ofWidowhood(&d, z, a.Person, on)
	case 5:
		parent, isParent := m.parent(z)
		d.question = decide.Parent{Child: a.Person, Parent: m.simple(parent)}
		d.isSo, d.isNot = isParent && z.BirthNumber != "", !isParent
	case 6:
		parent, isParent := m.parent(z)
		married := len(m.country.inForce(parent, on)) > 0
		d.question = decide.SingleParent{Child: a.Person, Parent: m.simple(parent), On: on}
		d.isSo, d.isNot = isParent && z.BirthNumber != "" && !married, !isParent || married
	case 7:
		d.question = decide.Identity{Subject: a.Person}
		d.isSo, d.isThere = z.Registered(), z.Registered()
		d.isNot = !a.isTrue && a.trait != "" // a number that is somebody else's
	default:
		d.question, d.isSo = decide.Family{Subject: a.Person}, true
		d.family = m.country.familyOf(z)
	}
	d.isThere = d.isThere && a.isTrue
	d.isOdd = true // whoever stands beside the person may be odd
	if d.question.Validate() != nil {
		return m.decision(m.someone())
	}
	return d
}

func (m *maker) ofAge(d *decision, z sandbox.Citizen, p person.Person) {
	on := m.country.registry.Today()
	years := m.IntN(90)
	if len(z.Person.BirthDates) > 0 && z.Person.BirthDates[0].Precision() == person.PrecisionDay { // near a birthday
		born := z.Person.BirthDates[0]
		on = person.DateOf(time.Date(born.Year()+years, born.Month(), born.Day()+m.IntN(5)-2, 0, 0, 0, 0, time.UTC))
	}
	q := decide.Age{Subject: p, AtLeast: years, On: on}
	if m.IntN(3) == 0 || years == 0 {
		q.AtLeast, q.Under = 0, years+1
	}
	d.question, d.isThere = q, z.BirthNumber != ""
	truth := person.Unsure
	switch age, ok := z.Person.Age(q.On, d.law.LeapDay); {
	case !ok:
	case age.Min >= q.AtLeast && (q.Under == 0 || age.Max < q.Under):
		truth = person.True
	case age.Max < q.AtLeast || q.Under > 0 && age.Min >= q.Under:
		truth = person.False
	}
	d.isSo, d.isNot = truth == person.True && z.BirthNumber != "", truth == person.False && z.BirthNumber != ""
}

func (m *maker) ofMarriage(d *decision, z sandbox.Citizen, p person.Person, on person.Date) {
	q := decide.Marriage{Subject: p, InForce: m.IntN(2) == 0, On: on}
	all := z.MarriageNumbers
	if m.IntN(2) == 0 {
		spouse := m.spouse(z)
		q.Spouse = m.simple(spouse)
		all = slices.DeleteFunc(slices.Clone(all), func(number string) bool { return !slices.Contains(spouse.MarriageNumbers, number) })
	} else {
		d.isThere = len(all) > 0
	}
	d.isSo = len(all) > 0
	if q.InForce {
		now := slices.DeleteFunc(m.country.inForce(z, on), func(number string) bool { return !slices.Contains(all, number) })
		d.isSo, d.isNot = len(now) > 0, len(now) == 0
	}
	d.question = q
}

func (m *maker) ofWidowhood(d *decision, z sandbox.Citizen, p person.Person, on person.Date) {
	q := decide.Widowhood{Subject: p, On: on}
	all := z.MarriageNumbers // in the order of the weddings
	if len(all) > 0 {
		last := len(all) - 1
		if m.IntN(2) == 0 {
			last = m.IntN(len(all))
			if spouse, ok := m.country.otherOf(all[last], z); ok {
				q.Spouse = m.simple(spouse)
			}
		}
		if needsSpouse(q) {
			last = len(all) - 1
		}
		spouse, ok := m.country.otherOf(all[last], z)
		isDivorced := len(m.country.weddings[all[last]].Person.DivorceDates) > 0
		again := last < len(all)-1
		d.isSo = ok && spouse.Dead && !isDivorced && !again
		d.isNot = isDivorced || again
	}
	d.question = q
}

// needsSpouse says whether the question names no spouse.
func needsSpouse(q decide.Widowhood) bool {
	return len(q.Spouse.Identifiers)+len(q.Spouse.Names)+len(q.Spouse.BirthDates) == 0
}

// simple is somebody of whom number, name and date of birth are known.
func (m *maker) simple(z sandbox.Citizen) person.Person {
	p := person.Person{Names: z.Person.Names, BirthDates: z.Person.BirthDates}
	if z.Identifier.Value != "" && m.IntN(4) > 0 {
		p.Identifiers = []person.Identifier{z.Identifier}
	}
	return p
}

// parent is one of the parents, or somebody else.
func (m *maker) parent(z sandbox.Citizen) (parent sandbox.Citizen, isParent bool) {
	parents := m.country.registry.Family(z).Parents
	if len(parents) > 0 && m.IntN(3) > 0 {
		return parents[m.IntN(len(parents))], true
	}
	other := m.someone()
	return other, slices.ContainsFunc(parents, func(p sandbox.Citizen) bool { return isSame(p, other) })
}

// spouse is one there ever was, or somebody else.
func (m *maker) spouse(z sandbox.Citizen) sandbox.Citizen {
	spouses := m.country.registry.Family(z).Spouses
	if len(spouses) > 0 && m.IntN(3) > 0 {
		return spouses[m.IntN(len(spouses))]
	}
	return m.someone()
}

func isSame(a, b sandbox.Citizen) bool {
	return a.Identifier == b.Identifier && a.RegistrationNumber == b.RegistrationNumber && a.BirthNumber == b.BirthNumber
}

// inForce are the registered marriages of somebody that no registered divorce or death
// has ended by the day.
func (c *country) inForce(z sandbox.Citizen, on person.Date) []string {
	var out []string
	for _, number := range z.MarriageNumbers {
		p := c.weddings[number].Person
		spouse, ok := c.otherOf(number, z)
		if begun := p.MarriageDate().NotAfter(on); begun == person.True && len(p.DivorceDates) == 0 && !z.Dead && (!ok || !spouse.Dead) {
			out = append(out, number)
		}
	}
	return out
}

// otherOf is the spouse of somebody in a marriage, false for one who is no citizen.
func (c *country) otherOf(number string, z sandbox.Citizen) (sandbox.Citizen, bool) {
	for _, s := range c.registry.Family(z).Spouses {
		if slices.Contains(s.MarriageNumbers, number) {
			return s, true
		}
	}
	return sandbox.Citizen{}, false
}

// familyOf are the numbers of somebody's family.
func (c *country) familyOf(z sandbox.Citizen) []person.Identifier {
	f := c.registry.Family(z)
	var out []person.Identifier
	for _, one := range slices.Concat(f.Parents, f.Spouses, f.Children) {
		out = append(out, numbersOf(one.Person)...)
	}
	return out
}
