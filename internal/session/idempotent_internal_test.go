package session

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// TestEveryVerbIsDecidedToBeRepeatableOrNot fails for a verb that is added and not
// decided here: what is repeated and must not be tells a registry twice.
func TestEveryVerbIsDecidedToBeRepeatableOrNot(t *testing.T) {
	t.Parallel()
	decided := map[profile.Verb]bool{
		profile.VerbSearch: true, profile.VerbStatus: true, profile.VerbLocations: true, profile.VerbKeys: true,

		profile.VerbSearchAsync: false, profile.VerbSubscribe: false, profile.VerbUnsubscribe: false, profile.VerbStatusAsync: false,
		profile.VerbOnSearch: false, profile.VerbOnSubscribe: false, profile.VerbOnUnsubscribe: false, profile.VerbOnStatus: false,
		profile.VerbNotify: false,
	}
	verbs := declaredVerbs(t)
	assert.Len(t, verbs, len(decided))
	for _, v := range verbs {
		repeatable, ok := decided[v]
		assert.True(t, ok, "is %q idempotent? decide it in isIdempotent, and here", v)
		assert.Equal(t, repeatable, isIdempotent(v), v)
	}
	assert.False(t, isIdempotent("a verb that nobody knows"))
}

// declaredVerbs are all constants of the type profile.Verb, read from the source.
func declaredVerbs(t *testing.T) []profile.Verb {
	t.Helper()
	files, err := filepath.Glob("../../crvs/profile/*.go")
	require.NoError(t, err)
	var verbs []profile.Verb
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		verbs = append(verbs, verbsOf(t, file)...)
	}
	return verbs
}

func verbsOf(t *testing.T, file *ast.File) (verbs []profile.Verb) {
	t.Helper()
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != "Verb" {
			return true
		}
		for _, value := range spec.Values {
			text, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			require.NoError(t, err)
			verbs = append(verbs, profile.Verb(text))
		}
		return true
	})
	return verbs
}
