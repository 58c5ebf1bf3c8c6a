package sandbox

// parents is where a child comes from.
type parents struct {
	mother, father           int32
	namesake                 int32   // somebody whose name the child has, none for nobody
	family                   nameID  // of the father, or of a single mother
	called                   nameID  // the given name of the father, 0 if he is known by name only or not at all
	home                     placeID // a district
	culture                  uint8
	motherKnown, fatherKnown bool
	adopted                  bool
}

const (
	tries        = 12   // to find parents, before they are strangers
	lyingTime    = 400  // days from one delivery to the next
	carrying     = 270  // days that a father may be dead
	adoptionDays = 2000 // from a birth to the adoption, at most
)

// parentsFor finds the parents of a child of this day.
func (b *builder) parentsFor(d day) parents {
	switch x := b.r.IntN(1000); {
	case x < 45:
	case x < 120:
		if p, ok := b.singleMother(d); ok {
			return p
		}
	default:
		if p, ok := b.couple(d, x < 125); ok {
			return p
		}
	}
	return b.strangers(d)
}

// strangers are known by name at most: those before the first generation, and
// those from elsewhere.
func (b *builder) strangers(d day) parents {
	region := b.r.IntN(regions)
	p := parents{
		mother: none, father: none, namesake: none, culture: uint8(region), //nolint:gosec // one of eight
		motherKnown: b.r.IntN(100) < 97, fatherKnown: b.r.IntN(100) < 85,
		home: b.w.places.district(region, b.r.IntN(districts)),
	}
	if b.r.IntN(5) == 0 {
		p.culture = uint8(b.r.IntN(len(b.w.names.cultures))) //nolint:gosec // one of eight
	}
	p.family = pick(b.w.names.cultures[p.culture].family, b.r)
	if b.r.IntN(7) == 0 {
		b.findNamesake(d, &p)
	}
	return p
}

// findNamesake takes the name of somebody born on the same day, the day before,
// or on this day a year ago.
func (b *builder) findNamesake(d day, p *parents) {
	i := int(b.w.people.size) - 1
	if b.r.IntN(3) == 0 {
		i = b.bornFrom(d.years(-1))
	}
	if i < 0 || i >= int(b.w.people.size) {
		return
	}
	o := b.w.people.at(int32(i)) //nolint:gosec // at most maxPeople
	if o.birth < d-1 && o.birth != d.years(-1) || o.birth > d || o.traits.known() != knownDay {
		return
	}
	p.namesake, p.culture, p.family, p.fatherKnown = int32(i), uint8(o.traits.culture()), o.family, false //nolint:gosec // at most maxPeople
}

// singleMother is a woman who is not married, and a father who is not told, or
// by name only.
func (b *builder) singleMother(d day) (parents, bool) {
	w := b.w
	from, to := b.bornFrom(d.years(-38)), b.bornFrom(d.years(-17))
	for range tries {
		if from >= to {
			break
		}
		i := int32(from + b.r.IntN(to-from)) //nolint:gosec // at most maxPeople
		c := w.people.at(i)
		if c.traits.sex() != sexFemale || !c.isAlive(d) || !b.canBear(i, d) {
			continue
		}
		// Nor one who is married later in the year: the couple is there already.
		if m := w.lastMarriage(i, never); m != none && w.end(w.marriages.at(m)) >= d-carrying {
			continue
		}
		return parents{
			mother: i, father: none, motherKnown: true, fatherKnown: b.r.IntN(4) == 0, namesake: none,
			culture: uint8(c.traits.culture()), family: c.family, home: w.homeAt(i, d), //nolint:gosec // one of eight
		}, true
	}
	return parents{}, false
}

// couple is one of the couples; for an adoption one that will last for years.
func (b *builder) couple(d day, adopts bool) (parents, bool) {
	w, n := b.w, len(b.couples)
	if n == 0 {
		return parents{}, false
	}
	start := b.r.IntN(n)
	for i := range tries {
		c := &b.couples[(start+i)%n]
		switch {
		case c.until < d:
			continue
		case adopts:
			if m := w.marriages.at(c.marriage); d < m.date || w.end(m) < d+2*adoptionDays || d+2*adoptionDays > w.today {
				continue
			}
		case d < c.from || !b.wants(c, d):
			continue
		default:
			c.from = d + lyingTime
			c.children = min(c.children+1, 99)
		}
		found := b.parents[c.marriage]
		found.adopted = adopts
		return found, true
	}
	return parents{}, false
}

// addCouple adds the couple of a marriage, from the wedding on.
func (b *builder) addCouple(key int32) {
	m := b.w.marriages.at(key)
	wife, husband := b.w.people.at(m.wife), b.w.people.at(m.husband)
	b.parents = append(b.parents, parents{ // its index is the key of the marriage
		mother: m.wife, father: m.husband, motherKnown: true, fatherKnown: true, namesake: none,
		culture: uint8(husband.traits.culture()), family: husband.family, called: husband.given, home: m.home, //nolint:gosec // one of eight
	})
	c := couple{
		marriage: key, from: m.date, until: min(wife.death, m.divorced-carrying), born: wife.birth, children: b.parity[m.wife],
	}
	if husband.death != never {
		c.until = min(c.until, husband.death+carrying)
	}
	if last := wife.firstChild; last != none { // while the country is made, the last child
		c.from = max(c.from, b.w.people.at(last).birth+lyingTime)
	}
	b.couples = append(b.couples, c)
}

// canBear says whether the last delivery is long enough ago.
func (b *builder) canBear(mother int32, d day) bool {
	last := b.w.people.at(mother).firstChild // while the country is made, the last child
	return last == none || b.w.people.at(last).birth+lyingTime <= d
}

// wants says by age and by the number of children whether a wife is to bear.
func (b *builder) wants(c *couple, d day) bool {
	age := int(d-c.born) / 365
	chance := 0
	switch {
	case age < 31:
		chance = 1000
	case age < 36:
		chance = 700
	case age < 41:
		chance = 300
	case age < 46:
		chance = 60
	}
	for range min(c.children, 12) {
		chance = chance * 3 / 4
	}
	return b.r.IntN(1000) < chance
}
