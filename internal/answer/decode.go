package answer

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func (d *decoder) answer(a *Answer) error {
	// The first byte tells broken JSON from JSON of another kind.
	if kind := d.dec.PeekKind(); kind != '{' {
		if err := d.dec.SkipValue(); err != nil {
			return err
		}
		return errNotObject
	}
	var flat Error // {"error":"Unauthorized","message":"...","statusCode":401} and its like
	err := d.object(func(name []byte) error {
		switch string(name) {
		case "header":
			return d.header(&a.Header)
		case "message":
			if d.dec.PeekKind() == '"' {
				return into(d, &flat.Message)
			}
			return d.message(a)
		case "errors":
			return d.list(func() error { return d.peerError(a) })
		case "error":
			if d.dec.PeekKind() == '"' {
				return into(d, &flat.Code)
			}
			return d.peerError(a)
		case "code", "error_code":
			return into(d, &flat.Code)
		case "detail", "error_description", "return_message":
			return d.detail(a, &flat)
		case "search_response", "transaction_id", "correlation_id", "ciphertext", "ack_status":
			return d.messageMember(a, name) // no envelope: the message is the body
		default:
			return d.dec.SkipValue()
		}
	})
	if flat != (Error{}) {
		a.Errors = append(a.Errors, flat)
	}
	return err
}

func (d *decoder) header(h *Header) error {
	h.Given = d.dec.PeekKind() == '{'
	return d.object(func(name []byte) error {
		switch string(name) {
		case "status":
			err := into(d, &h.Status)
			h.Status = h.Status.Canonical()
			return err
		case "status_reason_code":
			return into(d, &h.ReasonCode)
		case "status_reason_message":
			return into(d, &h.ReasonMessage)
		case "total_count":
			n, err := d.integer()
			h.TotalCount = n
			return err
		default:
			return d.dec.SkipValue()
		}
	})
}

func (d *decoder) message(a *Answer) error {
	return d.object(func(name []byte) error { return d.messageMember(a, name) })
}

func (d *decoder) messageMember(a *Answer, name []byte) error {
	switch string(name) {
	case "transaction_id":
		return into(d, &a.TransactionID)
	case "correlation_id":
		return into(d, &a.CorrelationID)
	case "search_response":
		// null is how some languages write an empty list.
		a.HasItems = d.dec.PeekKind() == '[' || d.dec.PeekKind() == '{' || d.dec.PeekKind() == 'n'
		return d.list(func() error {
			item := Item{PageNumber: Unknown, PageSize: Unknown, Total: Unknown}
			err := d.item(&item)
			a.Items = append(a.Items, item)
			return err
		})
	case "ciphertext":
		a.Encrypted = d.dec.PeekKind() == '"'
		return d.dec.SkipValue()
	case "ack_status":
		return into(d, &a.Ack.Status)
	case "error":
		return d.errorInto(&a.Ack.Error)
	default:
		return d.dec.SkipValue()
	}
}

func (d *decoder) item(it *Item) error {
	return d.object(func(name []byte) error {
		switch string(name) {
		case "reference_id":
			return into(d, &it.ReferenceID)
		case "status":
			err := into(d, &it.Status)
			it.Status = it.Status.Canonical()
			return err
		case "status_reason_code":
			return into(d, &it.ReasonCode)
		case "status_reason_message":
			return into(d, &it.ReasonMessage)
		case "data":
			return d.data(it)
		case "pagination":
			return d.pagination(it)
		default:
			return d.dec.SkipValue()
		}
	})
}

func (d *decoder) pagination(it *Item) error {
	return d.object(func(name []byte) (err error) {
		switch string(name) {
		case "page_number":
			it.PageNumber, err = d.integer()
		case "page_size":
			it.PageSize, err = d.integer()
		case "total_count":
			it.Total, err = d.integer()
		default:
			err = d.dec.SkipValue()
		}
		return err
	})
}

func (d *decoder) data(it *Item) error {
	var event codes.VitalEvent
	err := d.object(func(name []byte) error {
		switch string(name) {
		case "reg_event_type":
			return into(d, &event)
		case "reg_type":
			// OpenCRVS names the event here: ocrvs:registry_type:birth.
			var regType codes.VitalEvent
			err := into(d, &regType)
			if event == "" && regType.Known() {
				event = regType
			}
			return err
		case "reg_records":
			start := d.dec.InputOffset()
			err := d.list(func() error { return d.record(it) })
			if err == nil {
				it.Raw = d.body[start:d.dec.InputOffset()]
			}
			return err
		default:
			return d.dec.SkipValue()
		}
	})
	for i := range it.Records {
		finish(&it.Records[i], event)
	}
	return err
}

func (d *decoder) record(it *Item) error {
	if d.dec.PeekKind() != '{' {
		it.Unreadable = true
		return d.dec.SkipValue()
	}
	if it.Records == nil {
		// A person takes some 400 bytes: growing by doubling would copy a lot.
		it.Records = make([]person.Record, 0, min(max(d.pageSize, 1), len(d.body)/64+1))
	}
	it.Records = append(it.Records, person.Record{})
	start := d.dec.InputOffset()
	err := it.Records[len(it.Records)-1].Person.UnmarshalJSONFrom(d.dec)
	// An object without members says neither "found" nor "not found".
	if err == nil && len(trimToObject(d.body[start:d.dec.InputOffset()])) <= 2 {
		it.Unreadable = true
	}
	return err
}

// trimToObject drops the comma and the space before an object.
func trimToObject(raw []byte) []byte {
	for len(raw) > 0 && raw[0] != '{' {
		raw = raw[1:]
	}
	if len(raw) < 64 { // only a short one can be empty
		out := raw[:0:0]
		for _, b := range raw {
			if b > ' ' {
				out = append(out, b)
			}
		}
		return out
	}
	return raw
}

// finish fills in what a record says of itself beside the person: its event,
// which it may carry itself, else that of the data it stood in, and the number
// of its registration.
func finish(r *person.Record, event codes.VitalEvent) {
	if !r.Person.Extra.IsZero() {
		if own := eventOf(r.Person.Extra); own != "" {
			event = own
		}
	}
	if e := event.Canonical(); e.Known() {
		r.Event = e
	}
	r.RegistrationNumber = RegistrationNumber(r.Person.Identifiers, r.Event)
}

// RegistrationNumber is the first identifier that registers this event. Where
// no event is known it is the only registration number there is, and "" if
// there are several.
func RegistrationNumber(ids []person.Identifier, event codes.VitalEvent) string {
	number := ""
	for _, id := range ids {
		switch registers := id.Type.Registers(); {
		case registers == "" || id.Value == "":
		case registers == event:
			return id.Value
		case event == "" && number == "":
			number = id.Value
		case event == "":
			return ""
		}
	}
	return number
}
