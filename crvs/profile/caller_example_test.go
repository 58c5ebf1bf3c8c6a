package profile_test

import (
	"fmt"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// A webhook of OpenCRVS, after its signature was verified.
func ExampleOpenCRVSWebhooks() {
	const posted = `{"timestamp":"2026-11-04T08:00:00Z","id":"7","event":{"hub":{"topic":"DEATH_REGISTERED"},"context":[{"resourceType":"Bundle","entry":[
		{"resource":{"resourceType":"Composition","section":[{"code":{"coding":[{"code":"deceased-details"}]},"entry":[{"reference":"Patient/1"}]}]}},
		{"resource":{"resourceType":"Patient","id":"1","name":[{"use":"en","family":["Suharto"]}],"deceasedDateTime":"2026-11-03"}},
		{"resource":{"resourceType":"Task","identifier":[{"system":"http://opencrvs.org/specs/id/death-registration-number","value":"2026DSUHA26"}]}}]}]}}`
	r, err := profile.OpenCRVSWebhooks().Decode([]byte(posted), profile.Asked{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range r.Events {
		if e.Unreadable {
			continue // what it holds may be half a record
		}
		fmt.Println(e.Event, e.Change, e.Records[0].RegistrationNumber, e.Records[0].Person.DeathDate().Text())
	}
	// Output: death registered 2026DSUHA26 2026-11-03
}

// Two event documents of OpenCRVS 2.0: only one of them is registered.
func ExampleOpenCRVS2Events() {
	p := profile.OpenCRVS2Events()
	for _, posted := range []string{
		`{"id":"f-1","type":"birth","status":"DECLARED","declaration":{"child.name":{"firstname":"Selam"}}}`,
		`{"id":"f-1","type":"birth","status":"REGISTERED","legalStatuses":{"REGISTERED":{"registrationNumber":"2026BSELAM7"}},"declaration":{"child.name":{"firstname":"Selam"}}}`,
	} {
		r, err := p.Decode([]byte(posted), profile.Asked{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.Unregistered, len(r.Events))
		for _, e := range r.Events {
			fmt.Println(e.Event, e.Records[0].RegistrationNumber)
		}
	}
	// Output:
	// 1 0
	// 0 1
	// live_birth 2026BSELAM7
}

// A country whose form of births asks for a number of its own.
func ExampleOpenCRVS2EventsWith() {
	fields := profile.UsualOpenCRVS2Fields()
	fields[codes.VitalEventBirth].Mother.Identifiers["RESIDENT_NO"] = "mother.residentNumber"
	p := profile.OpenCRVS2EventsWith(fields)
	r, err := p.Decode([]byte(`{"id":"f-1","type":"birth","status":"REGISTERED",
		"declaration":{"child.dob":"2026-02-27","mother.residentNumber":"R-17"}}`), profile.Asked{})
	if err != nil {
		fmt.Println(err)
		return
	}
	mother, _ := r.Events[0].Records[0].Person.Mother()
	number, _ := mother.Identifier("RESIDENT_NO")
	fmt.Println(number.Value)
	// Output: R-17
}

// What a command that listens knows profiles by.
func ExampleCallerByName() {
	for _, name := range []string{"opencrvs-webhooks", "dci-1.0", "fax"} {
		p, ok := profile.CallerByName(name)
		fmt.Println(p.System, ok)
	}
	// Output:
	// OpenCRVS webhooks true
	// a registry by DCI CRVS 1.0.0 true
	//  false
}

func ExampleCallers() {
	for _, p := range profile.Callers() {
		fmt.Println(p.Name)
	}
	// Output:
	// opencrvs-webhooks
	// opencrvs-2.0-events
}
