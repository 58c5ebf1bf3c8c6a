package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/search"
)

// inWords says in English what a question of this program asks:
//
//	records of births, of persons with an identifier of type BRN (value not shown),
//	born between two days, whose sex is female; in pages of 100 records
//
// It shows the words of a directory (a sex, a marital status, an event, a type of
// identifier) and no other value.
func inWords(q search.Query) string {
	what := eventWords(q.Event())
	var clauses []string
	if id := q.Identifier(); id.Value != "" {
		clauses = append(clauses, "with an identifier of "+typeWords(id.Type)+" (value not shown)")
	}
	for _, c := range q.Conditions() {
		clauses = append(clauses, conditionWords(c))
	}
	switch {
	case q.Type() == codes.QueryTypeGraphQL:
		what += ", as a GraphQL text asks for them (text not shown)"
	case len(clauses) > 0:
		what += ", of persons " + strings.Join(clauses, ", ")
	}
	if q.Type() == codes.QueryTypeExpression {
		what += "; asked as an expression"
	}
	if n := q.PageSize(); n > 0 {
		what += "; in pages of " + countWords(n, "record")
	}
	return what
}

func eventWords(event codes.VitalEvent) string {
	if entry, ok := codes.VitalEvents().Lookup(event); ok && event != codes.VitalEventAny {
		return "records of " + strings.ToLower(entry.Display) + "s"
	}
	return "records of any event"
}

// typeWords shows a type where the directory knows it.
func typeWords(t codes.IdentifierType) string {
	if t.Known() {
		return "type " + string(t.Canonical())
	}
	return "another type"
}

// conditionWords is a clause that follows "persons".
func conditionWords(c search.Condition) string {
	terms := c.Terms()
	first, last := terms[0], terms[len(terms)-1]
	switch {
	case len(terms) == 1:
		return termWords(first)
	case c.Connective() == codes.ConnectiveOr && first.Attribute == search.Parent1.Name() && last.Attribute == search.Parent2.Name() && first.Value == last.Value:
		return "one of whose parents " + parentWords(first)
	case c.Connective() == codes.ConnectiveOr:
		return "either " + termWords(first) + " or " + termWords(last)
	default:
		return dateWords(first.Attribute) + " between two days"
	}
}

func termWords(t search.Term) string {
	if clause := dateWords(t.Attribute); clause != "" {
		return clause + " " + dayWords(t)
	}
	whose := "whose " + attributeWords(t.Attribute) + " "
	switch t.Attribute {
	case search.Parent1.Name(), search.Parent2.Name():
		return whose + parentWords(t)
	case search.BirthPlace.Name(), search.DeathPlace.Name(), search.EventPlace.Name():
		return whose + "is, or lies in, " + oneOrMore(t, "place")
	default:
		return whose + valueWords(t)
	}
}

// dateWords says what happened on a date, and nothing of another attribute.
func dateWords(attribute string) string {
	return map[string]string{
		search.BirthDate.Name():        "born",
		search.DeathDate.Name():        "who died",
		search.MarriageDate.Name():     "who married",
		search.DivorceDate.Name():      "who divorced",
		search.EventDate.Name():        "whose event was",
		search.RegistrationDate.Name(): "registered",
	}[attribute]
}

func dayWords(t search.Term) string {
	switch t.Operator {
	case codes.OperatorGreater:
		return "after a certain day"
	case codes.OperatorGreaterOrEqual:
		return "on a certain day or later"
	case codes.OperatorLess:
		return "before a certain day"
	case codes.OperatorLessOrEqual:
		return "on a certain day or earlier"
	case codes.OperatorIn:
		return "on one of " + countWords(len(t.Values()), "day")
	default:
		return "on a certain day"
	}
}

// attributeWords follows "whose". An attribute of the deployment stands by its
// name, which [parseCondition] has seen to be one.
func attributeWords(attribute string) string {
	words := map[string]string{
		search.BirthPlace.Name(): "place of birth",
		search.DeathPlace.Name(): "place of death",
		search.EventPlace.Name(): "place of the event",
		search.Region.Name():     "region",
		search.SubRegion.Name():  "sub-region",
		search.MiddleName.Name(): "middle name",
		search.FamilyName.Name(): "family name",
		search.FullName.Name():   "full name",
		search.MotherName.Name(): "mother's name",
		search.FatherName.Name(): "father's name",
		search.Parent1.Name():    "first parent",
		search.Parent2.Name():    "second parent",
	}
	if w, ok := words[attribute]; ok {
		return w
	}
	if slices.ContainsFunc(search.Attributes(), func(a search.Attribute) bool { return a.Name() == attribute }) {
		return strings.ReplaceAll(attribute, "_", " ")
	}
	return "attribute " + attribute
}

// parentWords follows a parent.
func parentWords(t search.Term) string {
	if t.Operator == codes.OperatorIn {
		return "has one of " + countWords(len(t.Values()), "identifier") + " (values not shown)"
	}
	kind, _, _ := strings.Cut(t.Value, ":")
	return "has an identifier of " + typeWords(codes.IdentifierType(kind)) + " (value not shown)"
}

// valueWords shows words of a directory and hides anything else.
func valueWords(t search.Term) string {
	var words []string
	for _, value := range t.Values() {
		words = append(words, directoryWord(t.Attribute, value))
	}
	switch {
	case t.Operator == codes.OperatorGreater:
		return "is above a certain value (not shown)"
	case t.Operator == codes.OperatorGreaterOrEqual:
		return "is at least a certain value (not shown)"
	case t.Operator == codes.OperatorLess:
		return "is below a certain value (not shown)"
	case t.Operator == codes.OperatorLessOrEqual:
		return "is at most a certain value (not shown)"
	case slices.Contains(words, ""):
		return "is " + oneOrMore(t, "value")
	default:
		return "is " + strings.Join(words, " or ")
	}
}

// directoryWord is the label of a sex or a marital status, "" for what no
// directory knows and for the value of any other attribute.
func directoryWord(attribute, value string) string {
	switch attribute {
	case search.Sex.Name():
		entry, _ := codes.Sexes().Lookup(codes.Sex(value))
		return strings.ToLower(entry.Display)
	case search.MaritalStatus.Name():
		entry, _ := codes.MaritalStatuses().Lookup(codes.MaritalStatus(value))
		return strings.ToLower(entry.Display)
	default:
		return ""
	}
}

func oneOrMore(t search.Term, noun string) string {
	if t.Operator == codes.OperatorIn {
		return "one of " + countWords(len(t.Values()), noun) + " (not shown)"
	}
	return "a certain " + noun + " (not shown)"
}

func countWords(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
