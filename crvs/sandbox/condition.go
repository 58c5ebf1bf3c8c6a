package sandbox

import "math"

// test says whether something holds of a row.
type test func(w *world, r row) bool

// condition is a question as a tree: comparisons, and what joins them.
type condition interface {
	// of makes the condition ready for one version of the world.
	of(w *world) compared
	// denies says whether the record says that it does not hold: see denial.go.
	denies(w *world, r row) bool
}

// compared is a condition for the rows of one version of the world.
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
type comparison func(w *world) compared

func (c comparison) of(w *world) compared { return c(w) }

// compares is a comparison that no index helps.
func compares(holds test) comparison {
	return func(w *world) compared {
		return compared{holds: func(r row) bool { return holds(w, r) }}
	}
}
