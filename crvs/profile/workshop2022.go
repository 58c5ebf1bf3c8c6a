package profile

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/search"
)

// Workshop2022 is the sandbox of the DCI workshop of 2022: searchCRVSData, flat
// JSON without an envelope. One message asks for one identifier in one register
// or in all three, in a state if a condition on [search.Region] names one.
// Nothing can be signed, and a consent, a legal ground and a locale have no place
// in it: they are not sent. Its error 567 means that a parameter is wrong.
//
// The workshop writes the name of the call in two ways and gives no path: change
// Paths[VerbSearch] if yours is another.
func Workshop2022() Profile {
	p := DCI10()
	p.Name, p.System = "workshop-2022", "the sandbox of the 2022 workshop"
	p.Paths = p.Paths.only(VerbLocations, VerbKeys)
	p.Paths[VerbSearch] = "/searchCRVSData"
	p.Signing = ""
	p.Encrypts = false
	p.Words = Words{
		RegTypes: map[codes.VitalEvent]string{
			codes.VitalEventBirth: "Birth", codes.VitalEventDeath: "Death", codes.VitalEventMarriage: "Marriage",
		},
		NoEventType: true,
		Identifiers: map[codes.IdentifierType]string{codes.IdentifierNationalID: "NATIONAL_ID"},
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
		MaxBatch:   1,
	}
	p.Habit.InventsReferenceIDs = true // it has none
	p.Adjust = oneNumberInOneState
	p.Codec = flat{}
	return p
}

// oneNumberInOneState leaves nothing in a plan that the message has no place for.
func oneNumberInOneState(p Profile, plan Plan) (Plan, error) {
	if plan.Identifier.Value == "" {
		return Plan{}, p.Refuse("it finds people by one identifier only: ask with search.ByIdentifier, and with a condition on region_code beside it if need be")
	}
	states := 0
	for i, item := range plan.Items {
		switch {
		case i == 0: // the identifier, as a condition
		case item.First.Attribute == p.state():
			states++
		default:
			return Plan{}, p.Refuse("it finds people by one identifier only: a second one cannot be asked beside it")
		}
	}
	if states > 1 {
		return Plan{}, p.Refuse("it looks in one state or in all: give one condition on region_code")
	}
	return plan, nil
}

// state is the member in which a region is asked for.
func (p Profile) state() string { return word(p.Words.Attributes, search.Region.Name()) }

// flat is the codec of the 2022 API.
type flat struct{}

func (flat) Encode(p Profile, m Message) (Encoded, error) {
	search, ok := m.Body.(Search)
	switch {
	case !ok:
		return Encoded{}, p.Refuse("it can only be searched")
	case len(search) != 1:
		return Encoded{}, unwritable("one message holds one question")
	}
	plan := search[0]
	repositories := []string{plan.RegType}
	if plan.RegType == "" {
		repositories = []string{"Birth", "Death", "Marriage"}
	}
	state := ""
	for _, item := range plan.Items {
		if item.First.Attribute == p.state() {
			state = item.First.Value
		}
	}
	body, err := json.Marshal(struct {
		Repositories []string `json:"repository_type"`
		Type         string   `json:"identification_type"`
		Value        string   `json:"identification_value"`
		State        string   `json:"state_code,omitempty"`
	}{repositories, string(plan.Identifier.Type), plan.Identifier.Value, state})
	return Encoded{Message: body}, err
}

// Decode reads the flat answer as the standard's answer to one question: the
// reference_id is left out, for there is none.
func (flat) Decode(p Profile, body []byte, asked Asked) (*Received, error) {
	// The envelope's reader finds its error, the errors of gateways, and what is
	// no JSON.
	a, err := p.read(body, asked)
	if err != nil {
		return nil, err
	}
	var members map[string]jsontext.Value
	if err := json.Unmarshal(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), &members); err != nil || !isTrue(members["success"]) {
		return a, nil //nolint:nilerr // no success of this API: what was found above says why
	}
	found, err := p.readFlat(members, asked)
	if err != nil {
		return nil, err
	}
	// Success, and an error: it cannot mean both.
	if refusal(a) != "" || saysMore(members["error"]) && len(a.Errors) > 0 {
		return a, nil
	}
	found.Header.Given, found.Header.Status = true, codes.StatusSuccess
	for name, value := range members {
		// An error that nobody can read, and records under another name, do not say
		// "none"; nor does an answer without data.
		elsewhere := name == "error" && saysMore(value) || name != "data" && isStructured(value) && saysMore(value)
		if len(found.Items) == 1 && (elsewhere && len(found.Items[0].Records) == 0 || members["data"] == nil) {
			found.Items[0].Unreadable = true
		}
	}
	return found, nil
}

// saysMore says whether a value is there and says something.
func saysMore(v jsontext.Value) bool {
	return !slices.Contains([]string{"", "null", `""`, "false", "0", "[]", "{}"}, string(v))
}

func isStructured(v jsontext.Value) bool { kind := v.Kind(); return kind == '{' || kind == '[' }

// refusal is the code of an error beside a success; its return_message, which says
// "Search Completed", is no error.
func refusal(a *Received) codes.ReasonCode {
	for _, e := range a.Errors {
		if e.Code != "" && e.Code != "0" {
			return e.Code
		}
	}
	return ""
}

// isTrue reads a truth written as such, as a text, or as a number.
func isTrue(v jsontext.Value) bool {
	return slices.Contains([]string{"true", `"true"`, "1", `"1"`}, strings.ToLower(string(v)))
}

// readFlat reads the answer by the reader of the standard's, as one with these
// records and with all that stands beside them: that reader bounds the records, knows
// what is no record, and what speaks against an empty list. What counts the records
// stands with them. Each record names its register itself: as repository_type, which
// package person reads as the event.
func (p Profile) readFlat(members map[string]jsontext.Value, asked Asked) (*Received, error) {
	b := []byte(`{"message":{"search_response":[{"status":"succ","data":`)
	if text := string(members["data"]); text != "" && text != `""` {
		b = append(b, `{"reg_records":`+text...)
		for _, name := range [...]string{"total_count", "total", "count"} {
			if count := members[name]; count != nil {
				b = append(append(b, `,"`+name+`":`...), count...)
			}
		}
		b = append(b, '}')
	} else {
		b = append(b, `""`...) // not given
	}
	b = append(b, "}]"...)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		switch name {
		case "data", "success", "error", "errors", "return_code", "return_message", "search_response": // see Decode
		default:
			b, _ = jsontext.AppendQuote(append(b, ','), name) // cannot fail: it was read
			b = append(append(b, ':'), members[name]...)
		}
	}
	return p.read(append(b, "}}"...), asked)
}
