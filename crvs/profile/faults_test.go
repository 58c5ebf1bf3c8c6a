package profile_test

import (
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// A page of errors may be 16 MiB long; what is kept of it is little.
func TestWhatAPeerWritesOfAnErrorTakesLittleMemory(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	const many = 900_000
	for name, body := range map[string]string{
		"a deep location":         `{"detail":{"msg":"x","loc":[` + strings.TrimSuffix(strings.Repeat(`{"":{"":{"":[]}}},`, many), ",") + `]}}`,
		"a long location":         `{"detail":{"msg":"x","loc":[` + strings.TrimSuffix(strings.Repeat(`"a",`, many), ",") + `]}}`,
		"many details":            `{"detail":[` + strings.TrimSuffix(strings.Repeat(`{"msg":"x"},`, many), ",") + `]}`,
		"many errors":             `{"errors":[` + strings.TrimSuffix(strings.Repeat(`{"code":"x"},`, many), ",") + `]}`,
		"many errors in messages": `{"message":{"errors":[` + strings.TrimSuffix(strings.Repeat(`{"code":"x"},`, many), ",") + `]}}`,
	} {
		r, took := allocated(func() *profile.Received {
			r, err := profile.DCI10().Decode([]byte(body), profile.Asked{})
			require.NoError(t, err, name)
			return r
		})
		assert.NotEmpty(t, r.Errors, name)
		assert.LessOrEqual(t, len(r.Errors), 16, name)
		assert.Less(t, took, uint64(8*len(body)), name)
	}
}

func TestATreeOfPlacesIsBounded(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	body := []byte(`{"locations":[` + strings.TrimSuffix(strings.Repeat(`{"id":1},`, 16<<20/9), ",") + `]}`)
	_, took := allocated(func() *profile.Locations {
		l, err := profile.DCI10().DecodeLocations(body)
		require.ErrorContains(t, err, "too long")
		return l
	})
	assert.Less(t, took, uint64(160<<20))
	l, err := profile.DCI10().DecodeLocations([]byte(`{"locations":[` + strings.TrimSuffix(strings.Repeat(`{"id":1},`, 200_000), ",") + `]}`))
	require.NoError(t, err)
	assert.Len(t, l.Places, 200_000)
}

// allocated is how many bytes fn allocates in all.
func allocated[T any](fn func() T) (T, uint64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	v := fn()
	runtime.ReadMemStats(&after)
	return v, after.TotalAlloc - before.TotalAlloc
}

// One record may be 16 MiB long: a list of texts or dates in it is bounded like any
// other, and what was left unread is no answer.
func TestAListOfTextsInOneRecordTakesLittleMemory(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	for _, member := range []string{"phone_number", "email", "birth_date", "marriage_date", "death_date", "given_name"} {
		var b strings.Builder
		b.WriteString(`{"message":{"search_response":[{"reference_id":"r","status":"succ","data":{"reg_records":[{"brn":"B1","` + member + `":[`)
		for i := 0; b.Len() < 4<<20; i++ {
			b.WriteString(`"` + strconv.Itoa(1900+i) + `",`)
		}
		b.WriteString(`"1"]}]}}]}}`)
		r, took := allocated(func() *profile.Received {
			r, err := profile.DCI10().Decode([]byte(b.String()), profile.Asked{Questions: 1, PageSize: 1})
			require.NoError(t, err, member)
			return r
		})
		assert.True(t, r.TooMuch, member)
		assert.Less(t, took, uint64(12*b.Len()), member)
	}
}

// Members without end, anywhere in an answer, take a small multiple of its bytes:
// what tells double members apart keeps every name, which took 250 to 466 MiB.
func TestManyMembersTakeLittleMemory(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	var b strings.Builder
	for i := 0; b.Len() < 15<<20; i++ {
		b.WriteString(`"` + strconv.FormatInt(int64(i), 36) + `":1,`)
	}
	many := b.String()
	b.Reset()
	for i := 0; b.Len() < 15<<20; i++ { // at many depths, no object with too many
		b.WriteString(`{` + many[:7_000] + `"z":`)
	}
	deep := b.String() + "1" + strings.Repeat("}", strings.Count(b.String(), "{"))
	for name, body := range map[string]string{
		"at the top":     `{"success":"true",` + many + `"data":[]}`,
		"in a record":    `{"success":"true","data":[{` + many + `"brn":"B1"}],"message":{"search_response":[{"data":{"reg_records":[{` + many[:1<<20] + `"brn":"B1"}]}}]}}`,
		"in an unknown":  `{"locations":[],"x":[[{"y":{` + many + `"z":1}}]]}`,
		"in a location":  `{"locations":[{` + many + `"id":"1"}]}`,
		"depth by depth": `{"success":"true","x":` + deep + `}`,
	} {
		for _, p := range profile.All() {
			_, took := allocated(func() any {
				_, err := p.Decode([]byte(body), profile.Asked{Questions: 1, PageSize: 1})
				checkError(t, []byte(body), err)
				require.ErrorContains(t, err, "too costly to read", "%s in %s", name, p.Name)
				return nil
			})
			assert.Less(t, took, uint64(2*len(body)), "%s in %s", name, p.Name)
		}
		_, took := allocated(func() any {
			_, err := profile.DCI10().DecodeLocations([]byte(body))
			require.ErrorContains(t, err, "too costly to read", name)
			return nil
		})
		assert.Less(t, took, uint64(2*len(body)), name)
	}
}

// What is large because it has many records, or many members in each, is read.
func TestALargeAnswerOfListsIsRead(t *testing.T) {
	t.Parallel()
	var record strings.Builder
	for i := range 1000 {
		record.WriteString(`"m` + strconv.Itoa(i) + `":"a \"colon\": {here",`)
	}
	body := `{"success":"true","data":[` + strings.Repeat(`{`+record.String()+`"brn":"B1"},`, 60) + `{"brn":"B1"}]}`
	require.Greater(t, len(body), 3<<19)
	r, err := profile.Workshop2022().Decode([]byte(body), profile.Asked{Questions: 1, PageSize: 1})
	require.NoError(t, err)
	assert.Len(t, r.Items[0].Records, 61)
}

// Which of two members was read first is an accident: together they name no event.
func TestDataThatNamesTwoEventsNamesNone(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`"reg_event_type":"death","reg_type":"ocrvs:registry_type:birth"`:            "death/live_birth",
		`"reg_type":"ocrvs:registry_type:birth","reg_event_type":"death"`:            "death/live_birth",
		`"reg_event_type":"birth","reg_type":"ocrvs:registry_type:death"`:            "live_birth/death",
		`"reg_event_type":"birth","reg_type":"ocrvs:registry_type:marriage"`:         "live_birth/marriage",
		`"reg_event_type":"birth","reg_type":"ocrvs:registry_type:birth"`:            "live_birth",
		`"reg_event_type":"1","reg_type":"ns:org:RegistryType:Civil"`:                "live_birth",
		`"reg_event_type":"","reg_type":"ocrvs:registry_type:death"`:                 "death",
		`"reg_event_type":"cancelled_registration","reg_type":"registry_type:birth"`: "cancelled_registration",
	} {
		r, err := profile.OpenCRVS2024().Decode([]byte(`{"message":{"search_response":[{"reference_id":"1","data":{`+data+`,"reg_records":[{"surname":"Rao"}]}}]}}`), profile.Asked{})
		require.NoError(t, err)
		require.Len(t, r.Items[0].Records, 1)
		assert.Equal(t, want, string(r.Items[0].Records[0].Event), data)
		assert.Equal(t, want, string(r.Items[0].Event), data)
	}
}
