package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// registry answers every question with its first records, as fast as it can, so
// that what is measured is the client. It is an http.Handler and, for decoding
// without a network, an http.RoundTripper.
type registry struct {
	records [][]byte // encoded
}

func newRegistry(n int) (*registry, error) {
	r := &registry{}
	for i := range n {
		b, err := json.Marshal(someone(i))
		if err != nil {
			return nil, err
		}
		r.records = append(r.records, b)
	}
	return r, nil
}

// brn is the birth registration number of the i-th person.
func brn(i int) string { return fmt.Sprintf("B%08d", i) }

// someone is a person with what a birth record usually holds.
func someone(i int) person.Person {
	parent := func(t codes.RelationshipType, given string, id int) person.Relation {
		return person.Relation{Type: t, Person: person.Person{
			Names:       []person.PersonName{{Given: []string{given}, Family: []string{"Achieng"}}},
			Identifiers: []person.Identifier{{Type: codes.IdentifierNationalID, Value: strconv.Itoa(100_000_000 + id)}},
		}}
	}
	day, _ := person.NewDate(1960+i%60, 5, 1+i%28) // days 1 to 28 exist
	return person.Person{
		Identifiers: []person.Identifier{
			{Type: codes.IdentifierBRN, Value: brn(i)},
			{Type: codes.IdentifierNationalID, Value: strconv.Itoa(500_000_000 + i)},
		},
		Names:      []person.PersonName{{Given: []string{"Wanjiru"}, Middle: []string{"Njeri"}, Family: []string{"Kamau" + strconv.Itoa(i%997)}}},
		Sex:        codes.SexFemale,
		BirthDates: []person.Date{day},
		BirthPlace: &person.Place{Name: "Lakeside Hospital", Type: "HEALTH_FACILITY", ContainedIn: &person.Place{Name: "Lakeside"}},
		Contacts:   []person.Contact{{System: person.ContactPhone, Value: "+254700" + fmt.Sprintf("%06d", i)}},
		Addresses: []person.Address{{
			Line1: "12 Jacaranda Road", Locality: "Lakeside", SubRegion: "LK-02", Region: "LK", PostalCode: "00100", Country: "KE",
		}},
		MaritalStatus: codes.MaritalStatusNeverMarried,
		Relations:     []person.Relation{parent(codes.RelationshipMother, "Atieno", 2*i), parent(codes.RelationshipFather, "Otieno", 2*i+1)},
	}
}

// asked is what the registry needs of a question.
type asked struct {
	Message struct {
		TransactionID string `json:"transaction_id"`
		SearchRequest []struct {
			ReferenceID    string `json:"reference_id"`
			SearchCriteria struct {
				QueryType  string `json:"query_type"`
				Pagination struct {
					PageSize int `json:"page_size"`
				} `json:"pagination"`
			} `json:"search_criteria"`
		} `json:"search_request"`
	} `json:"message"`
}

func (r *registry) answer(body io.Reader) ([]byte, error) {
	var a asked
	if err := json.NewDecoder(body).Decode(&a); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"header":{"version":"1.0.0","message_id":"m1","message_ts":"2026-01-01T00:00:00Z","action":"on-search","status":"succ",`+
		`"total_count":%d,"sender_id":"crvs","receiver_id":"mis"},"message":{"transaction_id":%q,"correlation_id":"c1","search_response":[`,
		len(a.Message.SearchRequest), a.Message.TransactionID)
	for i, q := range a.Message.SearchRequest {
		records := r.records[i : i+1] // an identifier finds one
		if q.SearchCriteria.QueryType == "predicate" {
			records = r.records[:min(len(r.records), q.SearchCriteria.Pagination.PageSize)]
		}
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"reference_id":%q,"timestamp":"2026-01-01T00:00:00Z","status":"succ","data":{"version":"1.0.0",`+
			`"reg_type":"ns:org:RegistryType:Civil","reg_record_type":"spdci-extensions-dci:Person","reg_records":[`, q.ReferenceID)
		b.Write(bytes.Join(records, []byte(",")))
		fmt.Fprintf(&b, `]},"pagination":{"page_size":%d,"page_number":1,"total_count":%d},"locale":"eng"}`,
			q.SearchCriteria.Pagination.PageSize, len(records))
	}
	b.WriteString(`]}}`)
	return b.Bytes(), nil
}

func (r *registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	b, err := r.answer(req.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	_, _ = w.Write(b)
}

// canned is a RoundTripper that gives one prepared answer, whose ids it fits to
// the question: decoding without a network.
type canned struct {
	registry *registry
	body     []byte // the last answer
	ids      [2]string
}

func (c *canned) RoundTrip(req *http.Request) (*http.Response, error) {
	var a asked
	if err := json.NewDecoder(req.Body).Decode(&a); err != nil {
		return nil, err
	}
	ids := [2]string{a.Message.TransactionID, a.Message.SearchRequest[0].ReferenceID}
	for i, id := range ids { // all ids are of one length
		if c.body != nil {
			if at := bytes.Index(c.body, []byte(c.ids[i])); at >= 0 {
				copy(c.body[at:], id)
			}
		}
	}
	if c.body == nil {
		again, err := json.Marshal(a)
		if err != nil {
			return nil, err
		}
		if c.body, err = c.registry.answer(bytes.NewReader(again)); err != nil {
			return nil, err
		}
	}
	c.ids = ids
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(c.body)),
		Body: io.NopCloser(bytes.NewReader(c.body)),
	}, nil
}
