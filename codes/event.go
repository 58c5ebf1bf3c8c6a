package codes

import "sync"

// VitalEvent is an event that a civil registry records: directory vital_event
// (CD.COM.04, VitalEventTypeEnum of CRVS 1.0.0).
type VitalEvent string

// Vital events of CRVS 1.0.0.
const (
	VitalEventBirth      VitalEvent = "live_birth"
	VitalEventDeath      VitalEvent = "death"
	VitalEventFetalDeath VitalEvent = "fetal_death"
	VitalEventMarriage   VitalEvent = "marriage"
	VitalEventDivorce    VitalEvent = "divorce"
	VitalEventAdoption   VitalEvent = "adoption"
)

// VitalEventAny is what the published samples write for "any registered
// event". It is not an event: a record never has it, and [VitalEvent.Known] is
// false for it.
const VitalEventAny VitalEvent = "REGISTER"

var vitalEvents = sync.OnceValue(func() Directory[VitalEvent] {
	return newDirectory("vital_event",
		// The numbers are those of the 2023 draft, as OpenCRVS used them.
		Entry[VitalEvent]{Code: VitalEventBirth, Display: "Live birth", Aliases: []string{"birth", "1"}},
		Entry[VitalEvent]{Code: VitalEventDeath, Display: "Death", Aliases: []string{"2"}},
		Entry[VitalEvent]{Code: VitalEventFetalDeath, Display: "Fetal death", Aliases: []string{"stillbirth"}},
		Entry[VitalEvent]{Code: VitalEventMarriage, Display: "Marriage", Aliases: []string{"4"}},
		Entry[VitalEvent]{Code: VitalEventDivorce, Display: "Divorce"},
		Entry[VitalEvent]{Code: VitalEventAdoption, Display: "Adoption"},
	)
})

// VitalEvents is the directory vital_event.
func VitalEvents() Directory[VitalEvent] { return vitalEvents() }

// Canonical is the standard's code where e is an alias of it ("birth" is
// live_birth), else e as it is.
func (e VitalEvent) Canonical() VitalEvent { return vitalEvents().Canonical(e) }

// Known says whether e is in the directory, by code or alias.
func (e VitalEvent) Known() bool { _, ok := vitalEvents().Parse(string(e)); return ok }
