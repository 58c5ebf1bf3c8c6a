package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
	"github.com/openspmis/dci-crvs-go/person"
)

// decision is a question for a verdict, with what is true.
type decision struct {
	question decide.Question
	law      decide.Law
	// isSo and isNot say which verdicts are true: a Confirmed one if isSo, a Refuted one
	// if isNot. Where nobody knows neither is.
	isSo, isNot bool
	// isThere says that NotFound is false: the number is right and registered.
	isThere bool
	family  []person.Identifier // of whom Family may tell
	isOdd   bool                // see question
	trait   string              // what is wrong with the facts, for a finding
}

// decided is one sort of verdict.
type decided struct {
	question string
	outcome  decide.Outcome // "" for an error
	rule     decide.Rule
}

// decision asks one question and counts what came of it. It returns how many were
// asked: none, if the profile cannot ask it.
func (w *worker) decision(ctx context.Context, m *maker, a *asker, b block, next turn, isOn bool, t *tally) (int, error) {
	d := m.decision(m.someone())
	d.isOdd = d.isOdd && strings.HasPrefix(b.profile.Name, "opencrvs")
	client := a.plain
	if a.sealed != nil && (m.IntN(8) == 0 || isOn && next.encrypted) {
		client = a.sealed
	}
	var v decide.Verdict
	var failed error
	ask := func(ctx context.Context) { v, failed = decide.Ask(ctx, client, d.question, decide.WithLaw(d.law)) }
	isStruck := false
	if isOn {
		var err error
		if isStruck, err = w.under(ctx, m, a, next, ask); err != nil {
			return 0, err
		}
	} else {
		ask(ctx)
	}
	name := ""
	if isOn {
		name = string(next.fault.Kind)
	}
	if isStruck {
		t.faults[name]++
	}
	came, why := d.judge(v, failed, isStruck)
	t.verdicts[came]++
	if came == refused {
		return 0, nil
	}
	t.kinds[d.question.Name()]++
	t.decided[decided{d.question.Name(), v.Outcome, v.Rule}]++
	if came == wrong {
		t.find(finding{block: b, kind: d.question.Name(), form: string(v.Rule) + ", " + d.trait, fault: name, why: why})
	}
	return 1, nil
}

// judge holds a verdict against the truth.
func (d decision) judge(v decide.Verdict, err error, struck bool) (came verdict, why string) {
	switch {
	case err == nil:
	case errors.Is(err, crvs.ErrUnsupported):
		return refused, ""
	case d.isOdd && (statusOf(err) == http.StatusInternalServerError || errors.Is(err, crvs.ErrOvermatch)):
		return undecided, ""
	case struck:
		return excused, ""
	default:
		return wrong, "an error, and no fault had struck: " + kindOf(err)
	}
	asked := !slices.ContainsFunc(v.Notes, func(n decide.Note) bool { return n.Code == decide.NoteNumberNotAsked })
	switch v.Outcome {
	case decide.Confirmed:
		if !d.isSo {
			return wrong, "confirmed, and it is not so"
		}
		if slices.ContainsFunc(v.Relatives, d.isStranger) {
			return wrong, "a stranger is told as a relative"
		}
		return right, ""
	case decide.Refuted:
		if !d.isNot {
			return wrong, "refuted, and it is so or nobody knows"
		}
		return right, ""
	case decide.NotFound:
		if d.isThere && asked {
			return wrong, "not found, and the number is right and registered"
		}
		return right, ""
	case decide.Ambiguous, decide.Undecided:
		return undecided, ""
	default:
		return wrong, "neither a verdict nor an error"
	}
}

// isStranger says whether somebody has a number that none of the family has.
func (d decision) isStranger(r person.Relation) bool {
	return slices.ContainsFunc(numbersOf(r.Person), func(id person.Identifier) bool {
		return isPersonal(id.Type) && !slices.Contains(d.family, id)
	})
}

// lowers says what could lower the share of what a rule leaves open, by the flags of
// crvsctl decide.
func lowers(r decide.Rule) string {
	text := map[decide.Rule]string{
		decide.RuleDiffers:       "nothing: what was given is wrong, or the record is",
		decide.RuleSimilar:       "-date-slips, -date-days, -name-slips",
		decide.RuleCannotTell:    "the name in the registry's script",
		decide.RuleSilent:        "not to give what this registry does not show",
		decide.RuleFactsAlone:    "a number; or -facts-alone, and all of those facts",
		decide.RuleNumberAlone:   "a name or a date of birth; or -number-alone",
		decide.RuleNoNumber:      "a number",
		decide.RuleSeveral:       "a number, the place of birth, the parents",
		decide.RuleNotComplete:   "-complete, where it is true and the registry shows all",
		decide.RuleIncomplete:    "a number",
		decide.RuleParentUnclear: "the parent's number, name and date of birth; or a registry that shows more of parents",
	}[r]
	if text == "" {
		return "nothing here: it is the registry's record"
	}
	return text
}

// reportDecided prints for each question and profile what came of it, and which rules
// left it undecided, with what could lower that.
func reportDecided(out io.Writer, rows []row) {
	outcomes := []decide.Outcome{decide.Confirmed, decide.Refuted, decide.NotFound, decide.Ambiguous, decide.Undecided, ""}
	type cell struct{ question, profile string }
	counts := map[cell][]int{}
	rules := map[decided]int{}
	for _, r := range rows {
		for d, n := range r.tally.decided {
			at := cell{d.question, r.profile.Name}
			if counts[at] == nil {
				counts[at] = make([]int, len(outcomes))
			}
			counts[at][slices.Index(outcomes, d.outcome)] += n
			if d.outcome == decide.Undecided || d.outcome == decide.Ambiguous {
				rules[d] += n
			}
		}
	}
	if len(counts) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%-14s %-14s %10s %10s %10s %10s %10s %10s\n", "question", "profile", "confirmed", "refuted", "not found", "ambiguous", "undecided", "error")
	cells := keysOf(counts, func(a, b cell) int { return strings.Compare(a.question+" "+a.profile, b.question+" "+b.profile) })
	for _, at := range cells {
		n := counts[at]
		fmt.Fprintf(out, "%-14s %-14s %10d %10d %10d %10d %10d %10d\n", at.question, at.profile, n[0], n[1], n[2], n[3], n[4], n[5])
	}
	fmt.Fprintf(out, "\n%-14s %-24s %10s  %s\n", "question", "undecided by", "", "could be lowered by")
	for _, d := range keysOf(rules, func(a, b decided) int { return strings.Compare(a.question+string(a.rule), b.question+string(b.rule)) }) {
		fmt.Fprintf(out, "%-14s %-24s %10d  %s\n", d.question, d.rule, rules[d], lowers(d.rule))
	}
	fmt.Fprintln(out)
}

func keysOf[K comparable, V any](m map[K]V, order func(a, b K) int) []K {
	var out []K
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, order)
	return out
}
