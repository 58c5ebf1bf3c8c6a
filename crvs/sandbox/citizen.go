package sandbox

import (
	"iter"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Citizen is the truth about one person of the registry's country, whatever the
// registers hold of them: what a test compares its product's verdict with. Do
// not change what its slices and places point to.
type Citizen struct {
	// Person is who they are: names, numbers of the person, sex, dates and
	// places. It holds no number of a registration. A date may be partial or
	// missing, as in the registers.
	Person person.Person
	// Identifier is the number of a type that the registers of births and of
	// deaths both hold (NATIONAL_ID, else UIN); zero for somebody without one.
	// A search for it in the register of deaths finds a record if Dead, and
	// else none.
	Identifier person.Identifier
	// Event and RegistrationNumber are the registration that says most of
	// them: that of the death if Dead, else that of the birth; "" if neither is
	// registered.
	Event              codes.VitalEvent
	RegistrationNumber string
	// BirthNumber and DeathNumber are the BRN and the DRN, MarriageNumbers the
	// MRNs in the order of the marriages; empty for what is not registered.
	BirthNumber, DeathNumber string
	MarriageNumbers          []string
	// Dead says that a registered death exists. Somebody may have died and not
	// be registered: then Alive and Dead are both false.
	Dead, Alive bool
	// Age is in full years on [Registry.Today], or on the day of death; -1 if
	// nobody knows, and the lower one of two that are possible.
	Age int
	// MaritalStatus is that of the last day, or of the day of death:
	// MaritalStatusNeverMarried for a child, MaritalStatusUnknown if nobody
	// knows.
	MaritalStatus codes.MaritalStatus

	key int // of the registry
}

// Registered says whether the birth or the death is registered. Of those who are
// not, the registers may hold a marriage, or tell as a relation; or nothing.
func (c Citizen) Registered() bool { return c.Event != "" }

// Family is the closest relatives of a [Citizen], each list in the order of
// their births. Relatives of whom a record tells no more than a name are not
// there: they are no citizens.
type Family struct {
	Parents  []Citizen // by birth or adoption
	Spouses  []Citizen // all there ever were, in the order of the marriages
	Children []Citizen // by birth or adoption
}

// Orphan says whether there are parents and none of them is alive.
func (f Family) Orphan() bool {
	for _, p := range f.Parents {
		if p.Alive {
			return false
		}
	}
	return len(f.Parents) > 0
}

// People yields every person of the country, the living and the dead, also
// those who are not registered: see [Citizen.Registered]. The order is shuffled
// and the same for the same population: whoever takes the first few has living
// and dead, and those with documented numbers beside synthetic ones. Those whose
// births were registered since are the last.
func (r *Registry) People() iter.Seq[Citizen] {
	return func(yield func(Citizen) bool) {
		w := r.people.world()
		for p := range w.shuffled() {
			if !yield(w.citizen(p)) {
				return
			}
		}
	}
}

// Family is, as things are now, the family of somebody whom this registry's [Registry.People]
// yielded. It is empty for a zero Citizen and one whose relatives nobody knows.
func (r *Registry) Family(c Citizen) Family {
	w := r.people.world()
	if c.key < 1 || c.key > int(w.people.size) {
		return Family{} // of another registry
	}
	return w.family(int32(c.key - 1)) //nolint:gosec // checked
}

// Today is the registry's day, on which ages are counted: at first the last day of
// the population. It does not move with the calendar, so that a test says the same
// next year, but when it is told to: [Registry.AdvanceTo].
func (r *Registry) Today() person.Date { return dateOf(r.people.world().today) }
