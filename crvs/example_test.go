package crvs_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// exampleRegistry runs a sandbox on a port of this machine and makes a client of
// it. Call end when you are through.
func exampleRegistry(options ...crvs.Option) (client *crvs.Client, end func()) {
	registry, err := sandbox.New(sandbox.WithClient("spmis", "a-secret"))
	if err != nil {
		panic(err)
	}
	srv := httptest.NewServer(http.StripPrefix("/dci", registry))
	client, err = crvs.New(srv.URL+"/dci", append([]crvs.Option{
		crvs.WithSender("spmis.example.org"),
		crvs.WithClientCredentials("spmis", "a-secret"),
		crvs.WithInsecureUnsigned(),
	}, options...)...)
	if err != nil {
		panic(err)
	}
	return client, func() {
		client.CloseIdleConnections()
		srv.Close()
	}
}

func ExampleNew() {
	_, err := crvs.New("https://crvs.example.org/dci",
		crvs.WithSender("spmis.example.org"),
		crvs.WithReceiver("crvs.example.org"),
		crvs.WithClientCredentials("spmis", "a-secret"),
		crvs.WithTimeout(20*time.Second),
		crvs.WithInsecureUnsigned())
	fmt.Println(err)

	_, err = crvs.New("https://crvs.example.org/dci", crvs.WithInsecureUnsigned())
	fmt.Println(err)
	// Output:
	// <nil>
	// crvs: new: invalid: sender_id (WithSender) is required
}

func ExampleClient_Find() {
	client, end := exampleRegistry()
	defer end()
	ctx := context.Background()

	for _, number := range []string{"B90MAY123", "B00NOBODY"} {
		hit, err := client.Find(ctx, search.ByIdentifier(codes.IdentifierBRN, number).In(codes.VitalEventBirth))
		switch {
		case errors.Is(err, crvs.ErrNotFound):
			fmt.Println("the registry was asked and has no such record")
		case err != nil:
			fmt.Println("could not ask:", err)
		default:
			fmt.Println(hit.Match, hit.Person.Name().FamilyName(), hit.Person.BirthDate().Text())
		}
	}
	// Output:
	// confirmed Kumar 1990-05-12
	// the registry was asked and has no such record
}

func ExampleClient_SearchPage() {
	client, end := exampleRegistry()
	defer end()

	year := person.MustDate("2017")
	page, err := client.SearchPage(context.Background(),
		search.Where(search.BirthDate.Is(year)).In(codes.VitalEventBirth).WithPageSize(2))
	if err != nil {
		fmt.Println("could not ask:", err)
		return
	}
	fmt.Println(len(page.Hits), "on page", page.Number, "and more:", page.Total > len(page.Hits))
	// Output: 2 on page 1 and more: true
}

func ExampleClient_Search() {
	client, end := exampleRegistry()
	defer end()

	q := search.Where(
		search.MarriageDate.Between(person.MustDate("2015-01-01"), person.MustDate("2015-03-31")),
	).In(codes.VitalEventMarriage)
	for hit, err := range client.Search(context.Background(), q) {
		if err != nil {
			fmt.Println("not all could be read:", err)
			return
		}
		fmt.Println(hit.RegistrationNumber, hit.Person.MarriageDate().Text())
	}
	// Output: M15FEB042 2015-02-14
}

func ExampleClient_SearchBatch() {
	client, end := exampleRegistry()
	defer end()

	queries := []search.Query{
		search.ByIdentifier(codes.IdentifierDRN, "D24AUG007").In(codes.VitalEventDeath),
		search.ByIdentifier(codes.IdentifierNationalID, "123456789").In(codes.VitalEventDeath),
	}
	results, err := client.SearchBatch(context.Background(), queries)
	if err != nil {
		fmt.Println("none of them could be asked:", err)
		return
	}
	for i, r := range results {
		if r.Err != nil {
			fmt.Println(queries[i], "could not be asked:", r.Err)
			continue
		}
		fmt.Println(queries[i], len(r.Page.Hits))
	}
	// Output:
	// [idtype-value DRN in death] 1
	// [idtype-value NATIONAL_ID in death] 0
}

func ExampleClient_Locations() {
	client, end := exampleRegistry()
	defer end()

	locations, err := client.Locations(context.Background())
	if err != nil {
		fmt.Println("could not ask:", err)
		return
	}
	leaf := locations.Places[len(locations.Places)-1]
	path := locations.Path(leaf.ID)
	fmt.Println(path[0].Parent == "", path[len(path)-1] == leaf)
	// Output: true true
}

func ExampleClient_Preview() {
	client, end := exampleRegistry()
	defer end()

	message, err := client.Preview(context.Background(), search.ByIdentifier(codes.IdentifierBRN, "B90MAY123"))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, query, _ := strings.Cut(string(message), `"query":`)
	query, _, _ = strings.Cut(query, "}")
	fmt.Println(query + "}")
	// Output: {"type":"BRN","value":"B90MAY123"}
}

func ExampleWithAudit() {
	client, end := exampleRegistry(crvs.WithAudit(func(_ context.Context, r crvs.AuditRecord) {
		for _, q := range r.Questions {
			fmt.Println(r.SenderID, "asked", q.Form, "for", q.Consent.PurposeCode, "and got", q.Outcome)
		}
	}))
	defer end()

	_, err := client.Find(context.Background(), search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth).
		WithConsent(search.Consent{Given: time.Now(), Purpose: search.Purpose{Code: "CHILD_GRANT"}}))
	fmt.Println(err)
	// Output:
	// spmis.example.org asked idtype-value BRN in live_birth for CHILD_GRANT and got found
	// <nil>
}

// OpenCRVS up to 1.9 takes a token request from the query of the URL, at a host
// of its own.
func ExampleWithTokenStyle() {
	_, err := crvs.New("https://dci.crvs.example.org",
		crvs.WithSender("spmis.example.org"),
		crvs.WithClientCredentials("spmis", "a-secret"),
		crvs.WithTokenURL("https://auth.crvs.example.org/token"),
		crvs.WithTokenStyle(crvs.TokenStyle{As: crvs.TokenQuery}),
		crvs.WithInsecureUnsigned())
	fmt.Println(err)
	// Output: <nil>
}

// A token may come from anywhere: a vault, a sidecar, or a TokenSource of
// golang.org/x/oauth2, whose Token method fits into the function.
func ExampleWithTokenSource() {
	registry, err := sandbox.New(sandbox.WithToken("from-the-vault"))
	if err != nil {
		panic(err)
	}
	srv := httptest.NewServer(registry)
	defer srv.Close()

	vault := crvs.TokenFunc(func(context.Context) (string, error) { return "from-the-vault", nil })
	client, err := crvs.New(srv.URL, crvs.WithSender("spmis.example.org"), crvs.WithTokenSource(vault), crvs.WithInsecureUnsigned())
	if err != nil {
		panic(err)
	}
	defer client.CloseIdleConnections()
	hit, err := client.Find(context.Background(), search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth))
	fmt.Println(hit.RegistrationNumber, err)
	// Output: B90MAY123 <nil>
}

// A mediator takes basic authentication for itself, and the registry behind it
// the token in another header.
func ExampleWithTokenHeader() {
	_, err := crvs.New("https://openhim.example.org/crvs",
		crvs.WithSender("spmis.example.org"),
		crvs.WithBasicAuth("spmis", "the-mediators-password"),
		crvs.WithClientCredentials("spmis", "a-secret"),
		crvs.WithTokenHeader(crvs.TokenHeader{Name: "X-Registry-Authorization"}),
		crvs.WithInsecureUnsigned())
	fmt.Println(err)
	// Output: <nil>
}

func ExampleWithInsecurePlainHTTP() {
	_, err := crvs.New("http://registry.example.org",
		crvs.WithSender("spmis.example.org"),
		crvs.WithClientCredentials("spmis", "a-secret"),
		crvs.WithInsecureUnsigned())
	fmt.Println(err)
	// Output: crvs: new: invalid: credentials would go over plain http, where everybody on the way can read them: use https in the base URL, or accept it (WithInsecurePlainHTTP)
}
