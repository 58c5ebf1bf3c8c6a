package decide_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

// complete is a country whose registers hold every case.
func complete(events ...codes.VitalEvent) decide.Law {
	if events == nil {
		events = []codes.VitalEvent{codes.VitalEventMarriage, codes.VitalEventDivorce, codes.VitalEventDeath}
	}
	return decide.Law{Complete: events}
}

func nilesh() someone {
	return someone{nid: "200000102", given: "Nilesh", family: "Patel", born: "1945-04-17", sex: codes.SexMale}
}

func TestMarriageDecidesAsItsTableSays(t *testing.T) {
	t.Parallel()
	ever := func(spouse someone) decide.Question {
		return decide.Marriage{Subject: mala().person(), Spouse: spouse.person()}
	}
	now := decide.Marriage{Subject: mala().person(), InForce: true, On: day()}
	wed := marriage(mala(), ravi(), "1975-02-01")
	untyped := marriage(mala(), ravi(), "1975-02-01", func(p *person.Person) { p.Relations[0].Type = "" })
	scope := func(a *decide.Answer) { a.Registry.Scope = "a part" }
	rows(t, []row{
		{"ever, to anybody", decide.Law{}, ever(someone{}), holds(wed), decide.Confirmed, decide.RuleMarriageRecorded, nil, decide.ByNumberAndFacts},
		{"ever, asked of the husband", decide.Law{}, decide.Marriage{Subject: ravi().person(), Spouse: mala().person()}, holds(wed), decide.Confirmed, decide.RuleMarriageRecorded, nil, decide.ByNumberAndFacts},
		{"ever, to this spouse", decide.Law{}, ever(ravi()), holds(wed), decide.Confirmed, decide.RuleMarriageRecorded, nil, decide.ByNumberAndFacts},
		{"ever, to another spouse", decide.Law{}, ever(nilesh()), holds(wed), decide.NotFound, decide.RuleMarriageNotRecorded, nil, ""},
		{"ever, to a spouse of whom only the number is given", decide.Law{}, ever(someone{nid: ravi().nid}), holds(wed), decide.Undecided, decide.RuleNumberAlone, nil, ""},
		{"ever, to a spouse of whom only a name is given", decide.Law{}, ever(someone{given: "Nilesh"}), holds(wed), decide.NotFound, decide.RuleMarriageNotRecorded, nil, ""},
		{"ever, to a spouse of whom only a name that fits is given", decide.Law{}, ever(someone{given: "Ravi"}), holds(wed), decide.Undecided, decide.RuleFactsAlone, nil, ""},
		{"ever, and none is recorded, though the register is complete", complete(), ever(someone{}), holds(birth(mala())), decide.NotFound, decide.RuleMarriageNotRecorded, nil, ""},
		{"ever, and no number is known", facts("name", "birth_date"), decide.Marriage{Subject: mala().but(withoutNumber).person()}, holds(wed), decide.Undecided, decide.RuleNoNumber, nil, ""},
		{"ever, and the birth tells the number", facts("name", "birth_date"), decide.Marriage{Subject: mala().but(withoutNumber).person()}, holds(birth(mala()), wed), decide.Confirmed, decide.RuleMarriageRecorded, nil, decide.ByFactsAlone},
		{"ever, and it was taken back", decide.Law{}, ever(someone{}), holds(marriage(mala(), ravi(), "1975-02-01", withExtra(`{"status":"cancelled"}`))), decide.Undecided, decide.RuleCancelled, nil, ""},
		{"ever, and the facts of the person differ", decide.Law{}, decide.Marriage{Subject: mala().but(born("1961-08-30")).person()}, holds(wed), decide.Undecided, decide.RuleDiffers, []string{"birth_date"}, ""},

		{"in force, in complete registers", complete(), now, holds(wed), decide.Confirmed, decide.RuleMarriageInForce, nil, decide.ByNumberAndFacts},
		{"in force, if divorces are not complete", complete(codes.VitalEventMarriage, codes.VitalEventDeath), now, holds(wed), decide.Undecided, decide.RuleNotComplete, []string{"divorce"}, ""},
		{"in force, if nothing is complete", decide.Law{}, now, holds(wed), decide.Undecided, decide.RuleNotComplete, []string{"divorce", "death"}, ""},
		{"in force, in a registry that shows a part", complete(), now, registry{records: []person.Record{wed}, change: scope}, decide.Undecided, decide.RuleNotComplete, []string{"divorce", "death"}, ""},
		{"ended by a divorce", complete(), now, holds(marriage(mala(), ravi(), "1975-02-01", divorced("1990-01-01"))), decide.Refuted, decide.RuleMarriageEnded, nil, decide.ByNumberAndFacts},
		{"ended by a divorce, and another marriage may be there", decide.Law{}, now, holds(marriage(mala(), ravi(), "1975-02-01", divorced("1990-01-01"))), decide.Undecided, decide.RuleNotComplete, []string{"marriage"}, ""},
		{"divorced later", complete(), decide.Marriage{Subject: mala().person(), InForce: true, On: person.MustDate("1980-01-01")}, holds(marriage(mala(), ravi(), "1975-02-01", divorced("1990-01-01"))), decide.Confirmed, decide.RuleMarriageInForce, nil, decide.ByNumberAndFacts},
		{"ended by the death of the spouse", complete(), now, holds(wed, death(ravi(), "2020-01-01")), decide.Refuted, decide.RuleMarriageEnded, nil, decide.ByNumberAndFacts},
		{"ended by the own death", complete(), now, holds(wed, death(mala(), "2020-01-01")), decide.Refuted, decide.RuleMarriageEnded, nil, decide.ByNumberAndFacts},
		{"not begun by the day", complete(), now, holds(marriage(mala(), ravi(), "2026-12-01")), decide.Refuted, decide.RuleMarriageEnded, nil, decide.ByNumberAndFacts},
		{"one ended, and another is in force", complete(), now, holds(marriage(mala(), ravi(), "1975-02-01", divorced("1990-01-01")), marriage(mala(), nilesh(), "1995-02-01")), decide.Confirmed, decide.RuleMarriageInForce, nil, decide.ByNumberAndFacts},
		{"ended with this spouse, and another marriage may be with the same", complete(), decide.Marriage{Subject: mala().person(), Spouse: ravi().person(), InForce: true, On: day()}, holds(marriage(mala(), ravi(), "1975-02-01", divorced("1990-01-01")), marriage(mala(), ravi().but(named("Rabi")), "1995-02-01")), decide.Undecided, decide.RuleSimilar, []string{"name"}, ""},
		{"a relation without a type, who may be a witness", complete(), now, holds(untyped), decide.Undecided, decide.RuleNoSpouse, nil, ""},
		{"a relation without a type, of a registry that writes the spouse so", complete(), now, registry{records: []person.Record{untyped}, change: func(a *decide.Answer) { a.Registry.UntypedSpouse = true }}, decide.Confirmed, decide.RuleMarriageInForce, nil, decide.ByNumberAndFacts},
		{"a wedding without a date", complete(), now, holds(marriage(mala(), ravi(), "")), decide.Undecided, decide.RuleDate, []string{"marriage_date"}, ""},
		{"a divorce in the year of the day", complete(), now, holds(marriage(mala(), ravi(), "1975-02-01", divorced("2026"))), decide.Undecided, decide.RuleDate, []string{"divorce_date"}, ""},
		{"a status that says that it has ended", complete(), now, holds(marriage(mala(), ravi(), "1975-02-01", func(p *person.Person) { p.MaritalStatus = codes.MaritalStatusWidowed })), decide.Undecided, decide.RuleDate, []string{"marital_status"}, ""},
		{"a death of the spouse that is not sure", complete(), now, holds(wed, death(ravi(), "1940-01-01")), decide.Undecided, decide.RuleDeathUnclear, nil, ""},
		{"a record without a spouse", complete(), now, holds(record(codes.VitalEventMarriage, "M1", mala().person(), func(p *person.Person) {
			p.MarriageDates = []person.Date{person.MustDate("1975-02-01")}
		})), decide.Undecided, decide.RuleNoSpouse, nil, ""},
	})
}

func TestWidowhoodDecidesAsItsTableSays(t *testing.T) {
	t.Parallel()
	of := func(spouse someone) decide.Question {
		return decide.Widowhood{Subject: mala().person(), Spouse: spouse.person(), On: day()}
	}
	anybody := of(someone{})
	wed, died := marriage(mala(), ravi(), "1975-02-01"), death(ravi(), "2020-01-01")
	again := marriage(mala(), nilesh(), "2021-02-01")
	ended := marriage(mala(), ravi(), "1975-02-01", divorced("1990-01-01"))
	rows(t, []row{
		{"a widow", complete(), anybody, holds(wed, died), decide.Confirmed, decide.RuleWidowed, nil, decide.ByNumberAndFacts},
		{"the widow of this spouse", complete(), of(ravi()), holds(wed, died), decide.Confirmed, decide.RuleWidowed, nil, decide.ByNumberAndFacts},
		{"a widower", complete(), decide.Widowhood{Subject: ravi().person(), On: day()}, holds(wed, death(mala(), "2020-01-01")), decide.Confirmed, decide.RuleWidowed, nil, decide.ByNumberAndFacts},
		{"a widow twice", complete(), anybody, holds(wed, died, again, death(nilesh(), "2022-01-01")), decide.Confirmed, decide.RuleWidowed, nil, decide.ByNumberAndFacts},
		{"a widow, if a later marriage may be there", complete(codes.VitalEventDivorce), anybody, holds(wed, died), decide.Undecided, decide.RuleNotComplete, []string{"marriage"}, ""},
		{"a widow, if a divorce may be there", complete(codes.VitalEventMarriage), anybody, holds(wed, died), decide.Undecided, decide.RuleNotComplete, []string{"divorce"}, ""},
		{"divorced before the death", complete(), anybody, holds(ended, died), decide.Refuted, decide.RuleWidowDivorced, nil, decide.ByNumberAndFacts},
		{"divorced from this spouse", decide.Law{}, of(ravi()), holds(ended, died), decide.Refuted, decide.RuleWidowDivorced, nil, decide.ByNumberAndFacts},
		{"divorced, and a later marriage may be there", decide.Law{}, anybody, holds(ended, died), decide.Undecided, decide.RuleNotComplete, []string{"marriage"}, ""},
		{"married again", decide.Law{}, of(ravi()), holds(wed, died, again), decide.Refuted, decide.RuleWidowMarriedAgain, nil, decide.ByNumberAndFacts},
		{"married again, asked of the latest marriage", complete(), anybody, holds(wed, died, again), decide.NotFound, decide.RuleWidowNoDeath, nil, ""},
		{"married again after the day", complete(), anybody, holds(wed, died, marriage(mala(), nilesh(), "2026-12-24")), decide.Confirmed, decide.RuleWidowed, nil, decide.ByNumberAndFacts},
		{"no marriage", complete(), anybody, holds(died), decide.NotFound, decide.RuleWidowNoMarriage, nil, ""},
		{"no marriage with this spouse", complete(), of(nilesh()), holds(wed, died), decide.NotFound, decide.RuleWidowNoMarriage, nil, ""},
		{"no death of the spouse", complete(), anybody, holds(wed), decide.NotFound, decide.RuleWidowNoDeath, nil, ""},
		{"the death of the spouse was cancelled", complete(), anybody, holds(wed, death(ravi(), "2020-01-01", withExtra(`{"status":"cancelled"}`))), decide.NotFound, decide.RuleWidowNoDeath, nil, ""},
		{"a later marriage that may be with the same spouse", complete(), of(ravi()), holds(wed, died, marriage(mala(), ravi().but(named("Rabi")), "1995-02-01")), decide.Undecided, decide.RuleSimilar, []string{"name"}, ""},
		{"a death before the wedding", complete(), anybody, holds(wed, death(ravi(), "1970-03-01")), decide.Undecided, decide.RuleDate, []string{"death_date"}, ""},
		{"a death after the day", complete(), anybody, holds(wed, death(ravi(), "2026-12-01")), decide.Undecided, decide.RuleDeathUnclear, nil, ""},
		{"two weddings whose order cannot be told", complete(), anybody, holds(marriage(mala(), ravi(), "1975"), marriage(mala(), nilesh(), "1975-05-01"), died), decide.Undecided, decide.RuleDate, []string{"marriage_date"}, ""},
		{"somebody else died under the spouse's number", complete(), anybody, holds(wed, death(ravi().but(born("1981-09-09")), "2020-01-01")), decide.Undecided, decide.RuleDiffers, []string{"birth_date"}, ""},
	})
}

func TestParentDecidesAsItsTableSays(t *testing.T) {
	t.Parallel()
	is := func(p someone) decide.Question {
		return decide.Parent{Child: mala().person(), Parent: p.person()}
	}
	registered := birth(mala(), parentsOf)
	rows(t, []row{
		{"the mother", decide.Law{}, is(bala()), holds(registered), decide.Confirmed, decide.RuleParentRegistered, nil, decide.ByNumberAndFacts},
		{"the father", decide.Law{}, is(mohan()), holds(registered), decide.Confirmed, decide.RuleParentRegistered, nil, decide.ByNumberAndFacts},
		{"the mother by her number alone", decide.Law{}, is(someone{nid: bala().nid}), holds(registered), decide.Undecided, decide.RuleParentUnclear, nil, ""},
		{"the mother by her number alone, where the law takes it", decide.Law{NumberAlone: true}, is(someone{nid: bala().nid}), holds(registered), decide.Confirmed, decide.RuleParentRegistered, nil, decide.ByNumberAlone},
		{"the mother under another number", decide.Law{}, is(bala().but(func(s *someone) { s.nid = "1" })), holds(registered), decide.Undecided, decide.RuleParentUnclear, []string{"identifier"}, ""},
		{"somebody else", decide.Law{}, is(nilesh()), holds(registered), decide.Refuted, decide.RuleParentOthers, nil, decide.ByNumberAndFacts},
		{"somebody else, and the record names one parent", decide.Law{}, is(nilesh()), holds(birth(mala(), func(p *person.Person) {
			p.Relations = []person.Relation{{Type: codes.RelationshipMother, Person: bala().person()}}
		})), decide.Undecided, decide.RuleParentUnclear, nil, ""},
		{"somebody else, and the record gives the parents' numbers alone", decide.Law{}, is(nilesh()), holds(birth(mala(), func(p *person.Person) {
			p.Relations = []person.Relation{{Type: codes.RelationshipParent, Person: someone{nid: bala().nid}.person()}, {Type: codes.RelationshipParent, Person: someone{nid: mohan().nid}.person()}}
		})), decide.Undecided, decide.RuleParentUnclear, nil, ""},
		{"no parents in the record", decide.Law{}, is(bala()), holds(birth(mala())), decide.Undecided, decide.RuleNoParents, nil, ""},
		{"the child is not registered", decide.Law{}, is(bala()), holds(), decide.NotFound, decide.RuleParentNotRegistered, nil, ""},
		{"the facts of the child differ", decide.Law{}, decide.Parent{Child: mala().but(named("Usha")).person(), Parent: bala().person()}, holds(registered), decide.Undecided, decide.RuleDiffers, []string{"name"}, ""},
	})
}

func TestSingleParentDecidesAsItsTableSays(t *testing.T) {
	t.Parallel()
	q := decide.SingleParent{Child: mala().person(), Parent: bala().person(), On: day()}
	registered := birth(mala(), parentsOf)
	wed := marriage(bala(), mohan(), "1945-02-01")
	unnumbered := complete()
	unnumbered.FactsAlone = []match.Attribute{match.Name, match.BirthDate}
	rows(t, []row{
		{"never married", complete(), q, holds(registered), decide.Confirmed, decide.RuleSingleParent, nil, decide.ByNumberAndFacts},
		{"never married, if a marriage may be there", decide.Law{}, q, holds(registered), decide.Undecided, decide.RuleNotComplete, []string{"marriage"}, ""},
		{"never married under a number that no record shows to be theirs", unnumbered, q, holds(birth(mala(), func(p *person.Person) {
			p.Relations = []person.Relation{{Type: codes.RelationshipMother, Person: bala().but(withoutNumber).person()}}
		})), decide.Undecided, decide.RuleNotComplete, []string{"marriage"}, ""},
		{"married", complete(), q, holds(registered, wed), decide.Refuted, decide.RuleSingleMarried, nil, decide.ByNumberAndFacts},
		{"married, if a divorce may be there", complete(codes.VitalEventMarriage, codes.VitalEventDeath), q, holds(registered, wed), decide.Undecided, decide.RuleNotComplete, []string{"divorce"}, ""},
		{"divorced", complete(), q, holds(registered, marriage(bala(), mohan(), "1945-02-01", divorced("1960-01-01"))), decide.Confirmed, decide.RuleSingleParent, nil, decide.ByNumberAndFacts},
		{"widowed", complete(), q, holds(registered, wed, death(mohan(), "1990-01-01")), decide.Confirmed, decide.RuleSingleParent, nil, decide.ByNumberAndFacts},
		{"no parent", complete(), decide.SingleParent{Child: mala().person(), Parent: nilesh().person(), On: day()}, holds(registered), decide.Refuted, decide.RuleParentOthers, nil, decide.ByNumberAndFacts},
		{"the child is not registered", complete(), q, holds(), decide.NotFound, decide.RuleParentNotRegistered, nil, ""},
	})
}

func TestFamilyDecidesAsItsTableSays(t *testing.T) {
	t.Parallel()
	q := decide.Family{Subject: mala().person()}
	child := someone{nid: "300", given: "Asha", family: "Nair", born: "1976-06-30"}
	rows(t, []row{
		{"nobody", decide.Law{}, q, holds(birth(mala())), decide.NotFound, decide.RuleFamilyNotTold, nil, ""},
		{"a spouse alone, and no birth", decide.Law{}, q, holds(marriage(mala(), ravi(), "1975-02-01")), decide.Confirmed, decide.RuleFamilyTold, nil, decide.ByNumberAndFacts},
		{"the facts differ", decide.Law{}, decide.Family{Subject: mala().but(named("Usha")).person()}, holds(birth(mala(), parentsOf)), decide.Undecided, decide.RuleDiffers, []string{"name"}, ""},
	})
	v, err := settle(t, decide.Law{}, q, holds(birth(mala(), parentsOf), marriage(mala(), ravi(), "1975-02-01"), birth(child, func(p *person.Person) {
		p.Relations = []person.Relation{{Type: codes.RelationshipMother, Person: mala().person()}}
	}), birth(child.but(func(s *someone) { s.nid = "301" }), func(p *person.Person) { // her number and somebody else's name
		p.Relations = []person.Relation{{Type: codes.RelationshipMother, Person: mala().but(named("Usha")).person()}}
	})))
	require.NoError(t, err)
	var told []string
	for _, r := range v.Relatives {
		told = append(told, string(r.Type)+" "+r.Person.Name().GivenName())
	}
	assert.Equal(t, []string{"MTH Bala", "FTH Mohan", "SPS Ravi", "CHILD Asha"}, told)
	assert.Equal(t, []decide.Note{{Code: decide.NoteRelativesNotTold, About: []string{"children"}}}, v.Notes)
}

func TestFamilyTellsWhatARegistryCanBeAsked(t *testing.T) {
	t.Parallel()
	r := holds(birth(mala(), parentsOf))
	r.refuses = func(q search.Query) bool { return q.Event() == codes.VitalEventMarriage || len(q.Conditions()) > 0 }
	v, err := settle(t, decide.Law{}, decide.Family{Subject: mala().person()}, r)
	require.NoError(t, err)
	assert.Equal(t, decide.Confirmed, v.Outcome)
	assert.Len(t, v.Relatives, 2)
	assert.Contains(t, v.Notes, decide.Note{Code: decide.NoteRelativesNotTold, About: []string{"spouses"}})
	assert.Contains(t, v.Notes, decide.Note{Code: decide.NoteRelativesNotTold, About: []string{"children"}})
}
