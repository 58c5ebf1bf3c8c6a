package crvs_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/search"
)

// An answer that is empty in one place and says something in another does
// not say "none".
func TestAnAnswerThatAlsoSaysSomethingElseIsNotNotFound(t *testing.T) {
	t.Parallel()
	one := func(header, members string) string { return envelope(header, item(0, members)) }
	succ := `"status":"succ","total_count":1`
	in := func(data string) string { return one(succ, `"status":"succ","data":{`+data+`}`) }
	const none = `"status":"succ","data":{"reg_records":[]}`
	beside := func(member string) string { return "{" + member + "," + one(succ, none)[1:] }
	inMessage := func(member string) string {
		return replace(one(succ, none), `"correlation_id"`, member+`,"correlation_id"`)
	}
	for name, tt := range map[string]struct {
		body string
		kind crvs.Kind
	}{
		"no records beside records":                      {in(`"reg_records":[],"records":[` + malaRecord + `]`), crvs.KindProtocol},
		"null beside a record":                           {in(`"reg_records":null,"reg_record":` + malaRecord), crvs.KindProtocol},
		"no records beside a list under an unknown name": {in(`"reg_records":[],"Persons":[` + malaRecord + `]`), crvs.KindProtocol},
		"no records beside an error":                     {in(`"reg_records":[],"error":{"code":"x","message":"down"}`), crvs.KindRejected},
		"no records beside a list of errors":             {in(`"reg_records":[],"errors":[{"code":"x"}]`), crvs.KindRejected},
		"no records beside an error in words":            {in(`"reg_records":"","error":"down"`), crvs.KindRejected},
		"no records and a count of one in the data":      {in(`"reg_records":[],"pagination":{"total_count":1}`), crvs.KindProtocol},
		"no records and a count of one as a text":        {in(`"reg_records":[],"pagination":{"total_count":"1"}`), crvs.KindProtocol},
		"a header that is pending":                       {one(`"status":"pdng","total_count":1`, `"status":"succ","data":{"reg_records":[]}`), crvs.KindUnavailable},
		"a header with an err code":                      {one(succ+`,"status_reason_code":"err.service.unavailable"`, `"status":"succ","data":{"reg_records":[]}`), crvs.KindUnavailable},
		"a header with a rjct code":                      {one(succ+`,"status_reason_code":"rjct.version.invalid"`, `"status":"succ"`), crvs.KindRejected},
		"a header with a rjct code of their own":         {one(succ+`,"status_reason_code":"rjct.quota"`, `"status":"succ","data":null`), crvs.KindRejected},

		"no records beside an error code":                {one(succ, none+`,"error_code":"E5"`), crvs.KindRejected},
		"no records beside an error message":             {one(succ, none+`,"errorMessage":"a node is down"`), crvs.KindRejected},
		"no records beside an error that is true":        {one(succ, none+`,"error":true`), crvs.KindRejected},
		"no records beside an error that is a number":    {one(succ, none+`,"error":503`), crvs.KindUnavailable},
		"an error code in the data":                      {in(`"reg_records":[],"error_code":"E5"`), crvs.KindRejected},
		"an error that is true in the data":              {in(`"reg_records":[],"error":true`), crvs.KindRejected},
		"a count of five in the item":                    {one(succ, none+`,"total_count":5`), crvs.KindProtocol},
		"a count of five in the data itself":             {in(`"reg_records":[],"total_count":5`), crvs.KindProtocol},
		"a count of three in one place, none in another": {one(succ, `"status":"succ","data":{"reg_records":[],"pagination":{"total_count":3}},`+pagination(1, 2, 0)), crvs.KindProtocol},
		"a header with an error":                         {one(succ+`,"error":{"code":"x"}`, none), crvs.KindRejected},
		"a header with errors":                           {one(succ+`,"errors":["a node is down"]`, none), crvs.KindRejected},
		"a header that failed":                           {one(`"status":"failed","total_count":1`, none), crvs.KindProtocol},
		"a header with a code in capitals":               {one(succ+`,"status_reason_code":"RJCT.QUOTA"`, none), crvs.KindRejected},
		"an error that is true":                          {beside(`"error":true`), crvs.KindRejected},
		"an error that is a number":                      {beside(`"error":503`), crvs.KindUnavailable},
		"errors in words":                                {beside(`"errors":"a node is down"`), crvs.KindRejected},
		"errors that are true":                           {beside(`"errors":true`), crvs.KindRejected},
		"errors that are numbers":                        {beside(`"errors":[503]`), crvs.KindUnavailable},
		"an error message":                               {beside(`"error_message":"a node is down"`), crvs.KindRejected},
		"an error code in the message":                   {inMessage(`"error_code":"E5"`), crvs.KindRejected},
		"an error that is true in the message":           {inMessage(`"error":true`), crvs.KindRejected},
		"a message that is rejected":                     {inMessage(`"status":"rjct"`), crvs.KindRejected},

		"a reason that is a list":                 {one(succ, none+`,"status_reason_code":["err.service.unavailable"]`), crvs.KindUnavailable},
		"a reason that is an object":              {one(succ, none+`,"status_reason_code":{"code":"err.x"}`), crvs.KindRejected},
		"a status that is two":                    {one(succ, `"status":["succ","rjct"],"data":{"reg_records":[]}`), crvs.KindProtocol},
		"a status that is an object":              {one(succ, `"status":{"code":"rjct"},"data":{"reg_records":[]}`), crvs.KindProtocol},
		"a header whose status is an object":      {one(`"status":{"code":"rjct"}`, none), crvs.KindProtocol},
		"a header whose status is a list of one":  {one(`"status":["rjct"]`, none), crvs.KindRejected},
		"a header whose reason is a list":         {one(succ+`,"status_reason_code":["rjct.quota"]`, none), crvs.KindRejected},
		"a reason in another spelling":            {one(succ, none+`,"statusReasonCode":"err.x"`), crvs.KindRejected},
		"a reason of a shorter name":              {one(succ, none+`,"reason_code":"E5"`), crvs.KindRejected},
		"a status in another spelling":            {one(succ, none+`,"Status":"failed"`), crvs.KindRejected},
		"a header's status in another spelling":   {one(succ+`,"Status":"rjct"`, none), crvs.KindRejected},
		"a header's reason in another spelling":   {one(succ+`,"statusReasonCode":"err.x"`, none), crvs.KindRejected},
		"a status around the answer":              {beside(`"Status":"error"`), crvs.KindRejected},
		"a status in the data":                    {in(`"reg_records":[],"status":"failed"`), crvs.KindRejected},
		"a status in the data that is a number":   {in(`"reg_records":[],"status":503`), crvs.KindUnavailable},
		"a reason in the data":                    {in(`"reg_records":[],"status_reason_code":"err.x"`), crvs.KindRejected},
		"a status beside the page":                {one(succ, none+`,"pagination":{"status":"rjct"}`), crvs.KindRejected},
		"an error that is a flag":                 {one(succ, none+`,"isError":true`), crvs.KindRejected},
		"an error that is a flag of another name": {one(succ, none+`,"has_errors":"yes"`), crvs.KindRejected},
		"a flag that all is not well":             {one(succ, none+`,"ok":false`), crvs.KindRejected},
		"a flag that it failed":                   {in(`"reg_records":[],"failed":true`), crvs.KindRejected},
		"a flag around the answer that it failed": {beside(`"isSuccess":false`), crvs.KindRejected},
		"data about deaths":                       {in(`"reg_event_type":"death","reg_records":[]`), crvs.KindProtocol},
		"data about marriages":                    {in(`"reg_type":"ocrvs:registry_type:marriage","reg_records":[]`), crvs.KindProtocol},
		"data about fetal deaths":                 {in(`"reg_event_type":"fetal_death","reg_records":[]`), crvs.KindProtocol},

		"data about the event asked for":                 {in(`"reg_event_type":"1","reg_type":"ns:org:RegistryType:Civil","reg_records":[]`), crvs.KindNotFound},
		"data about any event":                           {in(`"reg_event_type":"REGISTER","reg_records":[]`), crvs.KindNotFound},
		"data about an event by a word of their own":     {in(`"reg_event_type":"naissance","reg_records":[]`), crvs.KindNotFound},
		"a status that is a list of one":                 {one(succ, `"status":["succ"],"data":{"reg_records":[],"status":"ok"}`), crvs.KindNotFound},
		"a status in other places that is a success":     {one(succ, none+`,"Status":"Success","ok":true,"isError":false,"failed":0,"reasonCode":null,"statusReasonCode":""`), crvs.KindNotFound},
		"a status around the answer that is a success":   {beside(`"Status":"completed","isSuccess":true`), crvs.KindNotFound},
		"no error, in many words":                        {beside(`"error":false,"errors":[],"error_message":""`), crvs.KindNotFound},
		"no error in the item, in many words":            {one(succ, none+`,"error":false,"error_code":0,"error_message":null,"errors":[]`), crvs.KindNotFound},
		"no error, a number":                             {one(succ, none+`,"error":0,"total_count":0`), crvs.KindNotFound},
		"a message that succeeded":                       {inMessage(`"status":"succ"`), crvs.KindNotFound},
		"a header that was received":                     {one(`"status":"rcvd","total_count":1`, `"status":"succ","data":{"reg_records":[]}`), crvs.KindNotFound},
		"a header with a word of success":                {one(succ+`,"status_reason_code":"ok"`, `"status":"succ","data":{"reg_records":[]}`), crvs.KindNotFound},
		"no records beside a context and an empty error": {in(`"@context":{"a":1},"reg_records":[],"error":null,"other":[],"version":"1"`), crvs.KindNotFound},
		"no records and a count of none in the data":     {in(`"reg_records":[],"pagination":{"total_count":0}`), crvs.KindNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				e := asError(t, find(t.Context(), start(t, says(200, tt.body)).client(t, crvs.WithRetry(crvs.Retry{MaxAttempts: 1})), malaByBRN()))
				assert.Equal(t, tt.kind, e.Kind, "%v", e)
			})
		})
	}
}

// OpenCRVS drops misses from a batch, and counts records.
func TestAQuestionThatOpenCRVSLeavesOutIsNotFoundOnlyIfNothingContradictsThat(t *testing.T) {
	t.Parallel()
	mala := item(0, `"status":"succ",`+data("birth", malaRecord))
	both := item(0, `"status":"succ",`+data("birth", record("B90MAY123")+","+malaRecord))
	rejected := item(0, `"status":"rjct","status_reason_code":"rjct.filter.invalid"`)
	withErrors := func(items string) string {
		return `{"header":{"status":"succ","total_count":1},"message":{"transaction_id":"$TX","search_response":[` + items + `]},"errors":[{"code":"x","message":"a node is down"}]}`
	}
	const unanswered = crvs.KindProtocol
	for name, tt := range map[string]struct {
		body   string
		second crvs.Kind // of the miss; "" for not found
	}{
		"one record and a miss":                 {envelope(`"status":"succ","total_count":1`, mala), ""},
		"two records of one question, a miss":   {envelope(`"status":"succ","total_count":2`, both), ""},
		"one record and a miss, not counted":    {envelope(`"status":"succ"`, mala), ""},
		"more is counted than came":             {envelope(`"status":"succ","total_count":3`, both), unanswered},
		"less is counted than came":             {envelope(`"status":"succ","total_count":1`, both), unanswered},
		"beside errors":                         {withErrors(mala), unanswered},
		"beside a reason code of the whole":     {envelope(`"status":"succ","total_count":1,"status_reason_code":"rjct.quota"`, mala), unanswered},
		"beside a question that was rejected":   {envelope(`"status":"succ","total_count":0`, rejected), unanswered},
		"beside a question that is pending":     {envelope(`"status":"succ"`, item(0, `"status":"pdng"`)), unanswered},
		"beside a question that failed":         {envelope(`"status":"succ","total_count":0`, item(0, `"status":"failed"`)), unanswered},
		"beside data that cannot be read":       {envelope(`"status":"succ","total_count":0`, item(0, `"status":"succ","data":{"records":[`+malaRecord+`]}`)), unanswered},
		"beside records that are withheld":      {envelope(`"status":"succ","total_count":0`, item(0, `"status":"succ","data":{"reg_records":[]},`+pagination(1, 5, 2))), unanswered},
		"its record under another's reference":  {envelope(`"status":"succ","total_count":1`, item(0, `"status":"succ",`+data("birth", record("B404")))), unanswered},
		"both records under one reference":      {envelope(`"status":"succ","total_count":2`, mala+","+item(0, `"status":"succ",`+data("birth", record("B404")))), unanswered},
		"beside a question with an error in it": {envelope(`"status":"succ","total_count":0`, item(0, `"status":"succ","error":{"code":"x"}`)), unanswered},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := start(t, says(200, tt.body)).client(t, crvs.WithProfile(profile.OpenCRVS2024()))
				results, err := c.SearchBatch(t.Context(), []search.Query{malaByBRN(), search.ByIdentifier(codes.IdentifierBRN, "B404").In(codes.VitalEventBirth)})
				require.NoError(t, err)
				require.Len(t, results, 2)
				if tt.second == "" {
					require.NoError(t, results[1].Err)
					assert.Empty(t, results[1].Page.Hits)
					return
				}
				assert.Equal(t, tt.second, asError(t, results[1].Err).Kind, "%v", results[1].Err)
			})
		})
	}
	t.Run("an empty answer beside a count of records", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			body := envelope(`"status":"succ","total_count":4`, item(0, `"status":"succ","data":{"reg_records":[]}`))
			e := asError(t, find(t.Context(), start(t, says(200, body)).client(t, crvs.WithProfile(profile.OpenCRVS2024())), malaByBRN()))
			assert.Equal(t, crvs.KindProtocol, e.Kind)
		})
	})
}

// Past the end an empty list does not say how many there are.
func TestTheTotalIsUnknownOnAPagePastTheEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		none := envelope(`"status":"succ","total_count":0`, "")
		c := start(t, says(200, none)).client(t)
		page, err := c.SearchPage(t.Context(), bornInMay().WithPage(6).WithPageSize(5))
		require.NoError(t, err)
		assert.Equal(t, -1, page.Total)
		page, err = c.SearchPage(t.Context(), bornInMay())
		require.NoError(t, err)
		assert.Zero(t, page.Total)
	})
}

// The event of v1.0.0 stands in the data: the number of a registration without an
// identifier of its own is found all the same.
func TestTheNumberIsReadIfOnlyTheDataNamesTheEvent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		record := func(n string) string {
			return `{"registration_number":"` + n + `","surname":"Rao","birth_date":"1990-05-20"}`
		}
		page := func(n int, records string) string {
			return envelope(`"status":"succ","total_count":1`, item(0, `"status":"succ",`+data("live_birth", records)+","+pagination(n, 2, 4)))
		}
		c := start(t, says(200, page(1, record("R1")+","+record("R2"))), says(200, page(2, record("R2")+","+record("R3")))).client(t)
		hits, err := collect(c.Search(t.Context(), bornInMay().WithPageSize(2)))
		assert.Equal(t, []string{"R1", "R2", "R3"}, numbers(hits))
		require.ErrorIs(t, err, crvs.ErrUnstable, "R2 came twice, and one did not come")
		for _, h := range hits {
			assert.Equal(t, codes.VitalEventBirth, h.Event)
		}
	})
}

// An event that nobody knows keeps its word and confirms nothing.
func TestAnUnknownEventDoesNotConfirmABirth(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"3", "foetal_death", "stillborn", "cancelled_registration", "late registration", "Birth (corrected)"} {
		for where, body := range map[string]string{
			"in the data":   envelope(`"status":"succ","total_count":1`, item(0, `"status":"succ",`+data(word, malaRecord))),
			"in the record": found(`{"reg_event_type":"` + word + `",` + malaRecord[1:]),
		} {
			synctest.Test(t, func(t *testing.T) {
				hit, err := start(t, says(200, body)).client(t).Find(t.Context(), malaByBRN())
				require.NoError(t, err, "%s %s", word, where)
				assert.Equal(t, search.MatchUnconfirmed, hit.Match, "%s %s", word, where)
				assert.Equal(t, word, string(hit.Event))
			})
		}
	}
}
