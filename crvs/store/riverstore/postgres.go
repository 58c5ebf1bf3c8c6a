package riverstore

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed schema.sql
var schemaSQL string

// postgres is a schema of a database of PostgreSQL.
type postgres struct {
	postgresQuerier
	pool    *pgxpool.Pool
	inserts *river.Client[pgx.Tx]
	channel string // on which changes of notes are told
}

func openPostgres(ctx context.Context, pool *pgxpool.Pool, o *options) (*postgres, error) {
	migrator, err := o.migrator(pool)
	if err != nil {
		return nil, err
	}
	p := &postgres{pool: pool, channel: o.schema + ".dci_note"}
	p.postgresQuerier = postgresQuerier{pool, postgresWords(o.schema)}
	valid, err := migrator.Validate(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("riverstore: ask PostgreSQL for its tables: %w", err)
	}
	_, err = p.exec(ctx, "SELECT 1 FROM {schema}dci_note LIMIT 0")
	if !valid.OK || err != nil {
		return nil, fmt.Errorf("riverstore: the tables in the schema %q are missing or of an earlier version; run the migration once, as the README says", o.schema)
	}
	p.inserts, err = river.NewClient(riverpgxv5.New(pool), o.config())
	return p, err
}

// Migrate makes the tables in PostgreSQL, or brings those of an earlier version up
// to date, and the schema if there is none. It may be called again and by several
// processes at once.
func Migrate(ctx context.Context, pool *pgxpool.Pool, opts ...Option) error {
	o, err := newOptions(opts)
	if err != nil {
		return err
	}
	migrator, err := o.migrator(pool)
	if err != nil {
		return err
	}
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("riverstore: migrate: %w", err)
	}
	defer conn.Release()
	const lock = 0x6463695f72697665 // of all who migrate, in any schema
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(lock)); err != nil {
		return fmt.Errorf("riverstore: migrate: %w", err)
	}
	defer func() {
		_, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(lock))
	}()
	if _, err := pool.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{o.schema}.Sanitize()); err != nil {
		return fmt.Errorf("riverstore: migrate: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("riverstore: migrate: %w", err)
	}
	if _, err := pool.Exec(ctx, postgresWords(o.schema).Replace(schemaSQL)); err != nil {
		return fmt.Errorf("riverstore: migrate: %w", err)
	}
	return nil
}

func (o *options) migrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	return rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: o.logger, Schema: o.schema})
}

// SQL gives what [Migrate] does in an empty database, for an administrator to run
// with psql.
func SQL(opts ...Option) (string, error) {
	o, err := newOptions(opts)
	if err != nil {
		return "", err
	}
	migrator, err := o.migrator(nil)
	if err != nil {
		return "", err
	}
	quoted := pgx.Identifier{o.schema}.Sanitize()
	var out strings.Builder
	fmt.Fprintf(&out, "CREATE SCHEMA IF NOT EXISTS %s;\nSET search_path TO %s;\n", quoted, quoted)
	for _, m := range migrator.AllVersions() {
		fmt.Fprintf(&out, "\n-- River, migration %d: %s\n%s\n", m.Version, m.Name, strings.TrimSpace(strings.ReplaceAll(m.SQLUp, "/* TEMPLATE: schema */", quoted+".")))
	}
	for _, m := range migrator.AllVersions() {
		fmt.Fprintf(&out, "INSERT INTO river_migration (line, version) VALUES ('main', %d);\n", m.Version)
	}
	fmt.Fprintf(&out, "\n%s\nRESET search_path;\n", strings.TrimSpace(postgresWords(o.schema).Replace(schemaSQL)))
	return out.String(), nil
}

// postgresTx is a transaction of PostgreSQL.
type postgresTx struct {
	postgresQuerier
	jobs[pgx.Tx]
}

func (p *postgres) begin(ctx context.Context) (transaction, error) {
	tx, err := p.pool.Begin(ctx)
	if err != nil {
		return nil, err
	}
	return postgresTx{postgresQuerier{tx, p.words}, jobs[pgx.Tx]{p.inserts, tx}}, nil
}

func (t postgresTx) complete(ctx context.Context, job *river.Job[message]) error {
	_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, t.tx, job)
	return err
}

func (t postgresTx) count(context.Context) error      { return nil } // it is a sequence
func (t postgresTx) commit(ctx context.Context) error { return t.tx.Commit(ctx) }
func (t postgresTx) rollback(ctx context.Context)     { _ = t.tx.Rollback(ctx) }

// raw keeps a handler from ending the transaction before "done" is written in it.
func (t postgresTx) raw() any { return unended{t.tx} }

type unended struct{ pgx.Tx }

var errEnded = errors.New("riverstore: the store ends this transaction: return nil from the function to commit, an error to roll back")

// Commit returns an error.
func (unended) Commit(context.Context) error { return errEnded }

// Rollback returns an error.
func (unended) Rollback(context.Context) error { return errEnded }

func (p *postgres) start(ctx context.Context, config *river.Config) (client, error) {
	c, err := river.NewClient(riverpgxv5.New(p.pool), config)
	if err != nil {
		return nil, err
	}
	return c, c.Start(ctx)
}

func (p *postgres) claim(context.Context) (func(), error) { return func() {}, nil }

func (p *postgres) listen(ctx context.Context, ready func(), ring func(string)) error {
	conn, err := p.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer func() { // it listens, so it does not go back into the pool
		_ = conn.Hijack().Close(context.WithoutCancel(ctx))
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{p.channel}.Sanitize()); err != nil {
		return err
	}
	ready()
	for {
		n, err := conn.Conn().WaitForNotification(ctx)
		if err != nil {
			return err
		}
		ring(n.Payload)
	}
}

func (p *postgres) tell(ctx context.Context, tx transaction, id string) error {
	_, err := tx.exec(ctx, "SELECT pg_notify($1, $2)", p.channel, id)
	return err
}

func (p *postgres) shrink(context.Context) error { return nil } // autovacuum does

func (p *postgres) full(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "53100" || e.Code == "54000") // disk_full, program_limit_exceeded
}

func (p *postgres) hold(timeout time.Duration) time.Duration { return timeout }
func (p *postgres) close() error                             { return nil } // the pool is the caller's
