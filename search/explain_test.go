package search_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

var update = flag.Bool("update", false, "write the golden files anew")

// explained are questions of every attribute, operator and form. Their values
// hold the word Sentinel, or the year 1987.
func explained() []search.Query {
	const s = "Sentinel"
	d := person.MustDate("1987-06-05")
	later := person.MustDate("1987-07")
	where := func(c ...search.Condition) search.Query { return search.Where(c...) }
	list := []search.Query{
		{},
		search.ByIdentifier("BRN", s).And(search.BirthDate.Between(d, later), search.Sex.Is("F")).In("birth").
			SortBy(search.BirthDate, codes.SortDescending).WithPage(2).WithPageSize(100).WithConsent(search.Consent{}),
		search.ByIdentifier("NID", s), search.ByIdentifier(s, s).In("death"), search.ByIdentifier("", ""),
		search.ByIdentifier("UIN", s).In("REGISTER"), search.ByIdentifier("UIN", s).In(s),
		search.ByIdentifier("MRN", s).In("marriage"), search.ByIdentifier("UIN", s).In("divorce"),
		search.ByIdentifier("UIN", s).In("fetal_death"), search.ByIdentifier("UIN", s).In("adoption"),
	}
	for _, a := range []search.DateAttribute{
		search.BirthDate, search.DeathDate, search.MarriageDate, search.DivorceDate, search.EventDate, search.RegistrationDate, "baptism_date", s + " 1987",
	} {
		list = append(list, where(a.Is(d)), where(a.Is(later)), where(a.In(d, person.MustDate("1987-06-06"))))
	}
	list = append(list,
		where(search.BirthDate.OnOrAfter(d)), where(search.BirthDate.After(d)), where(search.BirthDate.OnOrBefore(d)), where(search.BirthDate.Before(d)))
	for _, a := range []search.NameAttribute{search.GivenName, search.MiddleName, search.FamilyName, search.FullName, search.MotherName, search.FatherName, "nickname"} {
		list = append(list, where(a.Is(s)), where(a.In(s, s+"2")))
	}
	for _, a := range []search.PlaceAttribute{search.BirthPlace, search.DeathPlace, search.EventPlace} {
		list = append(list, where(a.Is(s)), where(a.In(s, s, s)))
	}
	ward := search.Custom("ward")
	return append(list,
		where(search.Region.Is(s)), where(search.SubRegion.In(s, s)), where(search.RegistrationNumber.Is(s)),
		where(search.Sex.In("F", "unknown")), where(search.Sex.In("F", s)), where(search.Sex.Is(s)), where(search.Sex.In()),
		where(search.MaritalStatus.Is("widow")), where(search.MaritalStatus.In("S", "D", "UNK")), where(search.MaritalStatus.Is(s)),
		where(search.Parent1.Is("UIN", s)), where(search.Parent2.Is(s, s)), where(search.Parent1.In(id("UIN", s), id("NID", s))),
		where(search.ParentIs("NATIONAL_ID", s)), where(search.Parent1.Is("UIN", s).Or(search.Parent2.Is("UIN", s+"2"))),
		where(ward.Is(s)), where(ward.In(s, s)), where(ward.Between(s, s)), where(ward.AtLeast(s)), where(ward.MoreThan(s)), where(ward.AtMost(s)), where(ward.LessThan(s)),
		where(search.Custom("birth_date").Is(s)), where(search.Custom(s+" is not a name").Is(s)), where(search.Custom("").Is(s)),
		where(search.Sex.Is("male").Or(search.DeathDate.Before(d)), search.FamilyName.Is(s)),
		where(search.BirthDate.Is(later).Or(search.Sex.Is("male"))), where(search.Condition{}),
		where(search.Sex.Is("male")).AsExpression().In("birth").SortBy(search.FamilyName, codes.SortAscending).SortBy(search.BirthPlace, codes.SortDescending).
			SortBy(search.DeathDate, codes.SortAscending).SortBy(search.Custom("ward"), s).SortBy(search.Custom(s+" 1987"), codes.SortAscending).
			WithPage(3).WithLocale("amh").WithAuthorize(search.Authorize{Purpose: search.Purpose{Text: s}}),
		where(search.Sex.Is("male")).WithPageSize(1).WithLocale(s).WithConsent(search.Consent{}).WithAuthorize(search.Authorize{}),
		search.GraphQL(`{ person(UIN: "Sentinel", born: 1987) { name } }`),
		search.GraphQL(s).In("death").AsExpression().WithPage(2), search.GraphQL(s).And(search.Sex.Is("male")),
	)
}

func TestExplainSaysWhatIsAskedWithoutTheValues(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, q := range explained() {
		text := q.Explain()
		for _, value := range []string{"Sentinel", "1987", "06-05"} {
			assert.NotContains(t, text, value)
			assert.NotContains(t, q.Form(), value)
			assert.NotContains(t, q.String(), value)
		}
		for range 3 {
			assert.Equal(t, text, q.Explain(), "the same question gives the same text")
		}
		b.WriteString(q.Form() + "\n    " + text + "\n")
	}
	file := filepath.Join("testdata", "explain.txt")
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}

// FuzzExplain: two questions that differ in their values alone read the same.
func FuzzExplain(f *testing.F) {
	f.Add("UIN", "537564821", "Mala", "1990-05-12", uint8(3))
	f.Add("", "", "", "", uint8(0))
	f.Add("own type", "\x00\xff", "ገብረ, ማርያም", "2533-05-12", uint8(255))
	f.Add("BRN", "female", "or", "1990-01-01", uint8(77))
	f.Fuzz(func(t *testing.T, kind, number, name, date string, shape uint8) {
		day := func(d string) person.Date {
			if parsed, err := person.ParseDate(d); err == nil && parsed.Precision() == person.PrecisionDay {
				return parsed
			}
			return person.MustDate("1990-05-12")
		}
		ask := func(number, name, date string) search.Query {
			k := codes.IdentifierType(kind)
			conditions := []search.Condition{
				search.FamilyName.Is(name), search.BirthDate.Is(day(date)), search.ParentIs(k, number), search.BirthPlace.In(name, number),
				search.RegistrationNumber.Is(number).Or(search.FullName.Is(name)), search.Custom("ward").Between(name, number),
				search.Parent1.In(id(k, number), id(k, name)), search.DeathDate.In(day(date), day("2020-01-01")).Or(search.Region.Is(number)),
			}
			q := search.Where()
			if shape%2 == 0 {
				q = search.ByIdentifier(k, "x"+number)
			}
			for i, c := range conditions {
				if shape>>i&1 == 1 {
					q = q.And(c)
				}
			}
			if shape%3 == 0 {
				q = q.AsExpression()
			}
			if shape == 255 {
				q = search.GraphQL(number + name + date)
			}
			return q.WithConsent(search.Consent{Purpose: search.Purpose{Text: name}}).WithAuthorize(search.Authorize{Purpose: search.Purpose{Code: number}})
		}
		q, other := ask(number, name, date), ask("7", "Sentinel", "1987-06-05")
		if got, want := q.Explain(), other.Explain(); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
		if q.Form() != other.Form() || q.String() != other.String() {
			t.Fatalf("%s and %s", q.Form(), other.Form())
		}
	})
}
