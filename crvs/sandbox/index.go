package sandbox

import "sort"

// index finds rows by what is not their order: each list holds rows in the order
// of the key. What it finds may be more than what matches, never less; it is
// compared once more.
type index struct {
	byDeath                            []int32 // people with a registered death, by its day
	byDivorce                          []int32 // marriages, by the day of the divorce
	given, middle, family              postings
	birthPlace, deathPlace, marriageAt postings
}

// postings are the rows of each key.
type postings struct {
	starts []int32
	rows   []int32
}

func (p postings) of(key int) []int32 { return p.rows[p.starts[key]:p.starts[key+1]] }

// newPostings reads every row twice: to count, and to place. keys tells the keys
// of a row; 0 is none.
func newPostings(keys, rows int, of func(row int32, add func(key int))) postings {
	p := postings{starts: make([]int32, keys+2)}
	var row int32
	each := func(add func(key int)) {
		for row = range int32(rows) { //nolint:gosec // at most maxPeople
			of(row, add)
		}
	}
	each(func(key int) {
		if key != 0 {
			p.starts[key+2]++
		}
	})
	for i := 1; i < len(p.starts); i++ {
		p.starts[i] += p.starts[i-1]
	}
	p.rows = make([]int32, p.starts[len(p.starts)-1])
	each(func(key int) {
		if key != 0 {
			p.rows[p.starts[key+1]] = row
			p.starts[key+1]++
		}
	})
	p.starts = p.starts[:keys+1]
	return p
}

func newIndex(w *world) index {
	names, places, people := len(w.names.texts), len(w.places.list), len(w.people)
	x := index{
		byDeath: w.byDay(people, func(i int) day {
			if w.people[i].deathOrd == none {
				return never
			}
			return w.people[i].death
		}),
		byDivorce:  w.byDay(len(w.marriages), func(i int) day { return w.marriages[i].divorced }),
		given:      newPostings(names, people, func(i int32, add func(int)) { add(int(w.people[i].given)) }),
		middle:     newPostings(names, people, func(i int32, add func(int)) { add(int(w.people[i].middle)) }),
		family:     newPostings(names, people, w.families),
		birthPlace: newPostings(places, people, func(i int32, add func(int)) { add(int(w.people[i].place)) }),
		deathPlace: newPostings(places, people, func(i int32, add func(int)) {
			if w.people[i].deathOrd != none {
				add(int(w.deathPlace(i)))
			}
		}),
		marriageAt: newPostings(places, len(w.marriages), func(i int32, add func(int)) { add(int(w.weddingPlace(i))) }),
	}
	return x
}

// families are the family names that a person has had, each once.
func (w *world) families(p int32, add func(int)) {
	c := &w.people[p]
	add(int(c.family))
	if c.traits.sex() != sexFemale || w.names.cultures[c.traits.culture()].style != styleMarried {
		return
	}
	last := c.family
	for m := c.marriage; m != none; m = w.marriages[m].next(p) {
		if taken := w.people[w.marriages[m].husband].family; taken != last && taken != c.family {
			add(int(taken))
			last = taken
		}
	}
}

// source is where to look for the rows of a question: how many there are, at
// most, and the rows.
type source struct {
	cost int
	each func(yield func(row) bool) bool
}

// better is the one with fewer rows; nil is none.
func (s *source) better(o *source) *source {
	if s == nil || o != nil && o.cost < s.cost {
		return o
	}
	return s
}

// union looks in both; nil if one of them is nil, for then everything has to be
// looked at.
func (s *source) union(o *source) *source {
	if s == nil || o == nil {
		return nil
	}
	return &source{s.cost + o.cost, func(yield func(row) bool) bool { return s.each(yield) && o.each(yield) }}
}

func nothing() *source { return &source{0, func(func(row) bool) bool { return true }} }

// recordsPerPerson is by how much a list of people is longer as one of records.
const recordsPerPerson = 2

// ofPeople are the records about these people.
func (w *world) ofPeople(lists ...[]int32) *source {
	s := nothing()
	for _, list := range lists {
		s.cost += recordsPerPerson * len(list)
	}
	s.each = func(yield func(row) bool) bool {
		for _, list := range lists {
			for _, p := range list {
				if !w.rowsOf(p, yield) {
					return false
				}
			}
		}
		return true
	}
	return s
}

// ofMarriages are the records of these marriages.
func (w *world) ofMarriages(lists ...[]int32) *source {
	s := nothing()
	for _, list := range lists {
		s.cost += 2 * len(list)
	}
	s.each = func(yield func(row) bool) bool {
		for _, list := range lists {
			for _, m := range list {
				if !w.couple(m, yield) {
					return false
				}
			}
		}
		return true
	}
	return s
}

// everything are the records of one register, or of all.
func (w *world) everything(wanted func(event int) bool) *source {
	s := nothing()
	for event := range w.registers {
		if wanted(event) {
			s = s.union(w.ofRegister(event, 0, len(w.registers[event].rows)))
		}
	}
	return s
}

// ofRegister are the records at these places of a register.
func (w *world) ofRegister(event, from, to int) *source {
	n := max(to-from, 0)
	if event == ofMarriages {
		n *= 2
	}
	return &source{n, func(yield func(row) bool) bool {
		for ord := from; ord < to; ord++ {
			if !w.rowsAt(event, int32(ord), yield) { //nolint:gosec // at most maxPeople
				return false
			}
		}
		return true
	}}
}

// between are the places of a sorted list whose days lie in the span.
func between(n int, s span, at func(i int) day) (from, to int) {
	from = sort.Search(n, func(i int) bool { return at(i) >= s.first })
	to = sort.Search(n, func(i int) bool { return at(i) > s.last })
	return from, max(from, to)
}

// datedIn are the rows whose date of this name lies in the span, and perhaps more.
func (w *world) datedIn(attribute string, s span) *source {
	switch attribute {
	case attrBirthDate:
		return w.bornIn(s)
	case attrDeathDate:
		return w.diedIn(s)
	case attrMarriageDate:
		return w.marriedIn(s)
	case attrDivorceDate:
		list := w.index.byDivorce
		from, to := between(len(list), s, func(i int) day { return w.marriages[list[i]].divorced })
		return w.ofMarriages(list[from:to])
	case attrEventDate:
		return w.bornIn(s).union(w.diedIn(s)).union(w.marriedIn(s))
	case attrRegistrationDate:
		all := nothing()
		for event := range w.registers {
			rows := w.registers[event].rows
			from, to := between(len(rows), s, func(i int) day {
				r := row{event: event, p: rows[i], m: rows[i]}
				return w.registered(r)
			})
			all = all.union(w.ofRegister(event, from, to))
		}
		return all
	default:
		return nil
	}
}

func (w *world) bornIn(s span) *source {
	from, to := between(len(w.people), s, func(i int) day { return w.people[i].birth })
	return &source{recordsPerPerson * (to - from), func(yield func(row) bool) bool {
		for p := from; p < to; p++ {
			if !w.rowsOf(int32(p), yield) { //nolint:gosec // at most maxPeople
				return false
			}
		}
		return true
	}}
}

func (w *world) diedIn(s span) *source {
	list := w.index.byDeath
	from, to := between(len(list), s, func(i int) day { return w.people[list[i]].death })
	return w.ofPeople(list[from:to])
}

func (w *world) marriedIn(s span) *source {
	from, to := between(len(w.marriages), s, func(i int) day { return w.marriages[i].date })
	return &source{2 * (to - from), func(yield func(row) bool) bool {
		for m := from; m < to; m++ {
			if !w.couple(int32(m), yield) { //nolint:gosec // fewer than people
				return false
			}
		}
		return true
	}}
}
