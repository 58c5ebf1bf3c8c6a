package profile

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/answer"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// Workshop2022 is the sandbox of the DCI workshop of 2022: searchCRVSData, flat
// JSON without an envelope. One message asks for one identifier in one register
// or in all three, in a state if region_code names one. Nothing can be signed.
// Its error 567 means that a parameter is wrong.
func Workshop2022() Profile {
	p := DCI10()
	p.Name, p.System = "workshop-2022", "the sandbox of the 2022 workshop"
	p.Paths.SyncSearch = "/searchCRVSData"
	p.Signing = ""
	p.Encrypts = false
	p.Words = Words{
		RegTypes: map[codes.VitalEvent]string{
			codes.VitalEventBirth: "Birth", codes.VitalEventDeath: "Death", codes.VitalEventMarriage: "Marriage",
		},
		NoEventType: true,
		Attributes:  map[string]string{search.Region.Name(): "state_code"},
	}
	p.Asks = Asks{
		Forms:      []codes.QueryType{codes.QueryTypeIdentifier, codes.QueryTypePredicate},
		Events:     []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage},
		Attributes: []string{search.Region.Name()},
		Operators:  []codes.Operator{codes.OperatorEqual},
		NoOr:       true,
		NoSort:     true,
		NoPages:    true,
		MaxItems:   2,
		MaxBatch:   1,
	}
	p.Habit.InventsReferenceIDs = true // it has none
	p.Adjust = func(plan Plan) (Plan, error) {
		if plan.Identifier.Value == "" {
			return Plan{}, p.Refuse("it finds people by one identifier only: ask with search.ByIdentifier, and with a condition on region_code beside it if need be")
		}
		return plan, nil
	}
	p.codec = flat{words: p.Words}
	return p
}

// flat is the codec of the 2022 API.
type flat struct{ words Words }

func (f flat) encode(m Message) (Encoded, error) {
	if len(m.Plans) != 1 {
		return Encoded{}, errors.New("one message holds one question")
	}
	plan := m.Plans[0]
	repositories := []string{"Birth", "Death", "Marriage"}
	if plan.RegType != "" {
		repositories = []string{plan.RegType}
	}
	state := ""
	for _, item := range plan.Items {
		if item.First.Attribute == f.words.Attributes[search.Region.Name()] {
			state = item.First.Value
		}
	}
	body, err := json.Marshal(struct {
		Repositories []string `json:"repository_type"`
		Type         string   `json:"identification_type"`
		Value        string   `json:"identification_value"`
		State        string   `json:"state_code,omitempty"`
	}{repositories, plan.Identifier.Type, plan.Identifier.Value, state})
	return Encoded{Message: body}, err
}

// decode reads the flat answer as the standard's answer to one question: the
// reference_id is left out, for there is none.
func (f flat) decode(body []byte, asked Asked) (*Answer, error) {
	// The envelope's reader finds the errors of gateways, and what is no JSON.
	a, err := answer.Decode(body, asked)
	if err != nil {
		return nil, err
	}
	var raw struct {
		Success jsontext.Value  `json:"success"`
		Message string          `json:"return_message"`
		Data    *jsontext.Value `json:"data"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), &raw, json.MatchCaseInsensitiveNames(true)); err != nil || !isTrue(raw.Success) {
		return a, nil // no answer of this API: what was found above says why
	}
	a.Errors = nil // its return_message says "Search Completed"
	item := answer.Item{Status: codes.StatusSuccess, PageNumber: answer.Unknown, PageSize: answer.Unknown, Total: answer.Unknown}
	if raw.Data != nil {
		readFlat(*raw.Data, &item)
	}
	a.HasItems, a.Items = true, []answer.Item{item}
	a.Header.Given, a.Header.Status = true, codes.StatusSuccess
	return a, nil
}

func isTrue(v jsontext.Value) bool {
	return slices.Contains([]string{"true", `"true"`, "1", `"1"`}, strings.ToLower(string(v)))
}

// readFlat reads the records: each names its register itself.
func readFlat(data jsontext.Value, item *answer.Item) {
	var people []person.Person
	if err := json.Unmarshal(data, &people); err != nil {
		var one person.Person
		if json.Unmarshal(data, &one) != nil {
			item.Unreadable = true
			return
		}
		people = []person.Person{one}
	}
	item.Raw = data
	for _, p := range people {
		r := person.Record{Person: p}
		if v, ok := p.Extra.Get("repository_type"); ok {
			var event codes.VitalEvent
			if json.Unmarshal(v, &event) == nil && event.Known() {
				r.Event = event.Canonical()
			}
		}
		r.RegistrationNumber = p.RegistrationNumber(r.Event)
		item.Records = append(item.Records, r)
	}
}
