package strictjson

import (
	"bytes"
	"strconv"
)

// longExponent is more characters than an exponent is computed with. Numbers with a
// longer one are equal only if they are spelled alike.
const longExponent = 16

// appendDecimal appends a number in the one spelling of its value, as a sign, the
// digits after the point and a power of ten: .1e1 for 1, 1.0 and 10e-1. No float is
// made of it, so that no digit is lost.
func appendDecimal(dst, number []byte) []byte {
	digits, power := number, int64(0)
	if at := bytes.IndexAny(number, "eE"); at >= 0 {
		exponent := number[at+1:]
		if len(exponent) > longExponent {
			return append(dst, number...)
		}
		power, _ = strconv.ParseInt(string(exponent), 10, 64) // cannot fail: a short number
		digits = number[:at]
	}
	digits, negative := bytes.CutPrefix(digits, []byte{'-'})
	whole, fraction, _ := bytes.Cut(digits, []byte{'.'})
	digits = append(bytes.Clone(whole), fraction...)
	significant := bytes.TrimLeft(digits, "0")
	power += int64(len(whole) - (len(digits) - len(significant)))
	significant = bytes.TrimRight(significant, "0")
	if len(significant) == 0 {
		return append(dst, '0') // zero has neither sign nor power
	}
	if negative {
		dst = append(dst, '-')
	}
	dst = append(append(dst, '.'), significant...)
	return strconv.AppendInt(append(dst, 'e'), power, 10)
}
