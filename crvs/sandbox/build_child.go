package sandbox

// child adds a person, the i-th of a delivery.
func (b *builder) child(d day, p parents, i, of int) {
	w := b.w
	key := w.people.size
	c := citizenRow{
		birth: d, birthReg: never, deathReg: never, birthOrd: none, deathOrd: none,
		mother: p.mother, father: p.father, firstChild: none, nextOfMother: none, nextOfFather: none, marriage: none,
	}
	place := b.birthPlace(d, p.home)
	c.traits = traits(0).at(place) | b.sex() | traits(p.culture)<<cultureShift | b.knownDate(d)<<partialShift |
		traits(of-1)<<brothersShift | traits(i)<<positionShift | //nolint:gosec // small
		isAdopted.when(p.adopted) | isMotherKnown.when(p.motherKnown) | isFatherKnown.when(p.fatherKnown)
	b.name(&c, key, p)
	b.life(&c)
	b.register(&c)
	w.people.add(c)
	b.parity = append(b.parity, 0)
	if p.mother != none && !p.adopted {
		w.people.at(p.mother).firstChild = key
		b.parity[p.mother] = min(b.parity[p.mother]+1, 99)
	}
	b.enterMarket(key, &c, b.firstMarriage(&c))
}

func (b *builder) sex() traits {
	switch x := b.r.IntN(1000); {
	case x < 510:
		return sexMale
	case x < 997:
		return sexFemale
	case x < 998:
		return sexOther
	case x < 999:
		return sexUnknown
	default:
		return sexNone
	}
}

// knownDate is how much of the birth date anybody knows: less of long ago.
func (b *builder) knownDate(d day) traits {
	x, rare := b.r.IntN(1000), 1
	switch y := d.year(); {
	case y < 1955:
		rare = 40
	case y < 1975:
		rare = 10
	}
	switch {
	case x < rare/2:
		return knownNothing
	case x < rare*2:
		return knownMonth
	case x < rare*5:
		return knownYear
	default:
		return knownDay
	}
}

// name gives the child its names.
func (b *builder) name(c *citizenRow, key int32, p parents) {
	if p.namesake != none {
		o := b.w.people.at(p.namesake)
		c.given, c.middle, c.family = o.given, o.middle, o.family
		c.traits = c.traits&^sexBits | o.traits&sexBits
		return
	}
	culture, sex := &b.w.names.cultures[p.culture], c.traits.sex()
	c.given = culture.given(sex, b.r)
	// Those born together do not have one name.
	for i := range int32(c.traits.position()) { //nolint:gosec // 0 to 2
		for range tries {
			if b.w.people.at(key-1-i).given == c.given {
				c.given = culture.given(sex, b.r)
			}
		}
	}
	called := p.called
	if called == 0 && p.fatherKnown {
		called = b.w.strangerFather(culture, key-int32(c.traits.position())) //nolint:gosec // 0 to 2
	}
	c.family = culture.familyFor(p.family, sex)
	single := 1
	switch culture.style {
	case styleFamily, styleMarried:
	case styleInitial:
		if b.r.IntN(3) > 0 {
			c.middle = pick(culture.letters, b.r)
		}
	case styleFatherName:
		c.middle = culture.afterFather(called, sex)
	case stylePatronymic:
		if called != 0 {
			c.family = called
		}
	case styleOneName:
		single = 33
		if c.family == 0 {
			c.family = pick(culture.family, b.r)
		}
	}
	if b.r.IntN(100) < single {
		c.family, c.middle = 0, 0
	}
}

// strangerFather is the given name of a father who is known by name only. It is
// that of all children of one delivery, of whom eldest is the first.
func (w *world) strangerFather(c *culture, eldest int32) nameID {
	return c.male[w.draw(drawFather, eldest, len(c.male))]
}

// birthPlace: at home long ago, in a hospital of late.
func (b *builder) birthPlace(d day, district placeID) placeID {
	hospital := 15
	if d.year() >= 1975 {
		hospital = 75
	}
	switch x := b.r.IntN(100); {
	case x < hospital:
		return district + 1 + placeID(b.r.IntN(2)) //nolint:gosec // the hospital or the clinic
	case x < 88:
		return district + 3 + placeID(b.r.IntN(2)) //nolint:gosec // a village
	default:
		return district
	}
}
