package crvs_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

var update = flag.Bool("update", false, "write the golden files anew")

// ids that are made anew for each message.
var madeIDs = regexp.MustCompile(`[A-Z2-7]{26}`)

// golden compares a message with testdata/wire/name.json, its ids replaced in
// the order in which they come. Times need none: a bubble begins in 2000.
func golden(t *testing.T, name string, message []byte) {
	t.Helper()
	seen := map[string]string{}
	message = madeIDs.ReplaceAllFunc(message, func(id []byte) []byte {
		if _, ok := seen[string(id)]; !ok {
			seen[string(id)] = "id-" + string(rune('1'+len(seen)))
		}
		return []byte(seen[string(id)])
	})
	var pretty bytes.Buffer
	require.NoError(t, json.Indent(&pretty, message, "", "  "))
	pretty.WriteByte('\n')
	file := filepath.Join("testdata", "wire", name+".json")
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
		require.NoError(t, os.WriteFile(file, pretty.Bytes(), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), pretty.String())
}

func onTheWire() map[string][]search.Query {
	date := person.MustDate
	given := time.Date(2026, 1, 2, 3, 4, 5, 678, time.FixedZone("", 19800))
	purpose := search.Purpose{Code: "PENSION", Text: "entitlement to a pension", RefURI: "https://spmis.example/purposes"}
	const ward = search.Custom("ward")
	one := func(q search.Query) []search.Query { return []search.Query{q} }
	return map[string][]search.Query{
		"identifier":             one(search.ByIdentifier(codes.IdentifierUIN, "007")),
		"identifier_in_an_event": one(search.ByIdentifier("BIRTH_REG_NO", "BIRTH-TEST-001").In("birth")),
		"predicate": one(search.Where(
			search.BirthDate.Between(date("1990-01-01"), date("1999-12-31")), search.Sex.Is("F"), search.FamilyName.Is("Kumar <&> \"é\""),
		).In(codes.VitalEventBirth)),
		"identifier_and_conditions": one(search.ByIdentifier(codes.IdentifierNationalID, "123456789").
			And(search.BirthDate.Is(date("1990-05-12")), search.Region.Is("KA"))),
		"partial_dates": one(search.Where(
			search.BirthDate.Is(date("1990-02")), search.DeathDate.OnOrAfter(date("2024")), search.MarriageDate.Before(date("2015-02")),
			search.BirthDate.After(date("1989")), search.DeathDate.OnOrBefore(date("2024-08")),
		)),
		"sort_page_locale": one(bornInMay().SortBy(search.BirthDate, codes.SortDescending).SortBy(search.FamilyName, codes.SortAscending).
			WithPage(3).WithPageSize(25).WithLocale("eng")),
		"consent_and_authorize": one(malaByBRN().WithConsent(search.Consent{Given: given, Purpose: purpose}).
			WithAuthorize(search.Authorize{Since: given, Purpose: purpose})),
		"consent_without_time": one(malaByBRN().WithConsent(search.Consent{Purpose: search.Purpose{Code: "X"}})),
		"batch_of_two":         {malaByBRN(), search.Where(search.Sex.Is(codes.SexMale))},

		"dates": one(search.Where(
			search.EventDate.Between(date("2024-01"), date("2024-06")), search.RegistrationDate.OnOrAfter(date("2024")),
			search.DivorceDate.Is(date("2020-02-29")), search.BirthDate.In(date("1990-05-12"), date("1990-12-05")),
		).In(codes.VitalEventDeath)),
		"places": one(search.Where(search.BirthPlace.Is("KA-22"), search.DeathPlace.Is("Vani Vilas Clinic"), search.EventPlace.In("KA-22", "KA-23"))),
		"codes": one(search.Where(search.Sex.In("F", "unknown"), search.MaritalStatus.Is("widow"),
			search.MaritalStatus.In("Married", "L"), search.Region.Is("KA"), search.SubRegion.In("KA-22", "KA-23"))),
		"names": one(search.Where(search.GivenName.Is("ገብረ"), search.MiddleName.Is("S"), search.FamilyName.In("Kumar", "Kumari"),
			search.FullName.Is("Mala S Kumar"), search.MotherName.Is("Bala"), search.FatherName.Is("Mohan"))),
		"parents":                       one(search.Where(search.ParentIs(codes.IdentifierUIN, "537564821"), search.Parent1.Is("NID", "007"), search.Parent2.In(person.Identifier{Type: "UIN", Value: "1"}, person.Identifier{Type: "UIN", Value: "2"}))),
		"registration_number":           one(search.Where(search.RegistrationNumber.Is("B90MAY123")).In(codes.VitalEventBirth)),
		"custom":                        one(search.Where(ward.Is("7"), ward.In("7", "8"), ward.Between("1", "9"), ward.AtLeast("1"), ward.MoreThan("0"), ward.AtMost("9"), ward.LessThan("10"))),
		"or":                            one(search.Where(search.FamilyName.Is("Kumar").Or(search.GivenName.Is("Mala")), search.Sex.In("F", "unknown").Or(search.BirthDate.Before(date("1950"))))),
		"expression":                    one(search.Where(search.BirthDate.Between(date("1990-01-01"), date("1999-12-31")), search.Sex.Is("F"), search.FamilyName.Is("Kumar <&> \"é\"")).In(codes.VitalEventBirth).AsExpression()),
		"expression_of_every_operator":  one(search.Where(ward.Is("7"), ward.In("7, upper", "8"), ward.AtLeast("1"), ward.MoreThan("0"), ward.AtMost("9"), ward.LessThan("10"), search.ParentIs("UIN", "007")).AsExpression()),
		"expression_with_an_identifier": one(search.ByIdentifier(codes.IdentifierUIN, "007").And(search.Sex.Is("F")).AsExpression().SortBy(search.BirthDate, codes.SortDescending)),
		"graphql":                       one(search.GraphQL("{\n  person(UIN: \"007\") { BRN name birthDate }\n}").In(codes.VitalEventBirth)),
	}
}

func TestWhatGoesOnTheWire(t *testing.T) {
	t.Parallel()
	for name, queries := range onTheWire() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t, says(400, ""))
				c := reg.client(t)
				_, err := c.SearchBatch(t.Context(), queries)
				require.Error(t, err)
				sent := reg.requests()[0]
				assert.Equal(t, "POST", sent.method)
				assert.Equal(t, "application/json", sent.header.Get("Content-Type"))
				golden(t, name, sent.body)
				if len(queries) == 1 {
					preview, err := c.Preview(t.Context(), queries[0])
					require.NoError(t, err)
					golden(t, name, preview)
					require.Error(t, searchPage(t.Context(), c, queries[0]))
					golden(t, name, reg.requests()[1].body)
				}
				assert.Len(t, reg.requests(), 3-min(len(queries), 2), "Preview sends nothing")
			})
		})
	}
}

func TestAPreviewIsTheMessageThatWouldBeSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t)
		first, err := c.Preview(t.Context(), malaByBRN())
		require.NoError(t, err)
		second, err := c.Preview(t.Context(), malaByBRN())
		require.NoError(t, err)
		assert.NotEqual(t, first, second, "each message has ids of its own")
		for _, id := range madeIDs.FindAll(first, -1) {
			assert.LessOrEqual(t, len(id), 99)
		}
	})
}
