package sandbox

import (
	"time"

	"github.com/openspmis/dci-crvs-go/person"
)

// AdvanceTo moves the registry's clock on to a day, at most the last one of the year
// 2100. Ages, and what is in the future, are counted from it, and what is registered
// is registered on it: [Registry.Today]. Nothing happens by itself: nobody is born
// and nobody dies because time passes.
//
// Timestamps of messages and the end of a token follow the clock of the machine, or
// of a synctest bubble: a client compares them with its own.
//
// A day before today, or that is no whole date, is an error of kind invalid.
func (r *Registry) AdvanceTo(date person.Date) error {
	p := r.people
	p.changing.Lock()
	defer p.changing.Unlock()
	next := *p.world()
	to := spanOf(date)
	if !to.is || to.first != to.last || to.first < next.today || to.first > dayOf(lastTo, time.December, 31) {
		return wrong("the clock moves on to a whole date (2006-01-02), not before today and at most to the end of %d", lastTo)
	}
	next.today, next.changes = to.first, next.changes+1
	p.newest.Store(&next)
	return nil
}
