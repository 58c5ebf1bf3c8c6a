package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sources are what the SDK's messages and options are written in: everything that
// a question of crvsctl passes through.
type sources struct {
	literals map[string][]string // by the text: where it stands
	verbs    map[string]bool     // functions and methods alone
	options  map[string]bool     // functions and methods that begin with With
}

func readSources(t *testing.T) sources {
	t.Helper()
	s := sources{map[string][]string{}, map[string]bool{}, map[string]bool{}}
	for _, root := range []string{"codes", "crvs", "internal", "person", "search"} {
		err := filepath.WalkDir(filepath.Join("..", "..", root), func(path string, d fs.DirEntry, err error) error {
			slashed := filepath.ToSlash(path)
			switch {
			case err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return err
			case strings.Contains(slashed, "/sandbox/"), strings.Contains(slashed, "/crvstest/"), strings.Contains(slashed, "/memnet/"),
				strings.Contains(slashed, "/bench/"), strings.Contains(slashed, "/soak/"), strings.Contains(slashed, "/house/"), strings.Contains(slashed, "/wire/"):
				return nil // no part of what crvsctl runs, or no text of people
			case strings.Contains(slashed, "/codes/") && d.Name() != "reason_table.go":
				return nil // the directories quote the standard
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err == nil {
				s.read(slashed, file)
			}
			return err
		})
		require.NoError(t, err)
	}
	return s
}

func (s *sources) read(path string, file *ast.File) {
	public := !strings.Contains(path, "/internal/")
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.FuncDecl:
			if public && n.Name.IsExported() {
				s.verbs[n.Name.Name] = true
				s.options[n.Name.Name] = anOption.MatchString(n.Name.Name)
			}
		case *ast.Field:
			return n.Tag == nil // tags are no messages
		case *ast.BinaryExpr:
			if text, ok := joined(n); ok {
				s.literals[text] = append(s.literals[text], path)
				return false
			}
		case *ast.BasicLit:
			if text, ok := joined(n); ok {
				s.literals[text] = append(s.literals[text], path)
			}
		}
		return true
	})
}

// joined is the text of a literal, or of several with a plus between them.
func joined(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, err := strconv.Unquote(e.Value)
			return text, err == nil
		}
	case *ast.BinaryExpr:
		x, left := joined(e.X)
		y, right := joined(e.Y)
		return x + y, e.Op == token.ADD && left && right
	}
	return "", false
}

var (
	aWord      = regexp.MustCompile(`\b[A-Za-z]\w*\b`)
	aQualified = regexp.MustCompile(`\b(?:codes|context|crvs|crypto|envelope|errors|fault|http|json|net|os|person|profile|search|slog|time|tls|url|x509|[A-Z]\w+)\.[A-Z]\w*`)
	anOption   = regexp.MustCompile(`\bWith(?:out)?[A-Z]\w*`)
	twoHumps   = regexp.MustCompile(`^[A-Z]+[a-z]+[A-Z]`)
)

// noNamesOfGo are words of other worlds that are written like them.
var noNamesOfGo = map[string]bool{
	"EdDSA": true, "KiB": true, "MiB": true, // an algorithm and units
	"GraphQL": true, "OpenCRVS": true, "OpenG2P": true, "OpenSPP": true, "PostgreSQL": true, // languages and systems
}

// namesOfGo are those in a text: what is qualified, what begins with With, what is
// written like two words in one, and a verb of the SDK in the middle of a sentence.
func (s *sources) namesOfGo(text string) []string {
	found := append(aQualified.FindAllString(text, -1), anOption.FindAllString(text, -1)...)
	if strings.Contains(text, "%T") {
		found = append(found, "%T")
	}
	for _, at := range aWord.FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		inside := strings.Contains(strings.TrimSpace(text[:at[0]]), " ")
		if !noNamesOfGo[word] && (twoHumps.MatchString(word) || s.verbs[word] && ast.IsExported(word) && inside) {
			found = append(found, word)
		}
	}
	return found
}

func TestNoMessageOfTheSDKShowsANameOfGo(t *testing.T) {
	t.Parallel()
	s := readSources(t)
	seen := 0
	for text, where := range s.literals {
		if !strings.Contains(text, " ") && !anOption.MatchString(text) {
			continue // a word of a wire, not a sentence
		}
		seen++
		assert.Empty(t, s.namesOfGo(inFlags(text)), "%v: %q becomes %q", where, text, inFlags(text))
	}
	assert.Greater(t, seen, 400, "the sources were not found")
}

func TestEveryOptionOfTheSDKHasItsWords(t *testing.T) {
	t.Parallel()
	s := readSources(t)
	known := map[string]bool{}
	for _, r := range options() {
		assert.False(t, known[r.sdk], "%s is there twice", r.sdk)
		known[r.sdk] = true
		assert.True(t, s.options[r.sdk], "%s is no option any more", r.sdk)
	}
	count := 0
	for name, isOption := range s.options {
		if isOption {
			count++
			assert.True(t, known[name] || strings.HasPrefix(name, "Without"), "words.go has no words for %s", name)
			assert.Empty(t, s.namesOfGo("the registry wants it: give "+inFlags(name)+", please"), name)
		}
	}
	assert.Greater(t, count, 40, "the sources were not found")
}

func TestTheWordsForTheSDKNameFlagsThatThereAre(t *testing.T) {
	t.Parallel()
	f := newFlags("search", streams{})
	new(asking).define(f)
	subscribes := newFlags("subscribe", streams{})
	new(subscribing).define(subscribes)
	hearing := newFlags("listen", streams{})
	new(listening).define(hearing)
	for _, table := range [][]rewording{sentences(), options(), names()} {
		for _, r := range table {
			assert.Empty(t, anOption.FindAllString(r.ours, -1), r.ours)
			for _, flagged := range regexp.MustCompile(`(?:^|[ (])-([a-z][a-z-]*)`).FindAllStringSubmatch(r.ours, -1) {
				if flagged[1] != "h" {
					known := f.set.Lookup(flagged[1]) != nil || subscribes.set.Lookup(flagged[1]) != nil || hearing.set.Lookup(flagged[1]) != nil
					assert.True(t, known, "%s: there is no flag -%s", r.sdk, flagged[1])
				}
			}
		}
	}
}
