package codes

// Edition names one publication of the standard's code directories.
type Edition string

// The editions that number their directories, each in its own way: CD.04 is
// the vital events in one and, written CD04, the sexes in another.
const (
	Edition2022    Edition = "2022 workshop" // "Interoperability in Action" workshop 1: CD04, CD08, CD09, CD14
	Edition2023    Edition = "2023 draft"    // as the first implementers used it: CD.04
	EditionCommon1 Edition = "Common 1.0.0"  // the current one: CD.COM.01 to CD.COM.15, CD.COM.API.01 to .04
	EditionCRVS1   Edition = "CRVS 1.0.0"    // the enumerations of the CRVS message, which have no numbers
)

// Numbering is what one edition calls a directory.
type Numbering struct {
	Edition Edition
	// Number is the edition's own, for example "CD08". It is empty where the
	// edition has the directory without a number.
	Number string
	// Name is the edition's word for the directory, for example "Gender".
	Name string
}

// header says what a directory is: everything in it but its entries.
type header struct {
	name     string
	source   string
	open     bool // deployments add their own values
	editions []Numbering
	// namespaces may stand before a code, each as one part of a prefix; nil allows
	// any.
	namespaces []string
}
