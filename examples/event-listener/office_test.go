package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// answers is a registry that has these records of the register of deaths, or fails.
func answers(t *testing.T, status int, records ...string) *crvs.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m struct {
			Message struct {
				TransactionID string `json:"transaction_id"`
				SearchRequest []struct {
					ReferenceID string `json:"reference_id"`
				} `json:"search_request"`
			} `json:"message"`
		}
		_ = json.NewDecoder(r.Body).Decode(&m)
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"header":{"action":"on-search","status":"succ"},"message":{"transaction_id":%q,"search_response":[{"reference_id":%q,"status":"succ",`+
			`"data":{"reg_event_type":"death","reg_records":[%s]},"pagination":{"page_number":1,"page_size":2,"total_count":%d}}]}}`,
			m.Message.TransactionID, m.Message.SearchRequest[0].ReferenceID, strings.Join(records, ","), len(records))
	}))
	t.Cleanup(server.Close)
	client, err := crvs.New(server.URL, crvs.WithSender("mis.test"), crvs.WithInsecureUnsigned(), crvs.WithRetry(crvs.Retry{MaxAttempts: 1}))
	require.NoError(t, err)
	t.Cleanup(client.CloseIdleConnections)
	return client
}

// died is a record of a death.
func died(number, drn, surname, born string) string {
	return fmt.Sprintf(`{"identifier":[{"identifier_type":"DRN","identifier_value":%q},{"identifier_type":"NATIONAL_ID","identifier_value":%q}],`+
		`"name":{"given_name":"Nilesh","surname":%q},"sex":"male","birth_date":%q,"death_date":"2026-01-05"}`, drn, number, surname, born)
}

// told is an event as the registry tells it.
func told(t *testing.T, change profile.Change, record string) callback.Event {
	t.Helper()
	r := person.Record{}
	require.NoError(t, json.Unmarshal([]byte(record), &r))
	r.SetEvent(codes.VitalEventDeath)
	return callback.Event{Key: "key-" + string(change), Event: codes.VitalEventDeath, Change: change, Record: r}
}

const nilesh = "200000102"

func TestADeathIsAskedForAgainAndSuspends(t *testing.T) {
	t.Parallel()
	sure := died(nilesh, "D7", "Patel", "1985-04-17")
	for _, tt := range []struct {
		name    string
		was     string // the registration by which the allowance is suspended already
		change  profile.Change
		told    string
		status  int
		records []string
		is      string
		said    string // "" for nothing
		fails   bool
	}{
		{name: "confirmed", told: sure, records: []string{sure}, is: "D7", said: "suspended, not ended: death D7 is registered"},
		{name: "confirmed with a slip in the name", told: sure, records: []string{died(nilesh, "D7", "Patell", "1985-04-17")}, is: "D7", said: "suspended, not ended"},
		{name: "suspended already", was: "D7", told: sure, records: []string{sure}, is: "D7"},
		{name: "another's number", told: died("1000", "D7", "Patel", "1985-04-17"), records: []string{sure}},
		{name: "not registered", told: sure, said: "nothing changes: the register of deaths has no death"},
		{name: "another name", told: sure, records: []string{died(nilesh, "D7", "Solanki", "1985-04-17")}, said: "an officer must look: name, date of birth and sex"},
		{name: "another date of birth", told: sure, records: []string{died(nilesh, "D7", "Patel", "1958-11-30")}, said: "an officer must look: name, date of birth and sex"},
		{name: "no date of birth", told: sure, records: []string{strings.Replace(sure, `"birth_date"`, `"other"`, 1)}, said: "an officer must look: name, date of birth and sex"},
		{name: "a death that has not come", told: sure, records: []string{strings.Replace(sure, "2026-01-05", "2090-12-31", 1)}, said: "an officer must look: the record does not show a death"},
		{name: "two records", told: sure, records: []string{sure, died(nilesh, "D8", "Patel", "1985-04-17")}, said: "an officer must look: the registry's answer does not say"},
		{name: "another person's record", told: sure, records: []string{died("300000301", "D7", "Patel", "1985-04-17")}, said: "an officer must look: the registry's answer does not say"},
		{name: "could not ask", told: sure, status: http.StatusServiceUnavailable, fails: true},
		{name: "could not ask about a cancellation", was: "D7", change: profile.ChangeCancelled, told: sure, status: http.StatusServiceUnavailable, is: "D7", fails: true},
		{name: "cancelled", was: "D7", change: profile.ChangeCancelled, told: sure, said: "paid again, with what was held back: the register of deaths has no death"},
		{name: "cancelled, and still there", was: "D7", change: profile.ChangeCancelled, told: sure, records: []string{sure}, said: "paid again, with what was held back: death D7 was cancelled"},
		{name: "cancelled, and never suspended", change: profile.ChangeCancelled, told: sure, said: "nothing changes"},
		{name: "an old message of a cancelled death", told: sure, said: "nothing changes"},
		{
			name: "corrected to another person's number", was: "D7", change: profile.ChangeCorrected, told: died("1000", "D7", "Rao", "1950-01-02"),
			said: "paid again, with what was held back: the register of deaths has no death",
		},
		{
			name: "corrected to another name", was: "D7", change: profile.ChangeCorrected, told: died(nilesh, "D7", "Rao", "1950-01-02"),
			records: []string{died(nilesh, "D7", "Rao", "1950-01-02")}, said: "paid again, with what was held back: death D7 was corrected",
		},
		{name: "corrected, and still this person's", was: "D7", change: profile.ChangeCorrected, told: sure, records: []string{sure}, is: "D7"},
		{name: "undecided, and suspended by another registration", was: "D6", told: sure, records: []string{sure, died(nilesh, "D6", "Patel", "1985-04-17")}, is: "D6", said: "an officer must look"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.status == 0 {
				tt.status = http.StatusOK
			}
			var out bytes.Buffer
			a := &allowance{file: "17", number: nilesh, person: known("Nilesh", "Patel", "1985-04-17"), suspendedBy: tt.was}
			o := &office{registry: answers(t, tt.status, tt.records...), out: &out, acted: map[string]bool{}, allowances: []*allowance{a}}
			e := told(t, tt.change, tt.told)
			err := o.onDeath(t.Context(), e)
			assert.Equal(t, tt.fails, err != nil, "%v", err)
			assert.Equal(t, tt.is, a.suspendedBy)
			if tt.said == "" {
				assert.Empty(t, out.String())
			}
			assert.Contains(t, out.String(), tt.said)
			for _, personal := range []string{"Patel", "Nilesh", nilesh, "1985"} {
				assert.NotContains(t, out.String()+fmt.Sprint(err), personal)
			}
			if tt.fails {
				return
			}
			once := out.String()
			require.NoError(t, o.onDeath(t.Context(), e))
			assert.Equal(t, once, out.String(), "the same event has no other effect")
		})
	}
}

func TestTheStoryIsToldFromBeginningToEnd(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out))
	assert.Equal(t, `1. The office asks to be told of deaths.
from now on the registry tells us of every death
2. Somebody dies, and the registry tells it twice.
file 17: suspended, not ended: death D2025-0000001 is registered, and name and date of birth agree; tell the household, and confirm it within 30 days
3. It was a mistake: the registry cancels the death.
file 17: paid again, with what was held back: the register of deaths has no death of this person
4. Somebody dies whose number stands in the wrong file.
file 23: an officer must look: name, date of birth and sex are not all those of this person
`, out.String())
}

func TestWhatBecameOfASubscriptionIsSaid(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		told callback.SubscriptionResult
		said string
	}{
		"it is kept":                 {callback.SubscriptionResult{Code: "s-1", Event: codes.VitalEventDeath}, "from now on the registry tells us of every death\n"},
		"it was there before":        {callback.SubscriptionResult{Reason: codes.RejectAlreadySubscribed}, ""},
		"it is refused for a reason": {callback.SubscriptionResult{Reason: "rjct.notify_types.invalid"}, "an officer must look: the registry does not tell us of deaths: rjct.notify_types.invalid\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			o := &office{out: &out}
			require.NoError(t, o.onSubscription(t.Context(), callback.SubscriptionChange{Subscriptions: []callback.SubscriptionResult{tt.told}}))
			assert.Equal(t, tt.said, out.String())
		})
	}
}

func TestItFailsWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, run(ctx, &bytes.Buffer{}), context.Canceled)
}
