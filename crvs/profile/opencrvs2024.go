package profile

import (
	"net/http"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/transport"
	"github.com/openspmis/dci-crvs-go/search"
)

// openCRVSRecordID is OpenCRVS's own number of a record.
const openCRVSRecordID codes.IdentifierType = "OPENCRVS_RECORD_ID"

// OpenCRVS2024 is the DCI server of OpenCRVS, version 1.0 of 2024.
//
// It names the event in reg_type, knows BRN, DRN, MRN, NID and its own record
// ids, and of conditions only the date and the place of birth. What it does not
// understand it ignores, and hands out every record of the event; so what cannot
// be asked safely is refused here: a condition on marriages, two conditions on
// births that do not begin with a lower bound, an or. A date of birth is asked as
// the pair ge and le, in that order.
//
// In a batch it leaves out the questions that have no record. Its death records
// carry neither dates nor parents, so a hit by a date of birth stays
// unconfirmed. sender_id must be the https origin under which our key set is
// published, if questions are signed.
func OpenCRVS2024() Profile {
	p := DCI10()
	p.Name, p.System = "opencrvs-2024", "OpenCRVS DCI server 1.0 (2024)"
	p.Token = TokenStyle{As: transport.TokenQuery}
	p.Words = Words{
		RegTypes: map[codes.VitalEvent]string{
			codes.VitalEventBirth:    "ocrvs:registry_type:birth",
			codes.VitalEventDeath:    "ocrvs:registry_type:death",
			codes.VitalEventMarriage: "ocrvs:registry_type:marriage",
		},
		NoEventType: true,
		Identifiers: map[codes.IdentifierType]string{codes.IdentifierNationalID: "NID"},
		Attributes:  map[string]string{search.BirthDate.Name(): "birthdate", search.BirthPlace.Name(): "birthplace"},
	}
	p.Asks = Asks{
		Forms:       []codes.QueryType{codes.QueryTypeIdentifier, codes.QueryTypePredicate},
		Events:      []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage},
		EventNeeded: true,
		Identifiers: []codes.IdentifierType{
			codes.IdentifierBRN, codes.IdentifierDRN, codes.IdentifierMRN, codes.IdentifierNationalID, openCRVSRecordID,
		},
		Attributes: []string{search.BirthDate.Name(), search.BirthPlace.Name()},
		Operators: []codes.Operator{
			codes.OperatorGreater, codes.OperatorLess, codes.OperatorEqual, codes.OperatorGreaterOrEqual, codes.OperatorLessOrEqual,
		},
		NoOr:  true,
		NoMix: true,
	}
	p.Form = Form{GrantsBeside: true, NoCriteriaVersion: true, PageSize: 5}
	p.Habit = Habit{
		DropsMisses: true,
		Meanings: map[int]string{
			http.StatusInternalServerError: "this system answers so to every fault of a signature or an encryption (is our key set published at sender_id/.well-known/jwks.json?), and for a record without a place",
		},
		Interchangeable: [][]codes.IdentifierType{{codes.IdentifierBRN, codes.IdentifierDRN, codes.IdentifierMRN}},
	}
	p.Adjust = p.safeForOpenCRVS
	return p
}

// safeForOpenCRVS rewrites a predicate to the one form that OpenCRVS does not
// ignore: one item with a lower bound of the date of birth first and an upper
// bound second.
func (p Profile) safeForOpenCRVS(plan Plan) (Plan, error) {
	if plan.Form != codes.QueryTypePredicate {
		return plan, nil
	}
	if plan.Event == codes.VitalEventMarriage {
		return Plan{}, p.Refuse("conditions on marriages are ignored and every marriage is handed out: ask by MRN or NATIONAL_ID")
	}
	born := word(p.Words.Attributes, search.BirthDate.Name())
	var bounds []Comparison
	var items []Item
	for _, item := range plan.Items {
		switch {
		case item.First.Attribute != born:
			items = append(items, item)
		case item.Connective == "":
			bounds = append(bounds, item.First)
		default:
			bounds = append(bounds, item.First, item.Second)
		}
	}
	if len(bounds) > 0 {
		pair, err := p.boundsInOrder(bounds)
		if err != nil {
			return Plan{}, err
		}
		items = append([]Item{pair}, items...)
	}
	plan.Items = items
	return plan, nil
}

// boundsInOrder makes one item of the bounds of a date, the lower one first.
func (p Profile) boundsInOrder(bounds []Comparison) (Item, error) {
	var lower, upper []Comparison
	for _, b := range bounds {
		switch codes.Operator(b.Operator).Canonical() {
		case codes.OperatorEqual:
			from, to := b, b
			from.Operator = word(p.Words.Operators, codes.OperatorGreaterOrEqual)
			to.Operator = word(p.Words.Operators, codes.OperatorLessOrEqual)
			lower, upper = append(lower, from), append(upper, to)
		case codes.OperatorGreaterOrEqual, codes.OperatorGreater:
			lower = append(lower, b)
		default:
			upper = append(upper, b)
		}
	}
	switch {
	case len(lower) == 1 && len(upper) == 1:
		return Item{First: lower[0], Connective: codes.ConnectiveAnd, Second: upper[0]}, nil
	case len(lower) == 0 || len(upper) == 0:
		return Item{}, p.Refuse("one bound of birth_date alone is ignored and every record of the event is handed out: ask with Is or Between")
	default:
		return Item{}, p.Refuse("of the date of birth it understands one lower and one upper bound: ask with one Is or Between")
	}
}
