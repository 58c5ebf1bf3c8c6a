package sandbox

// survivors says how many of 100,000 born reach an age: birth, the first
// birthday, and then every fifth.
func survivors(sex int) []int {
	if sex == sexFemale {
		return []int{100_000, 95_500, 94_200, 93_800, 93_500, 93_000, 92_300, 91_500, 90_500, 89_200, 87_400, 84_900, 81_400, 76_600, 69_800, 60_500, 48_000, 33_500, 19_500, 8_800, 2_700, 450, 0}
	}
	return []int{100_000, 94_500, 93_000, 92_500, 92_100, 91_300, 90_200, 89_000, 87_600, 85_700, 83_100, 79_500, 74_500, 67_800, 59_000, 48_000, 35_500, 23_000, 12_200, 4_900, 1_300, 180, 0}
}

// life draws the day of death.
func (b *builder) life(c *citizenRow) {
	c.death = never
	age, days := b.ageAtDeath(c.traits.sex())
	// Fewer children die in the last third of the time.
	if age < 5 && c.birth > b.w.today.years(-(b.w.to-b.w.from)/3) && b.r.IntN(100) < 60 {
		age, days = b.ageAtDeath(c.traits.sex())
	}
	if d := c.birth.years(age) + day(b.r.IntN(days)); d <= b.w.today { //nolint:gosec // a few years
		c.death = d
	}
}

// ageAtDeath is the last birthday before death that the table knows, and the
// days to the next one.
func (b *builder) ageAtDeath(sex int) (years, days int) {
	table := survivors(sex)
	x := b.r.IntN(table[0])
	i := 0
	for x < table[i+1] {
		i++
	}
	switch i {
	case 0:
		// Most who die in the first year die in its first weeks.
		if b.r.IntN(2) == 0 {
			return 0, 28
		}
		return 0, 365
	case 1:
		return 1, 4 * 365
	default:
		return 5 * (i - 1), 5 * 365
	}
}

// register draws what is registered of the life, when, and under which numbers.
func (b *builder) register(c *citizenRow) {
	year := c.birth.year()
	if c.traits.has(isAdopted) || b.r.IntN(1000) >= b.falling(year, 250, 20) {
		// A birth that is still to be registered when a child dies never is.
		if reg := c.birth + b.delay(); reg <= b.w.today && (c.death == never || reg <= c.death+30) {
			c.birthReg = reg
		}
	}
	if c.death != never && b.r.IntN(1000) >= b.falling(c.death.year(), 250, 62) {
		late := b.r.IntN(20)
		if b.r.IntN(10) == 0 {
			late = b.r.IntN(400)
		}
		if reg := max(c.death, c.birthRegOr(c.death)) + day(late); reg <= b.w.today { //nolint:gosec // days
			c.deathReg = reg
		}
		c.traits |= isDeathPartial.when(b.r.IntN(1000) < b.falling(c.death.year(), 80, 3))
	}
	b.giveNumbers(c, year)
}

// birthRegOr is when the birth was registered, d if it was not.
func (c *citizenRow) birthRegOr(d day) day {
	if c.birthReg == never {
		return d
	}
	return c.birthReg
}

// giveNumbers: children of the last twenty years have a UIN from their
// registration on, and most people a national number from sixteen on.
func (b *builder) giveNumbers(c *citizenRow, year int) {
	x, y := b.r.IntN(100), b.r.IntN(100)
	c.traits |= hasUIN.when(c.birthReg != never && year > b.w.to-20 && x < 97)
	share := 80
	if c.birthReg != never {
		share = 97
	}
	c.traits |= hasNationalID.when(c.birth.years(16) <= min(c.death, b.w.today) && y < share)
}

// delay is how many days after a birth it is registered.
func (b *builder) delay() day {
	days := 0
	switch x := b.r.IntN(1000); {
	case x < 880:
		days = b.r.IntN(30)
	case x < 980:
		days = 30 + b.r.IntN(335)
	case x < 995:
		days = 365 + b.r.IntN(3285)
	default:
		days = 3650 + b.r.IntN(11_000)
	}
	return day(days) //nolint:gosec // forty years
}

// falling is a share that falls evenly over the years.
func (b *builder) falling(year, first, last int) int {
	return first - (first-last)*(year-b.w.from)/max(b.w.to-b.w.from, 1)
}
