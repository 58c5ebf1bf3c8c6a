package crvs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// known is a question that the sandbox answers with one record.
type known struct {
	query search.Query
	tells []string // what the record tells of that person; as long as any of it stands there, somebody was found
}

func knownQuestions() []known {
	return []known{
		{malaByBRN(), []string{"B90MAY123", "Mala", "Kumar", "1990-05-12"}},
		{search.ByIdentifier(codes.IdentifierNationalID, "987654321").In(codes.VitalEventDeath), []string{"D24AUG007", "Ravi", "Nair"}},
		{search.ByIdentifier(codes.IdentifierNationalID, "123456789").In(codes.VitalEventMarriage), []string{"M15FEB042", "Mala", "Ravi"}},
		{
			search.Where(search.BirthDate.Is(person.MustDate("1986-12-25")), search.Sex.Is(codes.SexFemale), search.FamilyName.Is("D'Souza-Pereira")).In(codes.VitalEventBirth),
			[]string{"B86DEC025", "1986-12-25"},
		},
	}
}

// sound is a sound answer of the sandbox, to one question or to a batch.
type sound struct {
	client   *crvs.Client
	asked    []known
	question string // the request, whose ids stand in the answer
	answer   string
}

// FuzzTruth: an answer that is changed by two small edits is no other answer. While
// anything of the person who was asked for stands in it, it is never "not found",
// and a record that it confirms has the number, or the date, that was asked for.
func FuzzTruth(f *testing.F) {
	answers := soundAnswers(f)
	for i := range answers {
		f.Add(byte(i), uint16(0), byte(0), []byte(nil), uint16(0), byte(0), []byte(nil))
		f.Add(byte(i), uint16(30), byte(1), []byte("[]"), uint16(40), byte(3), []byte("0"))
		f.Add(byte(i), uint16(1050), byte(1), []byte("nil"), uint16(20), byte(129), []byte("1"))
	}
	f.Fuzz(func(t *testing.T, which byte, at uint16, drop byte, put []byte, at2 uint16, drop2 byte, put2 []byte) {
		s := answers[int(which)%len(answers)]
		body := edit(edit(s.answer, at, drop, put), at2, drop2, put2)
		ctx := context.WithValue(t.Context(), changedAnswer{}, changed{s.question, body})
		for i, result := range s.ask(ctx) {
			k := s.asked[i]
			switch {
			case result.Err != nil:
				if e, ok := errors.AsType[*crvs.Error](result.Err); !ok || e.Kind == crvs.KindNotFound {
					t.Fatalf("an error of another kind: %v", result.Err)
				}
			case len(result.Page.Hits) == 0:
				if tells := k.toldIn(body); tells {
					t.Fatalf("%s: not found, and it stands there: %s", k.query, body)
				}
			}
			for _, hit := range result.Page.Hits {
				if hit.Match == search.MatchConfirmed && !k.carriedBy(hit) {
					t.Fatalf("%s: a stranger is confirmed: %s", k.query, body)
				}
			}
		}
	})
}

// toldIn says whether anything of the person stands in what is JSON, or whether
// this is none, of which nothing can be said.
func (k known) toldIn(body string) bool {
	return !json.Valid([]byte(body)) || slices.ContainsFunc(k.tells, func(s string) bool { return strings.Contains(body, s) })
}

// carriedBy says whether a record has the number that was asked for, or the date.
func (k known) carriedBy(hit search.Hit) bool {
	id := k.query.Identifier()
	if id.Value == "" {
		return slices.ContainsFunc(hit.Subject().BirthDates, func(d person.Date) bool { return d.Equal(person.MustDate("1986-12-25")) == person.True })
	}
	for _, has := range hit.Subject().Identifiers {
		if bare(has.Value) == bare(id.Value) {
			return true
		}
	}
	return bare(hit.RegistrationNumber) == bare(id.Value)
}

// bare is a number without what stands between its letters and digits.
func bare(number string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, number)
}

var token = regexp.MustCompile(`"(?:\\.|[^"\\])*"|[{}\[\]:,]|[^\s{}\[\]:,"]+`)

// edit takes out up to 63 bytes, or as many tokens of JSON from 128 on, and puts
// something else there: bytes, or a copy of another token. It is too little to
// write a sound answer of another kind.
func edit(body string, at uint16, drop byte, put []byte) string {
	if len(put) > 3 {
		put = put[:3]
	}
	if drop < 128 {
		from := int(at) % (len(body) + 1)
		to := min(len(body), from+int(drop)%64)
		return body[:from] + string(put) + body[to:]
	}
	tokens := token.FindAllStringIndex(body, -1)
	if len(tokens) == 0 {
		return body
	}
	first := int(at) % len(tokens)
	last := min(len(tokens)-1, first+int(drop-128)%64)
	copied := ""
	if len(put) > 0 {
		other := tokens[int(put[0])%len(tokens)]
		copied = body[other[0]:other[1]]
	}
	return body[:tokens[first][0]] + copied + body[tokens[last][1]:]
}

func (s sound) ask(ctx context.Context) []search.Result {
	queries := make([]search.Query, len(s.asked))
	for i, k := range s.asked {
		queries[i] = k.query
	}
	if len(queries) == 1 {
		page, err := s.client.SearchPage(ctx, queries[0])
		return []search.Result{{Page: page, Err: err}}
	}
	results, err := s.client.SearchBatch(ctx, queries)
	if err != nil {
		results = slices.Repeat([]search.Result{{Err: err}}, len(queries))
	}
	return results
}

type (
	changedAnswer struct{}
	changed       struct{ question, answer string }
)

// soundAnswers asks a sandbox in every profile what the profile can ask.
func soundAnswers(f *testing.F) []sound {
	f.Helper()
	box, err := sandbox.New()
	if err != nil {
		f.Fatal(err)
	}
	var all []sound
	for _, p := range profile.All() {
		path, _ := sandbox.BasePath(p.Name)
		var last changed
		wire := roundTripper(func(r *http.Request) (*http.Response, error) {
			question, _ := io.ReadAll(r.Body)
			var body string
			if c, ok := r.Context().Value(changedAnswer{}).(changed); ok {
				body = withIDs(c.answer, c.question, string(question))
			} else {
				body = soundly(box, r, question)
				last = changed{string(question), body}
			}
			return &http.Response{
				StatusCode: http.StatusOK, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Request: r,
				ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body)),
			}, nil
		})
		c, err := crvs.New("http://registry.example"+path, crvs.WithProfile(p), crvs.WithSender("s"), crvs.WithInsecureUnsigned(),
			crvs.WithHTTPClient(&http.Client{Transport: wire}), crvs.WithRetry(crvs.Retry{MaxAttempts: 1}))
		if err != nil {
			f.Fatal(err)
		}
		var can []known
		for _, k := range knownQuestions() {
			if _, err := p.Plan(k.query); err == nil {
				can = append(can, k)
			}
		}
		batches := [][]known{can}
		for _, k := range can {
			batches = append(batches, []known{k})
		}
		for _, asked := range batches {
			if len(asked) > 1 && p.Asks.MaxBatch == 1 {
				continue
			}
			s := sound{client: c, asked: asked}
			for _, result := range s.ask(f.Context()) {
				if result.Err != nil || len(result.Page.Hits) != 1 || result.Page.Hits[0].Match != search.MatchConfirmed {
					f.Fatalf("%s does not answer soundly: %v", p.Name, result.Err)
				}
			}
			s.question, s.answer = last.question, last.answer
			all = append(all, s)
		}
	}
	return all
}

// soundly is the answer of the sandbox.
func soundly(box http.Handler, r *http.Request, question []byte) string {
	var out written
	in := r.Clone(r.Context())
	in.Body, in.RequestURI = io.NopCloser(bytes.NewReader(question)), r.URL.RequestURI()
	box.ServeHTTP(&out, in)
	return out.String()
}

type written struct {
	bytes.Buffer
	header http.Header
}

func (r *written) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}
func (r *written) WriteHeader(int) {}

var messageIDs = regexp.MustCompile(`"(?:transaction_id|reference_id|message_id)":\s*("[^"]*"|\d+)`)

// withIDs puts the ids of one request in place of those of another.
func withIDs(answer, before, now string) string {
	var pairs []string
	was, is := messageIDs.FindAllStringSubmatch(before, -1), messageIDs.FindAllStringSubmatch(now, -1)
	for i := range min(len(was), len(is)) {
		pairs = append(pairs, was[i][1], is[i][1])
	}
	return strings.NewReplacer(pairs...).Replace(answer)
}
