package crvstest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/crvstest"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func malaByBRN() search.Query {
	return search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth)
}

// unnoticed is the kind of no error at all.
const unnoticed crvs.Kind = ""

// TestAStatusIsRetriedAsItsCommentSays holds the comment of FaultStatus.
func TestAStatusIsRetriedAsItsCommentSays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status     int
		retryAfter time.Duration
		kind       crvs.Kind
		asked      int
	}{
		{500, 0, crvs.KindUnavailable, 4},
		{502, 0, crvs.KindUnavailable, 4},
		{503, 0, crvs.KindUnavailable, 4},
		{504, 0, crvs.KindUnavailable, 4},
		{503, 3 * time.Second, crvs.KindUnavailable, 4},
		{429, 0, crvs.KindRateLimited, 1},
		{429, 3 * time.Second, crvs.KindRateLimited, 4},
		{429, time.Hour, crvs.KindRateLimited, 1},
		{408, 0, crvs.KindUnavailable, 1},
		{501, 0, crvs.KindUnavailable, 1},
		{505, 0, crvs.KindUnavailable, 1},
		{400, 0, crvs.KindRejected, 1},
		{401, 0, crvs.KindUnauthorized, 1},
		{403, 0, crvs.KindForbidden, 1},
		{404, 0, crvs.KindProtocol, 1},
		{413, 0, crvs.KindRejected, 1},
		{415, 0, crvs.KindRejected, 1},
		{200, 0, crvs.KindProtocol, 1},
		{302, 0, crvs.KindProtocol, 1},
	} {
		t.Run(fmt.Sprintf("%d after %s", tt.status, tt.retryAfter), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reg := crvstest.Start(t)
				reg.Inject(t, sandbox.Fault{Kind: sandbox.FaultStatus, Status: tt.status, RetryAfter: tt.retryAfter})
				_, err := reg.Client(t).Find(t.Context(), mala())
				assert.Equal(t, tt.kind, kindOf(t, err), "%v", err)
				assert.Equal(t, tt.asked, reg.Faults()[0].Hits)
			})
		})
	}
}

// claim is what the comment of a kind says that a client makes of it.
type claim struct {
	fault      sandbox.Fault
	verified   crvs.Kind // by a client that verifies
	unverified crvs.Kind // by one that does not
	except     map[string]crvs.Kind
	nowhere    []string // the profiles at which it does not strike
}

func claims() []claim {
	workshop, unsigned := []string{"workshop-2022"}, []string{"workshop-2022", "bare-crvs"}
	of := func(kind sandbox.FaultKind) sandbox.Fault { return sandbox.Fault{Kind: kind} }
	same := func(f sandbox.Fault, kind crvs.Kind, nowhere ...string) claim {
		return claim{fault: f, verified: kind, unverified: kind, nowhere: nowhere}
	}
	forged := func(kind sandbox.FaultKind, verified crvs.Kind, more ...string) claim {
		return claim{fault: of(kind), verified: verified, unverified: unnoticed, nowhere: append(more, unsigned...)}
	}
	wrongIDs := same(of(sandbox.FaultWrongReferenceIDs), crvs.KindProtocol, unsigned...)
	wrongIDs.except = map[string]crvs.Kind{"openspp": unnoticed}
	return []claim{
		same(sandbox.Fault{Kind: sandbox.FaultDelay, Delay: time.Hour}, crvs.KindTimeout),
		same(of(sandbox.FaultQuota), crvs.KindRateLimited),
		same(sandbox.Fault{Kind: sandbox.FaultQuota, Status: http.StatusPaymentRequired}, crvs.KindRateLimited),
		same(of(sandbox.FaultDrop), crvs.KindUnavailable),
		same(of(sandbox.FaultCut), crvs.KindUnavailable),
		same(of(sandbox.FaultTruncated), crvs.KindProtocol),
		same(of(sandbox.FaultGarbage), crvs.KindProtocol),
		wrongIDs,
		same(of(sandbox.FaultMissingItems), crvs.KindProtocol, workshop...),
		same(of(sandbox.FaultOvermatch), crvs.KindOvermatch),
		same(of(sandbox.FaultWrongTransaction), crvs.KindProtocol, workshop...),
		forged(sandbox.FaultWrongKey, crvs.KindSignature),
		forged(sandbox.FaultTamperedBody, crvs.KindSignature),
		forged(sandbox.FaultAlgNone, crvs.KindSignature, "openspp"),
		forged(sandbox.FaultExpiredSignature, crvs.KindSignature),
		forged(sandbox.FaultRotation, unnoticed),
		same(of(sandbox.FaultDuplicateMembers), crvs.KindProtocol, unsigned...),
	}
}

// TestEachFaultIsWhatItsCommentSaysInEveryProfile holds the comments of the kinds.
// Those about pages are held by TestReadingPageByPage..., that of FaultStatus above,
// and those about encryption below.
func TestEachFaultIsWhatItsCommentSaysInEveryProfile(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		for _, c := range claims() {
			t.Run(p.Name+" "+string(c.fault.Kind)+fmt.Sprint(c.fault.Status), func(t *testing.T) {
				t.Parallel()
				if p.Signing != "" {
					c.hold(t, p.Name, c.verified, crvs.WithPublishedKeys())
				}
				c.hold(t, p.Name, c.unverified)
			})
		}
	}
}

func (c claim) hold(t *testing.T, name string, want crvs.Kind, opts ...crvs.Option) {
	t.Helper()
	if kind, ok := c.except[name]; ok {
		want = kind
	}
	hits := 1
	for _, nowhere := range c.nowhere {
		if nowhere == name {
			want, hits = unnoticed, 0
		}
	}
	synctest.Test(t, func(t *testing.T) {
		reg := crvstest.Start(t)
		client := reg.ClientOf(t, name, append(opts, crvs.WithRetry(crvs.Retry{MaxAttempts: 1}))...)
		_, err := client.Find(t.Context(), malaByBRN())
		require.NoError(t, err, "it behaves until the fault")
		reg.Inject(t, c.fault)
		_, err = client.Find(t.Context(), malaByBRN())
		if want == unnoticed {
			require.NoError(t, err)
		} else {
			require.Error(t, err)
			assert.Equal(t, want, kindOf(t, err), "%v", err)
		}
		assert.Equal(t, hits, reg.Faults()[0].Hits)
	})
}

func TestAFaultOfAnEncryptionIsOneOfEncryption(t *testing.T) {
	t.Parallel()
	own, err := envelope.GenerateKey(envelope.ECDHESA256KW)
	require.NoError(t, err)
	keys, err := envelope.NewKeySet(own.Public())
	require.NoError(t, err)
	for _, p := range profile.All() {
		if !p.Encrypts {
			continue
		}
		for _, kind := range []sandbox.FaultKind{sandbox.FaultWeakJWE, sandbox.FaultPlaintextAnswer} {
			t.Run(p.Name+" "+string(kind), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					reg := crvstest.Start(t)
					reg.Trust(t, "mis.test", keys)
					client := reg.ClientOf(t, p.Name, crvs.WithEncryption(nil, own))
					_, err := client.Find(t.Context(), malaByBRN())
					require.NoError(t, err)
					reg.Inject(t, sandbox.Fault{Kind: kind})
					_, err = client.Find(t.Context(), malaByBRN())
					require.Error(t, err)
					assert.Equal(t, crvs.KindEncryption, kindOf(t, err), "%v", err)
				})
			})
		}
	}
}

func TestAClientOfAProfileSpeaksItWithoutBeingTold(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	for _, name := range sandbox.Profiles() {
		hit, err := reg.ClientOf(t, name).Find(t.Context(), malaByBRN())
		require.NoError(t, err, name)
		assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
		_, err = reg.ClientOf(t, name).Find(t.Context(), search.ByIdentifier(codes.IdentifierBRN, "B00XXX000").In(codes.VitalEventBirth))
		require.ErrorIs(t, err, crvs.ErrNotFound, name)
	}
	// An option comes after it: a profile that was changed takes its place.
	narrow := profile.OpenCRVS2024()
	narrow.Asks.Events = []codes.VitalEvent{codes.VitalEventDeath}
	_, err := reg.ClientOf(t, "opencrvs-2024", crvs.WithProfile(narrow)).Find(t.Context(), malaByBRN())
	require.ErrorIs(t, err, crvs.ErrUnsupported)
}

// logging is a testing.TB that keeps its log.
type logging struct {
	testing.TB

	lines []string
}

func (l *logging) Helper() {}

func (l *logging) Logf(format string, args ...any) {
	l.lines = append(l.lines, fmt.Sprintf(format, args...))
}

func TestTheLogSaysThatAClientCannotNoticeAFaultOfASignature(t *testing.T) {
	t.Parallel()
	wrongKey := sandbox.Fault{Kind: "Wrong Key"}
	at := func(path string) sandbox.Fault { return sandbox.Fault{Kind: sandbox.FaultTamperedBody, Path: path} }
	for _, tt := range []struct {
		name  string
		do    func(reg *crvstest.Registry, log *logging)
		lines int
		says  string
	}{
		{"the client is there before the fault", func(reg *crvstest.Registry, log *logging) { reg.Client(log); reg.Inject(log, wrongKey) }, 1, "wrong_key is of a signature, and a client of http://registry.test/dci verifies none"},
		{"the fault is there before the client", func(reg *crvstest.Registry, log *logging) { reg.Inject(log, wrongKey); reg.Client(log) }, 1, "crvs.WithPublishedKeys"},
		{"a client of a profile", func(reg *crvstest.Registry, log *logging) { reg.ClientOf(log, "openspp"); reg.Inject(log, wrongKey) }, 1, "/dci/openspp verifies none"},
		{"clients of two profiles", func(reg *crvstest.Registry, log *logging) {
			reg.ClientOf(log, "openspp")
			reg.ClientOf(log, "openg2p")
			reg.ClientOf(log, "openg2p")
			reg.Inject(log, wrongKey)
		}, 2, "/dci/openg2p verifies none"},
		{"a fault at the path of the client", func(reg *crvstest.Registry, log *logging) {
			reg.ClientOf(log, "openg2p")
			reg.Inject(log, at("/openg2p/registry/sync/search"))
		}, 1, "tampered_body"},
		{"a fault at another path", func(reg *crvstest.Registry, log *logging) {
			reg.ClientOf(log, "openg2p")
			reg.Inject(log, at("/registry/sync/search"))
		}, 0, ""},
		{"a client that verifies", func(reg *crvstest.Registry, log *logging) {
			reg.Client(log, crvs.WithPublishedKeys())
			reg.Inject(log, wrongKey)
		}, 0, ""},
		{"a profile without signatures", func(reg *crvstest.Registry, log *logging) {
			reg.ClientOf(log, "bare-crvs")
			reg.ClientOf(log, "workshop-2022")
			reg.Inject(log, wrongKey)
		}, 0, ""},
		{"a fault that everybody notices", func(reg *crvstest.Registry, log *logging) {
			reg.Client(log)
			reg.Inject(log, sandbox.Fault{Kind: sandbox.FaultDuplicateMembers})
			reg.Inject(log, sandbox.Fault{Kind: sandbox.FaultOvermatch})
		}, 0, ""},
		{"a fault that has ended", func(reg *crvstest.Registry, log *logging) { reg.Inject(log, wrongKey)(); reg.Client(log) }, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			log := &logging{TB: t}
			tt.do(crvstest.Start(t), log)
			assert.Len(t, log.lines, tt.lines)
			assert.Contains(t, strings.Join(log.lines, "\n"), tt.says)
		})
	}
}

// published answers as the published mock does, word for word: the examples of the
// standard's document, about its own person, whatever was asked.
func published(body string) crvstest.Option {
	return crvstest.WithMiddleware(func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		})
	})
}

func TestThePublishedMockIsReadAndNeverMistaken(t *testing.T) {
	t.Parallel()
	const record = `{"identifier":[{"identifier_type":"BRN","identifier_value":"B90MAY123"}],"name":{"surname":"Kumar","given_name":"Mala"},"birth_date":"1990-05-12"}`
	answer := func(transaction, reference, page, records string) string {
		return `{"transaction_id":` + transaction + `,"correlation_id":"9876543210","search_response":[{"reference_id":"` + reference +
			`","timestamp":"2022-12-04T17:20:07Z","status":"rcvd","data":{"reg_type":"ns:org:RegistryType:Civil","reg_event_type":"live_birth","reg_records":` + records +
			`},"pagination":{"page_size":2000,"page_number":` + page + `,"total_count":1},"locale":"eng"}]}`
	}
	const transaction, reference = "123456789", "12345678901234567890"
	for _, tt := range []struct {
		name, body string
		asked      search.Query
		want       crvs.Kind
	}{
		{"its own person is found", answer(transaction, reference, "5", "["+record+"]"), malaByBRN(), unnoticed},
		{"its own person by her day", answer(transaction, reference, "5", "["+record+"]"), search.Where(search.BirthDate.Is(person.MustDate("1990-05-12"))).In(codes.VitalEventBirth), unnoticed},
		{"a transaction that is a text", answer(`"`+transaction+`"`, reference, "5", "["+record+"]"), malaByBRN(), unnoticed},
		{"her record is nobody else's", answer(transaction, reference, "5", "["+record+"]"), search.ByIdentifier(codes.IdentifierBRN, "B86JAN020").In(codes.VitalEventBirth), crvs.KindOvermatch},
		{"her record is no death", answer(transaction, reference, "5", "["+record+"]"), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007").In(codes.VitalEventDeath), crvs.KindOvermatch},
		{"another transaction", answer("123456788", reference, "5", "["+record+"]"), malaByBRN(), crvs.KindProtocol},
		{"another reference", answer(transaction, "1234567890", "5", "["+record+"]"), malaByBRN(), crvs.KindProtocol},
		{"another page", answer(transaction, reference, "6", "["+record+"]"), malaByBRN(), crvs.KindProtocol},
		{"a question that it has and has not answered", answer(transaction, reference, "5", "[]"), malaByBRN(), crvs.KindUnavailable},
		{"a count without records", strings.Replace(answer(transaction, reference, "5", "[]"), "rcvd", "succ", 1), malaByBRN(), crvs.KindProtocol},
		{"two items under one id", strings.Replace(answer(transaction, reference, "5", "["+record+"]"), `"search_response":[`, `"search_response":[{"reference_id":"`+reference+`","status":"succ","data":{"reg_records":[]}},`, 1), malaByBRN(), crvs.KindProtocol},
		{"an acknowledgement with an error", `{"message":{"ack_status":"ACK","timestamp":"2022-12-04T17:20:07Z","correlation_id":"9876543210","error":{"code":"err.request.bad","message":"string"}}}`, malaByBRN(), crvs.KindRejected},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			reg := crvstest.Start(t, published(tt.body))
			hit, err := reg.ClientOf(t, "bare-crvs").Find(t.Context(), tt.asked)
			if tt.want == unnoticed {
				require.NoError(t, err)
				assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
				assert.NotEqual(t, "12345678901234567890", hit.ReferenceID, "it is that of the question")
				return
			}
			require.Error(t, err)
			assert.Equal(t, tt.want, kindOf(t, err), "%v", err)
			require.NotErrorIs(t, err, crvs.ErrNotFound)
		})
	}
	// The ids of the mock are no other registry's.
	reg := crvstest.Start(t, published(answer(transaction, reference, "5", "["+record+"]")))
	_, err := reg.Client(t).Find(t.Context(), malaByBRN())
	assert.Equal(t, crvs.KindProtocol, kindOf(t, err))
}

func TestTheBareMockIsReadPageByPageAndInBatches(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	client := reg.ClientOf(t, "bare-crvs")
	records, err := read(t, client, born2017())
	require.NoError(t, err)
	assert.Equal(t, 12, records)
	results, err := client.SearchBatch(t.Context(), []search.Query{malaByBRN(), search.ByIdentifier(codes.IdentifierBRN, "B00XXX000").In(codes.VitalEventBirth)})
	require.NoError(t, err)
	require.Len(t, results, 2)
	require.NoError(t, results[0].Err)
	assert.Len(t, results[0].Page.Hits, 1)
	require.NoError(t, results[1].Err)
	assert.Empty(t, results[1].Page.Hits)
}
