package person

import (
	"strings"

	"github.com/openspmis/dci-crvs-go/codes"
)

// Words are a registry's own words for codes, by [FoldWord]: a [Decoder] reads them
// before those of the directories, where "U" may be another code's alias. A word with
// the code "" means several things there: the member is not read, and stays in Extra
// as it came.
type Words struct {
	Sexes           map[string]codes.Sex
	MaritalStatuses map[string]codes.MaritalStatus
	Events          map[string]codes.VitalEvent
}

// FoldWord is a word as [Words] has it: without case and the blanks around it.
func FoldWord(word string) string { return strings.ToLower(strings.TrimSpace(word)) }

// Speak makes the decoder read these words in the records that follow. They must not
// change while it reads.
func (d *Decoder) Speak(w Words) { d.words = w }

func (c *cursor) own() Words {
	if c.words == nil {
		return Words{}
	}
	return *c.words
}

// Sex is what a word means, in the registry's words and then in the directory's: "" for
// a word that means several things there.
func (w Words) Sex(word string) codes.Sex {
	if code, ok := w.Sexes[FoldWord(word)]; ok {
		return code
	}
	return codes.Sex(word).Canonical()
}

// MaritalStatus is what a word means: see [Words.Sex].
func (w Words) MaritalStatus(word string) codes.MaritalStatus {
	if code, ok := w.MaritalStatuses[FoldWord(word)]; ok {
		return code
	}
	return codes.MaritalStatus(word).Canonical()
}

// Event is what a word means: see [Words.Sex].
func (w Words) Event(word string) codes.VitalEvent {
	if code, ok := w.Events[FoldWord(word)]; ok {
		return code
	}
	return codes.VitalEvent(word).Canonical()
}

// readWord is readCode where the registry may have words of its own.
func readWord[T ~string](c *cursor, dst *T, own map[string]T, canonical func(T) T) bool {
	if len(own) == 0 {
		return readCode(c, dst, canonical)
	}
	return readCode(c, dst, func(t T) T {
		if code, ok := own[FoldWord(string(t))]; ok {
			return code
		}
		return canonical(t)
	})
}
