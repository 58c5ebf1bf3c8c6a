package decide_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

// exampleClient asks a sandbox on a port of this machine. Call end when you are through.
func exampleClient() (client *crvs.Client, end func()) {
	registry, err := sandbox.New()
	if err != nil {
		panic(err)
	}
	srv := httptest.NewServer(registry)
	client, err = crvs.New(srv.URL, crvs.WithSender("spmis.example.org"), crvs.WithInsecureUnsigned())
	if err != nil {
		panic(err)
	}
	return client, func() {
		client.CloseIdleConnections()
		srv.Close()
	}
}

// known is a person as an office knows them: by national number, name and birthday.
func known(national, given, family, born string) person.Person {
	return person.Person{
		Identifiers: []person.Identifier{{Type: codes.IdentifierNationalID, Value: national}},
		Names:       []person.PersonName{{Given: []string{given}, Family: []string{family}}},
		BirthDates:  []person.Date{person.MustDate(born)},
	}
}

func show(v decide.Verdict, err error) {
	if err != nil {
		fmt.Println("could not ask:", err)
		return
	}
	fmt.Println(v.Outcome, v.Rule)
	fmt.Println(v.Sentence())
}

func ExampleAsk() {
	client, end := exampleClient()
	defer end()
	today := person.MustDate("2025-12-31")

	v, err := decide.Ask(context.Background(), client, decide.Death{Subject: known("987654321", "Ravi", "Nair", "1986-01-20"), On: today})
	switch {
	case err != nil:
		fmt.Println("the registry could not be asked, and nothing is known:", err)
	case v.Outcome == decide.Confirmed && v.IdentifiedBy == decide.ByNumberAndFacts:
		fmt.Println("suspend, tell the family, and name a day:", v.Sentence())
	default:
		fmt.Println("nothing is taken away:", v.Sentence())
	}
	// Output: suspend, tell the family, and name a day: A death is recorded (2025-12-31).
}

func ExampleBirth() {
	client, end := exampleClient()
	defer end()
	ctx := context.Background()

	child := person.Person{
		Names:      []person.PersonName{{Given: []string{"Asha"}, Family: []string{"Nair"}}},
		BirthDates: []person.Date{person.MustDate("2017-06-30")},
		Relations:  []person.Relation{{Type: codes.RelationshipMother, Person: known("123456789", "Mala", "Kumar", "1990-05-12")}},
	}
	show(decide.Ask(ctx, client, decide.Birth{Child: child}))
	law := decide.Law{FactsAlone: []match.Attribute{match.Name, match.BirthDate, match.ParentIdentifier}}
	show(decide.Ask(ctx, client, decide.Birth{Child: child}, decide.WithLaw(law)))
	// Output:
	// undecided identity.facts_alone
	// A record may be this person's, but no number agrees and the other facts do not suffice to be sure.
	// confirmed birth.registered
	// The birth is registered, and what was given agrees with the record.
}

func ExampleAge() {
	client, end := exampleClient()
	defer end()
	show(decide.Ask(context.Background(), client, decide.Age{
		Subject: known("123456789", "Mala", "Kumar", "1990-05-12"), AtLeast: 60, On: person.MustDate("2025-12-31"),
	}))
	// Output:
	// refuted age.does_not_fit
	// By the registered date of birth the age does not fit: 60 or older, on 2025-12-31.
}

func ExampleDeath() {
	client, end := exampleClient()
	defer end()
	on := person.MustDate("2025-12-31")
	show(decide.Ask(context.Background(), client, decide.Death{Subject: known("123456789", "Mala", "Kumar", "1990-05-12"), On: on}))
	show(decide.Ask(context.Background(), client, decide.Death{Subject: known("987654321", "Mala", "Kumar", "1990-05-12"), On: on}))
	// Output:
	// not_found death.not_recorded
	// No death is recorded. This does not prove that the person is alive.
	// undecided facts.differ
	// A record was found, but what was given differs from it: birth_date, name. Perhaps it is somebody else's.
}

func ExampleMarriage() {
	client, end := exampleClient()
	defer end()
	geeta, on := known("200000107", "Geeta", "Joshi", "1984-02-18"), person.MustDate("2025-12-31")
	law := decide.WithLaw(decide.Law{Complete: []codes.VitalEvent{codes.VitalEventMarriage}})
	show(decide.Ask(context.Background(), client, decide.Marriage{Subject: geeta}))
	show(decide.Ask(context.Background(), client, decide.Marriage{Subject: geeta, InForce: true, On: on}, law))
	// Output:
	// confirmed marriage.recorded
	// A marriage is recorded.
	// refuted marriage.ended
	// Each recorded marriage has ended or has not begun (2025-12-31).
}

func ExampleWidowhood() {
	client, end := exampleClient()
	defer end()
	q := decide.Widowhood{Subject: known("123456789", "Mala", "Kumar", "1990-05-12"), On: person.MustDate("2025-12-31")}
	law := decide.WithLaw(decide.Law{Complete: []codes.VitalEvent{codes.VitalEventMarriage, codes.VitalEventDivorce}})
	show(decide.Ask(context.Background(), client, q))
	show(decide.Ask(context.Background(), client, q, law))
	// Output:
	// undecided register.not_complete
	// Whether there is a further record is not known: the register does not hold or does not show every case (marriage, divorce).
	// confirmed widowhood.widowed
	// The marriage and the death of the spouse are recorded, and nothing later (2025-12-31).
}

func ExampleParent() {
	client, end := exampleClient()
	defer end()
	show(decide.Ask(context.Background(), client, decide.Parent{
		Child:  person.Person{Identifiers: []person.Identifier{{Type: codes.IdentifierBRN, Value: "B17JUN009"}}, Names: []person.PersonName{{Text: "Asha Nair"}}},
		Parent: known("123456789", "Mala", "Kumar", "1990-05-12"),
	}))
	// Output:
	// confirmed parent.registered
	// The record of the birth names this person as a parent.
}

func ExampleSingleParent() {
	client, end := exampleClient()
	defer end()
	law := decide.WithLaw(decide.Law{Complete: []codes.VitalEvent{codes.VitalEventMarriage}})
	show(decide.Ask(context.Background(), client, decide.SingleParent{
		Child:  person.Person{Identifiers: []person.Identifier{{Type: codes.IdentifierBRN, Value: "B17JUN009"}}, Names: []person.PersonName{{Text: "Asha Nair"}}},
		Parent: known("123456789", "Mala", "Kumar", "1990-05-12"),
		On:     person.MustDate("2025-12-31"),
	}, law))
	// Output:
	// confirmed single_parent.not_married
	// The record of the birth names this person as a parent, and no marriage of theirs is in force (2025-12-31).
}

func ExampleIdentity() {
	client, end := exampleClient()
	defer end()
	show(decide.Ask(context.Background(), client, decide.Identity{Subject: known("123456789", "Mala", "Kumar", "1990-12-05")}))
	slips := decide.WithLaw(decide.Law{DateSlips: true})
	show(decide.Ask(context.Background(), client, decide.Identity{Subject: known("123456789", "Mala", "Kumar", "1990-12-05")}, slips))
	// Output:
	// undecided facts.similar
	// A record was found, but what was given differs a little from it: birth_date.
	// confirmed identity.one_person
	// What was given belongs to one registered person.
}

func ExampleFamily() {
	client, end := exampleClient()
	defer end()
	v, err := decide.Ask(context.Background(), client, decide.Family{Subject: known("123456789", "Mala", "Kumar", "1990-05-12")})
	show(v, err)
	for _, r := range v.Relatives { // personal data: show it to who may see it
		fmt.Println(r.Type, r.Person.Name().Full())
	}
	// Output:
	// confirmed family.told
	// The registry tells of relatives.
	// MTH Bala
	// FTH Mohan
	// SPS Ravi Nair
	// CHILD Asha Nair
}
