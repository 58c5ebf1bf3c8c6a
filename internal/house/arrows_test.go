package house_test

import (
	"fmt"
	"slices"
	"strings"
)

// A house is the table of rooms and the code that it is about.
type house struct {
	module   string   // the path before every room's name
	requires []string // the modules of others that our go.mod files require directly
	rows     []row
	packages []pkg
}

type pkg struct {
	path           string
	imports, tests []string // import paths, of its code and of its tests
}

// problems returns what the code has and the table has not, and the other way
// round. Each one says what to do.
func (h house) problems() []string {
	problems := h.misspelt()
	used := map[string]bool{}
	for _, p := range h.packages {
		room := h.name(p.path)
		r, ok := h.rowOf(room)
		if !ok {
			problems = append(problems, fmt.Sprintf("%s has no row in the table: add one that says what it holds and what it may import", room))
			continue
		}
		problems = append(problems, h.ofCode(r, room, p.imports, used)...)
		problems = append(problems, h.ofTests(r, room, p.tests, used)...)
	}
	problems = append(problems, h.unused(used)...)
	slices.Sort(problems)
	return slices.Compact(problems)
}

func (h house) ofCode(r row, room string, imports []string, used map[string]bool) []string {
	var problems []string
	for _, path := range imports {
		target := h.name(path)
		switch {
		case target == "" || r.holds(target):
		case h.allows(r, target):
			used[arrow(r, target)] = true
		default:
			problems = append(problems, fmt.Sprintf("%s imports %s, which its row does not allow: %s", room, target, h.remedy(r, target)))
		}
	}
	return problems
}

// A test may import what its room may, and what the row of every test adds. A
// program that is written as a user's stays one in its tests.
func (h house) ofTests(r row, room string, imports []string, used map[string]bool) []string {
	var problems []string
	every, _ := h.rowOf(everyTest)
	for _, path := range imports {
		target := h.name(path)
		hidden := isProgram(r) && h.isOurs(target)
		switch {
		case target == "" || r.holds(target) || h.allows(r, target):
		case !hidden && h.allows(every, target):
			used[arrow(every, target)] = true
		default:
			problems = append(problems, fmt.Sprintf("a test of %s imports %s, which neither its row nor the row %s allows: %s", room, target, everyTest, h.remedy(r, target)))
		}
	}
	return problems
}

func (h house) remedy(r row, target string) string {
	switch {
	case !h.isOurs(target):
		return "drop the import, or add the module to the row and say why in the list of dependencies"
	case isProgram(r):
		return "it is written as a user would write it, with public packages only"
	default:
		return "drop the import, or add the arrow to the table and say why"
	}
}

// unused finds arrows that nothing uses. A room that is not built yet uses none
// and is used by none.
func (h house) unused(used map[string]bool) []string {
	var problems []string
	for _, r := range h.rows {
		if !h.isBuilt(r) {
			continue
		}
		for _, target := range slices.Concat(r.mayImport, h.fullNames(r)) {
			to, ours := h.rowOf(target)
			if target == publicPackages || used[arrow(r, target)] || ours && !h.isBuilt(to) {
				continue
			}
			problems = append(problems, fmt.Sprintf("the table lets %s import %s, and nothing there does: drop it from the row", r.room, target))
		}
	}
	return problems
}

// misspelt finds names in the table that mean nothing: they would allow nothing,
// or something later.
func (h house) misspelt() []string {
	var problems []string
	for _, r := range h.rows {
		for _, target := range r.mayImport {
			if _, ok := h.rowOf(target); !ok && target != publicPackages {
				problems = append(problems, fmt.Sprintf("the row of %s names %s, which has no row: mend the name, or add its row", r.room, target))
			}
		}
		for _, short := range r.thirdParty {
			if n := len(h.modulesCalled(short)); n != 1 {
				problems = append(problems, fmt.Sprintf("the row of %s names %s, which is the name of %d modules in our go.mod files: write it so that it is one", r.room, short, n))
			}
		}
	}
	return problems
}

func (h house) rowOf(room string) (row, bool) {
	i := slices.IndexFunc(h.rows, func(r row) bool { return r.holds(room) })
	if i < 0 {
		return row{}, false
	}
	return h.rows[i], true
}

func (h house) isBuilt(r row) bool {
	return r.room == everyTest || slices.ContainsFunc(h.packages, func(p pkg) bool { return r.holds(h.name(p.path)) })
}

// allows reports whether a row has the arrow to a room or to a module.
func (h house) allows(r row, target string) bool {
	if h.isOurs(target) {
		return slices.Contains(r.mayImport, target) || isProgram(r) && !isInternal(target)
	}
	return slices.Contains(h.fullNames(r), target)
}

func isProgram(r row) bool { return slices.Contains(r.mayImport, publicPackages) }

func isInternal(path string) bool { return slices.Contains(strings.Split(path, "/"), "internal") }

// isOurs tells a room from a module: only the latter starts with a domain.
func (h house) isOurs(target string) bool { return isStandard(target) }

func isStandard(path string) bool {
	domain, _, _ := strings.Cut(path, "/")
	return !strings.Contains(domain, ".")
}

// name is the room of one of our packages, the module of somebody else's, and
// nothing for the standard library.
func (h house) name(path string) string {
	if room, ok := strings.CutPrefix(path, h.module+"/"); ok {
		return room
	}
	if isStandard(path) {
		return ""
	}
	module := ""
	for _, m := range h.requires {
		if (path == m || strings.HasPrefix(path, m+"/")) && len(m) > len(module) {
			module = m
		}
	}
	if module == "" {
		return path
	}
	return module
}

// modulesCalled returns the modules that are or end with a short name.
func (h house) modulesCalled(short string) []string {
	var found []string
	for _, m := range h.requires {
		if m == short || strings.HasSuffix(m, "/"+short) {
			found = append(found, m)
		}
	}
	return found
}

func (h house) fullNames(r row) []string {
	var full []string
	for _, short := range r.thirdParty {
		full = append(full, h.modulesCalled(short)...)
	}
	return full
}

func arrow(r row, target string) string { return r.room + " -> " + target }
