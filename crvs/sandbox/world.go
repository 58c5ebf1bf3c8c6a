package sandbox

import (
	"math"
	"sync"

	"github.com/openspmis/dci-crvs-go/codes"
)

// world is one version of everything that the registry knows: the people who are
// always there, those of a country, and what was registered since. It is kept as
// compact rows without pointers: numbers and texts are made of them when a record
// is handed out. A record that does not follow from the rows is a [document].
//
// The key of a person, of a marriage and of a record never changes. A version is
// read only once it is published: a change makes the next one, which shares with
// it all that stays.
type world struct {
	seed      uint64
	from, to  int
	lastDay   day // the last one of the country as it was made
	today     day // of the registry's clock
	people    table[citizenRow]
	marriages table[marriageRow]
	odd       table[oddity] // of the people who are always there
	names     nameTable
	places    *placeTable
	numbers   numbering
	registers registers
	changes   int // how many there were

	// What was made at the start and is never changed: people in the order of
	// their births and marriages in that of the weddings, so that a range of dates
	// is a range of rows.
	made struct {
		people    table[citizenRow]
		marriages table[marriageRow]
		index     *index
	}
	// fresh are those whom the index does not know, or not as they are now. A
	// search goes through them one by one.
	fresh []int32
	first fixedPeople
	later *sync.Map // of all versions: the records by number that were not made with the country
}

// day counts the days from 1970-01-01.
type day int32

const (
	never day   = math.MaxInt32 // of what has not happened
	none  int32 = -1            // nobody, nothing
)

// citizenRow is one person. It has 64 bytes, so that to look at somebody is to fetch
// one piece of memory, wherever they are.
type citizenRow struct {
	birth, death               day
	birthReg, deathReg         day   // when registered; never if not
	birthOrd, deathOrd         int32 // the place in the register; none if not registered
	mother, father             int32 // people, none if not a person of this country
	firstChild                 int32
	nextOfMother, nextOfFather int32 // the next younger child of the same mother, or father
	marriage                   int32 // the first marriage
	given, middle, family      nameID
	traits                     traits
}

// marriageRow is one marriage.
type marriageRow struct {
	wife, husband             int32
	date, divorced, reg       day
	ord                       int32 // the place in the register
	nextOfWife, nextOfHusband int32 // their next marriages
	home                      placeID
}

// traits are the small things about a person.
type traits uint32

const (
	sexBits       traits = 7
	cultureShift         = 3
	cultureBits   traits = 7 << cultureShift
	partialShift         = 6
	partialBits   traits = 3 << partialShift // what is known of the birth date
	brothersShift        = 8
	brothersBits  traits = 3 << brothersShift // how many were born with them
	positionShift        = 10
	positionBits  traits = 3 << positionShift // how many of these before them
)

const (
	hasNationalID  traits = 1 << (12 + iota)
	hasUIN                // number of a child
	isAdopted             // the parents are by adoption
	isMotherKnown         // by name at least
	isFatherKnown         // by name at least
	isDeathPartial        // of the death the year alone is known
	isWritten             // not made with the country: nothing about them is drawn
	isOdd                 // has an oddity
	isFresh               // among the fresh people of the world
)

// The sexes of the rows: what a register says, nothing being one of them.
const (
	sexNone = iota
	sexMale
	sexFemale
	sexOther
	sexUnknown
)

// What is known of a birth date.
const (
	knownDay = iota
	knownMonth
	knownYear
	knownNothing
)

const (
	placeShift        = 22
	placeBits  traits = 1<<10 - 1 // of the place of birth
)

// place is the place of birth.
func (t traits) place() placeID { return placeID(t >> placeShift & placeBits) }

// at are the traits of somebody born there.
func (t traits) at(p placeID) traits { return t&^(placeBits<<placeShift) | traits(p)<<placeShift }

func (t traits) has(f traits) bool { return t&f != 0 }
func (t traits) sex() int          { return int(t & sexBits) }
func (t traits) culture() int      { return int(t & cultureBits >> cultureShift) }
func (t traits) known() int        { return int(t & partialBits >> partialShift) }
func (t traits) brothers() int     { return int(t & brothersBits >> brothersShift) }

func (t traits) position() int { return int(t & positionBits >> positionShift) }

// when is the trait if it is so, else none.
func (t traits) when(is bool) traits {
	if is {
		return t
	}
	return 0
}

func (t traits) sexCode() codes.Sex {
	sexes := sexesOfRows()
	return sexes[t.sex()]
}

// sexesOfRows are the sexes in the order of their numbers.
func sexesOfRows() [5]codes.Sex {
	return [...]codes.Sex{"", codes.SexMale, codes.SexFemale, codes.SexOther, codes.SexUnknown}
}

// isAlive says whether the person is born and not dead on the day; the day of
// death is a day of life.
func (c *citizenRow) isAlive(d day) bool { return c.birth <= d && d <= c.death }

// end is the last day of the marriage, never if it lasts.
func (w *world) end(m *marriageRow) day {
	return min(m.divorced, w.people.at(m.wife).death, w.people.at(m.husband).death)
}

// next is the next marriage of the person after m, none if there is none.
func (m *marriageRow) next(p int32) int32 {
	if m.wife == p {
		return m.nextOfWife
	}
	return m.nextOfHusband
}

// spouse is the other of the couple.
func (m *marriageRow) spouse(p int32) int32 {
	if m.wife == p {
		return m.husband
	}
	return m.wife
}

// lastMarriage is the last marriage that began on or before the day, none if
// there was none.
func (w *world) lastMarriage(p int32, on day) int32 {
	last := none
	for m := w.people.at(p).marriage; m != none && w.marriages.at(m).date <= on; m = w.marriages.at(m).next(p) {
		last = m
	}
	return last
}

// draw is a number from 0 to n-1 that depends on the country, the row and what it
// is for, and on nothing else: what is seldom looked at is not stored but drawn
// again.
func (w *world) draw(what uint64, row int32, n int) int {
	return int(w.drawn(what, row) % uint64(n)) //nolint:gosec // n is small and positive
}

// drawn are 64 bits drawn in the same way.
func (w *world) drawn(what uint64, row int32) uint64 {
	// SplitMix64: the constants are its own.
	x := w.seed ^ what*0x9e3779b97f4a7c15 ^ uint64(uint32(row))*0xd1342543de82ef95 //nolint:gosec // the bits, not the number
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// What is drawn again.
const (
	drawMother uint64 = iota + 1
	drawFather
	drawMove
	drawDeathPlace
	drawWeddingPlace
	drawStreet
	drawHouse
	drawPhone
	drawWeight
	drawUpdate
	drawAdoption
	drawNumber
)
