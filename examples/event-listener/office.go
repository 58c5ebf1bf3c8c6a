package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// allowance is paid to one person, unless it is suspended.
type allowance struct {
	file        string        // the number of its file: what the office says instead of a name
	person      person.Person // as the office knows the person
	number      string        // the national id
	suspendedBy string        // the registration of the death, "" while it is paid
}

// office is a small MIS. Its functions are called by many goroutines.
type office struct {
	registry *crvs.Client
	out      io.Writer // what is done, in words for an officer

	mu         sync.Mutex // held while the registry is asked, so that two events of one person do not cross
	allowances []*allowance
	acted      map[string]bool // keys of events; a real MIS keeps both in one transaction
}

// onDeath acts on what the registry tells of a death. An error means that it could not
// be asked: the event is handed on again later, and nothing has changed.
func (o *office) onDeath(ctx context.Context, e callback.Event) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.acted[e.Key] {
		return nil
	}
	for _, a := range o.concerned(e.Record) {
		if err := o.review(ctx, a, e); err != nil {
			return err
		}
	}
	o.acted[e.Key] = true
	return nil
}

// concerned are the allowances of the number in the record, and those that this
// registration has suspended: a correction may have taken their number out of it.
func (o *office) concerned(r person.Record) []*allowance {
	var found []*allowance
	for _, a := range o.allowances {
		concerned := a.suspendedBy != "" && a.suspendedBy == r.RegistrationNumber
		for _, id := range r.Person.Identifiers {
			concerned = concerned || id.Type.Canonical() == codes.IdentifierNationalID && id.Value == a.number
		}
		if concerned {
			found = append(found, a)
		}
	}
	return found
}

// review asks the registry again, because a notification can be late, out of order or
// a mistake, and does what the answer shows.
func (o *office) review(ctx context.Context, a *allowance, e callback.Event) error {
	hit, err := o.registry.Find(ctx, search.ByIdentifier(codes.IdentifierNationalID, a.number).In(codes.VitalEventDeath))
	known := match.People(a.person, hit.Subject())
	isCancelled := e.Change == profile.ChangeCancelled && hit.RegistrationNumber == e.Record.RegistrationNumber
	switch {
	case errors.Is(err, crvs.ErrNotFound):
		o.pay(a, "the register of deaths has no death of this person")
	case errors.Is(err, crvs.ErrAmbiguous), errors.Is(err, crvs.ErrOvermatch):
		o.ask(a, e, "the registry's answer does not say whose death it is")
	case err != nil:
		return err
	case isCancelled:
		o.ask(a, e, "the registry told that it cancelled the death, and still has it")
	case hit.Match != search.MatchConfirmed || hit.DeathRecorded(time.Now()) != person.True:
		o.ask(a, e, "the record does not show a death of this person")
	case !isSame(known): // a number alone never stops a payment: it may be another's
		o.ask(a, e, "name, date of birth and sex are not all those of this person")
	case a.suspendedBy != hit.RegistrationNumber:
		a.suspendedBy = hit.RegistrationNumber
		o.say(a, "suspended, not ended: death "+a.suspendedBy+" is registered, and name and date of birth agree; tell the household, and confirm it within 30 days")
	}
	return nil
}

// isSame says whether two accounts are of one person, as far as this office answers
// for: another country decides otherwise.
func isSame(c match.Comparison) bool {
	name := c.Outcome(match.Name)
	return c.Agrees(match.BirthDate) && (name == match.Agree || name == match.Similar) && c.Outcome(match.Sex) != match.Differ
}

// pay lifts a suspension.
func (o *office) pay(a *allowance, why string) {
	if a.suspendedBy == "" {
		o.say(a, "nothing changes: "+why)
		return
	}
	a.suspendedBy = ""
	o.say(a, "paid again, with what was held back: "+why)
}

// ask leaves it to an officer. What is undecided takes nothing away: a suspension by a
// death that was cancelled or corrected does not outlast it.
func (o *office) ask(a *allowance, e callback.Event, why string) {
	changed := e.Change == profile.ChangeCancelled || e.Change == profile.ChangeCorrected
	if changed && a.suspendedBy != "" && a.suspendedBy == e.Record.RegistrationNumber {
		o.pay(a, "death "+a.suspendedBy+" was "+string(e.Change))
	}
	o.say(a, "an officer must look: "+why)
}

func (o *office) say(a *allowance, text string) { fmt.Fprintf(o.out, "file %s: %s\n", a.file, text) }
