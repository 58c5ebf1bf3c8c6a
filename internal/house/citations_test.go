package house_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const rulesPage = "internal/wire/RULES.md"

var (
	// A citation may be broken over two lines of a comment.
	lineBreak  = regexp.MustCompile(`\n[ \t]*(?://|#)?[ \t]*`)
	ruleCited  = regexp.MustCompile(`\b[Rr]ules? (\d+)(?: and (\d+))?`)
	ruleNumber = regexp.MustCompile(`(?m)^(\d+)\. `)
	pageCited  = regexp.MustCompile(`[\w./-]*\w\.md\b`)
)

// A reader must be able to find what a comment cites.
func TestEveryRuleAndPageThatIsCitedIsInTheRepository(t *testing.T) {
	t.Parallel()
	root := repository(t)
	text, err := os.ReadFile(filepath.Join(root, rulesPage))
	require.NoError(t, err)
	var rules []string
	for _, m := range ruleNumber.FindAllStringSubmatch(string(text), -1) {
		rules = append(rules, m[1])
	}
	require.Greater(t, len(rules), 20)
	sources := sourcesBelow(t, root)
	var pages []string
	for path := range sources {
		if strings.HasSuffix(path, ".md") {
			pages = append(pages, path, filepath.Base(path))
		}
	}
	for path, text := range sources {
		for _, problem := range citationProblems(path, text, rules, pages) {
			t.Errorf("%s: %s", path, problem)
		}
	}
}

func TestEachCitationThatAReaderCannotFindIsNamed(t *testing.T) {
	t.Parallel()
	const rule, page = "rule", "md"
	for name, c := range map[string]struct {
		path, text string
		want       []string
	}{
		"a rule that is there":            {text: "// " + rulesPage + ", " + rule + " 2: values are strings"},
		"a rule on the next line":         {text: "\t// so it is (" + rulesPage + ",\n\t// " + rule + " 1) here"},
		"a rule in a document":            {text: "# as " + rulesPage + ",\n# " + rule + " 1, says"},
		"two rules":                       {text: "// " + rulesPage + ", " + rule + "s 1 and 2"},
		"a part of a rule":                {text: "// " + rulesPage + ", " + rule + " 2b"},
		"a rule on the page of rules":     {path: rulesPage, text: "as in " + rule + " 1"},
		"a rule that is not there":        {text: "// " + rulesPage + ", " + rule + " 3", want: []string{"there is no " + rule + " 3 in " + rulesPage}},
		"a second rule that is not there": {text: "// " + rulesPage + ", " + rule + "s 1 and 3", want: []string{"there is no " + rule + " 3 in " + rulesPage}},
		"a rule of no page":               {text: "// as " + rule + " 1 says", want: []string{rule + " 1 is cited without its page, " + rulesPage}},
		"a rule of the page's short name": {text: "// RULES." + page + ", " + rule + " 1", want: []string{rule + " 1 is cited without its page, " + rulesPage}},
		"a page that is there":            {text: "// " + rulesPage},
		"a page that is not there":        {text: "// see notes." + page, want: []string{"there is no page notes." + page + " in the repository"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, citationProblems(c.path, c.text, []string{"1", "2"}, []string{rulesPage, "RULES." + page}))
		})
	}
}

// citationProblems are the rules and pages that text cites and that are not
// there. The page of the rules need not name itself.
func citationProblems(path, text string, rules, pages []string) (problems []string) {
	text = lineBreak.ReplaceAllString(text, " ")
	for _, at := range ruleCited.FindAllStringSubmatchIndex(text, -1) {
		named := path == rulesPage || strings.HasSuffix(text[:at[0]], rulesPage+", ")
		for i := 2; i < len(at) && at[i] >= 0; i += 2 {
			number := text[at[i]:at[i+1]]
			switch {
			case !slices.Contains(rules, number):
				problems = append(problems, "there is no rule "+number+" in "+rulesPage)
			case !named:
				problems = append(problems, "rule "+number+" is cited without its page, "+rulesPage)
			}
		}
	}
	for _, page := range pageCited.FindAllString(text, -1) {
		if !slices.Contains(pages, page) {
			problems = append(problems, "there is no page "+page+" in the repository")
		}
	}
	return problems
}

// sourcesBelow are the texts of the repository in which something is cited.
func sourcesBelow(t *testing.T, root string) map[string]string {
	t.Helper()
	sources := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !slices.Contains([]string{".go", ".md", ".yaml"}, filepath.Ext(path)) || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		sources[filepath.ToSlash(name)] = string(text)
		return err
	})
	require.NoError(t, err)
	return sources
}
