package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The packages that the made-up sources import.
var imported = map[string]string{
	"example.org/sdk/internal/deep": `package deep
		type Type struct{ Inner Inner }
		func (Type) Method(Inner) {}
		type Inner int
		type List[T any] []T
		type Number interface{ ~int }
		const One Inner = 1`,
	"example.org/sdk/public": `package public
		import "example.org/sdk/internal/deep"
		type Type struct{}
		type Alias = deep.Type
		type List[T any] []T
		type Method struct{}
		func (Method) M(deep.Type) {}`,
	"example.org/other/internal/deep": `package deep
		type Type struct{}`,
}

func TestEachWayToShowAnInternalTypeIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code string
		want []string
	}{
		"an alias":                           {`type T = deep.Type`, []string{"T -> Type"}},
		"an alias of an alias elsewhere":     {`type T = public.Alias`, []string{"T -> Type"}},
		"an alias of an alias here":          {"type t = deep.Type\ntype T = t", []string{"T -> Type"}},
		"an alias of something that has one": {`type T = map[string][]*deep.Type`, []string{"T -> Type"}},
		"a generic alias":                    {`type T[E any] = deep.List[E]`, []string{"T -> List"}},
		"a definition":                       {`type T deep.Inner`, []string{"T -> Inner"}},
		"a definition of something with one": {`type T []deep.Inner`, []string{"T -> Inner"}},
		"a function type":                    {`type T func(deep.Inner)`, []string{"T -> Inner"}},
		"a parameter":                        {`func F(string, ...deep.Type) {}`, []string{"F -> Type"}},
		"a result":                           {`func F() (chan deep.Type, error) { return nil, nil }`, []string{"F -> Type"}},
		"a function in a parameter":          {`func F(func(deep.Type) bool) {}`, []string{"F -> Type"}},
		"a type argument":                    {`func F(public.List[deep.Type]) {}`, []string{"F -> Type"}},
		"a type parameter of a function":     {`func F[N deep.Number](N) {}`, []string{"F -> Number"}},
		"a type parameter of a type":         {`type T[N deep.Number] struct{}`, []string{"T -> Number"}},
		"an unexported alias in a signature": {"type t = deep.Type\nfunc F(t) {}", []string{"F -> Type"}},
		"a variable without a written type":  {`var V = deep.One`, []string{"V -> Inner"}},
		"a constant without a written type":  {`const C = deep.One`, []string{"C -> Inner"}},
		"a variable that is an array":        {`var V [2]deep.Type`, []string{"V -> Type"}},
		"a field":                            {`type T struct { F *deep.Type }`, []string{"T.F -> Type"}},
		"a field of a field":                 {`type T struct { F struct { G deep.Type } }`, []string{"T.F.G -> Type"}},
		"an embedded type":                   {`type T struct { deep.Type }`, []string{"T.Type -> Type"}},
		"a field that an embedded type has":  {"type t struct { F deep.Type; *t }\ntype T struct { *t }", []string{"T.F -> Type"}},
		"a method":                           {"type T struct{}\nfunc (T) M(deep.Type) {}", []string{"T.M -> Type"}},
		"a method of the pointer":            {"type T struct{}\nfunc (*T) M() deep.Type { panic(0) }", []string{"T.M -> Type"}},
		"a method that an embedded type has": {"type t struct{}\nfunc (t) M(deep.Type) {}\ntype T struct { t }", []string{"T.M -> Type"}},
		"a method of an interface":           {`type T interface { M(deep.Type) }`, []string{"T.M -> Type"}},
		"a method of an interface in a type": {`func F(interface { M(deep.Type) }) {}`, []string{"F.M -> Type"}},
		"an interface that embeds one":       {`type T interface { deep.Number }`, []string{"T -> Number"}},
		"a union":                            {`func F[N deep.Inner | string](N) {}`, []string{"F -> Inner"}},
		"several":                            {`func F(deep.Type, deep.Inner) {}`, []string{"F -> Inner", "F -> Type"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want []exposure
			for _, w := range c.want {
				name, target, _ := strings.Cut(w, " -> ")
				want = append(want, exposure{name: "made/up." + name, target: "internal/deep." + target})
			}
			assert.Equal(t, want, exposures("example.org/sdk", madeUpSource(t, c.code)))
		})
	}
}

func TestWhatUsersCannotReachMayBeInternal(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{
		"an unexported alias":              `type t = deep.Type`,
		"an unexported function":           `func f(deep.Type) {}`,
		"an unexported variable":           `var v deep.Type`,
		"an unexported field":              `type T struct { f deep.Type }`,
		"an unexported method":             "type T struct{}\nfunc (T) m(deep.Type) {}",
		"an unexported interface method":   `type T interface { m(deep.Type) }`,
		"an option":                        "type o struct { F deep.Type }\ntype Option func(*o)",
		"the body of a function":           `func F() { var v deep.Type; _ = v }`,
		"another module's internal type":   `func F(other.Type) {}`,
		"a public type":                    "type T = public.Type\nfunc F(T, *public.Type) error { return nil }",
		"an exported alias, found already": `func F(public.Alias) {}`,
		"a method that was found already":  `type T struct { public.Method }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Empty(t, exposures("example.org/sdk", madeUpSource(t, code)))
		})
	}
}

func TestAnExposureSaysWhatToDo(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "crvs.Retry shows internal/transport.Retry, which is internal, so that go doc says nothing about it: "+
		"make the type public, or do not export what mentions it", exposure{"crvs.Retry", "internal/transport.Retry"}.problem())
}

// library imports what was checked before.
type library map[string]*types.Package

func (l library) Import(path string) (*types.Package, error) { return l[path], nil }

func madeUpSource(t *testing.T, code string) source {
	t.Helper()
	known := library{}
	for _, path := range []string{"example.org/sdk/internal/deep", "example.org/sdk/public", "example.org/other/internal/deep"} {
		known[path] = checkSource(t, known, path, imported[path]).pkg
	}
	return checkSource(t, known, "example.org/sdk/made/up", `package up
		import "example.org/sdk/internal/deep"
		import "example.org/sdk/public"
		import other "example.org/other/internal/deep"
		`+code)
}

func checkSource(t *testing.T, known types.Importer, path, code string) source {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "made_up.go", code, parser.SkipObjectResolution)
	require.NoError(t, err)
	return check(t, fset, known, path, []*ast.File{file})
}
