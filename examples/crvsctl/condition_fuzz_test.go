package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// FuzzParsedQuestion: what was parsed, written again from its terms and parsed
// anew, is the same question, by its JSON and in words; or it was refused. And no
// value holds a comparison that was meant as another condition.
func FuzzParsedQuestion(f *testing.F) {
	for _, seed := range []string{
		"birth_date>=1990-01-01", "dob=1990-02", "birth_date=1990..1995-06", "dob in 1990-05-01,1991-01-01", "sex in female,unknown", "sex=F or gender=male",
		"parent=UIN:537564821", "parent in UIN:1,NID:2", "parent1=UIN:1 or parent2=UIN:1", "parent1=UIN:1 or parent2=UIN:2", "surname=Kumar or surname=Kumari",
		"custom:ward=7", "custom:sex=1 or sex=male", "custom:birth_date in 1,2", "custom:ward>=7 or custom:ward<2", "surname=Black or White", "surname=Smith, John",
		"surname=Kumar and given_name=Mala", "surname=Kumar || given_name=Mala", "surname=Kumar, sex=female", "surname=Kumar\u00a0or\u00a0given_name=Mala",
		"surname=Van\u00a0Dyke", "dob=1990-05-12T00:00:00Z", "dob=1990-05-11T18:30:00Z", "dob=2533-05", "surname=a..b", "region=IN-GJ or district=x", "marital_status=W",
		"birth_date=1990..1990", "dob=1990..", "dob=12 May 1990..13 May 1990", "death_date<1990-02 or birth_date>1990-02",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCondition(text)
		if err != nil {
			return
		}
		q := search.Where(c)
		for _, term := range c.Terms() {
			if !strings.Contains(text, "custom:") && swallowed.MatchString(term.Value) {
				t.Fatalf("%q: a value holds another comparison", text)
			}
		}
		if q.Validate() != nil {
			return
		}
		want, err := q.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		for _, again := range writings(c) {
			c2, err := parseCondition(again)
			if err != nil {
				continue
			}
			q2 := search.Where(c2)
			if got, err := q2.MarshalJSON(); err == nil && bytes.Equal(got, want) {
				if inWords(q2) != inWords(q) || q2.Form() != q.Form() {
					t.Fatalf("%q: the same question in other words", text)
				}
				return
			}
		}
		t.Fatalf("%q is another question when it is written again: %q", text, writings(c))
	})
}

// swallowed is a comparison inside a value.
var swallowed = func() *regexp.Regexp {
	names := []string{"dob", "gender", "parent", "first_name", "family_name"}
	for _, a := range search.Attributes() {
		names = append(names, a.Name())
	}
	return regexp.MustCompile(`(?i)(?:^|[\s,;&|])(?:` + strings.Join(names, "|") + `)\s*[=<>]`)
}()

// writings are the ways to write a condition on a command line. An attribute of
// the deployment may have the name of one of ours, and its terms do not say which
// it is.
func writings(c search.Condition) []string {
	terms := c.Terms()
	var out []string
	for n := range 1 << len(terms) {
		parts := make([]string, len(terms))
		for i, term := range terms {
			name := term.Attribute
			if n>>i&1 == 1 {
				name = "custom:" + name
			}
			parts[i] = name + spelling(term.Operator) + term.Value
		}
		out = append(out, strings.Join(parts, " or "))
	}
	if c.Connective() == codes.ConnectiveAnd {
		return []string{terms[0].Attribute + "=" + terms[0].Value + ".." + terms[1].Value}
	}
	return out
}

func FuzzParseCondition(f *testing.F) {
	// All that an error may say: our words, our attributes, and the operator.
	ours := regexp.MustCompile("^" + regexp.QuoteMeta(errCondition.Error()) +
		`(: unknown operator [=<>]{1,4}|: no value after ([=<>]{1,2}|in)|: two operators|: sex is none of male, female, other, unknown|` +
		`: marital_status is none of S, M, W, A, D, L, U, T, UNK or their names|: unknown attribute; known are [a-z_0-9, ]+, custom:NAME|` +
		`: [a-z_0-9]+ takes only = and in|: the list has an empty value|: a parent's number is TYPE:VALUE|: or joins two comparisons, not more|` +
		`: the value holds another comparison: give each condition by itself, and join two of which one must hold by " or "|` +
		`: or joins two comparisons of one value each; a range, a month and a year are two|` +
		`: the value of [a-z_]+ is ` + regexp.QuoteMeta(person.ErrNotADate.Error()) + `)?$`)
	for _, seed := range []string{
		"birth_date>=1990-01-01", "dob=1990", "dob<1990-02", "sex=F", "surname=Kumar", "region = KA", "first_name==ገብረ",
		"birth_date=2533-05-12", "dob>=1990-05-11T18:30:00Z", "surname=<Kumar", "=x", "sex>male", "dob=12 May 1990", "surname=a=b", "dob===1990-05", "surname= =", "sex= >x",
		"sex in F,unknown", "dob=1990..1991", "parent=UIN:1", "parent in UIN:1,NID:2 or sex=F", "custom:ward in 1,2", "surname=a or surname=b", "surname=a or b", "marital_status=U", "dob in 1990-05,2533-05",
	} {
		f.Add(seed)
	}
	known := map[string]bool{}
	for _, a := range search.Attributes() {
		known[a.Name()] = true
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCondition(text)
		if err != nil {
			if !ours.MatchString(err.Error()) {
				t.Fatalf("the error repeats what was typed: %v", err)
			}
			return
		}
		if len(c.Terms()) == 0 {
			t.Fatal("a condition without a term")
		}
		for _, term := range c.Terms() {
			name := term.Attribute
			if !known[name] || strings.Contains(text, "custom:") {
				name = "custom:" + name // a custom attribute may have the name of one of ours
			}
			again, err := parseCondition(name + spelling(term.Operator) + term.Value)
			if err != nil && strings.Contains(text, "custom:") {
				return // one of ours beside a custom one
			}
			if err != nil {
				t.Fatalf("%s: %v", c, err)
			}
			if got, want := spelled(again), term.Attribute+" "+string(term.Operator)+" "+term.Value; got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
		}
		q := search.Where(c)
		_ = q.Validate()
	})
}

func spelling(o codes.Operator) string {
	return map[codes.Operator]string{"eq": "=", "ge": ">=", "gt": ">", "le": "<=", "lt": "<", "in": " in "}[o]
}
