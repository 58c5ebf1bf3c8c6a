package codes

import "strings"

// MaritalStatusHL7 is a code of HL7 v3 MaritalStatus, which HL7 FHIR uses too,
// or the null flavor UNK.
type MaritalStatusHL7 string

// Marital statuses of HL7 v3.
const (
	MaritalStatusHL7Annulled         MaritalStatusHL7 = "A"
	MaritalStatusHL7CommonLaw        MaritalStatusHL7 = "C"
	MaritalStatusHL7Divorced         MaritalStatusHL7 = "D"
	MaritalStatusHL7Interlocutory    MaritalStatusHL7 = "I" // the decree of divorce is not final
	MaritalStatusHL7LegallySeparated MaritalStatusHL7 = "L"
	MaritalStatusHL7Married          MaritalStatusHL7 = "M"
	MaritalStatusHL7Polygamous       MaritalStatusHL7 = "P"
	MaritalStatusHL7NeverMarried     MaritalStatusHL7 = "S"
	MaritalStatusHL7DomesticPartner  MaritalStatusHL7 = "T"
	MaritalStatusHL7Unmarried        MaritalStatusHL7 = "U"
	MaritalStatusHL7Widowed          MaritalStatusHL7 = "W"
	MaritalStatusHL7Unknown          MaritalStatusHL7 = "UNK" // of NullFlavor, not of MaritalStatus
)

const (
	lossNullFlavor    = "UNK is a null flavor of HL7 v3: it belongs to another code system than the marital statuses"
	lossInterlocutory = "that a decree of divorce was given and is not final yet"
	lossPolygamous    = "that there is more than one spouse"
	lossCommonLaw     = "a marriage by common law has no code: whether it is a marriage is for the law of the country to say"
	lossNotCommon1    = "Common 1.0.0 does not list the code: the 2022 edition has the status, and the letter is HL7's"
)

// HL7v3 is the marital status as HL7 v3 writes it. Eight codes are the same.
// UNK is the same text from another code system, which the loss says. The
// standard never says C, I and P, so they never come out. An unknown code has
// no translation.
func (s MaritalStatus) HL7v3() Translation[MaritalStatusHL7] {
	switch c := s.Canonical(); c {
	case MaritalStatusNeverMarried, MaritalStatusMarried, MaritalStatusWidowed, MaritalStatusAnnulled, MaritalStatusDivorced,
		MaritalStatusLegallySeparated, MaritalStatusUnmarried, MaritalStatusDomesticPartner:
		return Translation[MaritalStatusHL7]{Code: MaritalStatusHL7(c)}
	case MaritalStatusUnknown:
		return Translation[MaritalStatusHL7]{Code: MaritalStatusHL7Unknown, Loss: lossNullFlavor}
	default:
		return untranslated[MaritalStatusHL7](s)
	}
}

// MaritalStatus is the code of the standard. An interlocutory divorce (I) and a
// polygamous marriage (P) become married and lose what sets them apart. A
// marriage by common law (C) has no translation. T and UNK keep their meaning,
// and are lost on a peer that knows Common 1.0.0 only.
func (c MaritalStatusHL7) MaritalStatus() Translation[MaritalStatus] {
	switch c := MaritalStatusHL7(strings.ToUpper(strings.TrimSpace(string(c)))); c {
	case MaritalStatusHL7NeverMarried, MaritalStatusHL7Married, MaritalStatusHL7Widowed, MaritalStatusHL7Annulled,
		MaritalStatusHL7Divorced, MaritalStatusHL7LegallySeparated, MaritalStatusHL7Unmarried:
		return Translation[MaritalStatus]{Code: MaritalStatus(c)}
	case MaritalStatusHL7DomesticPartner, MaritalStatusHL7Unknown:
		return Translation[MaritalStatus]{Code: MaritalStatus(c), Loss: lossNotCommon1}
	case MaritalStatusHL7Interlocutory:
		return Translation[MaritalStatus]{Code: MaritalStatusMarried, Loss: lossInterlocutory}
	case MaritalStatusHL7Polygamous:
		return Translation[MaritalStatus]{Code: MaritalStatusMarried, Loss: lossPolygamous}
	case MaritalStatusHL7CommonLaw:
		return Translation[MaritalStatus]{Loss: lossCommonLaw}
	default:
		return untranslated[MaritalStatus](c)
	}
}
