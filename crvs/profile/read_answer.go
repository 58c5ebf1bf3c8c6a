package profile

import (
	"bytes"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

func (d *decoder) received(a *Received) error {
	// The first byte tells broken JSON from JSON of another kind.
	if kind := d.dec.PeekKind(); kind != '{' {
		if err := d.dec.SkipValue(); err != nil {
			return err
		}
		return errNotObject
	}
	var flat PeerError // {"error":"Unauthorized","message":"...","statusCode":401} and its like
	message := d.body
	err := d.object(func(name []byte) error {
		switch string(name) {
		case "header":
			return d.header(a)
		case "message":
			if d.dec.PeekKind() == '"' {
				err := into(d, &flat.Message)
				if isCompactJWE(flat.Message) {
					a.Encrypted, flat.Message = true, ""
				}
				return err
			}
			start := d.dec.InputOffset()
			err := d.object(func(name []byte) error { return d.member(a, name) })
			message = d.since(start)
			return err
		case "errors", "exception", "exceptions", "fault", "failure", "failures":
			return d.peerErrors(a)
		case "error":
			if d.dec.PeekKind() == '"' {
				return into(d, &flat.Code)
			}
			return d.peerError(a)
		case "code", "error_code", "errorCode":
			return into(d, &flat.Code)
		case "detail", "error_description", "return_message", "error_message", "errorMessage":
			return d.detail(a, &flat)
		case "search_response", "subscribe_response", "subscription_status", "txnstatus_response", "notify_event",
			"transaction_id", "correlation_id", "ciphertext", "ack_status", "status", "status_reason_code", "status_reason_message",
			"event_id", "event_ts", "event_type", "event_data", "event_status":
			// No envelope: the message is the body. Beside an envelope they are read too:
			// the standard gives this place to nothing else, what was signed holds none of
			// them (package envelope), and two answers to one question are refused.
			return d.member(a, name)
		case "signature", "payload":
			return d.dec.SkipValue()
		default:
			return d.beside(a, name)
		}
	})
	if flat.Message == "" && strings.ContainsRune(string(flat.Code), ' ') {
		flat = PeerError{Message: string(flat.Code)} // {"error":"the service is asleep"}
	}
	a.add(flat)
	if d.failed && len(a.Errors) == 0 && a.Ack.Error == (PeerError{}) {
		a.add(failure())
	}
	a.settle(a.Header.Action)
	d.flatEvent(a, message)
	return err
}

// isCompactJWE recognises RFC 7516, section 7.1: five parts, the first of them
// the base64 of a JSON object.
func isCompactJWE(text string) bool {
	return strings.HasPrefix(text, "eyJ") && strings.Count(text, ".") == 4
}

func (d *decoder) header(a *Received) error {
	h := &a.Header
	h.Given = d.dec.PeekKind() == '{'
	return d.object(func(name []byte) error {
		switch string(name) {
		case "message_id":
			return into(d, &h.MessageID)
		case "message_ts":
			return into(d, &h.MessageTS)
		case "action":
			err := into(d, &h.Action)
			h.Action = h.Action.Canonical()
			return err
		case "sender_id":
			return into(d, &h.SenderID)
		case "receiver_id":
			return into(d, &h.ReceiverID)
		case "status":
			return d.status(&h.Status)
		case "status_reason_code":
			return into(d, &h.ReasonCode)
		case "status_reason_message":
			return into(d, &h.ReasonMessage)
		case "total_count", "totalCount":
			return d.countInto(&h.TotalCount)
		case "error_code", "errorCode", "error_message", "errorMessage":
			e, err := d.spelledError(name)
			a.add(e)
			return err
		case "error":
			return d.peerError(a)
		case "errors", "exception", "exceptions", "fault", "failure", "failures":
			return d.peerErrors(a)
		default:
			return d.dec.SkipValue()
		}
	})
}

// status reads a status in whatever spelling.
func (d *decoder) status(s *codes.RequestStatus) error {
	err := into(d, s)
	*s = s.Canonical()
	return err
}

// member reads a member of the message.
func (d *decoder) member(r *Received, name []byte) error {
	switch string(name) {
	case "transaction_id":
		return into(d, &r.TransactionID)
	case "correlation_id":
		return into(d, &r.CorrelationID)
	case "search_response":
		return d.searchResponse(r)
	case "subscribe_response":
		return d.subscribeResponse(r)
	case "subscription_status", "status", "status_reason_code", "status_reason_message":
		return d.unsubscribed(r, name)
	case "txnstatus_response":
		return d.statusResponse(r)
	case "notify_event":
		return d.events(r)
	case "event_id", "event_ts", "event_type", "event_data", "event_status":
		return d.flatMember(name)
	case "ciphertext":
		r.Encrypted = d.dec.PeekKind() == '"' && !d.isEmpty()
		return d.dec.SkipValue()
	case "ack_status":
		err := into(d, &r.Ack.Status)
		r.Ack.Status = codes.AckStatuses().Canonical(r.Ack.Status)
		return err
	case "error":
		return d.errorInto(&r.Ack.Error)
	case "errors", "exception", "exceptions", "fault", "failure", "failures":
		return d.peerErrors(r)
	case "error_code", "errorCode", "error_message", "errorMessage":
		e, err := d.spelledError(name)
		r.add(e)
		return err
	case "total_count", "totalCount": // as the header's
		return d.countInto(&r.Header.TotalCount)
	default:
		return d.beside(r, name)
	}
}

func (d *decoder) searchResponse(r *Received) error {
	// null is how some languages write an empty list.
	r.HasItems = d.dec.PeekKind() == '[' || d.dec.PeekKind() == '{' || d.dec.PeekKind() == 'n'
	return d.items(&d.room, func() error {
		item := AnswerItem{PageNumber: Unknown, PageSize: Unknown, Total: Unknown}
		err := d.item(&item)
		r.Items = append(r.Items, item)
		return err
	})
}

// items reads a list whose elements fn keeps, within what may be kept of them.
func (d *decoder) items(room *int, fn func() error) error {
	return d.list(func() error {
		if *room--; *room < 0 {
			return d.dec.SkipValue()
		}
		return fn()
	})
}

func (d *decoder) item(it *AnswerItem) error {
	hasRecords := true
	e := elsewhere{count: Unknown}
	err := d.object(func(name []byte) error {
		switch string(name) {
		case "reference_id":
			return into(d, &it.ReferenceID)
		case "status":
			return d.status(&it.Status)
		case "status_reason_code":
			return into(d, &it.ReasonCode)
		case "status_reason_message":
			return into(d, &it.ReasonMessage)
		case "data":
			var event codes.VitalEvent
			var err error
			hasRecords, err = d.data(it, &event, &e)
			finish(it.Records, event)
			return err
		default:
			return d.aboutRecords(it, &e, name)
		}
	})
	if len(it.Records) == 0 {
		it.Total = max(it.Total, e.count)
	}
	// Data without reg_records may hold the records under another name. It says
	// "none" only where the count says so too.
	if !hasRecords && it.Total != 0 {
		it.Unreadable = true
	}
	it.Unreadable = it.Unreadable || e.records && len(it.Records) == 0
	return err
}

// errorOf reads, by read, an error that stands in an item or in its data, where the
// standard has status_reason_code and status_reason_message.
func (d *decoder) errorOf(it *AnswerItem, read func(*PeerError) error) error {
	var e PeerError
	err := read(&e)
	e.fill(&it.ReasonCode, &it.ReasonMessage)
	it.HasError = it.HasError || e != PeerError{}
	return err
}

// total reads a count of the records. It stands in more places than one: where two
// differ the larger one counts, so that none says "none" alone.
func (d *decoder) total(it *AnswerItem) error { return d.countInto(&it.Total) }

func (d *decoder) isStructured() bool { kind := d.dec.PeekKind(); return kind == '{' || kind == '[' }

func (d *decoder) pagination(it *AnswerItem, e *elsewhere) error {
	return d.object(func(name []byte) (err error) {
		switch string(name) {
		case "page_number", "pageNumber":
			it.PageNumber, err = d.integer()
		case "page_size", "pageSize":
			it.PageSize, err = d.integer()
		case "total_count", "totalCount":
			err = d.total(it)
		default:
			if doubt := doubtOf(name); doubt != nil {
				return d.errorOf(it, func(e *PeerError) error { return d.doubtInto(doubt, e) })
			}
			err = d.mayCount(e, name)
		}
		return err
	})
}

// data reads the records and the event that stands beside them. It returns false
// if there is data in which the member for the records is missing.
func (d *decoder) data(it *AnswerItem, event *codes.VitalEvent, e *elsewhere) (hasRecords bool, err error) {
	if d.dec.PeekKind() != '{' {
		it.Unreadable = !d.isEmpty()
		return true, d.dec.SkipValue()
	}
	empty := true
	var regType codes.VitalEvent // OpenCRVS names the event here: ocrvs:registry_type:birth
	err = d.object(func(name []byte) error {
		empty = false
		switch string(name) {
		case "reg_event_type":
			return d.event(event)
		case "reg_type":
			err := into(d, &regType)
			if own, ok := d.own.regTypes[person.FoldWord(string(regType))]; ok {
				regType = own
			}
			return err
		case "reg_records":
			hasRecords = true
			if ok, given := d.isList(); !ok {
				it.Unreadable = given
				return d.dec.SkipValue()
			}
			start := d.dec.InputOffset()
			err := d.list(func() error { return d.record(it) })
			if err == nil {
				it.Raw = d.since(start)
			}
			return err
		default:
			return d.aboutRecords(it, e, name)
		}
	})
	it.Unreadable = it.Unreadable || e.records && len(it.Records) == 0
	if *event == "" && regType.Known() {
		*event = regType
	}
	return hasRecords || empty, err
}

// since is the value that was read since then, as it came.
func (d *decoder) since(start int64) []byte {
	return bytes.TrimLeft(d.body[start:d.dec.InputOffset()], ":, \t\r\n")
}

func (d *decoder) record(it *AnswerItem) error {
	if it.Unreadable || d.dec.PeekKind() != '{' {
		it.Unreadable = true // and nothing more is kept of it
		return d.dec.SkipValue()
	}
	if d.records--; d.records < 0 {
		return d.dec.SkipValue()
	}
	if it.Records == nil {
		// A person takes some 400 bytes: growing by doubling would copy a lot.
		room := max(min(d.pageSize, d.spare), 1)
		d.spare -= room
		it.Records = make([]person.Record, 0, room)
	}
	it.Records = append(it.Records, person.Record{})
	r := &it.Records[len(it.Records)-1]
	start := d.dec.InputOffset()
	d.dec.Skip()
	err := d.people.DecodeChecked(d.since(start), r)
	if err == nil && isBlank(&r.Person) {
		it.Unreadable = true
	}
	return err
}

// finish fills in the event of the records that name none: it is that of the data
// they stood in. One that we do not know keeps its word, and so confirms nothing.
func finish(records []person.Record, event codes.VitalEvent) {
	event = event.Canonical()
	if event == "" || strings.EqualFold(string(event), string(codes.VitalEventAny)) {
		return
	}
	for i := range records {
		if r := &records[i]; r.Event == "" {
			r.SetEvent(event)
		}
	}
}

// isBlank says whether nothing of a person was given: neither "found" nor "not
// found". When a registry wrote about nobody is nothing either.
func isBlank(p *person.Person) bool {
	return len(p.Names)+len(p.Identifiers)+len(p.BirthDates)+len(p.DeathDates)+len(p.MarriageDates)+len(p.DivorceDates)+
		len(p.Contacts)+len(p.Addresses)+len(p.Relations) == 0 && p.Sex == "" && p.MaritalStatus == "" && p.BirthWeight == "" && p.TypeOfBirth == "" &&
		p.BirthPlace == nil && p.DeathPlace == nil && p.MarriagePlace == nil && p.DivorcePlace == nil
}
