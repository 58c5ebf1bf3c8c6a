package codes

import "sync"

// Action says what a message does: member action of its header.
type Action string

// Actions of CRVS 1.0.0.
const (
	ActionSearch        Action = "search"
	ActionOnSearch      Action = "on-search"
	ActionSubscribe     Action = "subscribe"
	ActionOnSubscribe   Action = "on-subscribe"
	ActionUnsubscribe   Action = "unsubscribe"
	ActionOnUnsubscribe Action = "on-unsubscribe"
	ActionTxnStatus     Action = "txn-status"
	ActionTxnOnStatus   Action = "txn-on-status"
	ActionNotify        Action = "notify"
)

var actions = sync.OnceValue(func() Directory[Action] {
	h := header{
		name:     "action",
		source:   "what the paths of the CRVS 1.0.0 OpenAPI document demand; the schemas list no actions. subscibe, which is seen in txn_type, is an alias.",
		editions: []Numbering{{EditionCRVS1, "", "action"}},
	}
	return newDirectory(h,
		entry(ActionSearch, "Search", "asks for records"),
		entry(ActionOnSearch, "On search", "brings the answer to a search"),
		entry(ActionSubscribe, "Subscribe", "asks to be told of events", "subscibe"),
		entry(ActionOnSubscribe, "On subscribe", "brings the answer to a subscription"),
		entry(ActionUnsubscribe, "Unsubscribe", "ends subscriptions"),
		entry(ActionOnUnsubscribe, "On unsubscribe", "brings the answer to the end of subscriptions"),
		entry(ActionTxnStatus, "Transaction status", "asks what became of an earlier message"),
		entry(ActionTxnOnStatus, "On transaction status", "says what became of an earlier message"),
		entry(ActionNotify, "Notify", "tells of events"),
	)
})

// Actions is the directory of actions.
func Actions() Directory[Action] { return actions() }

// Canonical is the standard's code where a is an alias of it, else a as it is.
func (a Action) Canonical() Action { return actions().Canonical(a) }

// Known says whether a is in the directory, by code or alias.
func (a Action) Known() bool { _, ok := actions().Parse(string(a)); return ok }
