package strictjson_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

func TestEqualComparesByValue(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		a, b string
		same bool
	}{
		"the same bytes":                          {`{"a":[1,"x",null]}`, `{"a":[1,"x",null]}`, true},
		"other white space":                       {`{"a":[1,"x"]}`, " {\n\"a\" : [ 1 ,\t\"x\" ] } ", true},
		"another order of members":                {`{"a":1,"b":2,"c":{"d":4,"e":5}}`, `{"c":{"e":5,"d":4},"b":2,"a":1}`, true},
		"another order after a common start":      {`{"a":1,"b":2,"c":3}`, `{"a":1,"c":3,"b":2}`, true},
		"another order in a list of objects":      {`[{"a":1,"b":2},3]`, `[{"b":2,"a":1},3]`, true},
		"another order of a list":                 {`[1,2]`, `[2,1]`, false},
		"numbers spelled otherwise":               {`[1,1,1,0,-0,100,0.00001,120e-1]`, `[1.0,1e0,10E-1,0.000,0,1e2,1e-5,12]`, true},
		"a number that differs in the 20th digit": {`1.0000000000000000001`, `1.0000000000000000002`, false},
		"a large number off by one":               {`9007199254740993`, `9007199254740992`, false},
		"a sign":                                  {`1`, `-1`, false},
		"a power":                                 {`1e2`, `1e3`, false},
		"a digit more":                            {`12`, `123`, false},
		"a huge exponent, spelled alike":          {`1e99999999999999999999`, `1e99999999999999999999`, true},
		"a huge exponent, spelled otherwise":      {`1e99999999999999999999`, `10e99999999999999999998`, false},
		"a string and its escapes":                {`"é😀/"`, `"\u00e9\ud83d\ude00\/"`, true},
		"a name and its escapes":                  {`{"é":1}`, `{"\u00e9":1}`, true},
		"two Unicode forms of one name":           {"\"Zoe\u0301\"", "\"Zo\u00e9\"", false},
		"one value":                               {`{"a":{"b":"x"}}`, `{"a":{"b":"y"}}`, false},
		"a number and its string":                 {`{"a":1}`, `{"a":"1"}`, false},
		"null and nothing":                        {`{"a":1,"b":null}`, `{"a":1}`, false},
		"nothing and null":                        {`{"a":1}`, `{"a":1,"b":null}`, false},
		"a member more in another order":          {`{"a":1,"b":2}`, `{"b":2,"c":3,"a":1}`, false},
		"a member less in another order":          {`{"a":1,"b":2,"c":3}`, `{"c":3,"a":1}`, false},
		"another name":                            {`{"a":1}`, `{"b":1}`, false},
		"a longer list":                           {`[1,2]`, `[1,2,3]`, false},
		"a shorter list":                          {`[1,2,3]`, `[1,2]`, false},
		"an object and a list":                    {`{}`, `[]`, false},
		"an object and a word":                    {`{}`, `true`, false},
		"two words":                               {`true`, `false`, false},
		"a word and a number":                     {`null`, `0`, false},
		"nothing at all":                          {``, ``, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.same, strictjson.Equal([]byte(tt.a), []byte(tt.b)))
			assert.Equal(t, tt.same, strictjson.Equal([]byte(tt.b), []byte(tt.a)))
		})
	}
}

func TestAppendWritesTheCanonicalForms(t *testing.T) {
	t.Parallel()
	const text = ` { "b" : [ 1 , 2.50 , {"y":null,"x":[null]} , [] , {} ] , "a":"Z\u00f6e \ud83d\ude00 \u2028\u007f \/\"\\\b\f\n\r\t\u0001" , "é":1e-7, "B":10000000000000000, "a\u0000":null }`
	for name, tt := range map[string]struct {
		form strictjson.Form
		want string
	}{
		"UTF-8 as it is": {
			strictjson.Form{},
			"{\"B\":10000000000000000,\"a\":\"Zöe 😀 \u2028\x7f /\\\"\\\\\\b\\f\\n\\r\\t\\u0001\",\"a\\u0000\":null,\"b\":[1,2.50,{\"x\":[null],\"y\":null},[],{}],\"é\":1e-7}",
		},
		"ASCII": {
			strictjson.Form{ASCII: true},
			`{"B":10000000000000000,"a":"Z\u00f6e \ud83d\ude00 \u2028\u007f /\"\\\b\f\n\r\t\u0001","a\u0000":null,"b":[1,2.50,{"x":[null],"y":null},[],{}],"\u00e9":1e-7}`,
		},
		"ASCII without nulls": {
			strictjson.Form{ASCII: true, OmitNulls: true},
			`{"B":10000000000000000,"a":"Z\u00f6e \ud83d\ude00 \u2028\u007f /\"\\\b\f\n\r\t\u0001","b":[1,2.50,{"x":[null]},[],{}],"\u00e9":1e-7}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strictjson.Append([]byte("before "), []byte(text), tt.form)
			assert.Equal(t, "before "+tt.want, string(got))
			assert.Equal(t, tt.want, string(strictjson.Append(nil, got[len("before "):], tt.form)), "it is canonical already")
		})
	}
	assert.JSONEq(t, `{}`, string(strictjson.Append(nil, []byte(`{"a":null}`), strictjson.Form{OmitNulls: true})))
	assert.Equal(t, `null`, string(strictjson.Append(nil, []byte(` null `), strictjson.Form{OmitNulls: true})))
}

func TestMembersAreSortedByCodePoint(t *testing.T) {
	t.Parallel()
	// UTF-16 order, which JavaScript sorts by, would put the emoji first.
	got := strictjson.Append(nil, []byte(`{"\uff21":1,"😀":2,"a":3}`), strictjson.Form{})
	assert.Equal(t, "{\"a\":3,\"\uff21\":1,\"😀\":2}", string(got))
}

func BenchmarkStrictJSON(b *testing.B) {
	var items []string
	for i := range 100 {
		items = append(items, fmt.Sprintf(`{"reference_id":"r-%d","status":"succ","data":{"reg_records":[{"name":{"given_name":"Ж %d","surname":"Kumar"},"sex":"female","birth_date":"1990-05-12"}]}}`, i, i))
	}
	text := []byte(`{"message":{"search_response":[` + strings.Join(items, ",") + `]}}`)
	shuffled := strictjson.Append(nil, text, strictjson.Form{})
	b.Run("check", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			_ = strictjson.Check(text, strictjson.Limits{})
		}
	})
	b.Run("equal", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			_ = strictjson.Equal(text, shuffled)
		}
	})
	b.Run("canonical", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		var dst []byte
		for b.Loop() {
			dst = strictjson.Append(dst[:0], text, strictjson.Form{ASCII: true})
		}
	})
}
