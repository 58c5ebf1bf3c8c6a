package search_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// dated is a date as a record holds it, which may be no date.
func dated(t *testing.T, text string) person.Date {
	t.Helper()
	var d person.Date
	require.NoError(t, json.Unmarshal([]byte(`"`+text+`"`), &d))
	return d
}

// dateTexts are dates of every precision, of other calendars, and none.
func dateTexts() []string {
	return []string{
		"1990", "1990-05", "1990-05-12", "19900512", "1990-05-00", "1990-05-11T18:30:00Z", "1990-05-12T08:30:00.5+05:30", "1990-05-12 08:30",
		"2533", "2533-05", "2533-05-12", "2533-05-12T08:30:00Z", "๒๕๓๓-๐๕-๑๒", "1410-10-17", "9999-12-31", "0001-01-01", "12 May 1990", "",
	}
}

// everyCondition is each constructor of each attribute, with values of each kind.
func everyCondition(t *testing.T) []search.Condition {
	t.Helper()
	var out []search.Condition
	day := person.MustDate("1991-02-03")
	texts := []string{"KA", "", "Kumar, M", "a:b", "<O'Neil & \"x\">\u2028\t", "ገብረ", "unknown"}
	for _, a := range append(search.Attributes(), search.Custom("ward"), search.Custom("birth_date"), search.DateAttribute("baptism_date"),
		search.CodeAttribute("sex"), search.NameAttribute("nick_name"), search.PlaceAttribute(""), search.NumberAttribute("file"), search.ParentAttribute("guardian")) {
		switch a := a.(type) {
		case search.DateAttribute:
			out = append(out, a.In())
			for _, text := range dateTexts() {
				d := dated(t, text)
				out = append(out, a.Is(d), a.In(d), a.In(day, d), a.Between(day, d), a.Between(d, d), a.OnOrAfter(d), a.After(d), a.OnOrBefore(d), a.Before(d))
			}
		case search.SexAttribute:
			out = append(out, a.Is("F"), a.Is("own"), a.Is(""), a.In(), a.In("m"), a.In("male", "unknown", "own"))
		case search.MaritalStatusAttribute:
			out = append(out, a.Is("widow"), a.Is("own"), a.Is(""), a.In(), a.In("M"), a.In("S", "U", "own"))
		case search.ParentAttribute:
			for _, s := range texts {
				out = append(out, a.Is("UIN", s), a.Is(codes.IdentifierType(s), "7"), a.In(id("UIN", s)), a.In(id(codes.IdentifierType(s), "7"), id("", s)))
			}
			out = append(out, a.In(), a.Is("a:b", "c"), a.Is("a", "b:c"))
		case search.Custom:
			out = append(out, a.Is("1990-05-12"), a.In(), a.In("1"), a.In(texts...), a.Between("1", "9"), a.AtLeast("1"), a.MoreThan(""), a.AtMost("9"), a.LessThan("9"))
		default:
			out = append(out, ofTexts(t, a, texts)...)
		}
	}
	sex, year := search.Sex.Is("F"), search.BirthDate.Is(person.MustDate("1990"))
	return append(out, search.Condition{}, search.ParentIs("UIN", "5"), sex.Or(search.FamilyName.Is("Kumar")), sex.Or(search.Sex.In("male", "other")),
		// What cannot be asked is a Query still.
		sex.Or(year), year.Or(year), sex.Or(sex).Or(sex), sex.Or(search.Condition{}), search.Condition{}.Or(year), search.Condition{}.Or(search.Condition{}))
}

// ofTexts is each constructor of the attributes whose values are texts.
func ofTexts(t *testing.T, a search.Attribute, texts []string) []search.Condition {
	t.Helper()
	textual, ok := a.(interface {
		Is(value string) search.Condition
		In(values ...string) search.Condition
	})
	require.True(t, ok, "an attribute that this test does not know: %s", a.Name())
	out := []search.Condition{textual.In(), textual.In("KA"), textual.In(texts...)}
	for _, s := range texts {
		out = append(out, textual.Is(s))
	}
	return out
}

// everyQuery is each constructor and method of Query.
func everyQuery(t *testing.T) []search.Query {
	t.Helper()
	var out []search.Query
	brn, day := search.ByIdentifier("BRN", "B90MAY123"), search.BirthDate.Is(person.MustDate("1990-05-12"))
	at := time.Date(2026, 1, 2, 3, 4, 5, 600, time.UTC)
	purpose := search.Purpose{Code: "P1", Text: "pension <of> Mala", RefURI: "https://example.org/p"}
	out = append(out, search.Query{}, brn, brn.And(day), brn.AsExpression(), search.ByIdentifier("", "1"), search.ByIdentifier("own", ""), search.Where(),
		search.GraphQL(`{ person(UIN: "5") }`), search.GraphQL(""), search.GraphQL("x").AsExpression().And(day).In("death"),
		brn.In("birth"), brn.In("own word"), brn.In(codes.VitalEventAny), brn.WithPage(1), brn.WithPage(0), brn.WithPage(-3), brn.WithPageSize(0), brn.WithPageSize(100).WithPage(7),
		brn.SortBy(search.BirthDate, codes.SortDescending).SortBy(search.Custom(""), ""), brn.WithLocale("eng"),
		brn.WithConsent(search.Consent{}), brn.WithAuthorize(search.Authorize{}),
		brn.WithConsent(search.Consent{Given: at, Purpose: purpose}).WithAuthorize(search.Authorize{Since: at.Add(time.Hour), Purpose: purpose}))
	for _, c := range everyCondition(t) {
		out = append(out, search.Where(c), brn.And(day, c).AsExpression().In("marriage").WithPageSize(5))
	}
	g := newGenerator(11)
	for range 300 {
		out = append(out, g.query())
	}
	return out
}

func TestAQuestionThatWasKeptIsTheSameQuestion(t *testing.T) {
	t.Parallel()
	g := newGenerator(12)
	for _, q := range everyQuery(t) {
		kept, err := json.Marshal(q)
		require.NoError(t, err)
		direct, err := q.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, string(kept), string(direct), "by either way the bytes are the same")
		again := search.ByIdentifier("other", "9").And(search.Sex.Is("F")).WithPage(3)
		require.NoError(t, json.Unmarshal(kept, &again), "%s", kept)
		require.Equal(t, q, again, "%s", kept)
		require.Equal(t, q.Form(), again.Form())
		require.Equal(t, q.Values(), again.Values())
		require.Equal(t, q.Validate(), again.Validate())
		require.Equal(t, q.Type(), again.Type())
		twice, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(kept), string(twice))
		for range 5 {
			r, h := g.record(), g.holding()
			require.Equal(t, verdict(q, r, h), verdict(again, r, h), "%s", kept)
		}
	}
}

func TestTheTimeOfAKeptGrantIsTheSameInstant(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)
	for _, zone := range []*time.Location{time.UTC, time.FixedZone("IST", 5*3600+1800), time.FixedZone("", -3*3600), time.FixedZone("LMT", 4*3600+51*60+17)} {
		kept, err := json.Marshal(brn().WithConsent(search.Consent{Given: at.In(zone)}))
		require.NoError(t, err)
		var again search.Query
		require.NoError(t, json.Unmarshal(kept, &again))
		assert.True(t, again.Consent().Given.Equal(at), zone)
		twice, err := json.Marshal(again)
		require.NoError(t, err)
		assert.Equal(t, string(kept), string(twice))
	}
	assert.NotContains(t, string(must(json.Marshal(brn().WithConsent(search.Consent{Purpose: search.Purpose{Code: "P"}})))), "at")
}

func must(b []byte, err error) []byte {
	if err != nil {
		return []byte(err.Error())
	}
	return b
}

func TestAQuestionInsideOtherJSONIsKept(t *testing.T) {
	t.Parallel()
	type note struct {
		Question search.Query  `json:"question"`
		Other    *search.Query `json:"other"`
	}
	kept, err := json.MarshalIndent(note{Question: brn()}, "", "  ")
	require.NoError(t, err)
	var again note
	require.NoError(t, json.Unmarshal(kept, &again))
	assert.Equal(t, brn(), again.Question)
	assert.Nil(t, again.Other)
}

// goldenQuestion has something of everything.
func goldenQuestion() search.Query {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 5*3600+1800))
	return search.ByIdentifier(codes.IdentifierUIN, "TEST-001").And(
		search.BirthDate.Is(person.MustDate("1990-05")),
		search.DeathDate.After(person.MustDate("2533-05-12")),
		search.RegistrationDate.In(person.MustDate("1990-05-12"), person.MustDate("1990-05-13")),
		search.Sex.Is(codes.SexFemale), search.MaritalStatus.In(codes.MaritalStatusWidowed, codes.MaritalStatusDivorced),
		search.FullName.Is("Asha Rao").Or(search.MotherName.Is("Mala Rao")),
		search.Region.Is("KA"), search.BirthPlace.Is("HF-7"), search.RegistrationNumber.Is("N1"),
		search.ParentIs(codes.IdentifierUIN, "537564821"), search.Parent1.In(id("UIN", "1"), id("NID", "2")),
		search.Custom("birth_date").Between("1", "9"),
	).AsExpression().In(codes.VitalEventBirth).WithPage(2).WithPageSize(50).WithLocale("eng").
		SortBy(search.BirthDate, codes.SortDescending).
		WithConsent(search.Consent{Given: at, Purpose: search.Purpose{Code: "P1", Text: "pension", RefURI: "https://example.org/purposes"}}).
		WithAuthorize(search.Authorize{Since: at, Purpose: search.Purpose{Code: "LAW-7"}})
}

var update = flag.Bool("update", false, "write the golden files anew")

func TestTheJSONOfAQuestionIsThatOfVersionOne(t *testing.T) {
	t.Parallel()
	const file = "testdata/query.json"
	got, err := json.MarshalIndent(goldenQuestion(), "", "  ")
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(file, append(got, '\n'), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got)+"\n", "a question that was kept by an older release must be read for ever")
	var q search.Query
	require.NoError(t, json.Unmarshal(want, &q))
	kept, err := json.Marshal(q)
	require.NoError(t, err)
	assert.Equal(t, string(must(json.Marshal(goldenQuestion()))), string(kept))
}

func TestAQuestionThatCannotBeWrittenIsNotKept(t *testing.T) {
	t.Parallel()
	for name, q := range map[string]search.Query{
		"a value that is not UTF-8":   search.ByIdentifier("BRN", secret+"\xff"),
		"a list that is not UTF-8":    search.Where(search.FamilyName.In("a", secret+"\xff")),
		"a purpose that is not UTF-8": purpose(search.Purpose{Text: secret + "\xff"}),
		"a year of five digits":       brn().WithConsent(search.Consent{Given: time.Date(12_000, 1, 1, 0, 0, 0, 0, time.UTC)}),
		"a text of a megabyte":        search.GraphQL(secret + strings.Repeat("x", 1<<20)),
	} {
		kept, err := json.Marshal(q)
		require.Error(t, err, name)
		assert.Empty(t, kept, name)
		assert.NotContains(t, err.Error(), secret, name)
		assert.Contains(t, err.Error(), "search: this question cannot be kept: ", name)
	}
}

func TestEveryQuestionThatMayBeAskedCanBeKept(t *testing.T) {
	t.Parallel()
	list := make([]person.Identifier, 100)
	for i := range list {
		list[i] = id("<<<<<<<<<<", "&")
	}
	q := search.Where(search.FamilyName.Is(strings.Repeat("<", 255)))
	for range 23 {
		q = q.And(search.Parent1.In(list...).Or(search.Parent2.In(list...)))
	}
	for name, q := range map[string]search.Query{
		"lists of the longest": q, "a GraphQL text of the longest": search.GraphQL(strings.Repeat("<", 64<<10)),
	} {
		require.NoError(t, q.Validate(), name)
		kept, err := json.Marshal(q)
		require.NoError(t, err, name)
		var again search.Query
		require.NoError(t, json.Unmarshal(kept, &again), name)
		require.Equal(t, q, again, name)
	}
}
