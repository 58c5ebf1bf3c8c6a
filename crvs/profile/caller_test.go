package profile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/fault"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// called is a file of what a caller posts.
func called(tb testing.TB, p profile.Profile, event string) string {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "callers", p.Name+"-"+event+".json"))
	require.NoError(tb, err)
	return string(text)
}

func hear(t *testing.T, p profile.Profile, body string) *profile.Received {
	t.Helper()
	r, err := p.Decode([]byte(body), profile.Asked{})
	require.NoError(t, err)
	return r
}

// change replaces texts, each of which must be there.
func change(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, text, pairs[i])
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

func TestACallerIsFoundByItsNameAndAskedNothing(t *testing.T) {
	t.Parallel()
	var names []string
	for _, p := range profile.Callers() {
		names = append(names, p.Name)
		found, ok := profile.CallerByName(p.Name)
		assert.True(t, ok)
		assert.Equal(t, p.System, found.System)
		_, ok = profile.ByName(p.Name)
		assert.False(t, ok, "a client has no use for it")

		_, err := p.Path(profile.VerbSearch)
		require.ErrorIs(t, err, fault.ErrUnsupported)
		_, err = p.Encode(profile.Message{Body: profile.Unsubscribe{Codes: []string{"1"}}, At: time.Now()})
		require.ErrorIs(t, err, fault.ErrUnsupported)
		plan, err := p.Plan(search.ByIdentifier(codes.IdentifierBRN, "B1"))
		require.NoError(t, err)
		_, err = p.Encode(profile.Message{Body: profile.Search{plan}})
		require.ErrorContains(t, err, "it only calls, and is asked nothing")
	}
	assert.Equal(t, []string{"opencrvs-webhooks", "opencrvs-2.0-events"}, names)
	for _, p := range profile.All() {
		found, ok := profile.CallerByName(p.Name)
		assert.True(t, ok)
		assert.Equal(t, p.Name, found.Name)
	}
	_, ok := profile.CallerByName("opencrvs")
	assert.False(t, ok)
}

// The golden files hold the records that are read.
func TestWhatACallerTellsIsReadAsARecord(t *testing.T) {
	t.Parallel()
	for _, p := range profile.Callers() {
		for _, event := range []string{"birth", "death"} {
			t.Run(p.Name+" "+event, func(t *testing.T) {
				t.Parallel()
				r := hear(t, p, called(t, p, event))
				require.Len(t, r.Events, 1)
				e := r.Events[0]
				require.False(t, e.Unreadable)
				require.Len(t, e.Records, 1)
				text, err := json.Marshal(e.Records[0])
				require.NoError(t, err)
				var all bytes.Buffer
				fmt.Fprintf(&all, "%s %q of %s by %q at %q, signed at %q\n", e.Event, e.Change, e.Records[0].RegistrationNumber, e.ReferenceID, e.Timestamp, r.Header.MessageTS)
				require.NoError(t, json.Indent(&all, text, "", "  "))
				all.WriteByte('\n')
				file := filepath.Join("testdata", "callers", p.Name+"-"+event+".txt")
				if *update {
					require.NoError(t, os.WriteFile(file, all.Bytes(), 0o600))
				}
				want, err := os.ReadFile(file)
				require.NoError(t, err)
				assert.Equal(t, string(want), all.String())
			})
		}
	}
}

// What stands for "unknown" stays as it came, and counts for nothing.
func TestAPlaceholderFromACallerIsNoValue(t *testing.T) {
	t.Parallel()
	for _, p := range profile.Callers() {
		child := hear(t, p, called(t, p, "birth")).Events[0].Records[0].Person
		father, ok := child.Father()
		require.True(t, ok)
		assert.Equal(t, "Тарас Козловський", father.Name().Full())
		assert.True(t, father.BirthDate().IsPlaceholder(person.DateOfBirth))
		mother, ok := child.Mother()
		require.True(t, ok)
		assert.Equal(t, "อรุณี", mother.Name().Full(), "one name")
		assert.Empty(t, mother.BirthDates, "an age is an estimate")

		dead := hear(t, p, called(t, p, "death")).Events[0].Records[0]
		assert.Equal(t, person.True, dead.DeathRecorded(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)))
		assert.Empty(t, dead.Person.BirthDates)
		none := strings.ReplaceAll(strings.ReplaceAll(called(t, p, "death"), "2026DSUHA26", "N/A"), "2026-11-03", "1970-01-01")
		dead = hear(t, p, none).Events[0].Records[0]
		assert.Empty(t, dead.RegistrationNumber)
		assert.Equal(t, person.Unsure, dead.DeathRecorded(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)))
	}
}

func TestWhatIsNotOfTheCallerIsNoEvent(t *testing.T) {
	t.Parallel()
	for _, p := range profile.Callers() {
		for _, body := range []string{`{}`, `{"ok":true}`, `{"message":{"notify_event":[{"data":{"reg_records":{"surname":"x","brn":"1"}}}]}}`} {
			r := hear(t, p, body)
			assert.Nil(t, r.Events, body)
			assert.Zero(t, r.Unregistered)
		}
		for _, body := range []string{``, `[]`, `<html>`, `{"a":1,"a":2}`, `{} {}`, "{\"a\":\"\xff\"}"} {
			_, err := p.Decode([]byte(body), profile.Asked{})
			var wrong *profile.SyntaxError
			require.ErrorAs(t, err, &wrong, body)
		}
		r := hear(t, p, "\ufeff"+called(t, p, "death"))
		require.Len(t, r.Events, 1)
		assert.False(t, r.Events[0].Unreadable, "a byte order mark is no matter")
	}
}
