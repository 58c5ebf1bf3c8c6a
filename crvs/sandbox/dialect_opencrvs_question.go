package sandbox

import (
	"mime"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
)

// openCRVSQuestion is what the server reads of a question that has its shape.
type openCRVSQuestion struct {
	Header struct {
		MessageID  string  `json:"message_id"`
		SenderID   string  `json:"sender_id"`
		SenderURI  string  `json:"sender_uri"`
		ReceiverID *string `json:"receiver_id"`
	} `json:"header"`
	Message struct {
		TransactionID string         `json:"transaction_id"`
		Questions     []openCRVSItem `json:"search_request"`
	} `json:"message"`
}

type openCRVSItem struct {
	ReferenceID string  `json:"reference_id"`
	Locale      *string `json:"locale"`
	Criteria    struct {
		RegType    string         `json:"reg_type"`
		EventType  string         `json:"reg_event_type"`
		QueryType  string         `json:"query_type"`
		Query      jsontext.Value `json:"query"`
		Pagination struct {
			Size   *float64 `json:"page_size"`
			Number *float64 `json:"page_number"`
		} `json:"pagination"`
	} `json:"search_criteria"`
}

// sizeOfOpenCRVS is the page of a question that asks for none.
const sizeOfOpenCRVS = 5

// event is the register that is asked.
func (i openCRVSItem) event() codes.VitalEvent {
	_, word, ok := strings.Cut(i.Criteria.RegType, "ocrvs:registry_type:")
	if !ok {
		word = i.Criteria.EventType
	}
	return codes.VitalEvent(word).Canonical()
}

// asked is the registry's own question; false if the server would break on it.
func (q openCRVSQuestion) asked(words openCRVSWords, known places) (*asked, bool) {
	in := &asked{}
	in.Header.MessageID, in.Header.SenderID, in.Header.SenderURI = q.Header.MessageID, q.Header.SenderID, q.Header.SenderURI
	in.Header.TotalCount = float64(len(q.Message.Questions))
	in.Message.TransactionID = q.Message.TransactionID
	for _, item := range q.Message.Questions {
		c, ok := item.criteria(known)
		if !ok {
			return nil, false
		}
		c.Event = string(item.event())
		c.Pagination = &pageRequest{Number: 1, Size: sizeOfOpenCRVS}
		if n := item.Criteria.Pagination.Number; n != nil {
			c.Pagination.Number = *n
		}
		if n := item.Criteria.Pagination.Size; n != nil {
			c.Pagination.Size = min(*n, maxRecords)
		}
		locale := "eng"
		if item.Locale != nil {
			locale = *item.Locale
		}
		in.Message.Questions = append(in.Message.Questions, question{ReferenceID: item.ReferenceID, Locale: locale, Criteria: c})
	}
	return in, true
}

// everybody asks for every record of the event, nobody for none.
func everybody() criteria { return criteria{QueryType: "everybody", fixed: all{}} }
func nobody() criteria    { return criteria{QueryType: "nobody", fixed: anyOf{}} }

func (i openCRVSItem) criteria(known places) (criteria, bool) {
	switch i.Criteria.QueryType {
	case string(wire.QueryTypeIDTypeValue):
		return i.identifier()
	case string(wire.QueryTypePredicate):
		return i.predicates(known)
	default:
		return i.expression(known)
	}
}

// identifier: a number of a registration is looked for in the register that is
// asked, whatever its type says; a record is known by nothing else here. A NID is
// looked for among everybody of a record.
func (i openCRVSItem) identifier() (criteria, bool) {
	var q struct {
		Type  codes.IdentifierType `json:"type"`
		Value string               `json:"value"`
	}
	if err := json.Unmarshal(i.Criteria.Query, &q); err != nil {
		return criteria{}, false
	}
	switch q.Type {
	case "NID":
		id := person.Identifier{Type: codes.IdentifierNationalID, Value: q.Value}
		return criteria{QueryType: "anybody", Query: i.Criteria.Query, fixed: deniable{anybodyHas(id), deniesNumber(id)}}, true
	case codes.IdentifierUIN:
	default:
		q.Type = registrationNumberOf(i.event())
	}
	query, err := json.Marshal(map[string]string{"type": string(q.Type), "value": q.Value})
	return criteria{QueryType: string(wire.QueryTypeIDTypeValue), Query: query}, err == nil
}

// registrationNumberOf is the type of the numbers of a register.
func registrationNumberOf(event codes.VitalEvent) codes.IdentifierType {
	switch event {
	case codes.VitalEventDeath:
		return codes.IdentifierDRN
	case codes.VitalEventMarriage:
		return codes.IdentifierMRN
	default:
		return codes.IdentifierBRN
	}
}

// predicates asks with what the server makes of a list of conditions, and leaves
// out what it ignores (package profile, Asking safely): with a birth a lone
// comparison of the date, and an upper bound before a lower one; with a marriage
// everything.
func (i openCRVSItem) predicates(known places) (criteria, bool) {
	var items []predicateItem
	if err := json.Unmarshal(i.Criteria.Query, &items); err != nil {
		return criteria{}, false
	}
	event := i.event()
	var kept []predicateItem
	for _, item := range items {
		if item.Second == nil {
			item.Condition = ""
		} else {
			item.Condition = string(wire.ConditionAnd)
		}
		for _, c := range []*predicate{item.First, item.Second} {
			if c != nil && c.Attribute == "birthdate" && !isDate(c.Value) {
				return criteria{}, false
			}
		}
		if event == codes.VitalEventMarriage || event == codes.VitalEventBirth && item.isIgnored() {
			continue
		}
		kept = append(kept, item)
	}
	return conditionsOf(kept, known)
}

// isIgnored says whether the server overlooks the item in a question for births.
func (i predicateItem) isIgnored() bool {
	if i.First.Attribute != "birthdate" {
		return false
	}
	if i.Second == nil {
		return true
	}
	upper := i.First.Operator == codes.OperatorLess || i.First.Operator == codes.OperatorLessOrEqual
	lower := i.Second.Operator == codes.OperatorGreater || i.Second.Operator == codes.OperatorGreaterOrEqual
	return i.Second.Attribute == "birthdate" && upper && lower
}

func isDate(value string) bool {
	_, err := person.ParseDate(value)
	return err == nil
}

// conditionsOf is the query in the registry's own words. The place is that where a
// birth was declared, whatever the attribute is called: a place
// without an office is the place of nobody, even where somebody was born there.
func conditionsOf(items []predicateItem, known places) (criteria, bool) {
	if len(items) == 0 {
		return everybody(), true
	}
	for _, item := range items {
		for _, c := range []*predicate{item.First, item.Second} {
			switch {
			case c == nil:
			case c.Attribute == "birthdate":
				c.Attribute = attrBirthDate
			default:
				c.Attribute = attrBirthPlace
				if !known.declaredAt(c.Value) || c.Operator != codes.OperatorEqual {
					return nobody(), true
				}
			}
		}
	}
	query, err := json.Marshal(items)
	return criteria{QueryType: string(wire.QueryTypePredicate), Query: query}, err == nil
}

// expression is the form of 1.9.
func (i openCRVSItem) expression(known places) (criteria, bool) {
	var q struct {
		Value struct {
			Expression struct {
				Query map[string]struct {
					Type string  `json:"type"`
					From *string `json:"gte"`
					To   *string `json:"lte"`
					Term *string `json:"term"`
				} `json:"query"`
			} `json:"expression"`
		} `json:"value"`
	}
	if err := json.Unmarshal(i.Criteria.Query, &q); err != nil {
		return criteria{}, false
	}
	var items []predicateItem
	for _, attribute := range []string{"birthdate", "birthplace"} {
		f := q.Value.Expression.Query[attribute]
		for op, value := range map[codes.Operator]*string{
			codes.OperatorGreaterOrEqual: f.From, codes.OperatorLessOrEqual: f.To, codes.OperatorEqual: f.Term,
		} {
			switch {
			case value == nil:
			case attribute == "birthdate" && !isDate(*value):
				return criteria{}, false
			default:
				items = append(items, predicateItem{First: &predicate{Attribute: attribute, Operator: op, Value: *value}})
			}
		}
	}
	return conditionsOf(items, known)
}

func isJSON(req *http.Request) bool {
	media, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	return err == nil && (media == "application/json" || strings.HasSuffix(media, "+json"))
}

func joinIssues(issues []string) string { return strings.Join(issues, "; ") }
