//go:build unix

package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheProgramEndsCleanlyOnASignal(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "sandbox")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))
	for _, sig := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			program := exec.CommandContext(t.Context(), binary, "-addr", "127.0.0.1:0", "-token", "secret", "-client", "me:hush")
			program.Stderr = &stderr
			stdout, err := program.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, program.Start())
			var s running
			s.read(t, stdout)
			status, body := s.post(t, "Bearer secret")
			assert.Equal(t, http.StatusOK, status)
			assert.Contains(t, body, "Mala")
			require.NoError(t, program.Process.Signal(sig))
			require.NoError(t, program.Wait(), "it exits with 0")
			assert.Empty(t, stderr.String())
		})
	}
}

// Where a machine has no curl, it is only checked that a shell can read the
// command.
func TestAShellReadsTheCommand(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"for everybody":     nil,
		"with a token":      {"-token", `it's"$HOME`},
		"with a client":     {"-client", `m'e:$(hush) "x"`},
		"with both of them": {"-token", "a", "-client", "b:c"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, append([]string{"-addr", "127.0.0.1:0"}, args...)...)
			curl, err := exec.LookPath("curl")
			if err != nil {
				curl = "printf '%s ' Mala"
			}
			shell := exec.CommandContext(t.Context(), "sh", "-c", "curl() { "+curl+" \"$@\"; }\n"+s.command)
			output, err := shell.CombinedOutput()
			require.NoError(t, err, string(output))
			assert.Contains(t, string(output), "Mala")
			assert.NotContains(t, string(output), "rjct")
		})
	}
}
