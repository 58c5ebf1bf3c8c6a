package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
)

// register is the records of one event. Those that were made with the country come
// first, in the order of their numbers, which is that of the days on which they
// were registered; then those of the people who are always there; then those that
// were registered since.
type register struct {
	event  codes.VitalEvent
	letter string
	number codes.IdentifierType
	rows   []int32          // people; for marriages, rows of those
	docs   table[*document] // of records that do not follow from the rows
	made   int32            // how many were made with the country
	years  []int32          // the first of these of each year, and the end
	first  int32            // how many of these are in the registers before
}

// registers are the three, in the order of their letters.
type registers [3]register

const (
	ofBirths = iota
	ofDeaths
	ofMarriages
)

// key is a record: its register, and its place there. Keys of records that were
// made with the country are in the order of their numbers.
type key int32

const keyShift = 28 // more than maxPeople and maxChanges

func keyOf(event int, ord int32) key { return key(int32(event)<<keyShift | ord) } //nolint:gosec // 0 to 2

func (k key) event() int { return int(k >> keyShift) }
func (k key) ord() int32 { return int32(k & (1<<keyShift - 1)) }

func newRegisters() registers {
	return registers{
		{event: codes.VitalEventBirth, letter: "B", number: codes.IdentifierBRN},
		{event: codes.VitalEventDeath, letter: "D", number: codes.IdentifierDRN},
		{event: codes.VitalEventMarriage, letter: "M", number: codes.IdentifierMRN},
	}
}

// registerCountry fills the registers with the country.
func (w *world) registerCountry() {
	rs := &w.registers
	w.fill(&rs[ofBirths], w.people.size, func(p int32) (day, *int32) { return w.people.at(p).birthReg, &w.people.at(p).birthOrd })
	w.fill(&rs[ofDeaths], w.people.size, func(p int32) (day, *int32) { return w.people.at(p).deathReg, &w.people.at(p).deathOrd })
	w.fill(&rs[ofMarriages], w.marriages.size, func(m int32) (day, *int32) { return w.marriages.at(m).reg, &w.marriages.at(m).ord })
	for i := 1; i < len(rs); i++ {
		rs[i].first = rs[i-1].first + rs[i-1].made
	}
}

// fill puts the rows that are registered into a register, and writes into each row its
// place there.
func (w *world) fill(r *register, n int32, at func(row int32) (day, *int32)) {
	r.rows = w.byDay(n, func(row int32) day { d, _ := at(row); return d })
	r.made = int32(len(r.rows)) //nolint:gosec // at most maxPeople
	for ord, row := range r.rows {
		_, place := at(row)
		*place = int32(ord)
	}
	for y := w.from; y <= w.to+1; y++ {
		start := dayOf(y, time.January, 1)
		r.years = append(r.years, int32(sort.Search(len(r.rows), func(i int) bool { //nolint:gosec // at most maxPeople
			d, _ := at(r.rows[i])
			return d >= start
		})))
	}
}

// byDay lists the rows that have a day, in the order of the days: counted, for
// there are few days and many rows.
func (w *world) byDay(n int32, at func(row int32) day) []int32 {
	first := dayOf(w.from, time.January, 1)
	starts := make([]int32, w.lastDay-first+2)
	for row := range n {
		if d := at(row); d != never {
			starts[d-first+1]++
		}
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	out := make([]int32, starts[len(starts)-1])
	for row := range n {
		if d := at(row); d != never {
			out[starts[d-first]] = row
			starts[d-first]++
		}
	}
	return out
}

// registration is the number of a record: its letter, the year in which it was
// registered, and which of that year it is. Those of the people who are always
// there are as they were written.
func (w *world) registration(k key) string {
	r, ord := &w.registers[k.event()], k.ord()
	if ord >= r.made {
		return w.document(k).record.RegistrationNumber
	}
	year := sort.Search(len(r.years), func(i int) bool { return r.years[i] > ord }) - 1
	return numberText(r.letter, w.from+year, ord-r.years[year]+1)
}

func numberText(letter string, year int, n int32) string {
	return fmt.Sprintf("%s%04d-%07d", letter, year, n)
}

// ord is the place of the record with this number, none if there is none.
func (w *world) ord(r *register, number string) int32 {
	if ord := w.ordOfCountry(r, number); ord != none {
		return ord
	}
	if k, ok := w.later.Load(number); ok {
		k := k.(key) //nolint:errcheck,forcetypeassert // nothing else is stored
		// Later is shared by all versions: in this one the record may not be there yet.
		if &w.registers[k.event()] == r && int(k.ord()) < len(r.rows) && w.registration(k) == number {
			return k.ord()
		}
	}
	return none
}

func (w *world) ordOfCountry(r *register, number string) int32 {
	const length = len("B2006-0000001")
	digits, ok := strings.CutPrefix(number, r.letter)
	if !ok || len(number) != length || digits[4] != '-' || strings.ContainsAny(digits, "+_") {
		return none
	}
	year, err1 := strconv.Atoi(digits[:4])
	n, err2 := strconv.Atoi(digits[5:])
	year -= w.from
	if err1 != nil || err2 != nil || n < 1 || year < 0 || year >= len(r.years)-1 {
		return none
	}
	if ord := int(r.years[year]) + n - 1; ord < int(r.years[year+1]) {
		return int32(ord) //nolint:gosec // at most maxPeople
	}
	return none
}

// before is how many records of the country have a lower number.
func (w *world) before(number string) int32 {
	last := &w.registers[ofMarriages]
	n := sort.Search(int(last.first+last.made), func(g int) bool {
		event := len(w.registers) - 1
		for event > 0 && int32(g) < w.registers[event].first { //nolint:gosec // at most three for each person
			event--
		}
		return w.registration(keyOf(event, int32(g)-w.registers[event].first)) > number //nolint:gosec // the same
	})
	return int32(n) //nolint:gosec // at most three for each person
}

// sorted puts records in the order of their numbers, each once.
func (w *world) sorted(found []key) []key {
	slices.Sort(found)
	found = slices.Compact(found) // both of a couple may fit
	isLater := func(k key) bool { return k.ord() >= w.registers[k.event()].made }
	var later []key
	for _, k := range found {
		if isLater(k) {
			later = append(later, k)
		}
	}
	if len(later) == 0 {
		return found
	}
	made := slices.DeleteFunc(found, isLater) // they are in the order of their numbers already
	slices.SortFunc(later, func(a, b key) int {
		x, y := w.document(a), w.document(b)
		return cmp.Or(cmp.Compare(x.before, y.before), strings.Compare(x.record.RegistrationNumber, y.record.RegistrationNumber))
	})
	out := make([]key, 0, len(made)+len(later))
	for _, k := range later {
		n := sort.Search(len(made), func(i int) bool {
			return w.registers[made[i].event()].first+made[i].ord() >= w.document(k).before
		})
		out = append(append(out, made[:n]...), k)
		made = made[n:]
	}
	return append(out, made...)
}

// records are all that there are, in the order of their numbers.
func (w *world) records() []key {
	var all []key
	for event := range w.registers {
		for ord := range int32(len(w.registers[event].rows)) { //nolint:gosec // at most maxPeople and maxChanges
			if k := keyOf(event, ord); !w.isGone(k) {
				all = append(all, k)
			}
		}
	}
	return w.sorted(all)
}
