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
func (d *decoder) events(r *Received) {
	d.items(&d.eventRoom, func() {
		if d.Peek() == 'n' {
			d.Skip() // how some languages write a gap
			return
		}
		var e eventReader
		start := d.At
		d.object(func(name []byte) { e.member(d, name) })
		r.Events = append(r.Events, e.event(d.Text[start:d.At]))
	})
}

// member reads a member of an event. event_id, event_ts, event_type and event_data
// are the words of OpenSPP.
func (e *eventReader) member(d *decoder, name []byte) {
	switch string(name) {
	case "reference_id", "event_id":
		e.reference.read(d)
	case "timestamp", "timesstamp", "timesatmp", "event_ts": // internal/wire/RULES.md, rule 5
		e.at.read(d)
	case "reg_event_type", "event_type":
		// Beside the data in some registries, in it by the standard.
		var beside codes.VitalEvent
		d.event(&beside)
		e.named.add(eventNamed(beside))
	case "status", "change", "event_status", "registration_status":
		e.change.add(change(d.text()))
	case "data", "event_data":
		e.data++
		var within codes.VitalEvent
		start := d.At
		hasRecords := d.data(&e.item, &within, &elsewhere{})
		if e.item.Raw == nil {
			e.item.Raw = d.Text[start:d.At]
		}
		if !hasRecords {
			d.recordInPlaceOfData(&e.item)
		}
		e.named.add(eventNamed(within))
	default:
		d.Skip()
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
func (d *decoder) event(dst *codes.VitalEvent) {
	into(d, dst)
	if *dst != "" {
		*dst = d.own.Event(string(*dst))
	}
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
func (d *decoder) flatMember(name []byte) {
	if d.flat == nil {
		d.flat = new(eventReader)
	}
	d.flat.member(d, name)
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
