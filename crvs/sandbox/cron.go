package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// cron is a frequency: the moments of a cron expression (CRVS 1.0.0,
// EventFrequency), in UTC. The published example is one of Quartz, of which no
// small parser that is still looked after reads the year; so the forms are read here:
// five fields (minute, hour, day of month, month, day of week), six with the second
// before them, or seven with the year behind them.
type cron struct {
	second, minute, hour, day, month, weekday, year map[int]bool // nil for every one
}

// cronField is what may stand in one field.
type cronField struct {
	first, last int
	names       []string // of first and what follows
}

const (
	cronFirstYear = 1970
	cronLastYear  = 2199
)

// parseCron reads an expression; false if it is none of the forms.
func parseCron(text string) (*cron, bool) {
	parts := strings.Fields(strings.ToUpper(text))
	week := cronField{0, 7, []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}}
	switch len(parts) {
	case 5:
		parts = append([]string{"0"}, append(parts, "*")...)
	case 6, 7: // Quartz counts the days from 1, a Sunday
		week.first = 1
		parts = append(parts, "*")[:7]
	default:
		return nil, false
	}
	months := cronField{1, 12, []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}}
	fields := []cronField{{0, 59, nil}, {0, 59, nil}, {0, 23, nil}, {1, 31, nil}, months, week, {cronFirstYear, cronLastYear, nil}}
	var c cron
	for i, to := range []*map[int]bool{&c.second, &c.minute, &c.hour, &c.day, &c.month, &c.weekday, &c.year} {
		var ok bool
		if *to, ok = fields[i].parse(parts[i]); !ok {
			return nil, false
		}
	}
	if c.weekday != nil {
		days := make(map[int]bool)
		for d := range c.weekday { // as package time counts them
			days[(d-week.first)%7] = true
		}
		c.weekday = days
	}
	return &c, true
}

// parse reads one field, such as "*", "?", "5", "1-5", "*/15" or "MON,WED".
func (f cronField) parse(text string) (map[int]bool, bool) {
	if text == "*" || text == "?" {
		return nil, true
	}
	out := make(map[int]bool)
	for part := range strings.SplitSeq(text, ",") {
		span, stepText, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			var err error
			if step, err = strconv.Atoi(stepText); err != nil || step < 1 {
				return nil, false
			}
		}
		firstText, lastText, isRange := strings.Cut(span, "-")
		first, last := f.first, f.last
		if span != "*" {
			var ok bool
			if first, ok = f.number(firstText); !ok {
				return nil, false
			}
			switch {
			case isRange:
				if last, ok = f.number(lastText); !ok || last < first {
					return nil, false
				}
			case !stepped:
				last = first
			}
		}
		for n := first; n <= last; n += step {
			out[n] = true
		}
	}
	return out, true
}

func (f cronField) number(text string) (int, bool) {
	if i := slices.Index(f.names, text); i >= 0 {
		return f.first + i, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= f.first && n <= f.last
}

func (c *cron) has(field map[int]bool, n int) bool { return field == nil || field[n] }

// next is the first moment after t; false if there is none, as on a 30 February.
func (c *cron) next(t time.Time) (time.Time, bool) {
	t = t.UTC().Truncate(time.Second).Add(time.Second)
	for t.Year() <= cronLastYear {
		switch {
		case !c.has(c.year, t.Year()):
			t = time.Date(t.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC)
		case !c.has(c.month, int(t.Month())):
			t = time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		case !c.has(c.day, t.Day()) || !c.has(c.weekday, int(t.Weekday())):
			t = time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, time.UTC)
		case !c.has(c.hour, t.Hour()):
			t = t.Truncate(time.Hour).Add(time.Hour)
		case !c.has(c.minute, t.Minute()):
			t = t.Truncate(time.Minute).Add(time.Minute)
		case !c.has(c.second, t.Second()):
			t = t.Add(time.Second)
		default:
			return t, true
		}
	}
	return time.Time{}, false
}
