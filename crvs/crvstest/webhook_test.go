package crvstest_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/crvstest"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

// hooked is a registry that posts webhooks to a MIS, in a bubble.
type hooked struct {
	*crvstest.Registry

	callback *callback.Handler
	events   chan callback.Event
	url      string // of its webhooks
}

func hook(t *testing.T, system string, opts ...crvstest.Option) *hooked {
	t.Helper()
	reg := crvstest.Start(t, opts...)
	h := &hooked{Registry: reg, events: make(chan callback.Event, 100), url: reg.URLOf(t, system) + "/webhooks"}
	secret, err := envelope.NewWebhook("between us")
	require.NoError(t, err)
	keep := func(_ context.Context, e callback.Event) error { h.events <- e; return nil }
	h.callback = reg.Callback(t, callback.OnDeath(keep), callback.OnBirth(keep), callback.WithRegistration(callback.Registration{
		Name: "opencrvs", Path: "/hooks/8d1e", Profile: profile.OpenCRVSWebhooks(), Webhook: &secret,
	}))
	return h
}

// post asks for webhooks, as a MIS does. It returns the HTTP status and the body.
func (h *hooked) post(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+h.Token())
	req.Header.Set("Content-Type", "application/json")
	resp, err := h.HTTPClient().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

func wants(topic string) string {
	return `{"hub":{"callback":"http://mis.test/hooks/8d1e","mode":"subscribe","topic":"` + topic + `","secret":"between us"}}`
}

func TestAMISThatRegistersAWebhookIsToldOfBirthsAndDeaths(t *testing.T) {
	t.Parallel()
	for _, system := range []string{"opencrvs-2024", "opencrvs-1.9"} {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := hook(t, system)
				for _, topic := range []string{"BIRTH_REGISTERED", "DEATH_REGISTERED"} {
					status, text := h.post(t, http.MethodPost, h.url, wants(topic))
					require.Equal(t, http.StatusAccepted, status, text)
				}
				born, err := h.Handler().RecordBirth(sandbox.Birth{
					Given: "Uma", Middle: "Devi", Family: "Nair", Sex: codes.SexFemale, Place: "IN-KL-EKM-01", Mother: malaByID,
				})
				require.NoError(t, err)
				<-time.After(time.Second)
				require.Len(t, h.events, 1, "%+v", h.callback.Counts())
				e := <-h.events
				assert.Equal(t, []any{codes.VitalEventBirth, "opencrvs", profile.ChangeRegistered, born.RegistrationNumber},
					[]any{e.Event, e.Registration, e.Change, e.Record.RegistrationNumber})
				p, truth := e.Record.Person, born.Record.Person
				assert.Equal(t, []any{"Uma Devi Nair", truth.BirthDate().Text(), codes.SexFemale}, []any{p.Name().Full(), p.BirthDate().Text(), p.Sex})
				mother, ok := p.Mother()
				require.True(t, ok)
				id, _ := mother.Identifier(codes.IdentifierNationalID)
				assert.Equal(t, malaByID.Value, id.Value)
				assert.NotEmpty(t, e.ReferenceID, "the tracking id")

				died, err := h.Handler().RecordDeath(malaByID, person.Date{})
				require.NoError(t, err)
				<-time.After(time.Second)
				require.Len(t, h.events, 1)
				e = <-h.events
				on := died.Record.Person.DeathDate()
				assert.Equal(t, []any{codes.VitalEventDeath, died.RegistrationNumber, on, person.True},
					[]any{e.Event, e.Record.RegistrationNumber, e.Record.Person.DeathDate(), e.Record.DeathRecorded(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))})
				id, _ = e.Record.Person.Identifier(codes.IdentifierNationalID)
				assert.Equal(t, malaByID.Value, id.Value)

				for _, number := range []string{died.RegistrationNumber, born.RegistrationNumber} {
					_, err = h.Handler().Cancel(number)
					require.NoError(t, err)
				}
				<-time.After(time.Second)
				assert.Empty(t, h.events, "OpenCRVS tells of no cancellation")
				assert.Equal(t, callback.Counts{Kept: 2, Done: 2}, h.callback.Counts())
			})
		})
	}
}

// Of everybody who can be registered the document is read back as it was written.
func TestEveryWebhookCanBeRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := hook(t, "opencrvs-2024", crvstest.WithPopulation(sandbox.Population{Seed: 7, Size: 1000}))
		told := make(map[string]person.Record)
		for _, topic := range []string{"BIRTH_REGISTERED", "DEATH_REGISTERED"} {
			status, text := h.post(t, http.MethodPost, h.url, wants(topic))
			require.Equal(t, http.StatusAccepted, status, text)
		}
		_, err := h.Handler().Happen(100, 1)
		require.NoError(t, err)
		<-time.After(time.Minute)
		for range len(h.events) {
			e := <-h.events
			told[e.Record.RegistrationNumber] = e.Record
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		expected := 0
		for r := range h.Handler().Registrations(ctx, 0) {
			if r.Event == codes.VitalEventMarriage {
				continue
			}
			expected++
			got, truth := told[r.RegistrationNumber].Person, r.Record.Person
			assert.Equal(t, []any{truth.Sex, truth.BirthDate(), truth.DeathDate(), truth.Name().FamilyName()}, []any{got.Sex, got.BirthDate(), got.DeathDate(), got.Name().FamilyName()})
			assert.Len(t, got.Relations, len(truth.Relations))
		}
		assert.Len(t, told, expected)
		assert.Greater(t, expected, 50)
		assert.Zero(t, h.callback.Counts().Refused)
	})
}

func TestAWebhookIsRefusedUntilItsAddressAnswersTheChallenge(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body   string
		status int
		says   string
	}{
		"it does":                                 {wants("DEATH_REGISTERED"), 202, ""},
		"an address where nobody agrees":          {strings.Replace(wants("DEATH_REGISTERED"), "8d1e", "9999", 1), 400, "did not answer the challenge"},
		"an address of standard notifications":    {strings.Replace(wants("DEATH_REGISTERED"), "hooks/8d1e", "callbacks/dci-1.0", 1), 400, "did not answer the challenge"},
		"a host where it may not post":            {strings.Replace(wants("DEATH_REGISTERED"), "mis.test", "evil.example", 1), 400, "may not post there"},
		"no address":                              {strings.Replace(wants("DEATH_REGISTERED"), "http://mis.test/hooks/8d1e", "", 1), 400, "may not post there"},
		"a topic of which OpenCRVS does not tell": {wants("MARRIAGE_REGISTERED"), 400, "hub.topic"},
		"another mode":                            {strings.Replace(wants("DEATH_REGISTERED"), `"subscribe"`, `"unsubscribe"`, 1), 400, "hub.mode"},
		"no secret":                               {strings.Replace(wants("DEATH_REGISTERED"), "between us", "", 1), 400, "hub.secret"},
		"members that are no texts":               {`{"hub":{"callback":5}}`, 400, "as texts"},
		"no JSON":                                 {`{`, 400, "Bad Request"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := hook(t, "opencrvs-2024")
				status, text := h.post(t, http.MethodPost, h.url, tt.body)
				assert.Equal(t, tt.status, status, text)
				assert.Contains(t, text, tt.says)
				for _, e := range h.Exchanges() {
					assert.NotContains(t, string(e.Request.Body), "between us", "a secret is not logged")
				}
				_, err := h.Handler().RecordDeath(malaByID, person.Date{})
				require.NoError(t, err)
				<-time.After(time.Minute)
				assert.Len(t, h.events, map[int]int{202: 1}[tt.status])
			})
		})
	}
}

func TestAWebhookEndsWhenItIsDeleted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := hook(t, "opencrvs-2024")
		status, text := h.post(t, http.MethodPost, h.url, wants("DEATH_REGISTERED"))
		require.Equal(t, http.StatusAccepted, status, text)
		_, err := h.Handler().RecordDeath(malaByID, person.Date{})
		require.NoError(t, err)
		<-time.After(time.Second)
		require.Len(t, h.events, 1)
		all := h.Exchanges()
		_, id, _ := strings.Cut(string(all[len(all)-1].Request.Body), `"id":"`)
		id, _, _ = strings.Cut(id, `"`)

		status, _ = h.post(t, http.MethodDelete, h.URLOf(t, "opencrvs-1.9")+"/webhooks/"+id, "")
		assert.Equal(t, http.StatusNotFound, status, "it is of another system")
		status, text = h.post(t, http.MethodDelete, h.url+"/"+id, "")
		assert.Equal(t, []any{http.StatusNoContent, ""}, []any{status, text})
		status, _ = h.post(t, http.MethodDelete, h.url+"/"+id, "")
		assert.Equal(t, http.StatusNotFound, status)
		status, _ = h.post(t, http.MethodGet, h.url, "")
		assert.Equal(t, http.StatusNotFound, status)
		_, err = h.Handler().RecordDeath(person.Identifier{Type: codes.IdentifierNationalID, Value: "200000102"}, person.Date{})
		require.NoError(t, err)
		<-time.After(time.Minute)
		assert.Len(t, h.events, 1, "no more than before")
	})
}

func TestOpenCRVSTriesAWebhookThreeTimesAndOnlyWhereNobodyAnswers(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault sandbox.Fault
		want  callback.Counts
		sent  sandbox.Deliveries
	}{
		"nobody answers twice":        {sandbox.Fault{Kind: sandbox.FaultReceiverDown, Calls: 2}, callback.Counts{Kept: 1, Done: 1}, sandbox.Deliveries{Delivered: 1}},
		"nobody answers three times":  {sandbox.Fault{Kind: sandbox.FaultReceiverDown, Calls: 3}, callback.Counts{}, sandbox.Deliveries{GivenUp: 1}},
		"it is lost on its way":       {sandbox.Fault{Kind: sandbox.FaultDeliveryLost, Calls: 1}, callback.Counts{Kept: 1, Done: 1}, sandbox.Deliveries{Delivered: 1}},
		"it is refused":               {sandbox.Fault{Kind: sandbox.FaultDeliveryWrongKey, Calls: 1}, callback.Counts{Refused: 1}, sandbox.Deliveries{GivenUp: 1}},
		"it comes twice":              {sandbox.Fault{Kind: sandbox.FaultDeliveryTwice}, callback.Counts{Kept: 1, Known: 1, Done: 1}, sandbox.Deliveries{Delivered: 1}},
		"a fault at the path of them": {sandbox.Fault{Kind: sandbox.FaultDeliveryTwice, Path: "/opencrvs/webhooks"}, callback.Counts{Kept: 1, Known: 1, Done: 1}, sandbox.Deliveries{Delivered: 1}},
		"a fault at another path":     {sandbox.Fault{Kind: sandbox.FaultDeliveryTwice, Path: "/registry/subscribe"}, callback.Counts{Kept: 1, Done: 1}, sandbox.Deliveries{Delivered: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := hook(t, "opencrvs-2024")
				status, text := h.post(t, http.MethodPost, h.url, wants("DEATH_REGISTERED"))
				require.Equal(t, http.StatusAccepted, status, text)
				h.Inject(t, tt.fault)
				_, err := h.Handler().RecordDeath(malaByID, person.Date{})
				require.NoError(t, err)
				<-time.After(time.Hour)
				assert.Equal(t, tt.want, h.callback.Counts())
				assert.Equal(t, tt.sent, h.Handler().Deliveries())
			})
		})
	}
}

func TestAWebhookNeedsAToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := hook(t, "opencrvs-2024")
		for _, method := range []string{http.MethodPost, http.MethodDelete} {
			req, err := http.NewRequestWithContext(t.Context(), method, h.url, strings.NewReader(wants("DEATH_REGISTERED")))
			require.NoError(t, err)
			resp, err := h.HTTPClient().Do(req)
			require.NoError(t, err)
			assert.Equal(t, http.StatusUnauthorized, resp.StatusCode)
			require.NoError(t, resp.Body.Close())
		}
	})
}
