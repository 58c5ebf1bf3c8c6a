package person_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/person"
)

func compareNumbers(tb testing.TB, a, b string) person.Truth {
	tb.Helper()
	got := person.CompareNumbers(a, b)
	require.Equal(tb, got, person.CompareNumbers(b, a), "%q %q either way round", a, b)
	return got
}

func TestTheSameTextIsTheSameNumber(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"B90MAY123", "1", "9", "99", "2019/0012", "B21XXX001", "BXXXXX001", "M72XXX001", "X", "9E12", "12E5", "XX12", "ው-9", "UIN:7", "12345.0", "#7", "A*1", "АВ-12", "AA/፲፪", "፲፪", "B_9.0-1", strings.Repeat("7", 1<<20)} {
		assert.Equal(t, person.True, compareNumbers(t, text, text), "%.20s", text)
		assert.Equal(t, person.True, compareNumbers(t, text, " \t"+text+"\u00a0"), "%.20s", text)
	}
}

func TestANumberWrittenOtherwiseIsUnsure(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind  string
		pairs [][2]string
	}{
		{"in another case", [][2]string{{"B90MAY123", "b90may123"}, {"ñ7", "Ñ7"}, {"ab-7", "AB-7"}}},
		{"with other separators", [][2]string{{"2019/12", "2019-12"}, {"201912", "2019 12"}, {"B-90.7", "B907"}, {"12 345", "12345"}, {"#12", "12"}, {"1234'5678", "12345678"}}},
		{"without leading zeros", [][2]string{{"007", "7"}, {"2019/0012", "2019/12"}, {"2019/0/12", "2019/12"}, {"2019/0012", "201912"}, {"B-0090/may", "b90 MAY"}, {"D-0007", "D7"}, {"00-12-003", "12-3"}}},
		{"in the digits of another script", [][2]string{{"٠١٢٣", "0123"}, {"১২৩৪৫", "12345"}, {"B١٢", "B12"}, {"๑๒/๓", "12/3"}, {"𝟏𝟐", "12"}}},
		{"in full-width letters", [][2]string{{"Ｂ９０", "B90"}, {"ＢＲＮ－７", "brn-7"}, {"Ａ１", "a1"}, {"１２３", "123"}}},
		{"in letters that look the same", [][2]string{{"AB123456", "АВ123456"}, {"І-ВК 12", "I-BK 12"}, {"AB12", "ΑΒ12"}, {"ي-12", "ی-12"}, {"ك12", "ک12"}}},
		{"in numerals that are no digits", [][2]string{{"AA/12", "AA/፲፪"}, {"አአ/12", "አአ/፲፪"}, {"12", "፲፪"}, {"IV-12", "Ⅳ-12"}}},
		{"masked by other signs", [][2]string{{"12345678", "____5678"}, {"12345678", "...5678"}, {"12345678", "…5678"}, {"12345678", "ХХХХ5678"}, {"123456789", "----56789"}, {"____5678", "____5678"}, {"ХХХХ5678", "ХХХХ5678"}, {"12345678", "xx.xx.5678"}}},
		{"as a decimal of a spreadsheet", [][2]string{{"12345678901.0", "12345678901"}, {"12345678901.00", "12345678901"}, {"12345678901,0", "12345678901"}, {"12,345,678.00", "12345678"}, {"7.000000", "7"}, {"12.0", "0012"}}},
		{"rounded by a spreadsheet", [][2]string{
			{"1.2345678901E10", "12345678901"},
			{"1.23457E+10", "12345678901"},
			{"1,23457E+10", "12345678901"},
			{"1.2E+10", "12000000001"},
			{"1E+11", "99999999999"},
			{"1.23457e+10", "1.2345678901E10"},
			{"1.23E+5", "0123-456"},
			{"3.27301010190000E+15", "3273010101900001"},
			{"3273010101900001", "3273010101900000"},
			{"1.23457E+10", "UIN:12345678901"},
		}},
		{"with its type", [][2]string{{"UIN:789456", "789456"}, {"uin: 789456", "789456"}, {"spdci:UIN:789456", "789456"}, {"BRN B7", "b7"}, {"BRN-7", "7"}, {"No. 12", "12"}, {"№ 12", "12"}, {"№12", "12"}, {"N° 12", "12"}, {"n°0012/19", "12/19"}, {"Nº12", "12"}, {"Nro. 12", "12"}, {"Núm. 12", "12"}, {"numéro 12", "12"}, {"Nomor: 12", "12"}, {"رقم 12", "12"}, {"ቁጥር 12", "12"}, {"NID/12", "012"}, {"national_id 7", "7"}, {"UIN:789456.0", "789456"}}},
		{"masked with an equal end", [][2]string{
			{"XXXXXXXX1234", "123456781234"},
			{"********1234", "123456781234"},
			{"xxxx-xxxx-1234", "1234 5678 1234"},
			{"••••1234", "9991234"},
			{"****1234", "XXXXXXXX1234"},
			{"****1234", "XX**34"},
			{"12****34", "12999934"},
			{"####B12", "A-7-b12"},
			{"1234****", "12345678"},
			{"****0234", "234"},
			{"＊＊＊＊1234", "51234"},
			{"UIN:XXXX1234", "51234"},
		}},
		{"equal to itself, but written of many", [][2]string{{"XXXXXXXX1234", "XXXXXXXX1234"}, {"********1234", " ********1234"}, {"1.23457E+10", "1.23457E+10"}, {"12**34", "12**34"}}},
		{"a placeholder", [][2]string{{"N/A", "N/A"}, {"000", "123"}, {"-1", "-1"}, {"99999", "99999"}, {"D-000", "D-001"}, {"", ""}, {"unknown", "UNKNOWN"}, {"XXXX", "1234"}, {"N/A 0", "7"}, {"-", "7"}, {"null", "7"}}},
		{"too long to be told", [][2]string{{strings.Repeat("1", 300), strings.Repeat("1", 301)}, {strings.Repeat("1", 1<<20), "1"}}},
	} {
		t.Run(tc.kind, func(t *testing.T) {
			t.Parallel()
			for _, p := range tc.pairs {
				assert.Equal(t, person.Unsure, compareNumbers(t, p[0], p[1]), "%.40q %.40q", p[0], p[1])
			}
		})
	}
}

func TestDifferentNumbersAreDifferent(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind  string
		pairs [][2]string
	}{
		{"other digits", [][2]string{{"1", "2"}, {"9", "99"}, {"123456789", "123456788"}, {"2019/12", "2019/13"}, {"12345678901.0", "12345678902"}, {"12345678901.5", "12345678901"}}},
		{"zeros at the end", [][2]string{{"7", "70"}, {"2019/12", "2019/120"}, {"1001", "101"}}},
		{"other letters", [][2]string{{"B7", "D7"}, {"B7", "7"}, {"АБ12", "AB12"}, {"АВ12", "AB13"}, {"ب12", "ت12"}, {"ው-9", "9"}, {"N12", "12"}, {"N 12", "12"}, {"NO12", "12"}, {"№ 12", "13"}, {"№ B12", "12"}, {"AB1", "BA1"}}},
		{"rounded from another number", [][2]string{{"1.2345678901E10", "12345678902"}, {"1.23457E+10", "12346678901"}, {"1.23457E+10", "1234567890"}, {"1.23457E+10", "1.23459E+10"}, {"1E+11", "49999999999"}, {"1.5E+0", "1"}, {"3273010101900001", "3273010101900002"}, {"9E12", "9000000000000"}, {"1E+999999999", "7"}}},
		{"the number of another type", [][2]string{{"UIN:789456", "789457"}, {"UIN:7", "BRN:7"}, {"BRN 7", "DRN 7"}, {"BRN 7", "8"}}},
		{"masked with another end", [][2]string{{"XXXXXXXX1234", "123456781235"}, {"********1234", "12341"}, {"12****34", "12999935"}, {"12****34", "13999934"}, {"****1234", "****1235"}, {"1234****", "2345678"}, {"****1234", "234"}, {"____5678", "12345679"}, {"...5678", "12345679"}, {"ХХХХ5678", "12345679"}}},
	} {
		t.Run(tc.kind, func(t *testing.T) {
			t.Parallel()
			for _, p := range tc.pairs {
				assert.Equal(t, person.False, compareNumbers(t, p[0], p[1]), "%.40q %.40q", p[0], p[1])
			}
		})
	}
}

func TestAMaskedNumberIsRecognised(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"XXXXXXXX1234", "********1234", "xxxx xxxx 1234", "12**34", "••••1234", "UIN:XXXX1234"} {
		assert.True(t, person.Identifier{Value: value}.IsMasked(), value)
	}
	for _, value := range []string{"1234", "B21XXX001", "BXXXXX001", "7xxxxx7", "XX12", "#7", "", "A*1", strings.Repeat("*", 1<<20)} {
		assert.False(t, person.Identifier{Value: value}.IsMasked(), "%.20s", value)
	}
}

func TestComparingHugeNumbersIsCheap(t *testing.T) {
	t.Parallel()
	start := time.Now()
	for _, unit := range []string{"1", "0", "9", "x", "*", "-", "1.", "e", "\u0301", "ﷺ", "1:", "\xff", "١"} {
		for _, other := range []string{"1", "0", "x*", "1e+9"} {
			compareNumbers(t, strings.Repeat(unit, 1<<18), strings.Repeat(other, 1<<17))
			compareNumbers(t, strings.Repeat(unit, 256/len(unit)), strings.Repeat(other, 64))
		}
	}
	assert.Less(t, time.Since(start), 30*time.Second, "it takes a fraction of a second")
}

func FuzzCompareNumbers(f *testing.F) {
	for _, seed := range [][2]string{
		{"2019/0/12", "2019/12"},
		{"12345678901.0", "12345678901"},
		{"1.2345678901E10", "12345678901"},
		{"UIN:789456", "789456"},
		{"XXXXXXXX1234", "****1234"},
		{"Ｂ９", "b9"},
		{"N/A 0", "-1"},
		{"٠١٢٣", "0123"},
		{"9E+99", "1,2E+3"},
		{"İ:x", "\xff"},
		{"12**34", "#12"},
		{"no.", "id 7"},
		{"3273010101900001", "3273010101900000"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		got := compareNumbers(t, a, b)
		same := strings.TrimSpace(a) == strings.TrimSpace(b)
		require.False(t, got == person.True && !same, "only the same text is the same for certain")
		require.False(t, got == person.False && same, "a number does not contradict itself")
		require.NotEqual(t, person.False, compareNumbers(t, a, strings.ToUpper(a)), "nor in another case")
		if (person.Placeholders{}).IsNumber(a) {
			require.Equal(t, person.Unsure, got, "a placeholder says nothing")
		}
		require.NotEqual(t, person.False, compareNumbers(t, a, "00"+a), "nor with zeros before it")
		table := person.Placeholders{}.WithTexts(a)
		require.Equal(t, person.Unsure, table.CompareNumbers(a, b))
	})
}

func FuzzPlaceholders(f *testing.F) {
	for _, seed := range []string{"N/A", "000", "-1", "9999-12-31", "1970-01-01", "not known", "XXXX", "ＸＸ", "٠٠", "1900-01-00", "\xff", "#N/A", "n a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table := person.Placeholders{}
		upper := strings.ToUpper(text)
		if strings.EqualFold(upper, text) && len(upper) <= 32 && len(text) <= 32 {
			require.Equal(t, table.IsNumber(text), table.IsNumber(" "+upper+" "), "case and blanks do not count")
			require.Equal(t, table.IsText(text), table.IsText(" "+upper+" "), "case and blanks do not count")
		}
		if table.IsText(text) && strings.TrimSpace(text) != "" {
			require.True(t, table.IsNumber(text), "what is no text is no number")
		}
		d, err := person.ParseDate(text)
		if err != nil {
			return
		}
		if d.IsPlaceholder("") {
			require.True(t, d.IsPlaceholder(person.DateOfBirth))
		}
		if d.IsPlaceholder(person.DateOfBirth) {
			require.True(t, d.IsPlaceholder(person.DateOfDeath), "what is no birthday is no day of a death")
			require.Equal(t, person.Unsure, table.Happened(person.DateOfDeath, d, nil, time.Time{}))
		}
		p := person.Person{DeathDates: []person.Date{d}}
		require.NotEqual(t, person.False, p.DeathRecorded(time.Now()), "something is said")
		if p.DeathRecorded(time.Now()) == person.True {
			require.False(t, d.IsPlaceholder(person.DateOfDeath))
		}
	})
}
