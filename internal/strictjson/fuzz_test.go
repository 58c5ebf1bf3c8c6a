package strictjson_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

func seeds(f *testing.F) {
	f.Helper()
	for _, s := range []string{
		"", "{}", "[]", "null", `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `"\ud83d\ude00"`, `"\ud83d"`, `{"b":[1,2.0,-1e5],"a":{"x":null}}`,
		`[[[[`, `{"a":`, `"\\\"`, `{"é":"ሰላም ที่ Жанна"}`, "\"\xff\"", `[1,]`, `{"a" 1}`, `{,}`, `[}`, `{"a":]`, `]`, `:`, `"a`,
	} {
		f.Add([]byte(s))
	}
}

// value decodes as the standard library does, numbers kept as text.
func value(t *testing.T, text []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("no JSON: %s", err)
	}
	return v
}

func namesOf(text []byte) (names []string) {
	for name := range strictjson.Members(text) {
		names = append(names, name)
	}
	return names
}

// walk goes through a text as readers do. It must end.
func walk(text string) {
	r := strictjson.Reader[string]{Text: text}
	for r.Space(); r.At < len(text); {
		switch r.Peek() {
		case '{':
			r.At++
			for r.Next('}') {
				_ = r.Name()
				r.Skip()
			}
		case '[':
			r.At++
			for r.Next(']') {
				r.Skip()
			}
		case '"':
			_ = r.String()
		default:
			_ = r.Literal()
		}
	}
}

// FuzzCheck: what passes is JSON, and every form of it has the same value; what
// does not pass harms nobody.
func FuzzCheck(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		err := strictjson.Check(text, strictjson.Limits{})
		for _, form := range []strictjson.Form{{}, {ASCII: true}, {OmitNulls: true}} {
			out := strictjson.Append(nil, text, form)
			if err != nil {
				continue
			}
			if e := strictjson.Check(out, strictjson.Limits{Bytes: 8 * (len(text) + 8)}); e != nil {
				t.Fatalf("a canonical form does not pass: %s", e)
			}
			if form.OmitNulls {
				continue
			}
			if !strictjson.Equal(text, out) || !strictjson.Equal(out, text) {
				t.Fatal("a canonical form has another value")
			}
			if !reflect.DeepEqual(value(t, text), value(t, out)) {
				t.Fatal("a canonical form reads otherwise")
			}
		}
		for name := range strictjson.Members(text) {
			_ = strictjson.Get(text, name)
		}
		_, _ = strictjson.Text(text)
		var names []string
		object := strictjson.CheckMembers(text, strictjson.Limits{}, func(name string, _ []byte) { names = append(names, name) })
		if (object == nil) != (strictjson.CheckObject(text, strictjson.Limits{}) == nil) {
			t.Fatal("an object passes one check only")
		}
		if object == nil && !slices.Equal(names, namesOf(text)) {
			t.Fatal("the members are others on the way")
		}
		walk(string(text))
		if err == nil && (!utf8.Valid(text) || !json.Valid(text)) {
			t.Fatal("passed what is no JSON")
		}
	})
}

// FuzzEqual: no panic on anything, and texts that passed are equal only if the
// standard library reads the same, number spelling aside.
func FuzzEqual(f *testing.F) {
	f.Add([]byte(`{"a":1,"b":2}`), []byte(`{"b":2,"a":1}`))
	f.Add([]byte(`[1.0]`), []byte(`[1]`))
	f.Add([]byte(`{"a":[{}]}`), []byte(`{"a":[[]]}`))
	f.Add([]byte(`{"a"`), []byte(`{"b"`))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		same := strictjson.Equal(a, b)
		if strictjson.Check(a, strictjson.Limits{}) != nil || strictjson.Check(b, strictjson.Limits{}) != nil {
			return
		}
		if same != strictjson.Equal(b, a) {
			t.Fatal("equal one way only")
		}
		var x, y any
		if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
			return // a number beyond float64
		}
		if same && !reflect.DeepEqual(x, y) {
			t.Fatal("equal, but read otherwise")
		}
		if !same && reflect.DeepEqual(value(t, a), value(t, b)) {
			t.Fatal("not equal, but read the same")
		}
	})
}
