package search_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

const secret = "Sentinel1990"

func secretHit() search.Hit {
	d := person.MustDate("1990-05-12")
	place := &person.Place{Name: secret}
	p := person.Person{
		Names:       []person.PersonName{{Text: secret, Given: []string{secret}}},
		Identifiers: []person.Identifier{{Type: codes.IdentifierBRN, Value: secret}, {Type: secret, Value: secret}},
		BirthDates:  []person.Date{d}, BirthPlace: place, Contacts: []person.Contact{{System: person.ContactPhone, Value: secret}, {System: person.ContactEmail, Value: secret}},
		Addresses: []person.Address{{Line1: secret, Region: secret}},
	}
	p.Relations = []person.Relation{{Type: secret, Person: p}}
	return search.Hit{
		Record: person.Record{Event: codes.VitalEventBirth, RegistrationNumber: secret, Person: p},
		Match:  search.MatchConfirmed, TransactionID: "T-1", CorrelationID: "C-1", ReferenceID: "R-1",
	}
}

// printed is v by every way that Go has to print a value, alone and inside others.
func printed(v any) map[string]string {
	out := map[string]string{}
	type holder struct{ V any }
	for name, v := range map[string]any{"alone": v, "in a slice": []any{v}, "in a struct": holder{v}, "in a map": map[string]any{"k": v}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%10.3s", "%t"} {
			out[name+" "+verb] = fmt.Sprintf(verb, v)
		}
		out[name+" in an error"] = fmt.Errorf("wrapped: %v", v).Error()
		out[name+" print"] = fmt.Sprint(v)
	}
	var text, json bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("m", slog.Any("v", v), slog.Group("g", slog.Any("v", v)))
	slog.New(slog.NewJSONHandler(&json, nil)).Info("m", slog.Any("v", v), slog.Group("g", slog.Any("v", v)))
	out["slog as text"], out["slog as JSON"] = text.String(), json.String()
	return out
}

func TestNothingPrintsPersonalData(t *testing.T) {
	t.Parallel()
	d := person.MustDate("1990-05-12")
	q := search.ByIdentifier("BRN", secret).And(search.BirthDate.Is(d), search.FamilyName.Is(secret), search.Region.Is(secret)).
		WithConsent(search.Consent{Purpose: search.Purpose{Text: secret}})
	condition := search.BirthDate.Between(d, d)
	name := search.FamilyName.Is(secret)
	hit := secretHit()
	page := search.Page{Hits: []search.Hit{hit, hit}, Number: 2, Size: 2, Total: 5, TransactionID: "T-1"}
	swapped := search.ByIdentifier(secret, "BRN").In(secret)
	result := search.Result{Page: page}
	for what, v := range map[string]any{
		"query": q, "pointer to query": &q, "type and value swapped": swapped,
		"condition": condition, "pointer to condition": &condition, "condition on a name": name,
		"term": condition.Terms()[0], "term of a name": name.Terms()[0],
		"hit": hit, "pointer to hit": &hit,
		"page": page, "pointer to page": &page, "result": result, "pointer to result": &result,
		"failed result": search.Result{Err: errors.New("plain")},
	} {
		for how, text := range printed(v) {
			assert.NotContains(t, text, secret, "%s %s", what, how)
			assert.NotContains(t, text, "1990", "%s %s", what, how)
			assert.NotEmpty(t, text, "%s %s", what, how)
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d"} {
		assert.NotContains(t, fmt.Sprintf(verb, page.Hits), secret, "hits %s", verb)
		assert.NotContains(t, fmt.Sprintf(verb, q.Conditions()), secret, "conditions %s", verb)
		assert.NotContains(t, fmt.Sprintf(verb, []search.Result{result}), secret, "results %s", verb)
	}
}

func TestAPrintedValueSaysWhatKindItIs(t *testing.T) {
	t.Parallel()
	d := person.MustDate("1990")
	hit := secretHit()
	assert.Equal(t, "[predicate birth_date ge le]", fmt.Sprint(search.Where(search.BirthDate.Is(d))))
	assert.Equal(t, "[birth_date ge le]", search.BirthDate.Is(d).String())
	assert.Equal(t, "[ge redacted]", search.BirthDate.Is(d).Terms()[0].String())
	assert.Equal(t, "[confirmed hit [live_birth record redacted]]", hit.String())
	assert.Equal(t, "[page 2: 1 hits of 5]", fmt.Sprint(search.Page{Hits: []search.Hit{hit}, Number: 2, Total: 5}))
	assert.Equal(t, "[page 1: 0 hits]", search.Page{Number: 1, Total: -1}.String())
	assert.Equal(t, "[page 1: 0 hits of 0]", fmt.Sprint(search.Result{Page: search.Page{Number: 1}}))
	failed := search.Result{Err: &fault.Error{Op: "search", Kind: fault.KindTimeout}}
	assert.Equal(t, "[error: crvs: search: timeout]", failed.String())
	var json bytes.Buffer
	slog.New(slog.NewJSONHandler(&json, nil)).Info("m", slog.Any("result", failed), slog.Any("page", search.Page{ReferenceID: "R-1"}))
	assert.Contains(t, json.String(), `"result":{"op":"search","kind":"timeout","peer":false}`)
	assert.Contains(t, json.String(), `"reference_id":"R-1"`)
}
