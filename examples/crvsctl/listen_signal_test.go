//go:build unix

package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAListenerEndsCleanlyOnASignal(t *testing.T) {
	t.Parallel()
	for _, sig := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			var stdout bytes.Buffer
			program := exec.CommandContext(t.Context(), os.Args[0], "listen", "-addr", "127.0.0.1:0", "-insecure-unsigned")
			program.Env = append(os.Environ(), asProgram+"=1")
			program.Stdout = &stdout
			stderr, err := program.StderrPipe()
			require.NoError(t, err)
			require.NoError(t, program.Start())
			said := bufio.NewReader(stderr)
			line, err := said.ReadString('\n')
			require.NoError(t, err)
			_, ack := post(t, strings.TrimSpace(strings.TrimPrefix(line, "listening on ")), notification(deathOf("D26-7", "")))
			assert.Equal(t, "ACK", ack)
			require.NoError(t, program.Process.Signal(sig))
			more, err := said.ReadString('\n')
			require.Error(t, err, "%s", more)
			require.NoError(t, program.Wait(), "it exits with 0")
			assert.Contains(t, stdout.String(), `"registration_number":"D26-7"`)
		})
	}
}
