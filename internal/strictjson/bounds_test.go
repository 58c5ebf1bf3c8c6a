package strictjson_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

func TestALongTextIsRefusedForItsManyMembersOrItsDepth(t *testing.T) {
	t.Parallel()
	members := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"m%d":":{\"",`, i)
		}
		return "{" + strings.TrimSuffix(b.String(), ",") + "}"
	}
	long := strings.Repeat(" ", 1<<20)
	for name, tt := range map[string]struct{ text, want string }{
		"as many members as may be":             {members(1024) + long, ""},
		"one more":                              {members(1025) + long, "more than 1024 members"},
		"one more, deep inside":                 {`[[{"a":` + members(1025) + `}]]` + long, "more than 1024 members"},
		"one more after an object inside":       {`{"a":` + members(3) + "," + members(1024)[1:] + long, "more than 1024 members"},
		"many in a short text":                  {members(1025), ""},
		"many objects with as many as may be":   {"[" + members(1024) + "," + members(1024) + "]" + long, ""},
		"as deep as may be":                     {strings.Repeat("[", 64) + strings.Repeat("]", 64) + long, ""},
		"one deeper":                            {strings.Repeat("[", 65) + strings.Repeat("]", 65) + long, "too deep"},
		"brackets that close what was not open": {"]]}}[]" + long, ""},
		"a text without its end":                {long + `"\`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := strictjson.Bounded([]byte(tt.text))
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.want)
			assert.ErrorContains(t, strictjson.Check([]byte(tt.text), strictjson.Limits{}), tt.want)
		})
	}
}
