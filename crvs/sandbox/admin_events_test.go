package sandbox_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestEventsAreRegisteredOverHTTP(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithAdmin())
	for i, tt := range []struct{ body, event, number, record string }{
		{`{"change":"birth","given":"Uma","family":"Nair","sex":"female","on":"2025-12-01","mother":"NATIONAL_ID:123456789"}`, "live_birth", "B2025-0000001", `"given_name":"Uma"`},
		{`{"change":"marriage","couple":["NATIONAL_ID:200000207", "NATIONAL_ID:200000210"],"on":"2025-12-01"}`, "marriage", "M2025-0000001", `"marriage_date":["2025-12-01"]`},
		{`{"change":"divorce","person":"MRN:M2025-0000001"}`, "marriage", "M2025-0000001", `"marital_status":"D"`},
		{`{"change":"adoption","child":"BRN:B17JUN009","mother":"NATIONAL_ID:200000101"}`, "live_birth", "B17JUN009", `"given_name":"Kavita"`},
		{`{"change":"correction","registration_number":"B17JUN009","given":"Aasha"}`, "live_birth", "B17JUN009", `"given_name":"Aasha"`},
		{`{"change":"death","person":"NATIONAL_ID:123456789"}`, "death", "D2025-0000001", `"death_date":"2025-12-31"`},
		{`{"change":"cancellation","registration_number":"D2025-0000001"}`, "death", "D2025-0000001", `"death_date":"2025-12-31"`},
	} {
		w := b.local(t, http.MethodPost, "/_sandbox/events", tt.body)
		require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
		var got struct {
			Seq    int             `json:"seq"`
			Change string          `json:"change"`
			Event  string          `json:"reg_event_type"`
			Number string          `json:"registration_number"`
			On     string          `json:"on"`
			Record json.RawMessage `json:"record"`
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
		assert.Equal(t, i+1, got.Seq)
		assert.Contains(t, tt.body, `"change":"`+got.Change+`"`)
		assert.Equal(t, tt.event, got.Event)
		assert.Equal(t, tt.number, got.Number)
		assert.Equal(t, "2025-12-31", got.On)
		assert.Contains(t, string(got.Record), tt.record)
	}
	assert.Empty(t, b.found(t, byID(t, "NATIONAL_ID", mala, "death")))
}

func TestTheClockIsReadAndMovedOverHTTP(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithAdmin())
	assert.JSONEq(t, `{"today":"2025-12-31"}`, b.local(t, http.MethodGet, "/_sandbox/clock", "").Body.String())
	assert.JSONEq(t, `{"today":"2026-02-28"}`, b.local(t, http.MethodPost, "/_sandbox/clock", `{"today":"2026-02-28"}`).Body.String())
	assert.Equal(t, "2026-02-28", b.registry.Today().Text())
}

func TestAnEventThatIsWrongIsAnsweredWithWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, path, body string
		status           int
		want             string
	}{
		{"no JSON", "events", "S3CRET", 400, "one JSON object of texts"},
		{"an unknown member", "events", `{"change":"death","S3CRET":"1"}`, 400, "one JSON object of texts"},
		{"a member twice", "events", `{"change":"death","change":"S3CRET"}`, 400, "one JSON object of texts"},
		{"a change that is none", "events", `{"change":"S3CRET"}`, 400, "change must be birth, death"},
		{"a date that is none", "events", `{"change":"death","on":"S3CRET"}`, 400, "the day must be a date"},
		{"nobody", "events", `{"change":"death","person":"NATIONAL_ID:S3CRET"}`, 404, "the deceased is not known"},
		{"an identifier without a type", "events", `{"change":"death","person":"S3CRET"}`, 400, "identifier of the deceased is missing"},
		{"an identifier of an unknown type", "events", `{"change":"death","person":"S3CRET:1"}`, 404, "the deceased is not known"},
		{"half a couple", "events", `{"change":"marriage","couple":["NATIONAL_ID:S3CRET"]}`, 400, "a list of two people"},
		{"a record that is not there", "events", `{"change":"cancellation","registration_number":"S3CRET"}`, 404, "no record with that registration number"},
		{"a death that is registered", "events", `{"change":"death","person":"NATIONAL_ID:987654321"}`, 400, "registered already"},
		{"a name with a control character", "events", `{"change":"birth","given":"S3CRET\u0000"}`, 400, "a part of the name"},
		{"a long name", "events", `{"change":"birth","given":"` + strings.Repeat("S3CRET", 20) + `"}`, 400, "longer than 100 letters"},
		{"a clock that goes back", "clock", `{"today":"2020-01-01"}`, 400, "not before today"},
		{"a clock without a day", "clock", `{}`, 400, "moves on to a whole date"},
		{"a clock that is none", "clock", `{"today":"S3CRET"}`, 400, "must be a date"},
		{"a clock with more", "clock", `{"today":"2026-01-01","S3CRET":1}`, 400, "the body must be"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, sandbox.WithAdmin())
			before := digestOf(b.registry)
			w := b.local(t, http.MethodPost, "/_sandbox/"+tt.path, tt.body)
			assert.Equal(t, tt.status, w.Code)
			assert.Contains(t, w.Body.String(), `{"errors":[{"code":"err.request.`)
			assert.Contains(t, w.Body.String(), tt.want)
			assert.NotContains(t, w.Body.String(), "S3CRET")
			assert.Equal(t, before, digestOf(b.registry))
		})
	}
	for _, edit := range []func(*http.Request){setHeader("Origin", "https://evil.example"), setHeader("X-Forwarded-For", "192.0.2.7")} {
		b := setup(t, sandbox.WithAdmin())
		for _, path := range []string{"events", "clock"} {
			assert.Equal(t, http.StatusForbidden, b.local(t, http.MethodPost, "/_sandbox/"+path, `{"change":"birth","given":"A"}`, edit).Code)
		}
	}
	b := setup(t)
	assert.Equal(t, http.StatusNotFound, b.local(t, http.MethodPost, "/_sandbox/events", `{"change":"birth","given":"A"}`).Code)
}

func TestWhatIsRegisteredIsYieldedOnceInOrderAndAwaited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setup(t)
		ctx, cancel := context.WithCancel(t.Context())
		done(t)(b.registry.RecordBirth(sandbox.Birth{Given: "First"}))
		var all, late []sandbox.Registration
		read := func(after int, to *[]sandbox.Registration) {
			for r := range b.registry.Registrations(ctx, after) {
				assert.Contains(t, b.foundNow(r.RegistrationNumber), r.RegistrationNumber, "it can be found before it is told")
				*to = append(*to, r)
			}
		}
		go read(0, &all)
		go read(1, &late)
		synctest.Wait()
		assert.Len(t, all, 1)
		assert.Empty(t, late)
		death := done(t)(b.registry.RecordDeath(national(nilesh), on("2025-12-01")))
		_, err := b.registry.RecordDeath(national(nilesh), on("2025-12-01"))
		require.Error(t, err)
		synctest.Wait()
		require.Len(t, all, 2)
		assert.Equal(t, death, all[1])
		assert.Equal(t, []sandbox.Registration{death}, late)
		assert.Equal(t, sandbox.ChangeDeath, death.Change)
		cancel()
		synctest.Wait() // and both end
		done(t)(b.registry.RecordBirth(sandbox.Birth{Given: "Later"}))
		assert.Len(t, all, 2)
	})
}

// foundNow are the registration numbers that the registry tells of, without a
// question.
func (b bundle) foundNow(number string) []string {
	for r := range b.registry.Records() {
		if r.RegistrationNumber == number {
			return []string{number}
		}
	}
	return nil
}

func TestEachRegistryHasAWorldOfItsOwn(t *testing.T) {
	t.Parallel()
	one, other := setup(t), setup(t)
	done(t)(one.registry.RecordDeath(national(mala), person.Date{}))
	assert.Empty(t, other.found(t, byID(t, "NATIONAL_ID", mala, "death")))
	assert.True(t, citizenByName(t, other.registry, "Mala S Kumar").Alive)
}
