package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// refusal is what a registry of the standard answers to a question with this code.
func refusal(code string) http.HandlerFunc {
	return status(http.StatusBadRequest, "application/json", fmt.Sprintf(`{"errors":[{"code":%q,"message":"no"}]}`, code))
}

func TestErrorsSpeakOfFlagsAndNeverOfGo(t *testing.T) {
	t.Parallel()
	goName := regexp.MustCompile(`With[A-Z]|\b[a-z]+\.[A-Z]|SortBy|AsExpression|Preview|RootCAs|add In\b|with Is\b`)
	question := []string{"-event", "birth", "-id", "BRN:B90MAY123"}
	for _, tt := range []struct {
		name  string
		serve http.HandlerFunc
		args  []string
		want  string
	}{
		{"the registry does not know the receiver", refusal("err.receiver_id.invalid"), question, "check -receiver"},
		{"it does not know the sender", refusal("err.sender_id.invalid"), question, "check -sender"},
		{"it does not understand the question", refusal("rjct.filter.invalid"), question, ""},
		{"the answer is too large", status(200, "application/json", strings.Repeat(" ", 20<<20)), question, "-page-size"},
		{"a dialect without conditions", nil, []string{"-profile", "workshop-2022", "-event", "birth", "-where", "region_code=IN-GJ"}, "ask with -id"},
		{"a dialect that must know the event", nil, []string{"-profile", "opencrvs-2024", "-id", "BRN:B90MAY123"}, "add -event, with one of"},
		{"a lone bound that a dialect ignores", nil, []string{"-profile", "opencrvs-2024", "-event", "birth", "-where", "birth_date>=1990"}, "or with a range FROM..TO"},
		{"an expression that a dialect does not have", nil, []string{"-profile", "opencrvs-2024", "-event", "birth", "-where", "birth_place=Anand", "-expression"}, "was declared"},
		{"a place asked by bounds", nil, []string{"-profile", "opencrvs-2024", "-event", "birth", "-where", "birth_place in A,B"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			serve := tt.serve
			if serve == nil {
				serve = answer(0)
			}
			url, got := script(t, serve)
			d := crvsctl(t, asked(url, tt.args...)...)
			assert.Contains(t, d.stderr, tt.want)
			assert.Empty(t, goName.FindString(d.stderr), d.stderr)
			if tt.serve == nil {
				assert.Equal(t, exitUsage, d.status)
				assert.Empty(t, got.seen())
			}
		})
	}
}

func TestWhatTheRegistrySaysIsNotReworded(t *testing.T) {
	t.Parallel()
	url, _ := script(t, status(400, "application/json", `{"errors":[{"code":"own","message":"check the scope, the base URL and WithSender"}]}`))
	d := crvsctl(t, asked(url, "-id", "BRN:B90MAY123")...)
	assert.Contains(t, d.stderr, `"check the scope, the base URL and WithSender"`)
}

func TestWhatIsMissingIsNamedAndNothingElse(t *testing.T) {
	t.Parallel()
	pem := file(t, "x.pem", []byte("x"))
	for _, tt := range []struct {
		name, want, not string
		args            []string
	}{
		{"the URL", "search: -url is required", "-sender", []string{"-sender", "mis.test"}},
		{"the sender", "search: -sender is required", "-url", []string{"-url", "http://127.0.0.1:1"}},
		{"both", "-url and -sender are required", "", nil},
		{"the URL of a dialect without senders", "search: -url is required", "-sender", []string{"-profile", "workshop-2022"}},
		{"the certificate's key", "-cert needs -key", "", []string{"-url", "https://127.0.0.1:1", "-sender", "m", "-cert", pem}},
		{"the key's certificate", "-key needs -cert", "", []string{"-url", "https://127.0.0.1:1", "-sender", "m", "-key", pem}},
		{"the client's secret", "-client-id needs -client-secret", "", []string{"-url", "http://127.0.0.1:1", "-sender", "m", "-client-id", "spmis"}},
		{"the secret's client", "-client-secret needs -client-id", "", []string{"-url", "http://127.0.0.1:1", "-sender", "m", "-client-secret", "hush-hush"}},
		{"the client of a scope", "-scope needs -client", "-token-url", []string{"-url", "http://127.0.0.1:1", "-sender", "m", "-scope", "crvs.read"}},
		{"TLS of an authority", "-ca is for TLS", "-cert", []string{"-url", "http://127.0.0.1:1", "-sender", "m", "-ca", pem}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, append([]string{"search", "-insecure-unsigned", "-id", "BRN:B90MAY123"}, tt.args...)...)
			assert.Equal(t, exitUsage, d.status)
			assert.Contains(t, d.stderr, tt.want)
			if tt.not != "" {
				assert.NotContains(t, d.stderr, tt.not)
			}
		})
	}
}

func TestAnArgumentThatIsNoFlagIsNamedByTheFlagBeforeIt(t *testing.T) {
	t.Parallel()
	const secret = "t0p-S3CRET"
	for _, tt := range []struct {
		name, want string
		args       []string
	}{
		{"a token in two words", "argument 3, after -token, belongs to no flag", []string{"-token", "Bearer", secret}},
		{"a secret that begins with a hyphen", "argument 3, after -token, is no flag", []string{"-token", "x", "-" + secret}},
		{"a secret after a switch", "argument 2, after -json, belongs to no flag", []string{"-json", secret}},
		{"a name in two words", "argument 5, after -where, belongs to no flag", []string{"-one", "-json", "-where", "surname=Kumar", secret}},
		{"a flag glued to a secret", "argument 3, after -sender, is no flag of this command (is -token meant?)", []string{"-sender", "m", "-token" + secret}},
		{"three hyphens", "argument 3, after -sender, is no flag", []string{"-sender", "m", "---" + secret}},
		{"nothing stands before it", "search: argument 1 belongs to no flag", []string{secret}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, append([]string{"search"}, tt.args...)...)
			assert.Equal(t, exitUsage, d.status)
			assert.Contains(t, d.stderr, tt.want)
			assert.NotContains(t, d.stderr, "S3CRET")
		})
	}
}

func TestAnErrorInAnotherDialectNamesItAndTheProbe(t *testing.T) {
	t.Parallel()
	const probe = "try crvsctl probe, and the -profile"
	for _, tt := range []struct {
		name    string
		profile string
		serve   http.HandlerFunc
		want    []string // nothing: no hint
	}{
		{"OpenCRVS's 400", "dci-1.0", status(400, "application/json", `{"error":{"code":400,"message":"Validation error"}}`), []string{"opencrvs-2024 or opencrvs-1.9", probe}},
		{"OpenCRVS's 404", "dci-1.0", status(404, "application/json", `{"error":{"code":404,"message":"Not Found"}}`), []string{"opencrvs-2024", probe}},
		{"the workshop's error", "dci-1.0", status(400, "application/json", `{"success":"false","error_code":567,"return_message":"Invalid Input Parameters"}`), []string{"workshop-2022", probe}},
		{"the workshop's error at 200", "dci-1.0", status(200, "application/json", `{"success":false,"data":null}`), []string{"workshop-2022", probe}},
		{"openg2p without its namespace", "dci-1.0", status(404, "application/json", `{"detail":"Not Found"}`), []string{"openg2p", "namespace", probe}},
		{"openg2p asked as such without its namespace", "openg2p", status(404, "application/json", `{"detail":"Not Found"}`), []string{"namespace", probe}},
		{"what FastAPI refuses", "dci-1.0", status(422, "application/json", `{"detail":[{"loc":["body"],"msg":"field required"}]}`), []string{"openspp or openg2p", probe}},
		{"a 400 of FastAPI", "dci-1.0", status(400, "application/json", `{"detail":"bad"}`), []string{"openspp or openg2p", probe}},
		{"a message without a header", "dci-1.0", status(200, "application/json", `{"transaction_id":123456789,"search_response":[]}`), []string{"bare-crvs", probe}},
		{"a 404 of anybody", "dci-1.0", status(404, "text/html", "<html>nothing here</html>"), []string{"other dialects have other paths", probe}},
		{"the standard's own 404", "openspp", status(404, "application/json", `{"errors":[{"code":"err.request.not_found","message":"no"}]}`), []string{"other dialects have other paths", probe}},
		{"the standard's own 400", "dci-1.0", status(400, "application/json", `{"errors":[{"code":"err.request.bad","message":"no"}]}`), nil},
		{"a 400 in the dialect that is asked", "opencrvs-2024", status(400, "application/json", `{"error":{"code":400,"message":"Validation error"}}`), nil},
		{"no entrance", "dci-1.0", status(401, "application/json", `{"error":{"code":401,"message":"no"}}`), nil},
		{"a question that is not allowed", "dci-1.0", status(403, "application/json", `{"detail":"no"}`), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url, _ := script(t, tt.serve)
			d := crvsctl(t, asked(url, "-profile", tt.profile, "-event", "birth", "-id", "BRN:B90MAY123")...)
			assert.Equal(t, exitFailed, d.status, d.stderr)
			for _, want := range tt.want {
				assert.Contains(t, d.stderr, want)
			}
			if tt.want == nil {
				assert.NotContains(t, d.stderr, "crvsctl probe")
			}
		})
	}
}

func TestTheSandboxsOtherDialectsAreNamed(t *testing.T) {
	t.Parallel()
	url, _ := country(t)
	for base, want := range map[string]string{"/opencrvs": "(opencrvs-2024)", "/opencrvs-1.9": "(opencrvs-1.9)", "/bare": "other paths"} {
		d := crvsctl(t, asked(url+base, "-event", "birth", "-id", "BRN:B90MAY123")...)
		assert.Equal(t, exitFailed, d.status)
		assert.Contains(t, d.stderr, want)
		assert.Contains(t, d.stderr, "crvsctl probe")
	}
	d := crvsctl(t, asked(url+"/opencrvs-1.9", "-profile", "opencrvs-2024", "-event", "birth", "-id", "BRN:B90MAY123")...)
	assert.Contains(t, d.stderr, "(opencrvs-1.9)", "the other OpenCRVS")
}

func TestWhatTheProfileRefusesIsNotExplained(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, profile, want string
		args                []string
	}{
		{"a lone bound", "opencrvs-2024", "every record of the event is handed out", []string{"-event", "birth", "-where", "birth_date>=1990"}},
		{"no event", "opencrvs-2024", "must name its event", []string{"-id", "BRN:B90MAY123"}},
		{"conditions", "workshop-2022", "one identifier only", []string{"-event", "birth", "-where", "region_code=IN-GJ"}},
		{"an expression of open bounds", "opencrvs-1.9", "both included", []string{"-event", "birth", "-where", "birth_date>1990-01-01", "-where", "birth_date<1991-01-01", "-expression"}},
		{"GraphQL", "opencrvs-1.9", "unsupported", []string{"-event", "birth", "-graphql", "{ births { id } }"}},
		{"a number of another dialect", "opencrvs-2024", "unsupported", []string{"-event", "birth", "-id", "UIN:537564821"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, append([]string{"search", "-explain", "-profile", tt.profile}, tt.args...)...)
			assert.Equal(t, exitUsage, d.status)
			assert.Contains(t, d.stderr, tt.want)
			assert.Empty(t, d.stdout)

			// It is refused in the words in which the question itself is.
			url, got := script(t, answer(0))
			asks := crvsctl(t, asked(url, append([]string{"-profile", tt.profile}, tt.args...)...)...)
			assert.Equal(t, asks.stderr, d.stderr)
			assert.Empty(t, got.seen())
		})
	}
	d := crvsctl(t, "search", "-explain", "-profile", "opencrvs-2024", "-event", "birth", "-where", "birth_date=1990")
	assert.Equal(t, exitFound, d.status, d.stderr)
	assert.NotEmpty(t, d.stdout)
}

func TestAKeyThatEverybodyMayReadIsUsedWithAWarning(t *testing.T) {
	t.Parallel()
	key, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	ours, err := publicSet(key)
	require.NoError(t, err)
	url := registry(t, sandbox.WithToken("t0ken-of-ours"), sandbox.WithTrust("mis.test", ours))
	text, err := key.MarshalPEM()
	require.NoError(t, err)
	keep := func(content string, mode os.FileMode) string {
		path := filepath.Join(t.TempDir(), "secret")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		require.NoError(t, os.Chmod(path, mode)) // whatever the umask is
		return path
	}
	link := filepath.Join(t.TempDir(), "link")
	require.NoError(t, os.Symlink(keep(string(text), 0o644), link))
	token := []string{"-token", "t0ken-of-ours"}
	for _, tt := range []struct {
		name, flag string // "": no warning
		args       []string
	}{
		{"everybody may read it", "-sign-key", append(token, "-sign-key", keep(string(text), 0o644))},
		{"everybody may change it", "-sign-key", append(token, "-sign-key", keep(string(text), 0o602))},
		{"a link to one", "-sign-key", append(token, "-sign-key", link)},
		{"a token that everybody may read", "-token", []string{"-token", "@" + keep("t0ken-of-ours\n", 0o644)}},
		{"a group may read it", "", append(token, "-sign-key", keep(string(text), 0o640))},
		{"its owner alone may", "", append(token, "-sign-key", keep(string(text), 0o400))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, asked(url, append(tt.args, "-verify", "off", "-event", "birth", "-id", "BRN:B90MAY123")...)...)
			assert.Equal(t, exitFound, d.status, d.stderr)
			assert.NotEmpty(t, d.stdout)
			if tt.flag == "" {
				assert.Empty(t, d.warnings)
				return
			}
			assert.Equal(t, "crvsctl search: warning: everybody on this machine may read or change the file of "+
				tt.flag+": chmod 600 keeps it to its owner\n", d.warnings)
		})
	}
}
