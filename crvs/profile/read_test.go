package profile_test

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

func TestDecodeReadsAnAnswer(t *testing.T) {
	t.Parallel()
	a, err := profile.DCI10().Decode([]byte("\xef\xbb\xbf"+` {"signature":"x","header":{"status":"Success","status_reason_code":"c","status_reason_message":"m","total_count":"2","x":[{}]},
		"message":{"transaction_id":12345678901234567890,"correlation_id":" c ","search_response":[
			{"reference_id":"r1","status":"succ","data":{"reg_type":"ocrvs:registry_type:birth","reg_records":[
				{"identifier":[{"name":"BRN","identifier":"B1"}],"givenName":null,"familyName":"Rao"},
				{"identifier":[{"name":"DRN","identifier":"D1"},{"name":"BRN","identifier":"B2"}],"reg_event_type":"death"}]},
			 "pagination":{"page_number":"1","page_size":5.0,"total_count":""}},
			{"reference_id":"r2","status":"rjct","status_reason_code":"rjct.filter.invalid","status_reason_message":"no"}]}}`), profile.Asked{Questions: 2, PageSize: 10})
	require.NoError(t, err)
	assert.Equal(t, profile.Header{Given: true, Status: codes.StatusSuccess, ReasonCode: "c", ReasonMessage: "m", TotalCount: 2}, a.Header)
	assert.Equal(t, "12345678901234567890", a.TransactionID)
	assert.Equal(t, "c", a.CorrelationID)
	assert.True(t, a.HasItems)
	require.Len(t, a.Items, 2)
	first := a.Items[0]
	assert.Equal(t, []int{1, 5, profile.Unknown}, []int{first.PageNumber, first.PageSize, first.Total})
	require.Len(t, first.Records, 2)
	assert.Equal(t, codes.VitalEventBirth, first.Records[0].Event)
	assert.Equal(t, "B1", first.Records[0].RegistrationNumber)
	assert.Equal(t, "Rao", first.Records[0].Person.Name().Full())
	assert.Equal(t, codes.VitalEventDeath, first.Records[1].Event, "what a record says itself")
	assert.Equal(t, "D1", first.Records[1].RegistrationNumber)
	assert.True(t, strings.HasPrefix(strings.TrimLeft(string(first.Raw), ": "), "[") && strings.HasSuffix(string(first.Raw), "]"))
	assert.Equal(t, profile.AnswerItem{
		ReferenceID: "r2", Status: codes.StatusRejected, ReasonCode: codes.RejectFilterInvalid, ReasonMessage: "no",
		PageNumber: profile.Unknown, PageSize: profile.Unknown, Total: profile.Unknown,
	}, a.Items[1])
}

func TestWhatIsNotGivenIsUnknown(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"header":"","message":""}`, `{"header":null,"message":null}`, `{"header":[],"message":1}`, `{"header":{"total_count":{}}}`} {
		a, err := profile.DCI10().Decode([]byte(body), profile.Asked{Questions: 2, PageSize: 0})
		require.NoError(t, err)
		assert.Equal(t, profile.Unknown, a.Header.TotalCount, body)
		assert.False(t, a.HasItems, body)
		assert.Empty(t, a.Errors, body)
		assert.Zero(t, a.Ack, body)
	}
	for _, count := range []string{`-1`, `"-1"`, `"N/A"`, `"-"`, `"NaN"`, `true`, `null`, `[]`, `""`} {
		a, err := profile.DCI10().Decode([]byte(`{"header":{"total_count":`+count+`}}`), profile.Asked{Questions: 2, PageSize: 0})
		require.NoError(t, err)
		assert.Equal(t, profile.Unknown, a.Header.TotalCount, count)
	}
}

func TestACountThatCannotBeReadIsNotZero(t *testing.T) {
	t.Parallel()
	for _, count := range []string{`1.5`, `1e99`, `12345678901`, `"x"`, `"Inf"`, `"1,000"`, `"10+"`, `["1"]`, `{"value":3}`} {
		for _, body := range []string{`{"header":{"total_count":` + count + `}}`, `{"header":{"totalCount":` + count + `,"total_count":0}}`, `{"message":{"total_count":` + count + `},"header":{"total_count":0}}`} {
			a, err := profile.DCI10().Decode([]byte(body), profile.Asked{})
			require.NoError(t, err)
			assert.Equal(t, profile.Uncountable, a.Header.TotalCount, body)
		}
	}
}

func TestDecodeReadsErrorsInEveryShape(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]profile.PeerError{
		`{"error":{"code":400,"message":"m"}}`:                                      {{Code: "400", Message: "m"}},
		`{"errors":[{"code":"c","message":"m"},{"code":"d"},{}]}`:                   {{Code: "c", Message: "m"}, {Code: "d"}},
		`{"errors":{"code":"c"}}`:                                                   {{Code: "c"}},
		`{"errors":["c"],"error":null}`:                                             {{Message: "c"}},
		`{"statusCode":401,"error":"Unauthorized","message":"m"}`:                   {{Code: "Unauthorized", Message: "m"}},
		`{"error":"invalid_client","error_description":"m"}`:                        {{Code: "invalid_client", Message: "m"}},
		`{"error":"the service sleeps"}`:                                            {{Message: "the service sleeps"}},
		`{"detail":"m"}`:                                                            {{Message: "m"}},
		`{"detail":{"message":"m","code":"c","retry_after":5}}`:                     {{Code: "c", Message: "m"}},
		`{"detail":[{"loc":["body",0,"x"],"msg":"m","type":"t"}]}`:                  {{Code: "t", Message: "body.x: m"}},
		`{"code":"567","return_message":"m"}`:                                       {{Code: "567", Message: "m"}},
		`{"message":"m"}`:                                                           {{Message: "m"}},
		`{"detail":"a","error_description":"b"}`:                                    {{Message: "a"}},
		`{"message":{"ack_status":"ERR","error":{"code":"c","message":"m"}}}`:       nil,
		`{"message":{"search_response":[]},"header":{"status_reason_code":"rjct"}}`: nil,
	} {
		a, err := profile.DCI10().Decode([]byte(body), profile.Asked{Questions: 2, PageSize: 0})
		require.NoError(t, err)
		assert.Equal(t, want, a.Errors, body)
	}
	a, err := profile.DCI10().Decode([]byte(`{"message":{"ack_status":"err","error":{"code":"c","message":"m"}}}`), profile.Asked{Questions: 2, PageSize: 0})
	require.NoError(t, err)
	assert.Equal(t, profile.Ack{Status: codes.AckError, Error: profile.PeerError{Code: "c", Message: "m"}}, a.Ack)
}

func TestAnEncryptedMessageIsRecognised(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`{"message":{"ciphertext":"abc"}}`: true, `{"ciphertext":"abc"}`: true, `{"message":"eyJhIjoxfQ.a.b.c.d"}`: true,
		`{"message":{"ciphertext":""}}`: false, `{"message":{"ciphertext":null}}`: false, `{"message":"a.b.c.d.e"}`: false,
		`{"header":{"is_msg_encrypted":true},"message":{}}`: false,
	} {
		a, err := profile.DCI10().Decode([]byte(body), profile.Asked{Questions: 2, PageSize: 0})
		require.NoError(t, err)
		assert.Equal(t, want, a.Encrypted, body)
	}
}

func TestSyntaxErrorsSayWhatIsWrongAndQuoteNothing(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		``: "ends too early", `{"Kumar":`: "ends too early", `{"header":{"Kumar":1`: "ends too early", `{"a":"Kumar`: "ends too early",
		`[]`: "no object", `"Kumar"`: "no object", `null`: "no object", `1`: "no object",
		`{"Kumar":1,"Kumar":2}`: "twice", `{"message":{"search_response":[{"data":{"reg_records":[{"Kumar":1,"Kumar":1}]}}]}}`: "twice",
		`{"a":1,"\u0061":2}`: "twice", `{} {}`: "follows", `{}Kumar`: "follows", `{Kumar}`: "malformed", `{"a":Kumar}`: "malformed",
		"{\"a\":\"\xff\"}": "not valid UTF-8", `{"a":"\ud800"}`: "surrogate", `{"header":{"status":"\ud800"}}`: "surrogate", `{"a":01}`: "malformed",
	} {
		_, err := profile.DCI10().Decode([]byte(body), profile.Asked{Questions: 2, PageSize: 0})
		var syntax *profile.SyntaxError
		require.ErrorAs(t, err, &syntax, body)
		assert.Contains(t, err.Error(), want, body)
		assert.NotContains(t, err.Error(), "Kumar")
		assert.Equal(t, want == "ends too early", syntax.Truncated, body)
		assert.LessOrEqual(t, syntax.Offset, int64(len(body)))

		_, err = profile.DCI10().DecodeLocations([]byte(body))
		require.ErrorAs(t, err, &syntax, body)
		assert.NotContains(t, err.Error(), "Kumar")
	}
}

// A decoder is used again: nothing of one answer may show in the next.
func TestDecodersThatAreUsedAgainShareNothing(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			name := strings.Repeat(string(rune('a'+i)), 20)
			for range 200 {
				_, _ = profile.DCI10().Decode([]byte(`{"message":{"x":[[[`+name), profile.Asked{Questions: 2, PageSize: 1})
				a, err := profile.DCI10().Decode([]byte(`{"message":{"transaction_id":"`+name+`","search_response":[{"data":{"reg_records":[{"surname":"`+name+`"}]}}]}}`), profile.Asked{Questions: 2, PageSize: 1})
				if assert.NoError(t, err) {
					assert.Equal(t, name, a.TransactionID)
					assert.Equal(t, name, a.Items[0].Records[0].Person.Name().Full())
				}
			}
		})
	}
	wg.Wait()
}

// A peer that writes little must not make us take much memory.
//
//nolint:paralleltest // it measures what the whole process takes
func TestMemoryFollowsTheSizeOfTheAnswer(t *testing.T) {
	const size = 1 << 20
	for name, body := range map[string]string{
		"items with one record each": `{"search_response":[` + repeat(`{"data":{"reg_records":[{"a":1}]}}`, size) + `]}`,
		"empty records":              `{"search_response":[{"data":{"reg_records":[` + repeat(`{}`, size) + `]}}]}`,
		"records that are null":      `{"search_response":[{"data":{"reg_records":[` + repeat(`null`, size) + `]}}]}`,
		"deep nesting":               `{"search_response":` + strings.Repeat("[", size) + strings.Repeat("]", size) + `}`,
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := profile.DCI10().Decode([]byte(body), profile.Asked{Questions: 1, PageSize: 1_000_000})
		runtime.ReadMemStats(&after)
		var syntax *profile.SyntaxError
		assert.True(t, err == nil || errors.As(err, &syntax))
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(128*size), name)
	}
}

func repeat(element string, size int) string {
	return strings.TrimSuffix(strings.Repeat(element+",", size/(len(element)+1)), ",")
}

func TestFarMoreThanWasAskedForIsNotKept(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		tooMuch    bool
	}{
		{"an answer to each question", `{"search_response":[` + repeat(`{"reference_id":"r"}`, 40) + `]}`, false},
		{"a thousand items to one question", `{"search_response":[` + repeat(`{"reference_id":"r"}`, 20_000) + `]}`, true},
		{"more records than a page, as a registry that does not page gives", `{"search_response":[{"data":{"reg_records":[` + repeat(`{"sex":"F"}`, 100_000) + `]}}]}`, false},
		{"records without end", `{"search_response":[{"data":{"reg_records":[` + repeat(`{"sex":"F"}`, 1<<21) + `]}}]}`, true},
		{"errors without end are read, and few are kept", `{"errors":[` + repeat(`{"code":"a"}`, 1<<20) + `]}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := profile.DCI10().Decode([]byte(tt.body), profile.Asked{Questions: 1, PageSize: 2})
			require.NoError(t, err)
			assert.Equal(t, tt.tooMuch, a.TooMuch)
			assert.LessOrEqual(t, len(a.Items), 18)
			assert.LessOrEqual(t, len(a.Errors), 16)
			for _, it := range a.Items {
				assert.LessOrEqual(t, len(it.Records), 100_000)
			}
		})
	}
}
