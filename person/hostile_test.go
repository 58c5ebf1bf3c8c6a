package person_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func nest(open, inner, closing string, n int) string {
	return strings.Repeat(open, n) + inner + strings.Repeat(closing, n)
}

// hostileShapes are records that are legal JSON and nothing else.
func hostileShapes() []string {
	members := []string{
		"name", "identifier", "sex", "birth_date", "birth_place", "death_date", "death_place", "address", "phone_number", "email",
		"marital_status", "marriage_date", "marriage_place", "divorce_date", "parent1_identifier", "parent2_identifier", "related_person",
		"relations", "given_name", "surname", "prefix", "maiden_name", "@type", "@context",
		"contact_number", "divorce_place", "weight_at_birth", "type_of_birth", "registration_date", "last_updated", "father_name", "mother_name",
		"identification_type", "identification_value", "brn", "mrn", "reg_event_type", "repository_type", "registration_number",
	}
	values := []string{
		`null`, `""`, `" "`, `{}`, `[]`, `[[]]`, `[null]`, `true`, `-1.5e300`, `0`, `"text"`, `{"a":1}`, `[{}]`, `[{"a":[{}]}]`, `["a",{}]`, `["a",["b"]]`,
		`{"name":{"name":{"name":1}}}`, `{"identifier":{"identifier":[]}}`, `"\u0000\ud83d\ude00"`, `{"@type":"Mother"}`, `[{"related_member":{}}]`,
		`[{"related_member":{"related_member":[]},"relationship_type":{}}]`, `"A:B:C"`, `[1990,"x"]`,
		`{"geo":{"latitude":1e9,"lng":"x"},"contains_place":[{"geo":{}},"c"],"geo_location":{"plus_code":{"geometry":{"bounds":{"northeast":{"latitude":"1"},"x":1},"y":2},"z":3}}}`,
		`{"system":"FAX","value":7,"use":"home","period":{"start":1990,"end":"x","y":{}}}`, `[{"use":"Official","period":{"start":""},"text":"A"},{"nameUse":"x","period":true}]`,
	}
	var texts []string
	for _, value := range values {
		all := make([]string, len(members))
		for i, member := range members {
			texts = append(texts, `{"`+member+`":`+value+`}`)
			all[i] = `"` + member + `":` + value
		}
		texts = append(texts, "{"+strings.Join(all, ",")+"}", "\t{ "+strings.Join(all, " ,\n")+" } ")
	}
	return append(texts,
		nest(`{"relations":[`, `{"sex":"M"}`, `]}`, 30),
		nest(`{"related_person":[{"related_member":`, `{"sex":"M"}`, `}]}`, 30),
		`{"birth_place":`+nest(`{"contained_in_place":`, `"x"`, `}`, 30)+`}`,
		`{"birth_place":`+nest(`[`, `"x"`, `]`, 300)+`}`,
		`{"birth_place":`+nest(`{"contains_place":[`, `"x"`, `]}`, 30)+`}`,
		`{"":[],"sex":"M"}`,
		`{"phone_number":["1","1"],"contact_number":[{"value":"1","use":"home"},"1"],"email":[{"system":"phone","value":"1"}],"phone":"1"}`,
		`{"identification_type":"NID","identificationType":"UIN","identification_value":"1","identifier_value":"2","brn":"1","identifier":["BRN:1","2"]}`,
		`{"father_name":"A","fatherName":["A","B"],"mother_name":{"first_name":"C"},"relations":[{"@type":"Father","name":"A"},{"@type":"NMTH","given_name":"C"}]}`,
		`{"x":`+nest(`[`, ``, `]`, 300)+`}`,
		`{"related_person":[{"relationship_type":"PRN","related_member":{"identifier":["UIN:1"]}}],"parent2_identifier":"UIN:1","relations":[{"@type":"Father"}]}`,
	)
}

func TestAnyObjectIsReadAndWritingItIsStable(t *testing.T) {
	t.Parallel()
	for _, text := range hostileShapes() {
		p := read(t, text)
		once := write(t, p)
		require.Equal(t, once, write(t, read(t, once)), text)
		require.Empty(t, differenceOfContent(p, read(t, once)), text)
		require.True(t, jsontext.Value(once).IsValid(), text)
	}
}

func TestNothingOfAnUnreadableMemberIsLost(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"birth_place":true}`, `{"name":[true]}`, `{"sex":{"code":"F"}}`,
		`{"related_person":[{"relationship_type":"MTH","related_member":"Bala"}]}`, `{"birth_date":{"year":1990}}`, `{"address":[[]]}`, `{"marital_status":["M","S"]}`, `{"relations":7}`,
	} {
		assert.Equal(t, text, write(t, read(t, text)))
	}
}

func TestNestingDeeperThanEightIsKeptRaw(t *testing.T) {
	t.Parallel()
	text := nest(`{"related_person":[{"relationship_type":"CHILD","related_member":`, `{"sex":"male"}`, `}]}`, 12)
	p := read(t, text)
	assert.Equal(t, text, write(t, p), "all of it is written again")
	depth := 1
	for len(p.Relations) > 0 {
		p = p.Relations[0].Person
		depth++
	}
	assert.Equal(t, 8, depth)
	_, ok := p.Extra.Get("related_person")
	assert.True(t, ok)

	places := `{"birth_place":` + nest(`{"name":"x","contained_in_place":`, `{"name":"y"}`, `}`, 12) + `}`
	p = read(t, places)
	assert.Equal(t, places, write(t, p))
	depth = 1
	for place := p.BirthPlace; place != nil; place = place.ContainedIn {
		depth++
	}
	assert.Equal(t, 8, depth, "the person counts")
}

func TestVeryLongAndVeryManyValuesAreRead(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ж", 1<<19)
	p := read(t, `{"givenName":"`+long+`"}`)
	assert.Len(t, p.Name().GivenName(), 1<<20)
	p = read(t, `{"givenName":"`+strings.Repeat(`\u0436`, 1<<19)+`"}`)
	assert.Len(t, p.Name().GivenName(), 1<<20)
	p = read(t, `{"phone":[`+strings.Repeat(`"+4420794600001",`, 30_000)+`"1"]}`)
	assert.Len(t, p.Phones(), 30_001)
	p = read(t, `{"relations":[`+strings.Repeat(`{"sex":"M"},`, 9_000)+`{"sex":"M"}],"parent1_identifier":"1"}`)
	assert.Len(t, p.Relations, 9_002)
	var many strings.Builder
	for i := range 20_000 {
		many.WriteString(`,"m` + strings.Repeat("x", i%7) + string(rune('0'+i%10)) + strings.Repeat("y", i/10) + `":1`)
		if many.Len() > 1<<20 {
			break
		}
	}
	once := write(t, read(t, `{"sex":"male"`+many.String()+`}`))
	assert.Equal(t, `{"sex":"male"`+many.String()+`}`, once)
}

func TestAListOfMoreThanARecordCanHoldIsKeptRaw(t *testing.T) {
	t.Parallel()
	for _, list := range []string{
		`"related_person":[` + strings.Repeat(`{"a":1},`, 10_000) + `{"a":1}]`,
		`"identifier":[` + strings.Repeat(`"1",`, 10_000) + `"1"]`,
	} {
		text := `{"sex":"male",` + list + `}`
		p := read(t, text)
		assert.Empty(t, p.Relations)
		assert.Empty(t, p.Identifiers)
		assert.Len(t, write(t, p), len(text), "nothing is lost")
	}
}

func TestDecodingFailsOnlyWhereThereIsNoObject(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, text string
		want       error // nil for any error of jsontext
	}{
		{"a name twice", `{"sex":"male","sex":"female"}`, jsontext.ErrDuplicateName},
		{"a name twice, once with escapes", `{"sex":"male","s\u0065x":"female"}`, jsontext.ErrDuplicateName},
		{"a name twice deep inside", `{"x":[{"a":1,"a":2}]}`, jsontext.ErrDuplicateName},
		{"invalid UTF-8", "{\"givenName\":\"\xff\"}", nil},
		{"half a surrogate pair", `{"givenName":"\ud800"}`, nil},
		{"a missing bracket", `{"name":{"given_name":"A"}`, io.ErrUnexpectedEOF},
		{"nothing at all", ``, io.ErrUnexpectedEOF},
		{"two values", `{} {}`, nil},
		{"not JSON", `<html>`, nil},
		{"a text", `"Mala"`, person.ErrNotAnObject},
		{"a list", `[{"sex":"male"}]`, person.ErrNotAnObject},
		{"a number", `7`, person.ErrNotAnObject},
		{"true", `true`, person.ErrNotAnObject},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := person.Person{Sex: "male"}
			err := p.UnmarshalJSON([]byte(tc.text))
			require.Error(t, err)
			if tc.want != nil {
				require.ErrorIs(t, err, tc.want)
			}
			assert.NotContains(t, err.Error(), "Mala")
			assert.Equal(t, codes.SexMale, p.Sex, "the person stays as it was")
		})
	}
	for _, empty := range []string{`null`, `""`, `{}`, ` {} `} {
		p := person.Person{Sex: "male"}
		require.NoError(t, p.UnmarshalJSON([]byte(empty)))
		assert.Equal(t, `{}`, write(t, p))
	}
}

func TestADecoderThatAllowsDoublesIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"sex":"male","sex":"female"}`, "{\"givenName\":\"\xff\"}"} {
		d := jsontext.NewDecoder(strings.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		var p person.Person
		require.Error(t, p.UnmarshalJSONFrom(d))
	}
}

func TestPeopleAreReadOneByOneFromAStream(t *testing.T) {
	t.Parallel()
	d := jsontext.NewDecoder(strings.NewReader(` [ {"sex":"male"} , null, {"sex":"female"} ] `))
	_, err := d.ReadToken()
	require.NoError(t, err)
	var got []string
	for d.PeekKind() != ']' {
		var p person.Person
		require.NoError(t, p.UnmarshalJSONFrom(d))
		got = append(got, string(p.Sex))
	}
	assert.Equal(t, []string{"male", "", "female"}, got)
	var p person.Person
	require.Error(t, p.UnmarshalJSONFrom(d))
}

func TestTextThatIsNotUTF8IsNotWritten(t *testing.T) {
	t.Parallel()
	p := named(person.PersonName{Given: []string{"Mala\xff"}})
	_, err := p.MarshalJSON()
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "Mala")
	_, err = json.Marshal(p)
	require.Error(t, err)
	require.Error(t, p.MarshalJSONTo(jsontext.NewEncoder(io.Discard)))
}

func TestWritingIsStableForAnyMixOfMembers(t *testing.T) {
	t.Parallel()
	g := newGenerator(7)
	var object func(depth int) string
	values := []func(int) string{
		func(int) string { return pick(g, `null`, `""`, `true`, `7`, `[]`, `{}`) },
		func(int) string { return pick(g, `"UIN:1"`, `"A"`, `["A","B"]`, `"1990"`, `"spdci:Mother"`, `"PRN"`) },
		func(int) string {
			return pick(g, `{"type":"UIN","value":"1"}`, `{"type":"UIN","value":"1","x":2}`, `[{"type":"UIN","value":"2"},"UIN:1"]`, `{"y":1}`)
		},
		func(depth int) string { return object(depth + 1) },
		func(depth int) string { return `[` + object(depth+1) + `,` + object(depth+1) + `]` },
		func(depth int) string {
			return `[{"relationship_type":` + pick(g, `"MTH"`, `"PRN"`, `""`, `{}`) + `,"related_member":` + object(depth+1) + pick(g, ``, `,"z":1`) + `}]`
		},
	}
	object = func(depth int) string {
		names := []string{
			"identifier", "identifiers", "name", "given_name", "first_name", "surname", "lastName", "prefix", "maiden_name", "sex", "gender", "birth_date", "dob",
			"birth_place", "birthPlace", "address", "phone", "related_person", "relations", "relatedPerson", "related_member", "relatedMember", "parent1_identifier",
			"parent2_identifier", "relationship_type", "relationshipType", "@type", "contained_in_place", "identifier_value", "value", "x",
			"contact_number", "phone_number", "email", "system", "use", "nameUse", "period", "start", "start_date", "father_name", "fatherName", "mother_name",
			"identification_type", "identificationType", "identification_value", "brn", "drn", "geo", "latitude", "lat", "contains_place", "plus_code", "geo_location",
			"divorce_place", "birth_weight", "weight_at_birth", "registration_date", "registrationDate", "name_use", "text",
		}
		g.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		var members []string
		for _, name := range names[:g.IntN(7)] {
			n := len(values)
			if depth > 3 {
				n = 3
			}
			members = append(members, `"`+name+`":`+values[g.IntN(n)](depth))
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	for range 2_000 {
		text := object(0)
		once := write(t, read(t, text))
		require.True(t, jsontext.Value(once).IsValid(), "%s gave %s", text, once)
		require.Equal(t, once, write(t, read(t, once)), text)
		require.Empty(t, differenceOfContent(read(t, text), read(t, once)), "%s gave %s", text, once)
	}
}
