package sandbox

import "sort"

// index finds what was made with the country by what is not its order: each list
// holds rows in the order of the key. What it finds may be more than what matches,
// never less but for those who are fresh: it is compared once more.
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

// of are the rows of a key, none for one that came later.
func (p postings) of(key int) []int32 {
	if key+1 >= len(p.starts) {
		return nil
	}
	return p.rows[p.starts[key]:p.starts[key+1]]
}

// newPostings lists the rows of each key. keys tells the keys of a row; 0 is none. It
// is asked once for each row, because what it looks at lies far apart.
func newPostings(keys int, rows int32, of func(row int32, add func(key int))) postings {
	type posting struct{ key, row int32 }
	list := make([]posting, 0, rows)
	p := postings{starts: make([]int32, keys+2)}
	var row int32
	add := func(key int) {
		if key != 0 {
			list = append(list, posting{int32(key), row}) //nolint:gosec // of a name or a place
			p.starts[key+2]++
		}
	}
	for row = range rows {
		of(row, add)
	}
	for i := 1; i < len(p.starts); i++ {
		p.starts[i] += p.starts[i-1]
	}
	p.rows = make([]int32, len(list))
	for _, one := range list {
		p.rows[p.starts[one.key+1]] = one.row
		p.starts[one.key+1]++
	}
	p.starts = p.starts[:keys+1]
	return p
}

func newIndex(w *world) *index {
	if w.people.size == 0 {
		return &index{}
	}
	names, places, people := len(w.names.texts), len(w.places.list), w.people.size
	return &index{
		byDeath: w.byDay(people, func(i int32) day {
			if w.people.at(i).deathOrd == none {
				return never
			}
			return w.people.at(i).death
		}),
		byDivorce:  w.byDay(w.marriages.size, func(i int32) day { return w.marriages.at(i).divorced }),
		given:      newPostings(names, people, func(i int32, add func(int)) { add(int(w.people.at(i).given)) }),
		middle:     newPostings(names, people, func(i int32, add func(int)) { add(int(w.people.at(i).middle)) }),
		family:     newPostings(names, people, w.families),
		birthPlace: newPostings(places, people, func(i int32, add func(int)) { add(int(w.people.at(i).traits.place())) }),
		deathPlace: newPostings(places, people, func(i int32, add func(int)) {
			if w.people.at(i).deathOrd != none {
				add(int(w.deathPlace(i)))
			}
		}),
		marriageAt: newPostings(places, w.marriages.size, func(i int32, add func(int)) { add(int(w.weddingPlace(i))) }),
	}
}

// families are the family names that a person has had, each once.
func (w *world) families(p int32, add func(int)) {
	c := w.people.at(p)
	add(int(c.family))
	if c.traits.sex() != sexFemale || w.names.cultures[c.traits.culture()].style != styleMarried {
		return
	}
	last := c.family
	for m := c.marriage; m != none; m = w.marriages.at(m).next(p) {
		if taken := w.people.at(w.marriages.at(m).husband).family; taken != last && taken != c.family {
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
		list := w.made.index.byDivorce
		from, to := between(len(list), s, func(i int) day { return w.made.marriages.at(list[i]).divorced })
		return w.ofMarriages(list[from:to]).union(w.ofPeople(w.fresh))
	case attrEventDate:
		return w.bornIn(s).union(w.diedIn(s)).union(w.marriedIn(s))
	case attrRegistrationDate:
		all := nothing()
		for event := range w.registers {
			rows := w.registers[event].rows[:w.registers[event].made]
			from, to := between(len(rows), s, func(i int) day { return w.madeOn(event, rows[i]) })
			all = all.union(w.ofRegister(event, from, to))
		}
		return all.union(w.ofPeople(w.fresh))
	default:
		return nil
	}
}

// madeOn is the day on which a record of the country was registered.
func (w *world) madeOn(event int, row int32) day {
	switch event {
	case ofBirths:
		return w.made.people.at(row).birthReg
	case ofDeaths:
		return w.made.people.at(row).deathReg
	default:
		return w.made.marriages.at(row).reg
	}
}

func (w *world) bornIn(s span) *source {
	people := &w.made.people
	from, to := between(int(people.size), s, func(i int) day { return people.at(int32(i)).birth }) //nolint:gosec // at most maxPeople
	some := &source{recordsPerPerson * (to - from), func(yield func(row) bool) bool {
		for p := from; p < to; p++ {
			if !w.rowsOf(int32(p), yield) { //nolint:gosec // at most maxPeople
				return false
			}
		}
		return true
	}}
	return some.union(w.ofPeople(w.fresh))
}

func (w *world) diedIn(s span) *source {
	list := w.made.index.byDeath
	from, to := between(len(list), s, func(i int) day { return w.made.people.at(list[i]).death })
	return w.ofPeople(list[from:to], w.fresh)
}

func (w *world) marriedIn(s span) *source {
	marriages := &w.made.marriages
	from, to := between(int(marriages.size), s, func(i int) day { return marriages.at(int32(i)).date }) //nolint:gosec // fewer than people
	some := &source{2 * (to - from), func(yield func(row) bool) bool {
		for m := from; m < to; m++ {
			if !w.couple(int32(m), yield) { //nolint:gosec // fewer than people
				return false
			}
		}
		return true
	}}
	return some.union(w.ofPeople(w.fresh))
}
