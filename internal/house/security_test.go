package house_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A promise whose test is gone is a promise that nobody holds.
func TestThePromisesOfSECURITYAreHeldByTestsThatThereAre(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	require.NoError(t, err)
	tests := testsBelow(t, root)
	promised, _, _ := strings.Cut(string(text), "## What it does not promise")
	named := regexp.MustCompile("`(Test[A-Za-z0-9]+)`").FindAllStringSubmatch(promised, -1)
	assert.Greater(t, len(named), 30)
	for _, m := range named {
		assert.True(t, tests[m[1]], "SECURITY.md names %s, and there is no such test: name the one that holds the promise now", m[1])
	}
	for _, promise := range regexp.MustCompile(`(?m)^- \*\*[^*]+\*\*[^\n]*\n(?:  [^\n]*\n)*`).FindAllString(promised, -1) {
		assert.Contains(t, promise, "Held by `Test", "a promise of SECURITY.md names no test that holds it")
	}
}

// testsBelow are the names of all tests of the repository.
func testsBelow(t *testing.T, root string) map[string]bool {
	t.Helper()
	name := regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9]+)\(`)
	tests := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range name.FindAllSubmatch(text, -1) {
			tests[string(m[1])] = true
		}
		return err
	})
	require.NoError(t, err)
	return tests
}
