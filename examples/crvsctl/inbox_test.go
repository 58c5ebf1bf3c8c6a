package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

// kept makes a file with a message that is done, one that is discarded and one that
// waits, and returns its path.
func kept(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "inbox.db")
	st, err := riverstore.OpenFile(t.Context(), path, riverstore.WithPolicy(store.Policy{Attempts: 1}))
	require.NoError(t, err)
	defer st.Close()
	_, err = st.Keep(t.Context(), store.Message{Key: "good", Payload: []byte("Amina Rao")}, store.Message{Key: "bad", Payload: []byte("Anil Desai")})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- st.Work(ctx, func(_ context.Context, k store.Kept) error {
			if k.Key == "bad" {
				return errors.New("the allowance table is locked")
			}
			return nil
		})
	}()
	for c := (store.Counts{}); c.Done+c.Discarded < 2; {
		c, err = st.Counts(t.Context())
		require.NoError(t, err)
	}
	cancel()
	require.NoError(t, <-ended)
	_, err = st.Keep(t.Context(), store.Message{Key: "new"})
	require.NoError(t, err)
	return path
}

func TestTheInboxListsShowsReplaysDiscardsAndPurges(t *testing.T) {
	t.Parallel()
	path := kept(t)
	inbox := func(args ...string) done {
		t.Helper()
		d := crvsctl(t, append([]string{"inbox", "-store", path}, args...)...)
		assert.NotContains(t, d.stdout+d.stderr, "Amina", "a payload is printed only on request")
		return d
	}
	d := inbox("list")
	assert.Contains(t, d.stdout, "the allowance table is locked")
	assert.NotContains(t, d.stdout, "good")
	assert.True(t, strings.HasSuffix(d.stdout, "1 waiting, 0 working, 1 done, 1 discarded\n"), d.stdout)
	d = inbox("list", "-state", "done", "-json")
	assert.Regexp(t, `^\{"key":"good","state":"done","kept_at":"[^"]*","ended_at":"[^"]*","attempts":1\}\n$`, d.stdout)
	assert.Contains(t, inbox("show", "-key", "bad").stdout, "attempts: 1")
	assert.Contains(t, inbox("show", "-key", "bad", "-payload").stdout, "Anil Desai")
	assert.Equal(t, exitNotFound, inbox("show", "-key", "another").status)
	assert.Equal(t, exitFound, inbox("discard", "-key", "new").status)
	assert.Equal(t, "2 replayed\n", inbox("replay", "-discarded").stdout)
	assert.Equal(t, exitFound, inbox("replay", "-key", "good").status)
	assert.Contains(t, inbox("list").stdout, "3 waiting, 0 working, 0 done, 0 discarded")
	assert.Equal(t, exitFound, inbox("discard", "-key", "bad").status)
	assert.Equal(t, "0 purged\n", inbox("purge", "-older", "1h").stdout)
	assert.Equal(t, "1 purged\n", inbox("purge", "-older", "1ns").stdout)
}

func TestTheInboxSaysWhatIsWrongWithItsFlags(t *testing.T) {
	t.Parallel()
	path := kept(t)
	for says, args := range map[string][]string{
		"what is to be done is missing":   {"-store", path},
		"-store is required":              {"list"},
		"-key is required":                {"-store", path, "show"},
		"inbox list takes no -key":        {"-store", path, "list", "-key", "1"},
		"-older is required":              {"-store", path, "purge"},
		"migrate is for PostgreSQL":       {"-store", path, "migrate"},
		"is not one of waiting":           {"-store", path, "list", "-state", "lost"},
		"-store names no file":            {"-store", path + "x", "list"},
		"is not an address of PostgreSQL": {"-store", "postgres://a b", "list"},
		"PostgreSQL does not answer":      {"-store", "postgres://u@127.0.0.1:1/d?connect_timeout=1", "list"},
		"replay takes -discarded instead": {"-store", path, "replay", "-key", "1", "-discarded"},
	} {
		d := crvsctl(t, append([]string{"inbox"}, args...)...)
		assert.Contains(t, d.stderr, says)
		assert.NotEqual(t, exitFound, d.status)
	}
	_, err := os.Stat(path + "x")
	require.Error(t, err, "no file is made")
}

func TestTheInboxMakesAndPrintsTheTablesOfPostgres(t *testing.T) {
	t.Parallel()
	d := crvsctl(t, "inbox", "sql")
	assert.Contains(t, d.stdout, `CREATE TABLE IF NOT EXISTS "dci".dci_message`)
	address := os.Getenv("DCI_POSTGRES")
	if address == "" {
		t.Skip("set DCI_POSTGRES to the address of a PostgreSQL that may be written, postgres://user@127.0.0.1:5432/postgres")
	}
	for range 2 {
		assert.Equal(t, exitFound, crvsctl(t, "inbox", "-store", address, "migrate").status)
	}
	assert.Contains(t, crvsctl(t, "inbox", "-store", address, "list").stdout, "waiting")
}
