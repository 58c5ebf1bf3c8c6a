package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// suite is a registry under which the program runs.
type suite struct {
	registry *sandbox.Registry
	base     string // of the program
}

func start(t *testing.T, signed bool) suite {
	t.Helper()
	free, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := free.Addr().String()
	require.NoError(t, free.Close())

	options := []sandbox.Option{sandbox.WithToken("secret"), sandbox.WithExchangeLog(100)}
	trust := "-insecure-unsigned"
	if signed {
		key, err := envelope.GenerateKey(envelope.EdDSA)
		require.NoError(t, err)
		text, err := key.MarshalPEM()
		require.NoError(t, err)
		file := filepath.Join(t.TempDir(), "sign.pem")
		require.NoError(t, os.WriteFile(file, text, 0o600))
		set, err := envelope.NewKeySet(key.Public())
		require.NoError(t, err)
		options = append(options, sandbox.WithTrust("mis.test", set), sandbox.WithSignatures(sandbox.SignaturesRequired))
		trust = "-sign-key=" + file
	}
	box, err := sandbox.New(options...)
	require.NoError(t, err)
	server := httptest.NewServer(box)
	t.Cleanup(server.Close)

	ctx, cancel := context.WithCancel(t.Context())
	out, says := io.Pipe()
	ended := make(chan error, 2)
	go func() { ended <- box.Deliver(ctx) }()
	go func() {
		ended <- run(ctx, []string{"-addr", addr, "-url", server.URL, "-sender", "mis.test", "-token", "secret", "-callback", "http://" + addr + "/dci/3f9c", trust}, says)
		_ = says.Close()
	}()
	t.Cleanup(func() {
		cancel()
		assert.NoError(t, <-ended)
		assert.NoError(t, <-ended)
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "listening on http://"+addr+"\n", line)
	return suite{box, "http://" + addr}
}

func (s suite) post(t *testing.T, path, body string) (int, answer) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+"/test/trigger/"+path, strings.NewReader(body))
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	var out answer
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&out))
	return resp.StatusCode, out
}

// asked are the messages that the program sent to a path.
func (s suite) asked(path string) []string {
	var out []string
	for _, e := range s.registry.Exchanges() {
		if e.Path == path {
			out = append(out, string(e.Request.Body))
		}
	}
	return out
}

func TestATriggerActsBeforeItAnswers(t *testing.T) {
	t.Parallel()
	for name, signed := range map[string]bool{"unsigned": false, "signed": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, signed)
			for _, body := range []string{
				`{"query_type":"idtype-value","query":{"type":"BRN","value":"B90MAY123"}}`,
				`{"query_type":"predicate","query":[{"seq_num":1,"expression1":{"attribute_name":"birth_date","operator":"ge","attribute_value":"1990-01-01"},"condition":"and","expression2":{"attribute_name":"birth_date","operator":"le","attribute_value":"1990-12-31"}},{"seq_num":2,"expression1":{"attribute_name":"sex","operator":"eq","attribute_value":"female"}}]}`,
				`{"query_type":"expression","query":{"type":"ns:org:QueryType:expression","value":{"expression":{"query":{"birthdate":{"type":"range","gte":"1990-01-01","lte":"1990-12-31"}}}}}}`,
			} {
				before := len(s.asked("/registry/search"))
				status, out := s.post(t, "search", body)
				require.Equal(t, http.StatusOK, status, out.Error)
				assert.Equal(t, "ACK", string(out.Status))
				sent := s.asked("/registry/search")
				require.Len(t, sent, before+1)
				assert.Contains(t, sent[before], `"transaction_id":"`+out.TransactionID+`"`)
				assert.Contains(t, sent[before], `"sender_uri":"`+s.base+`/dci/3f9c"`)
				assert.Equal(t, signed, strings.Contains(sent[before], `"signature"`))
			}
			status, out := s.post(t, "unsubscribe", "")
			assert.NotEmpty(t, out.Status, "it acts, though nothing is subscribed: %d", status)
			require.Len(t, s.asked("/registry/unsubscribe"), 1)
			status, out = s.post(t, "subscribe", `{"event_type":"death"}`)
			require.Equal(t, http.StatusOK, status, out.Error)
			require.Len(t, s.asked("/registry/subscribe"), 1)
			status, out = s.post(t, "unsubscribe", "") // waits until its code was called back
			require.Equal(t, http.StatusOK, status, out.Error)
			assert.Len(t, s.asked("/registry/unsubscribe"), 2)
		})
	}
}

func TestATriggerThatFailsSaysERR(t *testing.T) {
	t.Parallel()
	s := start(t, false)
	for body, want := range map[string]int{
		`[`:                          http.StatusBadRequest,
		`{"query_type":"telepathy"}`: http.StatusBadRequest,
		`{"query_type":"idtype-value","query":[]}`:                        http.StatusBadRequest,
		`{"query_type":"idtype-value","query":{"type":"BRN","value":""}}`: http.StatusBadGateway, // the SDK refuses it
	} {
		status, out := s.post(t, "search", body)
		assert.Equal(t, want, status, body)
		assert.Equal(t, "ERR", string(out.Status))
		assert.NotEmpty(t, out.Error.Message)
	}
	assert.Empty(t, s.asked("/registry/search"))
	_, err := s.registry.Inject(sandbox.Fault{Kind: sandbox.FaultStatus, Status: http.StatusServiceUnavailable})
	require.NoError(t, err)
	status, out := s.post(t, "subscribe", `{"event_type":"death"}`)
	assert.Equal(t, []any{http.StatusBadGateway, "ERR"}, []any{status, string(out.Status)})
}

func TestBadFlagsAreRefused(t *testing.T) {
	t.Parallel()
	good := []string{"-url", "http://127.0.0.1:1", "-sender", "mis.test", "-callback", "http://127.0.0.1:1/dci"}
	for name, args := range map[string][]string{
		"nothing":          nil,
		"no trust":         good,
		"two trusts":       append(append([]string{}, good...), "-insecure-unsigned", "-sign-key", "x"),
		"no key":           append(append([]string{}, good...), "-sign-key", "/nowhere"),
		"no callback path": {"-url", "http://127.0.0.1:1", "-sender", "mis.test", "-callback", "http://127.0.0.1:1", "-insecure-unsigned"},
		"an unknown flag":  append(append([]string{}, good...), "-nonsense"),
		"no URL of a host": {"-url", "nowhere", "-sender", "mis.test", "-callback", "http://127.0.0.1:1/dci", "-insecure-unsigned"},
	} {
		assert.Error(t, run(t.Context(), args, io.Discard), name)
	}
}
