package riverstore_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

func TestAFileAndAllThatBelongsToItIsReadableForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	st := openFile(t, filepath.Join(folder, "a name with % and ?.db"))
	worked(t, st, func(context.Context, store.Kept) error { return nil })
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, entries, 4, "file, log, index, lock")
	for _, e := range entries {
		info, err := e.Info()
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), e.Name())
	}
}

func TestASecondWorkerOnAFileIsToldAtOnceWhileOthersReadAndWriteIt(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	first, second := openFile(t, path), openFile(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	began, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- first.Work(ctx, func(ctx context.Context, _ store.Kept) error {
			close(began)
			<-ctx.Done()
			return ctx.Err()
		})
	}()
	_, err := second.Keep(t.Context(), store.Message{Key: "1"})
	require.NoError(t, err)
	<-began
	start := time.Now()
	require.ErrorIs(t, second.Work(ctx, nil), store.ErrWorking)
	require.ErrorIs(t, first.Work(ctx, nil), store.ErrWorking)
	assert.Less(t, time.Since(start), 3*time.Second)
	k, err := second.Find(t.Context(), "1")
	require.NoError(t, err)
	assert.Equal(t, store.Working, k.State, "a second worker takes up nothing")
	cancel()
	require.NoError(t, <-ended)
	worked(t, second, func(context.Context, store.Kept) error { return nil })
}

func TestManyOpenANewFileAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	errs := make(chan error, 8)
	for range cap(errs) {
		go func() {
			st, err := riverstore.OpenFile(t.Context(), path)
			if err == nil {
				_, err = st.Put(t.Context(), store.Note{Kind: "k", Key: "1"})
				st.Close()
			}
			errs <- err
		}()
	}
	for range cap(errs) {
		require.NoError(t, <-errs)
	}
}

// child is the path of the file on which this program, as a child, works until it is
// killed.
const child = "RIVERSTORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(child); path != "" {
		os.Exit(workUntilKilled(path))
	}
	if path := os.Getenv(keeper); path != "" {
		os.Exit(keepAndSay(path))
	}
	goleak.VerifyTestMain(m)
}

func workUntilKilled(path string) int {
	ctx := context.Background()
	st, err := riverstore.OpenFile(ctx, path, riverstore.WithPolicy(soon))
	if err == nil {
		err = st.Work(ctx, func(ctx context.Context, k store.Kept) error {
			os.Stdout.WriteString(k.Key + "\n")
			<-ctx.Done()
			return ctx.Err()
		})
	}
	os.Stderr.WriteString(err.Error())
	return 1
}

func TestAfterAKillTheNextWorkerOnAFileTakesUpWhatWasWorkedOnAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	st := openFile(t, path, riverstore.WithPolicy(soon))
	_, err := st.Keep(t.Context(), store.Message{Key: "death-1", Payload: []byte("a death")})
	require.NoError(t, err)
	for range 2 {
		command := exec.CommandContext(t.Context(), os.Args[0])
		command.Env = append(os.Environ(), child+"="+path)
		out, err := command.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, command.Start())
		line, err := bufio.NewReader(out).ReadString('\n')
		require.NoError(t, err)
		assert.Equal(t, "death-1\n", line)
		require.ErrorIs(t, st.Work(t.Context(), nil), store.ErrWorking, "another process works on it")
		require.NoError(t, command.Process.Kill())
		require.Error(t, command.Wait())
	}
	start := time.Now()
	k := worked(t, st, func(context.Context, store.Kept) error { return nil })
	assert.Equal(t, store.Done, k.State)
	assert.Equal(t, 3, k.Attempts, "an attempt that killed the process counts")
	assert.Less(t, time.Since(start), 5*time.Second)
}

func TestAMessageThatKillsItsProcessAtEachAttemptIsDiscarded(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	st := openFile(t, path, riverstore.WithPolicy(store.Policy{Attempts: 1}))
	_, err := st.Keep(t.Context(), store.Message{Key: "death-1", Payload: []byte("a death")})
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), child+"="+path)
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	_, err = bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.NoError(t, command.Process.Kill())
	require.Error(t, command.Wait())
	k := worked(t, st, func(context.Context, store.Kept) error { return nil })
	assert.Equal(t, store.Discarded, k.State)
	assert.Equal(t, "the process ended during this attempt", k.Failure)
	assert.Equal(t, "a death", string(k.Payload))
}
