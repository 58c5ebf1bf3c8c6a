package sandbox

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// scan is what a question finds by reading every record as it is handed out, one
// after the other: what the index and the rows must find.
func scan(w *world, entries []*document, q *plan) []key {
	found := []key{}
	condition := q.condition
	if q.identifier != nil {
		condition = identifierIs(q.identifier.Type, q.identifier.Value)
	}
	holds := condition.of(w).holds
	for i, k := range w.records() {
		d := entries[i]
		if (q.event == "" || q.event == d.record.Event) && slices.ContainsFunc(d.about, func(f facts) bool {
			return holds(row{event: k.event(), ord: k.ord(), p: f.p, m: none, said: &f})
		}) {
			found = append(found, k)
		}
	}
	slices.SortStableFunc(found, func(a, b key) int {
		for _, o := range q.order {
			if c := o.compare(w.sortKey(o.attribute, a), w.sortKey(o.attribute, b)); c != 0 {
				return c
			}
		}
		return 0
	})
	return found
}

// allEntries reads every record as it is handed out.
func allEntries(w *world) []*document {
	var out []*document
	for _, k := range w.records() {
		var about []int32
		w.rowsAt(k.event(), k.ord(), func(r row) bool {
			if !slices.Contains(about, r.p) {
				about = append(about, r.p)
			}
			return true
		})
		out = append(out, w.newDocument(w.record(k), about...))
	}
	return out
}

// asker makes questions out of what the records say, so that most find somebody.
type asker struct {
	r       *rand.Rand
	entries []*document
}

func (a asker) anybody() (*document, person.Person) {
	e := a.entries[a.r.IntN(len(a.entries))]
	subjects := e.record.Subjects()
	return e, subjects[a.r.IntN(len(subjects))]
}

func (a asker) comparison() predicate {
	attribute := strings.Split(strings.ReplaceAll(attributeNames(), " and ", ", "), ", ")[a.r.IntN(27)]
	e, who := a.anybody()
	value := a.value(attribute, e, who)
	if value == "" {
		return a.comparison()
	}
	p := predicate{Attribute: attribute, Operator: codes.OperatorEqual, Value: value}
	if slices.Contains(dateAttributes(), attribute) {
		ops := []codes.Operator{"eq", "lt", "le", "gt", "ge"}
		p.Operator = ops[a.r.IntN(len(ops))]
	}
	if a.r.IntN(5) == 0 {
		e, who := a.anybody()
		if other := a.value(attribute, e, who); other != "" && !strings.Contains(value+other, ",") {
			p.Operator, p.Value = codes.OperatorIn, value+","+other
		}
	}
	return p
}

func (a asker) value(attribute string, e *document, who person.Person) string {
	switch attribute {
	case attrBirthPlace, attrDeathPlace, attrEventPlace:
		p := placeOf(e.record)
		for range a.r.IntN(4) {
			if p != nil {
				p = p.ContainedIn
			}
		}
		switch {
		case p == nil:
			return ""
		case a.r.IntN(2) == 0:
			return strings.ToUpper(p.Name)
		default:
			return p.Identifiers[0].Value
		}
	case attrSex:
		return string(who.Sex)
	case attrGivenName:
		return who.Name().GivenName()
	case attrSecondName:
		return who.Name().MiddleName()
	case attrSurname:
		return strings.ToUpper(who.Name().FamilyName())
	case attrName:
		return a.some(who.Name().Full())
	case attrMotherName, attrFatherName:
		for _, rel := range who.Relations {
			if attribute == attrMotherName == rel.Type.IsMother() {
				return a.some(rel.Person.Name().Full())
			}
		}
	case attrParent1, attrParent2:
		for _, rel := range who.Relations {
			if ids := rel.Person.Identifiers; len(ids) > 0 && a.r.IntN(2) == 0 {
				return fmt.Sprintf("%s:%s", ids[0].Type, ids[0].Value)
			}
		}
	case attrRegistrationNumber:
		return e.record.RegistrationNumber
	case attrMaritalStatus:
		return string(who.MaritalStatus)
	case attrRegion:
		return who.Address().Region
	case attrSubRegion:
		return who.Address().SubRegion
	default:
		if slices.Contains(dateAttributes(), attribute) {
			d := dateNamed(attribute, e.record.Event, who)
			return d.Text()[:min(len(d.Text()), []int{4, 7, 10, 10}[a.r.IntN(4)])]
		}
		if id, ok := who.Identifier(codes.IdentifierType(attribute)); ok {
			return id.Value
		}
	}
	return ""
}

func dateNamed(attribute string, event codes.VitalEvent, p person.Person) person.Date {
	if attribute == attrEventDate {
		attribute = map[codes.VitalEvent]string{codes.VitalEventBirth: attrBirthDate, codes.VitalEventDeath: attrDeathDate, codes.VitalEventMarriage: attrMarriageDate}[event]
	}
	dates := map[string][]person.Date{
		attrBirthDate: p.BirthDates, attrDeathDate: p.DeathDates, attrMarriageDate: p.MarriageDates, attrDivorceDate: p.DivorceDates,
		attrRegistrationDate: {p.RegistrationDate},
	}[attribute]
	if len(dates) == 0 {
		return person.Date{}
	}
	return dates[0]
}

// some are some words of a name, in another order.
func (a asker) some(name string) string {
	parts := strings.Fields(name)
	if len(parts) == 0 {
		return ""
	}
	a.r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	return strings.Join(parts[:1+a.r.IntN(len(parts))], "  ")
}

func (a asker) criteria(t *testing.T) criteria {
	t.Helper()
	c := criteria{Event: []string{"", "birth", "death", "marriage"}[a.r.IntN(4)], QueryType: string(codes.QueryTypePredicate)}
	var items []predicateItem
	for range 1 + a.r.IntN(3) {
		first := a.comparison()
		item := predicateItem{First: &first}
		if n := a.r.IntN(4); n < 2 {
			second := a.comparison()
			item.Second, item.Condition = &second, []string{"and", "or"}[n]
		}
		items = append(items, item)
	}
	var err error
	c.Query, err = json.Marshal(items)
	require.NoError(t, err)
	if a.r.IntN(3) == 0 {
		names := append(dateAttributes(), attrSurname, attrGivenName)
		c.Sort = []sortItem{{names[a.r.IntN(len(names))], []string{"", "asc", "desc"}[a.r.IntN(3)]}, {names[a.r.IntN(len(names))], "desc"}}
	}
	return c
}

func TestTheIndexFindsWhatReadingEveryRecordFinds(t *testing.T) {
	t.Parallel()
	p := newPopulation(fixedRecords, &Population{Seed: 5, Size: 600, From: 1930, To: 2025})
	w := p.world()
	entries := allEntries(w)
	a := asker{rand.New(rand.NewPCG(1, 2)), entries}
	hits := 0
	for range 300 {
		c := a.criteria(t)
		q, no := newPlan(c, w.places.published)
		require.Nil(t, no, "%v %s", no, c.Query)
		want := scan(w, entries, q)
		if len(want) > 0 {
			hits++
		}
		if got := p.find(w, q); !assert.ElementsMatch(t, want, got, "%s %s", c.Event, c.Query) || !assert.Equal(t, want, append([]key{}, got...), "%v", c.Sort) {
			return
		}
	}
	assert.Greater(t, hits, 75)
}

func TestEveryNumberFindsItsRecords(t *testing.T) {
	t.Parallel()
	p := newPopulation(fixedRecords, &Population{Seed: 6, Size: 120, From: 1930, To: 2025})
	w := p.world()
	entries := allEntries(w)
	for rank, e := range entries {
		for _, subject := range e.record.Subjects() {
			for _, id := range append(subject.Identifiers, person.Identifier{Type: codes.IdentifierBRN, Value: e.record.RegistrationNumber}) {
				q := &plan{identifier: &person.Identifier{Type: id.Type.Canonical(), Value: id.Value}, digest: digestOf(string(id.Type) + id.Value)}
				assert.Equal(t, scan(w, entries, q), append([]key{}, p.find(w, q)...), rank)
			}
		}
	}
}

func TestAWifeIsFoundByTheNameThatHerRecordHas(t *testing.T) {
	t.Parallel()
	p := newPopulation(fixedRecords, &Population{Seed: 9, Size: 4000, From: 1930, To: 2025})
	w, wives := p.world(), 0
	for _, rank := range w.records() {
		r := w.record(rank)
		name := r.Person.Name()
		if name.Maiden == "" {
			continue
		}
		wives++
		for surname, has := range map[string]bool{name.FamilyName(): true, name.Maiden: false} {
			alone, wrong := nameIs(attrSurname, surname)
			require.Empty(t, wrong)
			q := &plan{event: r.Event, condition: alone, digest: digestOf("alone" + string(r.Event) + surname)}
			assert.Equal(t, has, slices.Contains(p.find(w, q), rank))
		}
	}
	assert.Positive(t, wives)
}
