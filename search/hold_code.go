package search

import (
	"slices"
	"strings"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// maxCodePart is as many letters as one part of a code of a region has, in ISO
// 3166-2 and in the codes of statistics. A longer one is a name.
const maxCodePart = 3

// sameCode compares two codes of a region, such as IN-GJ of ISO 3166-2. They are
// False only where both are codes of one form and differ: IN-MH or MH for IN-GJ, and
// codes of two countries. A name may be that of the code, a code of another form may
// be of another list, and GJ may be IN-GJ without its country: all these are Unsure.
func sameCode(a, b string) person.Truth {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	if strings.EqualFold(a, b) {
		return person.True
	}
	short, long := codeParts(a), codeParts(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	switch {
	case len(short) == 0, slices.ContainsFunc(short, isWordPart), slices.ContainsFunc(long, isWordPart):
		return person.Unsure
	case strings.Join(short, "") == strings.Join(long, ""), isPartOf(short, long):
		return person.Unsure
	case len(short) == 1 && len(long) > 1: // without its country, or the country alone
		_, same := countries(short[0], long[0])
		if same || formOf(short[0]) != formOf(long[len(long)-1]) {
			return person.Unsure
		}
		return person.False
	}
	for i := range short {
		if short[i] == long[i] {
			continue
		}
		two, same := countries(short[i], long[i])
		switch {
		case i == 0 && same: // IN and IND
		case i == 0 && two, formOf(short[i]) == formOf(long[i]):
			return person.False
		default:
			return person.Unsure
		}
	}
	return person.Unsure // written otherwise
}

// codeParts are the parts of a code between its separators, in upper case, those of
// digits without leading zeros.
func codeParts(code string) []string {
	parts := strings.FieldsFunc(strings.ToUpper(person.PlainDigits(code)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, p := range parts {
		if isDigits(p) {
			parts[i] = strings.TrimLeft(p[:len(p)-1], "0") + p[len(p)-1:]
		}
	}
	return parts
}

func isDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// isWordPart says whether a part is a word rather than a code: it has more letters in a
// row, or letters of another script.
func isWordPart(part string) bool {
	letters := 0
	for _, r := range part {
		switch {
		case r > unicode.MaxASCII:
			return true
		case unicode.IsLetter(r):
			if letters++; letters > maxCodePart {
				return true
			}
		default:
			letters = 0
		}
	}
	return false
}

// isPartOf says whether the parts of one stand in the other, in their order: GJ and
// IN in IN-GJ, IN-GJ in IN-GJ-01.
func isPartOf(short, long []string) bool {
	for i := range len(long) - len(short) + 1 {
		if slices.Equal(short, long[i:i+len(short)]) {
			return true
		}
	}
	return false
}

// countries says whether two parts are countries, written by letters, and whether they
// are two or the same. A number is one of a list of its own more often.
func countries(a, b string) (two, same bool) {
	if isDigits(a) || isDigits(b) {
		return false, false
	}
	x, ok := codes.ParseCountryCode(a)
	y, also := codes.ParseCountryCode(b)
	return ok && also && x != y, ok && also && x == y
}

// formOf is the form of a part: letters as A and digits as 9. Numbers of up to three
// digits are of one form: lists are counted from 1.
func formOf(part string) string {
	if isDigits(part) && len(part) <= maxCodePart {
		return "9"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '9'
		}
		return 'A'
	}, part)
}
