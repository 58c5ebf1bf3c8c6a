package house_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// An exposure is an exported name by which users meet a type of an internal
// package: go doc shows them neither its fields nor its methods.
type exposure struct{ name, target string }

func (h exposure) String() string { return h.name + " -> " + h.target }

func (h exposure) problem() string {
	return fmt.Sprintf("%s shows %s, which is internal, so that go doc says nothing about it: make the type public, or do not export what mentions it", h.name, h.target)
}

// A source is a package with its types checked.
type source struct {
	pkg   *types.Package
	files []*ast.File
	info  *types.Info
}

// A reader finds the exposures of one package.
type reader struct {
	module string
	pkg    *types.Package
	found  map[exposure]bool
}

func exposures(module string, s source) []exposure {
	r := reader{module: module, pkg: s.pkg, found: map[exposure]bool{}}
	written := s.written()
	for _, name := range s.pkg.Scope().Names() {
		object := s.pkg.Scope().Lookup(name)
		switch declared, isType := object.(*types.TypeName); {
		case !object.Exported():
		case !isType:
			r.look(name, object.Type())
		case declared.IsAlias():
			r.look(name, types.Unalias(written[declared]))
		default:
			r.defined(declared, written[declared])
		}
	}
	var all []exposure
	for h := range r.found {
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b exposure) int { return strings.Compare(a.String(), b.String()) })
	return all
}

// written returns what stands to the right of each type's name: go/types alone
// keeps of `type Mode internal.Mode` only what is under it.
func (s source) written() map[types.Object]types.Type {
	all := map[types.Object]types.Type{}
	for _, file := range s.files {
		for _, declaration := range file.Decls {
			general, ok := declaration.(*ast.GenDecl)
			if !ok || general.Tok != token.TYPE {
				continue
			}
			for _, spec := range general.Specs {
				if spec, ok := spec.(*ast.TypeSpec); ok {
					all[s.info.Defs[spec.Name]] = s.info.TypeOf(spec.Type)
				}
			}
		}
	}
	return all
}

// defined reads a type that is no alias, field by field and method by method.
func (r reader) defined(declared *types.TypeName, written types.Type) {
	name := declared.Name()
	if named, ok := declared.Type().(*types.Named); ok {
		r.constraints(name, named.TypeParams())
	}
	switch written.(type) {
	case *types.Named, *types.Alias:
		r.look(name, written)
	}
	switch under := declared.Type().Underlying().(type) {
	case *types.Struct:
		r.fields(name, under, map[types.Type]bool{})
	case *types.Interface:
		for method := range under.Methods() {
			r.method(name, method)
		}
		for embedded := range under.EmbeddedTypes() {
			r.look(name, embedded)
		}
		return // its methods are those above
	default:
		r.look(name, under)
	}
	for selection := range types.NewMethodSet(types.NewPointer(declared.Type())).Methods() {
		r.method(name, selection.Obj())
	}
}

// A method that comes from a type of another package by embedding is found there.
func (r reader) method(name string, method types.Object) {
	if method.Exported() && method.Pkg() == r.pkg {
		r.look(name+"."+method.Name(), method.Type())
	}
}

// fields reads the fields that users can reach, those of an embedded unexported
// type among them.
func (r reader) fields(name string, s *types.Struct, seen map[types.Type]bool) {
	for field := range s.Fields() {
		if field.Exported() {
			r.look(name+"."+field.Name(), field.Type())
			continue
		}
		if !field.Embedded() || seen[field.Type()] {
			continue
		}
		seen[field.Type()] = true
		embedded := field.Type()
		if pointer, ok := types.Unalias(embedded).(*types.Pointer); ok {
			embedded = pointer.Elem()
		}
		if under, ok := embedded.Underlying().(*types.Struct); ok {
			r.fields(name, under, seen)
		}
	}
}

func (r reader) constraints(name string, parameters *types.TypeParamList) {
	for parameter := range parameters.TypeParams() {
		r.look(name, parameter.Constraint())
	}
}

// look finds every internal type that is mentioned in a type, without entering
// the named ones.
func (r reader) look(name string, t types.Type) {
	switch t := t.(type) {
	case *types.Named:
		r.meet(name, t.Obj())
		r.arguments(name, t.TypeArgs())
	case *types.Alias:
		r.meet(name, t.Obj())
		r.arguments(name, t.TypeArgs())
		if !t.Obj().Exported() { // an exported one is a finding of its own
			r.look(name, t.Rhs())
		}
	case *types.Pointer:
		r.look(name, t.Elem())
	case *types.Slice:
		r.look(name, t.Elem())
	case *types.Array:
		r.look(name, t.Elem())
	case *types.Chan:
		r.look(name, t.Elem())
	case *types.Map:
		r.look(name, t.Key())
		r.look(name, t.Elem())
	case *types.Struct:
		r.fields(name, t, map[types.Type]bool{})
	default:
		r.lookInto(name, t)
	}
}

func (r reader) lookInto(name string, t types.Type) {
	switch t := t.(type) {
	case *types.Signature:
		r.constraints(name, t.TypeParams())
		for parameter := range t.Params().Variables() {
			r.look(name, parameter.Type())
		}
		for result := range t.Results().Variables() {
			r.look(name, result.Type())
		}
	case *types.Interface:
		for method := range t.ExplicitMethods() {
			r.method(name, method)
		}
		for embedded := range t.EmbeddedTypes() {
			r.look(name, embedded)
		}
	case *types.Union:
		for term := range t.Terms() {
			r.look(name, term.Type())
		}
	}
}

func (r reader) arguments(name string, list *types.TypeList) {
	for argument := range list.Types() {
		r.look(name, argument)
	}
}

// meet notes a type of an internal package of ours. One without a package is
// Go's own.
func (r reader) meet(name string, met *types.TypeName) {
	if met.Pkg() == nil || !strings.HasPrefix(met.Pkg().Path(), r.module+"/") || !isInternal(met.Pkg().Path()) {
		return
	}
	room := func(path string) string { return strings.TrimPrefix(path, r.module+"/") }
	r.found[exposure{
		name:   room(r.pkg.Path()) + "." + name,
		target: room(met.Pkg().Path()) + "." + met.Name(),
	}] = true
}
