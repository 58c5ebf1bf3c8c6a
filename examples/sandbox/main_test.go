package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// running is a sandbox that was started by a command line.
type running struct {
	url     string
	command string // the curl command that it printed
	said    string // what it printed before
	stop    context.CancelFunc
	status  chan int
}

// start runs the program and reads what it prints until the end of its command.
func start(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, w := io.Pipe()
	r := &running{stop: cancel, status: make(chan int, 1)}
	var stderr bytes.Buffer
	go func() {
		r.status <- run(ctx, args, w, &stderr)
		w.Close()
	}()
	t.Cleanup(func() {
		cancel()
		assert.Empty(t, stderr.String())
	})
	r.read(t, out)
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return r
}

func (r *running) read(t *testing.T, out io.Reader) {
	t.Helper()
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan())
	url, ok := strings.CutPrefix(lines.Text(), "listening on ")
	require.True(t, ok, lines.Text())
	r.url = url
	for lines.Scan() {
		if line := lines.Text(); strings.HasPrefix(line, "curl ") || r.command != "" {
			if line == "" {
				return
			}
			r.command += line + "\n"
		} else {
			r.said += line + "\n"
		}
	}
}

// message is the JSON of the command.
func (r *running) message(t *testing.T) string {
	t.Helper()
	m := regexp.MustCompile(`-d '(\{.*\})'\n`).FindStringSubmatch(r.command)
	require.Len(t, m, 2, r.command)
	return m[1]
}

func (r *running) post(t *testing.T, authorization string) (status int, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/registry/sync/search", strings.NewReader(r.message(t)))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	resp, err := new(http.Client).Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(b)
}

func TestItSaysWhereItListensAndHowToAsk(t *testing.T) {
	t.Parallel()
	s := start(t, "-addr", "127.0.0.1:0")
	assert.Regexp(t, `^http://127\.0\.0\.1:[1-9]\d*$`, s.url)
	assert.Contains(t, s.command, "'"+s.url+"/registry/sync/search'")
	assert.NotContains(t, s.command, "Authorization")
	assert.True(t, json.Valid([]byte(s.message(t))))
	status, body := s.post(t, "")
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, body, "Mala")
	_, again := s.post(t, "")
	assert.Contains(t, again, "Mala", "it works when it is pasted twice")
}

func TestATokenIsAskedForAndTheCommandHasIt(t *testing.T) {
	t.Parallel()
	s := start(t, "-addr", "127.0.0.1:0", "-token", "it's")
	assert.Contains(t, s.command, `-H 'Authorization: Bearer it'\''s'`)
	status, _ := s.post(t, "")
	assert.Equal(t, http.StatusUnauthorized, status)
	status, body := s.post(t, "Bearer it's")
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, body, "Mala")
}

func TestEndingItsContextStopsIt(t *testing.T) {
	t.Parallel()
	s := start(t, "-addr", "127.0.0.1:0")
	s.stop()
	// That nothing listens there any more cannot be asked: another process may
	// have been given the port since.
	assert.Equal(t, 0, <-s.status)
}

func TestListeningEverywhereItTellsAnAddressThatWorks(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{
		"0.0.0.0:1": "127.0.0.1:1", "[::]:2": "127.0.0.1:2", "127.0.0.1:3": "127.0.0.1:3", "[::1]:4": "[::1]:4",
	} {
		tcp, err := net.ResolveTCPAddr("tcp", addr)
		require.NoError(t, err)
		assert.Equal(t, want, reachable(tcp))
	}
}

func TestAMistakeOnTheCommandLineIsOneLineWithoutItsValue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"a flag that is not there", []string{"-tokenS3CRET", "S3CRET"}, "argument 1 is no flag"},
		{"a flag without its value", []string{"-token"}, "its value is missing"},
		{"a stray word", []string{"-addr", "127.0.0.1:0", "S3CRET"}, "argument 3 belongs to no flag"},
		{"a client without a secret", []string{"-client", "S3CRET"}, "-client wants ID:SECRET"},
		{"an address without a port", []string{"-addr", "S3CRET"}, "-addr wants HOST:PORT"},
		{"fewer people than none", []string{"-people", "-1"}, "-people wants a number from 0 to 5000000"},
		{"more people than can be made", []string{"-people", "5000001"}, "-people wants a number from 0 to 5000000"},
		{"people who are no number", []string{"-people", "S3CRET"}, "its value is missing or of another kind"},
		{"a seed that is no number", []string{"-seed", "-1"}, "its value is missing or of another kind"},
		{"admin endpoints for everybody", []string{"-admin", "-addr", ":8080"}, "-admin wants an -addr on the loopback"},
		{"admin endpoints on the network", []string{"-admin", "-addr", "192.0.2.1:8080"}, "-admin wants an -addr on the loopback"},
		{"admin endpoints at a name that begins well", []string{"-admin", "-addr", "127.0.0.1.example.org:8080"}, "-admin wants an -addr on the loopback"},
		{"signatures by another word", []string{"-signatures", "S3CRET"}, "-signatures wants required, optional or off"},
		{"trust in nobody", []string{"-trust", "a=" + os.DevNull, "-trust", "S3CRET"}, "-trust 1: the file is no file"},
		{"trust without keys", []string{"-trust", "S3CRET="}, "-trust 1 wants SENDER=FILE or SENDER=URL"},
		{"trust in a file that is not there", []string{"-trust", "mis=/S3CRET/S3CRET"}, "-trust 1: the file cannot be read"},
		{"keys over plain http", []string{"-trust", "mis=http://keys.example.org/S3CRET"}, "-trust 1: "},
		{"a stand-in that is empty", []string{"-stand-in", ",S3CRET"}, "a text is empty"},
		{"a token with a space", []string{"-token", "S3CRET S3CRET"}, "the token is empty, or has a space"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			assert.Equal(t, 2, run(t.Context(), tt.args, &stdout, &stderr))
			assert.Contains(t, stderr.String(), tt.want)
			assert.Equal(t, 1, strings.Count(stderr.String(), "\n"))
			assert.NotContains(t, stderr.String(), "S3CRET")
			assert.Empty(t, stdout.String())
		})
	}
}

func TestAPortThatIsTakenIsAnErrorThatSaysSo(t *testing.T) {
	t.Parallel()
	s := start(t, "-addr", "127.0.0.1:0")
	var stderr bytes.Buffer
	assert.Equal(t, 1, run(t.Context(), []string{"-addr", strings.TrimPrefix(s.url, "http://")}, io.Discard, &stderr))
	assert.Contains(t, stderr.String(), "choose another -addr")
}

func TestHelpIsNoError(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	assert.Equal(t, 0, run(t.Context(), []string{"-h"}, &stdout, &stderr))
	assert.Equal(t, usage, stdout.String())
	assert.Empty(t, stderr.String())
}
