package profile

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// The members of an answer's envelope are known by their names in the switches of the
// read_*.go files, in every spelling that was seen. They have nothing in common with the
// members of a person, whose spellings are one table in package person.

func (d *decoder) received(a *Received) {
	var flat PeerError // {"error":"Unauthorized","message":"...","statusCode":401} and its like
	message := d.Text
	d.object(func(name []byte) {
		switch string(name) {
		case "header":
			d.header(a)
		case "message":
			if d.Peek() == '"' {
				into(d, &flat.Message)
				if isCompactJWE(flat.Message) {
					a.Encrypted, flat.Message = true, ""
				}
				return
			}
			start := d.At
			d.object(func(name []byte) { d.member(a, name) })
			message = d.Text[start:d.At]
		case "error":
			if d.Peek() == '"' {
				into(d, &flat.Code)
			} else {
				d.peerError(a)
			}
		case "code", "error_code", "errorCode":
			into(d, &flat.Code)
		case "detail", "error_description", "return_message", "error_message", "errorMessage":
			d.detail(a, &flat)
		case "search_response", "subscribe_response", "subscription_status", "txnstatus_response", "notify_event",
			"transaction_id", "correlation_id", "ciphertext", "ack_status", "status", "status_reason_code", "status_reason_message",
			"event_id", "event_ts", "event_type", "event_data", "event_status":
			// No envelope: the message is the body. Beside an envelope they are read too:
			// the standard gives this place to nothing else, what was signed holds none of
			// them (package envelope), and two answers to one question are refused.
			d.member(a, name)
		case "signature", "payload":
			d.Skip()
		default:
			if !d.errorBeside(a, name) {
				d.beside(a, name)
			}
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
}

// isCompactJWE recognises RFC 7516, section 7.1: five parts, the first of them
// the base64 of a JSON object.
func isCompactJWE(text string) bool {
	return strings.HasPrefix(text, "eyJ") && strings.Count(text, ".") == 4
}

func (d *decoder) header(a *Received) {
	h := &a.Header
	h.Given = d.Peek() == '{'
	d.object(func(name []byte) {
		switch string(name) {
		case "message_id":
			into(d, &h.MessageID)
		case "message_ts":
			into(d, &h.MessageTS)
		case "action":
			into(d, &h.Action)
			h.Action = h.Action.Canonical()
		case "sender_id":
			into(d, &h.SenderID)
		case "receiver_id":
			into(d, &h.ReceiverID)
		case "total_count", "totalCount":
			d.countInto(&h.TotalCount)
		case "error":
			d.peerError(a)
		default:
			switch {
			case d.said(name, &h.Status, &h.ReasonCode, &h.ReasonMessage), d.errorBeside(a, name):
			case isReasonName(name):
				d.reasonInto(&h.ReasonCode)
			default:
				d.Skip()
			}
		}
	})
}

// status reads a status in whatever spelling.
func (d *decoder) status(s *codes.RequestStatus) {
	wordInto(d, s)
	*s = s.Canonical()
}

// said reads a member of a status with its reason. It reads nothing and returns false if
// the name is not that of one.
func (d *decoder) said(name []byte, s *codes.RequestStatus, code *codes.ReasonCode, message *string) bool {
	switch string(name) {
	case "status":
		d.status(s)
	case "status_reason_code":
		wordInto(d, code)
	case "status_reason_message":
		into(d, message)
	default:
		return false
	}
	return true
}

// member reads a member of the message.
func (d *decoder) member(r *Received, name []byte) {
	switch string(name) {
	case "transaction_id":
		into(d, &r.TransactionID)
	case "correlation_id":
		into(d, &r.CorrelationID)
	case "search_response":
		d.searchResponse(r)
	case "subscribe_response":
		d.subscribeResponse(r)
	case "subscription_status", "status", "status_reason_code", "status_reason_message":
		d.unsubscribed(r, name)
	case "txnstatus_response":
		d.statusResponse(r)
	case "notify_event":
		d.events(r)
	case "event_id", "event_ts", "event_type", "event_data", "event_status":
		d.flatMember(name)
	case "ciphertext":
		r.Encrypted = d.Peek() == '"' && !d.isEmpty()
		d.Skip()
	case "ack_status":
		into(d, &r.Ack.Status)
		r.Ack.Status = codes.AckStatuses().Canonical(r.Ack.Status)
	case "error":
		d.errorInto(&r.Ack.Error)
	case "total_count", "totalCount": // as the header's
		d.countInto(&r.Header.TotalCount)
	default:
		if !d.errorBeside(r, name) {
			d.beside(r, name)
		}
	}
}

func (d *decoder) searchResponse(r *Received) {
	// null is how some languages write an empty list.
	r.HasItems = d.isStructured() || d.Peek() == 'n'
	d.items(&d.room, func() {
		item := AnswerItem{PageNumber: Unknown, PageSize: Unknown, Total: Unknown}
		d.item(&item)
		r.Items = append(r.Items, item)
	})
}

// items reads a list whose elements fn keeps, within what may be kept of them.
func (d *decoder) items(room *int, fn func()) {
	d.list(func() {
		if *room--; *room < 0 {
			d.Skip()
		} else {
			fn()
		}
	})
}

func (d *decoder) item(it *AnswerItem) {
	hasRecords := true
	e := elsewhere{count: Unknown}
	d.object(func(name []byte) {
		switch string(name) {
		case "reference_id":
			into(d, &it.ReferenceID)
		case "data":
			hasRecords = d.data(it, &it.Event, &e)
			finish(it.Records, it.Event)
		default:
			if !d.said(name, &it.Status, &it.ReasonCode, &it.ReasonMessage) {
				d.aboutRecords(it, &e, name)
			}
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
}

// keepError keeps an error that stands in an item or in its data, where the standard
// has status_reason_code and status_reason_message.
func (it *AnswerItem) keepError(e PeerError) {
	e.fill(&it.ReasonCode, &it.ReasonMessage)
	it.HasError = it.HasError || e != PeerError{}
}

func (d *decoder) isStructured() bool { return d.Peek() == '{' || d.Peek() == '[' }

func (d *decoder) pagination(it *AnswerItem, e *elsewhere) {
	d.object(func(name []byte) {
		switch string(name) {
		case "page_number", "pageNumber":
			it.PageNumber = d.integer()
		case "page_size", "pageSize":
			it.PageSize = d.integer()
		case "total_count", "totalCount":
			d.countInto(&it.Total)
		default:
			d.mayDoubt(it, e, name)
		}
	})
}

// data reads the records and the event that stands beside them. It returns false
// if there is data in which the member for the records is missing.
func (d *decoder) data(it *AnswerItem, event *codes.VitalEvent, e *elsewhere) (hasRecords bool) {
	if d.Peek() != '{' {
		it.Unreadable = !d.isEmpty()
		d.Skip()
		return true
	}
	empty := true
	var regType codes.VitalEvent // OpenCRVS names the event here: ocrvs:registry_type:birth
	d.object(func(name []byte) {
		empty = false
		switch string(name) {
		case "reg_event_type":
			d.event(event)
		case "reg_type":
			into(d, &regType)
			if own, ok := d.own.regTypes[person.FoldWord(string(regType))]; ok {
				regType = own
			}
		case "reg_records":
			hasRecords = true
			d.records(it)
		default:
			d.aboutRecords(it, e, name)
		}
	})
	it.Unreadable = it.Unreadable || e.records && len(it.Records) == 0
	switch {
	case *event == "" && regType.Known():
		*event = regType.Canonical()
	case isAnother(*event, regType):
		*event = event.Canonical() + "/" + regType.Canonical() // a word that no directory has confirms nothing
	}
	return hasRecords || empty
}

func (d *decoder) records(it *AnswerItem) {
	if ok, given := d.isList(); !ok {
		it.Unreadable = given
		d.Skip()
		return
	}
	start := d.At
	d.list(func() { d.record(it) })
	it.Raw = d.Text[start:d.At]
}

func (d *decoder) record(it *AnswerItem) {
	if it.Unreadable || d.Peek() != '{' {
		it.Unreadable = true // and nothing more is kept of it
		d.Skip()
		return
	}
	if d.recordRoom--; d.recordRoom < 0 {
		d.Skip()
		return
	}
	if it.Records == nil {
		// A person takes some 400 bytes: growing by doubling would copy a lot.
		room := max(min(d.pageSize, d.spare), 1)
		d.spare -= room
		it.Records = make([]person.Record, 0, room)
	}
	it.Records = append(it.Records, person.Record{})
	r := &it.Records[len(it.Records)-1]
	start := d.At
	d.Skip()
	_ = d.people.DecodeChecked(d.Text[start:d.At], r) // cannot fail: it is an object
	if isBlank(&r.Person) {
		it.Unreadable = true
	}
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

// isAnother says whether two words name two events.
func isAnother(a, b codes.VitalEvent) bool {
	return a.Known() && b.Known() && a.Canonical() != b.Canonical()
}

// isBlank says whether nothing of a person was given: neither "found" nor "not
// found". When a registry wrote about nobody is nothing either.
func isBlank(p *person.Person) bool {
	return len(p.Names)+len(p.Identifiers)+len(p.BirthDates)+len(p.DeathDates)+len(p.MarriageDates)+len(p.DivorceDates)+
		len(p.Contacts)+len(p.Addresses)+len(p.Relations) == 0 && p.Sex == "" && p.MaritalStatus == "" && p.BirthWeight == "" && p.TypeOfBirth == "" &&
		p.BirthPlace == nil && p.DeathPlace == nil && p.MarriagePlace == nil && p.DivorcePlace == nil
}
