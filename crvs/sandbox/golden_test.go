package sandbox_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/internal/wire"
)

var update = flag.Bool("update", false, "write the golden files anew")

// changing are the ids and times that differ from answer to answer.
var changing = regexp.MustCompile(`"(message_id|correlation_id|message_ts|timestamp|transaction_id|signature)": "[^"]+"`)

func TestWholeAnswers(t *testing.T) {
	t.Parallel()
	page := births2017(t)
	page.Pagination = wire.PageRequest{PageNumber: 2, PageSize: 2}
	page.Sort = []wire.SortItem{{AttributeName: "birth_date", SortOrder: wire.SortOrderAsc}}
	rejected := asking(wire.SearchRequestItem{ReferenceID: "r-1", SearchCriteria: page})
	rejected.Header.TotalCount = 7
	cases := map[string]wire.SearchEnvelope{
		"mala-in-every-register": asking(
			wire.SearchRequestItem{ReferenceID: "r-1", Locale: "eng", SearchCriteria: byID(t, "NATIONAL_ID", "123456789", "")},
		),
		"death-miss-and-refusal": asking(
			wire.SearchRequestItem{ReferenceID: "r-1", Locale: "mal", SearchCriteria: byID(t, "DRN", "D24AUG007", "death")},
			wire.SearchRequestItem{ReferenceID: "r-2", SearchCriteria: byID(t, "DRN", "D00XXX000", "death")},
			wire.SearchRequestItem{ReferenceID: "r-3", SearchCriteria: byID(t, "DRN", "D24AUG007", "divorce")},
		),
		"second-page":      asking(wire.SearchRequestItem{ReferenceID: "r-1", SearchCriteria: page}),
		"rejected-message": rejected,
	}
	b := setup(t)
	for name, in := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := b.send(t, http.MethodPost, searchPath, strings.NewReader(encode(t, in)))
			var indented bytes.Buffer
			require.NoError(t, json.Indent(&indented, []byte(resp.text), "", "  "))
			got := changing.ReplaceAllString(indented.String(), `"$1": "…"`)
			file := filepath.Join("testdata", name+".json")
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}
