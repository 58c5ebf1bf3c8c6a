package profile

import (
	"github.com/openspmis/dci-crvs-go/codes"
)

// events reads what a registry tells of: CRVS 1.0.0, NotifyEventRequest.
func (d *decoder) events(r *Received) error {
	return d.items(func() error {
		var e Event
		err := d.event(&e)
		r.Events = append(r.Events, e)
		return err
	})
}

func (d *decoder) event(e *Event) error {
	var beside codes.VitalEvent // stands beside the data in some registries, in it by the standard
	it := AnswerItem{Total: Unknown}
	hasRecords := false
	err := d.object(func(name []byte) error {
		switch string(name) {
		case "reference_id":
			return into(d, &e.ReferenceID)
		case "timestamp":
			return into(d, &e.Timestamp)
		case "reg_event_type":
			return into(d, &beside)
		case "data":
			var err error
			hasRecords, err = d.data(&it)
			return err
		default:
			return d.dec.SkipValue()
		}
	})
	for i := range it.Records {
		finish(&it.Records[i], beside)
	}
	e.Event = beside.Canonical()
	if e.Event == "" && len(it.Records) > 0 {
		e.Event = it.Records[0].Event
	}
	e.Records, e.Raw = it.Records, it.Raw
	e.Unreadable = it.Unreadable || !hasRecords
	return err
}
