package sandbox_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// A registry on a port of its own, asked as any program in any language would.
func ExampleNew() {
	reg, err := sandbox.New(sandbox.WithToken("secret"))
	if err != nil {
		fmt.Println(err)
		return
	}
	srv := httptest.NewServer(reg)
	defer srv.Close()

	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, srv.URL+"/registry/sync/search", strings.NewReader(`{
		"header": {"message_id": "m-1", "message_ts": "2026-01-01T00:00:00Z", "action": "search", "sender_id": "mis", "total_count": 1},
		"message": {"transaction_id": "t-1", "search_request": [{"reference_id": "r-1", "timestamp": "2026-01-01T00:00:00Z",
			"search_criteria": {"query_type": "idtype-value", "query": {"type": "BRN", "value": "B90MAY123"}}}]}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	req.Header.Set("Authorization", "Bearer secret")
	req.Header.Set("Content-Type", "application/json")
	resp, err := srv.Client().Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	fmt.Println(resp.StatusCode, strings.Contains(string(body), `"surname":"Kumar","given_name":"Mala"`))
	// Output: 200 true
}

// The registry tells the truth that an answer can be held against.
func ExampleRegistry_Records() {
	reg, err := sandbox.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	for r := range reg.Records() {
		if r.RegistrationNumber == "B17JUN009" {
			fmt.Println(r.Event, r.Person.Name().Full(), r.Person.BirthDate().Text())
		}
	}
	// Output: live_birth Asha Nair 2017-06-30
}

// A registry that misbehaves when told to.
func ExampleRegistry_Inject() {
	reg, err := sandbox.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	id, err := reg.Inject(sandbox.Fault{Kind: sandbox.FaultStatus, Status: 502, Body: sandbox.GatewayPage, Rate: 0.1, Seed: 7})
	fmt.Println(id, err, len(reg.Faults()))
	_, err = reg.Inject(sandbox.Fault{Kind: sandbox.FaultDelay})
	fmt.Println(err)
	fmt.Println(reg.ClearFault(id), reg.ClearFaults())
	// Output:
	// fault-1 <nil> 1
	// crvs: sandbox: invalid: fault delay: delay is required
	// true 0
}

// What came and what left is kept if asked for.
func ExampleRegistry_Exchanges() {
	reg, err := sandbox.New(sandbox.WithExchangeLog(100))
	if err != nil {
		fmt.Println(err)
		return
	}
	reg.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/healthz", nil))
	for _, e := range reg.Exchanges() {
		fmt.Println(e)
	}
	// Output: [exchange 1: /healthz, HTTP 200]
}

// A country for a test: the same on every machine, with people of every kind to
// be found by what they are.
func ExampleWithPopulation() {
	reg, err := sandbox.New(sandbox.WithPopulation(sandbox.Population{Seed: 1, Size: 5000}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for c := range reg.People() {
		if c.Alive && c.BirthNumber != "" && c.Age >= 60 && c.Person.Sex == codes.SexFemale && c.MaritalStatus == codes.MaritalStatusWidowed {
			fmt.Println("a widow of", c.Age, "registered as", c.BirthNumber)
			break
		}
	}
	// Output: a widow of 80 registered as B1945-0000023
}

// The truth about a person: who they are, and whether a death is registered.
func ExampleRegistry_People() {
	reg, err := sandbox.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	for c := range reg.People() {
		if c.Identifier.Value == "987654321" {
			fmt.Println(c.Person.Name().Full(), c.Dead, c.DeathNumber, c.Age)
		}
	}
	// Output: Ravi Nair true D24AUG007 38
}

// Relatives are citizens too.
func ExampleRegistry_Family() {
	reg, err := sandbox.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	for c := range reg.People() {
		if c.BirthNumber == "B17JUN009" {
			for _, parent := range reg.Family(c).Parents {
				fmt.Println(parent.Person.Name().Full(), parent.Alive, parent.MaritalStatus)
			}
		}
	}
	// Output:
	// Mala S Kumar true W
	// Ravi Nair false M
}

// Ages are counted on a day that does not move with the calendar.
func ExampleRegistry_Today() {
	reg, err := sandbox.New(sandbox.WithPopulation(sandbox.Population{Size: 10, To: 2024}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(reg.Today().Text())
	// Output: 2024-12-31
}
