package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// lines is an output that a test reads while it is written.
type lines struct {
	mu    sync.Mutex
	text  bytes.Buffer
	first chan string // the first line
}

func newLines() *lines { return &lines{first: make(chan string, 1)} }

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	had := bytes.Contains(l.text.Bytes(), []byte("\n"))
	_, _ = l.text.Write(b)
	if line, _, ok := strings.Cut(l.text.String(), "\n"); ok && !had {
		l.first <- line
	}
	return len(b), nil
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// ear is a listener that runs.
type ear struct {
	url  string
	stop func() done // as Ctrl-C does
}

// ears starts a listener and waits until it listens.
func ears(t *testing.T, args ...string) ear {
	t.Helper()
	out := newLines()
	return earsTo(t, out, func() string { return out.String() }, args...)
}

func earsTo(t *testing.T, stdout io.Writer, printed func() string, args ...string) ear {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	stderr, ended := newLines(), make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"listen", "-addr", "127.0.0.1:0"}, args...), strings.NewReader(""), stdout, stderr)
	}()
	e := ear{stop: sync.OnceValue(func() done {
		cancel()
		d := done{status: <-ended, stdout: printed()}
		for line := range strings.Lines(stderr.String()) {
			if strings.Contains(line, ": warning: ") {
				d.warnings += line
			} else {
				d.stderr += line
			}
		}
		return d
	})}
	t.Cleanup(func() { e.stop() })
	select {
	case line := <-stderr.first:
		url, ok := strings.CutPrefix(line, "listening on ")
		require.True(t, ok, line)
		e.url = url
	case status := <-ended:
		t.Fatalf("it ended with %d: %s", status, stderr)
	}
	return e
}

// post sends a message and returns the status and what is acknowledged.
func post(t *testing.T, url, body string, headers ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	require.NoError(t, err)
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	var m struct {
		Message struct {
			AckStatus string `json:"ack_status"`
		}
	}
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&m))
	return resp.StatusCode, m.Message.AckStatus
}

// deathOf is the message of a notification of a death; more is members of its item.
func deathOf(number, more string) string {
	return fmt.Sprintf(`{"transaction_id":"t-1","notify_event":[{"reference_id":"r-1","reg_event_type":"death",%s"data":{"reg_records":`+
		`{"identifier":[{"identifier_type":"DRN","identifier_value":%q}],"name":{"given_name":"Mala","surname":"Kumar"},"death_date":"2026-11-03"}}}]}`, more, number)
}

const notifyHeader = `{"message_id":"m-1","message_ts":"2026-11-04T08:00:00Z","action":"notify"}`

func notification(message string) string {
	return `{"header":` + notifyHeader + `,"message":` + message + `}`
}

func TestEachEventIsPrintedOnce(t *testing.T) {
	t.Parallel()
	e := ears(t, "-insecure-unsigned", "-path", "/told/3f9c/")
	assert.Regexp(t, `^http://127\.0\.0\.1:\d+/told/3f9c$`, e.url)
	for _, path := range []string{"", "/registry/notify", "/"} {
		status, ack := post(t, e.url+path, notification(deathOf("D26-7", "")))
		assert.Equal(t, []any{200, "ACK"}, []any{status, ack})
	}
	_, _ = post(t, e.url, notification(deathOf("D26-7", `"status":"cancelled",`)))
	d := e.stop()
	assert.Equal(t, exitFound, d.status)
	assert.Equal(t, "listening on "+e.url+"\n", d.stderr)
	printed := strings.Split(d.stdout, "\n")
	require.Len(t, printed, 3, d.stdout)
	const rest = `","event":"death","message_id":"m-1","registration_number":"D26-7","person":{"identifier":[{"identifier_type":"DRN","identifier_value":"D26-7"}],` +
		`"name":{"surname":"Kumar","given_name":"Mala"},"death_date":"2026-11-03"}`
	assert.Regexp(t, `^{"key":"[\w-]{43}"`, printed[0])
	assert.True(t, strings.HasSuffix(printed[0], rest+"}"), printed[0])
	assert.True(t, strings.HasSuffix(printed[1], rest+`,"change":"cancelled"}`), printed[1])
	assert.NotEqual(t, printed[0][:50], printed[1][:50], "the keys")
}

func TestWhatIsRefusedIsOneLineWithoutPersonalData(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, path, body string
		status           int
		want             string
	}{
		{"not JSON", "", `{"surname":"Kumar",`, 400, "refused: HTTP 400, err.request.bad: the message is not valid JSON, or a member stands in it twice"},
		{"none of the standard's messages", "", `{"message":{"surname":"Kumar"}}`, 400, "the message is none that the standard calls back with"},
		{"a record that cannot be read", "", notification(`{"notify_event":[{"reg_event_type":"death","data":{"reg_records":"Kumar"}}]}`), 400, "holds no record that can be read"},
		{"another path", "x/Kumar", notification(deathOf("D1", "")), 404, "nothing is received at this path (but at /dci, and below it at the paths of the standard)"},
		{"an unknown path below", "/Kumar", notification(deathOf("D1", "")), 404, "nothing is received at this path (but at /dci"},
		{"too large", "", `{"surname":"` + strings.Repeat("Kumar", 1<<20) + `"}`, 400, "the message is too large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := ears(t, "-insecure-unsigned")
			status, ack := post(t, e.url+tt.path, tt.body)
			assert.Equal(t, []any{tt.status, "ERR"}, []any{status, ack})
			d := e.stop()
			assert.Equal(t, exitFound, d.status)
			assert.Empty(t, d.stdout)
			_, said, _ := strings.Cut(d.stderr, "\n")
			assert.Regexp(t, `^crvsctl listen: refused: HTTP \d+, err\.[\w.]+: [^\n]+\n$`, said)
			assert.Contains(t, said, tt.want)
			assert.NotContains(t, said, "Kumar")
		})
	}
}

func TestWhatTheRegistryTellsOfSubscriptionsIsALineForPeople(t *testing.T) {
	t.Parallel()
	e := ears(t, "-insecure-unsigned")
	for _, item := range []string{
		`"status":"succ","subscriptions":[{"code":"SUB-1\u001b","status":"subscribe","reg_event_type":"DEATH"}]`,
		`"status":"rjct","status_reason_code":"rjct.event.already_subscribed"`,
	} {
		_, ack := post(t, e.url, `{"header":{"action":"on-subscribe"},"message":{"transaction_id":"t-9","correlation_id":"c","subscribe_response":[{"reference_id":"r",`+item+`}]}}`)
		assert.Equal(t, "ACK", ack)
	}
	_, ack := post(t, e.url, `{"header":{"action":"on-unsubscribe"},"message":{"transaction_id":"t-9","subscription_status":[{"code":"SUB-1","status":"unsubscribe"}]}}`)
	assert.Equal(t, "ACK", ack)
	d := e.stop()
	assert.Empty(t, d.stdout)
	assert.Equal(t, "listening on "+e.url+"\n"+
		"crvsctl listen: the registry tells of a subscription to death: code SUB-1\ufffd (transaction_id t-9)\n"+
		"crvsctl listen: the registry tells of a subscription, which it refuses with rjct.event.already_subscribed (transaction_id t-9)\n"+
		"crvsctl listen: the registry tells of a subscription, which has ended: code SUB-1 (transaction_id t-9)\n", d.stderr)
}

func TestWhatWasAcknowledgedIsPrintedBeforeItEnds(t *testing.T) {
	t.Parallel()
	e := ears(t, "-insecure-unsigned")
	var mu sync.Mutex
	var acknowledged []string
	var senders sync.WaitGroup
	began := make(chan struct{}, 8)
	for sender := range 8 {
		senders.Go(func() {
			for i := range 500 {
				number := fmt.Sprintf("D%dX%d", sender+1, i+1)
				resp, err := http.Post(e.url, "application/json", strings.NewReader(notification(deathOf(number, "")))) //nolint:noctx // it ends when nobody listens
				if err != nil {
					return // it has ended
				}
				body, err := io.ReadAll(resp.Body)
				_ = resp.Body.Close()
				if err == nil && bytes.Contains(body, []byte(`"ACK"`)) {
					mu.Lock()
					acknowledged = append(acknowledged, number)
					mu.Unlock()
				}
				if i == 20 {
					began <- struct{}{}
				}
			}
		})
	}
	<-began
	d := e.stop()
	senders.Wait()
	assert.Equal(t, exitFound, d.status, d.stderr)
	assert.NotEmpty(t, acknowledged)
	for _, number := range acknowledged {
		assert.Contains(t, d.stdout, `"registration_number":"`+number+`"`)
	}
}

// closed is an output that nobody reads.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestItSaysWhatItAcknowledgedAndCouldNotPrint(t *testing.T) {
	t.Parallel()
	e := earsTo(t, closed{}, func() string { return "" }, "-insecure-unsigned")
	_, ack := post(t, e.url, notification(deathOf("D1", "")))
	assert.Equal(t, "ACK", ack)
	d := e.stop()
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "crvsctl listen: the output could not be written: 1 of the acknowledged messages could not be printed")
}

func TestOnlyWhoMayTellIsHeard(t *testing.T) {
	t.Parallel()
	key, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	signer, err := envelope.NewSigner(profile.DCI10().Signing, key)
	require.NoError(t, err)
	sealed, err := signer.Sign(t.Context(), []byte(notifyHeader), []byte(deathOf("D1", "")))
	require.NoError(t, err)
	set, err := envelope.NewKeySet(key.Public())
	require.NoError(t, err)
	text, err := set.MarshalJSON()
	require.NoError(t, err)
	keys, published := file(t, "keys.json", text), script200(t, text)

	hook, err := envelope.NewWebhook("S3CRET")
	require.NoError(t, err)
	bare := notification(deathOf("D1", ""))
	for _, tt := range []struct {
		name    string
		args    []string
		body    string
		headers []string
		ack     string
	}{
		{"a key in a file", []string{"-verify", keys}, string(sealed.Body), nil, "ACK"},
		{"a key at a URL", []string{"-verify", published}, string(sealed.Body), nil, "ACK"},
		{"nothing is signed", []string{"-verify", keys}, bare, nil, "ERR"},
		{"signed and changed", []string{"-verify", keys}, strings.Replace(string(sealed.Body), "D1", "D2", 1), nil, "ERR"},
		{"the secret of a webhook", []string{"-webhook-secret", "@" + file(t, "secret", []byte("S3CRET\n"))}, bare, []string{envelope.WebhookHeader, hook.Sign([]byte(bare))}, "ACK"},
		{"no secret", []string{"-webhook-secret", "S3CRET"}, bare, nil, "ERR"},
		{"another secret", []string{"-webhook-secret", "other"}, bare, []string{envelope.WebhookHeader, hook.Sign([]byte(bare))}, "ERR"},
		{"not encrypted, and a key to decrypt with", []string{"-insecure-unsigned", "-decrypt-key", decryptFile(t)}, bare, nil, "ERR"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := ears(t, tt.args...)
			_, ack := post(t, e.url, tt.body, tt.headers...)
			assert.Equal(t, tt.ack, ack)
			d := e.stop()
			assert.Equal(t, tt.ack == "ACK", strings.Contains(d.stdout, `"registration_number":"D1"`), d.stdout+d.stderr)
			assert.NotContains(t, d.stderr, "S3CRET")
		})
	}
}

// script200 serves a text and returns its URL.
func script200(t *testing.T, text []byte) string {
	t.Helper()
	url, _ := script(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(text) })
	return url
}

// decryptFile is a file with a key to decrypt with.
func decryptFile(t *testing.T) string {
	t.Helper()
	path := t.TempDir() + "/dec.pem"
	require.Equal(t, exitFound, crvsctl(t, "keys", "new", "-use", "enc", "-out", path).status)
	return path
}

func TestItListensOnlyIfItIsClearWhoMayTell(t *testing.T) {
	t.Parallel()
	e := ears(t, "-insecure-unsigned")
	taken := strings.TrimSuffix(strings.TrimPrefix(e.url, "http://"), "/dci")
	for _, tt := range []struct {
		name   string
		args   []string
		status int
		want   string
	}{
		{"nobody is named", nil, exitUsage, "who may tell is said with -verify or -webhook-secret; or -insecure-unsigned accepts"},
		{"two ways", []string{"-insecure-unsigned", "-webhook-secret", "S3CRET"}, exitUsage, "exclude each other"},
		{"verify off", []string{"-verify", "off"}, exitUsage, "-insecure-unsigned accepts that"},
		{"keys over plain http", []string{"-verify", "http://registry.example/keys"}, exitUsage, "-verify must begin with https://"},
		{"a file of keys that is not there", []string{"-verify", "/nowhere/S3CRET"}, exitUsage, "-verify names a file that cannot be read"},
		{"keys that are none", []string{"-verify", file(t, "keys", []byte("S3CRET"))}, exitUsage, "-verify: "},
		{"a profile without signatures", []string{"-verify", "https://registry.example", "-profile", "bare-crvs"}, exitUsage, "bare-crvs has no signatures"},
		{"a profile that nobody knows", []string{"-insecure-unsigned", "-profile", "S3CRET"}, exitUsage, "-profile is not one of"},
		{"no path", []string{"-insecure-unsigned", "-path", "/"}, exitUsage, "-path wants a path"},
		{"a path that is none", []string{"-insecure-unsigned", "-path", "S3CRET"}, exitUsage, "-path wants a path"},
		{"a path with dots", []string{"-insecure-unsigned", "-path", "/a/../S3CRET"}, exitUsage, "-path wants a path"},
		{"a key to decrypt with that is none", []string{"-insecure-unsigned", "-decrypt-key", file(t, "key", []byte("S3CRET"))}, exitUsage, "-decrypt-key: "},
		{"an address that is taken", []string{"-insecure-unsigned", "-addr", taken}, exitFailed, "crvsctl listen: -addr: nothing can be received there"},
		{"an address that is none", []string{"-insecure-unsigned", "-addr", "nowhere"}, exitFailed, "crvsctl listen: -addr: nothing can be received there"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, append([]string{"listen"}, tt.args...)...)
			assert.Equal(t, tt.status, d.status, d.stderr)
			assert.Contains(t, d.stderr, tt.want)
			assert.NotContains(t, d.stderr, "S3CRET")
			assert.Empty(t, d.stdout)
		})
	}
}
