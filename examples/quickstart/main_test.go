package main

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestItShowsANewcomerTheFourAnswers(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out))
	text := out.String()
	for _, want := range []string{
		"Mala S Kumar, female, born 1990-05-12 (confirmed by the record itself)",
		"page 1: B17",
		"page 3: B17",
		"B17JUN009  2017-06-30  Asha Nair",
		"Тимур Бекжанов",
		"not found: the registry was asked and has no such record",
		"ends before it begins (messages sent: 0)",
	} {
		assert.Contains(t, text, want)
	}
	assert.Regexp(t, `^A sandbox civil registry listens on http://127\.0\.0\.1:\d+ and takes signed questions only\n`, text)
	assert.Len(t, regexp.MustCompile(`(?m)^   page \d: `).FindAllString(text, -1), 12, "the births of 2017")
	assert.Equal(t, text, regexp.MustCompile(`\[[a-z_ ]*redacted\]|%!`).ReplaceAllString(text, ""), "nothing is printed redacted or wrongly")
}

func TestItFailsWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, run(ctx, io.Discard), context.Canceled)
}
