package sandbox

import "math"

// couples are the marriages that may bring children, with what is asked of them
// for every child: in a large country each look at the row of a person is one
// at memory far away. The two lists are of one length. Most that is drawn is
// refused by its term, so terms stand close together.
type couples struct {
	terms []term
	rows  []couple
}

// term is when the next child of a couple may be born: no sooner and no later.
type term struct{ from, until day }

type couple struct {
	marriage, wife int32
	born           day // the wife
	lasts          day // until then it stays among the couples
}

// bearing is what is asked of a mother for every child.
type bearing struct {
	last     day   // the last delivery
	children uint8 // so far, 99 at most
}

const longAgo day = math.MinInt32 / 2 // of a delivery that never was

func (b *builder) addCouple(key int32) {
	w := b.w
	m := &w.marriages[key]
	wife, husband := &w.people[m.wife], &w.people[m.husband]
	fatherUntil := husband.death
	if fatherUntil != never {
		fatherUntil += carrying
	}
	k := &b.couples
	k.terms = append(k.terms, term{m.date, min(m.divorced-carrying, wife.death, fatherUntil)})
	k.rows = append(k.rows, couple{key, m.wife, wife.birth, min(m.divorced, wife.death, fatherUntil)})
}

// couple is one of the couples; for an adoption one that will last for years.
func (b *builder) couple(d day, adopts bool) (parents, bool) {
	w := b.w
	for range tries {
		if len(b.couples.rows) == 0 {
			break
		}
		i := b.r.IntN(len(b.couples.rows))
		t := &b.couples.terms[i]
		if d > t.until || d < t.from && !adopts {
			continue
		}
		c := &b.couples.rows[i]
		m := &w.marriages[c.marriage]
		switch {
		case adopts && (m.date > d || w.end(m) < d+2*adoptionDays || d+2*adoptionDays > w.today):
			continue
		case !adopts && (!b.canBear(c.wife, d) || !b.wants(c, d)):
			continue
		case !adopts:
			t.from = d + lyingTime
		}
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

// retire drops the couples that will have no more children, and keeps the others
// in their order.
func (b *builder) retire(first day) {
	k := &b.couples
	tooOld := first.years(-45)
	kept := 0
	for i, c := range k.rows {
		if c.born < tooOld || c.lasts < first {
			continue
		}
		k.rows[kept], k.terms[kept] = c, k.terms[i]
		kept++
	}
	k.rows, k.terms = k.rows[:kept], k.terms[:kept]
}
