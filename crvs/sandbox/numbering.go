package sandbox

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// numbering makes the numbers of people out of their rows and finds the rows
// again: each number is the row, multiplied and moved within a range of ten
// digits, and a check digit. So no two people share a number, none has to be
// stored, and to find one takes the same time in any population.
type numbering struct{ national, uin cipher }

// cipher is one to one: its factor has no divisor in common with the range.
type cipher struct{ factor, inverse, shift uint64 }

const numberRange = 10_000_000_000

// numberDigits is how long a number is with its check digit. Those of the fixed
// people are shorter.
const numberDigits = 11

const uinPrefix = "UIN-"

func newNumbering(seed uint64) numbering {
	w := world{seed: seed}
	of := func(factor uint64, row int32) cipher {
		return cipher{factor: factor, inverse: inverseOf(factor), shift: w.drawn(drawNumber, row) % numberRange}
	}
	return numbering{national: of(7_320_508_077, 0), uin: of(4_142_135_623, 1)}
}

// inverseOf is the number whose product with factor is 1 in the range: factor to
// the power of one less than the order of the group, 4·10^9 (Euler).
func inverseOf(factor uint64) uint64 {
	result, square := uint64(1), factor%numberRange
	for e := uint64(4_000_000_000 - 1); e > 0; e >>= 1 {
		if e&1 == 1 {
			result = multiply(result, square)
		}
		square = multiply(square, square)
	}
	return result
}

func multiply(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	_, rest := bits.Div64(hi, lo, numberRange)
	return rest
}

func (c cipher) number(row int32) string {
	n := (multiply(uint64(row), c.factor) + c.shift) % numberRange //nolint:gosec // not negative
	text := fmt.Sprintf("%010d", n)
	return text + string(checkDigit(text))
}

// row is that of a number, false if it can be none.
func (c cipher) row(number string) (int32, bool) {
	if len(number) != numberDigits || strings.TrimLeft(number, "0123456789") != "" {
		return 0, false
	}
	digits := number[:numberDigits-1]
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || checkDigit(digits) != number[numberDigits-1] {
		return 0, false
	}
	row := multiply((n+numberRange-c.shift)%numberRange, c.inverse)
	return int32(row), row < math.MaxInt32 //nolint:gosec // checked
}

// checkDigit is the one of ISO/IEC 7812-1, annex B.
func checkDigit(digits string) byte {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return byte('0' + (10-sum%10)%10)
}

// number is the number of this type of the person, "" if they have none.
func (w *world) number(p int32, t codes.IdentifierType) string {
	c := w.people.at(p)
	if c.traits.has(isOdd) {
		return w.odd.at(p - w.made.people.size).number(t)
	}
	switch {
	case t == codes.IdentifierNationalID && c.traits.has(hasNationalID):
		return w.numbers.national.number(p)
	case t == codes.IdentifierUIN && c.traits.has(hasUIN):
		return uinPrefix + w.numbers.uin.number(p)
	default:
		return ""
	}
}

// byNumber is the person with this number, none if nobody has it.
func (w *world) byNumber(t codes.IdentifierType, value string) int32 {
	var row int32
	var ok bool
	switch t {
	case codes.IdentifierNationalID:
		row, ok = w.numbers.national.row(value)
	case codes.IdentifierUIN:
		digits, prefixed := strings.CutPrefix(value, uinPrefix)
		row, ok = w.numbers.uin.row(digits)
		ok = ok && prefixed
	default: // numbers of registrations
	}
	if ok && row < w.people.size && w.number(row, t) == value {
		return row
	}
	if p, known := w.first.byNumber[person.Identifier{Type: t, Value: value}]; known {
		return p
	}
	return none
}
