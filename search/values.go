package search

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Form says what kind of question this is, without its values, for logs and
// audits: "idtype-value BRN in live_birth", "predicate birth_date ge le, sex eq",
// "expression sex in", "graphql in death". An identifier type that is not in the
// directory is "other".
func (q Query) Form() string {
	var parts []string
	if q.identifier.Value != "" {
		t := "other"
		if q.identifier.Type.Known() {
			t = string(q.identifier.Type)
		}
		parts = append(parts, t)
	}
	for _, c := range q.conditions {
		parts = append(parts, c.form())
	}
	form := strings.TrimSpace(string(q.Type()) + " " + strings.Join(parts, ", "))
	switch {
	case q.event == "":
	case q.event.Known():
		form += " in " + string(q.event)
	default:
		form += " in another event"
	}
	return form
}

// form is the attributes and the operators: "birth_date ge le", "sex eq or
// birth_date lt".
func (c Condition) form() string {
	var words []string
	for i, t := range c.terms {
		if i > 0 && c.or {
			words = append(words, string(codes.ConnectiveOr))
		}
		if i == 0 || c.or {
			words = append(words, printableName(t.Attribute))
		}
		op := "other"
		if t.Operator.Known() {
			op = string(t.Operator)
		}
		words = append(words, op)
	}
	return strings.Join(words, " ")
}

// printableName is the name of an attribute if it looks like one: a value typed
// in the wrong place is not repeated.
func printableName(attribute string) string {
	if isName(attribute) {
		return attribute
	}
	return "other"
}

func isName(s string) bool {
	if s == "" || len(s) > maxName || '0' <= s[0] && s[0] <= '9' {
		return false
	}
	digits := 0
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_', c == '.', c == '-':
		case '0' <= c && c <= '9':
			digits++
		default:
			return false
		}
	}
	return digits <= 2
}

// maxName bounds the name of an attribute, as the standard does its ids.
const maxName = 99

// Values are the personal values of the question: what must not appear in a log
// or an error. They are in no order that means anything. Words of a directory, a
// sex or a marital status, are not among them: they would mask half of every
// message. Of a [GraphQL] text they are its literals.
func (q Query) Values() []string {
	var values []string
	if q.identifier.Value != "" {
		values = append(values, q.identifier.Value)
	}
	for _, c := range q.conditions {
		for i := range c.terms {
			for _, t := range c.terms[i].each() {
				values = append(values, t.personal()...)
			}
		}
	}
	if q.graphql != nil {
		values = append(values, literals(*q.graphql)...)
	}
	for _, p := range []*Purpose{purposeOf(q.consent), purposeOfAuthorize(q.authorize)} {
		if p != nil && p.Text != "" {
			values = append(values, p.Text)
		}
	}
	return values
}

// personal is what of one comparison must not be printed.
func (t Term) personal() []string {
	switch {
	case t.kind == kindParent:
		if t.identifier.Value == "" {
			return nil
		}
		return []string{t.Value, t.identifier.Value}
	case t.Value == "", t.isVocabulary():
		return nil
	default:
		return []string{t.Value}
	}
}

func purposeOf(c *Consent) *Purpose {
	if c == nil {
		return nil
	}
	return &c.Purpose
}

func purposeOfAuthorize(a *Authorize) *Purpose {
	if a == nil {
		return nil
	}
	return &a.Purpose
}
