package profile_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"

	"github.com/openspmis/dci-crvs-go/search"
)

// FuzzDecode: no profile panics, keeps more than the bounds allow, or quotes the
// body in an error; and what one reads, all read.
func FuzzDecode(f *testing.F) {
	for _, body := range []string{
		"", "{}", "null", "[]", `"x"`, "\ufeff{}", `{"success":"true"}`, `{"success":1,"data":[]}`, `{"success":"true","data":""}`,
		`{"success":"true","return_message":"Search Completed","data":[{"identification_type":"NATIONAL_ID","identification_value":"1","repository_type":"birth","brn":"B1","name":{"first_name":"Asha"},"gender":"F"}]}`,
		`{"success":"true","data":{"sex":"M","marital_status":"U"}}`, `{"success":"true","data":[1,"a",null,{}]}`, `{"success":true,"data":[[[[[]]]]]}`,
		`{"success":"false","error_code":567,"return_message":"Invalid Input Parameters"}`, `{"success":"true","success":"false"}`, `{"success":"true" "data":[]}`,
		`{"message":{"search_response":[{"reference_id":"r","status":"succ","data":{"reg_event_type":"birth","reg_records":[{"sex":"M","marital_status":"U","identifier":[{"identifier_type":"ACTE","identifier_value":"1"}],"related_person":[{"related_member":{"sex":"H"}}]}]}}]}}`,
		`{"ack_status":"ACK","error":{"code":"err.request.bad"}}`, `{"transaction_id":1,"search_response":{"status":"succ"}}`, `{"success":"true","data":[{"a":"\ud800"}]}`,
	} {
		f.Add([]byte(body))
	}
	for _, body := range verbSeeds() {
		f.Add([]byte(body))
	}
	profiles := append(profile.All(), speaking())
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, p := range profiles {
			a, err := p.Decode(body, profile.Asked{Questions: 1, PageSize: 2})
			if err != nil {
				if a != nil || !strings.HasPrefix(err.Error(), "not valid JSON: ") || len(err.Error()) > 120 {
					t.Fatalf("%s: %v", p.Name, err)
				}
				continue
			}
			if !json.Valid([]byte(strings.TrimPrefix(string(body), "\ufeff"))) {
				t.Fatalf("%s read what is no JSON", p.Name)
			}
			if what := bounded(a, body, 1); what != "" {
				t.Fatalf("%s keeps too much: %s", p.Name, what)
			}
			checkEvents(t, a.Events)
			for _, item := range a.Items {
				if item.Total < profile.Unknown || len(item.Records) > len(body) {
					t.Fatalf("%s: an item out of bounds", p.Name)
				}
			}
		}
	})
}

// checkEvents: each is readable or says that it is not, and keeps what came.
func checkEvents(t *testing.T, events []profile.Event) {
	t.Helper()
	for _, e := range events {
		if !e.Unreadable && len(e.Records) == 0 {
			t.Fatal("an event without a record is called readable")
		}
		if e.Raw != nil && !json.Valid(e.Raw) {
			t.Fatal("an event keeps what is no JSON")
		}
		if e.Event == codes.VitalEventAny {
			t.Fatal("any event is no event")
		}
	}
}

// FuzzPlan: whatever is asked, a profile refuses it or writes JSON that holds the
// value as a text.
func FuzzPlan(f *testing.F) {
	f.Add("BRN", "B-SELAM-07", "birth", "IN-KL", true)
	f.Add("NID", "\"}],\"x\":[{\"", "death", "'\\\"", false)
	f.Add("", "", "", "", false)
	f.Add("CITIZEN_NO", "ገብረ\u2028", "REGISTER", "น้อย", true)
	withCEL := profile.OpenSPP()
	withCEL.Form.Predicate = profile.CELPredicate
	profiles := append(profile.All(), speaking(), withCEL)
	f.Fuzz(func(t *testing.T, kind, value, event, region string, mixed bool) {
		q := search.ByIdentifier(codes.IdentifierType(kind), value).In(codes.VitalEvent(event))
		if mixed {
			q = q.And(search.Region.Is(region))
		}
		if q.Validate() != nil {
			return
		}
		for _, p := range profiles {
			plan, err := p.Plan(q)
			if err != nil {
				continue
			}
			e, err := p.Encode(profile.Message{MessageID: "m", TransactionID: "7", SenderID: "s", At: time.Unix(0, 0), Body: profile.Search{plan}})
			if err != nil {
				t.Fatalf("%s: a valid question is not written: %v", p.Name, err)
			}
			if !json.Valid(e.Body()) {
				t.Fatalf("%s writes no JSON", p.Name)
			}
			quoted, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			var all any
			_ = json.Unmarshal(e.Body(), &all)
			again, _ := json.Marshal(all) // the same escapes
			if p.Form.Predicate == nil && !strings.Contains(string(again), string(quoted)) {
				t.Fatalf("%s loses the value", p.Name)
			}
		}
	})
}
