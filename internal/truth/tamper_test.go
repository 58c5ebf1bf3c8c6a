package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A program that never finds anything is worth nothing. Each of these lies, told
// between the registry and the client in answers that nobody has signed, must be
// found.
func TestEachLieIsFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		lie  func(asked, answer map[string]any) bool // whether it changed the answer
		why  string
	}{
		{"a registry that hides its records", hide, "not found, and it is there"},
		{"a registry that counts in clear but hides the second record", hideSecond, incomplete},
		{"a registry that says of the living that they are dead", bury, "a record is confirmed that is not the one asked for"},
		{"a registry that puts another person into a record", exchange, "a confirmed record is about somebody else"},
		{"a registry that rejects what it could answer", reject, "an error, and no fault had struck: rejected"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := settingsOf(t, "-n", "2000", "-people", "1000", "-profiles", "bare-crvs", "-faults", "off")
			w, err := newWorld(t.Context(), s, lying(tt.lie))
			require.NoError(t, err)
			rows, err := w.ask(t.Context())
			require.NoError(t, err)
			require.Len(t, rows, 1)
			assert.Positive(t, rows[0].tally.verdicts[wrong])
			var found []string
			for _, f := range rows[0].tally.first {
				found = append(found, f.why)
			}
			assert.Contains(t, found, tt.why)
		})
	}
}

func TestACommandThatFindsSomethingWrongFailsAndShowsNoValue(t *testing.T) {
	t.Parallel()
	f := finding{block: block{number: 3}, kind: "couple", form: "idtype-value NATIONAL_ID in marriage", why: "not found, and it is there"}
	f.block.profile.Name = "bare-crvs"
	assert.Equal(t, "wrong: not found, and it is there: couple (idtype-value NATIONAL_ID in marriage): seed 5, profile bare-crvs, block 3, no fault", f.text(5))
	require.Error(t, outcomeOf(io.Discard, []row{{profile: f.block.profile, tally: tally{verdicts: [verdicts]int{wrong: 1}, first: []finding{f}}}}, 5))
}

// lying stands before a registry that answers without an envelope.
func lying(lie func(asked, answer map[string]any) bool) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			question, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(question))
			said := &answer{header: http.Header{}}
			h.ServeHTTP(said, r)
			body := said.body.Bytes()
			var q, a map[string]any
			if json.Unmarshal(question, &q) == nil && json.Unmarshal(body, &a) == nil && lieInEach(q, a, lie) {
				body, _ = json.Marshal(a)
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(said.status)
			_, _ = w.Write(body)
		})
	}
}

// lieInEach tells the lie in each answer that has its question.
func lieInEach(q, a map[string]any, lie func(asked, answer map[string]any) bool) bool {
	questions, _ := q["search_request"].([]any)
	answers, _ := a["search_response"].([]any)
	changed := false
	for i := range min(len(questions), len(answers)) {
		changed = lie(questions[i].(map[string]any)["search_criteria"].(map[string]any), answers[i].(map[string]any)) || changed
	}
	return changed
}

func records(answer map[string]any) []any {
	data, _ := answer["data"].(map[string]any)
	out, _ := data["reg_records"].([]any)
	return out
}

func setRecords(answer map[string]any, to []any) bool {
	answer["data"].(map[string]any)["reg_records"] = to
	answer["pagination"].(map[string]any)["total_count"] = len(to)
	return true
}

func hide(_, answer map[string]any) bool {
	return len(records(answer)) > 0 && setRecords(answer, []any{})
}

func hideSecond(_, answer map[string]any) bool {
	all := records(answer)
	return len(all) == 2 && setRecords(answer, all[:1])
}

func bury(asked, answer map[string]any) bool {
	query, _ := asked["query"].(map[string]any)
	if asked["reg_event_type"] != "death" || query["type"] != "NATIONAL_ID" || len(records(answer)) > 0 {
		return false
	}
	return setRecords(answer, []any{map[string]any{
		"identifier": []any{
			map[string]any{"identifier_type": "NATIONAL_ID", "identifier_value": query["value"]},
			map[string]any{"identifier_type": "DRN", "identifier_value": "D24AUG099"},
		},
		"death_date": "2024-08-03",
	}})
}

// exchange gives each subject the national number of another.
func exchange(_, answer map[string]any) bool {
	changed := false
	for _, r := range records(answer) {
		ids, _ := r.(map[string]any)["identifier"].([]any)
		for _, id := range ids {
			if id := id.(map[string]any); id["identifier_type"] == "NATIONAL_ID" {
				id["identifier_value"], changed = "999999999", true
			}
		}
	}
	return changed
}

func reject(_, answer map[string]any) bool {
	if len(records(answer)) == 0 {
		return false
	}
	answer["status"], answer["status_reason_code"] = "rjct", "rjct.reference_id.invalid"
	delete(answer, "data")
	return true
}
