package decide

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// found is what a register shows of somebody.
type found struct {
	people []candidate // their registrations, each once; none if block is not nil
	block  *block      // why what was found does not count
	// isWhole says that nothing in the answers speaks against taking the absence of a
	// record for an absence.
	isWhole bool
	// isOther says that a number found somebody else: the name and the date of birth
	// both differ.
	isOther bool
}

// candidate is one registration of the person who is asked about.
type candidate struct {
	hit         search.Hit
	who, spouse person.Person // spouse is the other of a couple
	hasSpouse   bool
	by          IdentifiedBy
	isCancelled bool // the registry says that it took the registration back
	registry    Registry
	place       int // among those who were found
}

// hits are those of some answers, each registration once.
type hits struct {
	list    []search.Hit
	answers []int // which answer each came with

	isAsked     bool  // there is an answer at all
	isWhole     bool  // the answers show all that there is
	isCut       bool  // an answer says that there is more
	unsupported error // of the first query that the registry cannot be asked
}

// find looks for somebody in the register of an event: by their numbers, and where no
// number finds anything by their facts. A number that this register does not know is
// looked up in that of births first. The error is that of an answer, or of a registry
// that cannot be asked at all.
func (t *talk) find(event codes.VitalEvent, facts person.Person) (found, error) {
	numbers := t.law.numbersFor(event, facts)
	isCouple := event == codes.VitalEventMarriage
	via := IdentifiedBy("")
	if _, hasBRN := facts.Identifier(codes.IdentifierBRN); len(numbers) == 0 && event != codes.VitalEventBirth && (isCouple || hasBRN) {
		born, b, err := t.birthOf(facts)
		switch {
		case err != nil:
			return found{}, err
		case b != nil:
			return found{block: b}, nil
		case born != nil:
			facts.Identifiers = slices.Concat(facts.Identifiers, born.who.Identifiers)
			numbers, via = t.law.numbersFor(event, facts), born.by
		}
	}
	if len(numbers) == 0 && (isCouple || !hasFacts(facts)) {
		return found{block: &block{rule: RuleNoNumber}}, nil
	}
	got, err := t.byNumbers(event, numbers)
	switch {
	case err != nil:
		return found{}, err
	case len(got.list) > 0:
		f := t.judgeNumbers(got, facts)
		f.isWhole = got.isWhole
		for i := range f.people { // a number that the birth told is known as well as the birth
			f.people[i].by = weaker(f.people[i].by, via)
		}
		return f, nil
	case got.isCut:
		return found{block: &block{rule: RuleIncomplete}}, nil
	case !isCouple && hasFacts(facts):
		return t.byFacts(event, facts, got)
	case !got.isAsked:
		return found{}, got.unsupported
	default:
		return found{isWhole: got.isWhole}, nil
	}
}

// byNumbers asks by each number.
func (t *talk) byNumbers(event codes.VitalEvent, numbers []person.Identifier) (hits, error) {
	queries := make([]search.Query, len(numbers))
	for i, id := range numbers {
		queries[i] = search.ByIdentifier(id.Type, id.Value).In(event)
	}
	answers, err := t.ask(queries...)
	if err != nil {
		return hits{}, err
	}
	for i, at := range answers {
		if t.used[at].Err != nil {
			t.note(NoteNumberNotAsked, typeName(numbers[i].Type))
		}
	}
	return t.gather(answers), nil
}

// isWhole says whether an answer shows all that there is.
func isWhole(a Answer) bool { return a.Err == nil && a.Complete && a.Registry.Scope == "" }

// typeName is a type of number, if the directory knows it: a caller may have put a
// number in its place.
func typeName(t codes.IdentifierType) string {
	if t.Known() {
		return string(t.Canonical())
	}
	return string(match.Identifier)
}

// gather takes the hits of some answers, each registration once.
func (t *talk) gather(answers []int) hits {
	out := hits{isWhole: len(answers) > 0}
	for _, at := range answers {
		a := t.used[at]
		out.isWhole = out.isWhole && isWhole(a)
		if a.Err != nil {
			if out.unsupported == nil {
				out.unsupported = a.Err
			}
			continue
		}
		out.isAsked = true
		out.isCut = out.isCut || !a.Complete
		if a.Registry.Scope != "" {
			t.note(NoteScope)
		}
		for _, h := range a.Hits {
			switch i := slices.IndexFunc(out.list, func(o search.Hit) bool { return t.isSame(o, h, a.Registry) }); {
			case i < 0:
				out.list, out.answers = append(out.list, h), append(out.answers, at)
			case !isShown(out.list[i]): // it may confirm what this one asked
				out.list[i], out.answers[i] = h, at
			}
		}
	}
	return out
}

// isSame says whether two hits are one registration: written in the same words, or under
// one number with nothing in which they differ. Some registries write into a record by
// which number it was found.
func (t *talk) isSame(a, b search.Hit, r Registry) bool {
	if a.Event != b.Event || a.RegistrationNumber != b.RegistrationNumber {
		return false
	}
	if len(a.Raw()) > 0 && bytes.Equal(a.Raw(), b.Raw()) {
		return true
	}
	return a.RegistrationNumber != "" && !r.Placeholders.IsNumber(a.RegistrationNumber) && !t.law.compare(a.Person, b.Person, r).Differs()
}

// judgeNumbers holds those who were found by a number against the facts. All that one
// person's numbers find must be theirs.
func (t *talk) judgeNumbers(h hits, facts person.Person) found {
	var f found
	for i, hit := range h.list {
		c, j := t.judge(hit, facts, h.answers[i])
		switch {
		case f.block != nil: // the rest is filed
		case !isShown(hit):
			f = found{block: &block{rule: RuleUnconfirmed}}
		case j.block != nil:
			f = found{block: j.block, isOther: len(h.list) == 1 && j.number && differs(j.compared, match.Name, match.BirthDate)}
		default:
			c.place = len(f.people)
			f.people = append(f.people, c)
		}
	}
	return f
}

// differs says whether all of these attributes differ.
func differs(c match.Comparison, all ...match.Attribute) bool {
	return !slices.ContainsFunc(all, func(a match.Attribute) bool { return c.Outcome(a) != match.Differ })
}

// judge says who in a record is the person, and whether it is sure.
func (t *talk) judge(hit search.Hit, facts person.Person, answer int) (candidate, judged) {
	r := t.used[answer].Registry
	c := candidate{hit: hit, who: hit.Subject(), isCancelled: isCancelled(hit.Person), registry: r}
	j := t.law.identify(facts, withNumber(hit, c.who), r)
	if one, other, ok := hit.Couple(); ok && isSpouseTold(hit, r) {
		first, second := t.law.identify(facts, withNumber(hit, one), r), t.law.identify(facts, withNumber(hit, other), r)
		switch {
		case first.block == nil && second.block == nil: // which of them is meant, nobody can tell
			j = judged{compared: first.compared, block: &block{rule: RuleUnconfirmed}}
		case first.block == nil:
			c.who, c.spouse, c.hasSpouse, j = one, other, true, first
		case second.block == nil:
			c.who, c.spouse, c.hasSpouse, j = other, one, true, second
		}
	}
	c.by = j.by
	t.saw(answer, hit, j.compared)
	return c, j
}

// isSpouseTold says whether the record calls somebody the spouse, or the registry is
// known to write the spouse as the one relation without a type. Of another registry that
// may be a witness.
func isSpouseTold(h search.Hit, r Registry) bool {
	return r.UntypedSpouse || slices.ContainsFunc(h.Person.Relations, func(rel person.Relation) bool { return rel.Type != "" })
}

// withNumber is a person with the number of the registration, which some registries
// write beside the person.
func withNumber(h search.Hit, p person.Person) person.Person {
	t := numberOf(h.Event.Canonical())
	if _, has := p.Identifier(t); !has && t != "" && h.RegistrationNumber != "" {
		p.Identifiers = append(slices.Clip(p.Identifiers), person.Identifier{Type: t, Value: h.RegistrationNumber})
	}
	return p
}

// isShown says whether a record shows all that was asked. One that was taken back
// confirms no event any more; but it shows that it is one of it, and whose.
func isShown(h search.Hit) bool {
	return h.Match == search.MatchConfirmed || isCancelled(h.Person) && h.Event.Known() && len(h.Evidence) > 1 &&
		!slices.ContainsFunc(h.Evidence[1:], func(e search.Evidence) bool { return e.Finding != search.FindingConfirmed })
}

// isCancelled says whether a record says of itself that the registration was taken
// back. The standard has no member for it; registries write a status. Of one that was
// archived or deleted nobody knows why: see [person.Record.IsCancelled].
func isCancelled(p person.Person) bool {
	for _, member := range []string{"status", "registration_status", "record_status"} {
		raw, _ := p.Extra.Get(member)
		var word string
		if json.Unmarshal(raw, &word) != nil {
			continue
		}
		switch strings.ToLower(strings.TrimSpace(word)) {
		case "cancelled", "canceled", "annulled", "revoked", "void", "voided":
			return true
		}
	}
	return false
}

// one is the one registration that was found, nil if there is none, or why it cannot
// be told.
func (t *talk) one(f found) (*candidate, *block) {
	switch {
	case f.block != nil:
		return nil, f.block
	case len(f.people) == 0:
		return nil, nil
	case len(f.people) > 1:
		return nil, t.several(f.people)
	default:
		return &f.people[0], nil
	}
}

// several says in what candidates differ, by attribute.
func (t *talk) several(people []candidate) *block {
	b := &block{rule: RuleSeveral}
	for _, other := range people[1:] {
		for a, o := range t.law.compare(people[0].who, other.who, other.registry).All() {
			if (o == match.Differ || o == match.CannotTell) && !slices.Contains(b.differences, a) {
				b.differences = append(b.differences, a)
			}
		}
	}
	return b
}
