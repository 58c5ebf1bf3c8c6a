package riverstore_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
	"github.com/openspmis/dci-crvs-go/crvs/store/storetest"
)

// variable names the database that the tests may use; each makes a schema of its own.
const variable = "DCI_POSTGRES"

func newPool(t *testing.T) *pgxpool.Pool {
	t.Helper()
	address := os.Getenv(variable)
	if address == "" {
		t.Skipf("set %s to the address of a PostgreSQL that may be written, postgres://user@127.0.0.1:5432/postgres", variable)
	}
	pool, err := pgxpool.New(t.Context(), address)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool
}

func newPostgres(t *testing.T, p store.Policy) store.Store {
	t.Helper()
	st, _, _ := openSchema(t, riverstore.WithPolicy(p))
	return st
}

// openSchema opens a store in a schema of its own.
func openSchema(t *testing.T, opts ...riverstore.Option) (*riverstore.Store, *pgxpool.Pool, string) {
	t.Helper()
	pool := newPool(t)
	name := make([]byte, 8)
	_, _ = rand.Read(name)
	schema := "test_" + hex.EncodeToString(name)
	opts = append(opts, riverstore.WithSchema(schema))
	require.NoError(t, riverstore.Migrate(t.Context(), pool, opts...))
	t.Cleanup(func() {
		_, err := pool.Exec(context.WithoutCancel(t.Context()), "DROP SCHEMA "+schema+" CASCADE")
		require.NoError(t, err)
	})
	st, err := riverstore.New(t.Context(), pool, opts...)
	require.NoError(t, err)
	return st, pool, schema
}

func newFile(t *testing.T, p store.Policy) store.Store {
	t.Helper()
	return openFile(t, filepath.Join(t.TempDir(), "store.db"), riverstore.WithPolicy(p))
}

func openFile(t *testing.T, path string, opts ...riverstore.Option) *riverstore.Store {
	t.Helper()
	st, err := riverstore.OpenFile(t.Context(), path, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	return st
}

func TestFile(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Setup{New: newFile})
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	if os.Getenv(variable) == "" {
		newPool(t)
	}
	storetest.Run(t, storetest.Setup{New: newPostgres})
}
