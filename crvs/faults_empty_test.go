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

// emptyAnswer is how an answer without records is varied: what stands in its header,
// its message, beside both, and in its item; or in place of the item.
type emptyAnswer struct {
	status                         int // of HTTP; 200 if not given
	header, message, beside, in    string
	status0, pagination, data, all string
}

// withItem answers by an item without records, and withoutItem by an empty list.
func (e emptyAnswer) withItem() string {
	in := `"status":"` + or(e.status0, "succ") + `","data":{"reg_records":[]` + e.data + `}` + e.in
	if e.pagination != "" {
		in += `,"pagination":{` + e.pagination + `}`
	}
	return e.around(`"status":"succ","total_count":1`, item(0, in))
}

func (e emptyAnswer) withoutItem() string { return e.around(`"status":"succ","total_count":0`, "") }

func (e emptyAnswer) around(header, items string) string {
	if e.all != "" {
		return e.all
	}
	body := `{"header":{"message_id":"$MSG",` + or(e.header, header) + `},"message":{"transaction_id":"$TX"` + e.message + `,"search_response":[` + items + `]}` + e.beside + `}`
	return body
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func findKind(t *testing.T, status int, body string, opts ...crvs.Option) (kind crvs.Kind) {
	t.Helper()
	if status == 0 {
		status = 200
	}
	synctest.Test(t, func(t *testing.T) {
		opts = append(opts, crvs.WithRetry(crvs.Retry{MaxAttempts: 1}))
		kind = asError(t, find(t.Context(), start(t, says(status, body)).client(t, opts...), malaByBRN())).Kind
	})
	return kind
}

// Law 3: beside an empty answer nothing may stand that says anything else than "none".
func TestAnEmptyAnswerIsNoneOnlyWhereNothingElseIsSaid(t *testing.T) {
	t.Parallel()
	const either, itemOnly, listOnly = 0, 1, 2
	for name, tt := range map[string]struct {
		answer emptyAnswer
		where  int
		kind   crvs.Kind
	}{
		"an unknown code of a fault in the item":      {emptyAnswer{in: `,"status_reason_code":"DB_TIMEOUT"`}, itemOnly, crvs.KindRejected},
		"an unknown number as the code of the item":   {emptyAnswer{in: `,"status_reason_code":5003`}, itemOnly, crvs.KindRejected},
		"an unknown code in another script":           {emptyAnswer{in: `,"status_reason_code":"ошибка"`}, itemOnly, crvs.KindRejected},
		"a code of a quota in the item":               {emptyAnswer{in: `,"status_reason_code":"QuotaExceeded"`}, itemOnly, crvs.KindRejected},
		"an endpoint that is not found":               {emptyAnswer{in: `,"status_reason_code":"err.request.not_found"`}, itemOnly, crvs.KindProtocol},
		"an unknown code in the header":               {emptyAnswer{header: `"status":"succ","total_count":0,"status_reason_code":"DB_TIMEOUT"`}, either, crvs.KindRejected},
		"an unknown code on the message":              {emptyAnswer{message: `,"status_reason_code":"DB_TIMEOUT"`}, either, crvs.KindRejected},
		"a code of the standard on the message":       {emptyAnswer{message: `,"status_reason_code":"rjct.filter.invalid"`}, either, crvs.KindRejected},
		"an unknown code beside the message":          {emptyAnswer{beside: `,"status_reason_code":"DB_TIMEOUT"`}, either, crvs.KindRejected},
		"a message that is rejected":                  {emptyAnswer{message: `,"status":"rjct"`}, either, crvs.KindRejected},
		"a message that failed":                       {emptyAnswer{message: `,"status":"failed"`}, either, crvs.KindProtocol},
		"a message that is pending":                   {emptyAnswer{message: `,"status":"pdng"`}, either, crvs.KindUnavailable},
		"a status of 500 beside the message":          {emptyAnswer{beside: `,"status":500`}, either, crvs.KindProtocol},
		"a rejected status before one that succeeded": {emptyAnswer{message: `,"status":"rjct"`, beside: `,"status":"succ"`}, either, crvs.KindRejected},
		"an acknowledgement that is none":             {emptyAnswer{message: `,"ack_status":"NACK"`}, either, crvs.KindProtocol},
		"an acknowledgement of an error":              {emptyAnswer{message: `,"ack_status":"ERR"`}, either, crvs.KindRejected},
		"an acknowledgement in a word of its own":     {emptyAnswer{message: `,"ack_status":"FAILED"`}, either, crvs.KindProtocol},
		"no success":                                        {emptyAnswer{beside: `,"success":false`}, either, crvs.KindRejected},
		"no success, as a text":                             {emptyAnswer{beside: `,"success":"False"`}, either, crvs.KindRejected},
		"no success in the message":                         {emptyAnswer{message: `,"success":0`}, either, crvs.KindRejected},
		"no success in the item":                            {emptyAnswer{in: `,"success":false`}, itemOnly, crvs.KindRejected},
		"no success in the data":                            {emptyAnswer{data: `,"success":false`}, itemOnly, crvs.KindRejected},
		"an exception":                                      {emptyAnswer{beside: `,"exception":"java.lang.NullPointerException"`}, either, crvs.KindRejected},
		"an exception in the message":                       {emptyAnswer{message: `,"exception":{"message":"down"}`}, either, crvs.KindRejected},
		"an exception in the item":                          {emptyAnswer{in: `,"exception":"down"`}, itemOnly, crvs.KindRejected},
		"a fault":                                           {emptyAnswer{beside: `,"fault":{"faultstring":"down"}`}, either, crvs.KindRejected},
		"a count with a comma":                              {emptyAnswer{pagination: `"total_count":"1,000"`}, itemOnly, crvs.KindProtocol},
		"a broken count":                                    {emptyAnswer{pagination: `"total_count":1.5`}, itemOnly, crvs.KindProtocol},
		"a count that is an object":                         {emptyAnswer{pagination: `"total_count":{"value":1}`}, itemOnly, crvs.KindProtocol},
		"a count that is far too large":                     {emptyAnswer{in: `,"total_count":99999999999`}, itemOnly, crvs.KindProtocol},
		"a count in another spelling":                       {emptyAnswer{pagination: `"totalCount":3`}, itemOnly, crvs.KindProtocol},
		"a count under another name":                        {emptyAnswer{pagination: `"total":3`}, itemOnly, crvs.KindProtocol},
		"a count of records in the data":                    {emptyAnswer{data: `,"recordCount":"2"`}, itemOnly, crvs.KindProtocol},
		"a count of results in the item":                    {emptyAnswer{in: `,"total_results":2`}, itemOnly, crvs.KindProtocol},
		"a count of the header that cannot be read":         {emptyAnswer{header: `"status":"succ","total_count":"1,000"`}, either, crvs.KindProtocol},
		"two counts of the header":                          {emptyAnswer{header: `"status":"succ","total_count":0,"totalCount":4`}, listOnly, crvs.KindProtocol},
		"a count of the message":                            {emptyAnswer{message: `,"total_count":4`}, listOnly, crvs.KindProtocol},
		"a page of the message that counts":                 {emptyAnswer{message: `,"pagination":{"total_count":4}`}, either, crvs.KindProtocol},
		"records as a text in the data":                     {emptyAnswer{data: `,"records":"[{\"surname\":\"Kumar\"}]"`}, itemOnly, crvs.KindProtocol},
		"records as a text in the item":                     {emptyAnswer{in: `,"payload":" {\"reg_records\":[]}"`}, itemOnly, crvs.KindProtocol},
		"records under a prefix":                            {emptyAnswer{data: `,"spdci:reg_records":[{"surname":"Kumar"}]`}, itemOnly, crvs.KindProtocol},
		"answers under another name":                        {emptyAnswer{message: `,"search_responses":[{"reference_id":"$REF0"}]`}, either, crvs.KindProtocol},
		"answers in another spelling":                       {emptyAnswer{message: `,"searchResponse":[{"reference_id":"$REF0"}]`}, either, crvs.KindProtocol},
		"answers as a text":                                 {emptyAnswer{message: `,"results":"[{\"reference_id\":1}]"`}, either, crvs.KindProtocol},
		"answers beside the message":                        {emptyAnswer{beside: `,"data":{"records":[{"surname":"Kumar"}]}`}, either, crvs.KindProtocol},
		"a header that is answered in part":                 {emptyAnswer{header: `"status":"part","total_count":1`}, itemOnly, crvs.KindUnavailable},
		"a header that is answered in part, of no item":     {emptyAnswer{header: `"status":"part","total_count":0`}, listOnly, crvs.KindProtocol},
		"a header in a word that nobody knows":              {emptyAnswer{header: `"status":"degraded","total_count":1`}, itemOnly, crvs.KindProtocol},
		"a header in a word that nobody knows, and no item": {emptyAnswer{header: `"status":"degraded","total_count":0`}, listOnly, crvs.KindProtocol},
		"the answer to a subscription":                      {emptyAnswer{header: `"action":"on-subscribe","status":"succ","total_count":0`}, either, crvs.KindProtocol},
		"a notification":                                    {emptyAnswer{header: `"action":"notify","status":"succ","total_count":0`}, either, crvs.KindProtocol},
		"a question that was only accepted":                 {emptyAnswer{status: 202}, listOnly, crvs.KindUnavailable},
		"partial content":                                   {emptyAnswer{status: 206}, either, crvs.KindProtocol},
		"a content that is reset":                           {emptyAnswer{status: 207}, either, crvs.KindProtocol},

		"an error code in the header":          {emptyAnswer{header: `"status":"succ","total_count":0,"error_message":"down"`}, either, crvs.KindRejected},
		"a code of HTTP in the message":        {emptyAnswer{message: `,"code":500`}, either, crvs.KindRejected},
		"a code of HTTP around the message":    {emptyAnswer{beside: `,"statusCode":"503"`}, either, crvs.KindRejected},
		"a code of HTTP in the item":           {emptyAnswer{in: `,"status_code":500`}, itemOnly, crvs.KindRejected},
		"failures":                             {emptyAnswer{message: `,"failures":[{"shard":1}]`}, either, crvs.KindRejected},
		"a count of errors":                    {emptyAnswer{in: `,"errors_count":3`}, itemOnly, crvs.KindRejected},
		"an item that says it is partial":      {emptyAnswer{in: `,"partial":true`}, itemOnly, crvs.KindRejected},
		"data that timed out":                  {emptyAnswer{data: `,"timed_out":true`}, itemOnly, crvs.KindRejected},
		"data of which there is more":          {emptyAnswer{data: `,"has_more":true`}, itemOnly, crvs.KindRejected},
		"a page behind which there is another": {emptyAnswer{pagination: `"page_number":1,"hasNext":true`}, itemOnly, crvs.KindRejected},
		"flags and codes that say all is well": {emptyAnswer{in: `,"partial":false,"code":200,"errors_count":0`, pagination: `"total_pages":4,"hasNext":false`, message: `,"code":"200","failures":[]`}, either, crvs.KindNotFound},

		"a code for none in the item":                 {emptyAnswer{in: `,"status_reason_code":"NO_RECORDS_FOUND"`}, itemOnly, crvs.KindNotFound},
		"a code for none in the header":               {emptyAnswer{header: `"status":"succ","total_count":0,"status_reason_code":"not-found"`}, either, crvs.KindNotFound},
		"a code that is none":                         {emptyAnswer{in: `,"status_reason_code":"N/A"`}, itemOnly, crvs.KindNotFound},
		"a code of success on the message":            {emptyAnswer{message: `,"status":200,"status_reason_code":"OK"`}, either, crvs.KindNotFound},
		"success":                                     {emptyAnswer{beside: `,"success":true`, in: `,"success":"true"`}, either, crvs.KindNotFound},
		"an acknowledgement":                          {emptyAnswer{message: `,"ack_status":"ACK"`}, either, crvs.KindNotFound},
		"no exception":                                {emptyAnswer{beside: `,"exception":null`, in: `,"exception":""`}, either, crvs.KindNotFound},
		"a count that is not made":                    {emptyAnswer{pagination: `"total_count":-1,"total":"N/A","pages":3`}, itemOnly, crvs.KindNotFound},
		"counts of none":                              {emptyAnswer{pagination: `"totalCount":"0","count":0`, message: `,"pagination":{"total":0}`}, either, crvs.KindNotFound},
		"no records in other places":                  {emptyAnswer{data: `,"records":"[]"`, message: `,"results":[],"metadata":{"a":1}`, beside: `,"debug":{"took":3}`}, either, crvs.KindNotFound},
		"our own action":                              {emptyAnswer{header: `"action":"search","status":"succ","total_count":0`}, either, crvs.KindNotFound},
		"an item under the status 202":                {emptyAnswer{status: 202}, itemOnly, crvs.KindNotFound},
		"an item of a header that is part of nothing": {emptyAnswer{header: `"status":"rcvd","total_count":1`}, itemOnly, crvs.KindNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tt.where != listOnly {
				assert.Equal(t, tt.kind, findKind(t, tt.answer.status, tt.answer.withItem()), "an item without records")
			}
			if tt.where != itemOnly {
				assert.Equal(t, tt.kind, findKind(t, tt.answer.status, tt.answer.withoutItem()), "a list without items")
			}
		})
	}
}

// A registry may have a code of its own for "no such record": its profile says so.
func TestACodeOfTheRegistrysOwnForNoneIsKnownToItsProfile(t *testing.T) {
	t.Parallel()
	body := emptyAnswer{in: `,"status_reason_code":"SRCH-404"`}.withItem()
	own := profile.DCI10()
	own.Habit.NoneCodes = []codes.ReasonCode{"srch-404"}
	assert.Equal(t, crvs.KindNotFound, findKind(t, 200, body, crvs.WithProfile(own)))
	synctest.Test(t, func(t *testing.T) {
		e := asError(t, find(t.Context(), start(t, says(200, body)).client(t), malaByBRN()))
		assert.Equal(t, crvs.KindRejected, e.Kind)
		assert.Contains(t, e.Hint, "the profile can say so")
	})
}

// In a batch that is answered in part, what is missing shows itself; an item that is
// there holds.
func TestAMissInABatchThatIsAnsweredInPartIsNotFoundWhereSomethingElseIsMissing(t *testing.T) {
	t.Parallel()
	const none = `"status":"succ","data":{"reg_records":[]}`
	for name, tt := range map[string]struct {
		items string
		first crvs.Kind
	}{
		"another is pending":  {item(0, none) + "," + item(1, `"status":"pdng"`), ""},
		"another is rejected": {item(0, none) + "," + item(1, `"status":"rjct"`), ""},
		"another is left out": {item(0, none), ""},
		"nothing is missing":  {item(0, none) + "," + item(1, none), crvs.KindUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := start(t, says(200, envelope(`"status":"part","total_count":2`, tt.items))).client(t)
				results, err := c.SearchBatch(t.Context(), []search.Query{malaByBRN(), bornInMay()})
				require.NoError(t, err)
				if tt.first == "" {
					require.NoError(t, results[0].Err)
					return
				}
				assert.Equal(t, tt.first, asError(t, results[0].Err).Kind)
			})
		})
	}
}

// internal/wire/RULES.md, rule 8: a partial answer with records is one, and is not complete.
func TestAPartialAnswerIsNotComplete(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"part", "pdng", "PDNG"} {
		synctest.Test(t, func(t *testing.T) {
			body := envelope(`"status":"succ","total_count":1`, item(0, `"status":"`+status+`",`+data("live_birth", malaRecord)+","+pagination(1, 5, 1)))
			c := start(t, says(200, body), says(200, body)).client(t)
			page, err := c.SearchPage(t.Context(), malaByBRN())
			require.NoError(t, err)
			assert.True(t, page.Partial)
			assert.Len(t, page.Hits, 1)
			hits, err := collect(c.Search(t.Context(), malaByBRN().WithPageSize(5)))
			assert.Len(t, hits, 1)
			e := asError(t, err)
			assert.Equal(t, crvs.KindUnavailable, e.Kind)
			assert.Contains(t, e.Message, "completely")
		})
	}
	synctest.Test(t, func(t *testing.T) {
		page, err := start(t, says(200, envelope(`"status":"succ"`, item(0, `"status":"rcvd",`+data("live_birth", malaRecord))))).client(t).SearchPage(t.Context(), malaByBRN())
		require.NoError(t, err)
		assert.False(t, page.Partial, "published answers say that they were received")
	})
}
