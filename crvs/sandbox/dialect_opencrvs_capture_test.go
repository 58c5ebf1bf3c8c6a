package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// capture is a real exchange with OpenCRVS's DCI server.
type capture struct {
	Name    string
	Request struct {
		Method, URL string
		Headers     map[string]string
		Body        json.RawMessage
	}
	Response struct {
		Status  int
		Headers map[string]string
		Body    json.RawMessage
	}
	Callbacks []struct{ Body json.RawMessage } `json:"callbacks_received"`
}

func captures(t *testing.T) map[string]capture {
	t.Helper()
	root := os.Getenv("DCI_STANDARD")
	if root == "" {
		t.Skip("set DCI_STANDARD to the folder of the published standard to replay the captures")
	}
	files, err := filepath.Glob(filepath.Join(root, "captures", "opencrvs", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	out := make(map[string]capture)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var c capture
		require.NoError(t, json.Unmarshal(data, &c))
		out[strings.TrimSuffix(filepath.Base(file), ".json")] = c
	}
	return out
}

// ours are numbers of our people in place of theirs.
func ours() *strings.Replacer {
	return strings.NewReplacer(
		"2023BIYCGRT", "B90MAY123", "1234567890", "123456789", // a birth with a number and both parents
		"2022BNULLS1", "B17MAY011", // one with little on record
		"2023DAAAAA1", "D24AUG007", "2021MAAAAA1", "M15FEB042",
		"NOLOCATION1", "B21XXX001",
		"client-1", "spmis", "secret-1", "hunter2",
		"1950-05-05", "1940-02-01",
	)
}

// notReplayed are those whose answer hangs on what is not in the request: the
// sender's keys, faults of the gateway, and callbacks (later_test.go).
func notReplayed(name string) bool {
	for _, part := range []string{"sig-valid", "enc-sync", "enc-and", "enc-sender", "gateway-", "async-", "expired-token"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

func TestOpenCRVSAnswersAsItWasCaptured(t *testing.T) {
	t.Parallel()
	reg, err := sandbox.New(sandbox.WithToken("a-token"), sandbox.WithClient("spmis", "hunter2"))
	require.NoError(t, err)
	for name, c := range captures(t) {
		if notReplayed(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := replay(t, reg, c)
			require.Equal(t, c.Response.Status, got.Code, got.Body.String())
			wantType := c.Response.Headers["content-type"]
			assert.Equal(t, wantType, got.Header().Get("Content-Type"))
			var want, have any
			require.NoError(t, json.Unmarshal([]byte(ours().Replace(string(c.Response.Body))), &want))
			require.NoError(t, json.Unmarshal(got.Body.Bytes(), &have))
			if c.Response.Status != http.StatusOK {
				assert.Equal(t, want, have)
				return
			}
			assert.Empty(t, differences("", want, have))
		})
	}
}

// replay sends the request of a capture to /opencrvs.
func replay(t *testing.T, reg *sandbox.Registry, c capture) *httptest.ResponseRecorder {
	t.Helper()
	u, err := url.Parse(ours().Replace(c.Request.URL))
	require.NoError(t, err)
	body := string(c.Request.Body)
	var text string
	if json.Unmarshal(c.Request.Body, &text) == nil {
		body = text // it was no JSON
	}
	req := httptest.NewRequestWithContext(t.Context(), c.Request.Method, "/opencrvs"+u.RequestURI(), strings.NewReader(ours().Replace(body)))
	for name, value := range c.Request.Headers {
		req.Header.Set(name, strings.ReplaceAll(value, "<a valid token>", "a-token"))
	}
	return bundle{registry: reg}.call(t, req)
}

// echoed are members whose value must be the captured one too.
var echoed = map[string]bool{
	"message_id": true, "action": true, "status": true, "sender_id": true, "receiver_id": true, "transaction_id": true,
	"reference_id": true, "reg_record_type": true, "reg_type": true, "page_number": true, "page_size": true, "locale": true, "version": true,
	"token_type": true, "success": true,
}

// differences are those in shape: of members and their types. Of lists the first
// elements are compared; what not every record has may be missing.
func differences(at string, want, have any) []string {
	if fmt.Sprintf("%T", want) != fmt.Sprintf("%T", have) {
		return []string{fmt.Sprintf("%s is %T in the capture and %T here", at, want, have)}
	}
	var out []string
	switch want := want.(type) {
	case map[string]any:
		have, _ := have.(map[string]any)
		for name, w := range want {
			h, ok := have[name]
			switch {
			case ok && echoed[name] && w != h:
				out = append(out, fmt.Sprintf("%s.%s is %v in the capture and %v here", at, name, w, h))
			case ok && w != nil && name != "address" && name != "containedInPlace":
				out = append(out, differences(at+"."+name, w, h)...)
			case !ok && name != "homeLocation" && name != "identifier" && name != "familyName":
				out = append(out, at+"."+name+" is missing here")
			}
		}
		for name := range have {
			if _, ok := want[name]; !ok && name != "address" && name != "containedInPlace" && name != "givenName" && name != "familyName" {
				out = append(out, at+"."+name+" is not in the capture")
			}
		}
	case []any:
		have, _ := have.([]any)
		if len(want) == 0 && strings.HasSuffix(at, "search_response") && len(have) > 0 {
			out = append(out, at+" is not empty here")
		}
		if len(want) > 0 && len(have) == 0 && (strings.HasSuffix(at, "search_response") || strings.HasSuffix(at, "reg_records")) {
			out = append(out, at+" is empty here")
		}
		if len(want) > 0 && len(have) > 0 {
			out = append(out, differences(at+"[]", want[0], have[0])...)
		}
	}
	return out
}
