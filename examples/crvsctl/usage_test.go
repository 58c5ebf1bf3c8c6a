package main

import (
	"bytes"
	"flag"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

func TestBadUsageIsOneSentenceWithoutTheValue(t *testing.T) {
	t.Parallel()
	const secret = "S3CRET"
	url, got := script(t, answer(0))
	empty := file(t, "empty", nil)
	huge := file(t, "huge", make([]byte, maxFile+1))
	for _, tt := range []struct {
		name string
		args []string // after those of a good command line
		want string
	}{
		{"nothing is asked", nil, "give -id, -where or -graphql"},
		{"nothing but a form", []string{"-expression"}, "give -id, -where or -graphql"},
		{"GraphQL beside a condition", []string{"-graphql", secret, "-where", "sex=F"}, "-graphql excludes -id, -where and -expression"},
		{"GraphQL as an expression", []string{"-graphql", secret, "-expression"}, "-graphql excludes"},
		{"GraphQL of nothing", []string{"-graphql", ""}, "-graphql is empty"},
		{"GraphQL in a file that is not there", []string{"-graphql", "@/nowhere/" + secret}, "-graphql names a file that cannot be read"},
		{"two texts of GraphQL", []string{"-graphql", secret, "-graphql", secret}, "-graphql is given twice"},
		{"two outputs", []string{"-id", "BRN:" + secret, "-explain", "-dry-run"}, "-explain and -dry-run exclude each other"},
		{"what cannot be asked is not explained", []string{"-where", "dob>1990", "-where", "dob<1980", "-where", "surname=" + secret, "-explain"}, "leaves no day"},
		{"a sex that nobody knows", []string{"-where", "sex in F," + secret}, "-where number 1 is not a condition"},
		{"a parent without a type", []string{"-where", "parent=" + secret}, "TYPE:VALUE"},
		{"an id without a type", []string{"-id", secret}, "-id wants TYPE:VALUE"},
		{"an id without a value", []string{"-id", "BRN: "}, "-id wants TYPE:VALUE"},
		{"two ids", []string{"-id", "BRN:" + secret, "-id", "BRN:B2"}, "-id is given twice"},
		{"an event that nobody knows", []string{"-event", secret}, "-event is not one of birth, death, fetal_death, marriage, divorce, adoption"},
		{"any event is no event", []string{"-event", "REGISTER"}, "-event is not one of"},
		{"no condition", []string{"-where", secret}, "-where number 1 is not a condition"},
		{"an attribute that nobody knows", []string{"-where", "sex=F", "-where", secret + "=x"}, "-where number 2 is not a condition"},
		{"a condition without a value", []string{"-where", "surname="}, "no value"},
		{"an operator that nobody knows", []string{"-where", "surname=>" + secret}, "operator"},
		{"a date that is none", []string{"-where", "birth_date>=" + secret}, "not a date"},
		{"a comparison of names", []string{"-where", "surname>=" + secret}, "takes only ="},
		{"a limit that is no number", []string{"-limit", secret}, "-limit wants a whole number of at least 0"},
		{"a negative limit", []string{"-limit", "-1"}, "-limit wants"},
		{"a page of nothing", []string{"-page-size", "0"}, "-page-size wants a whole number of at least 1"},
		{"a time without a unit", []string{"-timeout", "30"}, "-timeout wants a duration like 30s"},
		{"no time", []string{"-timeout", "0s"}, "-timeout wants"},
		{"a flag that is not there", []string{"-" + secret}, "argument 6, after -insecure-unsigned, is no flag of this command"},
		{"a flag glued to its value", []string{"-idBRN:" + secret}, "(is -id meant?)"},
		{"a flag without its hyphen", []string{"-pagesize", secret}, "(is -page-size meant?)"},
		{"three hyphens", []string{"---token=" + secret}, "argument 6, after -insecure-unsigned, is no flag"},
		{"a stray word", []string{secret}, "argument 6, after -insecure-unsigned, belongs to no flag"},
		{"a flag without its value", []string{"-id"}, "-id lacks its value"},
		{"a switch with a value", []string{"-one=" + secret}, "-one takes no value"},
		{"a header without a name", []string{"-header", secret}, "-header wants 'NAME: VALUE'"},
		{"a header that is ours", []string{"-id", "BRN:B1", "-header", "Host: " + secret}, "the header Host cannot be set"},
		{"two ways to say who asks", []string{"-id", "BRN:B1", "-token", secret, "-basic", "u:p"}, "exclude each other"},
		{"a token and a client", []string{"-id", "BRN:B1", "-token", secret, "-client-id", "i", "-client-secret", "s"}, "exclude each other"},
		{"a token and a header that is one", []string{"-id", "BRN:B1", "-token", secret, "-header", "Authorization: Bearer x"}, "exclude each other"},
		{"a client without a secret", []string{"-id", "BRN:B1", "-client-id", secret}, "-client-id needs -client-secret"},
		{"a secret without a client", []string{"-id", "BRN:B1", "-client-secret", secret}, "-client-secret needs -client-id"},
		{"a client without a colon", []string{"-id", "BRN:B1", "-client", secret}, "-client wants ID:SECRET"},
		{"a client with an empty secret", []string{"-id", "BRN:B1", "-client", secret + ":"}, "-client wants ID:SECRET"},
		{"a client said twice", []string{"-id", "BRN:B1", "-client", "a:" + secret, "-client-id", "b", "-client-secret", secret}, "it excludes -client-id"},
		{"a token and a whole client", []string{"-id", "BRN:B1", "-token", secret, "-client", "a:" + secret}, "-token and -client exclude each other"},
		{"a token URL without a client", []string{"-id", "BRN:B1", "-token-url", "https://" + secret}, "-token-url needs -client"},
		{"a token URL that is none", []string{"-id", "BRN:B1", "-client", "a:" + secret, "-token-url", secret}, "token URL (-token-url) must be a URL"},
		{"a token URL with the secret in it", []string{"-id", "BRN:B1", "-client", "a:" + secret, "-token-url", url + "?client_secret=" + secret}, "say -token-style query"},
		{"a style that nobody knows", []string{"-token-style", secret}, "-token-style is not one of form, query, json, basic"},
		{"a scope without a client", []string{"-id", "BRN:B1", "-scope", secret}, "-scope needs -client"},
		{"a token header without a colon", []string{"-token-header", secret}, "-token-header wants"},
		{"a token header without a token", []string{"-id", "BRN:B1", "-token-header", "X:"}, "-token-header needs -token or -client"},
		{"a token header with two words", []string{"-id", "BRN:B1", "-token", secret, "-token-header", "X: a b"}, "must be one word"},
		{"two secrets from standard input", []string{"-id", "BRN:B1", "-client-id", "a", "-client-secret", "@-", "-basic", "@-"}, "-client-secret is empty"},
		{"a user without a password", []string{"-id", "BRN:B1", "-basic", secret}, "-basic wants USER:PASSWORD"},
		{"an empty token", []string{"-id", "BRN:B1", "-token", ""}, "-token is empty"},
		{"an empty file of a token", []string{"-id", "BRN:B1", "-token", "@" + empty}, "-token is empty"},
		{"a file of a token that is too large", []string{"-token", "@" + huge}, "-token names a file that is too large"},
		{"a token that begins with @", []string{"-token", "@" + secret}, "-token names a file that cannot be read"},
		{"a token with a space", []string{"-id", "BRN:B1", "-token", secret + " " + secret}, "the token is empty or holds a space"},
		{"a certificate without its key", []string{"-id", "BRN:B1", "-cert", empty}, "-cert needs -key, which is missing"},
		{"authorities for a URL without TLS", []string{"-id", "BRN:B1", "-ca", empty}, "-url must begin with https://"},
		{"a file that is not there", []string{"-ca", "/nowhere/" + secret}, "-ca names a file that cannot be read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, asked(url, tt.args...)...)
			assert.Equal(t, exitUsage, d.status, d.stderr)
			assert.Contains(t, d.stderr, tt.want)
			assert.Contains(t, d.stderr, "see crvsctl search -h")
			assert.NotContains(t, d.stderr, secret)
			assert.Empty(t, d.stdout)
		})
	}
	assert.Empty(t, got.seen())
}

func TestWhatIsRequiredIsAskedFor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"no URL", []string{"-sender", "m", "-insecure-unsigned", "-id", "BRN:B90"}, "crvsctl search: -url is required"},
		{"no sender", []string{"-url", "http://x", "-insecure-unsigned", "-id", "BRN:B90"}, "crvsctl search: -sender is required"},
		{"neither", []string{"-insecure-unsigned", "-id", "BRN:B90"}, "-url and -sender are required"},
		{"unsigned without saying so", []string{"-url", "http://x", "-sender", "m", "-id", "BRN:B90"}, "signed with -sign-key FILE (crvsctl keys new makes one); or -insecure-unsigned accepts"},
		{"unsigned, said no to", []string{"-url", "http://x", "-sender", "m", "-insecure-unsigned=false", "-id", "BRN:B90"}, "signed with -sign-key"},
		{"a token over plain http", []string{"-url", "http://registry.example", "-sender", "m", "-insecure-unsigned", "-token", "S3CRET", "-id", "BRN:B90"}, "use https in -url, or accept it with -insecure-http"},
		{"a client over plain http", []string{"-url", "https://registry.example", "-sender", "m", "-insecure-unsigned", "-client", "a:S3CRET", "-token-url", "http://token.example", "-id", "BRN:B90"}, "use https in -token-url, or accept it with -insecure-http"},
		{"a URL that is none", []string{"-url", "registry:80", "-sender", "m", "-insecure-unsigned", "-id", "BRN:B90"}, "-url must begin with https:// or http://"},
		{"a URL with a password", []string{"-url", "http://u:S3CRET@x", "-sender", "m", "-insecure-unsigned", "-id", "BRN:B90"}, "give them with -basic"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := crvsctl(t, append([]string{"search"}, tt.args...)...)
			assert.Equal(t, exitUsage, d.status)
			assert.Contains(t, d.stderr, tt.want)
			assert.NotContains(t, d.stderr, "S3CRET")
		})
	}
}

func TestHelpGoesToStandardOutput(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"help"}, {"-h"}, {"-help"}, {"--help"}} {
		d := crvsctl(t, args...)
		assert.Equal(t, exitFound, d.status)
		assert.Contains(t, d.stdout, "usage: crvsctl COMMAND")
		assert.Contains(t, d.stdout, "search")
	}
	for _, args := range [][]string{{"help", "search"}, {"search", "-h"}, {"search", "--help"}, {"search", "-url", "x", "-h"}} {
		d := crvsctl(t, args...)
		assert.Equal(t, exitFound, d.status)
		assert.Equal(t, searchUsage, d.stdout)
	}
}

func TestWithoutACommandItSaysWhatThereIs(t *testing.T) {
	t.Parallel()
	d := crvsctl(t)
	assert.Equal(t, exitUsage, d.status)
	assert.Contains(t, d.stdout, "usage: crvsctl COMMAND")
	for _, args := range [][]string{{"S3CRET"}, {"help", "S3CRET"}} {
		d := crvsctl(t, args...)
		assert.Equal(t, exitUsage, d.status)
		assert.Equal(t, "crvsctl: there is no such command: see crvsctl help\n", d.stderr)
	}
}

func TestTheUsageTextNamesEveryFlag(t *testing.T) {
	t.Parallel()
	for usage, define := range map[string]func(*flags){
		searchUsage: new(asking).define, decideUsage: new(deciding).define, probeUsage: new(probing).define,
		subscribeUsage: new(subscribing).define, unsubscribeUsage: new(unsubscribing).define, listenUsage: new(listening).define, inboxUsage: new(inbox).define,
	} {
		f := newFlags("search", streams{})
		define(f)
		f.set.VisitAll(func(known *flag.Flag) {
			assert.Regexp(t, `(?m)^  (-cert FILE |-client-id ID )?-`+known.Name+" ", usage)
		})
	}
	for _, c := range commands() {
		for line := range strings.Lines(c.usage) {
			assert.LessOrEqual(t, len(line), 95, line)
		}
	}
}

func TestTheUsageTextNamesEveryProfile(t *testing.T) {
	t.Parallel()
	for _, name := range profileNames(profile.All()) {
		assert.Contains(t, trustUsage, name)
	}
}

func TestEveryErrorIsOneLine(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	require.Equal(t, exitFailed, report(&stderr, program, assert.AnError))
	require.Equal(t, exitUsage, report(&stderr, program, usageError("one\ntwo\u2028three\x1b", "help")))
	assert.Equal(t, 2, strings.Count(stderr.String(), "\n"))
	assert.NotContains(t, stderr.String(), "\x1b")
}
