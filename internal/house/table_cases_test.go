package house_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const header = "| room | holds | may import | third party |\n|---|:--|---|---|\n"

func TestTheTableIsReadFromTheTextAroundIt(t *testing.T) {
	t.Parallel()
	rows, err := parseTable("# Rooms\n\n| code | means |\n|---|---|\n| a | b |\n\n" + header +
		"| `codes` | code directories | nothing | `x/text` |\n" +
		"| `examples/...` | programs | public packages | nothing |\n" +
		"| `*_test.go` | tests | `codes`, `crvs/sandbox` | `testify`, `goleak` |\n" +
		"\nMore.\n\n| another | table |\n|---|---|\n")
	require.NoError(t, err)
	assert.Equal(t, []row{
		{room: "codes", thirdParty: []string{"x/text"}},
		{room: "examples/...", mayImport: []string{publicPackages}},
		{room: everyTest, mayImport: []string{"codes", "crvs/sandbox"}, thirdParty: []string{"testify", "goleak"}},
	}, rows)
}

func TestATableThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"there is none":               {"| room | holds |\n|---|---|\n| codes | words |\n", "no table with the columns"},
		"it has no rows":              {header, "no table with the columns"},
		"it is there twice":           {strings.Repeat(header+"| a | b | nothing | nothing |\n\n", 2), "is there twice"},
		"a row is short of a cell":    {header + "| codes | words | nothing |\n", "it has 3 cells, not 4"},
		"a row has a cell too many":   {header + "| codes | words | or | nothing | nothing |\n", "it has 5 cells, not 4"},
		"a cell is empty":             {header + "| codes | words | | nothing |\n", "a cell is empty"},
		"a list ends with a comma":    {header + "| crvs | client | codes, | nothing |\n", "an empty entry or one twice"},
		"a list has a room twice":     {header + "| crvs | client | codes, codes | nothing |\n", "an empty entry or one twice"},
		"a list has a module twice":   {header + "| crvs | client | nothing | x, x |\n", "an empty entry or one twice"},
		"a room has two rows":         {header + "| a | b | nothing | nothing |\n| a | c | nothing | nothing |\n", "a has two rows"},
		"the message quotes the line": {header + "| codes | words | nothing |\n", `"| codes | words | nothing |"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parseTable(c.text)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestARowHoldsItsFolderAndOnlyWithDotsWhatIsBelow(t *testing.T) {
	t.Parallel()
	assert.True(t, row{room: "crvs"}.holds("crvs"))
	assert.False(t, row{room: "crvs"}.holds("crvs/profile"))
	assert.True(t, row{room: "examples/..."}.holds("examples/crvsctl"))
	assert.False(t, row{room: "examples/..."}.holds("examplesque"))
}
