package profile

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// OpenCRVSWebhooks is what OpenCRVS 1.3 to 1.9 posts when a birth or a death is
// registered: a FHIR R4 document, under the topic BIRTH_REGISTERED or DEATH_REGISTERED.
// 2.0 has no webhooks: see [OpenCRVS2Events]. It is one of [Callers].
//
// It signs with a shared secret: give it to the registration as Webhook. It asks once,
// with a challenge, whether the address is ours; package callback answers that. Each
// call is one to three posts, and has no id: an event is known by its record.
//
// A record is the child or the deceased, with the parents and the spouse as relations.
// The number of the registration is read from the task or from the person, and must
// not differ. The tracking id is [Event.ReferenceID]. A date of birth beside an age is
// an estimate and is left out. What two members say differently, a person of whom
// there are two, a task that is not registered: the event is [Event.Unreadable].
// OpenCRVS leaves out the sections that the client may not see: a document without the
// section of the person cannot be read, nor can a death of somebody who has neither a
// name nor a number.
//
// Words.EventTypes are the topics. One that is not there cannot be read.
func OpenCRVSWebhooks() Profile {
	return Profile{
		Name: "opencrvs-webhooks", System: "OpenCRVS webhooks",
		Words: Words{EventTypes: map[codes.VitalEvent]string{
			codes.VitalEventBirth: "BIRTH_REGISTERED", codes.VitalEventDeath: "DEATH_REGISTERED",
		}},
		Codec: webhooks{},
	}
}

// webhooks is the codec of OpenCRVS webhooks.
type webhooks struct{ caller }

// Decode reads a delivery. Its time stands in the header, for it is signed.
func (webhooks) Decode(p Profile, body []byte, asked Asked) (*Received, error) {
	var in struct {
		Timestamp loose `json:"timestamp"`
		Event     *struct {
			Hub struct {
				Topic loose `json:"topic"`
			} `json:"hub"`
			Context some[jsontext.Value] `json:"context"`
		} `json:"event"`
	}
	all, ok, err := called(p, body, asked, &in)
	if err != nil {
		return nil, err
	}
	r := newReceived()
	switch {
	case !ok:
		r.Events = []Event{{Unreadable: true, Raw: all}}
		return r, nil
	case in.Event == nil:
		return r, nil
	}
	r.Header.MessageTS = string(in.Timestamp)
	words := p.Words.reading()
	event := words.Events[person.FoldWord(string(in.Event.Hub.Topic))]
	r.Events = make([]Event, len(in.Event.Context))
	for i, text := range in.Event.Context {
		e := Event{Timestamp: string(in.Timestamp), Event: event, Change: ChangeRegistered, Raw: text}
		record, tracking, err := readDocument(text, event, &words)
		if err != nil {
			e.Unreadable = true
		} else {
			e.Records, e.ReferenceID = []person.Record{record}, tracking
		}
		r.Events[i] = e
	}
	return r, nil
}
