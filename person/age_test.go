package person_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/person"
)

func TestAnAgeIsARangeOfCompletedYears(t *testing.T) {
	t.Parallel()
	const unknown, february, march = person.LeapDayUnknown, person.LeapDayFebruary28, person.LeapDayMarch1
	for _, tc := range []struct {
		name, born, on string
		rule           person.LeapDay
		from, to       int // -1 where there is no age
	}{
		{"the day before the birthday", "1966-05-12", "2026-05-11", unknown, 59, 59},
		{"the birthday", "1966-05-12", "2026-05-12", unknown, 60, 60},
		{"the day of the birth", "2026-05-12", "2026-05-12", unknown, 0, 0},
		{"the day before the birth", "2026-05-12", "2026-05-11", unknown, -1, -1},
		{"only the year of birth", "1966", "2026-05-12", unknown, 59, 60},
		{"only the year of birth, at its end", "1966", "2026-12-31", unknown, 60, 60},
		{"only the month of birth", "1966-05", "2026-05-30", unknown, 59, 60},
		{"only the month of birth, before it", "1966-05", "2026-04-30", unknown, 59, 59},
		{"in the course of a year", "1966-05-12", "2026", unknown, 59, 60},
		{"two years", "1966", "2026", unknown, 59, 60},
		{"born in the year that is asked for", "2026", "2026-05-12", unknown, 0, 0},
		{"a time in UTC leaves the day open", "1966-05-11T18:30:00Z", "2026-05-11", unknown, 59, 60},
		{"born on 29 February, on the 28th", "2004-02-29", "2022-02-28", unknown, 17, 18},
		{"born on 29 February, on the 27th", "2004-02-29", "2022-02-27", unknown, 17, 17},
		{"born on 29 February, on 1 March", "2004-02-29", "2022-03-01", unknown, 18, 18},
		{"born on 29 February, in a leap year on the 28th", "2004-02-29", "2024-02-28", unknown, 19, 19},
		{"born on 29 February, in a leap year on the 29th", "2004-02-29", "2024-02-29", unknown, 20, 20},
		{"where the law says 28 February", "2004-02-29", "2022-02-28", february, 18, 18},
		{"where the law says 28 February, in a leap year", "2004-02-29", "2024-02-28", february, 19, 19},
		{"where the law says 1 March", "2004-02-29", "2022-02-28", march, 17, 17},
		{"where the law says 1 March, on it", "2004-02-29", "2022-03-01", march, 18, 18},
		{"a century that is no leap year", "2000-02-29", "2100-02-28", march, 99, 99},
		{"born in a February that has a 29th", "2004-02", "2022-02-28", unknown, 17, 18},
		{"a Buddhist year", "2509-05-12", "2026-05-12", unknown, -1, -1},
		{"a Hijri year", "1386-01-01", "2026-05-12", unknown, -1, -1},
		{"asked in a Buddhist year", "1966-05-12", "2569-05-12", unknown, -1, -1},
		{"a Nepali year is after the day", "2047-01-29", "2026-05-12", unknown, -1, -1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			born, on := person.MustDate(tc.born), person.MustDate(tc.on)
			age, ok := born.Age(on, tc.rule)
			whole, wholeOK := person.Person{BirthDates: []person.Date{born}}.Age(on, tc.rule)
			assert.Equal(t, ok, wholeOK)
			assert.Equal(t, age, whole)
			if tc.from < 0 {
				assert.False(t, ok)
				assert.Equal(t, person.Unsure, born.AtLeast(18, on, tc.rule))
				return
			}
			assert.True(t, ok)
			assert.Equal(t, person.Age{Min: tc.from, Max: tc.to}, age)
			assert.Equal(t, person.True, born.AtLeast(tc.from, on, tc.rule))
			assert.Equal(t, person.False, born.AtLeast(tc.to+1, on, tc.rule))
			if tc.from < tc.to {
				assert.Equal(t, person.Unsure, born.AtLeast(tc.to, on, tc.rule))
			}
		})
	}
	var none person.Date
	_, ok := none.Age(person.MustDate("2026"), unknown)
	assert.False(t, ok)
	_, ok = person.MustDate("1990").Age(none, unknown)
	assert.False(t, ok)
	assert.Equal(t, person.Unsure, person.MustDate("1990").AtLeast(-1, person.MustDate("2026"), unknown))
}

func TestTheAgeOfAPersonHeedsEveryDate(t *testing.T) {
	t.Parallel()
	on := person.MustDate("2026-05-12")
	for _, tc := range []struct {
		name          string
		births, dies  []string
		from, to      int // -1 where there is no age
		atLeast36, at person.Truth
	}{
		{"one date", []string{"1990-05-12"}, nil, 36, 36, person.True, person.False},
		{"a corrected date beside the first", []string{"1990-05-12", "1992-05-12"}, nil, 34, 36, person.Unsure, person.False},
		{"one in another calendar", []string{"1990-05-12", "2533-05-12"}, nil, -1, -1, person.Unsure, person.Unsure},
		{"none", nil, nil, -1, -1, person.Unsure, person.Unsure},
		{"dead", []string{"1990-05-12"}, []string{"2020"}, 36, 36, person.True, person.False},
		{"dead on the day of birth", []string{"1990-05-12"}, []string{"1990-05-12"}, 36, 36, person.True, person.False},
		{"dead before the birth", []string{"1990-05-12"}, []string{"1990-05-11"}, -1, -1, person.Unsure, person.Unsure},
		{"one of the deaths is before one of the births", []string{"1980-01-01", "1990-05-12"}, []string{"2001", "1985"}, -1, -1, person.Unsure, person.Unsure},
		{"a death in another calendar contradicts nothing", []string{"1990-05-12"}, []string{"1410-01-01"}, 36, 36, person.True, person.False},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := person.Person{BirthDates: dates(tc.births...), DeathDates: dates(tc.dies...)}
			age, ok := p.Age(on, person.LeapDayUnknown)
			assert.Equal(t, tc.from >= 0, ok)
			if ok {
				assert.Equal(t, person.Age{Min: tc.from, Max: tc.to}, age)
			}
			assert.Equal(t, tc.atLeast36, p.AtLeast(36, on, person.LeapDayUnknown))
			assert.Equal(t, tc.at, p.AtLeast(37, on, person.LeapDayUnknown))
		})
	}
}
