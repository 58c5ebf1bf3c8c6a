package sandbox

import "fmt"

// Population says what country the registry has beside the people who are
// always there: so many people, made up from a seed. The same values make the
// same country on every machine, whatever the calendar says.
//
// The country is small and made of families. Births grow in number over the
// years and level off. Death takes many in the first year and then more with
// every year of age, men earlier than women. Nine in ten marry, from their
// nineteenth year on; one marriage in eight is divorced, and of those who are
// left or widowed some marry again. Most children are born to couples, some to
// single mothers, a few are adopted, one delivery in eighty brings twins. The
// parents of the first generation, and those of a few later children, are known
// by name only. One child in four was not registered at the start and one in
// thirty is not at the end; such people may still marry, die and be told of. One
// death in four was not registered at first, one in sixteen at the end. Births
// are registered within weeks, some after months or years. There are eight
// cultures in five scripts, with family names, patronymics or one name only;
// dates of which the year alone is known; people with the name of another who
// was born on the same day, the day before or a year before; families who move.
type Population struct {
	Seed     uint64 // any number
	Size     int    // people, living and dead, registered or not: 1 to 5,000,000
	From, To int    // the years in which they are born, both included; default 1930 to 2025
}

// The bounds of a population: numbers have a fixed length, and dates four
// digits of year.
const (
	maxPeople            = 5_000_000
	firstFrom, lastTo    = 1850, 2100
	defaultFrom          = 1930
	defaultTo            = 2025
	maxYearsOfPopulation = 150
)

// WithPopulation adds a country of synthetic people; see [Population]. Default:
// only the people who are always there, who stay in beside them with their
// numbers. The last day of the country is the 31st of December of To:
// [Registry.Today]. It excludes nothing.
//
// A million people take about 130 MB and two or three seconds.
func WithPopulation(p Population) Option {
	if p.From == 0 {
		p.From = defaultFrom
	}
	if p.To == 0 {
		p.To = defaultTo
	}
	switch {
	case p.Size < 1 || p.Size > maxPeople:
		return refused(fmt.Sprintf("WithPopulation: Size must be 1 to %d", maxPeople))
	case p.From < firstFrom || p.To > lastTo || p.From > p.To || p.To-p.From > maxYearsOfPopulation:
		return refused(fmt.Sprintf("WithPopulation: From and To must be years from %d to %d, From first, at most %d apart", firstFrom, lastTo, maxYearsOfPopulation))
	}
	return func(c *config) { c.population = &p }
}
