package riverstore_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/openspmis/dci-crvs-go/crvs/callback"
	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

// An allowance is suspended in the transaction in which the message is done: both are
// written or neither, whatever happens in between.
func ExampleTx() {
	folder, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	ctx, stop := context.WithCancel(context.Background())
	st, err := riverstore.OpenFile(ctx, filepath.Join(folder, "mis.db"))
	if err != nil {
		panic(err)
	}
	defer st.Close()
	mis, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "mis.db")) // the vendor's tables lie beside the store's
	if err != nil {
		panic(err)
	}
	defer mis.Close()
	if _, err := mis.ExecContext(ctx, `CREATE TABLE allowance (file TEXT, suspended INTEGER); INSERT INTO allowance VALUES ('17', 0)`); err != nil {
		panic(err)
	}

	if _, err := st.Keep(ctx, store.Message{Key: "event-1", Payload: []byte("17")}); err != nil {
		panic(err)
	}
	err = st.Work(ctx, func(ctx context.Context, k store.Kept) error {
		// Ask the registry here, before the transaction: while it is open nothing is acknowledged.
		tx, err := riverstore.Tx[*sql.Tx](ctx)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE allowance SET suspended = suspended + 1 WHERE file = ?`, string(k.Payload)); err != nil {
			return err
		}
		if k.Attempts == 1 {
			return fmt.Errorf("the letter could not be printed") // rolls back; it comes again
		}
		defer stop()
		return nil // the store commits
	})
	if err != nil {
		panic(err)
	}
	var suspended int
	if err := mis.QueryRowContext(context.WithoutCancel(ctx), `SELECT suspended FROM allowance WHERE file = '17'`).Scan(&suspended); err != nil {
		panic(err)
	}
	fmt.Println("suspended", suspended, "time")
	// Output: suspended 1 time
}

// The same with events of a registry, in PostgreSQL: the allowance table is the
// vendor's own, and any number of processes may run this.
func ExampleNew() {
	receive := func(ctx context.Context, pool *pgxpool.Pool, registration callback.Registration) error {
		if err := riverstore.Migrate(ctx, pool); err != nil { // or crvsctl inbox migrate
			return err
		}
		st, err := riverstore.New(ctx, pool)
		if err != nil {
			return err
		}
		handler, err := callback.New(st, callback.WithRegistration(registration), callback.OnDeath(func(ctx context.Context, e callback.Event) error {
			tx, err := riverstore.Tx[pgx.Tx](ctx)
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, `UPDATE public.allowance SET suspended_by = $1 WHERE suspended_by IS NULL AND file =
				(SELECT file FROM public.person WHERE national_id = $2)`, e.Key, nationalID(e))
			return err
		}))
		if err != nil {
			return err
		}
		return handler.Work(ctx)
	}
	_ = receive
}

func nationalID(e callback.Event) string {
	for _, id := range e.Record.Person.Identifiers {
		if id.Type == "NATIONAL_ID" {
			return id.Value
		}
	}
	return ""
}
