package person

import (
	"strings"
	"unicode/utf8"
)

// PlainDigits is the text with the decimal digits of every script written in
// ASCII (٢٠١٩ is 2019); all other characters stay as they are.
func PlainDigits(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if digit, ok := digitOf(r); ok {
			return '0' + digit
		}
		return r
	}, text)
}
