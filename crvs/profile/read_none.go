package profile

import (
	"bytes"
	"cmp"
	"math"
	"strconv"
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
)

// An answer without records says "none" only where nothing in it says anything else.
// Here is read what may: counts in any spelling, records in another place, and errors
// that are no error of the standard.

// Uncountable is the value of a count that was given and cannot be read ("1,000"). It
// is larger than any other: a count that nobody can read is not zero.
const Uncountable = math.MaxInt32

// elsewhere is what an item holds where the standard has nothing.
type elsewhere struct {
	records bool // something of some size may be the records
	count   int  // what may count them; Unknown if nothing does
}

// aboutRecords reads a member that may stand in an item and in its data alike.
func (d *decoder) aboutRecords(it *AnswerItem, e *elsewhere, name []byte) {
	switch string(name) {
	case "pagination":
		d.pagination(it, e)
	case "total_count", "totalCount":
		// It stands in more places than one: where two differ the larger one counts.
		d.countInto(&it.Total)
	case "error", "errors", "exception", "exceptions", "fault", "failure", "failures":
		var e PeerError
		d.errorInto(&e)
		it.keepError(e)
	case "error_code", "errorCode", "error_message", "errorMessage":
		it.keepError(d.spelledError(name))
	case "success":
		it.keepError(d.failure())
	case "@context", "meta":
		d.Skip()
	default:
		if !isReasonName(name) {
			e.records = e.records || d.mayHoldRecords()
		}
		d.mayDoubt(it, e, name)
	}
}

// mayDoubt reads a member that the standard has nowhere here. It may say that there is
// more, or that something is wrong, and so may a status or a reason of another spelling.
// Beside records only what says that they are not all counts.
func (d *decoder) mayDoubt(it *AnswerItem, e *elsewhere, name []byte) {
	doubt := doubtOf(name)
	switch {
	case isReasonName(name):
		d.reasonInto(&it.ReasonCode)
	case doubt == nil:
		d.mayCount(e, name)
	default:
		failed := d.doubt(doubt)
		it.keepError(failed)
		if failed != (PeerError{}) {
			it.HasMore = it.HasMore || speaksOfMore(name)
			it.Partial = it.Partial || speaksOfPart(name)
		}
	}
}

// isReasonName says whether a member is a status or a reason, in a place or a spelling
// of which the standard knows nothing.
func isReasonName(name []byte) bool {
	switch letters(name) {
	case "status", "statusreasoncode", "reasoncode":
		return true
	default:
		return false
	}
}

// reasonInto keeps what such a member says where no other reason is given. Whether it
// speaks against an answer is for others to judge.
func (d *decoder) reasonInto(code *codes.ReasonCode) {
	var reason codes.ReasonCode
	wordInto(d, &reason)
	*code = cmp.Or(*code, reason)
}

// beside reads a member that stands beside the answers, in the message or around it.
// There much may stand that says nothing of them: its name must speak of records.
func (d *decoder) beside(r *Received, name []byte) {
	folded := letters(name)
	doubt := doubtOf(name)
	switch {
	case isReasonName(name):
		d.reasonInto(&r.Said.ReasonCode)
	case doubt != nil:
		d.failed = d.doubt(doubt) != PeerError{} || d.failed // said last: another error says more
	case folded == "success":
		d.failed = d.failure() != PeerError{} || d.failed
	case folded == "pagination":
		it, e := AnswerItem{}, elsewhere{}
		d.pagination(&it, &e)
		r.Elsewhere = r.Elsewhere || max(it.Total, e.count) > 0
	default:
		if folded != "metadata" && d.mayHoldRecords() {
			for _, word := range [...]string{"response", "record", "result", "person", "people", "data", "item", "answer", "hits"} {
				r.Elsewhere = r.Elsewhere || strings.Contains(folded, word)
			}
		}
		d.Skip()
	}
}

// letters are those of ASCII in a name, in lower case.
func letters(name []byte) string {
	var room [32]byte // enough for nearly all
	out := room[:0]
	for _, c := range name {
		if c |= 0x20; c >= 'a' && c <= 'z' {
			out = append(out, c)
		}
	}
	return string(out)
}

// mayHoldRecords says whether the next value is a list or an object of some size, or a
// text that is the JSON of one.
func (d *decoder) mayHoldRecords() bool {
	if d.Peek() != '"' {
		return d.isStructured() && !d.isEmpty()
	}
	inside := bytes.TrimLeft(d.Text[d.At+1:], " \t\r\n")
	return len(inside) > 1 && (inside[0] == '{' || inside[0] == '[') && inside[1] != ']' && inside[1] != '}'
}

// mayCount reads what may be a count of the records under another name. Whether it
// counts those of this page or all of them nobody knows: it only says that there are
// some.
func (d *decoder) mayCount(e *elsewhere, name []byte) {
	switch letters(name) {
	case "total", "count", "totalcount", "totals", "totalrecords", "recordcount", "recordscount", "recordstotal", "totalrecordcount",
		"numberofrecords", "totalresults", "resultcount", "resultscount", "totalitems", "itemcount", "totalelements", "numberofelements",
		"totalhits", "hitcount", "hits", "numfound", "found", "matches", "matchcount":
		d.countInto(&e.count)
	default:
		d.Skip()
	}
}

// countInto reads a count. Of two the larger one is kept, so that none says "none"
// alone. What stands for "not counted" (null, "", -1, "N/A") is none.
func (d *decoder) countInto(count *int) {
	given := !d.isEmpty()
	isScalar := !d.isStructured()
	n, text := d.number()
	if n == Unknown && given && (!isScalar || !isUncounted(text)) {
		n = Uncountable
	}
	*count = max(*count, n)
}

// isUncounted says whether a text says that nothing was counted: a number below zero,
// or a placeholder without digits.
func isUncounted(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "-") || !strings.ContainsAny(text, "0123456789") && person.Placeholders{}.IsNumber(text)
}

// failure reads the member success, in which some systems say that there is none.
func (d *decoder) failure() (e PeerError) {
	if isNo(strings.ToLower(d.trimmed())) {
		e = failure()
	}
	return e
}

// doubtOf is how a member is read that says, in a flag or in a number, that an answer is
// not whole; nil if it is none of these.
func doubtOf(name []byte) func(text string) bool {
	over := func(limit float64) func(string) bool {
		return func(text string) bool { n, err := strconv.ParseFloat(text, 64); return err == nil && n > limit }
	}
	switch letters(name) {
	case "iserror", "haserror", "haserrors", "failed", "isfailed", "unavailable", "offline":
		return isYes
	case "ok", "isok", "issuccess", "issuccessful", "successful", "succeeded":
		return isNo
	case "code", "statuscode", "httpstatus", "httpstatuscode", "returncode", "responsecode", "resultcode":
		return over(399)
	case "errorcount", "errorscount", "failurecount", "failedcount":
		return over(0)
	default:
		if speaksOfMore(name) || speaksOfPart(name) {
			return isYes
		}
		return nil
	}
}

func isYes(text string) bool { return text == "true" || text == "1" || text == "yes" || text == "y" }

func isNo(text string) bool { return text == "false" || text == "0" || text == "no" || text == "n" }

// speaksOfMore says whether a member by this name says that there is another page.
func speaksOfMore(name []byte) bool {
	switch letters(name) {
	case "hasmore", "hasnext", "hasnextpage", "moreresults", "morerecords":
		return true
	default:
		return false
	}
}

// speaksOfPart says whether a member by this name says that the records are not all.
func speaksOfPart(name []byte) bool {
	switch letters(name) {
	case "partial", "ispartial", "incomplete", "isincomplete", "truncated", "istruncated", "timedout":
		return true
	default:
		return false
	}
}

// doubt reads such a member.
func (d *decoder) doubt(is func(text string) bool) (e PeerError) {
	if is(strings.ToLower(d.trimmed())) {
		e.Message = "the answer says that it is not whole"
	}
	return e
}

// failure is the error of an answer that says so and does not say which.
func failure() PeerError { return PeerError{Message: "the answer says that it is no success"} }
