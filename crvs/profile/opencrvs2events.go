package profile

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// OpenCRVS2Events is an event document of OpenCRVS 2.0, which a country configuration
// passes on when a registration was accepted. 2.0 has no webhooks of its own: the
// country writes this. It is one of [Callers], with the usual ids of fields; where the
// country has others: [OpenCRVS2EventsWith].
//
// OpenCRVS 2.0 signs nothing. Let the country configuration sign the body with a
// shared secret, as OpenCRVS webhooks did, and give that to the registration as
// Webhook: envelope.Webhook says how. Otherwise the registration needs
// InsecureUnsigned, and then its path is the only secret: whoever learns it can tell
// of a death. Nothing that is signed says when it was posted, so that a replay is known
// only as long as the store remembers.
//
// Only what is registered is an event. A document that is notified, declared,
// rejected, or archived before it was registered is counted in Received.Unregistered:
// it is acknowledged, and dropped. So is one whose action REGISTER is only requested,
// which is how a country configuration sees it before it accepts. Archived after it
// was registered, it is [ChangeCancelled]; with a correction that was approved,
// [ChangeCorrected].
//
// The declaration is that of the document, as the search of OpenCRVS gives it. Where it
// has none, it is what the accepted actions declared: one field must not stand there in
// two ways, and after a correction it is not known what holds, so that the country must
// pass on the declaration as it stands. An event is [Event.Unreadable] if there is none,
// if status and actions disagree, or if who died has neither a name nor a number.
// [Event.ReferenceID] is the id of the document, by which the registry can be asked
// again. Flags, such as a correction that is asked for, are in [Event.Raw] only.
func OpenCRVS2Events() Profile { return OpenCRVS2EventsWith(UsualOpenCRVS2Fields()) }

// OpenCRVS2EventsWith is [OpenCRVS2Events] with the ids of a country's own forms. The
// table is copied.
func OpenCRVS2EventsWith(fields OpenCRVS2Fields) Profile {
	return Profile{
		Name: "opencrvs-2.0-events", System: "OpenCRVS 2.0 event documents",
		Words: Words{EventTypes: map[codes.VitalEvent]string{codes.VitalEventBirth: "birth", codes.VitalEventDeath: "death"}},
		Codec: eventDocuments{fields: fields.clone()},
	}
}

// eventDocuments is the codec of OpenCRVS 2.0 event documents.
type eventDocuments struct {
	caller

	fields OpenCRVS2Fields
}

// eventDocument is what is read of one.
type eventDocument struct {
	ID        loose `json:"id"`
	Type      loose `json:"type"`
	Status    loose `json:"status"`
	UpdatedAt loose `json:"updatedAt"`
	Legal     struct {
		Registered *struct {
			AcceptedAt person.Date `json:"acceptedAt"`
			Number     loose       `json:"registrationNumber"`
		} `json:"REGISTERED"`
	} `json:"legalStatuses"`
	Actions     some[eventAction] `json:"actions"`
	Declaration jsontext.Value    `json:"declaration"`
}

type eventAction struct {
	Type        loose          `json:"type"`
	Status      loose          `json:"status"`
	CreatedAt   person.Date    `json:"createdAt"`
	Number      loose          `json:"registrationNumber"`
	Declaration jsontext.Value `json:"declaration"`
}

func (a eventAction) isAccepted() bool { return strings.EqualFold(string(a.Status), "Accepted") }

// Decode reads one document.
func (c eventDocuments) Decode(p Profile, body []byte, asked Asked) (*Received, error) {
	var in eventDocument
	all, ok, err := called(p, body, asked, &in)
	if err != nil {
		return nil, err
	}
	r := newReceived()
	if ok && in.Type == "" && len(in.Actions) == 0 && !isGiven(in.Declaration) {
		return r, nil // something else
	}
	e := Event{ReferenceID: string(in.ID), Timestamp: string(in.UpdatedAt), Raw: all, Unreadable: true}
	if !ok {
		r.Events = []Event{e}
		return r, nil
	}
	stands, err := in.standing()
	if err == nil && !stands.registered {
		r.Unregistered++
		return r, nil
	}
	words := p.Words.reading()
	e.Event, e.Change = eventNamed(words.Event(string(in.Type))), stands.change
	if err == nil {
		if record, err := c.record(&in, e.Event, stands.since); err == nil {
			e.Records, e.Unreadable = []person.Record{record}, false
		}
	}
	r.Events = []Event{e}
	return r, nil
}

// standing is how a registration stands.
type standing struct {
	registered bool // or was once
	change     Change
	since      person.Date // of the action that made it so
}

// standing tells it by the status and by the actions. They may not disagree.
func (d *eventDocument) standing() (standing, error) {
	s, isClear := acted(d.Actions)
	known := len(d.Actions) > 0
	switch status := strings.ToUpper(string(d.Status)); {
	case status == "" && (!known || !isClear),
		status == "REGISTERED" && known && (!s.registered || s.change == ChangeCancelled),
		status != "REGISTERED" && status != "ARCHIVED" && d.Legal.Registered != nil && !s.registered,
		status != "" && status != "REGISTERED" && status != "ARCHIVED" && s.registered:
		return standing{}, errUnread
	case status == "REGISTERED":
		s.registered = true
	case status == "ARCHIVED":
		s.registered = s.registered || !known && d.Legal.Registered != nil
		if s.registered && s.change != ChangeCancelled { // since when, no action says
			s.change, s.since = ChangeCancelled, person.Date{}
		}
	}
	return s, nil
}

// acted follows the actions that were accepted. It is not clear how the registration
// stands if an action without a status, or one that is not known, may have changed it.
func acted(actions []eventAction) (s standing, isClear bool) {
	isClear = true
	for _, a := range actions {
		kind, change := strings.ToUpper(string(a.Type)), Change("")
		switch kind {
		case "REGISTER":
			change = ChangeRegistered
		case "APPROVE_CORRECTION", "CORRECT":
			change = ChangeCorrected
		case "ARCHIVE":
			change = ChangeCancelled
		case "READ", "ASSIGN", "UNASSIGN", "PRINT_CERTIFICATE", "REQUEST_CORRECTION", "REJECT_CORRECTION",
			"DUPLICATE_DETECTED", "MARK_AS_NOT_DUPLICATE", "CREATE", "NOTIFY", "DECLARE", "VALIDATE":
			continue
		}
		switch {
		case strings.EqualFold(string(a.Status), "Requested"), strings.EqualFold(string(a.Status), "Rejected"):
		case change == "":
			isClear = isClear && !s.registered
		case !a.isAccepted(),
			s.change == ChangeCancelled, // and then something more
			change == ChangeCorrected && !s.registered:
			isClear = false
		case change == ChangeRegistered && s.registered:
		case change == ChangeRegistered || s.registered:
			s = standing{registered: true, change: change, since: a.CreatedAt}
		}
	}
	return s, isClear
}
