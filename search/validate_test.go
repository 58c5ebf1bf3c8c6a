package search_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func brn() search.Query { return search.ByIdentifier("BRN", "B90MAY123") }

func purpose(p search.Purpose) search.Query { return brn().WithConsent(search.Consent{Purpose: p}) }

func TestValidateAcceptsWhatTheStandardAllows(t *testing.T) {
	t.Parallel()
	year := person.MustDate("1990")
	for name, q := range map[string]search.Query{
		"an identifier":                  brn(),
		"of the longest value":           search.ByIdentifier("BRN", strings.Repeat("ሀ", 255)),
		"of a country's own type":        search.ByIdentifier("Ration Card", "7"),
		"a day":                          search.Where(search.BirthDate.Is(person.MustDate("1990-05-12"))),
		"a range of one day":             search.Where(search.BirthDate.Between(person.MustDate("1990-05-12"), person.MustDate("1990-05-12"))),
		"a range in two conditions":      search.Where(search.BirthDate.OnOrAfter(year), search.BirthDate.OnOrBefore(year)),
		"the day between two others":     search.Where(search.BirthDate.After(person.MustDate("1990-05-11")), search.BirthDate.Before(person.MustDate("1990-05-13"))),
		"ranges of two dates":            search.Where(search.BirthDate.OnOrBefore(year), search.DeathDate.OnOrAfter(person.MustDate("2020"))),
		"both, in an event":              brn().And(search.Sex.Is("female")).In(codes.VitalEventBirth),
		"any event":                      brn().In(codes.VitalEventAny),
		"a page":                         brn().WithPage(1).WithPageSize(1),
		"a locale":                       brn().WithLocale("amh"),
		"sorting":                        brn().SortBy(search.BirthDate, codes.SortDescending),
		"consent and legal ground":       purpose(search.Purpose{Code: "P", Text: "pension", RefURI: "https://example.org/p"}).WithAuthorize(search.Authorize{}),
		"an or of two dates":             search.Where(search.BirthDate.Is(person.MustDate("1990-01-01")).Or(search.BirthDate.Is(person.MustDate("1991-01-01")))),
		"two ors with a day in common":   search.Where(search.BirthDate.In(person.MustDate("1990-01-01"), person.MustDate("1991-01-01")), search.BirthDate.In(person.MustDate("1989-01-01"), person.MustDate("1991-01-01"))),
		"a range around a list":          search.Where(search.BirthDate.Before(person.MustDate("1991")), search.BirthDate.In(person.MustDate("1990-01-01"), person.MustDate("1991-01-01"))),
		"dates of two attributes":        search.Where(search.BirthDate.After(person.MustDate("1991")), search.DeathDate.Before(person.MustDate("1990"))),
		"a list of another calendar":     search.Where(search.BirthDate.In(person.MustDate("2533"), person.MustDate("1410-10"))),
		"a comma in an expression":       search.Where(search.FamilyName.In("Rao, M", "B")).AsExpression(),
		"an identifier as an expression": brn().AsExpression(),
		"a custom range":                 search.Where(search.Custom("age").Between("9", "10")),
		"a name with joiners and spaces": search.Where(search.GivenName.Is("علی\u200cرضا O'Neill")),
	} {
		assert.NoError(t, q.Validate(), name)
	}
}

func TestValidateNamesEachBrokenRule(t *testing.T) {
	t.Parallel()
	const (
		c    = "search_criteria."
		item = c + "query[0].expression1."
	)
	long := strings.Repeat("x", 1000)
	d := person.MustDate
	tests := []struct {
		name  string
		query search.Query
		want  []string // field and rule
	}{
		{"nothing is asked", search.Query{}, []string{c + "query required"}},
		{"no condition is given", search.Where().In("birth"), []string{c + "query required"}},
		{"the type is missing", search.ByIdentifier("", "B90MAY123"), []string{c + "query.type required"}},
		{"the value is missing", search.ByIdentifier("BRN", ""), []string{c + "query.value required"}},
		{"the type is too long", search.ByIdentifier(codes.IdentifierType(long), "1"), []string{c + "query.type max=99"}},
		{"the value is too long", search.ByIdentifier("BRN", long), []string{c + "query.value max=255"}},
		{"the type has two lines", search.ByIdentifier("B\nN", "1"), []string{c + "query.type line"}},
		{"the value ends in a space", search.ByIdentifier("BRN", "1 "), []string{c + "query.value line"}},
		{"the value holds a separator of lines", search.ByIdentifier("BRN", "1\u20282"), []string{c + "query.value line"}},
		{"the value is not UTF-8", search.ByIdentifier("BRN", "\xff"), []string{c + "query.value line"}},
		{"a condition is zero", search.Where(search.Condition{}), []string{item + "attribute_name required", item + "operator oneof=gt lt eq ge le in", item + "attribute_value required"}},
		{"a name is empty", search.Where(search.FamilyName.Is("")), []string{item + "attribute_value required"}},
		{"a name has a control character", search.Where(search.FamilyName.Is("a\x00b")), []string{item + "attribute_value line"}},
		{"a name is too long", search.Where(search.FamilyName.Is(long)), []string{item + "attribute_value max=255"}},
		{"the second condition is wrong", search.Where(search.Sex.Is("male"), search.FamilyName.Is("")), []string{c + "query[1].expression1.attribute_value required"}},
		{"a range before it does not shift its place", search.Where(search.BirthDate.Is(d("1990")), search.FamilyName.Is("")), []string{c + "query[1].expression1.attribute_value required"}},
		{"an identifier before it stands first", brn().And(search.FamilyName.Is("")), []string{c + "query[1].expression1.attribute_value required"}},
		{"an identifier among conditions is one", search.ByIdentifier("BRN", "").And(search.Sex.Is("male")), []string{item + "attribute_value required"}},
		{"the attribute has no name", search.Where(search.CodeAttribute("").Is("1")), []string{item + "attribute_name required"}},
		{"there are too many conditions", search.Where(make([]search.Condition, 51)...), []string{c + "query max=50"}},
		{"a date is not given", search.Where(search.BirthDate.Is(person.Date{})), []string{item + "attribute_value required"}},
		{"the end of a range is not given", search.Where(search.BirthDate.Between(d("1990"), person.Date{})), []string{c + "query[0].expression2.attribute_value required"}},
		{"a range ends before it begins", search.Where(search.BirthDate.Between(d("1991"), d("1990"))), []string{c + "query[0] range"}},
		{"the same behind an identifier", brn().And(search.BirthDate.Between(d("1991"), d("1990"))), []string{c + "query[1] range"}},
		{"two conditions leave no day", search.Where(search.BirthDate.OnOrAfter(d("1991")), search.Sex.Is("male"), search.BirthDate.OnOrBefore(d("1990"))), []string{c + "query[2] range"}},
		{"two conditions meet in no day", search.Where(search.BirthDate.OnOrBefore(d("1990")), search.BirthDate.After(d("1990"))), []string{c + "query[1] range"}},
		{"two days are asked for at once", search.Where(search.BirthDate.Is(d("1990-05-12")), search.BirthDate.Is(d("1990-05-13"))), []string{c + "query[1] range"}},
		{"the event is too long", brn().In(codes.VitalEvent(long)), []string{c + "reg_event_type max=99"}},
		{"the event has two lines", brn().In("a\nb"), []string{c + "reg_event_type line"}},
		{"page 0", brn().WithPage(0), []string{c + "pagination.page_number min=1"}},
		{"a page before the first", brn().WithPage(-1), []string{c + "pagination.page_number min=1"}},
		{"a page of no records", brn().WithPageSize(0), []string{c + "pagination.page_size min=1"}},
		{"a page of too many records", brn().WithPageSize(1_000_001), []string{c + "pagination.page_size max=1000000"}},
		{"a locale of two letters", brn().WithLocale("en"), []string{"locale locale"}},
		{"a locale in capitals", brn().WithLocale("ENG"), []string{"locale locale"}},
		{"a locale with a new line", brn().WithLocale("eng\n"), []string{"locale locale"}},
		{"no sort order", brn().SortBy(search.BirthDate, ""), []string{c + "sort[0].sort_order oneof=asc desc"}},
		{"sorting by nothing", brn().SortBy(search.Sex, "asc").SortBy(search.CodeAttribute(""), "asc"), []string{c + "sort[1].attribute_name required"}},
		{"a purpose too long", purpose(search.Purpose{Text: long}), []string{c + "consent.purpose.text max=999"}},
		{"a purpose's code too long", purpose(search.Purpose{Code: long}), []string{c + "consent.purpose.code max=99"}},
		{"a purpose's reference that is no URL", purpose(search.Purpose{RefURI: "not a url"}), []string{c + "consent.purpose.ref_uri uri"}},
		{"the legal ground's too", brn().WithAuthorize(search.Authorize{Purpose: search.Purpose{RefURI: "::"}}), []string{c + "authorize.purpose.ref_uri uri"}},
		{"a list of nothing", search.Where(search.FamilyName.In()), []string{item + "attribute_value required"}},
		{"a list with an empty value", search.Where(search.FamilyName.In("A", "", "B\n")), []string{item + "attribute_value[1] required", item + "attribute_value[2] line"}},
		{"a list with a value too long", search.Where(search.FamilyName.In("A", long)), []string{item + "attribute_value[1] max=255"}},
		{"a list too long", search.Where(search.Region.In(slices.Repeat([]string{"A"}, 101)...)), []string{item + "attribute_value max=100"}},
		{"a list whose value holds a comma", search.Where(search.FamilyName.In("Rao, M", "B")), []string{item + "attribute_value list"}},
		{"a list of months", search.Where(search.BirthDate.In(d("1990"), d("1991-02-01"))), []string{item + "attribute_value day"}},
		{"a list with a date that is not given", search.Where(search.BirthDate.In(d("1990-01-01"), person.Date{})), []string{item + "attribute_value[1] required"}},
		{"a parent without a type", search.Where(search.Parent1.Is("", "1")), []string{item + "attribute_value identifier"}},
		{"a parent without a number", search.Where(search.ParentIs("UIN", "")), []string{item + "attribute_value identifier", c + "query[0].expression2.attribute_value identifier"}},
		{"a type that would be cut", search.Where(search.Parent2.In(id("UIN", "1"), id("ns:UIN", "1"))), []string{item + "attribute_value identifier"}},
		{"the second of an or", search.Where(search.Sex.Is("male").Or(search.FamilyName.Is(""))), []string{c + "query[0].expression2.attribute_value required"}},
		{"an or of three", search.Where(search.Sex.Is("male").Or(search.Sex.Is("female")).Or(search.Sex.Is("other"))), []string{c + "query[0].condition or"}},
		{"an or of days before a range", search.Where(search.BirthDate.In(d("1990-01-01"), d("1991-01-01")), search.BirthDate.After(d("1991-01-01"))), []string{c + "query[1] range"}},
		{"lists without a day in common", search.Where(search.BirthDate.Is(d("1990-01-01")).Or(search.BirthDate.Is(d("1990-01-02"))), search.BirthDate.In(d("1991-01-01"), d("1992-01-01"))), []string{c + "query[1] range"}},
		{"too many values together", search.Where(search.Region.In(slices.Repeat([]string{strings.Repeat("x", 255)}, 100)...), search.SubRegion.In(slices.Repeat([]string{strings.Repeat("x", 255)}, 100)...),
			search.FamilyName.In(slices.Repeat([]string{strings.Repeat("x", 255)}, 100)...)), []string{c + "query max=65536"}},
		{"an attribute of the deployment without a name", search.Where(search.Custom("").Is("1")), []string{item + "attribute_name required"}},
		{"an expression is numbered like a list", brn().And(search.FamilyName.Is("")).AsExpression(), []string{c + "query[1].expression1.attribute_value required"}},
		{"several at once", search.ByIdentifier("", "").WithPage(0).WithLocale("x").And(search.FamilyName.Is("")), []string{
			item + "attribute_value required", c + "pagination.page_number min=1", "locale locale",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var invalid *search.ValidationError
			require.ErrorAs(t, tt.query.Validate(), &invalid)
			var got []string
			for _, v := range invalid.Violations {
				got = append(got, v.Field+" "+v.Rule)
				assert.NotEmpty(t, v.Hint)
				assert.NotContains(t, v.Hint, "breaks the rule", "every rule is said in words")
			}
			if tt.name == "there are too many conditions" {
				got = got[:1]
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestValidateRefusesATextThatIsNoDate(t *testing.T) {
	t.Parallel()
	var p person.Person
	require.NoError(t, p.UnmarshalJSON([]byte(`{"birth_date":"12 Sentinel 1990"}`)))
	require.Equal(t, "12 Sentinel 1990", p.BirthDate().Text(), "a registry's own text is kept")
	err := search.Where(search.BirthDate.Is(p.BirthDate())).Validate()
	require.EqualError(t, err, "search_criteria.query[0].expression1.attribute_value must be a date (2006-01-02)")
	r := bornOn(p.BirthDate())
	assert.Equal(t, unconfirmed, verdict(search.Where(search.BirthDate.Is(person.MustDate("1990-05-12"))), r, search.Holding{}))
}

func TestValidateNeverRepeatsAValue(t *testing.T) {
	t.Parallel()
	const sentinel = "Sentinel"
	bad := sentinel + "\n" + strings.Repeat("x", 1000)
	all := search.Purpose{Code: bad, Text: bad, RefURI: bad}
	q := search.ByIdentifier(codes.IdentifierType(bad), bad).
		And(search.ParentIs(codes.IdentifierType(bad), bad), search.BirthPlace.In(bad, bad+","), search.Sex.Is(codes.Sex(bad)).Or(search.RegistrationNumber.Is(bad)).Or(search.MaritalStatus.Is(codes.MaritalStatus(bad)))).
		And(search.FamilyName.Is(bad), search.Sex.Is(codes.Sex(bad)), search.CodeAttribute(bad).Is(bad), search.Region.Is(bad)).
		And(search.BirthDate.Between(person.MustDate("1991-07-07"), person.MustDate("1990-08-08"))).
		In(codes.VitalEvent(bad)).WithLocale(bad).WithPage(-7654321).WithPageSize(7654321).
		SortBy(search.CodeAttribute(bad), codes.SortOrder(bad)).
		WithConsent(search.Consent{Purpose: all}).WithAuthorize(search.Authorize{Purpose: all})
	err := q.Validate()
	require.Error(t, err)
	var invalid *search.ValidationError
	require.ErrorAs(t, err, &invalid)
	assert.Greater(t, len(invalid.Violations), 15)
	for _, value := range []string{sentinel, "xxx", "1991", "1990", "07-07", "7654321"} {
		assert.NotContains(t, err.Error(), value)
	}
	first := search.ByIdentifier(codes.IdentifierType(bad), bad).Validate()
	require.Error(t, first)
	assert.NotContains(t, first.Error(), sentinel)
}
