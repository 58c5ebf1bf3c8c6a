package profile_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// The table of verbs in the package's comment is what Path says.
func TestTheTableOfVerbsIsTrue(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(text), "//\tverb  ")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "//\n// Whoever")
	columns := [][]string{
		{"dci-1.0", "openspp", "openg2p"}, {"opencrvs-2024", "opencrvs-1.9"}, {"bare-crvs"}, {"workshop-2022"},
	}
	named := 0
	for _, names := range columns {
		for _, name := range names {
			assert.Contains(t, table, name)
			named++
		}
	}
	assert.Len(t, profile.All(), named, "each profile has its column")

	rows := regexp.MustCompile(`(?m)^//\t([a-z -]+?) {2,}(yes|no) +(yes|no) +(yes|no) +(yes|no)$`).FindAllStringSubmatch(table, -1)
	told := map[profile.Verb]bool{}
	for _, row := range rows {
		verb := profile.Verb(row[1])
		told[verb] = true
		for i, names := range columns {
			for _, name := range names {
				p, ok := profile.ByName(name)
				require.True(t, ok, name)
				_, err := p.Path(verb)
				assert.Equal(t, row[i+2] == "yes", err == nil, "%s: %s", name, verb)
			}
		}
	}
	for _, p := range profile.All() {
		for verb := range p.Paths {
			assert.True(t, told[verb], "the table lacks %s of %s", verb, p.Name)
		}
	}
}
