package profile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/internal/wire"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// verbMessage is a message that is no search.
type verbMessage struct {
	name string
	verb profile.Verb
	body func(profile.Profile) (profile.Body, error)
}

var at = time.Date(2026, 3, 1, 9, 0, 0, 250, time.FixedZone("", 3600))

// subscribed is a subscription to what the query says.
func subscribed(q search.Query, often *profile.Frequency) func(profile.Profile) (profile.Body, error) {
	return func(p profile.Profile) (profile.Body, error) {
		filter, err := p.PlanFilter(q)
		filter.ReferenceID = "s-1"
		return profile.Subscribe{{Filter: filter, Frequency: often}}, err
	}
}

func given(b profile.Body) func(profile.Profile) (profile.Body, error) {
	return func(profile.Profile) (profile.Body, error) { return b, nil }
}

func notified() profile.Notify {
	return profile.Notify{
		{
			ReferenceID: "e-1", At: at, RegType: string(codes.RegistryTypeCivil), EventType: "live_birth", RecordType: string(codes.RecordTypePerson), Locale: "amh",
			Record: []byte(`{"identifier":[{"identifier_type":"BRN","identifier_value":"B-SELAM-07"}],"name":{"given_name":"ሰላም"},"birth_date":"2026-02-27"}`),
		},
		{
			ReferenceID: "e-2", At: at, EventType: "death", RecordType: string(codes.RecordTypePerson),
			Record: []byte(`{"identifier":[{"identifier_type":"DRN","identifier_value":"D-TARAS-11"}],"death_date":"2026-02-28"}`),
		},
	}
}

// verbMessages is what each profile is asked and tells beside searches.
func verbMessages() []verbMessage {
	const birth, death = codes.VitalEventBirth, codes.VitalEventDeath
	ground := search.Authorize{Since: at, Purpose: search.Purpose{Code: "GRANT", Text: "entitlement to a grant"}}
	monthly := &profile.Frequency{Cron: "0 0 0 1 * ? *", Start: at, End: at.AddDate(1, 0, 0)}
	all := []verbMessage{
		{"subscribe to every death", profile.VerbSubscribe, subscribed(search.Query{}.In(death), nil)},
		{"subscribe to every event", profile.VerbSubscribe, subscribed(search.Query{}, nil)},
		{"subscribe to the events of a person", profile.VerbSubscribe, subscribed(search.ByIdentifier("UIN", "007").In(death), nil)},
		{"subscribe by a condition", profile.VerbSubscribe, subscribed(search.Where(search.Region.Is("07")).In(birth), nil)},
		{"subscribe by an expression", profile.VerbSubscribe, subscribed(search.Where(search.BirthDate.Is(person.MustDate("2026"))).In(birth).AsExpression(), nil)},
		{"subscribe, monthly, on a legal ground", profile.VerbSubscribe, subscribed(search.Query{}.In(death).WithAuthorize(ground).WithLocale("amh"), monthly)},
		{"unsubscribe", profile.VerbUnsubscribe, given(profile.Unsubscribe{Codes: []string{"SUB-1", "2"}})},
	}
	for _, s := range []profile.Status{
		{By: profile.StatusByTransaction, Values: []string{"100000000000001"}},
		{By: profile.StatusByCorrelation, Values: []string{"c-1"}},
		{By: profile.StatusByReferences, Values: []string{"r-1", "2"}},
		{By: profile.StatusBySubscriptions, Values: []string{"SUB-1", "2"}},
	} {
		s.ReferenceID, s.Locale = "r-9", "eng"
		for _, s.Of = range []codes.Action{codes.ActionSearch, codes.ActionSubscribe, codes.ActionUnsubscribe} {
			all = append(all, verbMessage{"status of " + string(s.Of) + " by " + string(s.By), profile.VerbStatus, given(s)})
		}
	}
	return append(all, verbMessage{"notify", profile.VerbNotify, given(notified())})
}

func verbBody(p profile.Profile, v verbMessage) (profile.Encoded, error) {
	if _, err := p.Path(v.verb); err != nil {
		return profile.Encoded{}, err
	}
	body, err := v.body(p)
	if err != nil {
		return profile.Encoded{}, err
	}
	return p.Encode(profile.Message{
		MessageID: "m-1", TransactionID: "100000000000002", SenderID: "https://spmis.example", ReceiverID: "crvs.example",
		SenderURI: "https://spmis.example/dci", At: at, Body: body,
	})
}

func acknowledged(t *testing.T, p profile.Profile, all *bytes.Buffer) {
	t.Helper()
	for _, a := range []profile.Acknowledgement{
		{Status: codes.AckAccepted, At: at, CorrelationID: "c-1"},
		{Status: codes.AckFinal, At: at, CorrelationID: "c-1"},
		{Status: codes.AckError, At: at, CorrelationID: "c-1", Error: profile.PeerError{Code: "err.request.bad", Message: "message.notify_event: is required"}},
	} {
		text, err := p.EncodeAck(a)
		require.NoError(t, err)
		fmt.Fprintf(all, "== acknowledge with %s\n%s\n\n", a.Status, text)
	}
}

// The golden files hold what is sent for every verb but search, or why it is not.
func TestEachProfileSpeaksTheOtherVerbsInItsOwnWay(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			var all bytes.Buffer
			for _, v := range verbMessages() {
				fmt.Fprintf(&all, "== %s\n", v.name)
				e, err := verbBody(p, v)
				if err != nil {
					fmt.Fprintf(&all, "%s\n\n", refusal(t, err))
					continue
				}
				path, err := p.Path(v.verb)
				require.NoError(t, err)
				fmt.Fprintf(&all, "POST %s\n", path)
				require.NoError(t, json.Indent(&all, e.Body(), "", "  "))
				all.WriteString("\n\n")
			}
			acknowledged(t, p, &all)
			file := filepath.Join("testdata", "verbs", p.Name+".txt")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
				require.NoError(t, os.WriteFile(file, all.Bytes(), 0o600))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), all.String())
		})
	}
}

// What is sent is held against our OpenAPI document, at the path that it is sent
// to. The document has the standard's operators alone: a profile with words of its
// own for them breaks it there, and knowingly.
func TestEveryVerbOfTheStandardFormFollowsTheDocument(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(wire.OpenAPI())
	require.NoError(t, err)
	for _, p := range []profile.Profile{profile.DCI10(), profile.OpenSPP(), profile.OpenG2P()} {
		p.Words.Operators = nil
		for _, v := range verbMessages() {
			e, err := verbBody(p, v)
			require.NoError(t, err, v.name)
			path, err := p.Path(v.verb)
			require.NoError(t, err)
			operation := doc.Paths.Find(path).GetOperation(http.MethodPost)
			require.NotNil(t, operation, path)
			follows(t, operation.RequestBody.Value.Content["application/json"].Schema.Value, e.Body(), p.Name+": "+v.name)
			followsItsForm(t, doc, e.Body(), v.name)
		}
		for _, status := range []codes.AckStatus{codes.AckAccepted, codes.AckFinal} {
			text, err := p.EncodeAck(profile.Acknowledgement{Status: status, At: at, CorrelationID: "c"})
			require.NoError(t, err)
			follows(t, doc.Components.Schemas["Ack"].Value, text, "acknowledgement")
		}
		text, err := p.EncodeAck(profile.Acknowledgement{Status: codes.AckError, At: at, Error: profile.PeerError{Code: "err.service.unavailable"}})
		require.NoError(t, err)
		follows(t, doc.Components.Schemas["Ack"].Value, text, "acknowledgement")
	}
}

func follows(t *testing.T, schema *openapi3.Schema, text []byte, name string) {
	t.Helper()
	var value any
	require.NoError(t, json.Unmarshal(text, &value), name)
	require.NoError(t, schema.VisitJSON(value, openapi3.EnableFormatValidation()), "%s: %s", name, text)
}

// followsItsForm holds a filter against the form that filter_type names, and an
// attribute_value against that of attribute_type (internal/wire/RULES.md,
// rule 1): the document has alternatives there, of which any would do.
func followsItsForm(t *testing.T, doc *openapi3.T, text []byte, name string) {
	t.Helper()
	var m struct {
		Message struct {
			Subscribe []struct {
				Criteria struct {
					Type   string          `json:"filter_type"`
					Filter json.RawMessage `json:"filter"`
				} `json:"subscribe_criteria"`
			} `json:"subscribe_request"`
			Status struct {
				Type  string          `json:"attribute_type"`
				Value json.RawMessage `json:"attribute_value"`
			} `json:"txnstatus_request"`
		} `json:"message"`
	}
	require.NoError(t, json.Unmarshal(text, &m), name)
	component := func(name string) *openapi3.Schema { return doc.Components.Schemas[name].Value }
	for _, s := range m.Message.Subscribe {
		form := map[string]string{"idtype-value": "IdentifierQuery", "predicate": "PredicateQuery", "expression": "ExpressionQuery"}[s.Criteria.Type]
		follows(t, component(form), s.Criteria.Filter, name)
	}
	if s := m.Message.Status; s.Type != "" {
		form := map[string]string{
			"transaction_id": "TransactionID", "correlation_id": "CorrelationID",
			"reference_id_list": "ReferenceIDList", "subscription_code_list": "SubscriptionCodeList",
		}[s.Type]
		follows(t, component(form), s.Value, name)
	}
}
