package profile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

var update = flag.Bool("update", false, "write the golden files anew")

// asked is a message of one or two questions.
type asked struct {
	name    string
	queries []search.Query
}

// every is what each profile is asked.
func every() []asked {
	date := person.MustDate
	const birth, death, marriage = codes.VitalEventBirth, codes.VitalEventDeath, codes.VitalEventMarriage
	given := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	purpose := search.Purpose{Code: "GRANT", Text: "entitlement to a grant", RefURI: "https://spmis.example/purposes"}
	one := func(name string, q search.Query) asked { return asked{name, []search.Query{q}} }
	brn := search.ByIdentifier(codes.IdentifierBRN, "B-SELAM-07").In(birth)
	born := search.BirthDate.Is(date("2019-09-12"))
	return []asked{
		one("a number of a birth", brn),
		one("a number of a birth by an alias", search.ByIdentifier("BIRTH_REG_NO", "B-SELAM-07").In("birth")),
		one("a number of a death", search.ByIdentifier(codes.IdentifierDRN, "D-TARAS-11").In(death)),
		one("a number of a marriage", search.ByIdentifier(codes.IdentifierMRN, "M-LAYLA-02").In(marriage)),
		one("a national number", search.ByIdentifier("NID", "700100200").In(birth)),
		one("a number of a person", search.ByIdentifier(codes.IdentifierUIN, "537").In(death)),
		one("a number of OpenCRVS", search.ByIdentifier("OPENCRVS_RECORD_ID", "8f14e45f").In(birth)),
		one("a number in any event", search.ByIdentifier(codes.IdentifierNationalID, "700100200")),
		one("a number in an event of few registers", search.ByIdentifier(codes.IdentifierUIN, "537").In(codes.VitalEventAdoption)),
		one("a day of birth", search.Where(born).In(birth)),
		one("a range of days of birth", search.Where(search.BirthDate.Between(date("2018-01-01"), date("2019-12-31"))).In(birth)),
		one("an upper bound and then a lower one", search.Where(search.BirthDate.OnOrBefore(date("2019-12-31")), search.BirthDate.OnOrAfter(date("2018-01-01"))).In(birth)),
		one("a lower bound alone", search.Where(search.BirthDate.OnOrAfter(date("2018-01-01"))).In(birth)),
		one("after and before", search.Where(search.BirthDate.After(date("2018-01-01")), search.BirthDate.Before(date("2019-01-01"))).In(death)),
		one("a day and a place of birth", search.Where(search.BirthPlace.Is("place-east"), born).In(birth)),
		one("a day of birth in marriages", search.Where(born).In(marriage)),
		one("names", search.Where(search.GivenName.Is("ሰላም"), search.FamilyName.Is("ገብረ <&> \"é\"")).In(birth)),
		one("a list of names", search.Where(search.FamilyName.In("Коваль", "Kowal")).In(death)),
		one("a sex and a marital status", search.Where(search.Sex.Is("F"), search.MaritalStatus.Is("widow"))),
		one("an unmarried person", search.Where(search.MaritalStatus.Is(codes.MaritalStatusUnmarried))),
		one("a marital status that is not known", search.Where(search.MaritalStatus.Is(codes.MaritalStatusUnknown))),
		one("an or", search.Where(search.FamilyName.Is("Haddad").Or(search.GivenName.Is("Layla"))).In(birth)),
		one("an expression", search.Where(search.BirthDate.Between(date("2018-01-01"), date("2019-12-31"))).In(birth).AsExpression()),
		one("an expression of a number", brn.AsExpression()),
		one("a GraphQL text", search.GraphQL("{ person(BRN: \"B-SELAM-07\") { name } }").In(birth)),
		one("sorted, page three", search.Where(search.BirthDate.Is(date("2019"))).In(birth).SortBy(search.BirthDate, codes.SortDescending).WithPage(3).WithPageSize(25).WithLocale("amh")),
		one("with consent and a legal ground", brn.WithConsent(search.Consent{Given: given, Purpose: purpose}).WithAuthorize(search.Authorize{Since: given, Purpose: purpose})),
		one("a number in a region", search.ByIdentifier(codes.IdentifierNationalID, "700100200").In(birth).And(search.Region.Is("EA-3"))),
		one("a number in two regions", search.ByIdentifier(codes.IdentifierNationalID, "700100200").In(birth).And(search.Region.Is("EA-3"), search.Region.Is("EA-4"))),
		one("a number and a second number", search.ByIdentifier(codes.IdentifierNationalID, "700100200").In(birth).And(search.Custom("UIN").Is("537"))),
		{"two questions", []search.Query{brn, search.ByIdentifier(codes.IdentifierDRN, "D-TARAS-11").In(death)}},
	}
}

// request is what the profile makes of the message, or the sentence with which it
// refuses.
func request(t *testing.T, p profile.Profile, a asked) string {
	t.Helper()
	m := profile.Message{
		MessageID: "m-1", TransactionID: "100000000000001", SenderID: "https://spmis.example", ReceiverID: "crvs.example",
		At: time.Date(2026, 3, 1, 9, 0, 0, 250, time.FixedZone("", 3600)),
	}
	var plans profile.Search
	for i, q := range a.queries {
		require.NoError(t, q.Validate(), a.name)
		plan, err := p.Plan(q)
		if err != nil {
			return refusal(t, err)
		}
		plan.ReferenceID = fmt.Sprintf("r-%d", i+1)
		if plan.Page, plan.Size = q.Page(), q.PageSize(); p.Form.PageSize == 0 && plan.Size == 0 {
			plan.Size = 100
		}
		plans = append(plans, plan)
	}
	m.Body = plans
	e, err := p.Encode(m)
	if err != nil {
		return refusal(t, err)
	}
	var pretty bytes.Buffer
	require.NoError(t, json.Indent(&pretty, e.Body(), "", "  "))
	return pretty.String()
}

func refusal(t *testing.T, err error) string {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	require.True(t, ok, "%T: %v", err, err)
	require.ErrorIs(t, err, fault.ErrUnsupported)
	return "refused: " + e.Message
}

// The golden files hold what each kind of registry is asked for the same questions.
func TestEachProfileAsksInItsOwnWay(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			var all bytes.Buffer
			for _, a := range every() {
				fmt.Fprintf(&all, "== %s\n%s\n\n", a.name, request(t, p, a))
			}
			file := filepath.Join("testdata", p.Name+".txt")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o750))
				require.NoError(t, os.WriteFile(file, all.Bytes(), 0o600))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), all.String())
		})
	}
}
