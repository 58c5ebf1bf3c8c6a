package profile

// BareCRVS is the published CRVS mock: no envelope, so the message is the body
// and nothing can be signed; transaction_id is a number; an acknowledgement carries an
// error object. Without an envelope it cannot be told where to call back: what was asked
// asynchronously is learnt from its status.
//
// The mock answers with the examples of the published document, whatever it is
// asked: one item, whose ids and page number are always the same ([Canned]). So a
// batch is asked in messages of one, and what says whose answer it is are the
// records alone: the mock's own person is found by her own numbers, and is an
// over-match to any other question.
//
// It is not asked for subscriptions: without a header there is no sender_uri, so that
// it could not know whom to tell.
func BareCRVS() Profile {
	p := DCI10()
	p.Name, p.System = "bare-crvs", "the bare CRVS API"
	p.Paths = standardPaths("/crvs").only(VerbSearch, VerbSearchAsync, VerbStatus, VerbLocations, VerbKeys)
	p.Signing = ""
	p.Encrypts = false
	p.Form.Bare = true
	p.Form.NumericIDs = true
	p.Asks.MaxBatch = 1
	p.Habit.AcksWithErrors = true
	p.Habit.Canned = Canned{TransactionID: "123456789", ReferenceID: "12345678901234567890", PageNumber: 5}
	return p
}
