package crvs_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// The 2022 API.

const (
	workshopPath = prefix + "/searchCRVSData"
	asha         = `"identification_type":"NATIONAL_ID","identification_value":"445566778","name":{"prefix":"Dr.","first_name":"Asha","last_name":"Menon","middle_name":"K"},` +
		`"father_name":"Ravi","mother_name":"Usha","contact_number":"+919800000001","dob":"1988-11-02","gender":"F","weight_at_birth":"","type_of_birth":"Single"`
)

func workshopAnswer(success, records string) string {
	return `{"success":` + success + `,"return_message":"Search Completed","data":` + records + `}`
}

func askWorkshop(t *testing.T, q search.Query, status int, body string) (search.Hit, error, []asked) { //nolint:revive,staticcheck // what was sent comes last
	t.Helper()
	reg := start(t).on(workshopPath, says(status, body))
	hit, err := reg.client(t, crvs.WithProfile(profile.Workshop2022()), crvs.WithRetry(crvs.Retry{MaxAttempts: 1})).Find(t.Context(), q)
	return hit, err, reg.all()
}

func TestTheWorkshopFindsARecordInEachRegister(t *testing.T) {
	t.Parallel()
	for event, tc := range map[codes.VitalEvent]struct{ asked, answered, number, is string }{
		codes.VitalEventBirth:    {`["Birth"]`, "birth", `"brn":"B88NOV022"`, "B88NOV022"},
		codes.VitalEventDeath:    {`["Death"]`, "Death", `"drn":"D24JAN001"`, "D24JAN001"},
		codes.VitalEventMarriage: {`["Marriage"]`, "MARRIAGE", `"mrn":"M15MAY009"`, "M15MAY009"},
		"":                       {`["Birth","Death","Marriage"]`, "birth", `"brn":"B88NOV022"`, "B88NOV022"},
	} {
		t.Run(string(event), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				record := `{"repository_type":"` + tc.answered + `",` + tc.number + `,` + asha + `}`
				q := search.ByIdentifier(codes.IdentifierNationalID, "445566778").And(search.Region.Is("IN-KL"))
				if event != "" {
					q = q.In(event)
				}
				hit, err, sent := askWorkshop(t, q, 200, workshopAnswer(`"true"`, "["+record+"]"))
				require.NoError(t, err)
				assert.JSONEq(t, `{"repository_type":`+tc.asked+`,"identification_type":"NATIONAL_ID","identification_value":"445566778","state_code":"IN-KL"}`, string(sent[0].body))
				assert.Equal(t, tc.is, hit.RegistrationNumber)
				assert.Equal(t, codes.VitalEvent(tc.answered).Canonical(), hit.Event)
				assert.Equal(t, "Dr. Asha K Menon", hit.Person.Name().Full())
				assert.Equal(t, codes.SexFemale, hit.Person.Sex)
				assert.Equal(t, "1988-11-02", hit.Person.BirthDate().Text())
			})
		})
	}
}

func TestWhatTheWorkshopAnswers(t *testing.T) {
	t.Parallel()
	birth := `{"repository_type":"birth","brn":"B88NOV022",` + asha + `}`
	death := `{"repository_type":"death","drn":"D24JAN001",` + asha + `}`
	other := strings.ReplaceAll(birth, "445566778", "445566779")
	for name, tc := range map[string]struct {
		status int
		body   string
		finds  bool
		want   want
	}{
		"success as a truth":                   {200, workshopAnswer(`true`, "["+birth+"]"), true, want{}},
		"success as a number":                  {200, workshopAnswer(`1`, "["+birth+"]"), true, want{}},
		"success as a number in a text":        {200, workshopAnswer(`"1"`, "["+birth+"]"), true, want{}},
		"success in capitals":                  {200, workshopAnswer(`"TRUE"`, "["+birth+"]"), true, want{}},
		"success and an error code of nothing": {200, `{"success":"true","error_code":0,"return_message":"Search Completed","data":[` + birth + `]}`, true, want{}},
		"one record that is no list":           {200, workshopAnswer(`"true"`, birth), true, want{}},
		"a byte order mark":                    {200, "\ufeff" + workshopAnswer(`"true"`, "["+birth+"]"), true, want{}},
		"two records":                          {200, workshopAnswer(`"true"`, "["+birth+","+death+"]"), false, want{kind: crvs.KindAmbiguous, status: 200}},
		"nobody":                               {200, workshopAnswer(`"true"`, "[]"), false, want{kind: crvs.KindNotFound, status: 200}},
		"no data":                              {200, `{"success":"true","return_message":"Search Completed"}`, false, want{kind: crvs.KindProtocol, status: 200}},
		"an error that is a text":              {200, `{"success":true,"error":"service down","data":[]}`, false, want{kind: crvs.KindRejected, status: 200, peer: true, says: "service down"}},
		"an error that is an object":           {200, `{"success":true,"error":{"code":"x1"},"data":[]}`, false, want{kind: crvs.KindRejected, code: "x1", status: 200, peer: true}},
		"an error that nobody can read":        {200, `{"success":true,"error":true,"data":[]}`, false, want{kind: crvs.KindRejected, status: 200, peer: true}},
		"no error, in words":                   {200, `{"success":true,"error":null,"data":[]}`, false, want{kind: crvs.KindNotFound, status: 200}},
		"the records in result":                {200, `{"success":true,"data":[],"result":[` + birth + `]}`, false, want{kind: crvs.KindProtocol, status: 200}},
		"the records in Data":                  {200, `{"success":true,"Data":[` + birth + `]}`, false, want{kind: crvs.KindProtocol, status: 200}},
		"the records in records":               {200, `{"success":true,"data":null,"records":{"0":` + birth + `}}`, false, want{kind: crvs.KindProtocol, status: 200}},
		"data that is null":                    {200, workshopAnswer(`"true"`, "null"), false, want{kind: crvs.KindNotFound, status: 200}},
		"data that is empty":                   {200, workshopAnswer(`"true"`, `""`), false, want{kind: crvs.KindNotFound, status: 200}},
		"data that is a text":                  {200, workshopAnswer(`"true"`, `"none"`), false, want{kind: crvs.KindProtocol, status: 200, says: "not a record"}},
		"a record of nothing":                  {200, workshopAnswer(`"true"`, `[{}]`), false, want{kind: crvs.KindProtocol, status: 200, says: "not a record"}},
		"a record of nobody":                   {200, workshopAnswer(`"true"`, `[{"repository_type":"birth"}]`), false, want{kind: crvs.KindProtocol, status: 200, says: "not a record"}},
		"somebody else":                        {200, workshopAnswer(`"true"`, "["+other+"]"), false, want{kind: crvs.KindOvermatch, status: 200}},
		"the one documented error":             {200, `{"success":"false","error_code":567,"return_message":"Invalid Input Parameters"}`, false, want{kind: crvs.KindRejected, code: "567", status: 200, peer: true, says: "Invalid Input Parameters"}},
		"the same as texts, and with 400":      {400, `{"success":false,"error_code":"567","return_message":"Invalid Input Parameters"}`, false, want{kind: crvs.KindRejected, code: "567", status: 400, peer: true, says: "Invalid Input Parameters"}},
		"success, and the error":               {200, `{"success":"true","error_code":567,"return_message":"Invalid Input Parameters","data":[]}`, false, want{kind: crvs.KindRejected, code: "567", status: 200, peer: true}},
		"an error that repeats the question":   {200, `{"success":"false","error_code":567,"return_message":"no 445566778 here"}`, false, want{kind: crvs.KindRejected, code: "567", status: 200, peer: true}},
		"no success, and no reason":            {200, `{"success":"false"}`, false, want{kind: crvs.KindRejected, status: 200, peer: true, says: "it is no success"}},
		"the sample's missing comma":           {200, `{"success":"true" "return_message":"Search Completed"}`, false, want{kind: crvs.KindProtocol, status: 200, says: "not valid JSON"}},
		"half an answer":                       {200, `{"success":"true","data":[{"brn":"B88`, false, want{kind: crvs.KindProtocol, status: 200, says: "cut off"}},
		"a member twice":                       {200, `{"success":"false","success":"true","data":[]}`, false, want{kind: crvs.KindProtocol, status: 200, says: "twice"}},
		"a page of a gateway":                  {502, `<html><body>Bad Gateway</body></html>`, false, want{kind: crvs.KindUnavailable, status: 502, retryable: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				hit, err, sent := askWorkshop(t, search.ByIdentifier("NID", "445566778"), tc.status, tc.body)
				require.Len(t, sent, 1)
				if tc.finds {
					require.NoError(t, err)
					assert.Equal(t, "B88NOV022", hit.RegistrationNumber)
					assert.Equal(t, search.MatchConfirmed, hit.Match)
					return
				}
				tc.want.assertError(t, err)
				assert.NotContains(t, err.Error(), "445566778")
				assert.NotContains(t, err.Error(), "Asha")
			})
		})
	}
}

func TestABatchOfTheWorkshopIsAskedOneByOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		found := says(200, workshopAnswer(`"true"`, `[{"repository_type":"birth","brn":"B88NOV022",`+asha+`}]`))
		reg := start(t).on(workshopPath, says(200, workshopAnswer(`"true"`, "[]")), found)
		c := reg.client(t, crvs.WithProfile(profile.Workshop2022()))
		results, err := c.SearchBatch(t.Context(), []search.Query{search.ByIdentifier("NID", "1"), search.ByIdentifier("NID", "445566778")})
		require.NoError(t, err)
		require.NoError(t, results[0].Err)
		assert.Empty(t, results[0].Page.Hits)
		require.NoError(t, results[1].Err)
		assert.Equal(t, []string{"B88NOV022"}, numbers(results[1].Page.Hits))
		hits, err := collect(c.Search(t.Context(), search.ByIdentifier("NID", "445566778")))
		require.NoError(t, err, "it knows no pages")
		assert.Len(t, hits, 1)
	})
}

// The API without an envelope.

const barePath = prefix + "/crvs/sync/search"

// bareAnswer fills the ids of a bare question, whose transaction_id is a number,
// into an answer.
func bareAnswer(t *testing.T, status int, body string) script {
	t.Helper()
	return func(w writer, a asked) {
		var m struct {
			TransactionID int64 `json:"transaction_id"`
			SearchRequest []struct {
				ReferenceID string `json:"reference_id"`
			} `json:"search_request"`
		}
		if assert.NoError(t, json.Unmarshal(a.body, &m)) && assert.NotEmpty(t, m.SearchRequest) {
			a.transactionID = strconv.FormatInt(m.TransactionID, 10)
			for _, q := range m.SearchRequest {
				a.references = append(a.references, q.ReferenceID)
			}
		}
		says(status, body)(w, a)
	}
}

func TestWhatTheBareAPIAnswers(t *testing.T) {
	t.Parallel()
	found := `"status":"succ",` + data("live_birth", malaRecord)
	for name, tc := range map[string]struct {
		body  string
		finds bool
		want  want
	}{
		"a list":                 {`{"transaction_id":$TX,"search_response":[` + item(0, found) + `]}`, true, want{}},
		"an object":              {`{"transaction_id":$TX,"correlation_id":"c-1","search_response":` + item(0, found) + `}`, true, want{}},
		"the number as a text":   {`{"transaction_id":"$TX","search_response":[` + item(0, found) + `]}`, true, want{}},
		"none":                   {`{"transaction_id":$TX,"search_response":[` + item(0, `"status":"succ"`) + `]}`, false, want{kind: crvs.KindNotFound, status: 200}},
		"an empty list, no more": {`{"transaction_id":$TX,"search_response":[]}`, false, want{kind: crvs.KindProtocol, status: 200, says: "unanswered"}},
		"another transaction":    {`{"transaction_id":7,"search_response":[` + item(0, found) + `]}`, false, want{kind: crvs.KindProtocol, status: 200, says: "another transaction"}},
		"an ACK with an error":   {`{"ack_status":"ACK","timestamp":"2026-01-01T00:00:00Z","error":{"code":"err.request.bad","message":"no such register"}}`, false, want{kind: crvs.KindRejected, code: "err.request.bad", status: 200, peer: true, says: "no such register"}},
		"an ACK alone":           {`{"ack_status":"ACK","correlation_id":"c-1"}`, false, want{kind: crvs.KindProtocol, status: 200, says: "asynchronous"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t).on(barePath, bareAnswer(t, 200, tc.body))
				hit, err := reg.client(t, crvs.WithProfile(profile.BareCRVS())).Find(t.Context(), malaByBRN())
				sent := reg.all()[0]
				assert.NotContains(t, string(sent.body), `"header"`)
				assert.Regexp(t, `"transaction_id":[1-9][0-9]{14}\b`, string(sent.body))
				if tc.finds {
					require.NoError(t, err)
					assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
					return
				}
				tc.want.assertError(t, err)
			})
		})
	}
}

// Law 3, as of the standard's answers: beside an empty list nothing may stand that
// says anything else.
func TestAnEmptyAnswerOfTheWorkshopIsNoneOnlyWhereNothingElseIsSaid(t *testing.T) {
	t.Parallel()
	for beside, kind := range map[string]crvs.Kind{
		``: crvs.KindNotFound,
		`"return_message":"Search Completed","return_code":"0",`: crvs.KindNotFound,
		`"page":1,"total_count":0,`:                              crvs.KindNotFound,
		`"exception":"DB_TIMEOUT",`:                              crvs.KindRejected,
		`"status":"failed",`:                                     crvs.KindProtocol,
		`"status":"pdng",`:                                       crvs.KindUnavailable,
		`"ack_status":"NACK",`:                                   crvs.KindProtocol,
		`"ack_status":"ERR",`:                                    crvs.KindRejected,
		`"total_count":3,`:                                       crvs.KindProtocol,
		`"total_count":"1,000",`:                                 crvs.KindProtocol,
		`"pagination":{"total":3},`:                              crvs.KindProtocol,
		`"partial":true,`:                                        crvs.KindRejected,
		`"records":"[{\"brn\":\"B1\"}]",`:                        crvs.KindProtocol,
		`"results":[{"brn":"B1"}],`:                              crvs.KindProtocol,
	} {
		t.Run(beside, func(t *testing.T) {
			t.Parallel()
			_, err, _ := askWorkshop(t, malaByBRN(), 200, `{`+beside+`"success":"true","data":[]}`)
			assert.Equal(t, kind, asError(t, err).Kind, "%v", err)
		})
	}
}
