package profile

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// eventReader collects the members of one event.
type eventReader struct {
	reference, at agreed[string]
	named         agreed[codes.VitalEvent]
	change        agreed[Change]
	item          AnswerItem // holds the records
	data          int        // how many members held some
}

// events reads what a registry tells of: CRVS 1.0.0, NotifyEventRequest.
func (d *decoder) events(r *Received) error {
	return d.items(&d.eventRoom, func() error {
		if d.dec.PeekKind() == 'n' {
			return d.dec.SkipValue() // how some languages write a gap
		}
		var e eventReader
		start := d.dec.InputOffset()
		err := d.object(func(name []byte) error { return e.member(d, name) })
		if err == nil {
			r.Events = append(r.Events, e.event(d.since(start)))
		}
		return err
	})
}

// member reads a member of an event. event_id, event_ts, event_type and event_data
// are the words of OpenSPP.
func (e *eventReader) member(d *decoder, name []byte) error {
	switch string(name) {
	case "reference_id", "event_id":
		return e.reference.read(d)
	case "timestamp", "timesstamp", "timesatmp", "event_ts": // internal/wire/RULES.md, rule 5
		return e.at.read(d)
	case "reg_event_type", "event_type":
		// Beside the data in some registries, in it by the standard.
		var beside codes.VitalEvent
		err := d.event(&beside)
		e.named.add(eventNamed(beside))
		return err
	case "status", "change", "event_status", "registration_status":
		word, err := d.text()
		if c := change(word); c != "" {
			e.change.add(c)
		}
		return err
	case "data", "event_data":
		e.data++
		var within codes.VitalEvent
		start := d.dec.InputOffset()
		hasRecords, err := d.data(&e.item, &within, &elsewhere{})
		if err == nil && e.item.Raw == nil {
			e.item.Raw = d.since(start)
		}
		if err == nil && !hasRecords {
			d.recordInPlaceOfData(&e.item)
		}
		e.named.add(eventNamed(within))
		return err
	default:
		return d.dec.SkipValue()
	}
}

// recordInPlaceOfData reads data that is the record itself, as some builds of OpenSPP
// write event_data.
func (d *decoder) recordInPlaceOfData(it *AnswerItem) {
	var r person.Record
	if err := d.people.DecodeChecked(it.Raw, &r); err == nil && len(r.Person.Identifiers)+len(r.Person.Names) > 0 {
		it.Records, it.Unreadable = []person.Record{r}, false
	}
}

// event is what was read; all is its text.
func (e *eventReader) event(all []byte) Event {
	records, raw := e.item.Records, e.item.Raw
	finish(records, e.named.value())
	for i := range records { // a record may name its event itself, and another one
		e.named.add(eventNamed(records[i].Event))
	}
	if raw == nil {
		raw = all
	}
	return Event{
		ReferenceID: e.reference.value(), Timestamp: e.at.value(), Event: e.named.value(), Change: e.change.value(), Records: records, Raw: raw,
		Unreadable: e.item.Unreadable || len(records) == 0 || e.data > 1, // data and event_data: which?
	}
}

// event reads an event that stands beside records: the registry's own word first, then
// every spelling of the directory.
func (d *decoder) event(dst *codes.VitalEvent) error {
	err := into(d, dst)
	if *dst != "" {
		*dst = d.own.Event(string(*dst))
	}
	return err
}

// eventNamed is "" for the word that means any event: it names none.
func eventNamed(e codes.VitalEvent) codes.VitalEvent {
	if e = e.Canonical(); e == codes.VitalEventAny {
		return ""
	}
	return e
}

// flatMember reads a member of a message that is one event itself, as OpenSPP
// writes it in places: {"event_type":...}.
func (d *decoder) flatMember(name []byte) error {
	if d.flat == nil {
		d.flat = new(eventReader)
	}
	return d.flat.member(d, name)
}

// flatEvent keeps such an event, unless the message is another: an answer must not
// be heard of as an event.
func (d *decoder) flatEvent(r *Received, message []byte) {
	e := d.flat
	if e == nil || e.named.first == "" || r.saysMore() || r.Unsubscribed != nil || r.Header.Action.Known() && r.Header.Action != codes.ActionNotify {
		return
	}
	e.change.add(d.became.first)
	e.change.differs = e.change.differs || d.became.differs
	r.Events = []Event{e.event(message)}
}
