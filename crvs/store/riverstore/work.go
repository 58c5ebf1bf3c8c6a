package riverstore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// worker acts on messages for River.
type worker struct {
	river.WorkerDefaults[message]
	store *Store
	do    store.Handler
	stop  context.Context // ends when the worker is to stop
}

// Work hands messages on: see [store.Messages]. In a file it returns
// [store.ErrWorking] at once if another process, or this one, works on the file.
func (s *Store) Work(ctx context.Context, do store.Handler) error {
	release, err := s.db.claim(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil // it was told to stop
		}
		return err
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{store: s, do: do, stop: ctx})
	river.AddWorker(workers, &sweeper{store: s})
	config := s.config()
	config.Workers = workers
	config.Queues = map[string]river.QueueConfig{
		queue:          {MaxWorkers: s.policy.Workers, FetchCooldown: 2 * time.Millisecond},
		sweep{}.Kind(): {MaxWorkers: 1, FetchPollInterval: time.Minute},
	}
	config.PeriodicJobs = []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(10*time.Minute),
		func() (river.JobArgs, *river.InsertOpts) {
			return sweep{}, &river.InsertOpts{Queue: sweep{}.Kind(), MaxAttempts: 1}
		}, &river.PeriodicJobOpts{RunOnStart: true})}
	on := context.WithoutCancel(ctx)
	client, err := s.db.start(on, config)
	if err != nil {
		release()
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("riverstore: start River: %w", err)
	}
	<-ctx.Done()
	grace, cancel := context.WithTimeout(on, s.policy.Grace)
	defer cancel()
	if err := client.StopAndCancel(grace); err != nil {
		go func() {
			<-client.Stopped()
			release()
		}()
		return fmt.Errorf("store: a function that acts on messages did not return within %s after its context ended", s.policy.Grace)
	}
	release()
	return nil
}

// Timeout is that of the policy.
func (w *worker) Timeout(*river.Job[message]) time.Duration { return w.store.policy.Timeout }

// NextRetry is when the policy says.
func (w *worker) NextRetry(job *river.Job[message]) time.Time {
	p := w.store.policy
	return p.Now().Add(max(0, p.Backoff(job.Attempt)))
}

// recording bounds how long it takes to write what became of an attempt.
const recording = 30 * time.Second

// Work hands one message on.
func (w *worker) Work(ctx context.Context, job *river.Job[message]) error {
	a := &attempt{store: w.store}
	k := store.Kept{
		Message: store.Message{Key: job.Args.Key}, State: store.Working,
		KeptAt: fromMicros(&job.Args.KeptAt), Attempts: job.Attempt, Failure: lastFailure(job),
	}
	var err error
	if k.Payload, err = w.store.unseal(job.Args.Payload, k.Key); err == nil {
		err = store.Call(context.WithValue(ctx, attemptKey{}, a), w.do, k)
	}
	record, cancel := context.WithTimeout(context.WithoutCancel(ctx), recording)
	defer cancel()
	recorded := a.end(record, job, err)
	switch {
	case recorded == nil:
		return nil
	case w.stop.Err() != nil: // it was cut short by us, which is no attempt
		<-ctx.Done()
		return context.Cause(ctx)
	default:
		return errors.New(store.Failure(recorded)) // River's own errors mean something to River
	}
}

func lastFailure(job *river.Job[message]) string {
	if n := len(job.Errors); n > 0 {
		return job.Errors[n-1].Error
	}
	return ""
}

// sweep removes what has had its time. River calls it every ten minutes.
type sweep struct{}

// Kind is River's word for it.
func (sweep) Kind() string { return "dci_sweep" }

type sweeper struct {
	river.WorkerDefaults[sweep]
	store *Store
}

// Work sweeps.
func (w *sweeper) Work(ctx context.Context, _ *river.Job[sweep]) error {
	if err := w.store.sweep(ctx); err != nil && ctx.Err() == nil {
		w.store.logger.ErrorContext(ctx, "riverstore: remove old keys and notes", slog.String("error", err.Error()))
	}
	return nil // the next one comes soon
}

func (s *Store) sweep(ctx context.Context) error {
	now := s.policy.Now().UnixMicro()
	for _, statement := range []struct {
		sql  string
		args []any
	}{
		// What River completed, because the transaction that does could not be written.
		{`UPDATE {schema}dci_message SET ended_at = $1 WHERE ended_at IS NULL
			AND job IN (SELECT j.id FROM {schema}river_job j WHERE j.state = 'completed' AND j.kind = 'dci_message')`, []any{now}},
		{`DELETE FROM {schema}dci_message WHERE job IN (SELECT m.job FROM {schema}dci_message m LEFT JOIN {schema}river_job j ON j.id = m.job
			WHERE m.ended_at < $1 AND (j.id IS NULL OR j.state = 'completed') LIMIT 1000)`, []any{s.expired()}},
		{`DELETE FROM {schema}dci_note WHERE expires_at <= $1`, []any{now}},
	} {
		for n := int64(1000); n >= 1000; { // in pieces, so that others can write between
			err := s.change(ctx, func(tx transaction) (err error) {
				n, err = tx.exec(ctx, statement.sql, statement.args...)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.db.shrink(ctx)
}
