package decide

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// constantsOf are the values of the constants of a type, as the source has them.
func constantsOf(t *testing.T, name string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "rule.go", nil, 0)
	require.NoError(t, err)
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if of, ok := spec.Type.(*ast.Ident); ok && of.Name == name {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			out = append(out, value)
		}
		return true
	})
	require.NotEmpty(t, out)
	return out
}

func TestEachRuleAndEachNoteHasItsSentence(t *testing.T) {
	t.Parallel()
	rules := constantsOf(t, "Rule")
	for _, r := range rules {
		m := meaningOf(Rule(r))
		assert.NotEmpty(t, m.outcome, r)
		assert.True(t, strings.HasSuffix(m.text, ".") && len(m.text) > 20, r)
	}
	assert.Len(t, rules, len(shared())+len(ofQuestions()))
	assert.Empty(t, Verdict{}.Sentence())
	for _, n := range constantsOf(t, "NoteCode") {
		assert.True(t, strings.HasSuffix(Note{Code: NoteCode(n), About: []string{"it"}}.Text(), "."), n)
	}
}

// Each rule of a question stands in the table of its comment, with its outcome, and has
// a test.
func TestEachRuleOfAQuestionStandsInATableWithItsOutcome(t *testing.T) {
	t.Parallel()
	var sources, tests strings.Builder
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		if strings.HasSuffix(name, "_test.go") {
			tests.Write(text)
		} else {
			sources.Write(text)
		}
	}
	titles := map[Outcome]string{Confirmed: "Confirmed", Refuted: "Refuted", NotFound: "NotFound", Ambiguous: "Ambiguous", Undecided: "Undecided"}
	names := regexp.MustCompile(`(Rule\w+) +Rule += "([^"]+)"`).FindAllStringSubmatch(sources.String(), -1)
	require.Len(t, names, len(shared())+len(ofQuestions()))
	for _, n := range names {
		r := Rule(n[2])
		assert.Regexp(t, `(?m)^//\t`+titles[meaningOf(r).outcome]+` +`+regexp.QuoteMeta(n[2])+` `, sources.String(), n[2])
		assert.Regexp(t, `decide\.`+n[1]+`\b`, tests.String(), "no test expects "+n[1])
	}
}
