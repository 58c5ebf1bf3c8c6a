package codes

import (
	"strings"

	"golang.org/x/text/language"
)

// LanguageCode is a language, alone or with a script and a country: directory
// language_code (CD.COM.14), member locale. [ParseLanguageCode] writes it by
// BCP 47 ("en", "pt-BR"); the message wants the three letters of ISO 639-3,
// which are [LanguageCode.Alpha3].
//
// There is no list here. The code is checked against the tables of
// golang.org/x/text. The published list has one entry, "1" for English, and it
// is read too.
type LanguageCode string

// ParseLanguageCode reads a language by two or three letters of ISO 639 or by a
// BCP 47 tag, in any case, with "-" or "_", with or without a namespace: "eng",
// "EN", "en" and "spdci:en" are en. It returns the canonical tag, in which
// withdrawn codes are replaced ("iw" is he), and true. What names no known
// language it returns as it came, with false: "und", a language's name.
func ParseLanguageCode(text string) (LanguageCode, bool) {
	if tag, ok := parseLanguage(text); ok {
		return LanguageCode(tag.String()), true
	}
	return LanguageCode(text), false
}

func parseLanguage(text string) (language.Tag, bool) {
	if len(text) > maxText {
		return language.Und, false
	}
	for rest := range suffixes(strings.ToLower(strings.TrimSpace(text)), nil) {
		if rest == "1" { // LanguageCodeEnum of Common 1.0.0
			return language.English, true
		}
		tag, err := language.Parse(rest)
		if err != nil {
			continue
		}
		// Without a language of its own, the base of a tag is a guess.
		if base, sure := tag.Base(); sure >= language.High && base.ISO3() != "und" {
			return tag, true
		}
	}
	return language.Und, false
}

// Canonical is the BCP 47 tag where c names a language, else c as it is.
func (c LanguageCode) Canonical() LanguageCode {
	known, _ := ParseLanguageCode(string(c))
	return known
}

// Valid says whether c names a language, in any of the spellings of
// [ParseLanguageCode]. "" does not.
func (c LanguageCode) Valid() bool { _, ok := parseLanguage(string(c)); return ok }

// Alpha3 is the language, without script and country, in three small letters of
// ISO 639-3 ("eng"), or "" where c names none.
func (c LanguageCode) Alpha3() string {
	tag, ok := parseLanguage(string(c))
	if !ok {
		return ""
	}
	base, _ := tag.Base()
	return base.ISO3()
}
