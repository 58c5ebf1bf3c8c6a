package search_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestQueryFormSaysTheKindOfQuestion(t *testing.T) {
	t.Parallel()
	year := person.MustDate("1990")
	for want, q := range map[string]search.Query{
		"idtype-value":     {},
		"idtype-value BRN": search.ByIdentifier("BRN", "Sentinel"),
		"idtype-value BIRTH_REG_NO in live_birth":                     search.ByIdentifier("BIRTH_REG_NO", "Sentinel").In("birth"),
		"idtype-value other":                                          search.ByIdentifier("Sentinel", "BRN"),
		"idtype-value other in another event":                         search.ByIdentifier("Sentinel", "BRN").In("Sentinel"),
		"predicate birth_date ge le, sex eq":                          search.Where(search.BirthDate.Is(year), search.Sex.Is("female")),
		"predicate UIN, surname eq in death":                          search.ByIdentifier("UIN", "Sentinel").And(search.FamilyName.Is("Sentinel")).In("Death"),
		"predicate death_date gt":                                     search.Where(search.DeathDate.After(year)).WithPage(3).WithLocale("eng"),
		"predicate given_name eq, second_name eq, region_code eq":     search.Where(search.GivenName.Is("Sentinel"), search.MiddleName.Is("S"), search.Region.Is("KA")),
		"predicate birth_date lt, birth_date le, marriage_date ge le": search.Where(search.BirthDate.Before(year), search.BirthDate.OnOrBefore(year), search.MarriageDate.Is(year)),
	} {
		assert.Equal(t, want, q.Form())
		assert.Equal(t, "["+want+"]", q.String())
	}
}

func TestQueryValuesAreWhatMustNotBePrinted(t *testing.T) {
	t.Parallel()
	q := search.ByIdentifier("BRN", "B90MAY123").
		And(search.BirthDate.Is(person.MustDate("1990")), search.Sex.Is("female"), search.FamilyName.Is("Kumar"), search.Region.Is("KA")).
		WithConsent(search.Consent{Purpose: search.Purpose{Code: "P1", Text: "pension of Mala"}}).
		WithAuthorize(search.Authorize{Purpose: search.Purpose{Text: "law 7"}}).WithLocale("eng")
	assert.ElementsMatch(t, []string{"B90MAY123", "1990-01-01", "1990-12-31", "Kumar", "KA", "pension of Mala", "law 7"}, q.Values())
	assert.Empty(t, search.Query{}.Values())
	assert.Empty(t, search.Where(search.FamilyName.Is(""), search.Condition{}).WithConsent(search.Consent{}).Values(),
		"an empty value would mask every gap between two letters")
	assert.ElementsMatch(t, []string{"Kumar", "Rao, M", "UIN:5", "5", "UIN:5", "5", "KA-22", "Mala", "Asha"}, search.Where(
		search.FamilyName.In("Kumar", "Rao, M"), search.ParentIs("UIN", "5"), search.MaritalStatus.In("widow", "S"),
		search.Custom("ward").Is("KA-22"), search.Sex.In("F", "Mala"), search.MaritalStatus.Is("Asha"), // no words of a directory
	).AsExpression().Values())
}

func TestQueryReturnsWhatItWasGiven(t *testing.T) {
	t.Parallel()
	var zero search.Query
	assert.Equal(t, 1, zero.Page())
	assert.Equal(t, 0, zero.PageSize())
	assert.Nil(t, zero.Sorts())
	assert.Nil(t, zero.Conditions())
	assert.Nil(t, zero.Consent())
	assert.Nil(t, zero.Authorize())
	assert.Equal(t, codes.QueryTypeIdentifier, zero.Type())

	given := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	q := search.ByIdentifier("NID", "1").In("spdci:Birth").WithPage(2).WithPageSize(50).WithLocale("hin").
		SortBy(search.BirthDate, codes.SortDescending).SortBy(search.FamilyName, codes.SortAscending).
		WithConsent(search.Consent{Given: given}).WithAuthorize(search.Authorize{Since: given})
	assert.Equal(t, id("NID", "1"), q.Identifier(), "the type is sent as written")
	assert.Equal(t, codes.VitalEventBirth, q.Event())
	assert.Equal(t, 2, q.Page())
	assert.Equal(t, 50, q.PageSize())
	assert.Equal(t, "hin", q.Locale())
	assert.Equal(t, []search.SortKey{{"birth_date", "desc"}, {"surname", "asc"}}, q.Sorts())
	assert.Equal(t, given, q.Consent().Given)
	assert.Equal(t, given, q.Authorize().Since)
	assert.Equal(t, codes.QueryTypeIdentifier, q.Type())
	assert.Equal(t, codes.QueryTypePredicate, q.And(search.Sex.Is("male")).Type())
}

func TestQueryIsNotChangedThroughWhatItGaveOrTook(t *testing.T) {
	t.Parallel()
	conditions := []search.Condition{search.Sex.Is("male")}
	consent := search.Consent{Purpose: search.Purpose{Text: "before"}}
	q := search.Where(conditions...).SortBy(search.Sex, "asc").WithConsent(consent)
	conditions[0] = search.Sex.Is("female")
	q.Conditions()[0] = search.Sex.Is("female")
	q.Sorts()[0].Attribute = "changed"
	q.Consent().Purpose.Text = "changed"
	consent.Purpose.Text = "changed"
	assert.Equal(t, "sex eq male", spelled(q.Conditions()[0]))
	assert.Equal(t, "sex", q.Sorts()[0].Attribute)
	assert.Equal(t, "before", q.Consent().Purpose.Text)
}

func TestQueryIsSharedByManyGoroutines(t *testing.T) {
	t.Parallel()
	base := search.Where(search.Sex.Is("male"), search.GivenName.Is("A"), search.GivenName.Is("B")).
		SortBy(search.Sex, "asc").SortBy(search.BirthDate, "asc").SortBy(search.GivenName, "asc")
	names := []string{"Kumar", "Nair", "Иванова", "ገብረ"}
	var wg sync.WaitGroup
	for i := range 64 {
		name := names[i%len(names)]
		wg.Go(func() {
			for range 50 {
				q := base.And(search.FamilyName.Is(name)).SortBy(search.CodeAttribute(name), "desc").In("birth").WithPage(i + 1)
				q = q.And(search.Region.Is(name))
				assert.Equal(t, "surname eq "+name, spelled(q.Conditions()[3]))
				assert.Equal(t, "region_code eq "+name, spelled(q.Conditions()[4]))
				assert.Equal(t, name, q.Sorts()[3].Attribute)
				assert.Equal(t, i+1, q.Page())
			}
		})
	}
	wg.Wait()
	assert.Len(t, base.Conditions(), 3)
	assert.Len(t, base.Sorts(), 3)
	assert.Equal(t, 1, base.Page())
	assert.Empty(t, base.Event())
}
