package sandbox

import (
	"crypto/rand"
	"fmt"
	"time"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

const (
	// maxRecords is what one question may bring: the largest page, and the
	// page of a question that asks for none.
	maxRecords = 1000
	// maxAnswer is what the questions of one message may bring together: it
	// bounds the memory of an answer.
	maxAnswer = 10_000
)

// rejection is why one question is not answered: a reason code of the standard
// and a text that names members and never values.
type rejection struct {
	code wire.SearchReasonCode
	text string
}

func badCriteria(format string, args ...any) *rejection {
	return &rejection{wire.SearchReasonCodeSearchCriteriaInvalid, fmt.Sprintf(format, args...)}
}

// header is that of every answer to in.
func (r *Registry) header(in *asked, status wire.RequestStatus, total int) wire.MsgCallbackHeader {
	return wire.MsgCallbackHeader{
		Version:        version,
		MessageID:      rand.Text(),
		MessageTS:      now(),
		Action:         wire.ActionOnSearch,
		Status:         status,
		TotalCount:     &total,
		CompletedCount: &total, // "includes success and error" (CRVS 1.0.0, MsgCallbackHeader)
		SenderID:       r.registryID,
		ReceiverID:     in.Header.SenderID,
	}
}

// now is the time in the form of internal/wire/RULES.md, rule 3.
func now() wire.Timestamp { return time.Now().UTC().Truncate(time.Second) }

// rejection is the answer to a message that is rejected as a whole.
func (r *Registry) rejection(in *asked, reason wire.HeaderReasonCode, text string) wire.SearchResponseEnvelope {
	out := wire.SearchResponseEnvelope{
		Header: r.header(in, wire.RequestStatusRejected, 0),
		Message: wire.SearchResponse{
			TransactionID:  in.Message.TransactionID,
			CorrelationID:  rand.Text(),
			SearchResponse: []wire.SearchResponseItem{},
		},
	}
	out.Header.StatusReasonCode, out.Header.StatusReasonMessage = reason, text
	return out
}

// searchAnswer answers every question, in their order, from one version of the
// world.
func (r *Registry) searchAnswer(in *asked) wire.SearchResponseEnvelope {
	items := make([]wire.SearchResponseItem, 0, len(in.Message.Questions))
	seen := make(map[string]bool, len(in.Message.Questions))
	records := 0
	w := r.people.world()
	for i := range in.Message.Questions {
		in.Message.Questions[i].takePageBeside()
	}
	for i, q := range in.Message.Questions {
		item := wire.SearchResponseItem{
			ReferenceID: q.ReferenceID,
			Timestamp:   now(),
			Locale:      q.Locale,
			Status:      wire.RequestStatusSucceeded,
		}
		if no := r.answerOne(w, q, seen, &item, maxAnswer-records); no != nil {
			item.Status, item.StatusReasonCode = wire.RequestStatusRejected, no.code
			item.StatusReasonMessage = fmt.Sprintf("message.search_request[%d].%s", i, no.text)
		}
		records += len(item.Data.RegRecords)
		items = append(items, item)
	}
	return wire.SearchResponseEnvelope{
		Header: r.header(in, wire.RequestStatusSucceeded, len(items)),
		Message: wire.SearchResponse{
			TransactionID:  in.Message.TransactionID,
			CorrelationID:  rand.Text(),
			SearchResponse: items,
		},
	}
}

// answerOne fills in what is found, or says why the question is rejected. Of
// questions with one reference_id the first is answered.
func (r *Registry) answerOne(w *world, q question, seen map[string]bool, item *wire.SearchResponseItem, room int) *rejection {
	switch {
	case q.ReferenceID == "":
		return &rejection{wire.SearchReasonCodeReferenceIDInvalid, "reference_id is empty"}
	case seen[q.ReferenceID]:
		return &rejection{wire.SearchReasonCodeReferenceIDDuplicate, "reference_id was used for another item of this message"}
	}
	seen[q.ReferenceID] = true
	p, no := newPlan(q.Criteria, w.places.published)
	if no != nil {
		return no
	}
	found := r.people.find(w, p)
	if !p.paged && len(found) > maxRecords {
		return &rejection{wire.SearchReasonCodeTooManyRecordsFound, fmt.Sprintf("search_criteria matches more than %d records: ask for pages", maxRecords)}
	}
	page := p.cut(found)
	if len(page) > room {
		return &rejection{wire.SearchReasonCodeTooManyRecordsFound, fmt.Sprintf("search_criteria brings this answer over %d records: ask fewer questions at once", maxAnswer)}
	}
	item.Data = wire.SearchData{
		RegType:       string(codes.RegistryTypeCivil),
		RegRecordType: string(codes.RecordTypePerson),
		RegRecords:    make([]wire.RegRecord, len(page)),
	}
	event, uniform := w.commonEvent(page)
	item.Data.RegEventType = string(event)
	for i, k := range page {
		record, err := w.encoded(k, !uniform)
		if err != nil {
			return &rejection{wire.SearchReasonCodeSearchCriteriaInvalid, "search_criteria matches a record that could not be written"}
		}
		item.Data.RegRecords[i] = record
	}
	item.Pagination = wire.Pagination{PageNumber: p.page, PageSize: p.size, TotalCount: len(found)}
	return nil
}
