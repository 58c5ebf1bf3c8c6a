package decide_test

import (
	"testing"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
	"github.com/openspmis/dci-crvs-go/search"
)

func parentsOf(p *person.Person) {
	p.Relations = []person.Relation{{Type: codes.RelationshipMother, Person: bala().person()}, {Type: codes.RelationshipFather, Person: mohan().person()}}
}

// withoutNumber is somebody of whom no number is known.
func withoutNumber(s *someone) { s.nid = "" }

func named(given string) func(*someone) { return func(s *someone) { s.given = given } }

func born(date string) func(*someone) { return func(s *someone) { s.born = date } }

func noNames(q search.Query) bool { return len(q.Conditions()) > 1 }

func noFacts(q search.Query) bool { return len(q.Conditions()) > 0 }

func cut(a *decide.Answer) { a.Complete = false }

// identified are the ways in which a record that is found does not count, for every
// question that looks somebody up.
func identified(ask func(person.Person) decide.Question, of func(someone, ...func(*person.Person)) person.Record) []row {
	q := func(s someone) decide.Question { return ask(s.person()) }
	all := facts(match.Name, match.BirthDate, match.Sex, match.BirthPlace)
	slips := all
	slips.NameSlips = true
	brn := func(s *someone) { s.nid = "222222222" }
	return []row{
		{"a number whose record has another date of birth decides nothing", decide.Law{}, q(mala().but(born("1961-08-30"))), holds(of(mala())), decide.Undecided, decide.RuleDiffers, []string{"birth_date"}, ""},
		{"a number whose record has another sex decides nothing", decide.Law{}, q(mala().but(func(s *someone) { s.sex = codes.SexMale })), holds(of(mala())), decide.Undecided, decide.RuleDiffers, []string{"sex"}, ""},
		{"the number of one twin and the name of the other decide nothing", decide.Law{}, q(mala().but(named("Usha"))), holds(of(mala())), decide.Undecided, decide.RuleDiffers, []string{"name"}, ""},
		{"a date with one wrong digit decides nothing", decide.Law{}, q(mala().but(born("1950-05-13"))), holds(of(mala())), decide.Undecided, decide.RuleSimilar, []string{"birth_date"}, ""},
		{"a name with a wrong letter may be that of a twin", decide.Law{}, q(mala().but(named("Mela"))), holds(of(mala())), decide.Undecided, decide.RuleSimilar, []string{"name"}, ""},
		{"a name with a wrong letter beside no date decides nothing", decide.Law{NameSlips: true}, q(mala().but(named("Mela")).but(born(""))), holds(of(mala())), decide.Undecided, decide.RuleSimilar, []string{"name"}, ""},
		{"a name with a wrong letter beside no number decides nothing", slips, q(mala().but(named("Mela")).but(withoutNumber)), holds(of(mala())), decide.Undecided, decide.RuleSimilar, []string{"name"}, ""},
		{"a family name alone identifies nobody without a number", all, q(mala().but(named("")).but(withoutNumber)), holds(of(mala())), decide.Undecided, decide.RuleFactsAlone, []string{"name"}, ""},
		{"a name in another script decides nothing", decide.Law{}, q(mala().but(func(s *someone) { s.given, s.family = "মালা", "কুমার" })), holds(of(mala())), decide.Undecided, decide.RuleCannotTell, []string{"name"}, ""},
		{"a number alone decides nothing", decide.Law{}, q(someone{nid: mala().nid}), holds(of(mala())), decide.Undecided, decide.RuleNumberAlone, nil, ""},
		{"a number and a year of birth are a number alone", decide.Law{}, q(someone{nid: mala().nid, born: "1950"}), holds(of(mala())), decide.Undecided, decide.RuleNumberAlone, nil, ""},
		{"facts alone decide nothing where the law does not take them", decide.Law{}, q(mala().but(withoutNumber)), holds(of(mala())), decide.Undecided, decide.RuleFactsAlone, nil, ""},
		{"facts alone decide nothing where one that the law wants is missing", all, q(mala().but(withoutNumber).but(func(s *someone) { s.place = "" })), holds(of(mala())), decide.Undecided, decide.RuleFactsAlone, []string{"birth_place"}, ""},
		{"a year is no date of birth that identifies", all, q(mala().but(withoutNumber).but(born("1950"))), holds(of(mala())), decide.Undecided, decide.RuleFactsAlone, []string{"birth_date"}, ""},
		{"one person under two numbers is found by the facts", all, q(mala().but(brn)), holds(of(mala())), decide.Undecided, decide.RuleDiffers, []string{"identifier"}, ""},
		{"two whom the facts fit are ambiguous", all, q(mala().but(withoutNumber)), holds(of(mala()), of(mala().but(brn))), decide.Ambiguous, decide.RuleSeveral, nil, ""},
		{"a record that does not show the number decides nothing", decide.Law{}, q(mala()), registry{records: []person.Record{of(mala().but(withoutNumber))}, loose: true}, decide.Undecided, decide.RuleUnconfirmed, nil, ""},
		{"an answer that is cut decides nothing", decide.Law{}, q(mala()), registry{change: cut}, decide.Undecided, decide.RuleIncomplete, nil, ""},
		{"nothing known but the number of another register", decide.Law{}, ask(person.Person{Identifiers: []person.Identifier{{Type: codes.IdentifierMRN, Value: "M77"}}}), holds(of(mala())), decide.Undecided, decide.RuleNoNumber, nil, ""},
	}
}

func TestBirthDecidesAsItsTableSays(t *testing.T) {
	t.Parallel()
	ask := func(p person.Person) decide.Question { return decide.Birth{Child: p} }
	q := func(s someone) decide.Question { return ask(s.person()) }
	all := facts(match.Name, match.BirthDate, match.Sex, match.BirthPlace)
	withParents := mala().but(func(s *someone) { p := person.Person{}; parentsOf(&p); s.relations = p.Relations })
	brn := mala().but(withoutNumber).but(func(s *someone) { s.more = []person.Identifier{{Type: codes.IdentifierBRN, Value: "B123456789"}} })
	rows(t, append(identified(ask, birth), []row{
		{"a number and facts that agree", decide.Law{}, q(mala()), holds(birth(mala())), decide.Confirmed, decide.RuleBirthRegistered, nil, decide.ByNumberAndFacts},
		{"the number of the registration and facts that agree", decide.Law{}, q(brn), holds(birth(mala())), decide.Confirmed, decide.RuleBirthRegistered, nil, decide.ByNumberAndFacts},
		{"parents who agree", decide.Law{}, q(withParents), holds(birth(mala(), parentsOf)), decide.Confirmed, decide.RuleBirthRegistered, nil, decide.ByNumberAndFacts},
		{"a number alone, where the law takes it", decide.Law{NumberAlone: true}, q(someone{nid: mala().nid}), holds(birth(mala())), decide.Confirmed, decide.RuleBirthRegistered, nil, decide.ByNumberAlone},
		{"facts alone, where the law takes them", all, q(mala().but(withoutNumber)), holds(birth(mala())), decide.Confirmed, decide.RuleBirthRegistered, nil, decide.ByFactsAlone},
		{"facts alone, of a registry that takes no names", all, q(mala().but(withoutNumber)), registry{records: []person.Record{birth(mala()), birth(ravi().but(born(mala().born)))}, refuses: noNames}, decide.Confirmed, decide.RuleBirthRegistered, nil, decide.ByFactsAlone},
		{"a date as near as the law allows", decide.Law{DateDays: 2}, q(mala().but(born("1950-05-14"))), holds(birth(mala())), decide.Confirmed, decide.RuleBirthRegistered, nil, decide.ByNumberAndFacts},
		{"a date with a slip, where the law takes it", decide.Law{DateSlips: true}, q(mala().but(born("1950-12-05"))), holds(birth(mala())), decide.Confirmed, decide.RuleBirthRegistered, nil, decide.ByNumberAndFacts},
		{"one registration that was found by two numbers, and says by which", decide.Law{}, q(mala().but(func(s *someone) { s.more = brn.more })), registry{records: []person.Record{birth(mala()), birth(mala(), withExtra(`{"found_by":"BRN"}`))}}, decide.Confirmed, decide.RuleBirthRegistered, nil, decide.ByNumberAndFacts},
		{"two registrations under one number that differ", decide.Law{}, q(brn.but(func(s *someone) { s.born, s.place = "", "" })), holds(birth(mala()), birth(mala().but(born("1961-08-30")))), decide.Ambiguous, decide.RuleSeveral, nil, ""},
		{"a name with a wrong letter, where the law takes it", decide.Law{NameSlips: true}, q(mala().but(named("Mela"))), holds(birth(mala())), decide.Confirmed, decide.RuleBirthRegistered, nil, decide.ByNumberAndFacts},
		{"nobody is registered", decide.Law{}, q(mala()), holds(birth(ravi())), decide.NotFound, decide.RuleBirthNotRegistered, nil, ""},
		{"nobody is registered under the number, and the name cannot be asked for", decide.Law{}, q(mala().but(named("Ma\nla"))), holds(), decide.NotFound, decide.RuleBirthNotRegistered, nil, ""},
		{"nobody is registered under the number, and the year is of another calendar", decide.Law{}, q(mala().but(born("2493-05-12"))), holds(), decide.NotFound, decide.RuleBirthNotRegistered, nil, ""},
		{"nobody is registered under the number, and the registry takes no facts", decide.Law{}, q(mala()), registry{refuses: noFacts}, decide.NotFound, decide.RuleBirthNotRegistered, nil, ""},
		{"another place of birth", decide.Law{}, q(mala().but(func(s *someone) { s.place = "Delhi" })), holds(birth(mala())), decide.Undecided, decide.RuleDiffers, []string{"birth_place"}, ""},
		{"parents whom the record does not show", decide.Law{}, q(withParents), holds(birth(mala())), decide.Undecided, decide.RuleSilent, []string{"parent1_identifier", "related_person.name"}, ""},
		{"a registration that was taken back", decide.Law{}, q(mala()), holds(birth(mala(), withExtra(`{"status":"cancelled"}`))), decide.Undecided, decide.RuleCancelled, nil, ""},
		{"numbers of two people", decide.Law{}, q(mala().but(func(s *someone) { s.more = []person.Identifier{{Type: codes.IdentifierUIN, Value: "U1"}} })), holds(birth(mala()), birth(mala().but(func(s *someone) {
			s.nid, s.more = "", []person.Identifier{{Type: codes.IdentifierUIN, Value: "U1"}}
		}))), decide.Ambiguous, decide.RuleSeveral, nil, ""},
	}...))
}

func TestAgeDecidesAsItsTableSays(t *testing.T) {
	t.Parallel()
	age := func(s someone, least, under int, on string) decide.Question {
		return decide.Age{Subject: s.person(), AtLeast: least, Under: under, On: person.MustDate(on)}
	}
	ask := func(p person.Person) decide.Question { return decide.Age{Subject: p, AtLeast: 60, On: day()} }
	leap := mala().but(born("1964-02-29"))
	rows(t, append(identified(ask, birth), []row{
		{"old enough", decide.Law{}, age(mala(), 60, 0, today), holds(birth(mala())), decide.Confirmed, decide.RuleAgeFits, nil, decide.ByNumberAndFacts},
		{"on the birthday", decide.Law{}, age(mala(), 60, 0, "2010-05-12"), holds(birth(mala())), decide.Confirmed, decide.RuleAgeFits, nil, decide.ByNumberAndFacts},
		{"on the day before", decide.Law{}, age(mala(), 60, 0, "2010-05-11"), holds(birth(mala())), decide.Refuted, decide.RuleAgeDoesNotFit, nil, decide.ByNumberAndFacts},
		{"young enough on the day before", decide.Law{}, age(mala(), 0, 60, "2010-05-11"), holds(birth(mala())), decide.Confirmed, decide.RuleAgeFits, nil, decide.ByNumberAndFacts},
		{"too old on the birthday", decide.Law{}, age(mala(), 18, 60, "2010-05-12"), holds(birth(mala())), decide.Refuted, decide.RuleAgeDoesNotFit, nil, decide.ByNumberAndFacts},
		{"a year, and the limit outside it", decide.Law{}, age(mala(), 60, 0, "2011-01-01"), holds(birth(mala().but(born("1950")))), decide.Confirmed, decide.RuleAgeFits, nil, decide.ByNumberAndFacts},
		{"a year, and the limit within it", decide.Law{}, age(mala().but(born("1950")), 60, 0, "2010-05-12"), holds(birth(mala().but(born("1950")))), decide.Undecided, decide.RuleAgeOpen, nil, decide.ByNumberAndFacts},
		{"a day that stands for its year", decide.Law{}, age(mala().but(born("1950-01-01")), 60, 0, "2010-05-12"), holds(birth(mala().but(born("1950-01-01")))), decide.Undecided, decide.RuleAgeOpen, nil, decide.ByNumberAndFacts},
		{"1 January, where it stands for itself", decide.Law{YearDays: []match.MonthDay{}}, age(mala().but(born("1950-01-01")), 60, 0, "2010-05-12"), holds(birth(mala().but(born("1950-01-01")))), decide.Confirmed, decide.RuleAgeFits, nil, decide.ByNumberAndFacts},
		{"29 February, and no law", decide.Law{}, age(leap, 61, 0, "2025-02-28"), holds(birth(leap)), decide.Undecided, decide.RuleAgeOpen, nil, decide.ByNumberAndFacts},
		{"29 February, by law on 28 February", decide.Law{LeapDay: person.LeapDayFebruary28}, age(leap, 61, 0, "2025-02-28"), holds(birth(leap)), decide.Confirmed, decide.RuleAgeFits, nil, decide.ByNumberAndFacts},
		{"29 February, by law on 1 March", decide.Law{LeapDay: person.LeapDayMarch1}, age(leap, 61, 0, "2025-02-28"), holds(birth(leap)), decide.Refuted, decide.RuleAgeDoesNotFit, nil, decide.ByNumberAndFacts},
		{"the given date decides otherwise than the registered one", decide.Law{DateSlips: true}, age(mala().but(born("1950-12-05")), 60, 0, "2010-08-01"), holds(birth(mala())), decide.Undecided, decide.RuleAgeOpen, nil, decide.ByNumberAndFacts},
		{"a record without a date", decide.Law{}, age(mala(), 60, 0, today), holds(birth(mala().but(born("")))), decide.Undecided, decide.RuleDate, []string{"birth_date"}, ""},
		{"a placeholder for a date", decide.Law{}, age(mala(), 60, 0, today), holds(birth(mala().but(born("1900-01-01")))), decide.Undecided, decide.RuleDate, []string{"birth_date"}, ""},
		{"two dates on file that decide otherwise", decide.Law{}, age(mala(), 60, 0, "2010-08-01"), holds(birth(mala(), func(p *person.Person) {
			p.BirthDates = append(p.BirthDates, person.MustDate("1950-12-05"))
		})), decide.Undecided, decide.RuleAgeOpen, nil, decide.ByNumberAndFacts},
		{"nobody is registered", decide.Law{}, age(mala(), 60, 0, today), holds(), decide.NotFound, decide.RuleAgeNotRegistered, nil, ""},
	}...))
}

func TestDeathDecidesAsItsTableSays(t *testing.T) {
	t.Parallel()
	ask := func(p person.Person) decide.Question { return decide.Death{Subject: p, On: day()} }
	q := func(s someone) decide.Question { return ask(s.person()) }
	dead := func(s someone, changes ...func(*person.Person)) person.Record {
		return death(s, "2024-08-03", changes...)
	}
	brn := mala().but(withoutNumber).but(func(s *someone) { s.more = []person.Identifier{{Type: codes.IdentifierBRN, Value: "B123456789"}} })
	rows(t, append(identified(ask, dead), []row{
		{"a death is recorded", decide.Law{}, q(mala()), holds(dead(mala())), decide.Confirmed, decide.RuleDeathRecorded, nil, decide.ByNumberAndFacts},
		{"a death without a date, by its number", decide.Law{}, q(mala()), holds(death(mala(), "")), decide.Confirmed, decide.RuleDeathRecorded, nil, decide.ByNumberAndFacts},
		{"the number of the birth leads to that of the person", decide.Law{}, q(brn), holds(birth(mala()), dead(mala())), decide.Confirmed, decide.RuleDeathRecorded, nil, decide.ByNumberAndFacts},
		{"the registry cancelled it", decide.Law{}, q(mala()), holds(dead(mala(), withExtra(`{"status":"cancelled"}`))), decide.Refuted, decide.RuleDeathCancelled, nil, decide.ByNumberAndFacts},
		{"the record is archived, and nobody says why", decide.Law{}, q(mala()), holds(dead(mala(), withExtra(`{"status":"archived"}`))), decide.Undecided, decide.RuleUnconfirmed, nil, ""},
		{"no death is recorded", decide.Law{}, q(mala()), holds(birth(mala()), dead(ravi())), decide.NotFound, decide.RuleDeathNotRecorded, nil, ""},
		{"a death after the day", decide.Law{}, q(mala()), holds(death(mala(), "2026-11-24")), decide.Undecided, decide.RuleDeathUnclear, nil, decide.ByNumberAndFacts},
		{"a death before birth", decide.Law{}, q(mala()), holds(death(mala(), "1940-01-05")), decide.Undecided, decide.RuleDeathUnclear, nil, decide.ByNumberAndFacts},
		{"a complete register refutes no death", decide.Law{Complete: []codes.VitalEvent{codes.VitalEventDeath}}, q(mala()), holds(), decide.NotFound, decide.RuleDeathNotRecorded, nil, ""},
	}...))
}

func TestIdentityDecidesAsItsTableSays(t *testing.T) {
	t.Parallel()
	ask := func(p person.Person) decide.Question { return decide.Identity{Subject: p} }
	q := func(s someone) decide.Question { return ask(s.person()) }
	rows(t, append(identified(ask, birth), []row{
		{"the facts belong to one person", decide.Law{}, q(mala()), holds(birth(mala())), decide.Confirmed, decide.RuleIdentityOne, nil, decide.ByNumberAndFacts},
		{"the register of deaths alone knows them", decide.Law{}, q(mala()), holds(death(mala(), "2024-08-03")), decide.Confirmed, decide.RuleIdentityOne, nil, decide.ByNumberAndFacts},
		{"the number belongs to somebody else", decide.Law{}, q(ravi().but(func(s *someone) { s.nid = mala().nid })), holds(birth(mala())), decide.Refuted, decide.RuleIdentityAnother, nil, ""},
		{"nobody is registered", decide.Law{}, q(mala()), holds(), decide.NotFound, decide.RuleIdentityNotRegistered, nil, ""},
	}...))
}
