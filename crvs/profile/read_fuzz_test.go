package profile_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ours is every text that a SyntaxError may have.
var ours = regexp.MustCompile(`^not valid JSON: (the value is malformed|the text is not valid UTF-8|an unknown escape, or half of a surrogate pair,|a control character|the value is no object|a member stands twice in one object|the text ends too early|the list of places is too long|something follows the value) at byte [0-9]+$|^too costly to read: (the nesting is too deep|one object has more than 1024 members) at byte [0-9]+; ask its operator to send what is many as a list$`)

func checkError(t *testing.T, body []byte, err error) {
	t.Helper()
	if err == nil {
		return
	}
	s, ok := errors.AsType[*profile.SyntaxError](err)
	if !ok {
		t.Fatalf("an error of another type: %T", err)
	}
	if !ours.MatchString(err.Error()) {
		t.Fatalf("an error with another text: %s", err)
	}
	if s.Offset < 0 || s.Offset > int64(len(body)) {
		t.Fatalf("an offset outside of the text: %d", s.Offset)
	}
}

func seeds(f *testing.F) {
	f.Helper()
	for _, s := range []string{
		"", "{}", "[]", "null", "\ufeff{}", `{"header":{"status":"succ","total_count":0},"message":{"transaction_id":"t","search_response":[]}}`,
		`{"message":{"search_response":[{"reference_id":"r","status":"succ","data":{"reg_event_type":"birth","reg_records":[{"identifier":[{"identifier_type":"BRN","identifier_value":"B1"}],"name":{"surname":"x"}}]},"pagination":{"total_count":"1"}}]}}`,
		`{"search_response":{"data":{"reg_records":{"a":{}}}}}`, `{"message":"eyJ.a.b.c.d"}`, `{"errors":[{"code":1}],"detail":[{"loc":["a",1],"msg":"m"}]}`,
		`{"message":{"ack_status":"ERR","error":{}},"a\u0062":1}`, `{"locations":[{"identifier":[{"identifier":"1"}]}],"last_updated":""}`, `{"a":1,"a":2}`, `{"a":`,
	} {
		f.Add([]byte(s))
	}
	for _, s := range verbSeeds() {
		f.Add([]byte(s))
	}
}

// FuzzRead: never a panic, no error but a SyntaxError, and that quotes
// nothing; what is read is JSON.
func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := profile.DCI10().Decode(body, profile.Asked{Questions: 2, PageSize: 3})
		checkError(t, body, err)
		if err != nil {
			return
		}
		if !json.Valid(trimBOM(body)) {
			t.Fatal("read what is no JSON")
		}
		if what := bounded(a, body, 2); what != "" {
			t.Fatalf("too much is kept: %s", what)
		}
		checkEvents(t, a.Events)
		for _, item := range a.Items {
			if len(item.Raw) > len(body) || item.PageNumber < profile.Unknown || item.PageSize < profile.Unknown || item.Total < profile.Unknown {
				t.Fatal("an item out of bounds")
			}
		}
	})
}

// FuzzReadLocations: as FuzzRead.
func FuzzReadLocations(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		l, err := profile.DCI10().DecodeLocations(body)
		checkError(t, body, err)
		if (err != nil && l != nil) || (err == nil && !json.Valid(trimBOM(body))) {
			t.Fatal("read what is no JSON")
		}
	})
}

func trimBOM(body []byte) []byte {
	if len(body) > 2 && body[0] == 0xef && body[1] == 0xbb && body[2] == 0xbf {
		return body[3:]
	}
	return body
}

// TestDecodeReadsWhatARealOpenCRVSSends feeds every captured answer and
// callback.
func TestDecodeReadsWhatARealOpenCRVSSends(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("DCI_STANDARD")
	if dir == "" {
		t.Skip("DCI_STANDARD is not set: the folder of the published standard, with captures/opencrvs in it")
	}
	files, err := filepath.Glob(filepath.Join(dir, "captures", "opencrvs", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		var c struct {
			Response struct {
				Body json.RawMessage `json:"body"`
			} `json:"response"`
			Callbacks []struct {
				Body json.RawMessage `json:"body"`
			} `json:"callbacks_received"`
		}
		require.NoError(t, json.Unmarshal(raw, &c))
		bodies := []json.RawMessage{c.Response.Body}
		for _, callback := range c.Callbacks {
			bodies = append(bodies, callback.Body)
		}
		for _, body := range bodies {
			a, err := profile.DCI10().Decode(body, profile.Asked{Questions: 2, PageSize: 5})
			if err != nil {
				checkError(t, body, err)
				assert.NotEqual(t, byte('{'), body[0], "an object is read: %s", file)
				continue
			}
			for _, item := range a.Items {
				assert.False(t, item.Unreadable, file)
				for _, r := range item.Records {
					assert.NotEmpty(t, r.Event, file)
				}
			}
			for cut := 0; cut < len(body); cut += 13 { // nor does a broken one panic
				_, err := profile.DCI10().Decode(body[:cut], profile.Asked{Questions: 2, PageSize: 5})
				checkError(t, body[:cut], err)
			}
		}
	}
}
