package judge_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// none is the list that holds no item.
const none = `"search_response":[]`

// TestEachRuleForAWholeAnswer has for each rule a case that only this rule catches,
// and one just beside it that passes.
func TestEachRuleForAWholeAnswer(t *testing.T) {
	t.Parallel()
	withAll := func(member string) string { return member + `,"search_response":[` + found() + `]` }
	many := func(n int) string {
		return withAll(`"subscribe_response":[` + strings.TrimSuffix(strings.Repeat(`{},`, n), ",") + `]`)
	}
	ok := `"status":"succ","total_count":1`
	nothing := `"status":"succ","total_count":0`
	for _, c := range []scenario{
		{name: "tooMuch: far more elements than were asked for", body: envelope(ok, many(18)), failed: fault.KindProtocol, says: "far more items"},
		{name: "tooMuch: as many as are kept pass", body: envelope(ok, many(17)), hits: 1},

		{name: "encrypted: a ciphertext beside the answer", body: envelope(ok, withAll(`"ciphertext":"abc"`)), failed: fault.KindEncryption, says: "no decryption key"},
		{name: "encrypted: an empty ciphertext passes", body: envelope(ok, withAll(`"ciphertext":""`)), hits: 1},

		{name: "rejected: by the header, with a record in the message", body: envelope(`"status":"rjct","status_reason_code":"rjct.version.invalid"`, withAll(`"error":{"code":"E2"}`)), failed: fault.KindRejected, code: "rjct.version.invalid"},
		{name: "rejected: by the header without a code, which stands beside", body: envelope(`"status":"rjct"`, withAll(`"errors":[{"code":"E1"}]`)), failed: fault.KindRejected, code: "E1"},
		{name: "rejected: by the acknowledgement", body: envelope(ok, withAll(`"ack_status":"ERR","error":{"code":"E1"}`)), failed: fault.KindRejected, code: "E1"},
		{name: "rejected: a code beside a success passes", body: envelope(ok+`,"status_reason_code":"rjct.version.invalid"`, withAll(`"ack_status":"ACK"`)), hits: 1},

		{name: "errorInPlaceOfAnswers: beside an empty list", body: envelope(nothing, none+`,"errors":[{"code":"E1"}]`), failed: fault.KindRejected, code: "E1"},
		{name: "errorInPlaceOfAnswers: of the acknowledgement", body: envelope(nothing, none+`,"error":{"code":"E1"}`), failed: fault.KindRejected, code: "E1"},
		{name: "errorInPlaceOfAnswers: a code of the standard in the header", body: envelope(nothing+`,"status_reason_code":"rjct.version.invalid"`, none), failed: fault.KindRejected, code: "rjct.version.invalid"},
		{name: "errorInPlaceOfAnswers: a code like one of the standard", body: envelope(nothing+`,"status_reason_code":"err.own"`, none), failed: fault.KindRejected, code: "err.own"},
		{name: "errorInPlaceOfAnswers: a code like one of the standard's rejections", body: envelope(nothing+`,"status_reason_code":"rjct.own"`, none), failed: fault.KindRejected, code: "rjct.own"},
		{name: "errorInPlaceOfAnswers: a code of the standard in capitals", body: envelope(nothing+`,"status_reason_code":"RJCT.VERSION.INVALID"`, none), failed: fault.KindRejected, code: "RJCT.VERSION.INVALID"},
		{name: "errorInPlaceOfAnswers: another word in the header passes", body: envelope(nothing+`,"status_reason_code":"ok"`, none)},
		{name: "errorInPlaceOfAnswers: an error beside a record passes", body: envelope(ok, withAll(`"errors":[{"code":"E1"}]`)), hits: 1},

		{name: "acknowledgedOnly", body: envelope(ok, `"ack_status":"ACK"`), failed: fault.KindProtocol, says: "asynchronous endpoint"},
		{name: "acknowledgedOnly: with the answer it passes", body: envelope(ok, withAll(`"ack_status":"ACK"`)), hits: 1},

		{name: "notYetAnswered: received", body: envelope(`"status":"rcvd"`, `"x":1`), failed: fault.KindUnavailable, says: "has not answered it yet (status rcvd)"},
		{name: "notYetAnswered: pending", body: envelope(`"status":"pdng"`, `"x":1`), failed: fault.KindUnavailable, says: "has not answered it yet (status pdng)"},
		{name: "notYetAnswered: with the answer it passes", body: envelope(`"status":"pdng"`, withAll(`"x":1`)), hits: 1},

		{name: "noAnswer: JSON of another kind", body: `{}`, failed: fault.KindProtocol, says: "no answer of the standard"},
		{name: "noAnswer: an answer of its header alone", body: envelope(nothing, `"x":1`), failed: fault.KindProtocol, says: "no answer of the standard"},
		{name: "noAnswer: an empty list written as null passes", body: envelope(nothing, `"search_response":null`)},

		{name: "otherTransaction", body: strings.Replace(succ(found()), "t-1", "t-2", 1), failed: fault.KindProtocol, says: "another transaction"},
		{name: "otherTransaction: one that is not given passes", body: strings.Replace(succ(found()), "t-1", "", 1), hits: 1},

		{name: "unboundSignature", body: strings.Replace(succ(found()), "t-1", "", 1), with: verified, failed: fault.KindProtocol, says: "transaction_id is missing"},
		{name: "unboundSignature: one that says its transaction passes", body: succ(found()), with: verified, hits: 1},
	} {
		c.run(t)
	}
}

func verified(s *scene) { s.rules.Verified = true }

// TestAnAnswerIsMatchedByItsReference holds internal/wire/RULES.md, rule 7.
func TestAnAnswerIsMatchedByItsReference(t *testing.T) {
	t.Parallel()
	nothing, unknown := `"status":"succ","total_count":0`, `"status":"succ"`
	drops := func(s *scene) { s.rules.Profile.Habit.DropsMisses = true }
	invents := func(s *scene) { s.rules.Profile.Habit.InventsReferenceIDs = true }
	another := strings.Replace(found(), "r-0", "r-7", 1)
	second := `"search_response":[` + strings.Replace(found(), "r-0", "r-1", 1) + `]`
	for _, c := range []scenario{
		{name: "an answer to a question that nobody asked", body: succ(found() + "," + another), failed: fault.KindProtocol, says: "unknown reference_id"},
		{name: "the one answer of a registry that invents references", body: succ(another), with: invents, hits: 1},
		{name: "the one answer of a registry that does not", body: succ(another), failed: fault.KindProtocol, says: "unknown reference_id"},
		{name: "two answers of a registry that invents references", body: succ(another + "," + another), with: invents, failed: fault.KindProtocol, says: "unknown reference_id"},
		{name: "one answer to two questions of a registry that invents references", body: succ(another), with: invents, questions: 2, failed: fault.KindProtocol, says: "unknown reference_id"},
		{name: "two answers to one question", body: succ(found() + "," + found()), err: fault.KindProtocol, says: "more than once"},

		{name: "saysNothingFound: an empty list, counted", body: envelope(nothing, none)},
		{name: "saysNothingFound: an empty list that is not counted says nothing", body: envelope(unknown, none), err: fault.KindProtocol, says: "unanswered"},
		{name: "saysNothingFound: an empty list without a status says nothing", body: envelope(`"total_count":0`, none), err: fault.KindProtocol, says: "unanswered"},
		{name: "saysNothingFound: one of two left out by a registry that drops misses", body: envelope(`"status":"succ","total_count":1`, second), with: drops, questions: 2},
		{name: "saysNothingFound: the same, not counted", body: envelope(unknown, second), with: drops, questions: 2},
		{name: "saysNothingFound: one that is counted was not dropped", body: envelope(`"status":"succ","total_count":2`, second), with: drops, questions: 2, err: fault.KindProtocol, says: "unanswered"},
		{name: "saysNothingFound: another registry drops nothing", body: envelope(`"status":"succ","total_count":1`, second), questions: 2, err: fault.KindProtocol, says: "unanswered"},
		{name: "saysNothingFound: an empty list beside the count of nobody's items", body: envelope(nothing, second), questions: 2, err: fault.KindProtocol, says: "unanswered"},
		{name: "unanswered: not yet", body: envelope(`"status":"pdng","total_count":0`, none), err: fault.KindUnavailable, says: "has not answered it yet"},
	} {
		c.run(t)
	}
}

func TestAShortValueMayStandInAnyCode(t *testing.T) {
	t.Parallel()
	s := newScene(envelope(`"status":"rjct","status_reason_code":"rjct.version.invalid"`, none), 1)
	s.asked.Questions[0].Query = search.ByIdentifier(codes.IdentifierBRN, "ver")
	assert.Equal(t, codes.RejectVersionInvalid, s.answer(t).Failed.Code)
	s.asked.Questions[0].Query = search.ByIdentifier(codes.IdentifierBRN, "Version")
	assert.Equal(t, codes.ReasonCode("unknown"), s.answer(t).Failed.Code)
}

// A number of five digits may be that of a register, and "Li" somebody's name.
func TestACodeThatIsAValueOfTheQuestionIsNotShown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		query      search.Query
		code, want codes.ReasonCode
	}{
		{search.ByIdentifier(codes.IdentifierBRN, "12345"), "12345", "unknown"},
		{search.ByIdentifier(codes.IdentifierBRN, "4711"), "4711", "unknown"},
		{search.ByIdentifier(codes.IdentifierBRN, "77"), "77", "unknown"},
		{search.Where(search.BirthDate.Is(person.MustDate("1990-05-12"))), "1990", "unknown"},
		{search.Where(search.BirthDate.Is(person.MustDate("1990-05-12"))), "12-05", "unknown"},
		{search.Where(search.FamilyName.Is("Li")), "LI", "unknown"},
		{search.Where(search.FamilyName.Is("山田")), "err.x", "err.x"},
		{search.Where(search.FamilyName.Is("Li")), "err.li", "err.li"},
		{search.ByIdentifier(codes.IdentifierBRN, "12345"), "98765", "98765"},
		{search.ByIdentifier(codes.IdentifierBRN, "77"), "503", "503"},
		{search.ByIdentifier(codes.IdentifierBRN, "12345"), "1234567", "unknown"},
	} {
		s := newScene(envelope(`"status":"rjct","status_reason_code":"`+string(tt.code)+`"`, none), 1)
		s.asked.Questions[0].Query = tt.query
		assert.Equal(t, tt.want, s.answer(t).Failed.Code, tt.code)
	}
}

func TestAnErrorSaysHowLongToWait(t *testing.T) {
	t.Parallel()
	for status, body := range map[int]string{200: envelope(`"status":"rjct"`, none), 429: `{}`} {
		s := newScene(body, 1)
		s.reply.Status, s.reply.RetryAfter = status, 7*time.Second
		assert.Equal(t, 7*time.Second, s.answer(t).Failed.RetryAfter)
	}
}

var errNotSealed = errors.New("not sealed")

// What should be signed or encrypted and is not gives no answer.
func TestOnlyARefusalIsBelievedInClear(t *testing.T) {
	t.Parallel()
	bare := func(s *scene) {
		s.reply.Payload = nil
		s.reply.NotSealed = &fault.Error{Op: "search", Kind: fault.KindSignature, Message: "no signature", Err: errNotSealed}
	}
	for _, c := range []scenario{
		{name: "a record", body: succ(found()), with: bare, failed: fault.KindSignature, says: "no signature"},
		{name: "nothing found", body: envelope(`"status":"succ","total_count":0`, none), with: bare, failed: fault.KindSignature, says: "no signature"},
		{name: "an error of ours about it", body: `{}`, with: bare, failed: fault.KindSignature, says: "no signature"},
		{name: "an answer that comes later", body: envelope(`"status":"pdng"`, `"x":1`), with: bare, failed: fault.KindSignature, says: "no signature"},
		{name: "an item that was rejected is part of an answer", body: succ(item(`"status":"rjct","status_reason_code":"rjct.filter.invalid"`)), with: bare, failed: fault.KindSignature, says: "no signature"},
		{name: "a refusal of all of it", body: envelope(`"status":"rjct","status_reason_code":"rjct.version.invalid"`, none), with: bare, failed: fault.KindRejected, code: codes.RejectVersionInvalid},
		{name: "what is not JSON", body: `<html>`, with: bare, failed: fault.KindProtocol, says: "where JSON was promised"},
	} {
		c.run(t)
	}
}

func TestOnlyThePayloadOfASuccessIsDecoded(t *testing.T) {
	t.Parallel()
	s := newScene(succ(found()), 1)
	s.reply.Body = []byte(`{"signature":"e30..","payload":"changed on the way"}`)
	v := s.answer(t)
	require.Nil(t, v.Failed)
	assert.Len(t, v.Outcomes[0].Page.Hits, 1)

	s.reply.Body, s.reply.Payload = s.reply.Payload, []byte(`{}`)
	assert.NotNil(t, s.answer(t).Failed, "what stands beside what was verified is no answer")
}

func TestAnHTTPStatusThatIsNotASuccessIsNeverAnAnswer(t *testing.T) {
	t.Parallel()
	status := func(n int) func(*scene) { return func(s *scene) { s.reply.Status = n } }
	meant := func(s *scene) {
		status(418)(s)
		s.rules.Profile.Habit.Meanings = map[int]string{418: "it brews"}
	}
	for _, c := range []scenario{
		{name: "404", body: succ(found()), with: status(404), failed: fault.KindProtocol, says: "never of a person"},
		{name: "500 with a record", body: succ(found()), with: status(500), failed: fault.KindUnavailable, says: "HTTP 500"},
		{name: "400 with a code", body: `{"errors":[{"code":"rjct.filter.invalid","message":"no B90MAY123"}]}`, with: status(400), failed: fault.KindRejected, code: codes.RejectFilterInvalid, says: "[masked]"},
		{name: "404 that says so itself", body: `{"errors":[{"code":"err.request.not_found"}]}`, with: status(404), failed: fault.KindProtocol, code: codes.ReasonRequestNotFound, says: "protocol: err.request.not_found: the registry has"},
		{name: "400 with a code that says more", body: `{"errors":[{"code":"err.request.unauthorized"}]}`, with: status(400), failed: fault.KindUnauthorized, code: codes.ReasonRequestUnauthorized},
		{name: "401 with a code that says less", body: `{"errors":[{"code":"E1"}]}`, with: status(401), failed: fault.KindUnauthorized, code: "E1"},
		{name: "503 with a word", body: `try again`, with: status(503), failed: fault.KindUnavailable, says: `the text "try again"`},
		{name: "199", body: succ(found()), with: status(199), failed: fault.KindOfStatus(199)},
		{name: "300", body: succ(found()), with: status(300), failed: fault.KindOfStatus(300)},
		{name: "299 is a success", body: succ(found()), with: func(s *scene) { s.reply.Status = 299 }, hits: 1},
		{name: "202 is a success", body: succ(found()), with: func(s *scene) { s.reply.Status = 202 }, hits: 1},
		{name: "what the profile knows of it", body: `{}`, with: meant, failed: fault.KindOfStatus(418), says: "it brews"},
	} {
		c.run(t)
	}
}

func TestWhatIsNotJSONIsDescribedAndNotQuoted(t *testing.T) {
	t.Parallel()
	for _, c := range []scenario{
		{name: "nothing", body: "", failed: fault.KindProtocol, says: "an empty body"},
		{name: "a page", body: "<html>" + number, failed: fault.KindProtocol, says: "an HTML page"},
		{name: "a text, which may be a record", body: "Mala Kumar", failed: fault.KindProtocol, says: "where JSON was promised"},
		{name: "half an answer", body: succ(found())[:150], failed: fault.KindProtocol, says: "cut off"},
		{name: "the same member twice", body: `{"message":{},"message":{}}`, failed: fault.KindProtocol, says: "stands twice"},
		{name: "a list", body: `[]`, failed: fault.KindProtocol, says: "no object"},
	} {
		c.run(t)
	}
	v := newScene("Mala Kumar", 1).answer(t)
	assert.NotContains(t, v.Failed.Error(), "Mala")
}

func TestARegistrysWordsAreKeptWithoutValuesOfTheQuestion(t *testing.T) {
	t.Parallel()
	rejection := func(code string) string {
		return strings.Replace(envelope(`"status":"rjct","status_reason_code":"`+code+`","status_reason_message":"no b90may123 for s3cr3t-token"`, none), "c-1", "x-B90MAY123", 1)
	}
	for code, kept := range map[string]string{
		"rjct.version.invalid": "rjct.version.invalid", "G2P-REG-1": "G2P-REG-1", "12345": "12345",
		"123456": "unknown", "rjct.b90may123": "unknown", "two words": "unknown", strings.Repeat("e", 100): "unknown",
		"rjct.2026-11-28": "rjct.2026-11-28", "mala@example.org": "unknown", "rjct.B90-MAY-123": "unknown",
	} {
		v := newScene(rejection(code), 1).answer(t)
		require.NotNil(t, v.Failed, code)
		assert.Equal(t, codes.ReasonCode(kept), v.Failed.Code)
		assert.True(t, v.Failed.Peer)
		assert.Equal(t, "no [masked] for [masked]", v.Failed.Message)
		assert.Empty(t, v.CorrelationID, "an id that repeats a value is not kept")
	}
}

func TestAnErrorOfAnotherMakerIsNotRepeated(t *testing.T) {
	t.Parallel()
	asked := newScene("", 1).asked
	e := asked.Failed(errors.New("no key for "+number), 200)
	assertNoValues(t, e)
	assert.Equal(t, fault.Error{Op: "search", Kind: fault.KindUnavailable, Message: "the keys could not be had: the key source failed with an error of its own, which is not quoted because it may hold secrets", HTTPStatus: 200, MessageID: "m-1", TransactionID: "t-1"}, *e)

	ours := &fault.Error{Kind: fault.KindTimeout, Message: "too late"}
	e = asked.Failed(ours, 200)
	assert.Equal(t, fault.Error{Op: "search", Kind: fault.KindTimeout, Message: "too late", MessageID: "m-1", TransactionID: "t-1"}, *e)
	assert.Empty(t, ours.Op, "the error that was given is not changed")
	assert.Equal(t, "token", asked.Failed(&fault.Error{Op: "token"}, 0).Op)
}
