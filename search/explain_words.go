package search

import (
	"strconv"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

func eventWords(event codes.VitalEvent) string {
	switch event {
	case codes.VitalEventBirth:
		return "records of births"
	case codes.VitalEventDeath:
		return "records of deaths"
	case codes.VitalEventFetalDeath:
		return "records of fetal deaths"
	case codes.VitalEventMarriage:
		return "records of marriages"
	case codes.VitalEventDivorce:
		return "records of divorces"
	case codes.VitalEventAdoption:
		return "records of adoptions"
	default:
		if isAny(event) {
			return "records of any event"
		}
		return "records of another event"
	}
}

// typeWords shows a type where the directory knows it.
func typeWords(t codes.IdentifierType) string {
	if t.Known() {
		return "type " + string(t.Canonical())
	}
	return "another type"
}

// identifierWords follows a parent, or "one of whose parents".
func identifierWords(terms []Term) string {
	t := terms[0]
	if t.Operator == codes.OperatorIn {
		return "has one of " + countWords(len(t.members), "identifier") + " (values not shown)"
	}
	return "has an identifier of " + typeWords(t.identifier.Type) + " (value not shown)"
}

// dateWords says what happened on a date.
func dateWords(attribute string) string {
	switch DateAttribute(attribute) {
	case BirthDate:
		return "born"
	case DeathDate:
		return "who died"
	case MarriageDate:
		return "who married"
	case DivorceDate:
		return "who divorced"
	case EventDate:
		return "whose event was"
	case RegistrationDate:
		return "registered"
	default:
		return "whose " + customWords(attribute) + " is"
	}
}

// attributeWords follows "whose". A kind beside the name, for a deployment may
// use a name of this package for something of its own.
func attributeWords(attribute string, k kind) string {
	if k == kindCustom {
		return customWords(attribute)
	}
	switch attribute {
	case string(BirthDate):
		return "date of birth"
	case string(DeathDate):
		return "date of death"
	case string(MarriageDate):
		return "date of marriage"
	case string(DivorceDate):
		return "date of divorce"
	case string(EventDate):
		return "date of the event"
	case string(RegistrationDate):
		return "date of registration"
	case string(BirthPlace):
		return "place of birth"
	case string(DeathPlace):
		return "place of death"
	case string(EventPlace):
		return "place of the event"
	case string(Sex):
		return "sex"
	case string(MaritalStatus):
		return "marital status"
	case string(Region):
		return "region"
	case string(SubRegion):
		return "sub-region"
	}
	return nameWords(attribute)
}

func nameWords(attribute string) string {
	switch attribute {
	case string(GivenName):
		return "given name"
	case string(MiddleName):
		return "middle name"
	case string(FamilyName):
		return "family name"
	case string(FullName):
		return "full name"
	case string(MotherName):
		return "mother's name"
	case string(FatherName):
		return "father's name"
	case string(Parent1):
		return "first parent"
	case string(Parent2):
		return "second parent"
	case string(RegistrationNumber):
		return "registration number"
	default:
		return customWords(attribute)
	}
}

// customWords shows the name of a deployment's own attribute if it looks like one.
func customWords(attribute string) string {
	if isName(attribute) {
		return "attribute " + attribute
	}
	return "attribute of an odd name (not shown)"
}

// vocabularyWord is the label of a code, "" for what no directory knows.
func (t Term) vocabularyWord() string {
	switch {
	case !t.isVocabulary():
		return ""
	case t.kind == kindSex:
		entry, _ := codes.Sexes().Lookup(codes.Sex(t.Value))
		return strings.ToLower(entry.Display)
	default:
		entry, _ := codes.MaritalStatuses().Lookup(codes.MaritalStatus(t.Value))
		return strings.ToLower(entry.Display)
	}
}

func sortWords(s SortKey) string {
	k := kindName // by its name alone: a sort has no values
	if !isOurs(s.Attribute) {
		k = kindCustom
	}
	by := attributeWords(s.Attribute, k)
	isDate := strings.HasPrefix(by, "date of ")
	switch {
	case s.Order == codes.SortAscending && isDate:
		return by + ", oldest first"
	case s.Order == codes.SortDescending && isDate:
		return by + ", newest first"
	case s.Order == codes.SortAscending:
		return by + ", ascending"
	case s.Order == codes.SortDescending:
		return by + ", descending"
	default:
		return by + ", in an order that the standard does not have"
	}
}

func isOurs(attribute string) bool {
	for _, a := range Attributes() {
		if a.Name() == attribute {
			return true
		}
	}
	return false
}

// languageWords shows a code that is one.
func languageWords(code string) string {
	if c := codes.LanguageCode(code); len(code) == 3 && c.Valid() {
		return "the language " + code
	}
	return "another language"
}

// orList is "a", "a or b", "a, b or c".
func orList(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func recordsWords(n int) string { return countWords(n, "record") }

func countWords(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
