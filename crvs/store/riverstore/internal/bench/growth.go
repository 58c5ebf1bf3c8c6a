package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/store"
	"github.com/openspmis/dci-crvs-go/crvs/store/riverstore"
)

// growth measures a file with n messages, of 1 KB and with keys as callbacks have them,
// and again when their payloads have had their time.
func growth(ctx context.Context, n int) error {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "store.db")
	var passed atomic.Int64
	st, err := riverstore.OpenFile(ctx, path, riverstore.WithPolicy(store.Policy{Now: func() time.Time { return time.Now().Add(time.Duration(passed.Load())) }}))
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }()
	start := time.Now()
	for i := 0; i < n; {
		var messages []store.Message
		for ; len(messages) < 250 && i < n; i++ {
			key := sha256.Sum256([]byte(strconv.Itoa(i)))
			messages = append(messages, store.Message{Key: base64.RawURLEncoding.EncodeToString(key[:]), Payload: make([]byte, 1000)})
		}
		if _, err := st.Keep(ctx, messages...); err != nil {
			return err
		}
	}
	if err := size(path, n, "kept in "+time.Since(start).Round(time.Second).String()); err != nil {
		return err
	}
	if err := endAll(ctx, path); err != nil {
		return err
	}
	passed.Store(int64(8 * 24 * time.Hour))
	start = time.Now()
	working, stop := context.WithCancel(ctx)
	worked := make(chan error, 1)
	go func() { worked <- st.Work(working, func(context.Context, store.Kept) error { return nil }) }()
	for jobs := 1; jobs > 0; { // River removes them
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
		if jobs, err = left(ctx, path); err != nil {
			stop()
			return err
		}
	}
	stop()
	if err := <-worked; err != nil {
		return err
	}
	if _, err := st.Purge(ctx, time.Time{}); err != nil { // nothing, but it shrinks the file, as is done every ten minutes
		return err
	}
	return size(path, n, "payloads removed in "+time.Since(start).Round(time.Second).String())
}

// endAll ends all messages at once and eight days ago, which handlers would do one by
// one. River's cleaner goes by the time of the machine.
func endAll(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(60000)")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, `UPDATE river_job SET state = 'completed', finalized_at = datetime('now', '-8 days');
		UPDATE dci_message SET ended_at = kept_at`)
	return err
}

func left(ctx context.Context, path string) (jobs int, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(60000)")
	if err != nil {
		return 0, err
	}
	defer db.Close()
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM river_job WHERE kind = 'dci_message'").Scan(&jobs)
	return jobs, err
}

func size(path string, n int, what string) error {
	total := int64(0)
	for _, suffix := range []string{"", "-wal"} {
		info, err := os.Stat(path + suffix)
		if err != nil {
			return err
		}
		total += info.Size()
	}
	_, err := fmt.Printf("%d messages, %s: %d bytes, %d each\n", n, what, total, total/int64(n))
	return err
}
