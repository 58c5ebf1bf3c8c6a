package riverstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// patience is how long one process waits for another that writes the file.
const patience = 10 * time.Second

// file is a SQLite file. SQLite takes one writer at a time, so there is one
// connection that writes, for which Go queues fairly; others only read.
type file struct {
	fileQuerier // reads
	path        string
	reads       *sql.DB
	writes      *sql.DB
	inserts     *river.Client[*sql.Tx]
}

func openFile(ctx context.Context, path string, o *options) (*file, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	made, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the caller names it; SQLite gives its other files the same mode
	if err != nil {
		return nil, err
	}
	made.Close()
	o.schema = "" // a file has none
	f := &file{path: path}
	if f.writes, err = open(path, patience, "journal_mode(WAL)", "synchronous("+o.synchronous+")"); err != nil {
		return nil, err
	}
	f.writes.SetMaxOpenConns(1)
	if f.reads, err = open(path, patience, "query_only(1)"); err != nil {
		return nil, err
	}
	f.reads.SetMaxOpenConns(4)
	f.fileQuerier = fileQuerier{f.reads}
	if err := f.migrate(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("riverstore: open the file: %w", err), f.close())
	}
	if f.inserts, err = river.NewClient(riversqlite.New(f.writes), o.config()); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

// open opens a file of SQLite. auto_vacuum has an effect only while it is empty.
func open(path string, busy time.Duration, pragmas ...string) (*sql.DB, error) {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": append([]string{fmt.Sprintf("busy_timeout(%d)", busy.Milliseconds()), "auto_vacuum(2)"}, pragmas...)}
	return sql.Open("sqlite", (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: q.Encode()}).String())
}

func (f *file) migrate(ctx context.Context, o *options) error {
	migrator, err := rivermigrate.New(riversqlite.New(f.writes), &rivermigrate.Config{Logger: o.logger})
	if err != nil {
		return err
	}
	ready := func() (bool, error) {
		valid, err := migrator.Validate(ctx, nil)
		if err != nil || !valid.OK {
			return false, err
		}
		var n int
		err = one(ctx, f, "SELECT count(*) FROM sqlite_schema WHERE name IN ('dci_message', 'dci_note', 'dci_version')", nil, &n)
		return n == 3, err
	}
	ok, err := ready()
	for start := time.Now(); code(err) == sqlitelib.SQLITE_BUSY && time.Since(start) < patience; ok, err = ready() {
		// Who turns a new file to its log waits for nobody; it is over at once.
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if ok || err != nil {
		return err
	}
	release, err := f.lock(ctx, patience)
	if err != nil {
		return err
	}
	defer release()
	if ok, err := ready(); ok || err != nil { // another process was first
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	tx, err := f.writes.BeginTx(ctx, nil) // all or nothing: others look whether it is there
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fileWords.Replace(schemaSQL)); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// lock takes the lock of the file's worker: the exclusive lock of a second, empty
// file of SQLite, which the operating system releases when the process dies.
func (f *file) lock(ctx context.Context, wait time.Duration) (release func(), err error) {
	path := f.path + "-worker"
	made, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the caller names it
	if err != nil {
		return nil, err
	}
	made.Close()
	db, err := open(path, wait)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if err != nil {
		db.Close()
		if code(err) == sqlitelib.SQLITE_BUSY {
			err = store.ErrWorking
		}
		return nil, err
	}
	return func() {
		conn.Close()
		db.Close()
	}, nil
}

// claim takes up what a worker that died has left. Nobody else can be working on it.
func (f *file) claim(ctx context.Context) (func(), error) {
	release, err := f.lock(ctx, 0)
	if err != nil {
		return nil, err
	}
	if err := f.rescue(ctx); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// rescue does to what was worked on what River's rescuer does later: it is an attempt
// that failed. The leader among River's clients is dead too.
func (f *file) rescue(ctx context.Context) error {
	_, err := f.writes.ExecContext(ctx, `UPDATE river_job SET
		state = CASE WHEN attempt >= max_attempts THEN 'discarded' ELSE 'available' END,
		finalized_at = CASE WHEN attempt >= max_attempts THEN strftime('%Y-%m-%d %H:%M:%f', 'now') END,
		errors = jsonb_insert(coalesce(errors, jsonb('[]')), '$[#]', jsonb_object(
			'at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'attempt', attempt, 'error', 'the process ended during this attempt', 'trace', ''))
		WHERE state = 'running'`)
	if err == nil {
		_, err = f.writes.ExecContext(ctx, "DELETE FROM river_leader")
	}
	return err
}

// fileTx is a transaction of a file.
type fileTx struct {
	fileQuerier
	jobs[*sql.Tx]
}

func (f *file) begin(ctx context.Context) (transaction, error) {
	tx, err := f.writes.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return fileTx{fileQuerier{tx}, jobs[*sql.Tx]{f.inserts, tx}}, nil
}

func (t fileTx) complete(ctx context.Context, job *river.Job[message]) error {
	_, err := river.JobCompleteTx[*riversqlite.Driver](ctx, t.tx, job)
	return err
}

func (t fileTx) count(ctx context.Context) error {
	_, err := t.exec(ctx, "UPDATE dci_version SET n = n + 1")
	return err
}

func (t fileTx) commit(context.Context) error { return t.tx.Commit() }
func (t fileTx) rollback(context.Context)     { _ = t.tx.Rollback() }

func (f *file) start(ctx context.Context, config *river.Config) (client, error) {
	c, err := river.NewClient(riversqlite.New(f.writes), config)
	if err != nil {
		return nil, err
	}
	return c, c.Start(ctx)
}

// look is how often the file is asked whether somebody changed it, while notes are
// watched. It costs a read of one page in memory.
const look = 20 * time.Millisecond

func (f *file) listen(ctx context.Context, ready func(), ring func(string)) error {
	conn, err := f.reads.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for last := int64(-1); ; {
		var version int64
		if err := conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
			return err
		}
		switch {
		case last == -1:
			ready()
		case last != version:
			ring("")
		}
		last = version
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

func (f *file) tell(context.Context, transaction, string) error { return nil } // listen sees it

// shrink gives free pages back, some at a time, so that others can write between.
func (f *file) shrink(ctx context.Context) error {
	for {
		var before, after int64
		if err := f.writes.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&before); err != nil || before == 0 {
			return err
		}
		if _, err := f.writes.ExecContext(ctx, "PRAGMA incremental_vacuum(1000)"); err != nil {
			return err
		}
		if err := f.writes.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&after); err != nil {
			return err
		}
		if after == 0 || after >= before {
			_, err := f.writes.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
			return err
		}
	}
}

func (f *file) full(err error) bool { return code(err) == sqlitelib.SQLITE_FULL }

// code is the primary result code of SQLite.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return sqlitelib.SQLITE_OK
}

// hold is short, for nobody else writes meanwhile.
func (f *file) hold(time.Duration) time.Duration { return time.Second }

func (f *file) close() error {
	var err error
	for _, db := range []*sql.DB{f.reads, f.writes} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	return err
}
