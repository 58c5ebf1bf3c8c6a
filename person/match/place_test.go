package match_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

func TestPlacesAreCompared(t *testing.T) {
	t.Parallel()
	place := func(names ...string) *person.Place {
		var p *person.Place
		for _, name := range slices.Backward(names) {
			p = &person.Place{Name: name, ContainedIn: p}
		}
		return p
	}
	coded := func(kind, code string) []person.Identifier {
		return []person.Identifier{{Type: codes.IdentifierType(kind), Value: code}}
	}
	endless := &person.Place{Name: "Kochi"}
	endless.ContainedIn = &person.Place{Name: "-", ContainedIn: endless}
	endless.ContainedIn.ContainedIn = endless.ContainedIn
	for _, tc := range []struct {
		name string
		a, b *person.Place
		want match.Outcome
	}{
		{"the same", place("Kochi"), place("KOCHI"), agree},
		{"another", place("Kochi"), place("Delhi"), differing},
		{"a slip", place("Ahmedabad"), place("Ahmadabad"), similar},
		{"words more", place("Lakeside Hospital"), place("Lakeside Hospital Ahmedabad"), similar},
		{"the district of the other", place("Kerala"), place("Kochi", "Ernakulam", "Kerala"), agree},
		{"in the same district", place("Kochi", "Kerala"), place("Thrissur", "Kerala"), differing},
		{"another script", place("Kochi"), place("കൊച്ചി"), cannotTell},
		{"the same code", &person.Place{Name: "Kochi", Identifiers: coded("LGD", "7")}, &person.Place{Name: "Cochin", Identifiers: coded("lgd", "7")}, agree},
		{"another code", &person.Place{Identifiers: coded("LGD", "7")}, &person.Place{Identifiers: coded("LGD", "8")}, differing},
		{"another code and the same name", &person.Place{Name: "Kochi", Identifiers: coded("LGD", "7")}, &person.Place{Name: "Kochi", Identifiers: coded("LGD", "8")}, similar},
		{"another code of nobody knows what", &person.Place{Identifiers: coded("", "7")}, &person.Place{Identifiers: coded("", "8")}, cannotTell},
		{"a hospital and a town", &person.Place{Name: "Lakeside", Type: "HEALTH_FACILITY"}, &person.Place{Name: "Kochi", Type: "ADMIN_STRUCTURE"}, cannotTell},
		{"only an address line", &person.Place{AddressLine: "12 Main Road"}, &person.Place{AddressLine: "12, MAIN ROAD"}, agree},
		{"only what is around it", &person.Place{ContainedIn: place("Kerala")}, place("Kochi"), missing},
		{"no name", &person.Place{Name: "N/A"}, place("Kochi"), missing},
		{"none", nil, place("Kochi"), missing},
		{"a place in itself", endless, place("Kochi"), agree},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := compareBoth(t, person.Person{BirthPlace: tc.a, DeathPlace: tc.a}, person.Person{BirthPlace: tc.b, DeathPlace: tc.b})
			assert.Equal(t, tc.want.String(), c.Outcome(match.BirthPlace).String())
			assert.Equal(t, tc.want.String(), c.Outcome(match.DeathPlace).String())
			assert.Empty(t, c.Contradictions())
		})
	}
}

func TestAddressesAreCompared(t *testing.T) {
	t.Parallel()
	home := person.Address{Line1: "4 Lakeside Road", Line2: "Near the mill", Locality: "Ahmedabad", Region: "IN-GJ", PostalCode: "380001", Country: "IN"}
	with := func(change func(*person.Address)) person.Address {
		a := home
		change(&a)
		return a
	}
	for _, tc := range []struct {
		name string
		a, b person.Address
		want match.Outcome
	}{
		{"the same", home, home, agree},
		{"the country by another code", home, with(func(a *person.Address) { a.Country = "ind" }), agree},
		{"less is said", home, with(func(a *person.Address) { a.Line1, a.Line2 = "", "" }), agree},
		{"the lines cut elsewhere", home, with(func(a *person.Address) { a.Line1, a.Line2 = "4 LAKESIDE ROAD, near the mill", "-" }), agree},
		{"another house in the town", home, with(func(a *person.Address) { a.Line1, a.Line2 = "77 Hill Street", "" }), similar},
		{"a slip", home, with(func(a *person.Address) { a.Locality = "Ahmadabad" }), similar},
		{"another town of the country", home, with(func(a *person.Address) {
			a.Line1, a.Line2, a.Locality, a.PostalCode = "7 Hill Street", "", "Surat", "395003"
		}), differing},
		{"a postal code has no slips", person.Address{PostalCode: "380001"}, person.Address{PostalCode: "380002"}, differing},
		{"nothing that both say", person.Address{Locality: "Surat"}, person.Address{Country: "IN"}, cannotTell},
		{"another script", person.Address{Locality: "Surat"}, person.Address{Locality: "સુરત"}, cannotTell},
		{"another script, and the postal code", person.Address{Locality: "Surat", PostalCode: "395003"}, person.Address{Locality: "સુરત", PostalCode: "395003"}, similar},
		{"placeholders", person.Address{Line1: "N/A", Country: "-"}, home, missing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			far := person.Address{Line1: "1 Nowhere", Country: "AQ"}
			c := compareBoth(t, person.Person{Addresses: []person.Address{tc.a}}, person.Person{Addresses: []person.Address{tc.b}})
			assert.Equal(t, tc.want.String(), c.Outcome(match.Address).String())
			if tc.want >= similar {
				c = compareBoth(t, person.Person{Addresses: []person.Address{far, tc.a}}, person.Person{Addresses: []person.Address{tc.b}})
				assert.Equal(t, tc.want, c.Outcome(match.Address), "the best pair counts")
			}
		})
	}
}

func TestContactsAreCompared(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		a, b []string
		want match.Outcome
	}{
		{"the same", []string{"+14255551212"}, []string{"+1 (425) 555-1212"}, agree},
		{"dialled from abroad", []string{"0014255551212"}, []string{"+14255551212"}, agree},
		{"with and without the country", []string{"+919714838469"}, []string{"09714838469"}, similar},
		{"another", []string{"+919714838469"}, []string{"+919714838460"}, differing},
		{"a short number is no ending", []string{"+919714838469"}, []string{"38469"}, differing},
		{"one of several", []string{"1", "+919714838469"}, []string{"2", "+919714838469"}, agree},
		{"in the digits of another script", []string{"٠٩٧١٤٨٣٨٤٦٩"}, []string{"09714838469"}, agree},
		{"no number", []string{"ask the neighbour"}, []string{"+919714838469"}, cannotTell},
		{"placeholders", []string{"-", "n/a"}, []string{"+919714838469"}, missing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := compareBoth(t, reached(tc.a, nil), reached(tc.b, nil))
			assert.Equal(t, tc.want.String(), c.Outcome(match.Phone).String())
		})
	}
	mail := func(a, b string) match.Outcome {
		return compareBoth(t, reached(nil, []string{a}), reached(nil, []string{b})).Outcome(match.Email)
	}
	assert.Equal(t, agree, mail("Mala@Example.org", " mala@example.org"))
	assert.Equal(t, differing, mail("mala@example.org", "bala@example.org"))
	assert.Equal(t, missing, mail("mala@example.org", "none"))
}

func TestParentsAreCompared(t *testing.T) {
	t.Parallel()
	parent := func(kind codes.RelationshipType, id, name string) person.Relation {
		r := person.Relation{Type: kind}
		if id != "" {
			r.Person.Identifiers = []person.Identifier{{Type: "UIN", Value: id}}
		}
		if name != "" {
			r.Person.Names = []person.PersonName{nameOf(name)}
		}
		return r
	}
	list := func(relations ...person.Relation) []person.Relation { return relations }
	for _, tc := range []struct {
		name                   string
		a, b                   []person.Relation
		wantNumbers, wantNames match.Outcome
	}{
		{"the same mother", list(parent("MTH", "1", "Bala||Kumar")), list(parent("mother", "1", "BALA||KUMAR")), agree, agree},
		{"another mother", list(parent("MTH", "1", "Bala||Kumar")), list(parent("MTH", "2", "Ruth||Tembo")), differing, differing},
		{"a mother and a father", list(parent("MTH", "1", "Bala||Kumar")), list(parent("FTH", "2", "Mohan||Kumar")), missing, missing},
		{"in another order", list(parent("MTH", "1", "Bala||Kumar"), parent("FTH", "2", "Mohan||Kumar")), list(parent("FTH", "2", "Mohan||Kumar"), parent("MTH", "1", "Bala||Kumar")), agree, agree},
		{"one of the two is another", list(parent("MTH", "1", "Bala||Kumar"), parent("FTH", "2", "Mohan||Kumar")), list(parent("MTH", "1", "Bala||Kumar"), parent("FTH", "3", "Peter||Moyo")), differing, differing},
		{"a parent of whom it is not said which", list(parent("PRN", "1", "")), list(parent("MTH", "1", "Bala||Kumar")), agree, missing},
		{"numbered in another order", list(parent("PRN", "1", ""), parent("PRN", "2", "")), list(parent("PRN", "2", ""), parent("PRN", "1", "")), agree, missing},
		{"other numbers", list(parent("PRN", "1", ""), parent("PRN", "2", "")), list(parent("PRN", "3", ""), parent("PRN", "4", "")), differing, missing},
		{"similar names", list(parent("FTH", "", "Mohan||Kumar")), list(parent("FTH", "", "M.||Kumar")), missing, similar},
		{"a guardian is no parent", list(parent("GUARD", "1", "Bala||Kumar")), list(parent("MTH", "1", "Bala||Kumar")), missing, missing},
		{"more than are compared", append(list(parent("MTH", "1", "Bala||Kumar"), parent("MTH", "2", "Ruth||Tembo"), parent("MTH", "3", "Ana||Roy"), parent("MTH", "4", "Eva||Lund")), parent("MTH", "5", "Mia||Rao")), list(parent("MTH", "5", "Mia||Rao")), cannotTell, cannotTell},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := compareBoth(t, person.Person{Relations: tc.a}, person.Person{Relations: tc.b})
			assert.Equal(t, tc.wantNumbers.String(), c.Outcome(match.ParentIdentifier).String())
			assert.Equal(t, tc.wantNames.String(), c.Outcome(match.ParentName).String())
			assert.Empty(t, c.Contradictions())
		})
	}
}
