package profile_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// heapOf is how much memory what fill returns keeps alive, in MiB.
func heapOf[T any](fill func() T) (T, int) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	v := fill()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return v, int(int64(after.HeapAlloc)-int64(before.HeapAlloc)) >> 20
}

// An answer may be 16 MiB long. Records that are each full of short elements,
// and none of them with more than a record may hold, took up to two GiB.
func TestAnAnswerOfShortElementsTakesLittleMemory(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	for _, tt := range []struct {
		name, open, element, closing string
		size                         int // in MiB
	}{
		{"relations", `"relations":[`, `{"a":1},`, `]`, 16},
		{"relations in full", `"related_person":[`, `{"related_member":{"a":1}},`, `]`, 2},
		{"names", `"name":[`, `1,`, `]`, 2},
		{"identifiers", `"identifier":[`, `1,`, `]`, 2},
		{"addresses", `"address":[`, `1,`, `]`, 2},
		{"phones", `"phone_number":[`, `1,`, `]`, 2},
		{"contacts", `"contact_number":[`, `{"use":1},`, `]`, 2},
		{"given names", `"given_name":[`, `1,`, `]`, 2},
		{"dates", `"birth_date":[`, `1,`, `]`, 2},
		{"places", `"birth_place":{"contains_place":[`, `1,`, `]}`, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			record := `{"brn":"B1",` + tt.open + strings.Repeat(tt.element, 9_000) + strings.TrimSuffix(tt.element, ",") + tt.closing + `},`
			body := `{"message":{"search_response":[{"reference_id":"r","status":"succ","data":{"reg_event_type":"birth","reg_records":[` +
				strings.TrimSuffix(strings.Repeat(record, tt.size<<20/len(record)), ",") + `]}}]}}`
			a, heap := heapOf(func() *profile.Received {
				a, err := profile.DCI10().Decode([]byte(body), profile.Asked{Questions: 1, PageSize: 100})
				require.NoError(t, err)
				return a
			})
			t.Logf("%d MiB of %d, too much: %v", heap, tt.size, a.TooMuch)
			assert.Less(t, heap, 24*tt.size+32, "sixteen times the text and a little room, the text itself and slack")
			assert.Equal(t, "B1", a.Items[0].Records[0].RegistrationNumber)
			runtime.KeepAlive(a)
		})
	}
}

func TestAnAnswerWhoseListsWereNotReadIsTooMuch(t *testing.T) {
	t.Parallel()
	record := `{"brn":"B1","relations":[` + strings.Repeat(`{"a":1},`, 9_000) + `{}]},`
	for records, want := range map[int]bool{1: false, 30: true} {
		body := `{"message":{"search_response":[{"data":{"reg_records":[` + strings.TrimSuffix(strings.Repeat(record, records), ",") + `]}}]}}`
		a, err := profile.DCI10().Decode([]byte(body), profile.Asked{Questions: 1, PageSize: 100})
		require.NoError(t, err)
		assert.Equal(t, want, a.TooMuch)
	}
}

func TestARecordKeepsItsRawTextAndItsOwnEvent(t *testing.T) {
	t.Parallel()
	a, err := profile.DCI10().Decode([]byte(`{"message":{"search_response":[{"data":{"reg_event_type":"birth","reg_records":[ {"brn" : "B1"} ,
		{"repository_type":"death","drn":"D1"},{"reg_event_type":"REGISTER","brn":"B2"},{"reg_event_type":"coronation","brn":"B3"}]}}]}}`), profile.Asked{Questions: 1, PageSize: 10})
	require.NoError(t, err)
	var got []string
	for _, r := range a.Items[0].Records {
		got = append(got, string(r.Event)+" "+r.RegistrationNumber+" "+string(r.Raw()))
	}
	assert.Equal(t, []string{
		`live_birth B1 {"brn" : "B1"}`, `death D1 {"repository_type":"death","drn":"D1"}`,
		`live_birth B2 {"reg_event_type":"REGISTER","brn":"B2"}`, `coronation  {"reg_event_type":"coronation","brn":"B3"}`,
	}, got)
}
