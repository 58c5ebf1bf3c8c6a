package sandbox

// Kinds of fault of an answer that is called back. They strike the asynchronous search
// where the dialect has callbacks; Path, if it is given, is that of the search:
// /registry/search. What is asked for by a status is answered truthfully, unless the kind
// says otherwise.
const (
	// FaultAsyncSplit answers in up to three messages with pages of their own, the last
	// page first: a client puts them together. It does not strike OpenCRVS, which
	// answers once.
	FaultAsyncSplit FaultKind = "async_split"
	// FaultAsyncLost loses the answer on its way, and sends it only once: a client
	// learns it from the status, or waits until its deadline.
	FaultAsyncLost FaultKind = "async_lost"
	// FaultAsyncEarly calls back before it acknowledges.
	FaultAsyncEarly FaultKind = "async_early"
	// FaultAsyncNever acknowledges and does no more: the status is pending for ever, and
	// a client waits until its deadline.
	FaultAsyncNever FaultKind = "async_never"
	// FaultAsyncOtherTransaction calls back under a transaction_id that nobody asked
	// with: nobody takes the answer, and it is as if it were lost.
	FaultAsyncOtherTransaction FaultKind = "async_other_transaction"
)

// lateness is how an asynchronous search is answered.
type lateness struct{ isSplit, isLost, isEarly, isNever bool }

// laterFaults are the rows of the table.
func laterFaults() []behaviour {
	row := func(kind FaultKind, at func(dialect) bool, does func(*lateness)) behaviour {
		return behaviour{kind: kind, at: at, isLater: true, what: "an answer that is called back", later: does}
	}
	other := row(FaultAsyncOtherTransaction, callsBack, nil)
	other.retell = changeTransaction
	return []behaviour{
		row(FaultAsyncSplit, hasStatus, func(how *lateness) { how.isSplit = true }),
		row(FaultAsyncLost, callsBack, func(how *lateness) { how.isLost = true }),
		row(FaultAsyncEarly, callsBack, func(how *lateness) { how.isEarly = true }),
		row(FaultAsyncNever, callsBack, func(how *lateness) { how.isNever = true }),
		other,
	}
}

// callsBack says whether the system can be told where to call back.
func callsBack(d dialect) bool { return d.hasLater() && !d.canned }

// hasStatus says whether it can be asked what became of a search, too.
func hasStatus(d dialect) bool { return callsBack(d) && !d.careless }
