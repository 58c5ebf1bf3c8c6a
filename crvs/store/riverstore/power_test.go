package riverstore_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

// keeper is the path of a file in which this program, as a child, keeps messages, and
// synchronous how SQLite is to write it.
const (
	keeper      = "RIVERSTORE_TEST_KEEPER"
	synchronous = "RIVERSTORE_TEST_SYNCHRONOUS"
)

// keepAndSay keeps messages, four at a time, and says of each on its output that it
// is kept: that is the acknowledgement.
func keepAndSay(path string) int {
	ctx := context.Background()
	st, err := riverstore.OpenFile(ctx, path, riverstore.WithSynchronous(os.Getenv(synchronous)))
	if err != nil {
		os.Stderr.WriteString(err.Error())
		return 1
	}
	var senders sync.WaitGroup
	for sender := range 4 {
		senders.Go(func() {
			for i := range 10 {
				key := fmt.Sprintf("message-%d-%d", sender, i)
				if _, err := st.Keep(ctx, store.Message{Key: key, Payload: bytes.Repeat([]byte(key), 100)}); err == nil {
					os.Stdout.WriteString("kept " + key + "\n")
				}
			}
		})
	}
	senders.Wait()
	return 0 // as if the power failed: nothing is closed
}

// disk is what the files of a folder hold: what was written, and what of it is sure to
// be there after a power loss.
type disk struct {
	written, synced map[string][]byte
}

func (d *disk) write(path string, data []byte, at int) {
	w := d.written[path]
	if missing := at + len(data) - len(w); missing > 0 {
		w = append(w, make([]byte, missing)...)
	}
	copy(w[at:], data)
	d.written[path] = w
}

// call is a system call as strace prints it.
var call = regexp.MustCompile(`^(\d+) +(\w+)\((\d+)<([^>]*)>(.*)$`)

var quoted = regexp.MustCompile(`^, "([^"]*)", (\d+)(?:, (\d+))?\) += (\d+)`)

// replay follows the system calls, and calls kept for each acknowledgement with the
// disk as it is then.
func replay(t *testing.T, trace []byte, kept func(key string, d *disk)) {
	t.Helper()
	d := &disk{map[string][]byte{}, map[string][]byte{}}
	unfinished, before := map[string]string{}, map[string][]byte{}
	lines := bufio.NewScanner(bytes.NewReader(trace))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		line := lines.Text()
		thread, _, _ := strings.Cut(line, " ")
		start, isStart := strings.CutSuffix(line, " <unfinished ...>")
		if _, rest, ok := strings.Cut(line, " resumed>"); ok {
			line = unfinished[thread] + rest
		}
		m := call.FindStringSubmatch(start)
		if m != nil && strings.HasSuffix(m[2], "sync") { // what is written while it syncs is not sure
			before[thread] = bytes.Clone(d.written[unhex(m[4])])
		}
		if isStart {
			unfinished[thread] = start
			if m != nil && m[2] == "write" {
				say(m, kept, d)
			}
			continue
		}
		if m = call.FindStringSubmatch(line); m == nil {
			continue
		}
		path := unhex(m[4])
		switch m[2] {
		case "pwrite64":
			q := quoted.FindStringSubmatch(m[5])
			require.NotNil(t, q, "a write that this test cannot read: %.100s", line)
			at, _ := strconv.Atoi(q[3])
			d.write(path, []byte(unhex(q[1])), at)
		case "fsync", "fdatasync":
			d.synced[path] = before[thread]
		case "ftruncate":
			size, err := strconv.Atoi(regexp.MustCompile(`\d+`).FindString(m[5]))
			require.NoError(t, err)
			d.written[path] = append(d.written[path], make([]byte, size)...)[:size]
		case "write":
			if !strings.Contains(start, "resumed") {
				say(m, kept, d)
			}
		}
	}
	require.NoError(t, lines.Err())
}

func say(m []string, kept func(string, *disk), d *disk) {
	if q := regexp.MustCompile(`^, "([^"]*)"`).FindStringSubmatch(m[5]); q != nil {
		if key, ok := strings.CutPrefix(unhex(q[1]), "kept "); ok {
			kept(strings.TrimSpace(key), d)
		}
	}
}

func unhex(s string) string {
	if !strings.HasPrefix(s, `\x`) {
		return s
	}
	b, _ := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	return string(b)
}

// lost loses the power at each acknowledgement, and says how many acknowledgements
// there were and how many acknowledged messages were gone afterwards.
func lost(t *testing.T, mode string) (acknowledged, gone int) {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("install strace to see the system calls of a store")
	}
	folder := t.TempDir()
	trace, path := filepath.Join(folder, "trace"), filepath.Join(folder, "store.db")
	command := exec.CommandContext(t.Context(), strace, "-f", "-xx", "-y", "-s", "1000000", "-o", trace, "-e", "trace=pwrite64,write,fsync,fdatasync,ftruncate", os.Args[0])
	command.Env = append(os.Environ(), keeper+"="+path, synchronous+"="+mode)
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", out)
	text, err := os.ReadFile(trace)
	require.NoError(t, err)
	var keys []string
	replay(t, text, func(key string, d *disk) {
		if keys = append(keys, key); len(keys)%8 != 0 { // each time would take long under the race detector
			return
		}
		after := t.TempDir()
		for written, data := range d.synced {
			if strings.HasPrefix(written, path) && !strings.HasSuffix(written, "-shm") {
				require.NoError(t, os.WriteFile(filepath.Join(after, filepath.Base(written)), data, 0o600))
			}
		}
		st, err := riverstore.OpenFile(t.Context(), filepath.Join(after, "store.db"))
		require.NoError(t, err)
		for _, key := range keys {
			if k, err := st.Find(t.Context(), key); err != nil || len(k.Payload) == 0 {
				gone++
			}
		}
		require.NoError(t, st.Close())
	})
	return len(keys), gone
}

func TestAfterAPowerLossEverythingThatWasAcknowledgedIsThere(t *testing.T) {
	t.Parallel()
	acknowledged, gone := lost(t, "FULL")
	assert.Equal(t, 40, acknowledged)
	assert.Zero(t, gone)
}

// It shows that the test above would see a store that does not wait for the disk.
func TestAStoreThatDoesNotWaitForTheDiskLosesWhatWasAcknowledged(t *testing.T) {
	t.Parallel()
	acknowledged, gone := lost(t, "OFF")
	assert.Equal(t, 40, acknowledged)
	assert.NotZero(t, gone)
}
