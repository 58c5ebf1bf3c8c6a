package match_test

import (
	"math/rand/v2"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// generator makes people of every kind that can be compared, alike often enough.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator {
	return generator{rand.New(rand.NewPCG(seed, 1))} // the same people each time
}

func pick[T any](g generator, of ...T) T { return of[g.IntN(len(of))] }

func some[T any](g generator, limit int, one func() T) []T {
	var out []T
	for range g.IntN(limit + 1) {
		out = append(out, one())
	}
	return out
}

func (g generator) word() string {
	return pick(g, "Mala", "Kumar", "S", "O'Neil-Smith", "Оксана", "ሰላም", "ሠላም", "สุดารัตน์", "李", "Zoë", "Md.", "Mohammad", "علي", "على", "<&>", "de la Cruz", "😀", " x ", "N/A")
}

func (g generator) words() []string { return some(g, 2, g.word) }

func (g generator) name() person.PersonName {
	return person.PersonName{
		Use: pick(g, "", codes.NameUseOfficial, codes.NameUseMaiden, codes.NameUseNickname, "stage"), Text: pick(g, "", g.word()),
		Prefix: g.words(), Given: g.words(), Middle: g.words(), Family: g.words(), Maiden: pick(g, "", g.word()), Suffix: g.words(),
	}
}

func (g generator) identifier() person.Identifier {
	return person.Identifier{
		Type:  pick[codes.IdentifierType](g, "UIN", "BRN", "NID", "NATIONAL_ID", "PASSPORT", "MRN", "x y", "ns:a:b", ""),
		Value: pick(g, "1", "2", "007", "A:B", "ው-9", " 5 ", "5.0", "UIN:5", "12345678901", "12345678901.0", "N/A", "000"),
	}
}

func (g generator) date() person.Date {
	return person.MustDate(pick(g, "1990", "1990-05", "1990-01-01", "1990-05-12", "1990-05-11", "1990-12-05", "2024-02-29", "2024-03-01", "1990-05-12T22:00:00Z", "1970-01-01", "9999-12-31", "2023-07-19T03:30:00 PM", "2533-01-01"))
}

func (g generator) place() *person.Place {
	if g.IntN(2) == 0 {
		return nil
	}
	return &person.Place{Name: g.word(), Identifiers: some(g, 2, g.identifier), AddressLine: pick(g, "", "12 Main\nStreet"), ContainedIn: g.place()}
}

func (g generator) address() person.Address {
	return person.Address{Line1: g.word(), Locality: pick(g, "", "y"), Region: pick(g, "", "A205"), PostalCode: pick(g, "", "084320"), Country: pick(g, "", "TH")}
}

func (g generator) relation() person.Relation {
	return person.Relation{
		Type:   pick[codes.RelationshipType](g, "PRN", "MTH", "FTH", "WIFE", ""),
		Person: person.Person{Identifiers: some(g, 2, g.identifier), Names: some(g, 2, g.name)},
	}
}

func (g generator) person() person.Person {
	p := reached(g.words(), g.words())
	p.Names, p.Identifiers, p.Sex = some(g, 2, g.name), some(g, 3, g.identifier), pick(g, "", codes.SexFemale, codes.SexUnknown, "intersex")
	p.BirthDates, p.BirthPlace, p.DeathDates, p.DeathPlace = some(g, 2, g.date), g.place(), some(g, 2, g.date), g.place()
	p.MaritalStatus = pick(g, "", codes.MaritalStatusMarried, "X")
	p.MarriageDates, p.DivorceDates = some(g, 2, g.date), some(g, 2, g.date)
	p.Addresses, p.Relations = some(g, 2, g.address), some(g, 4, g.relation)
	return p
}

func dates(texts ...string) []person.Date {
	out := make([]person.Date, len(texts))
	for i, text := range texts {
		out[i] = person.MustDate(text)
	}
	return out
}
