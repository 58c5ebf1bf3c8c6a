package codes

import "sync"

// Sex is the sex of a person as registered: directory sex (CD.COM.03; Gender,
// CD04, in the 2022 edition). Its directory reads the numbers of ISO/IEC 5218 too.
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
	h := header{
		name:   "sex",
		source: "SexCategoryEnum of Common 1.0.0. The 2022 edition published no values; its sample writes F.",
		editions: []Numbering{
			{Edition2022, "CD04", "Gender"},
			{EditionCommon1, "CD.COM.03", "sex"},
		},
	}
	// The digits are ISO/IEC 5218.
	return newDirectory(h,
		entry(SexMale, "Male", "registered as male", "M", "1").in(EditionCommon1),
		entry(SexFemale, "Female", "registered as female", "F", "2").in(EditionCommon1),
		entry(SexOther, "Others", "registered as neither male nor female", "O", "9").in(EditionCommon1),
		entry(SexUnknown, "Unknown", "the registry says that it does not know", "U", "0").in(EditionCommon1),
	)
})

// Sexes is the directory sex.
func Sexes() Directory[Sex] { return sexes() }

// Canonical is the standard's code where s is an alias of it ("F" is female),
// else s as it is.
func (s Sex) Canonical() Sex { return sexes().Canonical(s) }

// Known says whether s is in the directory, by code or alias.
func (s Sex) Known() bool { _, ok := sexes().Parse(string(s)); return ok }
