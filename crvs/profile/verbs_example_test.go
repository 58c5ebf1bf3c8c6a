package profile_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// Where a registry is asked to do something, if it does it at all.
func ExampleProfile_Path() {
	path, err := profile.DCI10().Path(profile.VerbSubscribe)
	fmt.Println(path, err)
	_, err = profile.OpenCRVS2024().Path(profile.VerbSubscribe)
	fmt.Println(errors.Is(err, crvs.ErrUnsupported))
	fmt.Println(err)
	// Output:
	// /registry/subscribe <nil>
	// true
	// crvs: unsupported: OpenCRVS DCI server 1.0 (2024): it does not offer subscribe
}

// A subscription to every death in one region.
func ExampleProfile_Encode_subscribe() {
	p := profile.DCI10()
	filter, err := p.PlanFilter(search.Where(search.Region.Is("EA-3")).In(codes.VitalEventDeath))
	if err != nil {
		fmt.Println(err)
		return
	}
	filter.ReferenceID = "r-1"
	e, err := p.Encode(profile.Message{
		MessageID: "m-1", TransactionID: "t-1", SenderID: "spmis.example.org", SenderURI: "https://spmis.example.org/dci",
		At: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), Body: profile.Subscribe{{Filter: filter}},
	})
	fmt.Println(string(e.Header), err)
	fmt.Println(string(e.Message))
	// Output:
	// {"action":"subscribe","message_id":"m-1","message_ts":"2026-03-01T08:00:00Z","sender_id":"spmis.example.org","sender_uri":"https://spmis.example.org/dci","total_count":1,"version":"1.0.0"} <nil>
	// {"subscribe_request":[{"reference_id":"r-1","subscribe_criteria":{"filter":[{"expression1":{"attribute_name":"region_code","attribute_value":"EA-3","operator":"eq"},"seq_num":1}],"filter_type":"predicate","notify_record_type":"spdci-extensions-dci:Person","reg_event_type":"death","reg_type":"ns:org:RegistryType:Civil","version":"1.0.0"},"timestamp":"2026-03-01T08:00:00Z"}],"transaction_id":"t-1"}
}

// A filter that asks for nothing is every event of its kind. As a question it is
// refused.
func ExampleProfile_PlanFilter() {
	everyDeath := search.Query{}.In(codes.VitalEventDeath)
	filter, err := profile.DCI10().PlanFilter(everyDeath)
	fmt.Println(filter.EventType, len(filter.Items), err)
	_, err = profile.DCI10().Plan(everyDeath)
	fmt.Println(errors.Is(err, crvs.ErrUnsupported))
	// Output:
	// death 0 <nil>
	// true
}

// A notification that arrived, after its signature was verified.
func ExampleProfile_Decode_notification() {
	body := []byte(`{"header":{"message_id":"m-7","message_ts":"2026-03-01T08:00:00Z","action":"notify","status":"succ","total_count":1},
		"message":{"transaction_id":"t-7","notify_event":[{"reference_id":"e-1","timestamp":"2026-03-01T08:00:00Z",
			"data":{"reg_event_type":"death","reg_record_type":"spdci-extensions-dci:Person",
				"reg_records":{"identifier":[{"identifier_type":"DRN","identifier_value":"D-TARAS-11"}],"death_date":"2026-02-28"}}}]}}`)

	r, err := profile.DCI10().Decode(body, profile.Asked{})
	if err != nil || r.TooMuch {
		fmt.Println("not acknowledged:", err)
		return
	}
	for _, e := range r.Events {
		if e.Unreadable {
			fmt.Println(e.ReferenceID, "needs an officer")
			continue
		}
		fmt.Println(e.ReferenceID, e.Event, e.Records[0].RegistrationNumber)
	}
	// Output:
	// e-1 death D-TARAS-11
}

// What one who was told answers.
func ExampleProfile_EncodeAck() {
	p := profile.DCI10()
	now := time.Date(2026, 3, 1, 8, 0, 1, 0, time.UTC)
	text, err := p.EncodeAck(profile.Acknowledgement{Status: codes.AckAccepted, At: now, CorrelationID: "c-1"})
	fmt.Println(string(text), err)
	text, err = p.EncodeAck(profile.Acknowledgement{
		Status: codes.AckError, At: now, CorrelationID: "c-1",
		Error: profile.PeerError{Code: codes.ReasonRequestBad, Message: "message.notify_event is missing"},
	})
	fmt.Println(string(text), err)
	// Output:
	// {"message":{"ack_status":"ACK","correlation_id":"c-1","timestamp":"2026-03-01T08:00:01Z"}} <nil>
	// {"message":{"ack_status":"ERR","correlation_id":"c-1","error":{"code":"err.request.bad","message":"message.notify_event is missing"},"timestamp":"2026-03-01T08:00:01Z"}} <nil>
}
