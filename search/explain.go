package search

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Explain says in English what is asked, without the values:
//
//	records of births, of persons with an identifier of type BRN (value not shown),
//	born between two days, whose sex is female; sorted by date of birth, newest
//	first; page 2, of 100 records each; with the person's consent
//
// A word of a directory (a sex, a marital status, an event, an identifier type)
// is shown, anything else is not. The same question gives the same text. It is for
// people: see [Query.Form] for a short one to count and to group by.
func (q Query) Explain() string {
	parts := []string{q.explainWhat()}
	if q.expression && q.graphql == nil {
		parts = append(parts, "asked as an expression")
	}
	for i, s := range q.sorts {
		word := "sorted by "
		if i > 0 {
			word = "then by "
		}
		parts = append(parts, word+sortWords(s))
	}
	if page := q.explainPage(); page != "" {
		parts = append(parts, page)
	}
	if q.locale != "" {
		parts = append(parts, "with texts in "+languageWords(q.locale))
	}
	if q.consent != nil {
		parts = append(parts, "with the person's consent")
	}
	if q.authorize != nil {
		parts = append(parts, "on a legal ground of the asker")
	}
	return strings.Join(parts, "; ")
}

func (q Query) explainWhat() string {
	what := eventWords(q.event)
	if q.graphql != nil {
		what += ", as a GraphQL text asks for them (text not shown)"
	}
	var clauses []string
	if q.hasIdentifier() {
		clauses = append(clauses, "with an identifier of "+typeWords(q.identifier.Type)+" (value not shown)")
	}
	for _, c := range q.conditions {
		clauses = append(clauses, c.explain())
	}
	switch {
	case len(clauses) > 0:
		return what + ", of persons " + strings.Join(clauses, ", ")
	case q.graphql == nil:
		return what + ", of nobody in particular (such a question is refused)"
	default:
		return what
	}
}

func (q Query) explainPage() string {
	switch {
	case q.page != nil && q.pageSize != nil:
		return "page " + strconv.Itoa(*q.page) + ", of " + recordsWords(*q.pageSize) + " each"
	case q.page != nil:
		return "page " + strconv.Itoa(*q.page)
	case q.pageSize != nil:
		return "in pages of " + recordsWords(*q.pageSize)
	default:
		return ""
	}
}

// explain is a clause that follows "persons".
func (c Condition) explain() string {
	switch {
	case len(c.terms) == 0:
		return "of whom nothing is said"
	case c.isParentIs():
		return "one of whose parents " + identifierWords(c.terms[:1])
	case !c.or && len(c.terms) == 2 && c.terms[0].Attribute == c.terms[1].Attribute:
		return c.terms[0].explainRange()
	}
	clauses := make([]string, len(c.terms))
	for i, t := range c.terms {
		clauses[i] = t.explain()
	}
	if c.or {
		return "either " + orList(clauses)
	}
	return strings.Join(clauses, " and ")
}

// isParentIs says whether c is one of [ParentIs].
func (c Condition) isParentIs() bool {
	return c.or && len(c.terms) == 2 &&
		c.terms[0].Attribute == string(Parent1) && c.terms[1].Attribute == string(Parent2) &&
		c.terms[0].kind == kindParent && c.terms[1].kind == kindParent &&
		c.terms[0].Operator == c.terms[1].Operator && c.terms[0].Value == c.terms[1].Value
}

func (t Term) explainRange() string {
	if t.kind == kindDate {
		return dateWords(t.Attribute) + " between two days"
	}
	return "whose " + attributeWords(t.Attribute, t.kind) + " is between two values (not shown)"
}

func (t Term) explain() string {
	if t.kind == kindDate {
		return dateWords(t.Attribute) + " " + t.dayWords()
	}
	whose := "whose " + attributeWords(t.Attribute, t.kind) + " "
	switch t.kind {
	case kindParent:
		return whose + identifierWords([]Term{t})
	case kindPlace:
		if t.Operator == codes.OperatorIn {
			return whose + "is, or lies in, one of " + countWords(len(t.members), "place") + " (not shown)"
		}
		return whose + "is, or lies in, a certain place (not shown)"
	default:
		return whose + t.valueWords()
	}
}

func (t Term) dayWords() string {
	switch t.Operator {
	case codes.OperatorEqual:
		return "on a certain day"
	case codes.OperatorGreater:
		return "after a certain day"
	case codes.OperatorGreaterOrEqual:
		return "on a certain day or later"
	case codes.OperatorLess:
		return "before a certain day"
	case codes.OperatorLessOrEqual:
		return "on a certain day or earlier"
	default:
		return "on one of " + countWords(len(t.members), "day")
	}
}

// valueWords shows words of a directory and hides anything else.
func (t Term) valueWords() string {
	const hidden = " a certain value (not shown)"
	switch t.Operator {
	case codes.OperatorEqual:
		if word := t.vocabularyWord(); word != "" {
			return "is " + word
		}
		return "is" + hidden
	case codes.OperatorGreater:
		return "is above" + hidden
	case codes.OperatorGreaterOrEqual:
		return "is at least" + hidden
	case codes.OperatorLess:
		return "is below" + hidden
	case codes.OperatorLessOrEqual:
		return "is at most" + hidden
	default:
		return t.listWords()
	}
}

// listWords shows a list if it holds nothing but words of a directory.
func (t Term) listWords() string {
	words := make([]string, len(t.members))
	for i, m := range t.members {
		words[i] = m.vocabularyWord()
	}
	if len(words) == 0 || slices.Contains(words, "") {
		return "is one of " + countWords(len(words), "value") + " (not shown)"
	}
	return "is " + orList(words)
}
