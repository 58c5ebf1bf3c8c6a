package codes

import (
	"strings"
)

// Translation is what a code becomes in another vocabulary, and what is lost on
// the way. A translation without Code says in Loss why there is none, so that
// nobody writes the nearest thing instead; only the translation of "" (not
// given) is empty altogether.
type Translation[T ~string] struct {
	Code T
	// Loss says in a clause what Code does not say, or says beyond the original.
	// It is empty where the two mean the same.
	Loss string
}

// Exact says whether there is a code and nothing is lost.
func (t Translation[T]) Exact() bool { return t.Code != "" && t.Loss == "" }

// AdministrativeGender is a code of HL7 FHIR administrative-gender.
type AdministrativeGender string

// Administrative genders of HL7 FHIR.
const (
	AdministrativeGenderMale    AdministrativeGender = "male"
	AdministrativeGenderFemale  AdministrativeGender = "female"
	AdministrativeGenderOther   AdministrativeGender = "other"
	AdministrativeGenderUnknown AdministrativeGender = "unknown"
)

// SexISO5218 is a code of ISO/IEC 5218.
type SexISO5218 string

// Codes of ISO/IEC 5218, which has none for "other".
const (
	SexISO5218NotKnown      SexISO5218 = "0"
	SexISO5218Male          SexISO5218 = "1"
	SexISO5218Female        SexISO5218 = "2"
	SexISO5218NotApplicable SexISO5218 = "9"
)

const (
	lossUnknownCode = "the code is not in the directory, so nothing is known to mean the same"
	lossNoOther     = `ISO/IEC 5218 has no "other": its 9 says "not applicable", which is not the same`
	lossNotOther    = `"not applicable" is said of what has no sex, such as a company; "other" is said of a person`
)

// AdministrativeGender is the sex as HL7 FHIR writes it. The four codes are the
// same four, so nothing is lost in the code; what the words are about differs:
// the registry says what it registered, FHIR how a person is treated for
// administration. An unknown code has no translation.
func (s Sex) AdministrativeGender() Translation[AdministrativeGender] {
	switch c := s.Canonical(); c {
	case SexMale, SexFemale, SexOther, SexUnknown:
		return Translation[AdministrativeGender]{Code: AdministrativeGender(c)}
	default:
		return untranslated[AdministrativeGender](s)
	}
}

// Sex is the code of the standard; see [Sex.AdministrativeGender].
func (g AdministrativeGender) Sex() Translation[Sex] {
	switch c := AdministrativeGender(strings.ToLower(strings.TrimSpace(string(g)))); c {
	case AdministrativeGenderMale, AdministrativeGenderFemale, AdministrativeGenderOther, AdministrativeGenderUnknown:
		return Translation[Sex]{Code: Sex(c)}
	default:
		return untranslated[Sex](g)
	}
}

// ISO5218 is the sex as ISO/IEC 5218 writes it: male 1, female 2, unknown 0.
// The standard's "other" becomes 9, as is the custom, and loses its meaning:
// 9 is "not applicable". An unknown code has no translation.
func (s Sex) ISO5218() Translation[SexISO5218] {
	switch s.Canonical() {
	case SexMale:
		return Translation[SexISO5218]{Code: SexISO5218Male}
	case SexFemale:
		return Translation[SexISO5218]{Code: SexISO5218Female}
	case SexUnknown:
		return Translation[SexISO5218]{Code: SexISO5218NotKnown}
	case SexOther:
		return Translation[SexISO5218]{Code: SexISO5218NotApplicable, Loss: lossNoOther}
	default:
		return untranslated[SexISO5218](s)
	}
}

// Sex is the code of the standard. 9, "not applicable", becomes "other" and
// says so as a loss.
func (c SexISO5218) Sex() Translation[Sex] {
	switch SexISO5218(strings.TrimSpace(string(c))) {
	case SexISO5218Male:
		return Translation[Sex]{Code: SexMale}
	case SexISO5218Female:
		return Translation[Sex]{Code: SexFemale}
	case SexISO5218NotKnown:
		return Translation[Sex]{Code: SexUnknown}
	case SexISO5218NotApplicable:
		return Translation[Sex]{Code: SexOther, Loss: lossNotOther}
	default:
		return untranslated[Sex](c)
	}
}

// untranslated says why a code has no translation; what was not given needs no
// reason.
func untranslated[To, From ~string](code From) Translation[To] {
	if strings.TrimSpace(string(code)) == "" {
		return Translation[To]{}
	}
	return Translation[To]{Loss: lossUnknownCode}
}
