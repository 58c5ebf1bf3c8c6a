package codes

import "sync"

// Sex is the sex of a person as registered: directory sex (CD.COM.03; Gender,
// CD04, in the 2022 edition).
type Sex string

// Sexes of Common 1.0.0. SexUnknown means that the registry says that it does
// not know; "" means that the registry said nothing.
const (
	SexMale    Sex = "male"
	SexFemale  Sex = "female"
	SexOther   Sex = "other"
	SexUnknown Sex = "unknown"
)

var sexes = sync.OnceValue(func() Directory[Sex] {
	return newDirectory("sex",
		// The digits are ISO/IEC 5218.
		Entry[Sex]{Code: SexMale, Display: "Male", Aliases: []string{"M", "1"}},
		Entry[Sex]{Code: SexFemale, Display: "Female", Aliases: []string{"F", "2"}},
		Entry[Sex]{Code: SexOther, Display: "Others", Aliases: []string{"O", "9"}},
		Entry[Sex]{Code: SexUnknown, Display: "Unknown", Aliases: []string{"U", "0"}},
	)
})

// Sexes is the directory sex.
func Sexes() Directory[Sex] { return sexes() }

// Canonical is the standard's code where s is an alias of it ("F" is female),
// else s as it is.
func (s Sex) Canonical() Sex { return sexes().Canonical(s) }

// Known says whether s is in the directory, by code or alias.
func (s Sex) Known() bool { _, ok := sexes().Parse(string(s)); return ok }
