// Package riverstore is a [store.Store] that survives: River, a job queue, in a
// SQLite file ([OpenFile]) for one machine, or in PostgreSQL ([New]) for many. From
// a laptop to several machines only the address changes.
//
//	st, err := riverstore.OpenFile(ctx, "inbox.db")
//	if err != nil { ... }
//	defer st.Close()
//	handler, err := callback.New(st, ...)
//
// A message is on disk, synchronised, before Keep returns. Keeps that come together
// share a transaction. What a handler of a message writes in the transaction that
// [Tx] gives commits together with "done": its effects happen exactly once. A
// handler that does not take the transaction is called at least once, always with
// the same key, and not again after "done" was written.
//
// # A file
//
// Any number of processes may use the file, but only one at a time works on its
// messages: a second Work returns [store.ErrWorking] at once. After kill -9 the next
// worker takes up at once what was worked on. The file is made readable for its
// owner alone. It lies on a local disk: SQLite's locks do not hold on network shares.
//
// # PostgreSQL
//
// Version 14 or later. The tables lie in a schema of their own ([WithSchema]), so
// that River clients of yours, in another schema, neither delete our discarded
// messages nor discard what they do not know. [Migrate] makes the tables, or a
// database administrator runs what [SQL] prints. Any number of processes may work.
// What a process that was killed worked on is taken up after the time of
// [WithRescueAfter], or up to 45 seconds later: River looks every 30 seconds, and a
// new leader is elected after 15. Connections must go to PostgreSQL itself or through a pooler in session
// mode: LISTEN does not work in transaction mode.
//
// # What is River's, and how to see it
//
// Messages are River's jobs, of the kind dci_message in the queue dci, and every
// tool for River shows them. To put River UI beside the store, give it the same
// database and schema: RIVER_SCHEMA=dci DATABASE_URL=postgres://... riverui. It
// shows messages, errors and attempts, and retries; payloads show too, so use
// [WithCipher] or keep it from those who must not see them. River alone would
// delete discarded jobs after seven days; here only Purge does.
//
// Two tables are ours: dci_message holds the keys, which outlive the payloads, and
// dci_note the notes.
//
// The package is not a general job queue, and promises no order.
package riverstore
