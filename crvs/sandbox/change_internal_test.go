package sandbox

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
)

// lives registers events at random, most of which can be.
type lives struct {
	r   *rand.Rand
	reg *Registry
	ids []person.Identifier
}

func newLives(reg *Registry, seed uint64) *lives {
	l := &lives{r: rand.New(rand.NewPCG(seed, 1)), reg: reg}
	for c := range reg.People() {
		if c.Identifier.Value != "" {
			l.ids = append(l.ids, c.Identifier)
		}
		if len(l.ids) == 20_000 {
			break
		}
	}
	return l
}

func (l *lives) anybody() person.Identifier { return l.ids[l.r.IntN(len(l.ids))] }

// day is one of the last years.
func (l *lives) day() person.Date { return dateOf(l.reg.people.world().today - day(l.r.IntN(4000))) }

func (l *lives) number() string {
	w := l.reg.people.world()
	event := l.r.IntN(3)
	rows := len(w.registers[event].rows)
	if rows == 0 {
		return ""
	}
	return w.registration(keyOf(event, int32(l.r.IntN(rows))))
}

// next registers something, or is told that it cannot be.
func (l *lives) next() (Registration, error) {
	switch x := l.r.IntN(100); {
	case x < 40:
		b := Birth{Given: fmt.Sprint("Given", l.r.IntN(50)), Family: fmt.Sprint("Family ", l.r.IntN(50)), Sex: codes.SexFemale, On: l.day()}
		if l.r.IntN(2) == 0 {
			b.Sex = codes.SexMale
		}
		if l.r.IntN(4) > 0 {
			b.Mother = l.anybody()
		}
		if l.r.IntN(4) > 0 {
			b.Father = l.anybody()
		}
		done, err := l.reg.RecordBirth(b)
		if err == nil {
			l.ids = append(l.ids, numbersOf(done.Record.Person)...)
		}
		return done, err
	case x < 55:
		return l.reg.RecordDeath(l.anybody(), l.day())
	case x < 75:
		return l.reg.RecordMarriage(l.anybody(), l.anybody(), l.day())
	case x < 83:
		return l.reg.RecordDivorce(l.anybody(), l.day())
	case x < 90:
		child := l.ids[len(l.ids)-1-l.r.IntN(min(len(l.ids), 50))] // one of those who were added
		return l.reg.RecordAdoption(child, l.anybody(), person.Identifier{}, l.reg.Today())
	case x < 96:
		return l.reg.Correct(l.number(), l.correction())
	default:
		return l.reg.Cancel(l.number())
	}
}

func (l *lives) correction() Correction {
	var c Correction
	if l.r.IntN(2) == 0 {
		c.Given = fmt.Sprint("Corrected", l.r.IntN(5))
	}
	if l.r.IntN(2) == 0 {
		c.On = l.day()
	}
	if l.r.IntN(2) == 0 {
		c.Place = "IN-KL-EKM-01"
	}
	return c
}

// What the index, the rows and the documents find is what reading every record as it
// is handed out finds, after any events.
func TestAfterEventsEverySearchStillFindsWhatReadingEveryRecordFinds(t *testing.T) {
	t.Parallel()
	reg, err := New(WithPopulation(Population{Seed: 5, Size: 300}))
	require.NoError(t, err)
	l := newLives(reg, 1)
	changes := make(map[Change]int)
	for range 1500 {
		before := reg.people.world()
		got, err := l.next()
		if err == nil {
			changes[got.Change]++
			holds(t, before, reg.people.world(), got)
		}
	}
	for _, c := range []Change{ChangeBirth, ChangeDeath, ChangeMarriage, ChangeDivorce, ChangeAdoption, ChangeCorrection, ChangeCancellation} {
		assert.Greater(t, changes[c], 2, c)
	}
	w := reg.people.world()
	entries := allEntries(w)
	a := asker{rand.New(rand.NewPCG(1, 3)), entries}
	hits := 0
	for range 200 {
		c := a.criteria(t)
		q, no := newPlan(c, w.places.published)
		require.Nil(t, no, "%v %s", no, c.Query)
		want := scan(w, entries, q)
		if len(want) > 0 {
			hits++
		}
		require.Equal(t, want, append([]key{}, reg.people.find(w, q)...), "%s %s %v", c.Event, c.Query, c.Sort)
	}
	assert.Greater(t, hits, 50)
	for i, e := range entries {
		for _, subject := range e.record.Subjects() {
			for _, id := range subject.Identifiers {
				q := &plan{identifier: &person.Identifier{Type: id.Type.Canonical(), Value: id.Value}, digest: digestOf(string(id.Type) + id.Value)}
				require.Equal(t, scan(w, entries, q), append([]key{}, reg.people.find(w, q)...), i)
			}
		}
	}
	familiesHold(t, w)
}

func TestARegistryTakesAMillionChangesAndSaysSo(t *testing.T) {
	t.Parallel()
	reg, err := New()
	require.NoError(t, err)
	full := *reg.people.world()
	full.changes = maxChanges - 1
	reg.people.newest.Store(&full)
	_, err = reg.RecordBirth(Birth{Given: "Last"})
	require.NoError(t, err)
	_, err = reg.RecordBirth(Birth{Given: "One more"})
	require.ErrorContains(t, err, "no more than 1000000 changes")
}

// holds compares two versions: a change changes its own record and no other.
func holds(t *testing.T, before, after *world, got Registration) {
	t.Helper()
	if got.Seq%25 != 0 {
		return
	}
	for _, k := range before.records() {
		if r := before.record(k); r.RegistrationNumber != got.RegistrationNumber {
			require.Equal(t, r, after.record(k), "%s changed the record of another", got.Change)
		}
	}
}

// familiesHold: parents know their children, spouses each other, in order.
func familiesHold(t *testing.T, w *world) {
	t.Helper()
	for p := range w.people.size {
		c := w.people.at(p)
		for _, parent := range []int32{c.mother, c.father} {
			require.True(t, parent == none || slices.Contains(w.children(parent), p))
		}
		last := day(0)
		for i, child := range w.children(p) {
			require.True(t, w.people.at(child).mother == p || w.people.at(child).father == p)
			require.True(t, i == 0 || last <= w.people.at(child).birth, "the eldest first")
			last = w.people.at(child).birth
		}
		for m := c.marriage; m != none; m = w.marriages.at(m).next(p) {
			require.Contains(t, []int32{w.marriages.at(m).wife, w.marriages.at(m).husband}, p)
			if next := w.marriages.at(m).next(p); next != none {
				require.GreaterOrEqual(t, w.marriages.at(next).date, w.marriages.at(m).date)
			}
		}
	}
}

// An answer is of one version: a couple who marry and a child who is born are there
// with all that belongs to them, or not at all.
func TestSixtyFourReadWhileEventsAreAdded(t *testing.T) {
	t.Parallel()
	reg, err := New(WithPopulation(Population{Seed: 7, Size: 2000}))
	require.NoError(t, err)
	l := newLives(reg, 2)
	ended := make(chan struct{})
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 4))
			for n := 0; ; n++ {
				select {
				case <-ended:
					if n > 3 {
						return
					}
				default:
				}
				w := reg.people.world()
				for range 20 {
					p := r.Int32N(w.people.size)
					family := w.family(p)
					for _, child := range family.Children {
						parents := w.family(int32(child.key - 1)).Parents
						assert.True(t, slices.ContainsFunc(parents, func(c Citizen) bool { return c.key == int(p)+1 }))
					}
				}
				c := criteria{QueryType: "predicate", Query: []byte(`[{"expression1":{"attribute_name":"registration_date","operator":"ge","attribute_value":"2025-12-01"}}]`)}
				q, no := newPlan(c, w.places.published)
				assert.Nil(t, no)
				found := reg.people.find(w, q)
				assert.Equal(t, found, w.sorted(w.look(q)), "the same version says the same")
				var item wire.SearchResponseItem
				assert.Nil(t, reg.answerOne(reg.people.world(), question{ReferenceID: "r", Criteria: criteria{
					QueryType: "predicate", Pagination: &pageRequest{Number: 1, Size: 20}, Query: c.Query,
				}}, map[string]bool{}, &item, maxAnswer))
			}
		})
	}
	for range 600 {
		_, _ = l.next()
	}
	require.NoError(t, reg.AdvanceTo(person.MustDate("2026-01-01")))
	close(ended)
	group.Wait()
}
