package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

const ravi = `{"event":"death","registration_number":"D24AUG007","match":"confirmed","person":{` +
	`"identifier":[{"identifier_type":"DRN","identifier_value":"D24AUG007"},{"identifier_type":"NATIONAL_ID","identifier_value":"987654321"}],` +
	`"name":{"surname":"Nair","given_name":"Ravi"},`

func TestJSONIsOneLineForEachRecordInAFixedOrder(t *testing.T) {
	t.Parallel()
	url := registry(t)
	d := crvsctl(t, asked(url, "-event", "death", "-id", "DRN:D24AUG007", "-json")...)
	assert.Equal(t, exitFound, d.status)
	assert.True(t, strings.HasPrefix(d.stdout, ravi), d.stdout)
	assert.Equal(t, 1, strings.Count(d.stdout, "\n"))

	url, _ = script(t, answer(1, born("B1", "<Mala> & \u2028", "1990-05-12")))
	d = crvsctl(t, asked(url, "-event", "birth", "-id", "BRN:B1", "-json")...)
	assert.Equal(t, exitFound, d.status)
	assert.Equal(t, []string{ // byte for byte
		`{"event":"live_birth","registration_number":"B1","match":"confirmed","person":{` +
			`"identifier":[{"identifier_type":"BRN","identifier_value":"B1"}],` +
			`"name":{"given_name":"<Mala> & ` + "\u2028" + `"},"sex":"female","birth_date":"1990-05-12"}}`, "",
	}, strings.Split(d.stdout, "\n"))
}

func TestAListingIsForPeople(t *testing.T) {
	t.Parallel()
	d := crvsctl(t, asked(registry(t), "-event", "marriage", "-id", "MRN:M15FEB042", "-one")...)
	assert.Equal(t, exitFound, d.status)
	for _, want := range []string{
		"marriage M15FEB042 (the record itself shows what was asked)\n",
		"  name           Mala S Kumar\n",
		"  married        2015-02-14, Ernakulam, Kerala, India\n",
		"  marital status married\n",
		"  NATIONAL_ID    123456789\n",
		"  husband        Ravi Nair, NATIONAL_ID 987654321, born 1986-01-20\n",
	} {
		assert.Contains(t, d.stdout, want)
	}
}

func TestARecordThatDoesNotShowWhatWasAskedSaysSo(t *testing.T) {
	t.Parallel()
	url, _ := script(t, answer(1, `{"identifier":[{"identifier_type":"BRN","identifier_value":"B1"}],"ward":"7"}`))
	d := crvsctl(t, asked(url, "-event", "birth", "-where", "birth_date=1990-05-12")...)
	assert.Equal(t, exitFound, d.status)
	assert.Contains(t, d.stdout, "unconfirmed")
	assert.Contains(t, d.stdout, "1 member(s) outside the standard")
	d = crvsctl(t, asked(url, "-event", "birth", "-where", "birth_date=1990-05-12", "-json")...)
	assert.Contains(t, d.stdout, `"match":"unconfirmed"`)
	assert.Contains(t, d.stdout, `"ward":"7"`)
}

func TestNamesOfAnyScriptAreReadable(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Тимур", "ሰላም", "สมชาย", "मीनाक्षी", "ශ්\u200dරී", "عائشة"} {
		url, _ := script(t, answer(1, born("B1", name, "1990-05-12")))
		d := crvsctl(t, asked(url, "-event", "birth", "-id", "BRN:B1", "-where", "given_name="+name)...)
		assert.Equal(t, exitFound, d.status)
		assert.Contains(t, d.stdout, "  name           "+name+"\n")
		d = crvsctl(t, asked(url, "-event", "birth", "-id", "BRN:B1", "-json")...)
		assert.Contains(t, d.stdout, `"given_name":"`+name+`"`)
	}
}

func TestARegistryCannotSteerTheTerminal(t *testing.T) {
	t.Parallel()
	url, _ := script(t, answer(1, born("B1", "Ma\u001b[2Jla\nsex female\u202e", "1990-05-12")))
	d := crvsctl(t, asked(url, "-event", "birth", "-id", "BRN:B1")...)
	assert.Equal(t, exitFound, d.status)
	assert.NotContains(t, d.stdout, "\u001b")
	assert.NotContains(t, d.stdout, "\u202e")
	assert.Contains(t, d.stdout, "Ma\ufffd[2Jla sex female\ufffd")
}

func TestAnEventHasManySpellings(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"birth", "live_birth", "LiveBirth", "Live birth", "BIRTH", "spdci-common:RegistryEventType:LiveBirth"} {
		url, got := script(t, answer(0))
		d := crvsctl(t, asked(url, "-event", word, "-id", "BRN:B90MAY123")...)
		assert.Equal(t, exitNotFound, d.status, word)
		require.Len(t, got.seen(), 1)
		assert.Equal(t, string(codes.VitalEventBirth), got.seen()[0].body.Message.SearchRequest[0].SearchCriteria.RegEventType)
	}
}

func TestIdentifierAndConditionsMustAllHold(t *testing.T) {
	t.Parallel()
	url := registry(t)
	for _, tt := range []struct {
		name string
		args []string
		want int
	}{
		{"an identifier alone", []string{"-id", "NATIONAL_ID:123456789"}, exitFound},
		{"an identifier and what is true of it", []string{"-id", "NATIONAL_ID:123456789", "-where", "birth_date=1990", "-where", "sex=F"}, exitFound},
		{"an identifier and what is not", []string{"-id", "NATIONAL_ID:123456789", "-where", "sex=male"}, exitNotFound},
		{"a range of two conditions", []string{"-where", "birth_date>=2017-06-01", "-where", "birth_date<=2017-06-30"}, exitFound},
		{"a range without anybody", []string{"-where", "birth_date>2017-06-30", "-where", "birth_date<2017-07-02"}, exitNotFound},
		{"names and a region", []string{"-where", "surname=Nair", "-where", "region=IN-KL"}, exitFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, asked(url, append(tt.args, "-event", "birth")...)...)
			assert.Equal(t, tt.want, d.status, d.stderr)
			if tt.want == exitNotFound {
				assert.Equal(t, "crvsctl search: not found: the registry was asked and has no such record\n", d.stderr)
				assert.Empty(t, d.stdout)
			}
		})
	}
}

func TestOneAsksForExactlyOne(t *testing.T) {
	t.Parallel()
	url := registry(t)
	d := crvsctl(t, asked(url, "-one", "-id", "NATIONAL_ID:123456789")...)
	assert.Equal(t, exitAmbiguous, d.status)
	assert.Contains(t, d.stderr, "leave -one out to list them")
	assert.Empty(t, d.stdout)
	d = crvsctl(t, asked(url, "-one", "-id", "NATIONAL_ID:123456789", "-event", "birth", "-page-size", "1")...)
	assert.Equal(t, exitFound, d.status)
	d = crvsctl(t, asked(url, "-one", "-id", "BRN:B00NONE000", "-event", "birth")...)
	assert.Equal(t, exitNotFound, d.status)
}

func TestAListIsReadPageByPageUpToItsLimit(t *testing.T) {
	t.Parallel()
	births := []string{"-event", "birth", "-where", "birth_date=2017", "-json"}
	for _, tt := range []struct {
		name            string
		args            []string
		lines, requests int
		pageSize        int
	}{
		{"all of them at once by default", nil, 12, 1, 100},
		{"all of them in pages", []string{"-page-size", "5"}, 12, 3, 5},
		{"a limit within the second page", []string{"-page-size", "5", "-limit", "7"}, 7, 2, 5},
		{"a limit at the end of a page", []string{"-page-size", "5", "-limit", "5"}, 5, 1, 5},
		{"no more is asked for than the limit", []string{"-limit", "3"}, 3, 1, 3},
		{"a limit above what there is", []string{"-limit", "99"}, 12, 1, 99},
		{"a limit of 0 is none", []string{"-limit", "0"}, 12, 1, 100},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			box, err := sandbox.New()
			require.NoError(t, err)
			url, got := script(t, http.StripPrefix(prefix, box).ServeHTTP)
			d := crvsctl(t, asked(url, append(tt.args, births...)...)...)
			assert.Equal(t, exitFound, d.status)
			assert.Equal(t, tt.lines, strings.Count(d.stdout, "\n"))
			require.Len(t, got.seen(), tt.requests)
			assert.Equal(t, tt.pageSize, got.seen()[0].body.pageSize())
		})
	}
	d := crvsctl(t, asked(registry(t), "-event", "birth", "-where", "birth_date=2017", "-limit", "2")...)
	assert.True(t, strings.HasSuffix(d.stdout, "\n2 records, as many as -limit allows\n"), d.stdout)
}

func TestADryRunShowsTheMessageAndSendsNothing(t *testing.T) {
	t.Parallel()
	url, got := script(t, answer(0))
	question := []string{"-event", "birth", "-id", "BRN:B90MAY123", "-receiver", "crvs.test", "-dry-run"}
	for _, more := range [][]string{nil, {"-json"}, {"-one"}, {"-one", "-page-size", "1"}} {
		d := crvsctl(t, asked(url, append(more, question...)...)...)
		assert.Equal(t, exitFound, d.status)
		var m message
		require.NoError(t, json.Unmarshal([]byte(d.stdout), &m))
		assert.Equal(t, "crvs.test", m.Header.ReceiverID)
		assert.Contains(t, d.stdout, "B90MAY123")
		if more != nil && more[0] == "-json" {
			assert.Equal(t, 1, strings.Count(d.stdout, "\n"))
		}
		if more != nil && more[0] == "-one" {
			assert.Equal(t, 2, m.pageSize(), "as it would be sent: two tell one from more than one")
		}
	}
	assert.Empty(t, got.seen())
}

func TestAQuestionThatMakesNoSenseIsNotSent(t *testing.T) {
	t.Parallel()
	url, got := script(t, answer(0))
	for _, args := range [][]string{
		{"-where", "birth_date>=2018-01-01", "-where", "birth_date<=2017-01-01"},
		{"-id", "BRN:" + strings.Repeat("9", 300)},
		{"-id", "BRN:B1", "-page-size", "2000000"},
		{"-id", "BRN:B1\nB2"},
	} {
		for _, more := range [][]string{nil, {"-one"}, {"-dry-run"}} {
			d := crvsctl(t, asked(url, append(more, args...)...)...)
			assert.Equal(t, exitUsage, d.status, d.stderr)
			assert.Contains(t, d.stderr, "nothing was sent")
			assert.Empty(t, d.stdout)
		}
	}
	assert.Empty(t, got.seen())
}

// broken is an output that cannot be written.
type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

func TestAReaderWhoLeavesHearsNoComplaint(t *testing.T) {
	t.Parallel()
	url := registry(t)
	for _, tt := range []struct {
		name string
		err  error
		want int
	}{
		{"a closed pipe", &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}, exitFound},
		{"a pipe closed in this process", io.ErrClosedPipe, exitFound},
		{"a full disk", syscall.ENOSPC, exitFailed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var stderr strings.Builder
			args := asked(url, "-event", "birth", "-where", "birth_date=2017", "-json", "-page-size", "5")
			assert.Equal(t, tt.want, run(t.Context(), args, strings.NewReader(""), broken{tt.err}, &stderr))
			if tt.want == exitFound {
				assert.Empty(t, stderr.String())
			} else {
				assert.Contains(t, stderr.String(), "the output could not be written")
			}
		})
	}
}

func TestAConnectionThatBreaksIsNoClosedPipe(t *testing.T) {
	t.Parallel()
	text, status := explain(&crvs.Error{Op: "find", Kind: crvs.KindUnavailable, Err: fmt.Errorf("write: %w", syscall.EPIPE)})
	assert.Equal(t, exitFailed, status)
	assert.NotEmpty(t, text)
	_, status = explain(errors.New("anything else"))
	assert.Equal(t, exitFailed, status)
}

func TestCtrlCEndsTheQuestion(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	url, _ := script(t, func(_ http.ResponseWriter, req *http.Request) {
		cancel()
		<-req.Context().Done()
	})
	d := crvsctlWith(ctx, t, asked(url, "-id", "BRN:B90MAY123")...)
	assert.Equal(t, exitFailed, d.status)
	assert.Contains(t, d.stderr, "canceled: interrupted")
}

func TestExplainSaysWhatIsAskedAndNeedsNoRegistry(t *testing.T) {
	t.Parallel()
	d := crvsctl(t, "search", "-event", "birth", "-where", "parent=UIN:S3CRET", "-where", "birth_date=1990..1995", "-where", "sex in F,unknown", "-explain")
	assert.Equal(t, exitFound, d.status, d.stderr)
	assert.Equal(t, "records of live births, of persons one of whose parents has an identifier of type UIN (value not shown), "+
		"born between two days, whose sex is female or unknown\n", d.stdout)
	d = crvsctl(t, "search", "-graphql", "{ p(id: \"S3CRET\") }", "-explain")
	assert.Equal(t, exitFound, d.status, d.stderr)
	assert.Equal(t, "records of any event, as a GraphQL text asks for them (text not shown)\n", d.stdout)
}

func TestTheFormOfAQuestionIsAFlag(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		`"expression": "{ person { name } }"`: {"-graphql", "{ person { name } }"},
		`"query_type": "graphql"`:             {"-graphql", "@" + file(t, "question.graphql", []byte("{ person { name } }\n"))},
		`"$eq": "female"`:                     {"-where", "sex=F", "-expression"},
		`"attribute_value": "UIN:7"`:          {"-where", "parent=UIN:7"},
		`"attribute_name": "ward"`:            {"-where", "custom:ward=7"},
		`"condition": "or"`:                   {"-where", "surname=Rao or surname=Row"},
	} {
		d := crvsctl(t, asked("http://registry.test", append(args, "-dry-run")...)...)
		assert.Equal(t, exitFound, d.status, d.stderr)
		assert.Contains(t, d.stdout, want)
	}
}
