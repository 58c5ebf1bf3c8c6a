package sandbox

import "time"

// Kinds of fault of what the registry sends of its own accord: answers that are
// called back, and notifications. They strike attempts of [Registry.Deliver]; Path,
// if it is given, is where the subscriber asked: /registry/subscribe, or that of
// another dialect. What fails is sent again, so that a receiver loses nothing by any
// of them; but OpenCRVS tries no more than three times.
const (
	// FaultDeliveryTwice sends the message once more, as a new message with the same
	// content. Injected twice, it comes three times.
	FaultDeliveryTwice FaultKind = "delivery_twice"
	// FaultDeliveryReordered holds the message back for five seconds, and lets those
	// behind it go first.
	FaultDeliveryReordered FaultKind = "delivery_reordered"
	// FaultDeliveryDelayed holds the message back for Fault.Delay, and those behind it
	// too.
	FaultDeliveryDelayed FaultKind = "delivery_delayed"
	// FaultDeliveryLost loses the message on its way: nobody answers.
	FaultDeliveryLost FaultKind = "delivery_lost"
	// FaultDeliveryReplayed sends the oldest message again that it remembers to have
	// sent to the receiver, byte by byte, before this one.
	FaultDeliveryReplayed FaultKind = "delivery_replayed"
	// FaultDeliveryWrongKey signs with another key, under the id of the one that is
	// published. It strikes where the dialect signs.
	FaultDeliveryWrongKey FaultKind = "delivery_wrong_key"
	// FaultReceiverDown fails the attempt at once, as where nobody listens.
	FaultReceiverDown FaultKind = "receiver_down"
)

// heldBack is how long a message is held back that others overtake.
const heldBack = 5 * time.Second

// trial is what faults make of one attempt.
type trial struct {
	copies, replays                   int
	delay                             time.Duration
	overtaken, lost, anotherKey, down bool
}

// deliveryFaults are the rows of the table.
func deliveryFaults() []behaviour {
	row := func(kind FaultKind, does func(Fault, *trial)) behaviour {
		return behaviour{kind: kind, at: tellsOfEvents, what: "what is sent to subscribers", deliver: does}
	}
	delayed := row(FaultDeliveryDelayed, func(f Fault, t *trial) { t.delay += f.Delay })
	delayed.takes, delayed.needs = []string{"delay"}, "delay"
	wrongKey := row(FaultDeliveryWrongKey, func(_ Fault, t *trial) { t.anotherKey = true })
	return []behaviour{
		row(FaultDeliveryTwice, func(_ Fault, t *trial) { t.copies++ }),
		row(FaultDeliveryReordered, func(_ Fault, t *trial) { t.overtaken, t.delay = true, t.delay+heldBack }),
		delayed,
		row(FaultDeliveryLost, func(_ Fault, t *trial) { t.lost = true }),
		row(FaultDeliveryReplayed, func(_ Fault, t *trial) { t.replays++ }),
		wrongKey,
		row(FaultReceiverDown, func(_ Fault, t *trial) { t.down = true }),
	}
}

func tellsOfEvents(d dialect) bool { return d.subscribing() != "" }

// trial is what strikes the next attempt to deliver in a dialect.
func (s *faults) trial(d *dialect) trial {
	var t trial
	for _, a := range s.at(d.base + d.subscribing()) {
		if a.does.deliver != nil && s.strikes(a) {
			a.does.deliver(a.fault, &t)
		}
	}
	return t
}
