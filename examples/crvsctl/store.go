package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

const storeUsage = `  -store FILE|URL       where messages are kept: a file, which one machine uses, or
                        postgres://USER@HOST/DATABASE, which many may use at once; write
                        @FILE to read either from a file: a URL with a password is a secret
`

// isPostgres says whether a store is in PostgreSQL.
func isPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// openPool connects to PostgreSQL. Its errors repeat nothing of the address.
func openPool(ctx context.Context, address string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("-store is not an address of PostgreSQL: postgres://USER@HOST:PORT/DATABASE")
	}
	config.MaxConns = max(config.MaxConns, 8)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("-store: PostgreSQL does not answer, or refuses the user: check the address, and the server's log")
	}
	return pool, nil
}

// openStore opens what -store names, and returns what closes it.
func openStore(ctx context.Context, address string, p store.Policy) (store.Store, func(), error) {
	if !isPostgres(address) {
		st, err := riverstore.OpenFile(ctx, address, riverstore.WithPolicy(p))
		if err != nil {
			return nil, nil, fmt.Errorf("-store: %w", err)
		}
		return st, func() { _ = st.Close() }, nil
	}
	pool, err := openPool(ctx, address)
	if err != nil {
		return nil, nil, err
	}
	st, err := riverstore.New(ctx, pool, riverstore.WithPolicy(p))
	if err != nil {
		pool.Close()
		return nil, nil, fmt.Errorf("-store: %w", err)
	}
	return st, pool.Close, nil
}
