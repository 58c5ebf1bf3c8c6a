package search

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// UnmarshalJSON reads what [Query.MarshalJSON] wrote, and nothing else. The order
// of the members, the space between them and the escapes of a text may differ,
// for a database may change them. Whatever else differs is an error: an unknown
// version, member or kind, a member twice, null, text that is not UTF-8, anything
// after the end, more than 1 MiB, a question that this package cannot make. The
// error says what to do and holds no value of the question; q is then unchanged.
//
// Words of a directory, such as an event or a sex, are read as they stand, for
// the release that wrote them may have known fewer.
func (q *Query) UnmarshalJSON(data []byte) error {
	read, err := readKept(data)
	if err != nil {
		return fmt.Errorf("search: a kept question cannot be read: %w", err)
	}
	*q = read
	return nil
}

// What is wrong with the JSON, and what to do. None may quote the JSON, names of
// its members included: they may be anything.
var (
	errReadLong    = errors.New("it is longer than 1 MiB: give it the JSON of one question")
	errReadTwice   = errors.New("it has a member twice: give it the bytes that MarshalJSON wrote")
	errReadSyntax  = errors.New("it is not one valid JSON value in UTF-8: give it the bytes that MarshalJSON wrote, all of them and nothing else")
	errReadVersion = errors.New("its version is not 1: read it with the release of this package that wrote it")
	errReadUnknown = errors.New("it has a member that version 1 does not have: read it with the release of this package that wrote it")
	errReadType    = errors.New("a member is of another type than version 1 has: give it the bytes that MarshalJSON wrote")
	errReadKind    = errors.New("its kind is not known: read it with the release of this package that wrote it")

	errReadOperator = errors.New("its kind does not take its operator: ask anew")
	errReadDate     = errors.New("its date is not one that a question holds: ask anew")
	errReadTerms    = errors.New("its comparisons cannot be joined in this way: ask anew")
	errReadGraphQL  = errors.New("it has both a GraphQL text and an identifier: ask anew")
	errReadChanged  = errors.New("it was changed after MarshalJSON wrote it, or a member is missing: ask anew")
)

func readKept(data []byte) (Query, error) {
	if len(data) > maxKept {
		return Query{}, errReadLong
	}
	canonical := jsontext.Value(bytes.Clone(data))
	switch err := canonical.Canonicalize(); {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return Query{}, errReadTwice
	case err != nil:
		return Query{}, errReadSyntax
	}
	// The version comes first: a later one may have other members.
	var head struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(data, &head); err != nil || head.Version != keptVersion {
		return Query{}, errReadVersion
	}
	var k keptQuery
	switch err := json.Unmarshal(data, &k, json.RejectUnknownMembers(true)); {
	case errors.Is(err, json.ErrUnknownName):
		return Query{}, errReadUnknown
	case err != nil:
		return Query{}, errReadType
	}
	q, err := k.query()
	if err != nil {
		return Query{}, err
	}
	// Written again it must be what it was. This finds what is missing, null, too
	// much, or not as a question holds it.
	again, err := q.MarshalJSON()
	if err != nil {
		return Query{}, errReadChanged
	}
	if v := jsontext.Value(again); v.Canonicalize() != nil || !bytes.Equal(v, canonical) {
		return Query{}, errReadChanged
	}
	return q, nil
}

func (k *keptQuery) query() (Query, error) {
	q := Query{
		graphql: k.GraphQL, expression: k.Expression, event: k.Event,
		page: k.Page, pageSize: k.PageSize, locale: k.Locale,
	}
	if k.Identifier != nil {
		q.identifier = k.Identifier.identifier()
	}
	if q.graphql != nil && q.hasIdentifier() {
		return Query{}, errReadGraphQL
	}
	for i := range k.Conditions {
		c, err := k.Conditions[i].condition()
		if err != nil {
			return Query{}, fmt.Errorf("conditions[%d]: %w", i, err)
		}
		q.conditions = append(q.conditions, c)
	}
	for _, s := range k.Sorts {
		q.sorts = append(q.sorts, SortKey(s))
	}
	if g := k.Consent; g != nil {
		q.consent = &Consent{Given: g.At, Purpose: g.purpose()}
	}
	if g := k.Authorize; g != nil {
		q.authorize = &Authorize{Since: g.At, Purpose: g.purpose()}
	}
	return q, nil
}

func (k *keptIdentifier) identifier() person.Identifier {
	return person.Identifier{Type: k.Type, Value: k.Value}
}

func (k *keptGrant) purpose() Purpose { return Purpose{Code: k.Code, Text: k.Text, RefURI: k.RefURI} }

func (k *keptCondition) condition() (Condition, error) {
	c := Condition{or: k.Or, overfull: k.Overfull}
	for i := range k.Terms {
		t, err := k.Terms[i].term()
		if err != nil {
			return Condition{}, fmt.Errorf("terms[%d]: %w", i, err)
		}
		c.terms = append(c.terms, t)
	}
	switch n := len(c.terms); {
	case c.or && (n == 2 || c.overfull): // all that Or can make
	case !c.or && !c.overfull && (n < 2 || n == 2 && isRange(c.terms[0], c.terms[1])):
	default:
		return Condition{}, errReadTerms
	}
	return c, nil
}

func isRange(from, to Term) bool {
	return from.kind == to.kind && from.Attribute == to.Attribute &&
		from.Operator == codes.OperatorGreaterOrEqual && to.Operator == codes.OperatorLessOrEqual
}

func (k *keptTerm) term() (Term, error) {
	i := slices.Index(keptKinds[:], k.Kind)
	if i < 0 {
		return Term{}, errReadKind
	}
	kind := kind(i) //nolint:gosec // an index of keptKinds
	switch k.Operator {
	case codes.OperatorEqual, codes.OperatorIn:
	case codes.OperatorGreaterOrEqual, codes.OperatorGreater, codes.OperatorLessOrEqual, codes.OperatorLess:
		if kind != kindDate && kind != kindCustom {
			return Term{}, errReadOperator
		}
	default:
		return Term{}, errReadOperator
	}
	members, err := k.members(kind)
	if err != nil {
		return Term{}, err
	}
	if k.Operator == codes.OperatorIn {
		return oneOf(k.Attribute, kind, members).terms[0], nil
	}
	t := members[0]
	t.Operator = k.Operator
	return t, nil
}

// members are the values of the term, each as a term of its own: one, or those
// that the operator in lists.
func (k *keptTerm) members(kind kind) ([]Term, error) {
	listed := k.Operator == codes.OperatorIn
	members := []Term{} // not nil: comparisons tells a list by it
	if kind == kindParent {
		for _, id := range keptValues(listed, k.Identifier, k.Identifiers) {
			members = append(members, ParentAttribute(k.Attribute).term(id.identifier()))
		}
		return members, nil
	}
	for _, v := range keptValues(listed, k.Value, k.Values) {
		t := equalTerm(k.Attribute, kind, v)
		if kind == kindDate {
			d, err := keptDate(v, listed)
			if err != nil {
				return nil, err
			}
			t.date = d
		}
		members = append(members, t)
	}
	return members, nil
}

// keptValues is one value, or a list. What is missing is its zero value, and not
// as it was written.
func keptValues[T any](listed bool, one *T, list *[]T) []T {
	switch {
	case listed && list != nil:
		return *list
	case listed:
		return nil
	case one != nil:
		return []T{*one}
	default:
		return make([]T, 1)
	}
}

// keptDate reads a date as person keeps it, whether it is one or not. The
// constructors make days of Gregorian dates, but leave a month in a list.
func keptDate(text string, listed bool) (person.Date, error) {
	quoted, err := jsontext.AppendQuote(nil, text)
	if err != nil {
		return person.Date{}, errReadDate
	}
	var d person.Date
	if err := d.UnmarshalJSON(quoted); err != nil || d.Text() != text {
		return person.Date{}, errReadDate
	}
	if first, last := bounds(d); first != d && (!listed || first == last) {
		return person.Date{}, errReadDate
	}
	return d, nil
}
