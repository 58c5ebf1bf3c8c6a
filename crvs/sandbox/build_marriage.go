package sandbox

import (
	"slices"
	"time"
)

// market is who looks for a husband or a wife: those who begin to in a year, and
// those who have since, by culture.
type market struct {
	begin      [][]seeker
	women, men [][]seeker
	weddings   []wedding // of the year
}

// wedding is the day of the year, the wife and the husband. The day has the highest bits,
// so that weddings are in the order of the days when their numbers are.
type wedding uint64

const personBits = 23 // of maxPeople

func newWedding(on day, wife, husband int32) wedding {
	return wedding(on)<<(2*personBits) | wedding(wife)<<personBits | wedding(husband) //nolint:gosec // none of them is negative
}

func (x wedding) row(first day) marriageRow {
	const person = 1<<personBits - 1
	return marriageRow{date: first + day(x>>(2*personBits)), wife: int32(x >> personBits & person), husband: int32(x & person)}
}

// seeker is who looks, with all that has to be known to find somebody: the rows lie
// too far apart to be looked into for each.
type seeker struct {
	key          int32
	birth, death day
	traits       traits
}

func (s seeker) isAlive(d day) bool { return s.birth <= d && d <= s.death }

func newMarket(years, cultures int) market {
	return market{begin: make([][]seeker, years), women: make([][]seeker, cultures), men: make([][]seeker, cultures)}
}

// firstMarriage is the year in which somebody begins to look, 0 for never.
func (b *builder) firstMarriage(c *citizenRow) int {
	if b.r.IntN(10) == 0 {
		return 0
	}
	switch c.traits.sex() {
	case sexFemale:
		return c.birth.year() + 19 + b.r.IntN(5) + b.r.IntN(5)
	case sexMale:
		return c.birth.year() + 22 + b.r.IntN(6) + b.r.IntN(6)
	default:
		return 0
	}
}

// enterMarket lets somebody look from the year on, if the country lasts so long.
func (b *builder) enterMarket(key int32, c *citizenRow, year int) {
	if i := year - b.w.from; year > 0 && i < len(b.market.begin) {
		b.market.begin[i] = append(b.market.begin[i], seeker{key, c.birth, c.death, c.traits})
	}
}

// weddings marries those who look, in the order of the days of the year.
func (b *builder) weddings(year int) {
	k := &b.market
	i := year - b.w.from
	for _, s := range k.begin[i] {
		culture := s.traits.culture()
		if b.r.IntN(20) == 0 {
			culture = b.r.IntN(len(k.women))
		}
		if s.traits.sex() == sexFemale {
			k.women[culture] = append(k.women[culture], s)
		} else {
			k.men[culture] = append(k.men[culture], s)
		}
	}
	k.begin[i] = nil
	k.weddings = k.weddings[:0]
	for culture := range k.women {
		b.match(culture, year)
	}
	slices.Sort(k.weddings)
	first := dayOf(year, time.January, 1)
	for _, x := range k.weddings {
		b.marry(x.row(first))
	}
	b.retire(first)
}

// match pairs the women and the men of one culture; who finds nobody looks again
// next year, while young enough.
func (b *builder) match(culture, year int) {
	k := &b.market
	first := dayOf(year, time.January, 1)
	women, men := looking(k.women[culture], first), looking(k.men[culture], first)
	b.r.Shuffle(len(women), func(i, j int) { women[i], women[j] = women[j], women[i] })
	b.r.Shuffle(len(men), func(i, j int) { men[i], men[j] = men[j], men[i] })
	var left []seeker
	for _, man := range men {
		found := false
		for i := len(women) - 1; i >= max(len(women)-tries, 0) && !found; i-- {
			on := day(b.r.IntN(365)) //nolint:gosec // a day of a year
			if found = b.fits(women[i], man, first+on); found {
				k.weddings = append(k.weddings, newWedding(on, women[i].key, man.key))
				women[i] = women[len(women)-1]
				women = women[:len(women)-1]
			}
		}
		if !found {
			left = append(left, man)
		}
	}
	k.women[culture], k.men[culture] = women, left
}

// looking drops those who died or grew too old.
func looking(seekers []seeker, first day) []seeker {
	born := first.years(-60)
	return slices.DeleteFunc(seekers, func(s seeker) bool { return s.death < first || s.birth < born })
}

// fits: both are alive and of age, not of one family, and their ages are not too
// far apart.
func (b *builder) fits(woman, man seeker, date day) bool {
	of := date.years(-18)
	older := int(woman.birth - man.birth)
	if woman.birth > of || man.birth > of || !woman.isAlive(date) || !man.isAlive(date) || older <= -12*365 || older >= 22*365 {
		return false
	}
	w, m := b.w.people.at(woman.key), b.w.people.at(man.key)
	isOneFamily := w.mother != none && w.mother == m.mother || w.father != none && w.father == m.father ||
		w.father == man.key || m.mother == woman.key
	return !isOneFamily
}

// marry adds a marriage and lets whoever survives it look again.
func (b *builder) marry(m marriageRow) {
	w := b.w
	m.divorced, m.reg, m.ord, m.nextOfWife, m.nextOfHusband = never, never, none, none, none
	m.home = b.homeOfCouple(&m)
	if b.r.IntN(8) == 0 {
		d := m.date + 365 + day(b.r.IntN(15*365)) //nolint:gosec // a few years
		if d <= w.today && d < w.people.at(m.wife).death && d < w.people.at(m.husband).death {
			m.divorced = d
		}
	}
	if reg := m.date + day(b.r.IntN(60)); b.r.IntN(1000) >= b.falling(m.date.year(), 150, 30) && reg <= w.today { //nolint:gosec // days
		m.reg = reg
	}
	key := w.marriages.add(m)
	b.link(m.wife, key)
	b.link(m.husband, key)
	b.addCouple(key)
	if end := w.end(&m); end <= w.today {
		for _, one := range []int32{m.wife, m.husband} {
			b.lookAgain(one, end)
		}
	}
}

// link adds a marriage to those of the person.
func (b *builder) link(p, key int32) {
	w := b.w
	at := &w.people.at(p).marriage
	for *at != none {
		m := w.marriages.at(*at)
		if m.wife == p {
			at = &m.nextOfWife
		} else {
			at = &m.nextOfHusband
		}
	}
	*at = key
}

// lookAgain: the young marry again more often than the old, men more often than
// women.
func (b *builder) lookAgain(p int32, end day) {
	c := b.w.people.at(p)
	share := 8
	if c.birth > end.years(-48) {
		share = 30
		if c.traits.sex() == sexMale {
			share = 45
		}
	}
	wait := 1 + b.r.IntN(4)
	if b.r.IntN(100) < share && c.death > end {
		b.enterMarket(p, c, end.year()+wait)
	}
}

// homeOfCouple is where one of them is from, or elsewhere.
func (b *builder) homeOfCouple(m *marriageRow) placeID {
	switch x := b.r.IntN(100); {
	case x < 50:
		return b.w.homeAt(m.husband, m.date)
	case x < 85:
		return b.w.homeAt(m.wife, m.date)
	default:
		return b.w.places.any(b.w.places.region(b.w.homeAt(m.husband, m.date)), b.r)
	}
}

// retire drops the couples that will have no more children.
func (b *builder) retire(first day) {
	born := first.years(-45)
	b.couples = slices.DeleteFunc(b.couples, func(c couple) bool { return c.born < born || c.until < first })
}

// homeAt is the district in which somebody lives on the day.
func (w *world) homeAt(p int32, on day) placeID {
	if m := w.lastMarriage(p, on); m != none {
		return w.marriages.at(m).home
	}
	return w.places.districtAbove(w.people.at(p).traits.place())
}
