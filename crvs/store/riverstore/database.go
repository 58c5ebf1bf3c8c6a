package riverstore

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// database is what differs between a file and PostgreSQL.
type database interface {
	querier
	begin(ctx context.Context) (transaction, error)
	// start starts a client of River that works.
	start(ctx context.Context, config *river.Config) (client, error)
	// claim makes this the only worker, where there may be only one, and takes up
	// what a worker that died has left.
	claim(ctx context.Context) (release func(), err error)
	// listen calls ready when it hears changes of notes, and then ring after each,
	// until ctx ends. An empty id means that any note may have changed.
	listen(ctx context.Context, ready func(), ring func(id string)) error
	// tell makes those who listen hear of a note when the transaction commits.
	tell(ctx context.Context, tx transaction, id string) error
	// shrink gives room back to the disk.
	shrink(ctx context.Context) error
	// full says whether an error means that there is no room.
	full(err error) bool
	// hold is how long a handler may hold a transaction.
	hold(timeout time.Duration) time.Duration
	close() error
}

// client is a client of River that works.
type client interface {
	StopAndCancel(ctx context.Context) error
	Stopped() <-chan struct{}
}

// transaction is one of either driver.
type transaction interface {
	querier
	insert(ctx context.Context, params []river.InsertManyParams) ([]int64, error)
	complete(ctx context.Context, job *river.Job[message]) error
	retry(ctx context.Context, id int64) error
	cancel(ctx context.Context, id int64) error
	// count moves the version of notes on.
	count(ctx context.Context) error
	commit(ctx context.Context) error
	rollback(ctx context.Context)
	raw() any // what [Tx] gives
}

// jobs are River's jobs in a transaction.
type jobs[T any] struct {
	client *river.Client[T]
	tx     T
}

func (j jobs[T]) insert(ctx context.Context, params []river.InsertManyParams) ([]int64, error) {
	results, err := j.client.InsertManyTx(ctx, j.tx, params)
	ids := make([]int64, len(results))
	for i, r := range results {
		ids[i] = r.Job.ID
	}
	return ids, err
}

func (j jobs[T]) retry(ctx context.Context, id int64) error {
	_, err := j.client.JobRetryTx(ctx, j.tx, id)
	return err
}

func (j jobs[T]) cancel(ctx context.Context, id int64) error {
	_, err := j.client.JobCancelTx(ctx, j.tx, id)
	return err
}

func (j jobs[T]) raw() any { return j.tx }

// frozen gives River the clock of a policy.
type frozen func() time.Time

// Now is the time.
func (f frozen) Now() time.Time { return f() }

// NowOrNil is the time; River would take nil for the database's own.
func (f frozen) NowOrNil() *time.Time { t := f(); return &t }

var _ rivertype.TimeGenerator = frozen(nil)
