package house_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exposedToday are the findings of today, and only they pass. It is to become
// empty and go: an entry that is not found any more fails too.
var exposedToday = []string{
	"crvs.Retry -> internal/transport.Retry",
	"crvs.TokenBasic -> internal/transport.TokenFormat",
	"crvs.TokenForm -> internal/transport.TokenFormat",
	"crvs.TokenFormat -> internal/transport.TokenFormat",
	"crvs.TokenHeader -> internal/transport.TokenHeader",
	"crvs.TokenJSON -> internal/transport.TokenFormat",
	"crvs.TokenQuery -> internal/transport.TokenFormat",
	"crvs.TokenStyle -> internal/transport.TokenStyle",
	"crvs/profile.Answer -> internal/answer.Answer",
	"crvs/profile.AnswerError -> internal/answer.Error",
	"crvs/profile.AnswerItem -> internal/answer.Item",
	"crvs/profile.Asked -> internal/answer.Asked",
	"crvs/profile.Comparison -> internal/convert.Comparison",
	"crvs/profile.Item -> internal/convert.Item",
	"crvs/profile.Plan -> internal/convert.Plan",
	"crvs/profile.TokenHeader -> internal/transport.TokenHeader",
	"crvs/profile.TokenStyle -> internal/transport.TokenStyle",
}

func TestUsersCanSeeEveryTypeThatTheyMeet(t *testing.T) {
	t.Parallel()
	allowed := map[string]bool{}
	for _, h := range exposedToday {
		allowed[h] = true
	}
	for _, s := range publicSources(t, repository(t)) {
		for _, h := range exposures(module, s) {
			if !allowed[h.String()] {
				t.Error(h.problem())
			}
			delete(allowed, h.String())
		}
	}
	assert.Empty(t, allowed, "exposedToday lists what is not exposed any more: drop it there")
}

// publicSources checks the types of every package that users can import, in
// every module of go.work. What they import is read as the compiler left it.
func publicSources(t *testing.T, root string) []source {
	t.Helper()
	type listed struct {
		ImportPath, Name, Dir, Export string
		GoFiles, CgoFiles             []string
	}
	all := decode[listed](t, run(t, root, "list", "-deps", "-export", "-json=ImportPath,Name,Dir,Export,GoFiles,CgoFiles", "work"))
	exports := map[string]string{}
	for _, p := range all {
		exports[p.ImportPath] = p.Export
	}
	fset := token.NewFileSet()
	compiled := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	var sources []source
	for _, p := range all {
		if !strings.HasPrefix(p.ImportPath, module+"/") || isInternal(p.ImportPath) || p.Name == "main" {
			continue
		}
		require.Empty(t, p.CgoFiles, "%s uses cgo, which is not read here", p.ImportPath)
		var files []*ast.File
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			files = append(files, file)
		}
		sources = append(sources, check(t, fset, compiled, p.ImportPath, files))
	}
	require.NotEmpty(t, sources)
	return sources
}

func check(t *testing.T, fset *token.FileSet, imports types.Importer, path string, files []*ast.File) source {
	t.Helper()
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Importer: imports, IgnoreFuncBodies: true}
	pkg, err := config.Check(path, fset, files, info)
	require.NoError(t, err)
	return source{pkg: pkg, files: files, info: info}
}
