package strictjson

import (
	"fmt"
	"unicode/utf16"

	"github.com/go-json-experiment/json/jsontext"
)

// AppendText appends s as a JSON string, in the form of f. Invalid UTF-8 becomes
// the replacement character.
func AppendText(dst []byte, s string, f Form) []byte {
	start := len(dst)
	dst, _ = jsontext.AppendQuote(dst, s) // an error says only that something was replaced
	if !f.ASCII {
		return dst
	}
	quoted := string(dst[start:])
	dst = dst[:start]
	for i, r := range quoted {
		if r < 0x7f {
			dst = append(dst, quoted[i])
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			dst = fmt.Appendf(dst, `\u%04x`, unit)
		}
	}
	return dst
}
