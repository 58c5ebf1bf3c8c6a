package house_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const ours = "example.org/sdk/"

// madeUp is a small house in which everything is as its table says.
func madeUp() house {
	return house{
		module:   "example.org/sdk",
		requires: []string{"example.com/jose/v4/more", "example.com/jose/v4", "example.com/json", "example.com/assert", "example.com/loop"},
		rows: []row{
			{room: "codes"},
			{room: "crvs", mayImport: []string{"codes", "internal/wire"}, thirdParty: []string{"jose/v4"}},
			{room: "internal/wire", thirdParty: []string{"json"}},
			{room: "examples/...", mayImport: []string{publicPackages}},
			{room: everyTest, mayImport: []string{"codes"}, thirdParty: []string{"assert"}},
		},
		packages: []pkg{
			{path: ours + "codes", imports: []string{"fmt", "encoding/json"}, tests: []string{ours + "codes", "testing"}},
			{
				path:    ours + "crvs",
				imports: []string{ours + "codes", ours + "internal/wire", "example.com/jose/v4/cipher"},
				tests:   []string{ours + "crvs", ours + "internal/wire", "example.com/assert/require", "example.com/jose/v4"},
			},
			{path: ours + "internal/wire", imports: []string{"example.com/json"}, tests: []string{ours + "codes"}},
			{path: ours + "examples/ctl", imports: []string{ours + "crvs", ours + "examples/shared"}, tests: []string{ours + "codes", "example.com/assert"}},
			{path: ours + "examples/shared"},
		},
	}
}

func TestAHouseThatIsAsItsTableSaysHasNoProblems(t *testing.T) {
	t.Parallel()
	assert.Empty(t, madeUp().problems())
}

func TestEachImportThatTheTableDoesNotAllowIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		room, imports, tests string
		want                 string
	}{
		"a room imports another": {
			room: "codes", imports: ours + "internal/wire",
			want: "codes imports internal/wire, which its row does not allow: drop the import, or add the arrow to the table and say why",
		},
		"a room imports a module": {
			room: "codes", imports: "example.com/jose/v4/cipher",
			want: "codes imports example.com/jose/v4, which its row does not allow: drop the import, or add the module to the row and say why in the list of dependencies",
		},
		"a room imports a module that is for tests": {
			room: "crvs", imports: "example.com/assert",
			want: "crvs imports example.com/assert, which its row does not allow: drop the import, or add the module to the row and say why in the list of dependencies",
		},
		"a room imports a module whose name only starts like one that it may": {
			room: "internal/wire", imports: "example.com/jsonx",
			want: "internal/wire imports example.com/jsonx, which its row does not allow: drop the import, or add the module to the row and say why in the list of dependencies",
		},
		"a room imports a module that lies below one that it may": {
			room: "crvs", imports: "example.com/jose/v4/more/keys",
			want: "crvs imports example.com/jose/v4/more, which its row does not allow: drop the import, or add the module to the row and say why in the list of dependencies",
		},
		"a room imports a program": {
			room: "crvs", imports: ours + "examples/ctl",
			want: "crvs imports examples/ctl, which its row does not allow: drop the import, or add the arrow to the table and say why",
		},
		"a program imports what users cannot": {
			room: "examples/ctl", imports: ours + "internal/wire",
			want: "examples/ctl imports internal/wire, which its row does not allow: it is written as a user would write it, with public packages only",
		},
		"a test imports what neither row allows": {
			room: "codes", tests: ours + "internal/wire",
			want: "a test of codes imports internal/wire, which neither its row nor the row *_test.go allows: drop the import, or add the arrow to the table and say why",
		},
		"a test imports the module of another room": {
			room: "codes", tests: "example.com/json",
			want: "a test of codes imports example.com/json, which neither its row nor the row *_test.go allows: drop the import, or add the module to the row and say why in the list of dependencies",
		},
		"a program's test imports what users cannot": {
			room: "examples/ctl", tests: ours + "internal/wire",
			want: "a test of examples/ctl imports internal/wire, which neither its row nor the row *_test.go allows: it is written as a user would write it, with public packages only",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := madeUp()
			for i := range h.packages {
				if h.packages[i].path == ours+c.room {
					h.packages[i].imports = append(h.packages[i].imports, c.imports)
					h.packages[i].tests = append(h.packages[i].tests, c.tests)
				}
			}
			assert.Equal(t, []string{c.want}, h.problems())
		})
	}
}

func TestAProgramsTestsStayPublicWhateverOtherTestsMay(t *testing.T) {
	t.Parallel()
	h := madeUp()
	h.rows[4].mayImport = []string{"codes", "internal/wire"}
	h.packages[0].tests = []string{ours + "internal/wire"}
	require.Empty(t, h.problems())
	h.packages[3].tests = append(h.packages[3].tests, ours+"internal/wire")
	assert.Len(t, h.problems(), 1)
}

func TestEachEntryOfTheTableThatTheCodeDoesNotNeedIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*house)
		want   string
	}{
		"an arrow that nothing uses": {
			func(h *house) { h.rows[2].mayImport = []string{"codes"} },
			"the table lets internal/wire import codes, and nothing there does: drop it from the row",
		},
		"a module that nothing uses": {
			func(h *house) { h.rows[0].thirdParty = []string{"loop"} },
			"the table lets codes import example.com/loop, and nothing there does: drop it from the row",
		},
		"an arrow that only tests use": {
			func(h *house) {
				h.packages[1].imports = h.packages[1].imports[1:]
				h.packages[1].tests = []string{ours + "codes", "example.com/assert"}
			},
			"the table lets crvs import codes, and nothing there does: drop it from the row",
		},
		"an arrow for tests that no test needs": {
			func(h *house) { h.packages[2].tests = nil },
			"the table lets *_test.go import codes, and nothing there does: drop it from the row",
		},
		"a module for tests that no test needs": {
			func(h *house) { h.rows[4].thirdParty = []string{"assert", "loop"} },
			"the table lets *_test.go import example.com/loop, and nothing there does: drop it from the row",
		},
		"a name that is no room": {
			func(h *house) { h.rows[0].mayImport = []string{"internal/wier"} },
			"the row of codes names internal/wier, which has no row: mend the name, or add its row",
		},
		"a name that is no module": {
			func(h *house) { h.rows[0].thirdParty = []string{"gone"} },
			"the row of codes names gone, which is the name of 0 modules in our go.mod files: write it so that it is one",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := madeUp()
			c.change(&h)
			assert.Contains(t, h.problems(), c.want)
		})
	}
}

func TestANameOfTwoModulesIsRefused(t *testing.T) {
	t.Parallel()
	h := madeUp()
	h.requires = append(h.requires, "example.net/json")
	assert.Contains(t, h.problems(), "the row of internal/wire names json, which is the name of 2 modules in our go.mod files: write it so that it is one")
}

func TestAPackageNeedsARow(t *testing.T) {
	t.Parallel()
	h := madeUp()
	h.packages = append(h.packages, pkg{path: ours + "crvs/attic", imports: []string{ours + "codes"}})
	assert.Equal(t, []string{"crvs/attic has no row in the table: add one that says what it holds and what it may import"}, h.problems())
}

func TestARoomThatIsNotBuiltYetMayStandInTheTable(t *testing.T) {
	t.Parallel()
	h := madeUp()
	h.rows = append(h.rows, row{room: "crvs/store", mayImport: []string{"codes"}, thirdParty: []string{"loop"}})
	h.rows[1].mayImport = append(h.rows[1].mayImport, "crvs/store")
	require.Empty(t, h.problems())
	h.packages = append(h.packages, pkg{path: ours + "crvs/store", imports: []string{ours + "codes", "example.com/loop"}})
	assert.Equal(t, []string{"the table lets crvs import crvs/store, and nothing there does: drop it from the row"}, h.problems())
}
