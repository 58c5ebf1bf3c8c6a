package profile_test

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func ExampleByName() {
	p, ok := profile.ByName("opencrvs-2024")
	fmt.Println(ok, p.System)
	_, ok = profile.ByName("opencrvs")
	fmt.Println(ok)
	// Output:
	// true OpenCRVS DCI server 1.0 (2024)
	// false
}

func ExampleAll() {
	for _, p := range profile.All() {
		fmt.Println(p.Name, "asks at", p.Paths[profile.VerbSearch])
	}
	// Output:
	// dci-1.0 asks at /registry/sync/search
	// opencrvs-2024 asks at /registry/sync/search
	// opencrvs-1.9 asks at /registry/sync/search
	// openspp asks at /registry/sync/search
	// openg2p asks at /registry/sync/search
	// workshop-2022 asks at /searchCRVSData
	// bare-crvs asks at /crvs/sync/search
}

// What a registry would misread is refused before anything is sent.
func ExampleProfile_Plan() {
	p := profile.OpenCRVS2024()
	born := search.BirthDate.OnOrAfter(person.MustDate("2019"))
	_, err := p.Plan(search.Where(born).In(codes.VitalEventBirth))
	fmt.Println(errors.Is(err, crvs.ErrUnsupported))
	fmt.Println(err)

	plan, err := p.Plan(search.Where(search.BirthDate.Is(person.MustDate("2019-09-12"))).In(codes.VitalEventBirth))
	fmt.Println(err, plan.RegType)
	fmt.Println(plan.Items[0].First.Operator, plan.Items[0].Connective, plan.Items[0].Second.Operator)
	// Output:
	// true
	// crvs: unsupported: OpenCRVS DCI server 1.0 (2024): one bound of birth_date alone is ignored and every record of the event is handed out: ask with Is or Between
	// <nil> ocrvs:registry_type:birth
	// ge and le
}

// A dialect of one's own: the nearest of ours, and what differs.
func ExampleProfile_Refuse() {
	ruritania := func() profile.Profile {
		p := profile.DCI10()
		p.Name, p.System = "ruritania", "the registry of Ruritania"
		p.Paths[profile.VerbSearch] = "/api/v2/dci/search"
		p.Words.Identifiers = map[codes.IdentifierType]string{codes.IdentifierNationalID: "CITIZEN_NO"}
		p.Asks.Events = []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath}
		p.Adjust = func(p profile.Profile, plan profile.Plan) (profile.Plan, error) {
			for _, item := range plan.Items {
				if item.Connective == codes.ConnectiveOr && item.First.Attribute != item.Second.Attribute {
					return profile.Plan{}, p.Refuse("it reads an or over two attributes as and: ask in two queries")
				}
			}
			return plan, nil
		}
		return p
	}
	plan, err := ruritania().Plan(search.ByIdentifier("NID", "700100200"))
	fmt.Println(plan.Identifier.Type, err)
	_, err = ruritania().Plan(search.Where(search.FamilyName.Is("Rao").Or(search.GivenName.Is("Rao"))))
	fmt.Println(err)
	// Output:
	// CITIZEN_NO <nil>
	// crvs: unsupported: the registry of Ruritania: it reads an or over two attributes as and: ask in two queries
}

// A client of a server that wants the token bare, without the word Bearer, as
// G2P-Connect does.
func ExampleProfile_tokenHeader() {
	p := profile.OpenG2P()
	p.Name, p.System = "g2p-connect", "a server of G2P-Connect"
	p.TokenHeader = crvs.TokenHeader{Bare: true}

	_, err := crvs.New("https://registry.example.org/crvs", crvs.WithProfile(p), crvs.WithSender("spmis.example.org"),
		crvs.WithBearerToken("eyJhbGciOiJSUzI1NiJ9.e30.c2ln"), crvs.WithInsecureUnsigned())
	fmt.Println(err)
	// Output:
	// <nil>
}

// OpenCRVS 2.0 gives tokens at its gateway, and reads a form.
func ExampleProfile_token() {
	p := profile.OpenCRVS19()
	p.Token = crvs.TokenStyle{As: crvs.TokenForm, Path: "/auth/token"}

	_, err := crvs.New("https://gateway.crvs.example.org", crvs.WithProfile(p), crvs.WithSender("https://spmis.example.org"),
		crvs.WithClientCredentials("id", "secret"), crvs.WithInsecureUnsigned())
	fmt.Println(err)
	// Output:
	// <nil>
}

func ExampleCELPredicate() {
	p := profile.OpenSPP()
	p.Form.Predicate = profile.CELPredicate
	plan, err := p.Plan(search.Where(search.BirthDate.Is(person.MustDate("2019")), search.FamilyName.Is("Rao")))
	fmt.Println(string(plan.Query), err)
	// Output:
	// "birth_date >= \"2019-01-01\" && birth_date <= \"2019-12-31\" && surname == \"Rao\"" <nil>
}

func ExampleStandardExpression() {
	plan, err := profile.OpenG2P().Plan(search.Where(search.BirthDate.Is(person.MustDate("2019"))).AsExpression())
	fmt.Println(plan.Language, err)
	fmt.Println(string(plan.Expression))
	// Output:
	// ns:org:QueryType:expression <nil>
	// {"expression":{"$and":[{"birth_date":{"$gte":"2019-01-01","$lte":"2019-12-31"}}]}}
}

func ExampleProfile_Encode() {
	p := profile.Workshop2022()
	plan, err := p.Plan(search.ByIdentifier(codes.IdentifierNationalID, "700100200").In(codes.VitalEventBirth).And(search.Region.Is("IN-GJ")))
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := p.Encode(profile.Message{MessageID: "m-1", TransactionID: "t-1", At: time.Now(), Body: profile.Search{plan}})
	fmt.Println(string(e.Body()), err)
	// Output:
	// {"repository_type":["Birth"],"identification_type":"NATIONAL_ID","identification_value":"700100200","state_code":"IN-GJ"} <nil>
}

func ExampleProfile_Decode() {
	p := profile.Workshop2022()
	a, err := p.Decode([]byte(`{"success":"false","error_code":567,"return_message":"Invalid Input Parameters"}`), profile.Asked{Questions: 1, PageSize: 1})
	fmt.Println(a.Errors[0].Code, a.Errors[0].Message, err)
	a, err = p.Decode([]byte(`{"success":"true","data":[{"repository_type":"birth","brn":"B-7","gender":"F","dob":"2019-09-12"}]}`), profile.Asked{Questions: 1, PageSize: 1})
	fmt.Println(a.Items[0].Records[0].Event, a.Items[0].Records[0].RegistrationNumber, err)
	// Output:
	// 567 Invalid Input Parameters <nil>
	// live_birth B-7 <nil>
}

// lines is a codec for a registry that speaks no JSON at all.
type lines struct{}

func (lines) Encode(p profile.Profile, m profile.Message) (profile.Encoded, error) {
	questions, ok := m.Body.(profile.Search)
	if !ok {
		return profile.Encoded{}, p.Refuse("it can only be searched")
	}
	var b strings.Builder
	for _, plan := range questions {
		fmt.Fprintf(&b, "%s %s\n", plan.Identifier.Type, plan.Identifier.Value)
	}
	return profile.Encoded{Message: []byte(b.String())}, nil
}

func (lines) Decode(_ profile.Profile, body []byte, _ profile.Asked) (*profile.Received, error) {
	item := profile.AnswerItem{Status: codes.StatusSuccess, PageNumber: profile.Unknown, PageSize: profile.Unknown, Total: profile.Unknown}
	if number, found := strings.CutPrefix(strings.TrimSpace(string(body)), "BRN "); found {
		item.Records = []person.Record{{
			Event: codes.VitalEventBirth, RegistrationNumber: number,
			Person: person.Person{Identifiers: []person.Identifier{{Type: codes.IdentifierBRN, Value: number}}},
		}}
	}
	return &profile.Received{HasItems: true, Items: []profile.AnswerItem{item}}, nil
}

// What has not the standard's form at all gets a codec of its own.
func ExampleCodec() {
	p := profile.Workshop2022()
	p.Name, p.System, p.Codec = "lines", "a registry that speaks in lines", lines{}
	plan, err := p.Plan(search.ByIdentifier(codes.IdentifierBRN, "B-7"))
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := p.Encode(profile.Message{TransactionID: "t", Body: profile.Search{plan}})
	fmt.Printf("%q %v\n", e.Body(), err)
	a, err := p.Decode([]byte("BRN B-7\n"), profile.Asked{Questions: 1, PageSize: 1})
	fmt.Println(a.Items[0].Records[0].RegistrationNumber, err)
	// Output:
	// "BRN B-7\n" <nil>
	// B-7 <nil>
}

func ExampleProfile_SameIdentifier() {
	fmt.Println(profile.OpenCRVS2024().SameIdentifier("BRN", "DRN"))
	fmt.Println(profile.DCI10().SameIdentifier("BRN", "DRN"))
	// Output:
	// true
	// false
}

func ExampleProfile_CheckSender() {
	fmt.Println(profile.OpenCRVS2024().CheckSender("https://spmis.example.org"))
	fmt.Println(profile.OpenCRVS2024().CheckSender("spmis"))
	// Output:
	// <nil>
	// crvs: invalid: sender_id: OpenCRVS DCI server 1.0 (2024) fetches our keys at sender_id/.well-known/jwks.json: for signed and encrypted questions it must be the URL below which our key set is published (https://spmis.example.org)
}

func ExampleProfile_Clone() {
	p := profile.DCI10()
	p.Words.Identifiers = map[codes.IdentifierType]string{codes.IdentifierBRN: "ACTE"}
	c := p.Clone()
	p.Words.Identifiers[codes.IdentifierBRN] = "changed"
	fmt.Println(c.Words.Identifiers[codes.IdentifierBRN])
	// Output:
	// ACTE
}
