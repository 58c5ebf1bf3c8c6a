package crvs_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs"
	env "github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// talkative is code of a caller whose errors quote the question, which an error of
// this package never does.
type talkative struct{}

var errTalkative = errors.New("no record of Mala Kumar, B90MAY123")

func (talkative) Encode(profile.Profile, profile.Message) (profile.Encoded, error) {
	return profile.Encoded{}, errTalkative
}

func (talkative) Decode(profile.Profile, []byte, profile.Asked) (*profile.Received, error) {
	return nil, errTalkative
}

func (talkative) FindKeys(context.Context, env.KeyQuery) ([]env.PublicKey, error) {
	return nil, errTalkative
}

func TestAnErrorOfACodecIsNotRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := profile.DCI10()
		p.Codec = talkative{}
		reg := start(t, says(200, found(malaRecord)))
		c := reg.client(t, crvs.WithProfile(p))
		_, preview := c.Preview(t.Context(), malaByBRN())
		for op, err := range map[string]error{"find": find(t.Context(), c, malaByBRN()), "preview": preview} {
			e, ok := errors.AsType[*crvs.Error](err)
			require.True(t, ok)
			assert.Equal(t, []any{op, crvs.KindInvalid}, []any{e.Op, e.Kind})
			assertClean(t, err)
		}
		assert.Empty(t, reg.requests())
	})
}

func TestAnErrorOfAKeySourceIsNotRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reg := start(t, newPeer(t).answers(foundAt(time.Now()), nil))
		err := find(t.Context(), trusting(t, reg, crvs.WithVerifier(talkative{}), crvs.WithInsecurePlainHTTP()), malaByBRN())
		e, ok := errors.AsType[*crvs.Error](err)
		require.True(t, ok)
		assert.Equal(t, []any{"find", crvs.KindUnavailable, 200}, []any{e.Op, e.Kind, e.HTTPStatus})
		assertClean(t, err)
	})
}

func TestABodyThatIsNotStrictJSONIsAnErrorOfTheProtocol(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// A reader of JSON may read what is nested this deep; a verifier does not.
		body := `{"extra":` + strings.Repeat("[", 70) + strings.Repeat("]", 70) + `,` + found(malaRecord)[1:]
		err := find(t.Context(), trusting(t, start(t, says(200, body))), malaByBRN())
		e, ok := errors.AsType[*crvs.Error](err)
		require.True(t, ok)
		assert.Equal(t, crvs.KindProtocol, e.Kind, "%v", err)
		assert.Contains(t, e.Message, "no sound JSON object")
	})
}

func TestARegistryThatCannotBeSearchedIsNotAsked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := profile.DCI10()
		delete(p.Paths, profile.VerbSearch)
		delete(p.Paths, profile.VerbLocations)
		reg, log, audit := start(t), &stepLog{}, &auditLog{}
		c := reg.client(t, crvs.WithProfile(p), crvs.WithObserver(log.observe), crvs.WithAudit(audit.add))
		require.ErrorIs(t, find(t.Context(), c, malaByBRN()), crvs.ErrUnsupported)
		_, err := c.Locations(t.Context())
		require.ErrorIs(t, err, crvs.ErrUnsupported)
		assert.Contains(t, err.Error(), "crvs: locations: unsupported")
		assert.Empty(t, reg.all())
		assert.Empty(t, log.steps, "what is refused is not begun")
		assert.Empty(t, audit.records)
	})
}
