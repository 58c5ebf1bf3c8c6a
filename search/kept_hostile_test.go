package search_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/search"
)

// readErrors is all that an error of reading may say.
var readErrors = regexp.MustCompile(`^search: a kept question cannot be read: (conditions\[\d+\]: )?(terms\[\d+\]: )?(` +
	`it is longer than 1 MiB: give it the JSON of one question|` +
	`it has a member twice: give it the bytes that MarshalJSON wrote|` +
	`it is not one valid JSON value in UTF-8: give it the bytes that MarshalJSON wrote, all of them and nothing else|` +
	`its version is not 1: read it with the release of this package that wrote it|` +
	`it has a member that version 1 does not have: read it with the release of this package that wrote it|` +
	`a member is of another type than version 1 has: give it the bytes that MarshalJSON wrote|` +
	`its kind is not known: read it with the release of this package that wrote it|` +
	`its kind does not take its operator: ask anew|` +
	`its date is not one that a question holds: ask anew|` +
	`its comparisons cannot be joined in this way: ask anew|` +
	`it has both a GraphQL text and an identifier: ask anew|` +
	`it was changed after MarshalJSON wrote it, or a member is missing: ask anew)$`)

// ofTerms is the JSON of a question of one condition.
func ofTerms(terms, more string) string {
	return `{"version":1,"conditions":[{"terms":[` + terms + `]` + more + `}]}`
}

func term(kind, operator, value string) string {
	return `{"kind":"` + kind + `","attribute":"Sentinel","operator":"` + operator + `",` + value + `}`
}

func TestReadingAKeptQuestionIsStrict(t *testing.T) {
	t.Parallel()
	const (
		changed  = "it was changed after"
		syntax   = "not one valid JSON value"
		unknown  = "a member that version 1 does not have"
		otherway = "of another type"
	)
	one, date := term("sex", "eq", `"value":"female"`), `"value":"1990-05-12"`
	from, to := term("date", "ge", date), term("date", "le", date)
	number := `{"version":1,"identifier":{"type":"BRN","value":"Sentinel"}`
	tests := []struct{ name, text, want string }{
		{"nothing", ``, syntax},
		{"null", `null`, "its version is not 1"},
		{"a text", `"Sentinel"`, "its version is not 1"},
		{"a list", `[{"version":1}]`, "its version is not 1"},
		{"no version", `{}`, "its version is not 1"},
		{"a later version with members of its own", `{"version":2,"Sentinel":true}`, "its version is not 1"},
		{"a version that is a text", `{"version":"1"}`, "its version is not 1"},
		{"a version with a fraction", `{"version":1.5}`, "its version is not 1"},
		{"a version in other letters", `{"Version":1}`, "its version is not 1"},
		{"cut off", number, syntax},
		{"something after the end", `{"version":1}{"version":1}`, syntax},
		{"a text that is not UTF-8", number + ",\"locale\":\"Sentinel\xff\"}", syntax},
		{"half of a pair of surrogates", number + `,"locale":"\ud800"}`, syntax},
		{"a member twice", number + `,"identifier":{"type":"BRN","value":"Sentinel"}}`, "a member twice"},
		{"a member twice within", `{"version":1,"identifier":{"type":"BRN","value":"Sentinel","value":"Sentinel"}}`, "a member twice"},
		{"a member that is unknown", number + `,"Sentinel":1}`, unknown},
		{"a member in other letters", `{"version":1,"Locale":"eng"}`, unknown},
		{"a member that is unknown within", ofTerms(`{"Sentinel":1}`, ""), unknown},
		{"a member of another type", `{"version":1,"locale":1990}`, otherway},
		{"a page that is a text", `{"version":1,"page":"1"}`, otherway},
		{"a page of too many digits", `{"version":1,"page":99999999999999999999}`, otherway},
		{"a time that is none", `{"version":1,"consent":{"at":"Sentinel"}}`, otherway},
		{"a time in another spelling", `{"version":1,"consent":{"at":"2026-01-02T03:04:05.00Z"}}`, changed},
		{"a member that is null", `{"version":1,"locale":null}`, changed},
		{"a member that says nothing", `{"version":1,"locale":""}`, changed},
		{"an identifier without a value", `{"version":1,"identifier":{"type":"BRN"}}`, changed},
		{"no conditions", `{"version":1,"conditions":[]}`, changed},
		{"a GraphQL text beside an identifier", number + `,"graphql":"Sentinel"}`, "both a GraphQL text and an identifier"},
		{"an unknown kind", ofTerms(term("Sentinel", "eq", date), ""), "conditions[0]: terms[0]: its kind is not known"},
		{"no kind", ofTerms(`{"attribute":"sex","operator":"eq","value":"male"}`, ""), "its kind is not known"},
		{"an unknown operator", ofTerms(term("date", "ne", date), ""), "does not take its operator"},
		{"an operator in other letters", ofTerms(term("date", "EQ", date), ""), "does not take its operator"},
		{"an operator that the kind does not take", ofTerms(one+","+term("name", "ge", date), ""), "conditions[0]: terms[1]: its kind does not take its operator"},
		{"no value", ofTerms(`{"kind":"name","attribute":"Sentinel","operator":"eq"}`, ""), changed},
		{"no list", ofTerms(`{"kind":"name","attribute":"Sentinel","operator":"in"}`, ""), changed},
		{"no attribute", ofTerms(`{"kind":"name","operator":"eq","value":"Sentinel"}`, ""), changed},
		{"no identifier of a parent", ofTerms(`{"kind":"parent","attribute":"Sentinel","operator":"eq"}`, ""), changed},
		{"a list where a value is", ofTerms(term("name", "eq", `"values":["Sentinel"]`), ""), changed},
		{"a value where a list is", ofTerms(term("name", "in", `"value":"Sentinel"`), ""), changed},
		{"a list of one", ofTerms(term("name", "in", `"values":["Sentinel"]`), ""), changed},
		{"a value beside a list", ofTerms(term("name", "in", `"values":["a","b"],"value":"Sentinel"`), ""), changed},
		{"a parent without a type", ofTerms(term("parent", "eq", `"value":"Sentinel"`), ""), changed},
		{"an identifier of a name", ofTerms(term("name", "eq", `"identifier":{"type":"a","value":"b"}`), ""), changed},
		{"a month in one comparison", ofTerms(term("date", "ge", `"value":"1990-05"`), ""), "its date is not one"},
		{"a day in another form", ofTerms(term("date", "eq", `"value":"19900512"`), ""), "its date is not one"},
		{"a day in another form in a list", ofTerms(term("date", "in", `"values":["1991-01-01","1990-05-12T00:00:00Z"]`), ""), "its date is not one"},
		{"a date with spaces around it", ofTerms(term("date", "eq", `"value":" 1990-05-12"`), ""), "its date is not one"},
		{"two comparisons that are no range", ofTerms(one+","+one, ""), "cannot be joined"},
		{"a range that begins with its end", ofTerms(to+","+from, ""), "cannot be joined"},
		{"a range of a date and a custom attribute", ofTerms(from+","+term("custom", "le", date), ""), "cannot be joined"},
		{"three comparisons", ofTerms(from+","+to+","+to, ""), "cannot be joined"},
		{"an or of three that is not overfull", ofTerms(one+","+one+","+one, `,"or":true`), "cannot be joined"},
		{"an or of one that is not overfull", ofTerms(one, `,"or":true`), "cannot be joined"},
		{"overfull without an or", ofTerms(one, `,"overfull":true`), "cannot be joined"},
		{"deeper than any question", strings.Repeat("[", 20_000), syntax},
		{"longer than any question", `{"version":1,"locale":"` + strings.Repeat("x", 1<<20) + `"}`, "longer than 1 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := brn()
			err := q.UnmarshalJSON([]byte(tt.text))
			require.Error(t, err)
			assert.Contains(t, err.Error(), tt.want)
			assert.Regexp(t, readErrors, err.Error())
			assert.NotContains(t, err.Error(), "Sentinel")
			assert.Equal(t, brn(), q, "the question is unchanged")
			assert.Error(t, json.Unmarshal([]byte(tt.text), &q), "by encoding/json too")
		})
	}
}

func TestADatabaseMayWriteTheJSONInItsOwnWay(t *testing.T) {
	t.Parallel()
	var q search.Query
	require.NoError(t, json.Unmarshal([]byte("\n{ \"page\": 2,\t\"identifier\": {\"value\": \"B90MAY\\u0031\\u003c\", \"type\": \"BRN\"}, \"version\": 1 }\n"), &q))
	assert.Equal(t, search.ByIdentifier("BRN", "B90MAY1<").WithPage(2), q)
}

func TestWordsOfADirectoryAreReadAsTheyStand(t *testing.T) {
	t.Parallel()
	var q search.Query
	require.NoError(t, json.Unmarshal([]byte(ofTerms(term("sex", "eq", `"value":"F"`), "")), &q))
	r := birthOf()
	r.Person.Sex = "female"
	assert.Equal(t, confirmed, verdict(q, r, search.Holding{}), "a release that knew fewer words wrote this one as it was given")
}

func FuzzQueryJSON(f *testing.F) {
	golden, err := os.ReadFile("testdata/query.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	g := newGenerator(13)
	for range 20 {
		f.Add(must(json.Marshal(g.query())))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		q := brn()
		if err := q.UnmarshalJSON(text); err != nil {
			if !readErrors.MatchString(err.Error()) {
				t.Fatalf("the error says more than it may: %v", err)
			}
			return
		}
		kept, err := json.Marshal(q)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		var again search.Query
		if err := json.Unmarshal(kept, &again); err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if twice := must(json.Marshal(again)); !bytes.Equal(kept, twice) {
			t.Fatal("what was read once more is written otherwise")
		}
		_, _ = q.Form(), q.Validate()
		r, h := newGenerator(14).record(), search.Holding{Now: today}
		if verdict(q, r, h) != verdict(again, r, h) {
			t.Fatal("what was read once more is held otherwise")
		}
	})
}
