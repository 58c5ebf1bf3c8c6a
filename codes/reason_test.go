package codes_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
)

func TestEveryReasonSaysWhatItMeansWhoseFaultItIsAndWhatToDo(t *testing.T) {
	t.Parallel()
	seen := map[codes.ReasonCode]bool{}
	for r := range codes.Reasons() {
		assert.False(t, seen[r.Code], "%s stands twice", r.Code)
		seen[r.Code] = true
		assert.NotEmpty(t, r.Code)
		assert.NotEmpty(t, r.Meaning, r.Code)
		assert.NotEmpty(t, r.Action, r.Code)
		assert.Contains(t, []codes.Party{codes.PartyAsker, codes.PartyRegistry, codes.PartyEither}, r.Fault, r.Code)
		assert.Contains(t, []codes.Retry{codes.RetryNever, codes.RetryLater, codes.RetryNewMessage}, r.Retry, r.Code)
		found, ok := r.Code.Reason()
		require.True(t, ok)
		assert.Equal(t, r, found)
	}
	assert.NotEmpty(t, seen)
	for range codes.Reasons() {
		break // an early end is no fault
	}
}

func TestACodeIsFoundWhateverItsCaseAndAnUnknownOneIsNot(t *testing.T) {
	t.Parallel()
	r, ok := codes.ReasonCode(" RJCT.Search_Criteria.Invalid\n").Reason()
	assert.True(t, ok)
	assert.Equal(t, codes.RejectCriteriaInvalid, r.Code)
	for _, unknown := range []codes.ReasonCode{"", "400", "G2P-REG-102", "err", "rjct."} {
		_, ok := unknown.Reason()
		assert.False(t, ok, unknown)
		assert.False(t, unknown.Known())
	}
}

func TestNotFoundSpeaksOfAURLAndIsNotToBeRetried(t *testing.T) {
	t.Parallel()
	r, _ := codes.ReasonRequestNotFound.Reason()
	assert.Contains(t, r.Meaning, "never of a person")
	assert.Equal(t, codes.RetryNever, r.Retry)
}
