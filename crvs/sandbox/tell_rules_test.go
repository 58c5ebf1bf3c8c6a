package sandbox_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// answeredLater are good messages for each path that answers later, and for the status.
func answeredLater() map[string]string {
	return map[string]string{
		"/registry/search": searching, "/registry/subscribe": subscribing, "/registry/unsubscribe": unsubscribing,
		"/registry/txn/status": askingStatus, "/registry/sync/txn/status": askingStatus,
	}
}

func TestAMessageThatIsAnsweredLaterIsCheckedInTheOrderOfASearch(t *testing.T) {
	t.Parallel()
	for path, good := range answeredLater() {
		forged := strings.Replace(good, `{"header"`, `{"signature":"invalid-signature","header"`, 1)
		for name, tt := range map[string]struct {
			token, media, body string
			status             int
			code               string
		}{
			"without a token nothing else is looked at":       {"", "text/plain", "not JSON", 401, "err.auth.missing_header"},
			"with a wrong token nothing else is looked at":    {"wrong", "text/plain", "not JSON", 401, "err.request.unauthorized"},
			"the type of the body comes before the body":      {"secret", "text/plain", "not JSON", 415, "err.request.bad"},
			"a type that is missing counts as another":        {"secret", "", forged, 415, "err.request.bad"},
			"a body that is not JSON comes next":              {"secret", "application/json", "not JSON", 400, "err.request.bad"},
			"the schema comes before the signature":           {"secret", "application/json", strings.Replace(forged, `"header":{`, `"header":{"total_count":"x",`, 1), 400, "err.request.bad"},
			"a message that is missing before the signature":  {"secret", "application/json", strings.Replace(forged, `"message":{`, `"letter":{`, 1), 400, "err.request.bad"},
			"a signature that cannot be verified comes last":  {"secret", "application/json", forged, 401, "err.signature.invalid"},
			"the type may say how the characters are written": {"secret", "application/json; charset=utf-8", forged, 401, "err.signature.invalid"},
		} {
			t.Run(path+": "+name, func(t *testing.T) {
				t.Parallel()
				b := setup(t, sandbox.WithToken("secret"))
				header := []string{"Content-Type", tt.media}
				if tt.token != "" {
					header = append(header, "Authorization", "Bearer "+tt.token)
				}
				status, out := b.refusedAt(t, path, tt.body, header...)
				assert.Equal(t, []any{tt.status, tt.code}, []any{status, out.Errors[0].Code})
				assert.Zero(t, b.registry.Deliveries(), "and nobody is called back")
			})
		}
	}
}

func TestAFaultOfTheServerIsToldInTheFormOfTheOperation(t *testing.T) {
	t.Parallel()
	for _, path := range everyOperation() {
		for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
			b := setup(t)
			b.inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: status})
			resp := b.raw(t, http.MethodPost, path, `{}`)
			assert.Equal(t, status, resp.Code, path)
			var out refusedBody
			require.NoError(t, json.Unmarshal(resp.Body.Bytes(), &out))
			assert.NotEmpty(t, out.Errors, path)
			_, isSynchronous := synchronous[path]
			assert.Equal(t, isSynchronous, out.Message == nil, path)
			assert.Equal(t, isSynchronous, out.Error != nil, path)
			assert.Equal(t, isSynchronous, out.Header["status"] == "rjct", path)
			assert.NotContains(t, out.Header, "status_reason_code", path)
			if !isSynchronous {
				assert.Equal(t, "ERR", out.Message.AckStatus, path)
			}
		}
	}
}

func TestEveryMessageAboutSubscriptionsIsAnsweredUnderItsIDs(t *testing.T) {
	t.Parallel()
	for path, tt := range map[string]struct{ action, transaction string }{
		"/registry/subscribe":   {"on-subscribe", "t-1"},
		"/registry/unsubscribe": {"on-unsubscribe", "t-2"},
		"/registry/txn/status":  {"txn-on-status", "t-3"},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := telling(t, sandbox.WithRegistryID("civil.example"))
				correlation := s.acknowledged(t, path, answeredLater()[path])
				synctest.Wait()
				assert.Empty(t, s.messages(""), "the acknowledgement is there first")
				<-later(t)
				require.Len(t, s.messages(tt.action), 1)
				m := s.messages(tt.action)[0]
				assert.Equal(t, []any{tt.transaction, correlation}, []any{m.content["transaction_id"], m.content["correlation_id"]})
				assert.Equal(t, []any{callbackURL, true}, []any{m.url, m.closes}, "verbatim, and without keep-alive")
				assert.Equal(t, []any{"civil.example", "mis.test", "succ"}, []any{m.header.SenderID, m.header.Receiver, m.header.Status})
				assert.NotEmpty(t, m.header.MessageID)
				require.NotNil(t, m.header.Total)
				assert.Equal(t, 1, *m.header.Total)
			})
		})
	}
}

func TestNobodyIsCalledBackWhoGivesNoAddress(t *testing.T) {
	t.Parallel()
	for path, good := range answeredLater() {
		if path == "/registry/sync/txn/status" {
			continue // it calls nobody back
		}
		synctest.Test(t, func(t *testing.T) {
			s := telling(t)
			s.acknowledged(t, path, changed(t, good, `"sender_uri":"`+callbackURL+`",`, ``))
			s.dies(t, mala)
			<-time.After(time.Hour)
			assert.Empty(t, s.messages(""))
			assert.Zero(t, s.registry.Deliveries())
		})
	}
}

func TestAnySuccessMeansThatTheReceiverHasIt(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status int
		body   string
	}{
		"200 with ACK":            {200, `{"message":{"ack_status":"ACK"}}`},
		"200 with ERR":            {200, `{"message":{"ack_status":"ERR","error":{"code":"err.request.bad"}}}`},
		"200 with a page of HTML": {200, "<html></html>"},
		"202 with nothing":        {202, ""},
		"204":                     {204, ""},
		"299":                     {299, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var posts atomic.Int64
				b := setup(t, sandbox.WithCallbackHTTPClient(&http.Client{Transport: answering(func(*http.Request) (int, string) {
					posts.Add(1)
					return tt.status, tt.body
				})}))
				s := &subscriber{bundle: b}
				s.run(t)
				s.acknowledged(t, "/registry/subscribe", subscribing)
				<-time.After(time.Hour)
				assert.Equal(t, int64(1), posts.Load(), "it is not sent again")
				assert.Equal(t, sandbox.Deliveries{Delivered: 1}, b.registry.Deliveries())
			})
		})
	}
}

// answering is a network that answers every request so.
type answering func(*http.Request) (status int, body string)

func (a answering) RoundTrip(req *http.Request) (*http.Response, error) {
	status, body := a(req)
	w := httptest.NewRecorder()
	w.WriteHeader(status)
	w.Body.WriteString(body)
	return w.Result(), nil
}

func TestTheItemsOfAnAnswerHaveTheMembersOfTheStandard(t *testing.T) {
	t.Parallel()
	names := func(v any) []string { return slices.Sorted(maps.Keys(v.(map[string]any))) }
	synctest.Test(t, func(t *testing.T) {
		s := telling(t)
		item := s.subscribed(t, subscribing)
		assert.Equal(t, []string{"locale", "reference_id", "status", "subscriptions", "timestamp"}, names(item))
		subscription := item["subscriptions"].([]any)[0]
		assert.Equal(t, []string{"code", "notify_record_type", "reg_event_type", "reg_type", "status", "timestamp"}, names(subscription))
		died := s.dies(t, mala)
		require.Len(t, s.events(), 1)
		assert.Equal(t, []string{"data", "locale", "reference_id", "reg_event_type", "timestamp"}, names(s.events()[0]))
		data := s.events()[0]["data"]
		assert.Equal(t, []string{"reg_event_type", "reg_record_type", "reg_records", "reg_type", "version"}, names(data))
		assert.IsType(t, map[string]any{}, data.(map[string]any)["reg_records"], "one record, and no list")
		done(t)(s.registry.Cancel(died.RegistrationNumber))
		synctest.Wait()
		assert.Equal(t, []string{"data", "locale", "reference_id", "reg_event_type", "status", "timestamp"}, names(s.events()[1]))
	})
}

// Whatever happens is told in the form of the published document.
func TestEveryNotificationKeepsThePublishedDocument(t *testing.T) {
	t.Parallel()
	document, err := publishedSchemas()
	require.NoError(t, err)
	if document == nil {
		t.Skip("set DCI_STANDARD to the folder of the published standard (the one that holds openapi/) to run this")
	}
	synctest.Test(t, func(t *testing.T) {
		s := telling(t, sandbox.WithPopulation(sandbox.Population{Seed: 5, Size: 2000}))
		code(t, s.subscribed(t, changed(t, subscribing, `"death"`, `"any"`)))
		_, err := s.registry.Happen(200, 2)
		require.NoError(t, err)
		done(t)(s.registry.RecordMarriage(national("200000207"), national("200000210"), on("2025-12-01")))
		done(t)(s.registry.RecordDivorce(national("200000207"), on("2025-12-02")))
		done(t)(s.registry.RecordAdoption(sandboxBRN("B17JUN009"), national("200000101"), sandboxNobody, on("2025-12-02")))
		died := s.dies(t, mala)
		done(t)(s.registry.Correct(died.RegistrationNumber, sandbox.Correction{On: on("2025-11-30")}))
		done(t)(s.registry.Cancel(died.RegistrationNumber))
		<-time.After(time.Minute)
		told := s.messages("notify")
		require.Len(t, told, 206)
		schema := document["/registry/notify"]["request"]
		for _, m := range told {
			var value any
			require.NoError(t, json.Unmarshal([]byte(m.body), &value))
			require.NoError(t, schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.EnableFormatValidation(), openapi3.VisitAsRequest()), m.body)
		}
	})
}
