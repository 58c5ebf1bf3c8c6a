package profile

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// Plan is a question in a registry's own words, before it is written: what
// stands in one item of a search message, or in the filter of a subscription.
// What is zero is not written. It holds the values of the question and so
// personal data: do not log it.
type Plan struct {
	ReferenceID string

	// Event is what is asked for, "" for any, in the standard's word. It is not
	// written by itself.
	Event codes.VitalEvent

	RegType, EventType, RecordType string

	// Form decides which of the following is written (internal/wire/RULES.md,
	// rule 1).
	Form       codes.QueryType
	Identifier person.Identifier // its type in the registry's word
	Items      []Item
	Query      jsontext.Value // written in place of Items, if given
	Language   string         // type of an expression or a GraphQL query
	Expression jsontext.Value // its value

	Sorts      []search.SortKey
	Page, Size int // not written where Size is 0
	Locale     string

	Consent   *search.Consent
	Authorize *search.Authorize
}

// Item is one item of a predicate: a comparison, or two that are joined by and
// or or.
type Item struct {
	First      Comparison
	Connective codes.Connective // "" where First stands alone
	Second     Comparison
}

// Comparison compares an attribute with a value, all in the registry's words.
type Comparison struct {
	Attribute, Operator, Value string
	List                       []string // the values of a list, which are one text in Value
}
