package riverstore_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

func TestAFileShrinksToAtMost200BytesForAKeyWhosePayloadIsGoneAndToNothingWhenKeysHaveHadTheirTime(t *testing.T) {
	t.Parallel()
	const n = 5000
	path := filepath.Join(t.TempDir(), "store.db")
	now := time.Now()
	st := openFile(t, path, riverstore.WithPolicy(store.Policy{Now: func() time.Time { return now }}))
	for range n / 250 {
		messages := make([]store.Message, 250)
		for i := range messages {
			messages[i] = store.Message{Key: fmt.Sprintf("%043d", time.Now().UnixNano()), Payload: make([]byte, 1000)}
		}
		_, err := st.Keep(t.Context(), messages...)
		require.NoError(t, err)
	}
	size := func() int64 {
		info, err := os.Stat(path)
		require.NoError(t, err)
		return info.Size()
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
	require.NoError(t, err)
	defer db.Close()
	_, err = db.ExecContext(t.Context(), "UPDATE dci_message SET ended_at = kept_at; DELETE FROM river_job") // as River does
	require.NoError(t, err)
	require.NoError(t, riverstore.Sweep(st, t.Context()))
	c, err := st.Counts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, store.Counts{Done: n}, c)
	assert.LessOrEqual(t, size(), int64(n*200))
	now = now.Add(31 * 24 * time.Hour)
	require.NoError(t, riverstore.Sweep(st, t.Context()))
	c, err = st.Counts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, store.Counts{}, c)
	assert.LessOrEqual(t, size(), int64(200_000), "an empty file with its tables")
}
