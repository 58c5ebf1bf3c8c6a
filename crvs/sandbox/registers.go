package sandbox

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
)

// register is the records of one event in the order of their numbers, which is
// that of the days on which they were registered.
type register struct {
	event  codes.VitalEvent
	letter string
	number codes.IdentifierType
	rows   []int32 // people; for marriages, rows of those
	years  []int32 // the first record of each year, and the end
	first  int32   // how many records are in the registers before
}

// registers are the three, in the order of their letters.
type registers [3]register

const (
	ofBirths = iota
	ofDeaths
	ofMarriages
)

func newRegisters(w *world) registers {
	rs := registers{
		{event: codes.VitalEventBirth, letter: "B", number: codes.IdentifierBRN},
		{event: codes.VitalEventDeath, letter: "D", number: codes.IdentifierDRN},
		{event: codes.VitalEventMarriage, letter: "M", number: codes.IdentifierMRN},
	}
	w.enter(&rs[ofBirths], len(w.people), func(i int) (day, *int32) { return w.people[i].birthReg, &w.people[i].birthOrd })
	w.enter(&rs[ofDeaths], len(w.people), func(i int) (day, *int32) { return w.people[i].deathReg, &w.people[i].deathOrd })
	w.enter(&rs[ofMarriages], len(w.marriages), func(i int) (day, *int32) { return w.marriages[i].reg, &w.marriages[i].ord })
	for i := 1; i < len(rs); i++ {
		rs[i].first = rs[i-1].first + int32(len(rs[i-1].rows)) //nolint:gosec // at most three for each person
	}
	return rs
}

// enter fills a register with the rows that are registered, and tells each its
// place.
func (w *world) enter(r *register, n int, at func(i int) (day, *int32)) {
	r.rows = w.byDay(n, func(i int) day { d, _ := at(i); return d })
	for ord, row := range r.rows {
		_, place := at(int(row))
		*place = int32(ord)
	}
	for y := w.from; y <= w.to+1; y++ {
		start := dayOf(y, time.January, 1)
		r.years = append(r.years, int32(sort.Search(len(r.rows), func(i int) bool { //nolint:gosec // at most maxPeople
			d, _ := at(int(r.rows[i]))
			return d >= start
		})))
	}
}

// byDay lists the rows that have a day, in the order of the days: counted, for
// there are few days and many rows.
func (w *world) byDay(n int, at func(i int) day) []int32 {
	first := dayOf(w.from, time.January, 1)
	starts := make([]int32, w.today-first+2)
	for i := range n {
		if d := at(i); d != never {
			starts[d-first+1]++
		}
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	out := make([]int32, starts[len(starts)-1])
	for i := range n {
		if d := at(i); d != never {
			out[starts[d-first]] = int32(i)
			starts[d-first]++
		}
	}
	return out
}

// text is the number of a record: its letter, the year in which it was
// registered, and which of that year it is.
func (w *world) registration(r *register, ord int32) string {
	year := sort.Search(len(r.years), func(i int) bool { return r.years[i] > ord }) - 1
	return fmt.Sprintf("%s%04d-%07d", r.letter, w.from+year, ord-r.years[year]+1)
}

// ord is the place of the record with this number, none if there is none.
func (w *world) ord(r *register, number string) int32 {
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

// size is how many records there are.
func (w *world) size() int32 {
	last := &w.registers[ofMarriages]
	return last.first + int32(len(last.rows)) //nolint:gosec // at most three for each person
}
