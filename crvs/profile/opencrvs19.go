package profile

import (
	"github.com/go-json-experiment/json"

	"github.com/openspmis/dci-crvs-go/codes"
)

// OpenCRVS19 is the DCI server of OpenCRVS 1.9, as it ran in 2026. It differs
// from that of 2024: reg_type is the standard's, the event stands in
// reg_event_type, marriages are not served, and it knows UIN too. Dates are asked
// as a predicate; search.Query.AsExpression asks in its own form of ranges.
func OpenCRVS19() Profile {
	p := OpenCRVS2024()
	p.Name, p.System = "opencrvs-1.9", "OpenCRVS 1.9 DCI server"
	p.Words.RegType, p.Words.RegTypes = string(codes.RegistryTypeCivil), nil
	p.Words.NoEventType = false
	p.Words.EventTypes = map[codes.VitalEvent]string{codes.VitalEventBirth: "birth", codes.VitalEventDeath: "death"}
	p.Asks.Forms = append(p.Asks.Forms, codes.QueryTypeExpression)
	p.Asks.Events = []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath}
	p.Asks.Identifiers = append(p.Asks.Identifiers, codes.IdentifierUIN)
	p.Form.Expression = rangeExpression
	return p
}

// rangeExpression writes the one pair of bounds that [safeForOpenCRVS] leaves of
// a date, as OpenCRVS 1.9 reads it: a range from a day to a day, both included.
func rangeExpression(p Profile, plan Plan) (language string, value []byte, err error) {
	fields := make(map[string]any, 1)
	for _, item := range plan.Items {
		from, to := codes.Operator(item.First.Operator).Canonical(), codes.Operator(item.Second.Operator).Canonical()
		_, twice := fields[item.First.Attribute]
		switch {
		case item.Connective != codes.ConnectiveAnd || item.First.Attribute != item.Second.Attribute || twice:
			return "", nil, p.Refuse("an expression holds ranges of dates only: leave out AsExpression")
		case from != codes.OperatorGreaterOrEqual || to != codes.OperatorLessOrEqual:
			return "", nil, p.Refuse("an expression holds ranges from a day to a day, both included: ask with Is or Between")
		}
		fields[item.First.Attribute] = struct {
			Type string `json:"type"`
			From string `json:"gte"`
			To   string `json:"lte"`
		}{"range", item.First.Value, item.Second.Value}
	}
	value, err = json.Marshal(map[string]any{"expression": map[string]any{"query": fields}}, json.Deterministic(true))
	return expressionLanguage, value, err
}
