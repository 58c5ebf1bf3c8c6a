package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

// place is where a soak keeps what it keeps: a file, or a schema of PostgreSQL.
type place struct {
	address, schema string // the schema of a file is empty
	log             string // a file for the effects that are no rows
}

// newPlace makes one with a table of effects.
func newPlace(ctx context.Context, address, folder string) (place, error) {
	p := place{address: address, log: filepath.Join(folder, "effects")}
	if address == "file" {
		p.address = filepath.Join(folder, "store.db")
	} else {
		name := make([]byte, 6)
		_, _ = rand.Read(name)
		p.schema = "soak_" + hex.EncodeToString(name)
		pool, err := pgxpool.New(ctx, address)
		if err != nil {
			return p, err
		}
		defer pool.Close()
		if err := riverstore.Migrate(ctx, pool, riverstore.WithSchema(p.schema)); err != nil {
			return p, err
		}
		_, err = pool.Exec(ctx, "CREATE TABLE "+p.schema+".effect (number text NOT NULL)")
		return p, err
	}
	st, err := p.open(ctx)
	if err != nil {
		return p, err
	}
	defer st.Close()
	db, err := sql.Open("sqlite", "file:"+p.address)
	if err != nil {
		return p, err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "CREATE TABLE effect (number text NOT NULL)")
	return p, err
}

func (p place) open(ctx context.Context) (*riverstore.Store, error) {
	if p.schema == "" {
		return riverstore.OpenFile(ctx, p.address, riverstore.WithPolicy(policy()))
	}
	config, err := pgxpool.ParseConfig(p.address)
	if err != nil {
		return nil, err
	}
	config.MaxConns = 20
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	return riverstore.New(ctx, pool, riverstore.WithPolicy(policy()), riverstore.WithSchema(p.schema), riverstore.WithRescueAfter(policy().Timeout))
}

// remove removes the schema.
func (p place) remove(ctx context.Context) error {
	if p.schema == "" {
		return nil
	}
	pool, err := pgxpool.New(ctx, p.address)
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.Exec(ctx, "DROP SCHEMA "+p.schema+" CASCADE")
	return err
}

// effects counts what happened by registration number: rows, and keys of lines.
func (p place) effects(ctx context.Context) (times map[string]int, repeated int, err error) {
	times = map[string]int{}
	if err := p.rows(ctx, times); err != nil {
		return nil, 0, err
	}
	f, err := os.Open(p.log)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	keys := map[string]bool{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		key, number, _ := strings.Cut(lines.Text(), " ")
		if keys[key] {
			repeated++ // it failed, or its process died, before "done" was written
			continue
		}
		keys[key] = true
		times[number]++
	}
	return times, repeated, nil
}

func (p place) rows(ctx context.Context, times map[string]int) error {
	const all = "SELECT number, count(*) FROM %seffect GROUP BY number"
	add := func(scan func(...any) error) error {
		var number string
		var n int
		err := scan(&number, &n)
		times[number] += n
		return err
	}
	if p.schema == "" {
		db, err := sql.Open("sqlite", "file:"+p.address+"?_pragma=busy_timeout(10000)")
		if err != nil {
			return err
		}
		defer db.Close()
		rows, err := db.QueryContext(ctx, fmt.Sprintf(all, ""))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := add(rows.Scan); err != nil {
				return err
			}
		}
		return rows.Err()
	}
	pool, err := pgxpool.New(ctx, p.address)
	if err != nil {
		return err
	}
	defer pool.Close()
	rows, err := pool.Query(ctx, fmt.Sprintf(all, p.schema+"."))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := add(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// left says how many messages are not done yet.
func left(ctx context.Context, st *riverstore.Store) (store.Counts, int, error) {
	c, err := st.Counts(ctx)
	return c, c.Waiting + c.Working, err
}
