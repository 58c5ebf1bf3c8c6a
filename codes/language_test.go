package codes_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
)

func TestALanguageIsReadAsCodeOrTag(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"en": {"en", "eng"}, "EN": {"en", "eng"}, "eng": {"en", "eng"}, "spdci:en": {"en", "eng"}, "1": {"en", "eng"},
		"fra": {"fr", "fra"}, "fre": {"fr", "fra"}, "pt-BR": {"pt-BR", "por"}, "pt_br": {"pt-BR", "por"}, "iw": {"he", "heb"}, "swa": {"sw", "swa"},
	} {
		c, ok := codes.ParseLanguageCode(text)
		assert.True(t, ok, text)
		assert.Equal(t, codes.LanguageCode(want[0]), c, text)
		assert.True(t, codes.LanguageCode(text).Valid())
		assert.Equal(t, codes.LanguageCode(want[0]), codes.LanguageCode(text).Canonical())
		assert.Equal(t, want[1], codes.LanguageCode(text).Alpha3(), text)
	}
	for _, unknown := range []string{"", " ", "e", "english", "und", "root", "x-foo", "2", "en-GJ", "q1", strings.Repeat("a:", 500)} {
		c, ok := codes.ParseLanguageCode(unknown)
		assert.False(t, ok, unknown)
		assert.Equal(t, codes.LanguageCode(unknown), c, "what is unknown survives as it came")
		assert.False(t, c.Valid())
		assert.Empty(t, c.Alpha3())
	}
	assertSurvivesJSON[codes.LanguageCode](t, "en", "eng", "no language", "")
}
