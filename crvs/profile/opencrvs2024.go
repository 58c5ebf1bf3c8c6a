package profile

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/search"
)

// openCRVSRecordID is OpenCRVS's own number of a record.
const openCRVSRecordID codes.IdentifierType = "OPENCRVS_RECORD_ID"

// OpenCRVS2024 is the DCI server of OpenCRVS, version 1.0 of 2024.
//
// It names the event in reg_type, knows BRN, DRN, MRN, NID and its own record
// ids, and of conditions only the date of birth. What it does not understand it
// ignores, and hands out every record of the event; so what cannot be asked safely
// is refused here: any condition on marriages, one bound of a date alone, an or, a
// list, a sort key. What is asked of the date of birth, in however many conditions,
// goes as one pair of bounds, the lower one first: an eq as ge and le. A place of
// birth is refused too: it looks for the place where the birth was declared.
//
// A national number also finds the records of relatives: a mother's finds her
// children's births. They are left out ([Habit.FindsRelatives]).
//
// What is asked asynchronously it answers with one message, and not at all where it
// fails; of an encrypted question that message is empty.
//
// In a batch it leaves out the questions that have no record, and it counts
// records. Its death records carry neither dates nor parents, so a hit by a date of
// birth stays unconfirmed. A status of 500 may mean anything, a quota among it, so
// the question is not sent again at once. sender_id must be the https origin under
// which our key set is published, if questions are signed.
func OpenCRVS2024() Profile {
	p := DCI10()
	p.Name, p.System = "opencrvs-2024", "OpenCRVS DCI server 1.0 (2024)"
	p.Paths = p.Paths.only(VerbSearch, VerbSearchAsync, VerbOnSearch, VerbLocations, VerbKeys)
	p.Token = TokenStyle{As: TokenQuery}
	p.Words = Words{
		RegTypes: map[codes.VitalEvent]string{
			codes.VitalEventBirth:    "ocrvs:registry_type:birth",
			codes.VitalEventDeath:    "ocrvs:registry_type:death",
			codes.VitalEventMarriage: "ocrvs:registry_type:marriage",
		},
		NoEventType: true,
		Identifiers: map[codes.IdentifierType]string{codes.IdentifierNationalID: "NID"},
		Attributes:  map[string]string{search.BirthDate.Name(): "birthdate"},
	}
	p.Asks = Asks{
		Forms:       []codes.QueryType{codes.QueryTypeIdentifier, codes.QueryTypePredicate},
		Events:      []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage},
		EventNeeded: true,
		Identifiers: []codes.IdentifierType{
			codes.IdentifierBRN, codes.IdentifierDRN, codes.IdentifierMRN, codes.IdentifierNationalID, openCRVSRecordID,
		},
		Attributes: []string{search.BirthDate.Name()},
		Reasons: map[string]string{
			search.BirthPlace.Name(): "it looks for the place where a birth was declared, not where it happened: leave out birth_place, and hold the records against it",
		},
		Operators: []codes.Operator{
			codes.OperatorGreater, codes.OperatorLess, codes.OperatorEqual, codes.OperatorGreaterOrEqual, codes.OperatorLessOrEqual,
		},
		NoOr:  true,
		NoMix: true,
	}
	p.Form = Form{NoCriteriaVersion: true, PageSize: 5}
	p.Habit = Habit{
		DropsMisses:   true,
		CountsRecords: true,
		UntypedSpouse: true,
		KeysAtSender:  true,
		DiesOnErrors:  true,
		AnswersOnce:   true,

		LosesEncryptedCallbacks: true,
		Meanings: map[int]string{
			http.StatusInternalServerError: "this system answers so to every fault of a signature or an encryption (is our key set published at sender_id/.well-known/jwks.json?), " +
				"of its own gateway (a quota that is used up, a token that it could not get, a part that is down), and for a record without a place",
		},
		FinalStatuses:   []int{http.StatusInternalServerError}, // it may be the quota
		FindsRelatives:  true,
		Scope:           "this system shows a client the records that the scope of its credentials allows, and no others",
		Interchangeable: [][]codes.IdentifierType{{codes.IdentifierBRN, codes.IdentifierDRN, codes.IdentifierMRN}},
	}
	p.Adjust = safeForOpenCRVS
	return p
}

// safeForOpenCRVS rewrites conditions to the one form that OpenCRVS does not
// ignore: one item with a lower bound of the date of birth first and an upper
// bound second.
func safeForOpenCRVS(p Profile, plan Plan) (Plan, error) {
	// Other columns than those of its index fail or are ignored; one of them is
	// known to be honoured.
	if slices.ContainsFunc(plan.Sorts, func(s search.SortKey) bool { return s.Attribute != "dateOfDeclaration" }) {
		return Plan{}, p.Refuse("it sorts by its own column dateOfDeclaration only: leave out SortBy, or name that column")
	}
	if plan.Form == codes.QueryTypeIdentifier {
		return plan, nil
	}
	if plan.Event == codes.VitalEventMarriage {
		return Plan{}, p.Refuse("conditions on marriages are ignored and every marriage is handed out: ask by MRN or NATIONAL_ID")
	}
	born := word(p.Words.Attributes, search.BirthDate.Name())
	var bounds []Comparison
	for _, item := range plan.Items {
		bounds = append(bounds, item.First)
		if item.Connective != "" {
			bounds = append(bounds, item.Second)
		}
	}
	if slices.ContainsFunc(bounds, func(c Comparison) bool { return c.Attribute != born }) {
		return Plan{}, p.Refuse("of conditions it understands the date of birth only")
	}
	pair, err := p.boundsInOrder(bounds)
	plan.Items = []Item{pair}
	return plan, err
}

// boundsInOrder makes one item of all that is asked of a date, the lower bound
// first. Of several the narrowest holds.
func (p Profile) boundsInOrder(bounds []Comparison) (Item, error) {
	var lower, upper *Comparison
	for _, b := range bounds {
		if year, err := strconv.Atoi(b.Value[:min(4, len(b.Value))]); err == nil && (year < 1800 || year > 2199) {
			return Item{}, p.Refuse("the year of the date of birth is outside what it takes, 1800 to 2199: it may be of another calendar")
		}
		if _, err := time.Parse(time.DateOnly, b.Value); err != nil { // answered with 500
			return Item{}, p.Refuse("of the date of birth it understands whole days only: ask with Is or Between")
		}
		switch codes.Operator(b.Operator).Canonical() {
		case codes.OperatorEqual:
			from, to := b, b
			from.Operator = word(p.Words.Operators, codes.OperatorGreaterOrEqual)
			to.Operator = word(p.Words.Operators, codes.OperatorLessOrEqual)
			lower, upper = narrower(lower, from, 1), narrower(upper, to, -1)
		case codes.OperatorGreaterOrEqual, codes.OperatorGreater:
			lower = narrower(lower, b, 1)
		case codes.OperatorLessOrEqual, codes.OperatorLess:
			upper = narrower(upper, b, -1)
		default:
			return Item{}, p.Refuse("it does not know this operator on a date: ask with Is or Between")
		}
	}
	if lower == nil || upper == nil {
		return Item{}, p.Refuse("one bound of birth_date alone is ignored and every record of the event is handed out: ask with Is or Between")
	}
	return Item{First: *lower, Connective: codes.ConnectiveAnd, Second: *upper}, nil
}

// narrower is the bound that leaves less: of lower ones (sign 1) the later day,
// of the same day the one that leaves it out. The days are all YYYY-MM-DD.
func narrower(a *Comparison, b Comparison, sign int) *Comparison {
	if a == nil {
		return &b
	}
	strict := codes.Operator(b.Operator).Canonical()
	if order := strings.Compare(b.Value, a.Value) * sign; order > 0 ||
		order == 0 && (strict == codes.OperatorGreater || strict == codes.OperatorLess) {
		return &b
	}
	return a
}
