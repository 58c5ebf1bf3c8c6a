package crvs

import (
	"hash/maphash"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// remembered is how many of the last records a reading remembers to notice one
// that comes twice. It bounds the memory of a long reading.
const remembered = 1 << 14

// registrations are those that came lately, by event and number.
type registrations struct {
	seed   maphash.Seed
	byKey  map[string][]fingerprint
	order  []string // the keys as they came, a ring
	oldest int
}

// fingerprint tells the people of two records with one number apart.
type fingerprint struct {
	ids  []uint64 // of their numbers, those of registrations left out
	name uint64   // of name and date of birth
}

func newRegistrations() registrations {
	return registrations{seed: maphash.MakeSeed(), byKey: make(map[string][]fingerprint)}
}

func key(h search.Hit) string { return string(h.Event) + " " + h.RegistrationNumber }

// holds says whether the registration came before: that of the same person, though
// it may have been corrected meanwhile.
func (r *registrations) holds(h search.Hit) bool {
	earlier := r.byKey[key(h)]
	if len(earlier) == 0 {
		return false
	}
	now := r.fingerprint(&h.Person)
	for _, f := range earlier {
		if f.isSame(now) {
			return true
		}
	}
	return false
}

// isKnown is holds for hits that have a number: one without is never taken for a double.
func (r *registrations) isKnown(h search.Hit) bool { return h.RegistrationNumber != "" && r.holds(h) }

func (r *registrations) remember(h search.Hit) {
	if h.RegistrationNumber == "" {
		return
	}
	k := key(h)
	if len(r.order) < remembered {
		r.order = append(r.order, k)
	} else {
		r.forget(r.order[r.oldest])
		r.order[r.oldest] = k
		r.oldest = (r.oldest + 1) % remembered
	}
	r.byKey[k] = append(r.byKey[k], r.fingerprint(&h.Person))
}

func (r *registrations) forget(k string) {
	if list := r.byKey[k]; len(list) > 1 {
		r.byKey[k] = list[1:]
		return
	}
	delete(r.byKey, k)
}

func (r *registrations) fingerprint(p *person.Person) fingerprint {
	var f fingerprint
	for _, id := range p.Identifiers {
		if id.Type.Registers() == "" && id.Value != "" {
			f.ids = append(f.ids, maphash.String(r.seed, string(id.Type.Canonical())+":"+id.Value))
		}
	}
	f.name = maphash.String(r.seed, strings.ToLower(p.Name().Full())+" "+p.BirthDate().Text())
	return f
}

// isSame says whether two records are of one person, as far as their numbers tell,
// and else by name and date of birth. In doubt they are: a record that is taken for
// a double is reported, one that is not is handed on twice.
func (f fingerprint) isSame(o fingerprint) bool {
	if len(f.ids) == 0 || len(o.ids) == 0 {
		return f.name == o.name
	}
	return slices.ContainsFunc(f.ids, func(id uint64) bool { return slices.Contains(o.ids, id) })
}
