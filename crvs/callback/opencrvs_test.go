package callback_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

func hook(t *testing.T) *envelope.Webhook {
	t.Helper()
	h, err := envelope.NewWebhook("between us")
	require.NoError(t, err)
	return &h
}

// posted is what a caller posts.
func posted(t *testing.T, p profile.Profile, event string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "profile", "testdata", "callers", p.Name+"-"+event+".json"))
	require.NoError(t, err)
	return string(text)
}

func TestFiveDeliveriesOfOneRegistrationAreOneEvent(t *testing.T) {
	t.Parallel()
	for _, p := range profile.Callers() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			secret := hook(t)
			m := newMIS(t, callback.Registration{Name: "opencrvs", Path: path, Profile: p, Webhook: secret})
			body := now(t, posted(t, p, "death"))
			for i, id := range []string{"0b7c", "0b7d", "0b7e", "0b7f", "0b80"} { // sent as another webhook, and in other bytes
				text := strings.Replace(body, "0b7c", id, 1) + strings.Repeat("\n", i)
				got := post(t, m, path, text, envelope.WebhookHeader, secret.Sign([]byte(text)))
				require.Equal(t, []any{200, codes.AckAccepted}, []any{got.status, got.ack}, got.message)
			}
			m.work(t)
			require.Len(t, m.heard(), 1)
			e := m.heard()[0]
			assert.Equal(t, []any{codes.VitalEventDeath, "2026DSUHA26", "Suharto"}, []any{e.Event, e.Record.RegistrationNumber, e.Record.Person.Name().Full()})
			assert.NotEmpty(t, e.ReferenceID)
			assert.False(t, e.ToldAt.IsZero())
			assert.Equal(t, callback.Counts{Kept: 1, Known: 4, Done: 1}, m.Counts())

			for _, wrong := range [][]string{
				nil,
				{envelope.WebhookHeader, secret.Sign([]byte(body + " "))},
				{envelope.WebhookHeader, "sha256=" + strings.Repeat("0", 64)},
			} {
				got := post(t, m, path, body, wrong...)
				assert.Equal(t, []any{401, "err.signature.invalid"}, []any{got.status, got.code})
			}
			half := strings.Replace(strings.Replace(body, "deceased-details", "hidden-details", 1), "deceased.n", "hidden.n", 2)
			got := post(t, m, path, half, envelope.WebhookHeader, secret.Sign([]byte(half)))
			assert.Equal(t, []any{400, "err.request.bad"}, []any{got.status, got.code})
			c, err := m.store.Counts(t.Context())
			require.NoError(t, err)
			assert.Zero(t, c.Waiting)
		})
	}
}

// now dates a delivery now.
func now(t *testing.T, body string) string {
	t.Helper()
	var m map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(body), &m))
	if m["timestamp"] != nil {
		m["timestamp"] = json.RawMessage(`"` + time.Now().UTC().Format(time.RFC3339) + `"`)
	}
	text, err := json.Marshal(m)
	require.NoError(t, err)
	return string(text)
}

func TestAWebhookOlderThanTheMemoryIsAReplay(t *testing.T) {
	t.Parallel()
	secret := hook(t)
	m := newMIS(t, callback.Registration{Name: "opencrvs", Path: path, Profile: profile.OpenCRVSWebhooks(), Webhook: secret})
	body := `{"timestamp":"` + time.Now().AddDate(0, 0, -40).UTC().Format(time.RFC3339) + `","event":{"hub":{"topic":"DEATH_REGISTERED"},"context":[]}}`
	got := post(t, m, path, body, envelope.WebhookHeader, secret.Sign([]byte(body)))
	assert.Equal(t, []any{401, "err.request.bad"}, []any{got.status, got.code})
}

func TestWhatIsNotRegisteredIsAcknowledgedAndDropped(t *testing.T) {
	t.Parallel()
	var ended []callback.StepEnd
	m := newMIS(t, unsigned(profile.OpenCRVS2Events()), callback.WithObserver(func(ctx context.Context, _ callback.Step) (context.Context, func(callback.StepEnd)) {
		return ctx, func(e callback.StepEnd) { ended = append(ended, e) }
	}))
	body := posted(t, profile.OpenCRVS2Events(), "birth")
	declared := `{"id":"f-1","type":"birth","status":"DECLARED","actions":[{"type":"DECLARE","status":"Accepted"}],"declaration":{}}`
	for _, text := range []string{declared, body} {
		got := post(t, m, path, text)
		assert.Equal(t, []any{200, codes.AckAccepted}, []any{got.status, got.ack}, got.message)
	}
	m.work(t)
	require.Len(t, m.heard(), 1)
	assert.Equal(t, codes.VitalEventBirth, m.heard()[0].Event)
	assert.Equal(t, callback.Counts{Kept: 1, Unasked: 1, Done: 1}, m.Counts())
	assert.Equal(t, callback.StepEnd{Outcome: callback.OutcomeUnasked, Verb: profile.VerbNotify, HTTPStatus: 200}, ended[0])
}

func TestTheChallengeOfAWebhookIsAnswered(t *testing.T) {
	t.Parallel()
	webhook := func(r *callback.Registration) { r.InsecureUnsigned, r.Webhook = false, hook(t) }
	query := func(pairs ...string) string {
		v := url.Values{"mode": {"subscribe"}, "challenge": {`c"<1>`}, "topic": {"BIRTH_REGISTERED"}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return "?" + v.Encode()
	}
	for name, c := range map[string]struct {
		target string
		change func(*callback.Registration)
		method string
		says   string // the challenge, "" where it is refused
	}{
		"a birth":                       {path + query(), webhook, http.MethodGet, `c"<1>`},
		"a death, with a slash":         {path + "/" + query("topic", "DEATH_REGISTERED"), webhook, http.MethodGet, `c"<1>`},
		"the longest":                   {path + query("challenge", strings.Repeat("x", 256)), webhook, http.MethodGet, strings.Repeat("x", 256)},
		"too long":                      {path + query("challenge", strings.Repeat("x", 257)), webhook, http.MethodGet, ""},
		"none":                          {path + query("challenge", ""), webhook, http.MethodGet, ""},
		"two":                           {path + query() + "&challenge=2", webhook, http.MethodGet, ""},
		"not of ASCII":                  {path + query("challenge", "ሰላም"), webhook, http.MethodGet, ""},
		"a line":                        {path + query("challenge", "a\nb"), webhook, http.MethodGet, ""},
		"another topic":                 {path + query("topic", "MARRIAGE_REGISTERED"), webhook, http.MethodGet, ""},
		"no topic":                      {path + query("topic", ""), webhook, http.MethodGet, ""},
		"another mode":                  {path + query("mode", "unsubscribe"), webhook, http.MethodGet, ""},
		"in the words of PubSubHubbub":  {path + "?hub.mode=subscribe&hub.challenge=1&hub.topic=BIRTH_REGISTERED", webhook, http.MethodGet, ""},
		"a query that is none":          {path + query() + "&%zz", webhook, http.MethodGet, ""},
		"posted":                        {path + query(), webhook, http.MethodPost, ""},
		"below the path":                {path + "/registry/notify" + query(), webhook, http.MethodGet, ""},
		"a registration without secret": {path + query(), nil, http.MethodGet, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := unsigned(profile.OpenCRVSWebhooks())
			if c.change != nil {
				c.change(&r)
			}
			var log strings.Builder
			m := newMIS(t, r, callback.WithLogger(newLogger(&log)))
			w := httptest.NewRecorder()
			m.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), c.method, c.target, http.NoBody))
			if c.says == "" {
				assert.GreaterOrEqual(t, w.Code, 400)
				assert.NotContains(t, w.Body.String(), "challenge")
				assert.Equal(t, callback.Counts{Refused: 1}, m.Counts())
				return
			}
			assert.Equal(t, []any{200, "application/json", "nosniff"}, []any{w.Code, w.Header().Get("Content-Type"), w.Header().Get("X-Content-Type-Options")})
			var got map[string]string
			require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
			assert.Equal(t, map[string]string{"challenge": c.says}, got)
			assert.Equal(t, callback.Counts{}, m.Counts())
			assert.Contains(t, log.String(), `"outcome":"agreed"`)
			assert.NotContains(t, log.String(), c.says)
		})
	}
}
