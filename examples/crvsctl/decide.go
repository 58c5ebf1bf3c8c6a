package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/decide"
)

const decideUsage = `Decide answers a question about a person, with what the answer rests on.

usage: crvsctl decide QUESTION -url URL -sender ID [-profile NAME]
                      -sign-key FILE | -insecure-unsigned [flags]

The questions, and whom the facts below are about:
  birth          is the birth of this child registered, and do all given facts agree?
  age            is the person at least (-at-least) or at most (-at-most) so old?
  death          is a death recorded? "No" is no proof that the person lives
  marriage       was the person ever married, to anybody or to -spouse-...; or is, -in-force
  widowhood      is the person the widow or widower (of -spouse-...)?
  parent         is the person the mother or father of the child of -child-...?
  single-parent  is the person a parent of that child, and not married?
  identity       do the facts belong to one registered person?
  family         who are parents, spouses and children? They are printed: personal data

The person. A number with a name or a birth date identifies; see -number-alone, -facts-alone:
  -id TYPE:VALUE        a number: NATIONAL_ID:123456789; may be given several times
  -given-name TEXT
  -family-name TEXT
  -birth-date DATE      1990-05-12, 1990-05 or 1990
  -sex SEX              female, male, other
  -birth-place TEXT     its name, or that of the district or region around it
  -mother-id TYPE:VALUE
  -mother-name TEXT
  -father-id TYPE:VALUE
  -father-name TEXT
The other person, by the same facts:
  -child-id TYPE:VALUE
  -child-given-name TEXT
  -child-family-name TEXT
  -child-birth-date DATE
  -spouse-id TYPE:VALUE
  -spouse-given-name TEXT
  -spouse-family-name TEXT
  -spouse-birth-date DATE

The question's own:
  -at-least YEARS       completed years
  -at-most YEARS        the same
  -in-force             a marriage that has not ended
  -on DATE              the day that is asked about; default today

What the country's law sets. Without these flags it is the strictest:
  -complete LIST        registers that hold every case, so that the absence of a record
                        counts: marriage, divorce, death, birth, with commas between them
  -number-alone         a number with nothing beside it identifies a person
  -facts-alone LIST     facts that identify a person whose number is not known, if all
                        agree: name, birth_date, sex, birth_place, parent1_identifier,
                        related_person.name (that of a parent), with commas between them
  -date-days N          two dates of birth may be so many days apart
  -date-slips           a date of birth may differ as by a slip (day and month swapped, one
                        digit), beside a number and a name
  -name-slips           a name may have a wrong letter, beside a number and a birth date
  -year-days LIST       days that mean "only the year is known": 01-01,07-01, or none;
                        default 01-01
  -leap-day DAY         when one born on 29 February completes a year: 02-28 or 03-01

The output:
  -json                 the verdict for the case file, without personal data

` + connectionUsage + `
Exit status: 0 confirmed, 6 refuted, 3 not found, 4 ambiguous, 5 undecided, 2 bad usage or a
question that this registry cannot be asked, 1 could not ask: then nothing is known.
`

func decideCommand() command {
	return command{name: "decide", summary: "answer a question about a person, with evidence", usage: decideUsage, run: runDecide}
}

// deciding is one decision as the command line gives it.
type deciding struct {
	connection
	inquiry
	law  decide.Law
	json bool
}

func (d *deciding) define(f *flags) {
	d.connection.define(f)
	d.inquiry.define(f)
	defineLaw(f, &d.law)
	f.toggle(&d.json, "json")
}

func runDecide(ctx context.Context, args []string, s streams) error {
	f := newFlags("decide", s)
	if len(args) == 0 || !slices.Contains(decisions(), args[0]) && !strings.HasPrefix(args[0], "-") {
		f.fail("the question is missing: it is one of %s", strings.Join(decisions(), ", "))
		return f.wrong
	}
	var d deciding
	if slices.Contains(decisions(), args[0]) {
		d.verb, args = args[0], args[1:]
	}
	d.define(f)
	if err := f.parse(args); err != nil {
		return err
	}
	q := d.asked(f)
	if err := d.check(f); err != nil {
		return err
	}
	if e, ok := errors.AsType[*crvs.Error](q.Validate()); ok {
		return usageError(e.Message, f.see)
	}
	client, watch, err := d.client(f)
	if err != nil {
		return err
	}
	defer watch.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	stop, err := d.trust.publish(ctx)
	if err != nil {
		return err
	}
	defer stop()
	v, err := decide.Ask(ctx, client, q, decide.WithLaw(d.law))
	if err != nil {
		return watch.hinted(err, d.trust.profile)
	}
	out := newPrinter(s.out, d.json)
	if err := out.verdict(v); err != nil {
		return err
	}
	if err := out.flush(); err != nil || v.Outcome == decide.Confirmed {
		return err
	}
	return &unconfirmed{v.Outcome, v.Rule}
}

// unconfirmed is a verdict that is not Confirmed. It was printed.
type unconfirmed struct {
	outcome decide.Outcome
	rule    decide.Rule
}

func (u *unconfirmed) Error() string {
	return strings.ReplaceAll(string(u.outcome), "_", " ") + ", by the rule " + string(u.rule)
}

func (u *unconfirmed) status() int {
	switch u.outcome {
	case decide.Refuted:
		return exitRefuted
	case decide.NotFound:
		return exitNotFound
	case decide.Ambiguous:
		return exitAmbiguous
	default:
		return exitUndecided
	}
}

// verdict prints the sentence and what it rests on, or all of it as JSON.
func (p *printer) verdict(v decide.Verdict) error {
	if p.json {
		return p.object(v)
	}
	lines := []string{v.Sentence(), "  verdict        " + strings.ReplaceAll(string(v.Outcome), "_", " ") + ", by the rule " + string(v.Rule)}
	if v.IdentifiedBy != "" {
		lines = append(lines, "  identified by  "+strings.ReplaceAll(string(v.IdentifiedBy), "_", " "))
	}
	for _, n := range v.Notes {
		lines = append(lines, "  note           "+n.Text())
	}
	for _, e := range v.Evidence {
		lines = append(lines, "  asked          "+e.Asked+": "+cameOf(e))
		for _, r := range e.Records {
			lines = append(lines, "    record       "+compared(r))
		}
	}
	for _, r := range v.Relatives {
		lines = append(lines, fmt.Sprintf("  %-14s %s", relationship(r.Type), relative(r.Person)))
	}
	for _, line := range lines {
		if err := p.line("%s", printable(line)); err != nil {
			return err
		}
	}
	return nil
}

// cameOf is what came of one query.
func cameOf(e decide.Evidence) string {
	switch {
	case !e.Supported:
		return "this registry cannot be asked so"
	case !e.Complete:
		return records(e.Found) + ", and perhaps more"
	default:
		return records(e.Found)
	}
}

// compared is what a record showed.
func compared(r decide.RecordEvidence) string {
	parts := []string{string(r.Match)}
	for _, c := range r.Compared {
		parts = append(parts, string(c.Attribute)+" "+c.Outcome)
	}
	return join(parts...)
}
