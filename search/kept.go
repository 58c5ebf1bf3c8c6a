package search

import (
	"errors"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// keptVersion is the version of the JSON that this release writes, and the only
// one that it reads. A change that an older release would misread needs a new one.
const keptVersion = 1

// maxKept bounds the JSON of a question, in bytes. Every question that
// [Query.Validate] accepts fits, even if each byte of its values is escaped.
const maxKept = 1 << 20

var (
	errKeptText = errors.New("search: this question cannot be kept: a text in it is not UTF-8, or a time in it has no year of four digits: correct it (Query.Validate names the field of a text)")
	errKeptLong = errors.New("search: this question cannot be kept: its JSON is longer than 1 MiB: ask in several queries")
)

// The JSON of a Query, version 1. What is not given is left out. A Condition and
// a Term have no JSON of their own: only a whole question is kept.
type keptQuery struct {
	Version    int              `json:"version"`
	Identifier *keptIdentifier  `json:"identifier,omitzero"`
	Conditions []keptCondition  `json:"conditions,omitzero"`
	GraphQL    *string          `json:"graphql,omitzero"`
	Expression bool             `json:"expression,omitzero"`
	Event      codes.VitalEvent `json:"event,omitzero"`
	Page       *int             `json:"page,omitzero"`
	PageSize   *int             `json:"page_size,omitzero"`
	Sorts      []keptSort       `json:"sorts,omitzero"`
	Locale     string           `json:"locale,omitzero"`
	Consent    *keptGrant       `json:"consent,omitzero"`
	Authorize  *keptGrant       `json:"authorize,omitzero"`
}

type keptIdentifier struct {
	Type  codes.IdentifierType `json:"type"`
	Value string               `json:"value"`
}

// keptCondition says overfull by itself: two terms may come of an Or that joined
// a range with nothing, which cannot be asked.
type keptCondition struct {
	Terms    []keptTerm `json:"terms,omitzero"`
	Or       bool       `json:"or,omitzero"`
	Overfull bool       `json:"overfull,omitzero"`
}

// keptTerm has one of the last four: a value or, for the operator in, a list; of
// identifiers if its kind is parent. Type and value of an identifier stand apart,
// for a type may hold the colon that parts them in the text that is sent.
type keptTerm struct {
	Kind        string            `json:"kind"`
	Attribute   string            `json:"attribute"`
	Operator    codes.Operator    `json:"operator"`
	Value       *string           `json:"value,omitzero"`
	Values      *[]string         `json:"values,omitzero"`
	Identifier  *keptIdentifier   `json:"identifier,omitzero"`
	Identifiers *[]keptIdentifier `json:"identifiers,omitzero"`
}

type keptSort struct {
	Attribute string          `json:"attribute"`
	Order     codes.SortOrder `json:"order"`
}

// keptGrant is a Consent or an Authorize.
type keptGrant struct {
	At     time.Time `json:"at,omitzero"`
	Code   string    `json:"code,omitzero"`
	Text   string    `json:"text,omitzero"`
	RefURI string    `json:"ref_uri,omitzero"`
}

// keptKinds are the names of the kinds in the JSON.
var keptKinds = [...]string{
	kindCustom: "custom", kindDate: "date", kindSex: "sex", kindMaritalStatus: "marital_status", kindName: "name",
	kindCode: "code", kindPlace: "place", kindParent: "parent", kindNumber: "number",
}

// MarshalJSON writes the question so that [Query.UnmarshalJSON] reads the same
// one, in another process too: with all its values, so that an answer that comes
// later is held against it with the same result. The JSON holds personal data:
// keep it encrypted, never log it.
//
// The form is our own, {"version":1,...}, and not what a registry is sent. The
// same question gives the same bytes. A question that [Query.Validate] refuses is
// kept too, but a text that is not UTF-8, a time whose year has not four digits,
// and more than 1 MiB of JSON are errors; they hold no value.
func (q Query) MarshalJSON() ([]byte, error) {
	// encoding/json escapes what a page of HTML could misread in whatever it is
	// given. Escaped already, the bytes are the same by either way.
	out, err := json.Marshal(q.kept(), jsontext.EscapeForHTML(true), jsontext.EscapeForJS(true))
	switch {
	case err != nil: // which may quote a value
		return nil, errKeptText
	case len(out) > maxKept:
		return nil, errKeptLong
	}
	return out, nil
}

func (q Query) kept() keptQuery {
	k := keptQuery{
		Version: keptVersion, GraphQL: q.graphql, Expression: q.expression, Event: q.event,
		Page: q.page, PageSize: q.pageSize, Locale: q.locale,
	}
	if q.hasIdentifier() {
		k.Identifier = new(keptIdentifierOf(q.identifier))
	}
	for _, c := range q.conditions {
		kept := keptCondition{Or: c.or, Overfull: c.overfull}
		for i := range c.terms {
			kept.Terms = append(kept.Terms, c.terms[i].kept())
		}
		k.Conditions = append(k.Conditions, kept)
	}
	for _, s := range q.sorts {
		k.Sorts = append(k.Sorts, keptSort(s))
	}
	if c := q.consent; c != nil {
		k.Consent = keptGrantOf(c.Given, c.Purpose)
	}
	if a := q.authorize; a != nil {
		k.Authorize = keptGrantOf(a.Since, a.Purpose)
	}
	return k
}

func (t *Term) kept() keptTerm {
	k := keptTerm{Kind: keptKinds[t.kind], Attribute: t.Attribute, Operator: t.Operator}
	listed := t.Operator == codes.OperatorIn
	switch {
	case t.kind == kindParent && listed:
		list := make([]keptIdentifier, len(t.members))
		for i, m := range t.members {
			list[i] = keptIdentifierOf(m.identifier)
		}
		k.Identifiers = &list
	case t.kind == kindParent:
		k.Identifier = new(keptIdentifierOf(t.identifier))
	case listed:
		k.Values = new(t.Values())
	default:
		k.Value = &t.Value
	}
	return k
}

func keptIdentifierOf(id person.Identifier) keptIdentifier {
	return keptIdentifier{Type: id.Type, Value: id.Value}
}

func keptGrantOf(at time.Time, p Purpose) *keptGrant {
	// RFC 3339 has no seconds in an offset, and the instant must not shift.
	if _, offset := at.Zone(); offset%60 != 0 {
		at = at.UTC()
	}
	return &keptGrant{At: at, Code: p.Code, Text: p.Text, RefURI: p.RefURI}
}
