package person

import (
	"math/big"
	"strconv"
	"strings"
)

// rounded is a whole number as a spreadsheet shows it: digits, and how many zeros
// stand for what was rounded away. A number in full has none.
type rounded struct {
	digits string
	zeros  int
}

// maxExponent bounds what is computed with. No register has numbers of so many
// digits.
const maxExponent = 99

// roundedOf reads 1.2345678901e+10. One digit stands before the point; without a
// fraction there must be a sign, for 9E12 is a number of its own.
func roundedOf(folded string) (rounded, bool) {
	mantissa, exponent, ok := strings.Cut(folded, "e")
	if !ok {
		return rounded{}, false
	}
	power, err := strconv.Atoi(strings.TrimPrefix(exponent, "+"))
	if err != nil || power < 0 || power > maxExponent || strings.HasPrefix(exponent, "-") {
		return rounded{}, false
	}
	whole, fraction, hasFraction := strings.Cut(strings.Replace(mantissa, ",", ".", 1), ".")
	if len(whole) != 1 || !isDigits(whole) || hasFraction && !isDigits(fraction) || !hasFraction && !strings.HasPrefix(exponent, "+") {
		return rounded{}, false
	}
	if len(fraction) > power {
		cut := strings.TrimRight(fraction, "0")
		if len(cut) > power {
			return rounded{}, false // no whole number
		}
		fraction += strings.Repeat("0", max(power-len(fraction), 0))
		fraction = fraction[:power]
	}
	return rounded{digits: whole + fraction, zeros: power - len(fraction)}, true
}

// fitRounded says whether one of two folded numbers can be the other as a
// spreadsheet rounded it.
func fitRounded(a, b string) bool {
	x, okX := roundedOf(a)
	y, okY := roundedOf(b)
	if !okX && !okY {
		return lostDigits(alphanumerics(a), alphanumerics(b))
	}
	if !okX {
		x.digits = alphanumerics(a)
	}
	if !okY {
		y.digits = alphanumerics(b)
	}
	if !isDigits(x.digits) || !isDigits(y.digits) || len(x.digits) > maxExponent || len(y.digits) > maxExponent {
		return false
	}
	vx, stepX := x.value()
	vy, stepY := y.value()
	gap := new(big.Int).Sub(vx, vy)
	return gap.Lsh(gap, 1).CmpAbs(stepX.Add(stepX, stepY)) <= 0 // half a step each
}

// value is the number, and the step to which it was rounded: 0 for a number in
// full.
func (r rounded) value() (v, step *big.Int) {
	v, step = new(big.Int), new(big.Int)
	v.SetString(r.digits, 10)
	if r.zeros > 0 {
		step.Exp(big.NewInt(10), big.NewInt(int64(r.zeros)), nil)
		v.Mul(v, step)
	}
	return v, step
}

// sheetDigits are as many digits as a spreadsheet keeps of a number. Those after
// them become zeros.
const sheetDigits = 15

func lostDigits(a, b string) bool {
	if len(a) != len(b) || len(a) <= sheetDigits || !isDigits(a) || !isDigits(b) || a[:sheetDigits] != b[:sheetDigits] {
		return false
	}
	return strings.Trim(a[sheetDigits:], "0") == "" || strings.Trim(b[sheetDigits:], "0") == ""
}
