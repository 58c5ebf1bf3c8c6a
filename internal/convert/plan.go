package convert

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Plan is a question in a registry's own words: what stands in one item of a
// search message. What is zero is not written.
type Plan struct {
	ReferenceID string

	// Event is what is asked for, "" for any, in the standard's word. It is not
	// written by itself.
	Event codes.VitalEvent

	RegType, EventType, RecordType string

	// Form decides which of the following is written (wire.md, rule 1).
	Form       codes.QueryType
	Identifier Identifier
	Items      []Item
	Query      jsontext.Value // written in place of Items, if given
	Language   string         // type of an expression or a GraphQL query
	Expression jsontext.Value // its value

	Sorts      []Sort
	Page, Size int // not written where Size is 0
	Locale     string

	Consent, Authorize *Grant
	// GrantsBeside writes both beside the criteria instead of in them (rule 14).
	GrantsBeside bool
	// NoVersion leaves out the version of the criteria.
	NoVersion bool
}

// Identifier is a number and what kind of number it is.
type Identifier struct{ Type, Value string }

// Item is one item of a predicate: a comparison, or two that are joined.
type Item struct {
	First      Comparison
	Connective codes.Connective // "" where First stands alone
	Second     Comparison
}

// Comparison compares an attribute with a value.
type Comparison struct {
	Attribute, Operator, Value string
	List                       []string // the values of a list, which are one text in Value
}

// Sort is a key to sort by.
type Sort struct {
	Attribute string
	Order     codes.SortOrder
}

// Grant is a consent, or a legal ground to ask.
type Grant struct {
	At                 time.Time
	Code, Text, RefURI string
}
