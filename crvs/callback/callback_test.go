package callback_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/store"
)

func TestAnEventIsKeptAcknowledgedAndHandedOnWithAllThatWasTold(t *testing.T) {
	t.Parallel()
	m := newMIS(t, signed(t))
	got := post(t, m, path+"/registry/notify", sealed(t, "registry", header(), message(event("death", death("D26-7")))))
	assert.Equal(t, answer{status: 200, ack: "ACK", correlation: "c-1", header: got.header}, got)
	assert.Empty(t, m.heard(), "nothing happens before Work")
	m.work(t)
	require.Len(t, m.heard(), 1)
	e := m.heard()[0]
	assert.Equal(t, []any{"civil", codes.VitalEventDeath, profile.Change(""), "m-1", "t-1", "ref-1", 1},
		[]any{e.Registration, e.Event, e.Change, e.MessageID, e.TransactionID, e.ReferenceID, e.Attempt})
	assert.Equal(t, []any{"D26-7", "Mala Kumar", "2026-11-03"}, []any{e.Record.RegistrationNumber, e.Record.Person.Name().Full(), e.Record.Person.DeathDate().Text()})
	assert.Equal(t, time.Date(2026, 11, 4, 8, 0, 0, 0, time.UTC), e.ToldAt)
	assert.WithinDuration(t, time.Now(), e.ReceivedAt, time.Minute)
	assert.JSONEq(t, death("D26-7"), string(e.Raw))
	assert.Len(t, e.Key, 43)
	assert.Equal(t, callback.Counts{Kept: 1, Done: 1}, m.Counts())
}

func TestTheSameEventIsHandedOnOnceHoweverItComes(t *testing.T) {
	t.Parallel()
	m := newMIS(t, signed(t))
	record := death("D26-7")
	respelled := `{"sex":"female","deathDate":"2026-11-03","birthDate":"1940-05-12","givenName":"Mala","familyName":"Kumar",` +
		`"identifier":[{"type":"DRN","value":"D26-7"},{"type":"NATIONAL_ID","value":"784512369"}]}`
	for _, body := range []string{
		sealed(t, "registry", header(), message(event("death", record))),
		sealed(t, "registry", strings.Replace(header(), "m-1", "m-2", 1), strings.Replace(message(event("death", record)), "t-1", "t-2", 1)),
		sealed(t, "registry", header(), message(event("death", "["+record+"]"), event("death", record))),
		sealed(t, "registry", header(), message(strings.Replace(event("DEATH", respelled), "ref-1", "ref-9", 1))),
	} {
		assert.Equal(t, codes.AckAccepted, post(t, m, path, body).ack)
	}
	m.work(t)
	require.Len(t, m.heard(), 1)
	post(t, m, path, sealed(t, "registry", header(), message(event("death", record))))
	m.work(t)
	require.Len(t, m.heard(), 1, "nor after it was done")
	assert.Equal(t, callback.Counts{Kept: 1, Known: 4, Done: 1}, m.Counts())

	for _, other := range []string{
		event("death", strings.Replace(record, "2026-11-03", "2026-11-02", 1)), // it was corrected
		event("death", strings.Replace(record, "D26-7", "D26-8", 1)),
		event("fetal_death", record),
		strings.Replace(event("death", record), `"reg_event_type"`, `"status":"cancelled","reg_event_type"`, 1),
	} {
		post(t, m, path, sealed(t, "registry", header(), message(other)))
	}
	m.work(t)
	require.Len(t, m.heard(), 5)
	seen := map[string]bool{}
	changes := 0
	for _, e := range m.heard() {
		seen[e.Key] = true
		if e.Change == profile.ChangeCancelled {
			changes++
		}
	}
	assert.Len(t, seen, 5, "each has a key of its own")
	assert.Equal(t, 1, changes)
}

func TestAMessageIsKeptOnlyIfAKeyOfItsPathSignedIt(t *testing.T) {
	t.Parallel()
	good := sealed(t, "registry", header(), message(event("death", death("D26-7"))))
	for name, c := range map[string]struct {
		body   string
		change func(*callback.Registration)
		status int
		code   string
	}{
		"signed":                       {good, nil, 200, ""},
		"by a stranger":                {sealed(t, "stranger", header(), message(event("death", death("D26-7")))), nil, 401, "err.signature.invalid"},
		"unsigned":                     {notify(event("death", death("D26-7"))), nil, 401, "err.signature.missing"},
		"a signature of nothing":       {strings.Replace(notify(event("death", death("D26-7"))), "{", `{"signature":"unsigned",`, 1), nil, 401, "err.signature.invalid"},
		"changed":                      {strings.Replace(good, "2026-11-03", "2020-11-03", 1), nil, 401, "err.signature.invalid"},
		"old, but within the memory":   {sealed(t, "registry", strings.Replace(header(), time.Now().UTC().Format("2006-01-02T"), time.Now().UTC().AddDate(0, 0, -20).Format("2006-01-02T"), 1), message(event("death", death("D26-7")))), nil, 200, ""},
		"older than the memory":        {sealed(t, "registry", strings.Replace(header(), time.Now().UTC().Format("2006-01-02T"), time.Now().UTC().AddDate(0, 0, -40).Format("2006-01-02T"), 1), message(event("death", death("D26-7")))), nil, 401, "err.request.bad"},
		"from the future":              {sealed(t, "registry", strings.Replace(header(), time.Now().UTC().Format("2006-"), "2099-", 1), message(event("death", death("D26-7")))), nil, 401, "err.signature.invalid"},
		"in clear where encrypted":     {good, func(r *callback.Registration) { r.OwnKeys = []envelope.PrivateKey{keys()["ours"]} }, 400, "err.encryption.invalid"},
		"with keys that cannot be had": {good, func(r *callback.Registration) { r.Keys = noKeys{} }, 503, "err.service.unavailable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := signed(t)
			if c.change != nil {
				c.change(&r)
			}
			m := newMIS(t, r)
			got := post(t, m, path, c.body)
			assert.Equal(t, []any{c.status, c.code}, []any{got.status, got.code}, got.message)
			counts, err := m.store.Counts(t.Context())
			require.NoError(t, err)
			assert.Equal(t, c.status == 200, counts.Waiting == 1)
		})
	}
}

type noKeys struct{}

func (noKeys) FindKeys(context.Context, envelope.KeyQuery) ([]envelope.PublicKey, error) {
	return nil, errors.New("secret: no connection")
}

func TestAnEncryptedEventIsOpened(t *testing.T) {
	t.Parallel()
	r := signed(t)
	r.OwnKeys = []envelope.PrivateKey{keys()["ours"]}
	m := newMIS(t, r)
	encrypter, err := envelope.NewEncrypter(keySet(t, "ours"))
	require.NoError(t, err)
	for range 2 { // encrypted anew it is another text
		encrypted, err := encrypter.Encrypt(t.Context(), "", []byte(message(event("death", death("D26-7")))))
		require.NoError(t, err)
		got := post(t, m, path, sealed(t, "registry", header(), string(encrypted)))
		assert.Equal(t, []any{200, codes.AckAccepted}, []any{got.status, got.ack}, got.message)
	}
	m.work(t)
	assert.Len(t, m.heard(), 1)
	plain := newMIS(t, unsigned(profile.DCI10()))
	encrypted, err := encrypter.Encrypt(t.Context(), "", []byte(message(event("death", death("D26-7")))))
	require.NoError(t, err)
	assert.Equal(t, "err.encryption.invalid", post(t, plain, path, `{"header":`+header()+`,"message":`+string(encrypted)+`}`).code)
}

func TestAWebhookIsSignedWithItsSecret(t *testing.T) {
	t.Parallel()
	hook, err := envelope.NewWebhook("between us")
	require.NoError(t, err)
	m := newMIS(t, callback.Registration{Name: "civil", Path: path, Profile: profile.DCI10(), Webhook: &hook})
	body := notify(event("death", death("D26-7")))
	assert.Equal(t, 401, post(t, m, path, body).status)
	assert.Equal(t, 200, post(t, m, path, body, envelope.WebhookHeader, hook.Sign([]byte(body))).status)
}

func TestBadInputIsRefusedWithACodeOfTheStandardAndNotHandedOn(t *testing.T) {
	t.Parallel()
	good := event("death", death("D26-7"))
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		code               string
	}{
		"a GET":                           {method: http.MethodGet, status: 400, code: "err.request.bad"},
		"a path of nobody":                {path: "/dci/other", status: 404, code: "err.request.not_found"},
		"a path that only begins so":      {path: path + "x", status: 404, code: "err.request.not_found"},
		"a path that is not offered":      {path: path + "/registry/search", body: notify(good), status: 404, code: "err.request.not_found"},
		"nothing":                         {status: 400, code: "err.request.bad"},
		"not JSON":                        {body: "<html>Mala Kumar</html>", status: 400, code: "err.request.bad"},
		"a list":                          {body: "[]", status: 400, code: "err.request.bad"},
		"a member twice":                  {body: `{"message":{},"message":{}}`, status: 400, code: "err.request.bad"},
		"cut off":                         {body: notify(good)[:200], status: 400, code: "err.request.bad"},
		"too large":                       {body: `{"x":"` + strings.Repeat("x", 5<<20) + `"}`, status: 400, code: "err.request.bad"},
		"nothing of the standard":         {body: `{"ok":true}`, status: 400, code: "err.request.bad"},
		"no events":                       {path: path + "/registry/notify", body: notify(), status: 400, code: "err.request.bad"},
		"a record that is none":           {body: notify(event("death", `"Mala Kumar"`)), status: 400, code: "err.request.bad"},
		"an empty record":                 {body: notify(event("death", `{}`)), status: 400, code: "err.request.bad"},
		"another action":                  {path: path + "/registry/on-search", body: notify(good), status: 400, code: "err.request.bad"},
		"an action that no directory has": {body: strings.Replace(notify(good), `"notify"`, `"unknown-verb"`, 1) + " ", status: 200},
		"subscriptions of nothing":        {path: path + "/registry/on-subscribe", body: `{"header":{"action":"on-subscribe"},"message":{"transaction_id":"t"}}`, status: 400, code: "err.request.bad"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMIS(t, unsigned(profile.DCI10()))
			if c.method == "" {
				c.method = http.MethodPost
			}
			if c.path == "" {
				c.path = path
			}
			got := send(t, m, c.method, c.path, c.body)
			assert.Equal(t, []any{c.status, c.code}, []any{got.status, got.code}, got.message)
			assert.NotContains(t, got.message, "Kumar")
			if c.status != 200 {
				assert.Equal(t, codes.AckError, got.ack)
				assert.Equal(t, int64(1), m.Counts().Refused)
				counts, err := m.store.Counts(t.Context())
				require.NoError(t, err)
				assert.Equal(t, store.Counts{}, counts)
			}
		})
	}
}

func TestWhatOfAMessageCanBeReadIsKeptAndTheSenderIsToldOfTheRest(t *testing.T) {
	t.Parallel()
	m := newMIS(t, unsigned(profile.DCI10()))
	body := notify(event("death", death("D26-7")), event("death", `null`), event("live_birth", `{"identifier":{"identifier_type":"BRN","identifier_value":"B26-1"}}`))
	for range 2 {
		got := post(t, m, path, body)
		assert.Equal(t, []any{400, "err.request.bad"}, []any{got.status, got.code})
	}
	m.work(t)
	assert.Len(t, m.heard(), 2)
	assert.Equal(t, callback.Counts{Refused: 2, Done: 2}, m.Counts())
}

func TestARegistryThatStopsOnHTTPErrorsGetsERRWithStatus200(t *testing.T) {
	t.Parallel()
	p := profile.OpenCRVS2024()
	p.Paths[profile.VerbNotify] = "/registry/notify"
	m := newMIS(t, unsigned(p))
	got := post(t, m, path, "<html>", "Content-Type", "text/plain")
	assert.Equal(t, []any{200, codes.AckError, "err.request.bad"}, []any{got.status, got.ack, got.code})

	full, err := callback.New(newStore(t, store.Policy{Bytes: 10}), callback.WithRegistration(unsigned(p)), callback.OnEvent(m.hear))
	require.NoError(t, err)
	got = post(t, full, path, notify(event("death", death("D26-7"))))
	assert.Equal(t, []any{200, codes.AckError, "err.service.unavailable"}, []any{got.status, got.ack, got.code})
	assert.Equal(t, callback.Counts{Lost: 1}, full.Counts())
}

func TestAFullStoreAnswers503SoThatTheSenderRetries(t *testing.T) {
	t.Parallel()
	m := newMIS(t, unsigned(profile.DCI10()))
	full, err := callback.New(newStore(t, store.Policy{Bytes: 10}), callback.WithRegistration(unsigned(profile.DCI10())), callback.OnEvent(m.hear))
	require.NoError(t, err)
	got := post(t, full, path, notify(event("death", death("D26-7"))))
	assert.Equal(t, []any{503, codes.AckError, "err.service.unavailable", "5"}, []any{got.status, got.ack, got.code, got.header.Get("Retry-After")})
	assert.Equal(t, callback.Counts{Refused: 1}, full.Counts())
}

func TestTooManyMessagesAtOnceAreToBeSentAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMIS(t, unsigned(profile.DCI10()), callback.WithMaxConcurrent(1))
		body, writer := io.Pipe()
		slow := make(chan *httptest.ResponseRecorder, 1)
		go func() {
			w := httptest.NewRecorder()
			m.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, body))
			slow <- w
		}()
		synctest.Wait()
		got := post(t, m, path, notify(event("death", death("D26-7"))))
		assert.Equal(t, []any{503, "err.service.unavailable"}, []any{got.status, got.code})
		_, err := io.WriteString(writer, notify(event("death", death("D26-7"))))
		require.NoError(t, err)
		require.NoError(t, writer.Close())
		assert.Equal(t, 200, read(t, <-slow).status)
		assert.Equal(t, 200, post(t, m, path, notify(event("death", death("D26-7")))).status)
	})
}

func TestEachEventGoesToItsFunction(t *testing.T) {
	t.Parallel()
	var births, deaths, marriages, divorces, others atomic.Int64
	add := func(n *atomic.Int64) callback.EventFunc {
		return func(context.Context, callback.Event) error { n.Add(1); return nil }
	}
	m := newMIS(t, unsigned(profile.DCI10()), callback.OnBirth(add(&births)), callback.OnDeath(add(&deaths)), callback.OnMarriage(add(&marriages)),
		callback.OnDivorce(add(&divorces)), callback.OnEvent(add(&others)))
	record := func(i int) string {
		return fmt.Sprintf(`{"identifier":[{"identifier_type":"NATIONAL_ID","identifier_value":"%d"}],"surname":"Kumar"}`, 784512000+i)
	}
	post(t, m, path, notify(event("birth", record(1)), event("1", record(2)), event("DEATH", record(3)), event("marriage", record(4)),
		event("divorce", record(5)), event("adoption", record(6)), event("REGISTER", record(7)), event("", record(8)), event("flood", record(9))))
	m.work(t)
	assert.Equal(t, []int64{2, 1, 1, 1, 4}, []int64{births.Load(), deaths.Load(), marriages.Load(), divorces.Load(), others.Load()})

	silent, err := callback.New(m.store, callback.WithRegistration(unsigned(profile.DCI10())), callback.OnBirth(add(&births)))
	require.NoError(t, err)
	post(t, silent, path, notify(event("death", death("D26-7"))))
	m.Handler = silent
	m.work(t)
	assert.Equal(t, callback.Counts{Kept: 1, Done: 1}, silent.Counts(), "an event without a function is done")
}

func TestAFunctionThatFailsOrPanicsIsGivenTheEventAgain(t *testing.T) {
	t.Parallel()
	var tries atomic.Int64
	keysSeen := make(chan string, 10)
	m := &mis{store: newStore(t, store.Policy{Backoff: func(int) time.Duration { return 0 }})}
	var err error
	m.Handler, err = callback.New(m.store, callback.WithRegistration(unsigned(profile.DCI10())), callback.OnDeath(func(_ context.Context, e callback.Event) error {
		keysSeen <- e.Key
		switch tries.Add(1) {
		case 1:
			return errors.New("the table is locked")
		case 2:
			panic("Mala Kumar")
		default:
			return nil
		}
	}))
	require.NoError(t, err)
	post(t, m, path, notify(event("death", death("D26-7"))))
	m.work(t)
	assert.Equal(t, callback.Counts{Kept: 1, Done: 1, Failed: 2}, m.Counts())
	first := <-keysSeen
	assert.Equal(t, []string{first, first}, []string{<-keysSeen, <-keysSeen})
}

func TestSubscriptionsAreTold(t *testing.T) {
	t.Parallel()
	var told []callback.SubscriptionChange
	m := newMIS(t, unsigned(profile.DCI10()), callback.OnSubscription(func(_ context.Context, s callback.SubscriptionChange) error {
		s.ReceivedAt = time.Time{}
		told = append(told, s)
		return nil
	}))
	on := func(action, members string) string {
		return `{"header":{"action":"` + action + `","status":"succ"},"message":{"transaction_id":"t-1","correlation_id":"c-1",` + members + `}}`
	}
	for _, body := range []string{
		on("on-subscribe", `"subscribe_response":[{"reference_id":"r1","status":"succ","subscriptions":[{"code":"s-1","status":"subscribe","reg_event_type":"DEATH"}]},`+
			`{"reference_id":"r2","status":"rjct","status_reason_code":"rjct.event.already_subscribed"}]`),
		on("on-unsubscribe", `"subscription_status":[{"code":"s-1","status":"unsubscribe"}]`),
		on("on-unsubscribe", `"status":"rjct","status_reason_code":"rjct.subscription_code.invalid"`),
	} {
		for range 2 {
			assert.Equal(t, codes.AckAccepted, post(t, m, path, body).ack)
		}
		m.work(t)
	}
	of := func(r ...callback.SubscriptionResult) callback.SubscriptionChange {
		return callback.SubscriptionChange{Registration: "civil", TransactionID: "t-1", CorrelationID: "c-1", Subscriptions: r}
	}
	assert.Equal(t, []callback.SubscriptionChange{
		of(callback.SubscriptionResult{ReferenceID: "r1", Code: "s-1", Event: codes.VitalEventDeath},
			callback.SubscriptionResult{ReferenceID: "r2", Reason: codes.RejectAlreadySubscribed}),
		of(callback.SubscriptionResult{Code: "s-1", Ended: true}),
		of(callback.SubscriptionResult{Reason: codes.RejectSubscriptionCode}),
	}, told)
}

func TestAnAnswerThatNobodyWaitsForIsAcknowledgedAndDropped(t *testing.T) {
	t.Parallel()
	m := newMIS(t, unsigned(profile.DCI10()))
	got := post(t, m, path+"/registry/on-search", `{"header":{"action":"search","status":"succ"},"message":{"transaction_id":"t-1","search_response":[]}}`)
	assert.Equal(t, []any{200, codes.AckAccepted}, []any{got.status, got.ack})
	assert.Equal(t, callback.Counts{Unasked: 1}, m.Counts())
}

func TestAMessageInTheFlatFormOfOneEventIsRead(t *testing.T) {
	t.Parallel()
	m := newMIS(t, unsigned(profile.OpenSPP()))
	for _, body := range []string{
		`{"header":` + header() + `,"message":{"transaction_id":"t-2","event_type":"death","event_id":"e-1","event_ts":"2026-11-04T08:00:00Z","event_data":` + death("D26-7") + `}}`,
		`{"header":` + header() + `,"message":{"notify_event":[{"event_id":"e-2","event_ts":"2026-11-04T08:00:00Z","event_type":"death","reg_type":"CRVS","event_data":` + death("D26-7") + `}]}}`,
	} {
		got := post(t, m, path, body)
		assert.Equal(t, []any{200, codes.AckAccepted}, []any{got.status, got.ack}, got.message)
	}
	m.work(t)
	require.Len(t, m.heard(), 1, "both tell the same")
	assert.Equal(t, codes.VitalEventDeath, m.heard()[0].Event)
}

func TestOfTwoPathsTheLongerOneIsMeant(t *testing.T) {
	t.Parallel()
	m := newMIS(t, unsigned(profile.DCI10()), callback.WithRegistration(callback.Registration{
		Name: "below", Path: path + "/below/", Profile: profile.DCI10(), InsecureUnsigned: true,
	}))
	post(t, m, path+"/below/registry/notify/", notify(event("death", death("D26-7"))))
	m.work(t)
	require.Len(t, m.heard(), 1)
	assert.Equal(t, "below", m.heard()[0].Registration)
}

func TestNothingPersonalIsLoggedPrintedOrObserved(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	var steps []string
	m := newMIS(t, unsigned(profile.DCI10()), callback.WithLogger(newLogger(&log)),
		callback.WithObserver(func(ctx context.Context, s callback.Step) (context.Context, func(callback.StepEnd)) {
			steps = append(steps, fmt.Sprintf("%+v", s))
			return ctx, func(e callback.StepEnd) { steps = append(steps, fmt.Sprintf("%+v", e)) }
		}))
	post(t, m, path, notify(event("death", death("D26-7"))))
	post(t, m, path, `{"header":{"message_id":"Mala Kumar","action":"Mala"},"message":{"transaction_id":"mala@example.org"}}`)
	post(t, m, path, notify(event("death", `"Mala"`)))
	m.work(t)
	e := m.heard()[0]
	all := log.String() + strings.Join(steps, "\n") + fmt.Sprintf("%v %+v %#v %s %q %x", e, e, e, e, e, &e)
	for _, personal := range []string{"Mala", "Kumar", "784512369", "1940", "D26-7", "mala@"} {
		assert.NotContains(t, all, personal)
	}
	assert.Contains(t, log.String(), "message refused")
	assert.Len(t, steps, 8)
	assert.Contains(t, steps[1], "Outcome:kept Verb:notify")
}

func TestNewNamesWhatIsWrongWithItsOptions(t *testing.T) {
	t.Parallel()
	hook, err := envelope.NewWebhook("s")
	require.NoError(t, err)
	act := callback.OnEvent(func(context.Context, callback.Event) error { return nil })
	with := func(change func(*callback.Registration)) callback.Option {
		r := unsigned(profile.DCI10())
		change(&r)
		return callback.WithRegistration(r)
	}
	good := with(func(*callback.Registration) {})
	for says, options := range map[string][]callback.Option{
		"option 1 is nil":             {nil},
		"nobody may call":             {act},
		"nothing acts":                {good},
		"more than zero":              {good, act, callback.WithMaxBody(0)},
		"the logger is nil":           {good, act, callback.WithLogger(nil)},
		"needs a name":                {act, with(func(r *callback.Registration) { r.Name = "two words" })},
		"path must begin":             {act, with(func(r *callback.Registration) { r.Path = "/" })},
		"profile is empty":            {act, with(func(r *callback.Registration) { r.Profile = profile.Profile{} })},
		"says who may sign":           {act, with(func(r *callback.Registration) { r.InsecureUnsigned = false })},
		"exclude each other":          {act, with(func(r *callback.Registration) { r.Webhook, r.Keys = &hook, keySet(t, "registry") })},
		"has no signatures":           {act, with(func(r *callback.Registration) { r.Profile, r.Keys = profile.Workshop2022(), keySet(t, "registry") })},
		"two registrations have the":  {act, good, with(func(r *callback.Registration) { r.Name = "other" })},
		"two registrations have the ": {act, good, with(func(r *callback.Registration) { r.Path = "/other" })},
	} {
		_, err := callback.New(newStore(t, store.Policy{}), options...)
		failed, ok := errors.AsType[*fault.Error](err)
		require.True(t, ok, says)
		assert.Equal(t, fault.KindInvalid, failed.Kind)
		require.ErrorContains(t, err, says)
	}
	_, err = callback.New(nil, good, act)
	require.ErrorContains(t, err, "a store is required")
}

func TestAKeptMessageOfANewerVersionIsNotLost(t *testing.T) {
	t.Parallel()
	m := newMIS(t, unsigned(profile.DCI10()))
	m.store = newStore(t, store.Policy{Attempts: 1})
	var err error
	m.Handler, err = callback.New(m.store, callback.WithRegistration(unsigned(profile.DCI10())), callback.OnEvent(m.hear))
	require.NoError(t, err)
	for key, payload := range map[string]string{"newer": `{"v":2,"event":"death"}`, "cipher": "\x00\x01"} {
		_, err := m.store.Keep(t.Context(), store.Message{Key: key, Payload: []byte(payload)})
		require.NoError(t, err)
	}
	m.work(t)
	c, err := m.store.Counts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, store.Counts{Discarded: 2}, c)
	assert.Empty(t, m.heard())
}
