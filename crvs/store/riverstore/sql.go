package riverstore

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// querier is a database or a transaction, of either driver.
type querier interface {
	exec(ctx context.Context, sql string, args ...any) (int64, error)
	query(ctx context.Context, sql string, args ...any) (rows, error)
}

type rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close()
}

var errNoRow = errors.New("riverstore: no row")

// one reads one row, or returns errNoRow.
func one(ctx context.Context, q querier, sql string, args []any, dest ...any) error {
	found := errNoRow
	err := each(ctx, q, sql, args, func(scan func(...any) error) error {
		found = nil
		return scan(dest...)
	})
	if err != nil {
		return err
	}
	return found
}

// each calls do for each row.
func each(ctx context.Context, q querier, sql string, args []any, do func(scan func(...any) error) error) error {
	r, err := q.query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer r.Close()
	for r.Next() {
		if err := do(r.Scan); err != nil {
			return err
		}
	}
	return r.Err()
}

// postgresQuerier is what a pool and a transaction of pgx have in common.
type postgresQuerier struct {
	on interface {
		Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
		Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	}
	words *strings.Replacer
}

func (q postgresQuerier) exec(ctx context.Context, sql string, args ...any) (int64, error) {
	tag, err := q.on.Exec(ctx, q.words.Replace(sql), args...)
	return tag.RowsAffected(), err
}

func (q postgresQuerier) query(ctx context.Context, sql string, args ...any) (rows, error) {
	return q.on.Query(ctx, q.words.Replace(sql), args...)
}

// fileQuerier is what a pool and a transaction of database/sql have in common.
type fileQuerier struct {
	on interface {
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
}

func (q fileQuerier) exec(ctx context.Context, sql string, args ...any) (int64, error) {
	result, err := q.on.ExecContext(ctx, fileWords.Replace(sql), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (q fileQuerier) query(ctx context.Context, sql string, args ...any) (rows, error) {
	r, err := q.on.QueryContext(ctx, fileWords.Replace(sql), args...)
	if err != nil {
		return nil, err
	}
	return fileRows{r}, nil
}

type fileRows struct{ *sql.Rows }

func (r fileRows) Close() { _ = r.Rows.Close() }

// The statements are the same for both, but for the words in braces.
var fileWords = strings.NewReplacer(
	"{schema}", "", "{id}", "integer", "{bytewise}", "", "{bytes}", "blob",
	"{list}", "json_each(?1) AS e", "{lock}", "",
	"{scheduled_at}", "CAST(unixepoch(j.scheduled_at, 'subsec') * 1000000 AS integer)",
	"{finalized_at}", "CAST(unixepoch(j.finalized_at, 'subsec') * 1000000 AS integer)",
	"{failure}", "json_extract(j.errors, '$[#-1].error')",
	"{empty}", "jsonb('{}')",
	"{version}", "(SELECT n FROM dci_version)",
	"{counter}", "CREATE TABLE IF NOT EXISTS dci_version (n integer NOT NULL);\nINSERT INTO dci_version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM dci_version);",
	"$", "?",
)

// postgresWords are those of PostgreSQL. The schema is an identifier that is quoted.
func postgresWords(schema string) *strings.Replacer {
	quoted := pgx.Identifier{schema}.Sanitize()
	return strings.NewReplacer(
		"{schema}", quoted+".", "{id}", "bigint", "{bytewise}", `COLLATE "C"`, "{bytes}", "bytea",
		"{list}", "jsonb_array_elements($1::jsonb) AS e(value)", "{lock}", "FOR UPDATE",
		"{scheduled_at}", "CAST(extract(epoch FROM j.scheduled_at) * 1000000 AS bigint)",
		"{finalized_at}", "CAST(extract(epoch FROM j.finalized_at) * 1000000 AS bigint)",
		"{failure}", "j.errors[array_upper(j.errors, 1)]->>'error'",
		"{empty}", "'{}'::jsonb",
		"{counter}", "CREATE SEQUENCE IF NOT EXISTS "+quoted+".dci_version;",
		"{version}", "nextval('"+strings.ReplaceAll(quoted, "'", "''")+".dci_version')",
	)
}

// micros is how a time is stored; nothing for the zero time.
func micros(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	n := t.UnixMicro()
	return &n
}

func fromMicros(n *int64) time.Time {
	if n == nil {
		return time.Time{}
	}
	return time.UnixMicro(*n).UTC()
}
