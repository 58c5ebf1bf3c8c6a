package sandbox_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
)

// local sends a request as a program on this machine does; edit may change it.
func (b bundle) local(tb testing.TB, method, path, body string, edit ...func(*http.Request)) *httptest.ResponseRecorder {
	tb.Helper()
	req := httptest.NewRequestWithContext(tb.Context(), method, path, strings.NewReader(body))
	req.RemoteAddr, req.Host = "127.0.0.1:50000", "127.0.0.1:8080"
	for _, e := range edit {
		e(req)
	}
	return b.call(tb, req)
}

func setHeader(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func TestAdminEndpointsAreNotThereUnlessSwitchedOn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, path := range []string{"/_sandbox/people", "/_sandbox/exchanges", "/_sandbox/faults"} {
		assert.Equal(t, http.StatusNotFound, b.local(t, http.MethodGet, path, "").Code)
	}
	assert.Equal(t, http.StatusNotFound, b.local(t, http.MethodPost, "/_sandbox/faults", `{"kind":"drop"}`).Code)
	assert.Empty(t, b.registry.Faults())
}

func TestAdminEndpointsAnswerThisMachineOnly(t *testing.T) {
	t.Parallel()
	from := func(addr string) func(*http.Request) { return func(r *http.Request) { r.RemoteAddr = addr } }
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	for _, tt := range []struct {
		name string
		edit func(*http.Request)
		want int
	}{
		{"this machine", func(*http.Request) {}, 200},
		{"this machine by IPv6", from("[::1]:50000"), 200},
		{"this machine by IPv4 in IPv6", from("[::ffff:127.0.0.1]:50000"), 200},
		{"another machine", from("192.0.2.7:50000"), 403},
		{"another machine by IPv6", from("[2001:db8::7]:50000"), 403},
		{"nobody knows who", from(""), 403},
		{"an address that is none", from("127.0.0.1.example.org:1"), 403},
		{"by name", host("localhost:8080"), 200},
		{"by name with its dot", host("LOCALHOST."), 200},
		{"by IPv6", host("[::1]:8080"), 200},
		{"by IPv6 without a port", host("[::1]"), 200},
		{"by the name of a page that leads here", host("evil.example:8080"), 403},
		{"by a name that begins well", host("localhost.evil.example"), 403},
		{"by an address that begins well", host("127.0.0.1.evil.example"), 403},
		{"by the address of a network", host("192.168.1.10:8080"), 403},
		{"by no name", host(""), 403},
		{"by the unspecified address", host("0.0.0.0:8080"), 403},
		{"from a page of this machine", setHeader("Origin", "http://localhost:3000"), 200},
		{"from a page of another site", setHeader("Origin", "https://evil.example"), 403},
		{"from a page without an origin", setHeader("Origin", "null"), 403},
		{"from a page of a site that begins well", setHeader("Origin", "http://127.0.0.1.evil.example"), 403},
		{"from a page that hides behind a user", setHeader("Origin", "http://localhost@evil.example"), 403},
		{"through a proxy", setHeader("X-Forwarded-For", "192.0.2.7"), 403},
		{"through a proxy by the standard", setHeader("Forwarded", "for=192.0.2.7"), 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, sandbox.WithAdmin(), sandbox.WithExchangeLog(5))
			for _, path := range []string{"/_sandbox/people", "/_sandbox/exchanges", "/_sandbox/faults"} {
				w := b.local(t, http.MethodGet, path, "", tt.edit)
				assert.Equal(t, tt.want, w.Code, path)
				if tt.want == 403 {
					assert.Contains(t, w.Body.String(), `{"errors":[{"code":"err.request.forbidden"`)
				}
			}
			b.local(t, http.MethodPost, "/_sandbox/faults", `{"kind":"drop"}`, tt.edit)
			assert.Equal(t, tt.want == 200, len(b.registry.Faults()) == 1)
		})
	}
}

func TestAdminTrafficNeedsNoTokenIsNotLoggedAndNotStruck(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithAdmin(), sandbox.WithExchangeLog(5), sandbox.WithToken("secret"))
	b.inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: 503})
	assert.Equal(t, http.StatusOK, b.local(t, http.MethodGet, "/_sandbox/faults", "").Code)
	assert.Empty(t, b.registry.Exchanges())
	assert.Zero(t, b.registry.Faults()[0].Hits)
}

func TestThePeopleAreToldAsCSV(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithAdmin())
	w := b.local(t, http.MethodGet, "/_sandbox/people?limit=1000", "")
	require.Equal(t, http.StatusOK, w.Code)
	assert.Equal(t, "text/csv; charset=utf-8", w.Header().Get("Content-Type"))
	text := w.Body.String()
	for _, line := range []string{
		"id_type,id_value,family_name,given_name,birth_date,sex,event,registration_number,dead\n",
		"NATIONAL_ID,123456789,Kumar,Mala,1990-05-12,female,live_birth,B90MAY123,false\n",
		"NATIONAL_ID,987654321,Nair,Ravi,1986-01-20,male,", // dead, and told once
	} {
		assert.Equal(t, 1, strings.Count(text, line), line)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	dead, alive := 0, 0
	seen := make(map[string]bool)
	for _, row := range rows[1:] {
		require.Len(t, row, 9)
		assert.Contains(t, []string{"NATIONAL_ID", "UIN"}, row[0])
		assert.NotEmpty(t, row[1])
		assert.False(t, seen[row[0]+row[1]], "everybody once")
		seen[row[0]+row[1]] = true
		events := map[string]bool{}
		for r := range b.registry.Records() {
			for _, id := range r.Person.Identifiers {
				if string(id.Type.Canonical()) == row[0] && id.Value == row[1] {
					events[string(r.Event)] = true
				}
			}
		}
		assert.True(t, events[row[6]], "%s: the register named has them", row[7])
		assert.Equal(t, events["death"], row[8] == "true", row[7])
		assert.Equal(t, row[8] == "true", row[6] == "death", "the last registration")
		if row[8] == "true" {
			dead++
		} else {
			alive++
		}
	}
	assert.Positive(t, dead)
	assert.Positive(t, alive)
}

func TestTheCSVSaysWhatTheRegistrationSays(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithAdmin(), sandbox.WithPopulation(sandbox.Population{Seed: 1, Size: 3000}))
	records := make(map[string]person.Record)
	for r := range b.registry.Records() {
		records[r.RegistrationNumber] = r
	}
	rows, err := csv.NewReader(b.local(t, http.MethodGet, "/_sandbox/people?limit=10000", "").Body).ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(rows), 2000)
	for _, row := range rows[1:] {
		r := records[row[7]]
		p := r.Person
		id, ok := p.Identifier(codes.IdentifierType(row[0]))
		require.True(t, ok, row[7])
		assert.Equal(t, []string{
			id.Value, p.Name().FamilyName(), p.Name().GivenName(), p.BirthDate().Text(), string(p.Sex), string(r.Event),
		}, row[1:7])
		assert.Equal(t, row[8] == "true", r.Event == codes.VitalEventDeath)
	}
	assert.Equal(t, "[]\n", setup(t, sandbox.WithAdmin(), sandbox.WithExchangeLog(1)).local(t, http.MethodGet, "/_sandbox/exchanges", "").Body.String())
}

func TestALimitIsKeptAndAWrongOneRefused(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithAdmin(), sandbox.WithExchangeLog(5))
	assert.Equal(t, 4, strings.Count(b.local(t, http.MethodGet, "/_sandbox/people?limit=3", "").Body.String(), "\n"))
	for range 3 {
		b.raw(t, http.MethodPost, searchPath, "{}")
	}
	var list []struct{ Number int }
	require.NoError(t, json.Unmarshal(b.local(t, http.MethodGet, "/_sandbox/exchanges?limit=2", "").Body.Bytes(), &list))
	require.Len(t, list, 2)
	assert.Equal(t, 3, list[1].Number, "the newest is last")
	for _, query := range []string{"limit=0", "limit=-1", "limit=x", "limit=", "limit=1.5", "limit=99999999999999999999", "limit=1&limit=2", "size=1", "limit=1&x=2", "%zz"} {
		for _, path := range []string{"/_sandbox/people?", "/_sandbox/exchanges?"} {
			w := b.local(t, http.MethodGet, path+query, "")
			assert.Equal(t, http.StatusBadRequest, w.Code, query)
			assert.Contains(t, w.Body.String(), `"the only parameter is limit, given once: a whole number from 1 to `, query)
		}
	}
}

func TestFaultsAreInjectedListedAndClearedOverHTTP(t *testing.T) {
	t.Parallel()
	b := setup(t, sandbox.WithAdmin())
	w := b.local(t, http.MethodGet, "/_sandbox/faults", "")
	assert.Equal(t, "[]\n", w.Body.String())
	w = b.local(t, http.MethodPost, "/_sandbox/faults", `{"kind":"status","status":503,"retry_after":2,"calls":2}`)
	assert.Equal(t, http.StatusCreated, w.Code)
	const told = `{"id":"fault-1","hits":0,"kind":"status","calls":2,"status":503,"retry_after":"2s"}`
	assert.JSONEq(t, told, w.Body.String())
	assert.Equal(t, 503, b.raw(t, http.MethodPost, searchPath, "").Code)
	w = b.local(t, http.MethodGet, "/_sandbox/faults", "")
	assert.JSONEq(t, "["+strings.Replace(told, `"hits":0`, `"hits":1`, 1)+"]", w.Body.String())
	for i, path := range []string{"/_sandbox/faults/fault-1", "/_sandbox/faults?id=fault-2", "/_sandbox/faults"} {
		w = b.local(t, http.MethodDelete, path, "")
		assert.Equal(t, http.StatusOK, w.Code)
		assert.JSONEq(t, `{"cleared":1}`, w.Body.String())
		assert.Empty(t, b.registry.Faults())
		if i < 2 {
			b.local(t, http.MethodPost, "/_sandbox/faults", `{"kind":"drop"}`)
			require.Len(t, b.registry.Faults(), 1)
		}
	}
	assert.JSONEq(t, `{"cleared":0}`, b.local(t, http.MethodDelete, "/_sandbox/faults", "").Body.String())
}

func TestAdminInputThatIsWrongIsAnsweredWithWhatIsAllowed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		want                     string
	}{
		{"no JSON", "POST", "/_sandbox/faults", "S3CRET", 400, "not valid JSON"},
		{"an unknown member", "POST", "/_sandbox/faults", `{"kind":"drop","S3CRET":1}`, 400, "known are kind, calls"},
		{"a wrong value", "POST", "/_sandbox/faults", `{"kind":"drop","calls":"S3CRET"}`, 400, "calls must be a whole number"},
		{"a body too large", "POST", "/_sandbox/faults", strings.Repeat("S3CRET", 1<<18), 413, "larger than"},
		{"a fault that is not there", "DELETE", "/_sandbox/faults/S3CRET", "", 404, "no fault with this id"},
		{"a fault that is not there, by query", "DELETE", "/_sandbox/faults?id=S3CRET", "", 404, "no fault with this id"},
		{"a slip of the finger that must not end all faults", "DELETE", "/_sandbox/faults?ID=fault-1", "", 400, "only parameter is id"},
		{"two ids", "DELETE", "/_sandbox/faults?id=fault-1&id=S3CRET", "", 400, "only parameter is id"},
		{"no endpoint", "GET", "/_sandbox/S3CRET", "", 404, "/_sandbox/people, /_sandbox/exchanges, /_sandbox/faults"},
		{"no endpoint below", "DELETE", "/_sandbox/faults/a/b", "", 404, "/_sandbox/people"},
		{"a wrong method", "POST", "/_sandbox/people", "", 405, "takes GET only"},
		{"another wrong method", "PUT", "/_sandbox/faults", "", 405, "takes GET, POST, DELETE only"},
		{"exchanges that are not kept", "GET", "/_sandbox/exchanges", "", 404, "WithExchangeLog"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, sandbox.WithAdmin())
			b.inject(t, sandbox.Fault{Kind: sandbox.FaultGarbage})
			w := b.local(t, tt.method, tt.path, tt.body)
			assert.Equal(t, tt.status, w.Code)
			assert.Equal(t, "application/json; charset=utf-8", w.Header().Get("Content-Type"))
			assert.Contains(t, w.Body.String(), `{"errors":[{"code":"err.request.`)
			assert.Contains(t, w.Body.String(), tt.want)
			assert.NotContains(t, w.Body.String(), "S3CRET")
			assert.Len(t, b.registry.Faults(), 1)
		})
	}
}
