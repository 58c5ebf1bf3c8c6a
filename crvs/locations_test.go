package crvs_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
)

func TestLocationsInBothSpellings(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"the standard's": `{"last_updated":"2026-01-02T03:04:05Z","locations":[
			{"identifier":"r","name":"Region","additional_type":"ADMIN_STRUCTURE","contained_in_place":""},
			{"identifier":[{"name":"code","identifier":"d"}],"name":"District","additional_type":"ADMIN_STRUCTURE","contained_in_place":"r"},
			null]}`,
		"camel case": `{"@context":{},"lastUpdated":"2026-01-02T03:04:05Z","locations":[
			{"id":"r","name":"Region","additionalType":"ADMIN_STRUCTURE"},
			{"identifier":{"name":"code","identifier":"d"},"name":"District","additionalType":"ADMIN_STRUCTURE","containedInPlace":"r"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := start(t).on(locationsPath, says(200, body))
				l, err := reg.client(t, crvs.WithBearerToken("s3cr3t")).Locations(t.Context())
				require.NoError(t, err)
				assert.Equal(t, crvs.Locations{
					LastUpdated: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
					Places: []crvs.Location{
						{ID: "r", Name: "Region", Type: "ADMIN_STRUCTURE"},
						{ID: "d", Name: "District", Type: "ADMIN_STRUCTURE", Parent: "r"},
					},
				}, l)
				r := reg.all()
				require.Len(t, r, 1)
				assert.Equal(t, "GET", r[0].method)
				assert.Empty(t, r[0].body)
				assert.Equal(t, "Bearer s3cr3t", r[0].header.Get("Authorization"))
			})
		})
	}
}

func TestThePathToAPlace(t *testing.T) {
	t.Parallel()
	l := crvs.Locations{Places: []crvs.Location{
		{ID: "r"},
		{ID: "d", Parent: "r"},
		{ID: "h", Parent: "d"},
		{ID: "a", Parent: "b"},
		{ID: "b", Parent: "a"},
		{ID: "self", Parent: "self"},
		{ID: "orphan", Parent: "gone"},
		{Name: "no id"},
	}}
	for id, want := range map[string][]string{
		"h": {"r", "d", "h"}, "r": {"r"}, "a": {"b", "a"}, "self": {"self"}, "orphan": {"orphan"}, "gone": nil, "": nil,
	} {
		var got []string
		for _, p := range l.Path(id) {
			got = append(got, p.ID)
		}
		assert.Equal(t, want, got, "path to %q", id)
	}
}

func TestLocationsThatCannotBeReadAreAnError(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		answer script
		want   want
	}{
		{"no such endpoint", says(404, "404 page not found", "Content-Type: text/plain"), want{kind: crvs.KindProtocol, status: 404, says: "check the base URL"}},
		{"HTML", says(200, "<html></html>"), want{kind: crvs.KindProtocol, status: 200, says: "an HTML page"}},
		{"a list", says(200, "[]"), want{kind: crvs.KindProtocol, status: 200, says: "no object"}},
		{"something else", says(200, `{"success":true}`), want{kind: crvs.KindProtocol, status: 200, says: "no list of locations"}},
		{"locations that are a text", says(200, `{"locations":"none"}`), want{kind: crvs.KindProtocol, status: 200, says: "no list of locations"}},
		{"an error at HTTP 200", says(200, `{"errors":[{"code":"err.request.forbidden","message":"no"}]}`), want{kind: crvs.KindForbidden, code: codes.ReasonRequestForbidden, status: 200, peer: true}},
		{"an error of OpenCRVS", says(401, `{"error":{"code":401,"message":"Unauthorized"}}`), want{kind: crvs.KindUnauthorized, code: "401", status: 401, peer: true}},
		{"a server that does not work", says(500, ""), want{kind: crvs.KindUnavailable, status: 500, retryable: true}},
		{"cut off", says(200, `{"locations":[{"id":"r"`), want{kind: crvs.KindProtocol, status: 200, says: "cut off"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				_, err := start(t).on(locationsPath, test.answer).client(t).Locations(t.Context())
				e := test.want.of(t, err)
				assert.Equal(t, "locations", e.Op)
			})
		})
	}
}

func TestLocationsGetAFreshTokenOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log := &auditLog{}
		reg := start(t).on(locationsPath, says(401, ""), says(200, `{"locations":[]}`)).on(tokenPath, tokens())
		l, err := reg.client(t, crvs.WithClientCredentials("me", "pw"), crvs.WithAudit(log.add)).Locations(t.Context())
		require.NoError(t, err)
		assert.Empty(t, l.Places)
		require.Len(t, log.records, 2, "a record for each request")
		assert.Equal(t, []string{"unauthorized", "answered"}, []string{log.records[0].Outcome, log.records[1].Outcome})
		assert.Equal(t, "locations", log.records[1].Op)
	})
}
