package profile

import (
	"maps"
	"slices"
)

// Clone is a copy that shares nothing with p.
func (p Profile) Clone() Profile {
	p.Paths = maps.Clone(p.Paths)
	w := &p.Words
	w.RegTypes, w.EventTypes = maps.Clone(w.RegTypes), maps.Clone(w.EventTypes)
	w.Identifiers, w.Attributes, w.Operators = maps.Clone(w.Identifiers), maps.Clone(w.Attributes), maps.Clone(w.Operators)
	w.Sexes, w.MaritalStatuses = maps.Clone(w.Sexes), maps.Clone(w.MaritalStatuses)
	a := &p.Asks
	a.Forms, a.Events, a.Identifiers = slices.Clone(a.Forms), slices.Clone(a.Events), slices.Clone(a.Identifiers)
	a.Reasons = maps.Clone(a.Reasons)
	a.Attributes, a.Operators = slices.Clone(a.Attributes), slices.Clone(a.Operators)
	p.Token.Extra = maps.Clone(p.Token.Extra)
	p.Habit.Meanings = maps.Clone(p.Habit.Meanings)
	p.Habit.FinalStatuses = slices.Clone(p.Habit.FinalStatuses)
	p.Habit.NoneCodes = slices.Clone(p.Habit.NoneCodes)
	p.Habit.Interchangeable = slices.Clone(p.Habit.Interchangeable)
	for i, group := range p.Habit.Interchangeable {
		p.Habit.Interchangeable[i] = slices.Clone(group)
	}
	return p
}
