package sandbox

import (
	"math"
	"slices"
)

// couple is a marriage that may bring children, with all that is asked of it for
// every child: in a large country each look at a row of a person is one at
// memory far away.
type couple struct {
	marriage, wife int32
	born           day // the wife
	from, until    day // children may be born in this time
	lasts          day // until then it stays among the couples
}

// bearing is what is asked of a mother for every child.
type bearing struct {
	last     day   // the last delivery
	children uint8 // so far, 99 at most
}

const longAgo day = math.MinInt32 / 2 // of a delivery that never was

func (w *world) coupleOf(key int32) couple {
	m := &w.marriages[key]
	wife, husband := &w.people[m.wife], &w.people[m.husband]
	fatherUntil := husband.death
	if fatherUntil != never {
		fatherUntil += carrying
	}
	return couple{
		marriage: key, wife: m.wife, born: wife.birth, from: m.date,
		until: min(m.divorced-carrying, wife.death, fatherUntil),
		lasts: min(m.divorced, wife.death, fatherUntil),
	}
}

// couple is one of the couples; for an adoption one that will last for years.
func (b *builder) couple(d day, adopts bool) (parents, bool) {
	w := b.w
	for range tries {
		if len(b.couples) == 0 {
			break
		}
		c := &b.couples[b.r.IntN(len(b.couples))]
		switch {
		case d < c.from, d > c.until:
			continue
		case adopts && (w.end(&w.marriages[c.marriage]) < d+2*adoptionDays || d+2*adoptionDays > w.today):
			continue
		case !adopts && (!b.canBear(c.wife, d) || !b.wants(c, d)):
			continue
		}
		m := &w.marriages[c.marriage]
		husband := &w.people[m.husband]
		return parents{
			mother: m.wife, father: m.husband, motherKnown: true, fatherKnown: true, adopted: adopts, namesake: none,
			culture: husband.traits.culture(), family: husband.family, called: husband.given, home: m.home,
		}, true
	}
	return parents{}, false
}

// canBear says whether the last delivery is long enough ago.
func (b *builder) canBear(mother int32, d day) bool { return b.bearing[mother].last+lyingTime <= d }

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
	for range min(b.bearing[c.wife].children, 12) {
		chance = chance * 3 / 4
	}
	return b.r.IntN(1000) < chance
}

// retire drops the couples that will have no more children.
func (b *builder) retire(first day) {
	tooOld := first.years(-45)
	b.couples = slices.DeleteFunc(b.couples, func(c couple) bool { return c.born < tooOld || c.lasts < first })
}
