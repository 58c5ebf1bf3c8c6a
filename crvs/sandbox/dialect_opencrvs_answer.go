package sandbox

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
)

// The answer of OpenCRVS: members in the order in which it writes them.

type openCRVSHeader struct {
	Version    string  `json:"version"`
	MessageID  string  `json:"message_id"` // the one of the question
	MessageTS  string  `json:"message_ts"`
	Action     string  `json:"action"`
	Status     string  `json:"status"`
	TotalCount int     `json:"total_count"` // of records
	SenderID   string  `json:"sender_id"`   // the asker's own
	ReceiverID *string `json:"receiver_id,omitempty"`
}

type openCRVSMessage struct {
	TransactionID  string           `json:"transaction_id"`
	CorrelationID  string           `json:"correlation_id"`
	SearchResponse []openCRVSResult `json:"search_response"`
}

type openCRVSResult struct {
	ReferenceID string          `json:"reference_id"`
	Timestamp   string          `json:"timestamp"`
	Status      string          `json:"status"`
	Data        openCRVSData    `json:"data"`
	Pagination  wire.Pagination `json:"pagination"`
	Locale      string          `json:"locale"`
}

type openCRVSData struct {
	RecordType string           `json:"reg_record_type"`
	RegType    string           `json:"reg_type"`
	EventType  string           `json:"reg_event_type,omitempty"`
	Records    []openCRVSRecord `json:"reg_records"`
}

// answer writes the answer; false if it holds a record that the server breaks on.
// A question of which nothing is found is left out, a page past the end too.
func (q openCRVSQuestion) answer(words openCRVSWords, in *asked, out wire.SearchResponseEnvelope) (h openCRVSHeader, m openCRVSMessage, ok bool) {
	at := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	action := string(wire.ActionSearch)
	if words.standard {
		action = string(wire.ActionOnSearch)
	}
	h = openCRVSHeader{
		Version: version, MessageID: q.Header.MessageID, MessageTS: at, Action: action, Status: "succ",
		SenderID: q.Header.SenderID, ReceiverID: q.Header.ReceiverID,
	}
	m = openCRVSMessage{TransactionID: out.Message.TransactionID, CorrelationID: newUUID(), SearchResponse: []openCRVSResult{}}
	for i, item := range out.Message.SearchResponse {
		if item.Status != wire.RequestStatusSucceeded {
			return h, m, false
		}
		if len(item.Data.RegRecords) == 0 {
			continue
		}
		asked := q.itemOf(item.ReferenceID, i)
		result := openCRVSResult{
			ReferenceID: item.ReferenceID, Timestamp: at, Status: "succ", Pagination: item.Pagination, Locale: item.Locale,
			Data: openCRVSData{RecordType: "person", RegType: asked.Criteria.RegType, EventType: asked.Criteria.EventType},
		}
		for _, raw := range item.Data.RegRecords {
			r, ok := words.record(raw, asked.event())
			if !ok {
				return h, m, false
			}
			result.Data.Records = append(result.Data.Records, r)
		}
		h.TotalCount += len(result.Data.Records)
		m.SearchResponse = append(m.SearchResponse, result)
	}
	// What a fault left out was counted.
	h.TotalCount += max(0, len(in.Message.Questions)-len(out.Message.SearchResponse))
	return h, m, true
}

// itemOf is the question of an answer; a fault may have given it another id.
func (q openCRVSQuestion) itemOf(referenceID string, place int) openCRVSItem {
	for _, item := range q.Message.Questions {
		if item.ReferenceID == referenceID {
			return item
		}
	}
	return q.Message.Questions[min(place, len(q.Message.Questions)-1)]
}

// newUUID is a random one (RFC 9562, 5.4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// openCRVSRecord is one registration.
type openCRVSRecord struct {
	Identifier []any `json:"identifier"`

	BirthDate  string  `json:"birthDate,omitempty"`
	GivenName  *string `json:"givenName"` // null where there is none
	FamilyName string  `json:"familyName,omitempty"`
	Sex        string  `json:"sex,omitempty"`

	MarriageDate  string             `json:"marriagedate,omitempty"`
	BirthPlace    *openCRVSPlace     `json:"birthPlace,omitempty"`
	DeathPlace    *openCRVSPlace     `json:"deathPlace,omitempty"`
	Relations     []openCRVSRelation `json:"relations"`
	MarriagePlace *openCRVSPlace     `json:"marriagePlace,omitempty"`
}

type openCRVSRelation struct {
	Type       string `json:"@type,omitempty"` // none for a groom
	Identifier []any  `json:"identifier"`
	GivenName  string `json:"givenName,omitempty"`
	FamilyName string `json:"familyName,omitempty"`
}

type openCRVSPlace struct {
	Type        string `json:"@type"`
	Kind        string `json:"additionalType"`
	Identifier  string `json:"identifier,omitempty"`
	Address     string `json:"address,omitempty"`
	ContainedIn string `json:"containedInPlace,omitempty"`
}

// record writes one of the registry's own records; false if it has no place,
// which the server cannot do without.
func (w openCRVSWords) record(raw []byte, event codes.VitalEvent) (openCRVSRecord, bool) {
	var p person.Person
	if err := json.Unmarshal(raw, &p); err != nil {
		return openCRVSRecord{}, false
	}
	if v, ok := p.Extra.Get("reg_event_type"); ok {
		_ = json.Unmarshal(v, &event) // as we wrote it
	}
	name := p.Name()
	r := openCRVSRecord{
		Identifier: w.identifiers(p, registrationNumberOf(event)), FamilyName: name.FamilyName(), Relations: []openCRVSRelation{},
	}
	if given := givenNames(name); given != "" {
		r.GivenName = &given
	}
	var place **openCRVSPlace
	var where *person.Place
	switch event {
	case codes.VitalEventDeath:
		// "A death record never carries birthDate, deathDate or parents."
		place, where = &r.DeathPlace, p.DeathPlace
	case codes.VitalEventMarriage:
		place, where = &r.MarriagePlace, p.MarriagePlace
		r.MarriageDate = p.MarriageDate().Text()
		for _, spouse := range p.Related(codes.RelationshipHusband, codes.RelationshipWife, codes.RelationshipSpouse) {
			r.Relations = append(r.Relations, w.relation("", spouse))
		}
	default:
		place, where = &r.BirthPlace, p.BirthPlace
		r.BirthDate = p.BirthDate().Text()
		if mother, ok := p.Mother(); ok {
			r.Relations = append(r.Relations, w.relation("spdci:Mother", mother))
		}
		if father, ok := p.Father(); ok {
			r.Relations = append(r.Relations, w.relation("spdci:Father", father))
		}
	}
	if event != codes.VitalEventMarriage {
		r.Sex = "unknown"
		if p.Sex != "" {
			r.Sex = string(p.Sex.Canonical())
		}
	}
	*place = openCRVSPlaceOf(where)
	return r, *place != nil
}

// givenNames are all but the family's: the system has one field for them.
func givenNames(n person.PersonName) string {
	return strings.Join(strings.Fields(n.GivenName()+" "+n.MiddleName()), " ")
}

func (w openCRVSWords) relation(kind string, p person.Person) openCRVSRelation {
	n := p.Name()
	return openCRVSRelation{Type: kind, Identifier: w.identifiers(p, ""), GivenName: givenNames(n), FamilyName: n.FamilyName()}
}

// identifiers are the number of the registration and those of the person that
// the system knows.
func (w openCRVSWords) identifiers(p person.Person, registration codes.IdentifierType) []any {
	out := []any{}
	add := func(name, value string) {
		if w.standard {
			out = append(out, struct {
				Type  string `json:"identifier_type"`
				Value string `json:"identifier_value"`
			}{name, value})
			return
		}
		out = append(out, struct {
			Name  string `json:"name"`
			Value string `json:"identifier"`
		}{name, value})
	}
	if id, ok := p.Identifier(registration); ok && registration != "" {
		add(string(registration), id.Value)
	}
	if id, ok := p.Identifier(codes.IdentifierNationalID); ok {
		add("NID", id.Value)
	}
	if id, ok := p.Identifier(codes.IdentifierUIN); ok && w.standard {
		add("UIN", id.Value)
	}
	return out
}

// openCRVSPlaceOf: what happened in a facility has its id, and what happened
// elsewhere an address in a district.
func openCRVSPlaceOf(p *person.Place) *openCRVSPlace {
	if p == nil || len(p.Identifiers) == 0 {
		return nil
	}
	id := p.Identifiers[0].Value
	if p.Type == healthFacility {
		return &openCRVSPlace{Type: "Place", Kind: healthFacility, Identifier: id}
	}
	var address []string
	for in := p; in != nil; in = in.ContainedIn {
		address = append(address, in.Name)
	}
	return &openCRVSPlace{Type: "Place", Kind: "PRIVATE_HOME", Address: strings.Join(address, "\n"), ContainedIn: id}
}
