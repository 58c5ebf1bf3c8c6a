package person

import "slices"

// OtherSpellings is what the registry wrote for a member under its other spellings,
// where they say something else than the field: for {"gender":"F","sex":"male"} the
// field is female, and OtherSpellings("sex") is ["male"]. The member is named as
// v1.0.0 does. What is no text is its JSON. It is nil if there are none.
//
// Which of them is right is not known, and which of them is the field was decided by
// their order: a decision that would differ between them is undecided.
func (p Person) OtherSpellings(member string) []string {
	return p.Extra.spelled(member, ofPerson)
}

// OtherSpellings is [Person.OtherSpellings] for a part of the name, by the standard's
// name of it: surname, given_name, second_name.
func (n PersonName) OtherSpellings(part string) []string { return n.Extra.spelled(part, ofName) }

// spelled is what stands under a member of an object of this kind, or under another
// spelling of it.
func (x Extra) spelled(member string, of kinds) []string {
	if x.IsZero() {
		return nil
	}
	var out []string
	field := of.field(member)
	c := cursor{Reader: reader(x.members)} // without a copy of each member: nearly always there is nothing to find
	for c.Next('}') {
		name := c.Name()
		start := c.At
		c.Skip()
		if name != member && (field == unknownField || of.field(name) != field) {
			continue
		}
		raw := c.Text[start:c.At]
		var texts []string
		if c := newCursor(raw); !c.texts(&texts) {
			texts = []string{raw}
		}
		out = append(out, texts...)
	}
	return out
}

// Disputed are the dates of this kind that stand under another spelling of the
// member and are none of those of the field ([Person.OtherSpellings]): "1990-05-12"
// for {"birth_date":"1950-03-04","birthDate":"1990-05-12"}. Text that is no date is
// among them, with [PrecisionNone]. It is nil if there are none: nearly always.
func (p Person) Disputed(kind DateKind) []Date {
	var out []Date
	for _, text := range p.OtherSpellings(string(kind)) {
		if d := readDate(text); !d.mayBeOneOf(p.datesOf(kind)) {
			out = append(out, d)
		}
	}
	return out
}

func (p *Person) datesOf(kind DateKind) []Date {
	switch kind {
	case DateOfBirth:
		return p.BirthDates
	case DateOfDeath:
		return p.DeathDates
	case DateOfMarriage:
		return p.MarriageDates
	case DateOfDivorce:
		return p.DivorceDates
	case DateOfRegistration:
		return []Date{p.RegistrationDate}
	default:
		return nil
	}
}

// maxSpelled bounds how many dates another spelling is held against.
const maxSpelled = 64

func (d Date) mayBeOneOf(dates []Date) bool {
	return slices.ContainsFunc(dates[:min(len(dates), maxSpelled)], func(o Date) bool {
		return d.text == o.text || d.isComparableTo(o) && d.Equal(o) != False
	})
}
