package match

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	edlib "github.com/hbollon/go-edlib"
)

// How alike two words are that are not the same. The optimal string alignment
// distance is the same either way round, which Jaro's is not, and counts two
// swapped letters as one slip.
const (
	withoutMarks = 0.97 // but for a mark that people drop
	asEquivalent = 0.9  // Md. and Mohammad
	asInitial    = 0.8
	almostWhole  = 0.99 // no two texts that are only similar are more alike
)

// maxAlmost is the length, in runes, above which no slips are counted: that
// costs the square.
const maxAlmost = 32

// compare compares two texts of several words. It is how names are compared, and
// places and addresses too.
func (f *folded) compare(o *folded) (Outcome, float64) {
	switch {
	case f.raw == o.raw:
		return Agree, 1
	case f.unfit || o.unfit:
		return CannotTell, 0
	case f.isSameAs(o):
		return Agree, 1
	case !f.isComparableTo(o):
		return CannotTell, 0
	}
	return compareWords(f.words, o.words)
}

// isSameAs compares word by word. A text in one piece may have the family name
// first.
func (f *folded) isSameAs(o *folded) bool {
	joined := f.isSpaceless() && o.isSpaceless()
	if sameWords(f.words, o.words, joined) {
		return true
	}
	return f.isOneText && o.reversed != nil && sameWords(f.words, o.reversed, joined) ||
		o.isOneText && f.reversed != nil && sameWords(f.reversed, o.words, joined)
}

func sameWords(a, b []word, joined bool) bool {
	if joined {
		return join(a) == join(b)
	}
	return slices.EqualFunc(a, b, func(x, y word) bool { return x.exact == y.exact })
}

func join(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.exact)
	}
	return b.String()
}

type wordPair struct {
	a, b      int
	score     float64
	isInitial bool
}

// compareWords finds for each word of one text the best of the other, in any
// order.
func compareWords(a, b []word) (Outcome, float64) {
	var pairs []wordPair
	for i := range a {
		for j := range b {
			if score, isInitial := likeness(a[i], b[j]); score > 0 {
				pairs = append(pairs, wordPair{i, j, score, isInitial})
			}
		}
	}
	// The order is the same with a and b exchanged, but for pairs that do not
	// stand in each other's way.
	slices.SortFunc(pairs, func(x, y wordPair) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a+x.b, y.a+y.b), cmp.Compare(min(x.a, x.b), min(y.a, y.b)))
	})
	var usedA, usedB [maxWords]bool
	var sum float64
	matched, whole := 0, 0
	for _, p := range pairs {
		if usedA[p.a] || usedB[p.b] {
			continue
		}
		usedA[p.a], usedB[p.b] = true, true
		sum += p.score
		matched++
		if !p.isInitial {
			whole++
		}
	}
	similarity := min(2*sum/float64(max(len(a)+len(b), 1)), almostWhole)
	switch {
	case matched == min(len(a), len(b)) && whole > 0:
		return Similar, similarity
	case matched == min(len(a), len(b)) && matched > 0:
		return CannotTell, 0 // initials alone fit too many
	}
	if len(a) != len(b) && len(a) > 0 && !a[0].noSlips { // Abdul Rahman and Abdurrahman
		if score := almost(looseJoin(a), looseJoin(b)); score > 0 {
			return Similar, min(score, almostWhole)
		}
	}
	return Differ, similarity
}

// likeness is 0 for words that do not match.
func likeness(a, b word) (score float64, isInitial bool) {
	switch {
	case a.exact == b.exact:
		return 1, false
	case len(a.loose) == 0 || len(b.loose) == 0:
		return 0, false
	case slices.Equal(a.loose, b.loose):
		return withoutMarks, false
	case a.group != "" && a.group == b.group:
		return asEquivalent, false
	case isInitialOf(a.loose, b.loose), isInitialOf(b.loose, a.loose):
		return asInitial, true
	case a.noSlips:
		return 0, false
	default:
		return almost(a.loose, b.loose), false
	}
}

func isInitialOf(initial, word []rune) bool {
	return len(initial) == 1 && len(word) > 1 && unicode.IsLetter(initial[0]) && initial[0] == word[0] &&
		!unicode.In(initial[0], unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// almost is how alike two words are with a slip or two, 0 with more. A number
// has no slips: each is another number.
func almost(a, b []rune) float64 {
	longer := max(len(a), len(b))
	slips := 2
	switch {
	case longer < 4, longer > maxAlmost:
		return 0
	case longer < 8:
		slips = 1
	}
	if longer-min(len(a), len(b)) > slips || slices.ContainsFunc(a, unicode.IsNumber) || slices.ContainsFunc(b, unicode.IsNumber) {
		return 0
	}
	if missing(a, b, slips) || missing(b, a, slips) {
		return 0
	}
	distance := edlib.OSADamerauLevenshteinDistance(string(a), string(b))
	if distance > slips {
		return 0
	}
	return 1 - float64(distance)/float64(longer)
}

// missing says whether a has more letters that b lacks than a few slips explain.
// It spares nearly all words the distance.
func missing(a, b []rune, slips int) bool {
	for _, r := range a {
		if !slices.Contains(b, r) {
			slips--
		}
	}
	return slips < 0
}

func looseJoin(words []word) []rune {
	var out []rune
	for _, w := range words {
		out = append(out, w.loose...)
	}
	return out
}
