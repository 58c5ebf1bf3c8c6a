package match

import (
	"slices"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Option is an option of [People]. Options are applied in order: of two that set
// the same thing the last one holds. One that is nil is as if it were not there,
// since People returns no error. An option may be given to many calls at a time.
type Option func(*config)

type config struct {
	now          time.Time
	zone         *time.Location
	sameType     func(a, b codes.IdentifierType) bool
	forLife      []string // keys of types
	yearDays     []MonthDay
	equivalents  map[string]string
	placeholders person.Placeholders
	noSlips      bool
}

func newConfig(opts []Option) config {
	c := config{forLife: lifeTypes(), yearDays: []MonthDay{{time.January, 1}}, equivalents: commonEquivalents()}
	for _, opt := range opts {
		if opt != nil {
			opt(&c)
		}
	}
	return c
}

// At gives the time by which years of another calendar are told: see
// [person.Date.Era]. Default: none, and then every year from 1800 to 2199 is
// Gregorian. It excludes nothing.
func At(now time.Time) Option { return func(c *config) { c.now = now } }

// InZone gives the zone of the registries, so that a time in UTC becomes a day: see
// [person.Date.In]. Default: none, and then such a time may be any of two or three
// days. It excludes nothing.
func InZone(loc *time.Location) Option { return func(c *config) { c.zone = loc } }

// Types says which types of identifier mean the same number here, beside those that
// the directory equates. It is asked either way round. Default: none. It excludes
// nothing.
func Types(same func(a, b codes.IdentifierType) bool) Option {
	return func(c *config) { c.sameType = same }
}

// ForLife says which types of identifier a person keeps for life, so that two
// numbers of one of them contradict each other; the aliases of the directory are
// among them. Default: UIN, BRN, DRN and NATIONAL_ID. All others change (a phone, a
// passport, a driving licence) or are not known to last. It replaces the default;
// given none, no number contradicts. It excludes nothing.
func ForLife(types ...codes.IdentifierType) Option {
	keys := make([]string, len(types))
	for i, t := range types {
		keys[i] = typeKey(t)
	}
	return func(c *config) { c.forLife = keys }
}

func lifeTypes() []string {
	return []string{typeKey(codes.IdentifierUIN), typeKey(codes.IdentifierBRN), typeKey(codes.IdentifierDRN), typeKey(codes.IdentifierNationalID)}
}

func (c *config) isForLife(key string) bool { return slices.Contains(c.forLife, key) }

// MonthDay is a day of any year.
type MonthDay struct {
	Month time.Month
	Day   int
}

// YearDays says which days registries here write where they know only the year: a
// date on one of them is similar to every date of its year. Default: 1 January. It
// replaces the default; given none, no day stands for a year. It excludes nothing.
func YearDays(days ...MonthDay) Option {
	days = slices.Clone(days)
	return func(c *config) { c.yearDays = days }
}

// Equivalents gives names that are one name written otherwise, so that they are
// similar: each group is a list of such words ("md", "mohammad"). Case, points and
// diacritics do not count. Default: [CommonEquivalents]. It replaces the default;
// given none, no name is another. A word in several groups is of the first. It
// excludes nothing.
func Equivalents(groups ...[]string) Option {
	table := equivalentsOf(groups)
	return func(c *config) { c.equivalents = table }
}

// NoSlips takes a word with a wrong letter for another word, in names, places and
// addresses: twins may have names that differ in one letter. Default: such words are
// similar. It excludes nothing.
func NoSlips() Option { return func(c *config) { c.noSlips = true } }

// Placeholders gives the table of what says nothing, such as that of a registry's
// profile. Default: the standard table ([person.Placeholders]). It excludes
// nothing.
func Placeholders(table person.Placeholders) Option {
	return func(c *config) { c.placeholders = table }
}

// typeKey is the type in the form in which types are compared.
func typeKey(t codes.IdentifierType) string { return strings.ToLower(string(t.Canonical())) }
