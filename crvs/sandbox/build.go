package sandbox

import (
	"math/rand/v2"
	"time"
)

// builder makes a country year by year, from births and weddings to the
// registers. It draws whole numbers only: those with a fraction differ from one
// kind of machine to another.
type builder struct {
	w       *world
	r       *rand.Rand
	market  market
	couples []couple
	parents []parents // of the children of each marriage
	parity  []uint8   // how many children each person has
	bornBy  []int32   // how many were born before each day, from the first one on
}

// couple is a marriage that may bring children, with what has to be known to choose
// one, and no more. Each child looks at a few of all the couples there are: a large country
// is made as fast as a small one only if they fit into the cache of the processor.
type couple struct {
	marriage    int32
	from, until day // when there may be a child
	born        day // the wife
	children    uint8
}

// build makes the country.
func (w *world) build(p Population) {
	w.people, w.marriages = newTable[citizenRow](p.Size), newTable[marriageRow](p.Size*2/5)
	b := &builder{
		w:       w,
		r:       rand.New(rand.NewPCG(p.Seed, 0x6372767300000001)), //nolint:gosec // the same numbers every time are wanted
		parity:  make([]uint8, 0, p.Size),
		market:  newMarket(p.To-p.From+1, len(w.names.cultures)),
		parents: make([]parents, 0, p.Size*2/5),
	}
	for i, n := range birthsOfYears(p.Size, p.To-p.From+1) {
		b.weddings(p.From + i)
		b.births(p.From+i, n)
	}
	w.tieChildren()
}

// birthsOfYears shares the people among the years: each year has one in seventy
// more than the one before, for two thirds of the time, and then as many.
func birthsOfYears(size, years int) []int {
	upTo := make([]int64, years)
	weight, total := int64(1_000_000), int64(0)
	for i := range upTo {
		total += weight
		upTo[i] = total
		if i < years*2/3 {
			weight += weight / 70
		}
	}
	out := make([]int, years)
	before := int64(0)
	for i, w := range upTo {
		// The people fit into 23 bits and the weights into 30.
		now := int64(size) * w / total
		out[i], before = int(now-before), now
	}
	return out
}

// births brings n children into the world in the year, in the order of days.
func (b *builder) births(year, n int) {
	first := dayOf(year, time.January, 1)
	onDay := make([]int, dayOf(year+1, time.January, 1)-first)
	for range n {
		onDay[b.r.IntN(len(onDay))]++
	}
	ahead := 0 // children of a delivery of several, born before their turn
	for i, count := range onDay {
		b.bornBy = append(b.bornBy, b.w.people.size)
		for range count {
			n--
			if ahead > 0 {
				ahead--
				continue
			}
			brought := b.delivery(first+day(i), 1+n)
			ahead += brought - 1
		}
	}
}

// delivery brings one child into the world, or two or three if there is room,
// and returns how many.
func (b *builder) delivery(d day, room int) int {
	children := 1
	switch x := b.r.IntN(8000); {
	case x < 3:
		children = 3
	case x < 103:
		children = 2
	}
	children = min(children, room)
	p := b.parentsFor(d)
	for i := range children {
		b.child(d, p, i, children)
	}
	return children
}

// tieChildren links the children of each parent, the eldest first.
func (w *world) tieChildren() {
	for i := range w.people.size {
		w.people.at(i).firstChild = none
	}
	for i := w.people.size - 1; i >= 0; i-- {
		c := w.people.at(i)
		for _, parent := range []int32{c.mother, c.father} {
			if parent != none {
				*c.nextChildAt(parent), w.people.at(parent).firstChild = w.people.at(parent).firstChild, i
			}
		}
	}
}

// nextChild is the next younger child of the parent.
func (c *citizenRow) nextChild(parent int32) int32 {
	if c.mother == parent {
		return c.nextOfMother
	}
	return c.nextOfFather
}

// bornFrom is the first person born on the day or later.
func (b *builder) bornFrom(d day) int {
	i := int(d - dayOf(b.w.from, time.January, 1))
	switch {
	case i < 0:
		return 0
	case i >= len(b.bornBy):
		return int(b.w.people.size)
	default:
		return int(b.bornBy[i])
	}
}
