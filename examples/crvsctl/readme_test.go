//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The README is run as it stands: its commands, in their order, as processes of a
// shell. Only ports are others, which are free.

// readmeTime bounds the whole story.
const readmeTime = 2 * time.Minute

// reader is somebody who follows the README in several terminals.
type reader struct {
	t        *testing.T
	ctx      context.Context //nolint:containedctx // that of the whole story
	text     string
	folder   string            // where they stand, and what PATH leads to
	replaces map[string]string // what stands in the README, and what it is here
	sandbox  *terminal
	listener *terminal
	death    string // what the listener printed of it
}

// terminal is a program that runs until it is told to end.
type terminal struct {
	program        *exec.Cmd
	stdout, stderr chan string // lines
}

func TestTheReadmeRunsAsItStands(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), readmeTime)
	defer cancel()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	r := &reader{t: t, ctx: ctx, text: string(text), folder: t.TempDir(), replaces: map[string]string{}}
	for _, name := range []string{"sandbox", "crvsctl"} {
		build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(r.folder, name), "../"+name)
		output, err := build.CombinedOutput()
		require.NoError(t, err, string(output))
	}
	r.replaces["127.0.0.1:9090"] = freeAddress(t)
	for _, section := range []string{"Try a registry from the command line", "Be told of events"} {
		for _, line := range r.commands(section) {
			r.follow(line)
		}
	}
	for _, flags := range r.profiles() {
		r.follow("crvsctl search " + flags)
	}
	r.checkWhatWasTold()
	for _, terminal := range []*terminal{r.listener, r.sandbox} {
		require.NoError(t, terminal.program.Process.Signal(syscall.SIGTERM))
		for line := range terminal.stdout {
			assert.Same(t, r.sandbox, terminal, "each event is printed once: %s", line)
		}
		for line := range terminal.stderr {
			t.Log(line)
		}
		require.NoError(t, terminal.program.Wait(), "it exits with 0")
	}
}

// commands are the lines of the shell in a section.
func (r *reader) commands(section string) []string {
	r.t.Helper()
	_, text, found := strings.Cut(r.text, "\n## "+section+"\n")
	require.True(r.t, found, section)
	text, _, _ = strings.Cut(text, "\n## ")
	var lines []string
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(text, -1) {
		lines = append(lines, strings.Split(strings.TrimSpace(block[1]), "\n")...)
	}
	require.NotEmpty(r.t, lines, section)
	return lines
}

// profiles are the flags of the table of systems, and what stands below it.
func (r *reader) profiles() []string {
	r.t.Helper()
	rest := regexp.MustCompile("(?m)^each with `(.*)`").FindStringSubmatch(r.text)
	require.Len(r.t, rest, 2)
	var all []string
	for _, row := range regexp.MustCompile("(?m)^\\|.*\\| `(.*-url .*)` \\|$").FindAllStringSubmatch(r.text, -1) {
		all = append(all, row[1]+" "+rest[1])
	}
	require.Len(r.t, all, 7, "each profile has its row")
	return all
}

// follow does what a line says.
func (r *reader) follow(line string) {
	r.t.Helper()
	switch {
	case strings.HasPrefix(line, "go install "), strings.HasPrefix(line, "export PATH="), line == "go run ./examples/event-listener":
		// It is built already, and event-listener has a test of its own.
	case strings.HasPrefix(line, "go run ./examples/sandbox "):
		r.sandbox = r.open(strings.Replace(strings.TrimPrefix(line, "go run ./examples/"), ":8080", ":0", 1))
		r.replaces["127.0.0.1:8080"] = r.address(r.sandbox.stdout)
	case strings.HasPrefix(line, "crvsctl listen "):
		r.listener = r.open(strings.Replace(line, ":9091", ":0", 1))
		r.replaces["127.0.0.1:9091"] = r.address(r.listener.stderr)
	case strings.HasPrefix(line, "curl "):
		r.curl(line)
	case strings.HasSuffix(line, "; echo $?"):
		said := regexp.MustCompile(`(?m)^prints (\d+)\.`).FindStringSubmatch(r.text)
		require.Len(r.t, said, 2, line)
		assert.Equal(r.t, said[1]+"\n", r.run(line), line)
	case strings.HasPrefix(line, "crvsctl "):
		output := r.run(line)
		if code := regexp.MustCompile(`^subscribed to death, with code (\S+)\n$`).FindStringSubmatch(output); code != nil {
			r.replaces["CODE"] = code[1]
			r.expect(r.listener.stderr, "the registry tells of a subscription to death: code "+code[1])
		}
	default:
		r.t.Fatalf("what does one do with this line of the README? %s", line)
	}
}

// here is a line with the ports and the numbers of this run.
func (r *reader) here(line string) string {
	for there, here := range r.replaces {
		line = strings.ReplaceAll(line, there, here)
	}
	return line
}

// shell is a line that sh runs, in place of itself where it is one program.
func (r *reader) shell(line string) *exec.Cmd {
	c := exec.CommandContext(r.ctx, "sh", "-c", r.here(line))
	c.Dir, c.Env = r.folder, append(os.Environ(), "PATH="+r.folder+":"+os.Getenv("PATH"))
	c.WaitDelay = 10 * time.Second
	return c
}

// run runs a line to its end, and returns what it prints.
func (r *reader) run(line string) string {
	r.t.Helper()
	var stdout, stderr bytes.Buffer
	c := r.shell(line)
	c.Stdout, c.Stderr = &stdout, &stderr
	require.NoError(r.t, c.Run(), "%s\n%s", line, &stderr)
	assert.NotEmpty(r.t, stdout.String(), line)
	return stdout.String()
}

// open starts a program that runs on.
func (r *reader) open(line string) *terminal {
	r.t.Helper()
	c := r.shell("exec " + line)
	out := &terminal{program: c}
	for _, pipe := range []struct {
		open  func() (io.ReadCloser, error)
		lines *chan string
	}{{c.StdoutPipe, &out.stdout}, {c.StderrPipe, &out.stderr}} {
		from, err := pipe.open()
		require.NoError(r.t, err)
		lines := make(chan string, 100)
		*pipe.lines = lines
		go func() {
			defer close(lines)
			for scanner := bufio.NewScanner(from); scanner.Scan(); {
				select {
				case lines <- scanner.Text():
				case <-r.ctx.Done():
				}
			}
		}()
	}
	require.NoError(r.t, c.Start(), line)
	return out
}

// expect waits for a line that holds a text, and returns it.
func (r *reader) expect(lines <-chan string, text string) string {
	r.t.Helper()
	for {
		select {
		case line, ok := <-lines:
			require.True(r.t, ok, "it ended before it said: %s", text)
			if strings.Contains(line, text) {
				return line
			}
		case <-r.ctx.Done():
			r.t.Fatalf("nothing said in time: %s", text)
		}
	}
}

// address is where a program says that it listens.
func (r *reader) address(lines <-chan string) string {
	r.t.Helper()
	_, url, _ := strings.Cut(r.expect(lines, "listening on http://"), "http://")
	address, _, _ := strings.Cut(url, "/")
	return address
}

// curl does what curl would, which not every machine has: sh says what its words are.
func (r *reader) curl(line string) {
	r.t.Helper()
	words := strings.Split(r.run(`curl() { printf '%s\n' "$@"; }; `+line), "\n")
	method, body := http.MethodGet, ""
	switch {
	case len(words) == 3 && words[0] == "-sS":
	case len(words) == 5 && words[0] == "-sS" && words[2] == "-d":
		method, body = http.MethodPost, words[3]
	default:
		r.t.Fatalf("what does curl do with this line of the README? %s", line)
	}
	isDeath := strings.Contains(line, `"change":"death"`)
	if isDeath { // "However often the registry sends it, it is printed once"
		r.send(http.MethodPost, r.here("http://127.0.0.1:8080/_sandbox/faults"), `{"kind":"delivery_twice"}`)
	}
	r.send(method, words[1], body)
	if isDeath {
		r.death = r.expect(r.listener.stdout, `"event":"death"`)
		r.replaces["NUMBER"] = regexp.MustCompile(`"registration_number":"([^"]+)"`).FindStringSubmatch(r.death)[1]
	}
}

func (r *reader) send(method, url, body string) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.ctx, method, url, strings.NewReader(body))
	require.NoError(r.t, err)
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	require.NoError(r.t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(r.t, err)
	require.Less(r.t, resp.StatusCode, 300, "%s %s\n%s", url, body, text)
}

// checkWhatWasTold holds what the second terminal shows at the end of the story.
func (r *reader) checkWhatWasTold() {
	r.t.Helper()
	number := `"registration_number":"` + r.replaces["NUMBER"] + `"`
	cancelled := r.expect(r.listener.stdout, `"change":"cancelled"`)
	assert.Contains(r.t, cancelled, number)
	assert.NotEqual(r.t, key(r.death), key(cancelled), "it is another event")
	r.expect(r.listener.stderr, "which has ended: code "+r.replaces["CODE"])
}

func key(line string) string { return regexp.MustCompile(`"key":"([^"]+)"`).FindString(line) }
