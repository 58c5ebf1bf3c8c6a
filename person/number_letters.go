package person

import "unicode"

// lookalike is the letter of Latin that a folded letter of Cyrillic or Greek cannot be
// told from on a certificate, and one letter for the forms of one in Arabic: whoever
// types the series of a number in takes the keyboard that is set.
func lookalike(r rune) rune {
	switch r {
	case 'а', 'α':
		return 'a'
	case 'в', 'β':
		return 'b'
	case 'с':
		return 'c'
	case 'е', 'ε':
		return 'e'
	case 'н', 'η':
		return 'h'
	case 'і', 'ι':
		return 'i'
	case 'ј':
		return 'j'
	case 'к', 'κ':
		return 'k'
	case 'м', 'μ':
		return 'm'
	case 'ν':
		return 'n'
	case 'о', 'ο':
		return 'o'
	case 'р', 'ρ':
		return 'p'
	case 'ѕ':
		return 's'
	case 'т', 'τ':
		return 't'
	case 'х', 'χ':
		return 'x'
	case 'у', 'υ':
		return 'y'
	case 'ζ':
		return 'z'
	default:
		return arabic(r)
	}
}

func arabic(r rune) rune {
	switch r {
	case 'ى', 'ی':
		return 'ي'
	case 'ک':
		return 'ك'
	case 'ة', 'ہ', 'ھ':
		return 'ه'
	default:
		return r
	}
}

// isNumeral says whether r is a numeral and no decimal digit: ፲ of Ethiopic is 10.
func isNumeral(r rune) bool { return r >= 0x80 && unicode.In(r, unicode.No, unicode.Nl) }
