package person_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func readRecord(t *testing.T, text string) person.Record {
	t.Helper()
	var r person.Record
	require.NoError(t, json.Unmarshal([]byte(text), &r))
	return r
}

func TestARecordIsAPersonWithAnEvent(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, text string
		event      codes.VitalEvent
		number     string
		written    string
	}{
		{"of v1.0.0", `{"reg_event_type":"birth","identifier":[{"identifier_type":"BRN","identifier_value":"B1"}]}`, codes.VitalEventBirth, "B1", `{"reg_event_type":"live_birth","identifier":[{"identifier_type":"BRN","identifier_value":"B1"}]}`},
		{"of the 2022 edition", `{"repository_type":"Death","drn":"D1","brn":"B1"}`, codes.VitalEventDeath, "D1", `{"reg_event_type":"death","identifier":[{"identifier_type":"DRN","identifier_value":"D1"},{"identifier_type":"BRN","identifier_value":"B1"}]}`},
		{"that names no event", `{"mrn":"M1"}`, "", "M1", `{"identifier":[{"identifier_type":"MRN","identifier_value":"M1"}]}`},
		{"of any event, which is none", `{"reg_event_type":"REGISTER"}`, "", "", `{"reg_event_type":"REGISTER"}`},
		{"of an event that nobody knows", `{"reg_event_type":"coronation"}`, "coronation", "", `{"reg_event_type":"coronation"}`},
		{"that names two events", `{"repository_type":"birth","reg_event_type":"death"}`, codes.VitalEventBirth, "", `{"reg_event_type":"live_birth","regEventType":"death"}`},
		{"with an event of a shape unknown", `{"reg_event_type":{"code":1}}`, "", "", `{"reg_event_type":{"code":1}}`},
		{"of an event whose registrations have no identifier type", `{"reg_event_type":"divorce","registration_number":"V1"}`, codes.VitalEventDivorce, "V1", `{"reg_event_type":"divorce","registration_number":"V1"}`},
		{"whose number is among the identifiers and beside them", `{"reg_event_type":"birth","brn":"B1","registration_number":"V1"}`, codes.VitalEventBirth, "B1", `{"reg_event_type":"live_birth","identifier":[{"identifier_type":"BRN","identifier_value":"B1"}],"registration_number":"V1"}`},
		{"with a number that is none", `{"reg_event_type":"divorce","registration_number":"N/A"}`, codes.VitalEventDivorce, "", `{"reg_event_type":"divorce","registration_number":"N/A"}`},
		{"of nobody", ` { } `, "", "", `{}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := readRecord(t, tc.text)
			assert.Equal(t, tc.event, r.Event)
			assert.Equal(t, tc.number, r.RegistrationNumber)
			assertText(t, tc.written, write(t, r))
			assertText(t, tc.written, write(t, readRecord(t, tc.written)))
		})
	}
}

func TestARecordThatWasMadeInGoSurvivesARoundTrip(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		g := newGenerator(seed)
		want := person.Record{Event: pick(g, "", codes.VitalEventBirth, codes.VitalEventDivorce, "coronation"), Person: g.person(0)}
		want.RegistrationNumber = want.Person.RegistrationNumber(want.Event)
		if want.RegistrationNumber == "" && want.Event == codes.VitalEventDivorce {
			want.RegistrationNumber = "V1"
		}
		text := write(t, want)
		got := readRecord(t, text)
		assert.Equal(t, want.Event, got.Event)
		assert.Equal(t, want.RegistrationNumber, got.RegistrationNumber, text)
		assert.Equal(t, text, write(t, got))
	}
	r := person.Record{Event: codes.VitalEventDeath, RegistrationNumber: "D1", Person: identified(person.Identifier{Type: "UIN", Value: "1"})}
	text := write(t, r)
	assertText(t, `{"reg_event_type":"death","identifier":[{"identifier_type":"DRN","identifier_value":"D1"},{"identifier_type":"UIN","identifier_value":"1"}]}`, text)
	assert.Len(t, r.Person.Identifiers, 1, "the record itself is as it was")
	assert.Equal(t, "D1", readRecord(t, text).RegistrationNumber)
}

func TestARecordKeepsItsRawText(t *testing.T) {
	t.Parallel()
	const text = `{"givenName" : "Mala","x":[1, 2]}`
	r := readRecord(t, " "+text+"\n")
	assertText(t, text, string(r.Raw()))
	raw := r.Raw()
	raw[0] = '!'
	assertText(t, text, string(r.Raw())) // each caller has a copy
	assert.Nil(t, person.Record{}.Raw())
	assert.Nil(t, readRecord(t, `""`).Raw())

	var streamed person.Record
	d := jsontext.NewDecoder(bytes.NewBufferString(`[` + text + `]`))
	_, err := d.ReadToken()
	require.NoError(t, err)
	require.NoError(t, streamed.UnmarshalJSONFrom(d))
	assertText(t, text, string(streamed.Raw()))
	var out bytes.Buffer
	require.NoError(t, streamed.MarshalJSONTo(jsontext.NewEncoder(&out)))
	assertText(t, `{"name":{"given_name":"Mala"},"x":[1,2]}`+"\n", out.String())
}

func TestWhatIsNoRecordIsRefused(t *testing.T) {
	t.Parallel()
	r := person.Record{Event: codes.VitalEventBirth}
	for _, text := range []string{`7`, `[{}]`, `"x"`, `true`} {
		require.ErrorIs(t, r.UnmarshalJSON([]byte(text)), person.ErrNotAnObject)
	}
	for _, text := range []string{`{`, `{"a":1,"a":2}`, ``, `{} {}`} {
		require.Error(t, r.UnmarshalJSON([]byte(text)))
	}
	assert.Equal(t, codes.VitalEventBirth, r.Event, "as it was")
	require.NoError(t, r.UnmarshalJSON([]byte(`null`)))
	assert.Empty(t, r.Event)
}

func TestTheCoupleOfARecordIsBothOfThem(t *testing.T) {
	t.Parallel()
	with := func(event codes.VitalEvent, types ...codes.RelationshipType) person.Record {
		p := named(person.PersonName{Text: "one"})
		for i, rt := range types {
			p.Relations = append(p.Relations, person.Relation{Type: rt, Person: named(person.PersonName{Text: fmt.Sprint(i)})})
		}
		return person.Record{Event: event, Person: p}
	}
	dated := with("", "SPS")
	dated.Person.MarriageDates = dates("2015")
	for _, tc := range []struct {
		name   string
		record person.Record
		other  string // "" for no couple
	}{
		{"a husband", with("marriage", "MTH", "HUSB"), "1"},
		{"a spouse by the name of a dialect", with("marriage", "spdci:Spouse"), "0"},
		{"one of whom nothing is said, as OpenCRVS writes a groom", with("marriage", ""), "0"},
		{"a spouse and one of whom nothing is said", with("marriage", "", "WIFE"), "1"},
		{"one of whom nothing is said, beside a mother", with("marriage", "", "MTH"), ""},
		{"two of whom nothing is said", with("marriage", "", ""), ""},
		{"two spouses, and one of whom nothing is said", with("marriage", "", "SPS", "SPS"), ""},
		{"nobody but a parent", with("marriage", "MTH"), ""},
		{"the spouse of a divorce", with("divorce", "SPS"), "0"},
		{"the former spouse of a divorce", with("divorce", "FRMSPS"), "0"},
		{"a former spouse at a marriage", with("marriage", "FRMSPS"), ""},
		{"the spouse of one who died", with("death", "SPS"), ""},
		{"no event, but the date of a marriage", dated, "0"},
		{"no event", with("", "SPS"), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			one, other, ok := tc.record.Couple()
			assert.Equal(t, tc.other != "", ok)
			assert.Equal(t, tc.other, other.Name().Full())
			assert.Equal(t, ok, one.Name().Full() == "one")
		})
	}
	assert.Len(t, with("divorce", "FRMSPS", "MTH").Subjects(), 2, "a divorce is about both")
	assert.Len(t, with("marriage", "FRMSPS").Subjects(), 1)
	assert.Len(t, with("marriage", "SPS", "").Subjects(), 2, "one of whom nothing is said is no spouse where somebody else is")
	assert.Len(t, with("marriage", "", "MTH").Subjects(), 1)
}

func TestADecoderReadsTheRecordsOfOneAnswer(t *testing.T) {
	t.Parallel()
	const text = `[{"reg_event_type":"birth","brn":"B1"},null,7,{"mrn":"M1"}]`
	in := jsontext.NewDecoder(bytes.NewBufferString(text))
	_, err := in.ReadToken()
	require.NoError(t, err)
	d := person.NewDecoder(in, len(text))
	var got []string
	for in.PeekKind() != ']' {
		var r person.Record
		if err := d.Decode(&r); err != nil {
			require.ErrorIs(t, err, person.ErrNotAnObject)
		}
		got = append(got, r.RegistrationNumber)
	}
	assert.Equal(t, []string{"B1", "", "", "M1"}, got)
	assert.False(t, d.Exhausted())
	require.Error(t, d.Decode(new(person.Record)))
}

func TestADecoderReadsARecordThatWasChecked(t *testing.T) {
	t.Parallel()
	const text = `{"reg_event_type":"birth","brn":"B1"}`
	d := person.NewDecoder(nil, len(text))
	raw := []byte(text)
	var got, want person.Record
	require.NoError(t, d.DecodeChecked(raw, &got))
	require.NoError(t, want.UnmarshalJSON(raw))
	clear(raw)
	assert.Equal(t, want, got, "the record has a copy of its own")
	require.ErrorIs(t, d.DecodeChecked([]byte(`7`), &got), person.ErrNotAnObject)
	require.NoError(t, d.DecodeChecked([]byte(`{"identifier":[`+strings.Repeat(`"1",`, 10_000)+`"1"]}`), &got))
	assert.True(t, d.Exhausted())
}

func TestTheListsOfAllRecordsShareTheirMemory(t *testing.T) {
	t.Parallel()
	record := `{"brn":"B1","relations":[` + string(bytes.Repeat([]byte(`{"a":1},`), 5_000)) + `{"a":1}]}`
	in := jsontext.NewDecoder(bytes.NewBufferString(string(bytes.Repeat([]byte(record+" "), 20))))
	d := person.NewDecoder(in, 20*len(record))
	full := 0
	for range 20 {
		var r person.Record
		require.NoError(t, d.Decode(&r))
		assert.Equal(t, "B1", r.RegistrationNumber)
		if len(r.Person.Relations) > 0 {
			full++
			assert.False(t, d.Exhausted())
			continue
		}
		assert.True(t, d.Exhausted())
		_, raw := r.Person.Extra.Get("relations")
		assert.True(t, raw, "what is not read is not lost")
	}
	assert.Positive(t, full)
	assert.Less(t, full, 15)

	long := `{"identifier":[` + strings.Repeat(`"1",`, 10_000) + `"1"]}`
	d = person.NewDecoder(jsontext.NewDecoder(strings.NewReader(long)), len(long))
	require.NoError(t, d.Decode(new(person.Record)))
	assert.True(t, d.Exhausted(), "one record of too many elements")
}

func FuzzDecodeRecord(f *testing.F) {
	for _, seed := range append(spellings(), hostileShapes()...) {
		f.Add([]byte(seed))
	}
	f.Add([]byte(`{"reg_event_type":"birth","repository_type":"death","registration_number":"1","brn":"B1"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var r, again person.Record
		if r.UnmarshalJSON(text) != nil {
			return
		}
		require.True(t, r.Raw() == nil || jsontext.Value(r.Raw()).IsValid())
		once, err := r.MarshalJSON()
		require.NoError(t, err)
		require.NoError(t, again.UnmarshalJSON(once), "what we write we read")
		require.Equal(t, r.Event, again.Event)
		require.Equal(t, r.RegistrationNumber, again.RegistrationNumber)
		require.Empty(t, differenceOfContent(r.Person, again.Person), "nothing is lost")
		twice, err := again.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice), "writing is stable")
		require.Empty(t, difference(reflect.ValueOf(r.Event), reflect.ValueOf(again.Event), "event"))
		_ = r.Subjects()
		_, _, _ = r.Couple()
	})
}
