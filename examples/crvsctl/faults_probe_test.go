package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// aGateway is the one of cuts that answers 404.
const aGateway = "a gateway has nothing behind it"

// cuts are ways in which a probe ends early; interrupt ends its context.
var cuts = map[string]func(w http.ResponseWriter, r *http.Request, interrupt func()){
	"interrupted": func(_ http.ResponseWriter, r *http.Request, interrupt func()) {
		interrupt()
		<-r.Context().Done()
	},
	"the registry is gone": func(http.ResponseWriter, *http.Request, func()) { panic(http.ErrAbortHandler) },
	"the token is over": func(w http.ResponseWriter, r *http.Request, _ func()) {
		text(401, "application/json", `{"error":{"code":401,"message":"expired"}}`)(w, r)
	},
	"we are shut out": func(w http.ResponseWriter, r *http.Request, _ func()) { text(403, "text/plain", "no")(w, r) },
	"the proxy wants a password": func(w http.ResponseWriter, r *http.Request, _ func()) {
		text(407, "application/json", `{}`)(w, r)
	},
	"the quota is used up": func(w http.ResponseWriter, r *http.Request, _ func()) { text(429, "text/plain", "")(w, r) },
	aGateway: func(w http.ResponseWriter, r *http.Request, _ func()) {
		text(404, "text/html", "<html>no upstream</html>")(w, r)
	},
	"a gateway fails": func(w http.ResponseWriter, r *http.Request, _ func()) { text(502, "text/html", "<html>")(w, r) },
}

// cutAfter probes a sandbox that answers the first requests and no more.
func cutAfter(t *testing.T, box http.Handler, base string, answered int64, cut func(http.ResponseWriter, *http.Request, func())) findings {
	t.Helper()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	var sent atomic.Int64
	url, _ := script(t, func(w http.ResponseWriter, r *http.Request) {
		if sent.Add(1) > answered {
			cut(w, r, interrupt)
			return
		}
		http.StripPrefix(prefix, box).ServeHTTP(w, r)
	})
	d := crvsctlWith(ctx, t, "probe", "-json", "-url", url+base)
	return foundIn(t, d)
}

// said are all findings that can be a yes or a no.
func (r findings) said() map[string]string {
	said := map[string]string{
		"over_match": r.OverMatch, "reg_record_type": r.RecordType, "signing.required": r.Signing.Required,
		"signing.questions": r.Signing.Questions, "encryption.questions": r.Encryption.Questions,
	}
	for name, m := range map[string]map[string]string{
		"endpoints": r.Endpoints, "query_types": r.QueryTypes, "identifier_types": r.Identifiers,
		"attributes": r.Attributes, "operators": r.Operators,
	} {
		for key, value := range m {
			said[name+" "+key] = value
		}
	}
	return said
}

func TestAProbeThatIsCutShortNeverSaysNoOfWhatItDidNotAsk(t *testing.T) {
	t.Parallel()
	box, err := sandbox.New()
	require.NoError(t, err)
	for _, base := range []string{"", "/opencrvs", "/opencrvs-1.9", "/openg2p", "/bare"} {
		whole := cutAfter(t, box, base, maxRequests, nil).said()
		require.NotEqual(t, answerUnknown, whole["over_match"])
		for how, cut := range cuts {
			t.Run(base+" "+how, func(t *testing.T) {
				t.Parallel()
				for _, answered := range []int64{1, 2, 3, 4, 5, 6, 8, 11, 14, 17, 20} {
					for what, value := range cutAfter(t, box, base, answered, cut).said() {
						switch value {
						case answerUnknown, answerFailed, whole[what]:
						default:
							if how == aGateway && strings.HasPrefix(what, "endpoints") {
								continue // it was asked, and a 404 is how an endpoint is not there
							}
							assert.Fail(t, "a guess", "after %d answers %s is %q, and is %q in truth", answered, what, value, whole[what])
						}
					}
				}
			})
		}
	}
}

func TestWhatAProbeDidNotFindOutIsUnknown(t *testing.T) {
	t.Parallel()
	box, err := sandbox.New()
	require.NoError(t, err)
	for how, cut := range cuts {
		r := cutAfter(t, box, "", 1, cut) // the key set, and nothing else
		said := r.said()
		delete(said, "endpoints "+keysPath)
		for what, value := range said {
			if how != aGateway || !strings.HasPrefix(what, "endpoints") {
				assert.Contains(t, []string{answerUnknown, answerFailed}, value, "%s: %s", how, what)
			}
		}
	}
}

func TestAnEndpointThatWeAreNotLetInToIsUnknown(t *testing.T) {
	t.Parallel()
	box, err := sandbox.New()
	require.NoError(t, err)
	for status, want := range map[int]string{401: answerUnknown, 403: answerUnknown, 407: answerUnknown, 500: answerUnknown, 302: answerUnknown, 404: answerNo, 405: answerNo, 501: answerNo} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			url, _ := script(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					text(status, "text/plain", "")(w, r)
					return
				}
				http.StripPrefix(prefix, box).ServeHTTP(w, r)
			})
			_, r := probed(t, "-url", url)
			for _, path := range []string{keysPath, locationsPath, healthPath} {
				assert.Equal(t, want, r.Endpoints[path], path)
			}
			assert.Equal(t, "dci-1.0", r.Profile)
		})
	}
}

func TestASearchThatGaveNoAnswerIsNotReportedAsNoEndpoint(t *testing.T) {
	t.Parallel()
	for _, silent := range []string{pathEnvelope, pathBare, pathWorkshop} {
		url, _ := script(t, func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, silent) && r.URL.Path == prefix+silent {
				panic(http.ErrAbortHandler)
			}
			text(404, "text/plain", "")(w, r)
		})
		d, r := probed(t, "-url", url)
		assert.Equal(t, exitFailed, d.status, "3 would say that the registry answered")
		assert.NotContains(t, d.stderr, "none of the known endpoints")
		assert.Contains(t, d.stderr, "ask again later")
		assert.Equal(t, answerUnknown, r.Endpoints[silent])
	}
}

// reversed is a question whose upper bound stands before its lower one.
var reversed = regexp.MustCompile(`"attribute_value":"` + futureFrom + `","operator":"(?:\$?lte|le)"`)

func TestAProbeAsksTheReversedPairAlwaysAndOfDeathsToo(t *testing.T) {
	t.Parallel()
	for _, event := range []string{"birth", "death"} {
		for _, base := range []string{"", "/opencrvs", "/opencrvs-1.9", "/openspp", "/openg2p", "/bare"} {
			t.Run(event+" "+base, func(t *testing.T) {
				t.Parallel()
				url, got := country(t)
				d, r := probed(t, "-url", url+base, "-event", event)
				assert.Equal(t, exitFound, d.status, d.stderr)
				assert.Contains(t, []string{answerYes, answerNo}, r.OverMatch)
				asked := 0
				for _, one := range got.seen() {
					if reversed.MatchString(one.raw) {
						asked++
					}
				}
				assert.Equal(t, 1, asked)
				assert.LessOrEqual(t, r.Requests, maxRequests)
			})
		}
	}
}

func TestARegistryThatMisreadsTheReversedPairAloneIsFoundOut(t *testing.T) {
	t.Parallel()
	box, err := sandbox.New()
	require.NoError(t, err)
	for _, event := range []string{"birth", "death"} {
		for _, base := range []string{"", "/openspp", "/openg2p"} {
			url, _ := script(t, func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(body))
				if err == nil && reversed.Match(body) {
					answer(1, born("B90MAY123", "Mala", "1990-05-12"))(w, r)
					return
				}
				http.StripPrefix(prefix, box).ServeHTTP(w, r)
			})
			_, r := probed(t, "-url", url+base, "-event", event)
			assert.Equal(t, answerYes, r.OverMatch)
			assert.Equal(t, []string{"an upper bound before a lower one"}, r.OverMatchBy)
		}
	}
}

func TestTheTimesThatTheUsageTextNamesAreTheTimes(t *testing.T) {
	t.Parallel()
	said := strings.Join(strings.Fields(connectionUsage), " ")
	assert.Contains(t, said, fmt.Sprintf("(default %v; of a probe %v, of which one request may take %v)", timeoutOfSearch, timeoutOfProbe, maxPatience))
	f := newFlags("probe", streams{})
	var probe probing
	probe.define(f)
	require.NoError(t, f.parse([]string{"-url", "http://127.0.0.1:1"}))
	require.NoError(t, probe.check(f))
	assert.Equal(t, timeoutOfProbe, probe.timeout)
	var search asking
	search.define(newFlags("search", streams{}))
	assert.Equal(t, timeoutOfSearch, search.timeout)
}
