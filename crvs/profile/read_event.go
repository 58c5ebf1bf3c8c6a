package profile

import (
	"github.com/openspmis/dci-crvs-go/codes"
)

// events reads what a registry tells of: CRVS 1.0.0, NotifyEventRequest.
func (d *decoder) events(r *Received) error {
	return d.items(&d.eventRoom, func() error {
		if d.dec.PeekKind() == 'n' {
			return d.dec.SkipValue() // how some languages write a gap
		}
		var e Event
		err := d.event(&e)
		r.Events = append(r.Events, e)
		return err
	})
}

// event reads one event. event_id, event_ts, event_type and event_data are the
// words of OpenSPP.
func (d *decoder) event(e *Event) error {
	var reference, at agreed[string]
	var named agreed[codes.VitalEvent]
	var it AnswerItem
	told := 0
	err := d.object(func(name []byte) error {
		switch string(name) {
		case "reference_id", "event_id":
			return reference.read(d)
		case "timestamp", "timesstamp", "timesatmp", "event_ts": // wire.md, rule 5
			return at.read(d)
		case "reg_event_type", "event_type":
			// Beside the data in some registries, in it by the standard.
			var beside codes.VitalEvent
			err := into(d, &beside)
			named.add(eventNamed(beside))
			return err
		case "data", "event_data":
			told++
			var within codes.VitalEvent
			start := d.dec.InputOffset()
			_, err := d.data(&it, &within)
			if err == nil && it.Raw == nil {
				it.Raw = d.since(start)
			}
			named.add(eventNamed(within))
			return err
		default:
			return d.dec.SkipValue()
		}
	})
	finish(it.Records, named.value())
	for i := range it.Records { // a record may name its event itself, and another one
		named.add(eventNamed(it.Records[i].Event))
	}
	e.ReferenceID, e.Timestamp, e.Event = reference.value(), at.value(), named.value()
	e.Records, e.Raw = it.Records, it.Raw
	e.Unreadable = it.Unreadable || len(it.Records) == 0 || told > 1 // data and event_data: which?
	return err
}

// eventNamed is "" for the word that means any event: it names none.
func eventNamed(e codes.VitalEvent) codes.VitalEvent {
	if e = e.Canonical(); e == codes.VitalEventAny {
		return ""
	}
	return e
}
