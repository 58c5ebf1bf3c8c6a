package decide

import (
	"strconv"
	"strings"
)

// Sentence is the verdict in one or two sentences for an officer, in English. It names
// attributes by the standard's names for them, and holds no value of anybody.
func (v Verdict) Sentence() string {
	pairs := []string{"{about}", strings.Join(v.About, ", ")}
	for i, asked := range v.Asked {
		pairs = append(pairs, "{"+strconv.Itoa(i+1)+"}", asked)
	}
	text := strings.NewReplacer(pairs...).Replace(meaningOf(v.Rule).text)
	if v.Outcome == Ambiguous && len(v.Differences) > 0 {
		names := make([]string, len(v.Differences))
		for i, a := range v.Differences {
			names[i] = string(a)
		}
		text += " They differ in " + strings.Join(names, ", ") + "."
	}
	return text
}
