package profile

import (
	"encoding/json"

	"github.com/openspmis/dci-crvs-go/codes"
)

// OpenCRVS19 is the DCI server of OpenCRVS 1.9, as it ran in 2026. It differs
// from that of 2024: reg_type is the standard's, the event stands in
// reg_event_type, marriages are not served, and it knows UIN too. Ranges of dates
// are asked as a predicate; search.Query.AsExpression asks in its own form.
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
	p.Adjust = p.safeForOpenCRVS
	return p
}

// rangeExpression writes conditions as OpenCRVS 1.9 reads them: an object of
// fields, each with a range or an exact value.
func rangeExpression(plan Plan) (language string, value []byte, err error) {
	fields := make(map[string]map[string]string)
	for _, item := range plan.Items {
		comparisons := []Comparison{item.First}
		if item.Connective != "" {
			comparisons = append(comparisons, item.Second)
		}
		for _, c := range comparisons {
			f := fields[c.Attribute]
			if f == nil {
				f = make(map[string]string)
				fields[c.Attribute] = f
			}
			switch codes.Operator(c.Operator).Canonical() {
			case codes.OperatorGreaterOrEqual:
				f["type"], f["gte"] = "range", c.Value
			case codes.OperatorLessOrEqual:
				f["type"], f["lte"] = "range", c.Value
			case codes.OperatorEqual:
				f["type"], f["term"] = "exact", c.Value
			default:
				return "", nil, OpenCRVS19().Refuse("an expression has ranges from a day to a day, both included: ask with Is or Between")
			}
		}
	}
	value, err = json.Marshal(map[string]any{"expression": map[string]any{"query": fields}})
	return expressionLanguage, value, err
}
