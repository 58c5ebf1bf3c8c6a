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
	h := header{
		name:   "vital_event",
		source: "VitalEventTypeEnum of CRVS 1.0.0; the names of RegistryEventTypeEnum and the numbers of the 2023 draft as aliases.",
		editions: []Numbering{
			{Edition2023, "CD.04", "vital events"},
			{EditionCommon1, "CD.COM.04", "vital_event"},
		},
	}
	// The numbers are those of the 2023 draft, as OpenCRVS used them.
	return newDirectory(h,
		entry(VitalEventBirth, "Live birth", "a child was born alive", "birth", "1"),
		entry(VitalEventDeath, "Death", "a person died after a live birth", "2"),
		entry(VitalEventFetalDeath, "Fetal death", "a fetus died before birth", "stillbirth").in(EditionCommon1),
		entry(VitalEventMarriage, "Marriage", "two persons became spouses", "4"),
		entry(VitalEventDivorce, "Divorce", "a marriage was dissolved").in(EditionCommon1),
		entry(VitalEventAdoption, "Adoption", "a child became the child of adoptive parents").in(EditionCommon1),
	)
})

// VitalEvents is the directory vital_event.
func VitalEvents() Directory[VitalEvent] { return vitalEvents() }

// Canonical is the standard's code where e is an alias of it ("birth" is
// live_birth), else e as it is.
func (e VitalEvent) Canonical() VitalEvent { return vitalEvents().Canonical(e) }

// Known says whether e is in the directory, by code or alias.
func (e VitalEvent) Known() bool { _, ok := vitalEvents().Parse(string(e)); return ok }
