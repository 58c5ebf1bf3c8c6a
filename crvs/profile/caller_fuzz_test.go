package profile_test

import (
	"testing"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// FuzzWebhook: never a panic, no error but a SyntaxError, which quotes nothing; a
// readable event has one record, of the event that the topic names.
func FuzzWebhook(f *testing.F) { fuzzCaller(f, profile.OpenCRVSWebhooks()) }

// FuzzEventDocument: as FuzzWebhook.
func FuzzEventDocument(f *testing.F) { fuzzCaller(f, profile.OpenCRVS2Events()) }

func fuzzCaller(f *testing.F, p profile.Profile) {
	f.Helper()
	seeds(f)
	for _, event := range []string{"birth", "death"} {
		f.Add([]byte(called(f, p, event)))
	}
	for _, s := range []string{
		`{"event":{"hub":{"topic":"BIRTH_REGISTERED"},"context":[{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Composition","type":[["birth"],{"text":"x"}],"section":{"code":"child-details","entry":{"reference":"Patient/1"}}}},{"resource":{"resourceType":"Patient","id":1,"name":{"family":"x"}}}]}]}}`,
		`{"event":{"hub":null,"context":null}}`,
		document(`"status":"ARCHIVED","legalStatuses":{"REGISTERED":{}},`), document(`"status":"DECLARED",`), `{"type":"REGISTER","status":"REGISTERED"}`, document(actions("REGISTER", "Accepted", "ARCHIVE", "Accepted")),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := p.Decode(body, profile.Asked{})
		checkError(t, body, err)
		if err != nil {
			return
		}
		checkEvents(t, r.Events)
		for _, e := range r.Events {
			if e.Unreadable != (len(e.Records) == 0) || len(e.Records) > 1 {
				t.Fatal("an event is read by half")
			}
			if !e.Unreadable && (e.Records[0].Event != e.Event || !e.Event.Known()) {
				t.Fatal("a record of another event")
			}
		}
		if r.Unregistered > 0 && len(r.Events) > 0 {
			t.Fatal("a document that is registered and is not")
		}
	})
}
