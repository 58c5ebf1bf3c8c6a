package sandbox

import "math"

// test says whether something holds of a person of a record.
type test func(*entry, view) bool

// condition is a question as a tree: comparisons, and what joins them.
type condition interface {
	// holds compares one view of a record of the fixed people.
	holds(e *entry, v view) bool
	// denies says whether the record says that it does not hold: see denial.go.
	denies(e *entry, v view) bool
	// of is the same as holds for the rows of a country.
	of(w *world) compared
}

// compared is a condition for the rows of one country.
type compared struct {
	holds  func(row) bool
	source *source // where all rows are for which it holds; nil for anywhere
	dates  *dated  // if it is about one date and no more
}

// dated is a date and the days that it can be.
type dated struct {
	attribute string
	days      span
}

// all holds if each of its conditions does.
type all []condition

func (c all) holds(e *entry, v view) bool {
	for _, part := range c {
		if !part.holds(e, v) {
			return false
		}
	}
	return true
}

// of looks where the fewest rows are. The two ends of a range are one source:
// each alone would be half of the country.
func (c all) of(w *world) compared {
	var out compared
	var holds []func(row) bool
	ranges := make(map[string]span)
	for _, part := range c {
		p := part.of(w)
		holds = append(holds, p.holds)
		out.source = out.source.better(p.source)
		if p.dates != nil {
			s, known := ranges[p.dates.attribute]
			if !known {
				s = span{math.MinInt32, math.MaxInt32 - 1, true}
			}
			s = span{max(s.first, p.dates.days.first), min(s.last, p.dates.days.last), true}
			ranges[p.dates.attribute] = s
		}
	}
	for _, attribute := range dateAttributes() {
		if s, known := ranges[attribute]; known {
			out.source = out.source.better(w.datedIn(attribute, s))
		}
	}
	out.holds = func(r row) bool {
		for _, h := range holds {
			if !h(r) {
				return false
			}
		}
		return true
	}
	return out
}

// anyOf holds if one of its conditions does.
type anyOf []condition

func (c anyOf) holds(e *entry, v view) bool {
	for _, part := range c {
		if part.holds(e, v) {
			return true
		}
	}
	return false
}

func (c anyOf) of(w *world) compared {
	out := compared{source: nothing()}
	var holds []func(row) bool
	for _, part := range c {
		p := part.of(w)
		holds = append(holds, p.holds)
		out.source = out.source.union(p.source)
	}
	out.holds = func(r row) bool {
		for _, h := range holds {
			if h(r) {
				return true
			}
		}
		return false
	}
	return out
}

// comparison is one attribute held against one value.
type comparison struct {
	test test
	rows func(w *world) compared
}

func (c comparison) holds(e *entry, v view) bool { return c.test(e, v) }
func (c comparison) of(w *world) compared        { return c.rows(w) }
