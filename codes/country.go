package codes

import (
	"strings"

	"golang.org/x/text/language"
)

// CountryCode is a country: directory country (CD.COM.05), ISO 3166-1 with two
// capital letters, as in member country_code. A nationality (CD.COM.09) is
// written with the same codes.
//
// There is no list here. The code is checked against the tables of
// golang.org/x/text, which hold withdrawn countries too, and rightly: one born
// in SU was born there.
type CountryCode string

// ParseCountryCode reads a country by two letters, three letters or three
// digits of ISO 3166-1, in any case, with or without a namespace: "TH", "tha",
// "764" and "spdci:TH" are TH. It returns the two letters and true. What names
// no country it returns as it came, with false: a region of the world ("419"),
// a subdivision ("IN-GJ"), a code for private use ("ZZ"), a country's name.
func ParseCountryCode(text string) (CountryCode, bool) {
	if len(text) <= maxText {
		for rest := range suffixes(strings.ToLower(strings.TrimSpace(text)), nil) {
			if r, ok := region(rest); ok {
				return CountryCode(r.String()), true
			}
		}
	}
	return CountryCode(text), false
}

// region takes UK, which has no three letters because ISO only reserves it, for
// the country's own code.
func region(text string) (language.Region, bool) {
	r, err := language.ParseRegion(text)
	if err != nil {
		return r, false
	}
	if r.ISO3() == "ZZZ" {
		r = r.Canonicalize()
	}
	return r, r.IsCountry()
}

// Canonical is the country in two capital letters where c names one, else c as
// it is.
func (c CountryCode) Canonical() CountryCode {
	known, _ := ParseCountryCode(string(c))
	return known
}

// Valid says whether c names a country, in any of the spellings of
// [ParseCountryCode]. "" does not.
func (c CountryCode) Valid() bool { _, ok := ParseCountryCode(string(c)); return ok }

// Alpha3 is the country in three capital letters ("THA"), or "" where c names
// none.
func (c CountryCode) Alpha3() string {
	known, ok := ParseCountryCode(string(c))
	if !ok {
		return ""
	}
	r, _ := region(string(known))
	return r.ISO3()
}
