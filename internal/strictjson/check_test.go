package strictjson_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

func TestCheckTakesWhatHasOneMeaning(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{}`, `[]`, ` {"a" : [ 1 , -0.5e+10 , true , false , null , "" ] } `, `"x"`, `0`, `-1`,
		`{"a":1,"A":2,"b":{"a":1}}`, `{"እ":"ሰላም","ที่":"อยู่","Ж":"Жанна","اسم":"😀"}`,
		`"\ud83d\ude00 \u00e9 \/ \" \\ \b\f\n\r\t"`, "\"\u2028\x7f\"", `{"":1}`,
		strings.Repeat("[", 64) + strings.Repeat("]", 64),
	} {
		assert.NoError(t, strictjson.Check([]byte(text), strictjson.Limits{}), "%q", text)
	}
}

func TestCheckRefusesWhatReadersDisagreeAbout(t *testing.T) {
	t.Parallel()
	many := make([]string, 40)
	for i := range many {
		many[i] = `"k` + strings.Repeat("x", i) + `":1`
	}
	for name, tt := range map[string]struct{ text, reason string }{
		"a duplicate member":                       {`{"a":1,"a":1}`, "a member stands twice in one object at byte 7"},
		"a duplicate member deep down":             {`{"a":[{"b":{"c":1,"d":2,"c":3}}]}`, "a member stands twice in one object at byte 24"},
		"a duplicate spelled with an escape":       {`{"a":1,"\u0061":2}`, "a member stands twice in one object at byte 7"},
		"a duplicate among many":                   {`{` + strings.Join(many, ",") + `,"k":1}`, "a member stands twice"},
		"a duplicate of the last among many":       {`{` + strings.Join(many, ",") + `,"k` + strings.Repeat("x", 39) + `":1}`, "a member stands twice"},
		"invalid UTF-8":                            {"\"a\xff\"", "the text is not valid UTF-8 at byte 2"},
		"an overlong form":                         {"\"\xc0\xaf\"", "the text is not valid UTF-8 at byte 1"},
		"a surrogate in UTF-8":                     {"\"\xed\xa0\x80\"", "the text is not valid UTF-8 at byte 1"},
		"a lone high surrogate":                    {`"\ud83d"`, "an unknown escape, or half of a surrogate pair, at byte 1"},
		"a lone low surrogate":                     {`"\ude00"`, "an unknown escape, or half of a surrogate pair, at byte 1"},
		"two high surrogates":                      {`"\ud83d\ud83d"`, "an unknown escape, or half of a surrogate pair, at byte 1"},
		"a high surrogate and a letter":            {`"\ud83d\u0061"`, "an unknown escape, or half of a surrogate pair, at byte 1"},
		"nesting that is too deep":                 {strings.Repeat("[", 65) + strings.Repeat("]", 65), "the nesting is too deep at byte 64"},
		"nesting without end":                      {strings.Repeat(`{"a":`, 100000), "the nesting is too deep at byte 320"},
		"nothing":                                  {"", "the text ends too early at byte 0"},
		"half an object":                           {`{"a":`, "the text ends too early at byte 5"},
		"half a string":                            {`"abc`, "the text ends too early at byte 4"},
		"half an escape":                           {`"abc\`, "the text ends too early at byte 5"},
		"two values":                               {`{} {}`, "something follows the value at byte 3"},
		"a byte order mark":                        {"\ufeff{}", "the value is malformed at byte 0"},
		"a trailing comma":                         {`[1,]`, "the value is malformed at byte 3"},
		"a trailing comma in an object":            {`{"a":1,}`, "the value is malformed at byte 7"},
		"a name without quotes":                    {`{a:1}`, "the value is malformed at byte 1"},
		"a member without a colon":                 {`{"a" 1}`, "the value is malformed at byte 5"},
		"a leading zero":                           {`01`, "something follows the value at byte 1"},
		"a point without digits":                   {`1.x`, "the value is malformed at byte 2"},
		"an exponent without digits":               {`1e+}`, "the value is malformed at byte 3"},
		"a plus sign":                              {`+1`, "the value is malformed at byte 0"},
		"NaN":                                      {`NaN`, "the value is malformed at byte 0"},
		"a control character":                      {"\"a\nb\"", "a control character at byte 2"},
		"an unknown escape":                        {`"\x41"`, "an unknown escape, or half of a surrogate pair, at byte 1"},
		"an escape with other letters than digits": {`"\u00zz"`, "an unknown escape, or half of a surrogate pair, at byte 1"},
		"a comment":                                {`{/**/}`, "the value is malformed at byte 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := strictjson.Check([]byte(tt.text), strictjson.Limits{})
			var e *strictjson.Error
			require.ErrorAs(t, err, &e)
			assert.True(t, strings.HasPrefix(err.Error(), tt.reason), "%s", err)
		})
	}
}

func TestCheckBoundsTheText(t *testing.T) {
	t.Parallel()
	require.NoError(t, strictjson.Check([]byte(`[1,2]`), strictjson.Limits{Bytes: 5, Depth: 1}))
	require.EqualError(t, strictjson.Check([]byte(`[1,23]`), strictjson.Limits{Bytes: 5}), "the text is too long at byte 5")
	require.EqualError(t, strictjson.Check([]byte(`[[]]`), strictjson.Limits{Depth: 1}), "the nesting is too deep at byte 1")
	require.Error(t, strictjson.Check(make([]byte, strictjson.DefaultMaxBytes+1), strictjson.Limits{}))
}

func TestCheckObjectWantsAnObject(t *testing.T) {
	t.Parallel()
	require.NoError(t, strictjson.CheckObject([]byte(" {}"), strictjson.Limits{}))
	require.EqualError(t, strictjson.CheckObject([]byte("[]"), strictjson.Limits{}), "the value is no object at byte 0")
	require.Error(t, strictjson.CheckObject([]byte("{"), strictjson.Limits{}))
}

func TestCheckMembersGivesTheMembersOfWhatPasses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ members, problem string }{
		` {"a":1,"\u0062": [2, 3] } `:       {members: "a=1 b=[2, 3] "},
		`{"a":1,"a":2}`:                     {problem: "a member stands twice in one object at byte 7"},
		`{"a":[[1]]}`:                       {problem: "the nesting is too deep at byte 6"},
		`{"a":1} {}`:                        {problem: "something follows the value at byte 8"},
		`{"a":"1234567890123456789012345"}`: {problem: "the text is too long at byte 30"},
		`[1]`:                               {problem: "the value is no object at byte 0"},
		`{"a":1`:                            {problem: "the text ends too early at byte 6"},
	} {
		members := ""
		err := strictjson.CheckMembers([]byte(text), strictjson.Limits{Bytes: 30, Depth: 2}, func(name string, value []byte) {
			members += name + "=" + string(value) + " "
		})
		if want.problem != "" {
			require.EqualError(t, err, want.problem, text)
			continue
		}
		require.NoError(t, err, text)
		assert.Equal(t, want.members, members)
	}
}

func TestValidBoundsNothingButTheDepthOfJsontext(t *testing.T) {
	t.Parallel()
	nested := func(n int) []byte { return []byte(strings.Repeat("[", n) + strings.Repeat("]", n)) }
	require.NoError(t, strictjson.Valid(nested(10_000)))
	require.Error(t, strictjson.Valid(nested(10_001)))
	var e *strictjson.Error
	require.ErrorAs(t, strictjson.Valid([]byte(`{"a":`)), &e)
	assert.True(t, e.Truncated())
	require.ErrorAs(t, strictjson.Valid([]byte(`{"a"]`)), &e)
	assert.False(t, e.Truncated())
}

func TestMembersAndGetReadWhatIsWritten(t *testing.T) {
	t.Parallel()
	text := []byte(` { "a" : 1.50 , "b\u00e9" : {"x":[1,"}]",{}]} , "c\\\"":"\\\"", "d":null } `)
	require.NoError(t, strictjson.Check(text, strictjson.Limits{}))
	var got []string
	for name, value := range strictjson.Members(text) {
		got = append(got, name, string(value))
	}
	assert.Equal(t, []string{"a", "1.50", "bé", `{"x":[1,"}]",{}]}`, `c\"`, `"\\\""`, "d", "null"}, got)
	assert.Len(t, strictjson.Get(text, "bé"), len(`{"x":[1,"}]",{}]}`))
	assert.True(t, strictjson.IsNull(strictjson.Get(text, "d")))
	assert.True(t, strictjson.IsObject(text))
	assert.Nil(t, strictjson.Get(text, "e"))
	assert.Nil(t, strictjson.Get([]byte(`[1]`), "e"))
	for range strictjson.Members([]byte(`"a"`)) {
		t.Fatal("a string has no members")
	}
	for range strictjson.Members(text) {
		break
	}
}

func TestTextReadsStringsOnly(t *testing.T) {
	t.Parallel()
	got, ok := strictjson.Text([]byte(` "Zo\u00e9 \ud83d\ude00 \"\\\/\b\f\n\r\t" `))
	assert.True(t, ok)
	assert.Equal(t, "Zoé 😀 \"\\/\b\f\n\r\t", got)
	for _, text := range []string{``, `1`, `null`, `{}`, `"`, `"a`} {
		_, ok := strictjson.Text([]byte(text))
		assert.False(t, ok, text)
	}
}

// TestHostileTextTakesLinearTime: none of these may cost more than a glance.
func TestHostileTextTakesLinearTime(t *testing.T) {
	t.Parallel()
	const size = 512 << 10
	var names strings.Builder
	for i := range size / 12 {
		fmt.Fprintf(&names, `"%07x":1,`, i)
	}
	for name, text := range map[string]string{
		"a string without end":   `"` + strings.Repeat("x", size),
		"escapes without end":    `"` + strings.Repeat(`\\`, size/2),
		"quotes after slashes":   `["` + strings.Repeat(`\"`, size/2) + `"]`,
		"a million names":        `{` + names.String() + `"x":1}`,
		"a million empty lists":  `[` + strings.Repeat(`[],`, size/3) + `[]]`,
		"a long number":          strings.Repeat("1", size) + "." + strings.Repeat("1", size),
		"lists in lists":         strings.Repeat("["+strings.Repeat("1,", size/256)+"1,", 60) + "1" + strings.Repeat("]", 60),
		"spaces":                 strings.Repeat(" ", size) + "1",
		"names that differ late": `{"` + strings.Repeat("x", size/2) + `a":1,"` + strings.Repeat("x", size/2) + `b":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			data := []byte(text)
			if strictjson.Check(data, strictjson.Limits{}) == nil {
				out := strictjson.Append(nil, data, strictjson.Form{ASCII: true})
				assert.True(t, strictjson.Equal(data, out))
			}
			assert.Less(t, time.Since(start), time.Minute, "quadratic time would take minutes")
		})
	}
}
