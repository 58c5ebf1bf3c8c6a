package search

import (
	"slices"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// Query is one question to a registry: CRVS 1.0.0, SearchRequest. Make it with
// [ByIdentifier], [Where] or [GraphQL]. The zero Query asks nothing and is refused. A Query
// is immutable and safe for concurrent use.
//
// It prints itself redacted, but its JSON ([Query.MarshalJSON]) holds all of it,
// so that a question can outlive its process: that JSON is personal data. Keep it
// encrypted, and never log it.
type Query struct {
	identifier person.Identifier
	conditions []Condition
	expression bool
	graphql    *string
	event      codes.VitalEvent
	page       *int
	pageSize   *int
	sorts      []SortKey
	locale     string
	consent    *Consent
	authorize  *Authorize
}

// SortKey is one key to sort by. Registries may honour only the first, or none.
type SortKey struct {
	Attribute string
	Order     codes.SortOrder
}

// Purpose says what data is asked for: component Purpose of Consent and
// Authorize.
type Purpose struct {
	Code   string // from a fixed set, documented at RefURI
	Text   string // for people; keep names and numbers of persons out of it
	RefURI string // where the codes are documented
}

// Consent is the consent of the person whom the question is about.
type Consent struct {
	Given   time.Time // when it was given
	Purpose Purpose
}

// Authorize is the legal ground on which the asker asks.
type Authorize struct {
	Since   time.Time // when it was granted
	Purpose Purpose
}

// ByIdentifier asks for the records of whoever or whatever has this number. The
// type is sent as written: use the registry's own word for it. A number of a
// person finds records of every event unless [Query.In] names one.
func ByIdentifier(t codes.IdentifierType, value string) Query {
	return Query{identifier: person.Identifier{Type: t, Value: value}}
}

// All is the filter of a subscription that every event passes. As a question it is
// refused: it asks for nothing.
func All() Query { return Query{} }

// Where asks for the records of which all conditions hold.
func Where(conditions ...Condition) Query {
	return Query{conditions: slices.Clone(conditions)}
}

// And adds conditions: all of them, and the identifier if there is one, must
// hold.
func (q Query) And(conditions ...Condition) Query {
	q.conditions = slices.Concat(q.conditions, conditions)
	return q
}

// AsExpression asks the same in the form of query_type expression: comparisons
// under the names $and, $or, $eq, $gte, $in (QueryExpression: "structured logic
// using operators like $and, $or, $eq"). Some registries know only this form. It
// has no effect on a [GraphQL] query.
func (q Query) AsExpression() Query {
	q.expression = true
	return q
}

// In asks only for registrations of this event. Without it the registry decides
// which of its registers it looks into.
func (q Query) In(event codes.VitalEvent) Query {
	q.event = event.Canonical()
	return q
}

// WithPage asks for this page, the first being 1 (the default).
func (q Query) WithPage(number int) Query {
	q.page = &number
	return q
}

// WithPageSize asks for pages of this many records. Default: the client's.
// Registries may give fewer.
func (q Query) WithPageSize(records int) Query {
	q.pageSize = &records
	return q
}

// SortBy adds a key to sort by.
func (q Query) SortBy(a Attribute, order codes.SortOrder) Query {
	key := SortKey{Order: order} // one without an attribute is refused by Validate
	if a != nil {
		key.Attribute = a.Name()
	}
	q.sorts = append(slices.Clone(q.sorts), key)
	return q
}

// WithLocale asks for texts in this language: three lower-case letters of ISO
// 639-3, "eng". Default: not given.
func (q Query) WithLocale(iso6393 string) Query {
	q.locale = iso6393
	return q
}

// WithConsent states the consent of the person.
func (q Query) WithConsent(c Consent) Query {
	q.consent = &c
	return q
}

// WithAuthorize states the legal ground of the asker.
func (q Query) WithAuthorize(a Authorize) Query {
	q.authorize = &a
	return q
}

// Identifier is what [ByIdentifier] was given; its Value is "" if the query has
// none.
func (q Query) Identifier() person.Identifier { return q.identifier }

// Conditions are the conditions, nil if there are none.
func (q Query) Conditions() []Condition { return slices.Clone(q.conditions) }

// Event is the event asked for in the standard's spelling, "" for any.
func (q Query) Event() codes.VitalEvent { return q.event }

// Page is the number of the page asked for, 1 by default.
func (q Query) Page() int {
	if q.page == nil {
		return 1
	}
	return *q.page
}

// PageSize is the size of page asked for, 0 if it was left to the client.
func (q Query) PageSize() int {
	if q.pageSize == nil {
		return 0
	}
	return *q.pageSize
}

// Sorts are the keys to sort by, nil if there are none.
func (q Query) Sorts() []SortKey { return slices.Clone(q.sorts) }

// Locale is the language asked for, "" if none.
func (q Query) Locale() string { return q.locale }

// Consent is the consent stated, nil if none.
func (q Query) Consent() *Consent { return clone(q.consent) }

// Authorize is the legal ground stated, nil if none.
func (q Query) Authorize() *Authorize { return clone(q.authorize) }

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

// GraphQL is the text that [GraphQL] was given, "" if the query is none.
func (q Query) GraphQL() string {
	if q.graphql == nil {
		return ""
	}
	return *q.graphql
}

// Type is the shape in which the standard asks this: graphql for [GraphQL],
// expression after [Query.AsExpression], idtype-value for an identifier alone,
// else predicate.
func (q Query) Type() codes.QueryType {
	switch {
	case q.graphql != nil:
		return codes.QueryTypeGraphQL
	case q.expression:
		return codes.QueryTypeExpression
	case len(q.conditions) == 0:
		return codes.QueryTypeIdentifier
	default:
		return codes.QueryTypePredicate
	}
}
