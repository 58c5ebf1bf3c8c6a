package house_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/openspmis/dci-crvs-go"

func TestTheCodeAndTheTableOfRoomsSayTheSame(t *testing.T) {
	t.Parallel()
	root := repository(t)
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	require.NoError(t, err)
	rows, err := parseTable(string(text))
	require.NoError(t, err)
	h := house{module: module, requires: requirements(t, root), rows: rows, packages: packages(t, root)}
	for _, r := range rows {
		if !h.isBuilt(r) {
			t.Logf("%s is not built yet: its row is skipped", r.room)
		}
	}
	for _, problem := range h.problems() {
		t.Error(problem)
	}
}

// packages lists ours, of every module in go.work.
func packages(t *testing.T, root string) []pkg {
	t.Helper()
	type listed struct {
		ImportPath                         string
		Imports, TestImports, XTestImports []string
	}
	var all []pkg
	for _, p := range decode[listed](t, run(t, root, "list", "-json=ImportPath,Imports,TestImports,XTestImports", "work")) {
		all = append(all, pkg{path: p.ImportPath, imports: p.Imports, tests: slices.Concat(p.TestImports, p.XTestImports)})
	}
	return all
}

// requirements lists the modules of others that ours require directly.
func requirements(t *testing.T, root string) []string {
	t.Helper()
	type listed struct{ GoMod string }
	type file struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	var all []string
	for _, m := range decode[listed](t, run(t, root, "list", "-m", "-json")) {
		for _, f := range decode[file](t, run(t, root, "mod", "edit", "-json", m.GoMod)) {
			for _, r := range f.Require {
				if !r.Indirect && r.Path != module && !strings.HasPrefix(r.Path, module+"/") {
					all = append(all, r.Path)
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// repository returns the root of the clone. `go test` repeats a result until a
// file that the test opened has changed, and knows nothing of what another
// process opens: so every folder is read here too.
func repository(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if entry != nil && entry.IsDir() && path != root && strings.HasPrefix(entry.Name(), ".") {
			return fs.SkipDir
		}
		return err
	})
	require.NoError(t, err)
	return root
}

// run calls the go command in the repository's own workspace, also where the
// tests themselves run without it.
func run(t *testing.T, root string, args ...string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = root
	command.Env = append(command.Environ(), "GOWORK="+filepath.Join(root, "go.work"))
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	require.NoError(t, err, "go %s: %s", strings.Join(args, " "), stderr.String())
	return output
}

// decode reads the values that the go command writes one after the other.
func decode[T any](t *testing.T, output []byte) []T {
	t.Helper()
	var all []T
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var value T
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all = append(all, value)
	}
}
