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

	"github.com/stretchr/testify/require"
)

func TestUsersCanSeeEveryTypeThatTheyMeet(t *testing.T) {
	t.Parallel()
	for _, s := range publicSources(t, repository(t)) {
		for _, e := range exposures(module, s) {
			t.Error(e.problem())
		}
	}
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
