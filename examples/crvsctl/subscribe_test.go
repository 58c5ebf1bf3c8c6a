package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

const (
	acknowledged = `{"message":{"ack_status":"ACK","timestamp":"2026-11-01T00:00:00Z","correlation_id":"corr-9"}}`
	// Parts of an item of an answer to requests for subscriptions.
	granted = `"status":"succ","subscriptions":[{"code":"SUB-1","status":"subscribe","reg_event_type":"DEATH"}]`
	pending = `"status":"pdng"`
	known   = `"status":"rjct","status_reason_code":"rjct.event.already_subscribed"`
)

// subscriptionRequest is what a registry needs to know of a request about subscriptions.
type subscriptionRequest struct {
	Header struct {
		SenderURI string `json:"sender_uri"`
	} `json:"header"`
	Message struct {
		TransactionID    string `json:"transaction_id"`
		SubscribeRequest []struct {
			ReferenceID string `json:"reference_id"`
			Criteria    struct {
				Event  string          `json:"reg_event_type"`
				Filter json.RawMessage `json:"filter"`
			} `json:"subscribe_criteria"`
		} `json:"subscribe_request"`
		SubscriptionCodes []string `json:"subscription_codes"`
	} `json:"message"`
}

// teller is a registry with subscriptions.
type teller struct {
	subscribe string   // the answer to the request; "" acknowledges it
	status    []string // items of the answers to the question for the status; after the last it has none
	calls     func(to, message string)

	asked subscriptionRequest
}

func (r *teller) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var m subscriptionRequest
	_ = json.NewDecoder(req.Body).Decode(&m)
	w.Header().Set("Content-Type", "application/json")
	fill := func(text string) string {
		return strings.NewReplacer("$T", r.asked.Message.TransactionID, "$R", r.asked.Message.SubscribeRequest[0].ReferenceID).Replace(text)
	}
	switch strings.TrimPrefix(req.URL.Path, prefix) {
	case "/registry/subscribe":
		r.asked = m
		if r.subscribe != "" {
			fmt.Fprint(w, fill(r.subscribe))
			return
		}
		w.WriteHeader(http.StatusAccepted)
		if r.calls != nil { // sooner than it acknowledges
			r.calls(m.Header.SenderURI, fill(onSubscribe("$T", `"reference_id":"$R",`+granted)))
		}
		fmt.Fprint(w, acknowledged)
	case "/registry/sync/txn/status":
		if len(r.status) == 0 {
			http.NotFound(w, req)
			return
		}
		item := r.status[0]
		r.status = r.status[1:]
		fmt.Fprint(w, strings.ReplaceAll(fill(`{"header":{"action":"txn-on-status","status":"succ"},"message":{"transaction_id":"$S","correlation_id":"corr-2",`+
			`"txnstatus_response":{"txn_type":"subscribe","txn_status":{"transaction_id":"$T","subscribe_response":[`+item+`]}}}}`), "$S", m.Message.TransactionID))
	default:
		http.NotFound(w, req)
	}
}

func onSubscribe(transaction, item string) string {
	return `{"header":{"message_id":"m-2","message_ts":"` + time.Now().UTC().Format(time.RFC3339) + `","action":"on-subscribe","status":"succ"},"message":{"transaction_id":"` + transaction + `","correlation_id":"corr-9","subscribe_response":[{` + item + `}]}}`
}

// subscribed begins a command line that subscribes at url.
func subscribed(url string, rest ...string) []string {
	return append([]string{
		"subscribe", "-url", url, "-sender", "mis.test", "-insecure-unsigned", "-event", "death",
		"-callback", "http://127.0.0.1:1/dci/3f9c",
	}, rest...)
}

func TestTheCodeOfASubscriptionIsLearnt(t *testing.T) {
	t.Parallel()
	listed := func(parts ...string) []string {
		var items []string
		for _, p := range parts {
			items = append(items, `{"reference_id":"$R",`+p+`}`)
		}
		return items
	}
	for _, tt := range []struct {
		name     string
		registry teller
		args     []string
		status   int
		stdout   string // $T and $R as in the answers
		stderr   string
	}{
		{name: "the registry says it at once", registry: teller{subscribe: onSubscribe("$T", `"reference_id":"$R",`+granted)}, stdout: "subscribed to death, with code SUB-1\n"},
		{name: "the status says it", registry: teller{status: listed(granted)}, stdout: "subscribed to death, with code SUB-1\n"},
		{name: "the status says it in the end", registry: teller{status: listed(pending, `"status":"rjct","status_reason_code":"rjct.reference_id.invalid"`, granted)}, stdout: "subscribed to death, with code SUB-1\n"},
		{
			name: "as JSON", registry: teller{status: listed(granted)}, args: []string{"-json"},
			stdout: `{"event":"death","code":"SUB-1","reference_id":"$R","transaction_id":"$T","correlation_id":"corr-9"}` + "\n",
		},
		{
			name: "the registry has no status", registry: teller{}, args: []string{"-json"}, status: exitNotFound,
			stdout: `{"event":"death","code":"","reference_id":"$R","transaction_id":"$T","correlation_id":"corr-9"}` + "\n",
			stderr: "the registry acknowledged the subscription, and its code is not known: transaction_id $T, correlation_id corr-9; it tells the code at -callback",
		},
		{name: "the status lists another", registry: teller{status: []string{`{"reference_id":"other",` + granted + `}`}}, status: exitNotFound, stderr: "its code is not known: transaction_id $T"},
		{
			name: "the time is over", registry: teller{status: listed(pending, pending, pending, pending, pending)}, args: []string{"-timeout", "2s"},
			status: exitNotFound, stderr: "its code is not known: transaction_id $T",
		},
		{name: "the status says that it is refused", registry: teller{status: listed(known)}, args: []string{"-json"}, status: exitFailed, stderr: "rjct.event.already_subscribed"},
		{
			name: "the status says that it has ended", registry: teller{status: listed(strings.Replace(granted, `"subscribe"`, `"unsubscribe"`, 1))},
			status: exitFailed, stderr: "the registry says that the subscription has ended",
		},
		{
			name: "the registry refuses the request", registry: teller{subscribe: `{"message":{"ack_status":"ERR","error":{"code":"err.request.bad","message":"no"}}}`},
			status: exitFailed, stderr: "err.request.bad",
		},
		{name: "no answer to it", registry: teller{subscribe: `{"ok":true}`}, status: exitFailed, stderr: "ask the registry's operators whether they have subscriptions"},
		{name: "an answer that says nothing", registry: teller{subscribe: `<html>`}, status: exitFailed, stderr: "protocol"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url, _ := script(t, tt.registry.ServeHTTP)
			d := crvsctl(t, subscribed(url, tt.args...)...)
			assert.Equal(t, tt.status, d.status, d.stderr)
			asked := tt.registry.asked
			fill := strings.NewReplacer("$T", asked.Message.TransactionID, "$R", asked.Message.SubscribeRequest[0].ReferenceID)
			assert.Equal(t, fill.Replace(tt.stdout), d.stdout)
			assert.Contains(t, d.stderr, fill.Replace(tt.stderr))
			assert.NotContains(t, d.stderr, "dry-run")
			assert.Equal(t, []string{"http://127.0.0.1:1/dci/3f9c", "death"}, []string{asked.Header.SenderURI, asked.Message.SubscribeRequest[0].Criteria.Event})
		})
	}
}

func TestTheCodeIsLearntFromTheCallback(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		item    string
		timeout string
		status  int
		stdout  string
		stderr  string
	}{
		{"granted", `"reference_id":"$R",` + granted, "30s", exitFound, "subscribed to death, with code SUB-1\n", "the registry tells of a subscription to death: code SUB-1 (transaction_id $T)"},
		{"granted without a reference", granted, "30s", exitFound, "subscribed to death, with code SUB-1\n", "code SUB-1"},
		{"refused", `"reference_id":"$R",` + known, "30s", exitFailed, "", "crvsctl subscribe: rejected: rjct.event.already_subscribed: "},
		{"another request", `"reference_id":"other",` + granted, "2s", exitNotFound, "", "its code is not known: transaction_id $T"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			stderr, stdout := newLines(), newLines()
			registry := &teller{}
			registry.calls = func(to, _ string) {
				fill := strings.NewReplacer("$T", registry.asked.Message.TransactionID, "$R", registry.asked.Message.SubscribeRequest[0].ReferenceID)
				url := <-stderr.first // the callback's host is a proxy in front of it
				url = strings.TrimPrefix(url, "listening on ")
				assert.Equal(t, "https://mis.example/dci/3f9c", to)
				assert.True(t, strings.HasSuffix(url, "/dci/3f9c"), url)
				for range 2 {
					_, ack := post(t, url, notification(deathOf("D1", "")))
					assert.Equal(t, "ACK", ack)
				}
				_, ack := post(t, url+"/registry/on-subscribe", fill.Replace(onSubscribe("another", tt.item)))
				assert.Equal(t, "ACK", ack)
				_, ack = post(t, url+"/registry/on-subscribe", fill.Replace(onSubscribe("$T", tt.item)))
				assert.Equal(t, "ACK", ack)
			}
			url, _ := script(t, registry.ServeHTTP)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			status := run(ctx, []string{
				"subscribe", "-url", url, "-sender", "mis.test", "-insecure-unsigned", "-event", "death",
				"-callback", "https://mis.example/dci/3f9c", "-listen", "127.0.0.1:0", "-timeout", tt.timeout,
			}, strings.NewReader(""), stdout, stderr)
			assert.Equal(t, tt.status, status, stderr)
			event, said, ok := strings.Cut(stdout.String(), "\n")
			require.True(t, ok, stdout)
			assert.Contains(t, event, `"event":"death","message_id":"m-1","registration_number":"D1"`, "what was acknowledged is printed")
			assert.Equal(t, tt.stdout, said)
			assert.Contains(t, stderr.String(), strings.ReplaceAll(tt.stderr, "$T", registry.asked.Message.TransactionID))
		})
	}
}

func TestOnlyTheRegistryItselfSaysTheCode(t *testing.T) {
	t.Parallel()
	key, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	signer, err := envelope.NewSigner(profile.DCI10().Signing, key)
	require.NoError(t, err)
	set, err := envelope.NewKeySet(key.Public())
	require.NoError(t, err)
	published, err := set.MarshalJSON()
	require.NoError(t, err)
	ours := t.TempDir() + "/sign.pem"
	require.Equal(t, exitFound, crvsctl(t, "keys", "new", "-use", "sig", "-alg", "EdDSA", "-out", ours).status)
	for _, tt := range []struct {
		name    string
		signs   bool
		timeout string
		status  int
		stdout  string
		stderr  string
	}{
		{"signed with the key that it publishes", true, "30s", exitFound, "subscribed to death, with code SUB-1\n", "code SUB-1"},
		{"not signed", false, "2s", exitNotFound, "", "crvsctl subscribe: refused: HTTP 401, err.signature.missing: the message is not signed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			stderr, stdout := newLines(), newLines()
			registry := &teller{}
			registry.calls = func(_, message string) {
				body := []byte(message)
				if tt.signs {
					var m struct{ Header, Message json.RawMessage }
					_ = json.Unmarshal(body, &m) // it is ours
					sealed, err := signer.Sign(t.Context(), m.Header, m.Message)
					if err != nil {
						t.Error(err) // on another goroutine than the test's
					}
					body = sealed.Body
				}
				_, _ = post(t, strings.TrimPrefix(<-stderr.first, "listening on "), string(body))
			}
			url, _ := script(t, func(w http.ResponseWriter, req *http.Request) {
				if strings.HasSuffix(req.URL.Path, keysPath) {
					_, _ = w.Write(published)
					return
				}
				registry.ServeHTTP(w, req)
			})
			status := run(t.Context(), []string{
				"subscribe", "-url", url, "-sender", "mis.test", "-sign-key", ours, "-event", "death",
				"-callback", "https://mis.example/dci", "-listen", "127.0.0.1:0", "-timeout", tt.timeout,
			}, strings.NewReader(""), stdout, stderr)
			assert.Equal(t, tt.status, status, stderr)
			assert.Equal(t, tt.stdout, stdout.String())
			assert.Contains(t, stderr.String(), tt.stderr)
		})
	}
}

func TestASubscriptionIsOfWhomTheConditionsHold(t *testing.T) {
	t.Parallel()
	registry := &teller{status: []string{`{"reference_id":"$R",` + granted + `}`}}
	url, _ := script(t, registry.ServeHTTP)
	d := crvsctl(t, subscribed(url, "-where", "sex=female", "-where", "region_code=KL")...)
	assert.Equal(t, exitFound, d.status, d.stderr)
	filter := string(registry.asked.Message.SubscribeRequest[0].Criteria.Filter)
	assert.Contains(t, filter, "KL")
	assert.Contains(t, filter, "sex")
}

func TestASubscriptionThatCannotBeAskedForIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	url, got := script(t, answer(0))
	good := []string{"subscribe", "-url", url, "-sender", "mis.test", "-insecure-unsigned"}
	to := []string{"-event", "death", "-callback", "https://mis.example"}
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"no event", []string{"-callback", "https://mis.example/dci"}, "-event is required"},
		{"no callback", []string{"-event", "death"}, "-callback wants the URL at which the registry reaches us"},
		{"a callback that is none", []string{"-event", "death", "-callback", "mis.example"}, "-callback wants the URL"},
		{"records over plain http", []string{"-event", "death", "-callback", "http://mis.example/dci"}, "over plain http: use https, or accept it with -insecure-http"},
		{"a listener without a path", append(to, "-listen", "127.0.0.1:0"), "-listen needs a -callback with a path"},
		{"a condition that is none", append(to, "-where", "S3CRET"), "-where number 1 is not a condition"},
		{"a registry without subscriptions", append(to, "-profile", "opencrvs-1.9"), "nothing was sent"},
		{"a stray word", append(to, "S3CRET"), "belongs to no flag"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, append(append([]string{}, good...), tt.args...)...)
			assert.Equal(t, exitUsage, d.status, d.stderr)
			assert.Contains(t, d.stderr, tt.want)
			assert.NotContains(t, d.stderr, "S3CRET")
			assert.NotContains(t, d.stderr, "search -h")
			assert.Empty(t, d.stdout)
		})
	}
	assert.Empty(t, got.seen())
}

func TestSubscriptionsAreEnded(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		answer string
		args   []string
		status int
		stdout string
		stderr string
	}{
		{"ended at once", `"subscription_status":[{"code":"S-2","status":"unsubscribe"},{"code":"S-1","status":"unsubscribe"}]`, nil, exitFound, "S-1: ended\nS-2: ended\n", ""},
		{
			"acknowledged", "", nil, exitFound,
			"S-1: acknowledged; the registry tells the callback what became of it\nS-2: acknowledged; the registry tells the callback what became of it\n", "",
		},
		{"as JSON", "", []string{"-json"}, exitFound, `{"code":"S-1","state":"acknowledged"}` + "\n" + `{"code":"S-2","state":"acknowledged"}` + "\n", ""},
		{
			"one goes on", `"subscription_status":[{"code":"S-1","status":"unsubscribe"},{"code":"S-2","status":"subscribe"}]`, nil, exitFailed,
			"S-1: ended\nS-2: active\n", "a subscription has not ended",
		},
		{"unknown", `"status":"rjct","status_reason_code":"rjct.subscription_code.invalid"`, nil, exitFailed, "", "rjct.subscription_code.invalid"},
		{"a registry without subscriptions", "", []string{"-profile", "opencrvs-1.9"}, exitUsage, "", "nothing was sent"},
		{"an empty code", "", []string{"-code", ""}, exitUsage, "", "-code is empty"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url, _ := script(t, func(w http.ResponseWriter, req *http.Request) {
				var m subscriptionRequest
				_ = json.NewDecoder(req.Body).Decode(&m)
				assert.Equal(t, prefix+"/registry/unsubscribe", req.URL.Path)
				assert.Equal(t, []string{"S-1", "S-2"}, m.Message.SubscriptionCodes)
				assert.Equal(t, "https://mis.example/dci", m.Header.SenderURI)
				w.Header().Set("Content-Type", "application/json")
				if tt.answer == "" {
					fmt.Fprint(w, acknowledged)
					return
				}
				fmt.Fprintf(w, `{"header":{"action":"on-unsubscribe","status":"succ"},"message":{"transaction_id":%q,%s}}`, m.Message.TransactionID, tt.answer)
			})
			d := crvsctl(t, append([]string{
				"unsubscribe", "-url", url, "-sender", "mis.test", "-insecure-unsigned", "-code", "S-1", "-code", "S-2", "-callback", "https://mis.example/dci",
			}, tt.args...)...)
			assert.Equal(t, tt.status, d.status, d.stderr)
			assert.Equal(t, tt.stdout, d.stdout)
			assert.Contains(t, d.stderr, tt.stderr)
		})
	}
	d := crvsctl(t, "unsubscribe", "-url", "https://x", "-sender", "mis.test", "-insecure-unsigned")
	assert.Equal(t, exitUsage, d.status)
	assert.Contains(t, d.stderr, "-code is required")
}
