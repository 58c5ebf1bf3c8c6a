package callback_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// Whatever comes is answered with an acknowledgement of the standard, and what is
// acknowledged is kept.
func FuzzReceive(f *testing.F) {
	for _, seed := range []string{
		notify(event("death", death("D26-7"))), notify(), `{"event_type":"death","event_data":{}}`, `{"message":{"subscription_status":["x"]}}`,
		`{"header":{"action":"on-search"},"message":{"search_response":[]}}`, "[", "\xff",
	} {
		f.Add("/registry/notify", seed)
		f.Add("", seed)
	}
	f.Fuzz(func(t *testing.T, below, body string) {
		m := newMIS(t, unsigned(profile.DCI10()))
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body))
		r.URL.Path = path + below
		w := httptest.NewRecorder()
		m.ServeHTTP(w, r)
		var ack struct {
			Message struct {
				AckStatus codes.AckStatus `json:"ack_status"`
			}
		}
		if err := json.Unmarshal(w.Body.Bytes(), &ack); err != nil || (ack.Message.AckStatus == codes.AckAccepted) != (w.Code == 200) {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		c, err := m.store.Counts(t.Context())
		if err != nil || m.Counts().Kept == 1 && c.Waiting == 0 || w.Code >= 401 && c.Waiting > 0 {
			t.Fatalf("%d %+v %+v", w.Code, c, m.Counts())
		}
	})
}
