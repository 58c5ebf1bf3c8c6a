package sandbox

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The shape that a value must have, in the words of the validator that OpenCRVS
// uses (zod): what it says is read by people and, worse, by programs.
//
// A value of another type ends the look at it; one that breaks a rule of its type
// does not. Of alternatives, one in which only rules are broken is the one that
// was meant.

// shape looks at a value at a path; given is false for a member that is not
// there.
type shape func(v any, given bool, path string) finding

type finding struct {
	issues  []string
	another bool // it is of another type
}

func anotherType(message, path string) finding {
	return finding{issues: []string{at(message, path)}, another: true}
}

func brokenRule(message, path string) finding { return finding{issues: []string{at(message, path)}} }

func at(message, path string) string {
	if path == "" {
		return message
	}
	return message + ` at "` + path + `"`
}

// typeName is what the validator calls the type of a value.
func typeName(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "boolean"
	case []any:
		return "array"
	default:
		return "object"
	}
}

func expected(kind string, v any, given bool, path string) finding {
	if !given {
		return anotherType("Required", path)
	}
	return anotherType("Expected "+kind+", received "+typeName(v), path)
}

func optional(s shape) shape {
	return func(v any, given bool, path string) finding {
		if !given {
			return finding{}
		}
		return s(v, given, path)
	}
}

func anything(any, bool, string) finding { return finding{} }

// str is a string that keeps the rules: each says what is wrong with it, "" if
// nothing is.
func str(rules ...func(string) string) shape {
	return func(v any, given bool, path string) finding {
		s, ok := v.(string)
		if !ok {
			return expected("string", v, given, path)
		}
		for _, rule := range rules {
			if wrong := rule(s); wrong != "" {
				return brokenRule(wrong, path)
			}
		}
		return finding{}
	}
}

func atMost(n int) func(string) string {
	return func(s string) string {
		if len([]rune(s)) > n {
			return "String must contain at most " + strconv.Itoa(n) + " character(s)"
		}
		return ""
	}
}

func matching(re *regexp.Regexp, otherwise string) func(string) string {
	return func(s string) string {
		if !re.MatchString(s) {
			return otherwise
		}
		return ""
	}
}

func number() shape { return numberThat(func(float64) string { return "" }) }

func positive() shape {
	return numberThat(func(n float64) string {
		if n <= 0 {
			return "Number must be greater than 0"
		}
		return ""
	})
}

func numberThat(rule func(float64) string) shape {
	return func(v any, given bool, path string) finding {
		n, ok := v.(float64)
		if !ok {
			return expected("number", v, given, path)
		}
		if wrong := rule(n); wrong != "" {
			return brokenRule(wrong, path)
		}
		return finding{}
	}
}

func boolean(v any, given bool, path string) finding {
	if _, ok := v.(bool); !ok {
		return expected("boolean", v, given, path)
	}
	return finding{}
}

func literal(want string) shape {
	return func(v any, _ bool, path string) finding {
		if v != want {
			return anotherType("Invalid literal value, expected "+strconv.Quote(want), path)
		}
		return finding{}
	}
}

func oneOf(words ...string) shape {
	quoted := "'" + strings.Join(words, "' | '") + "'"
	return func(v any, given bool, path string) finding {
		s, ok := v.(string)
		switch {
		case !given:
			return anotherType("Required", path)
		case !ok:
			return anotherType("Expected "+quoted+", received "+typeName(v), path)
		case !slices.Contains(words, s):
			return anotherType("Invalid enum value. Expected "+quoted+", received '"+short(s)+"'", path)
		default:
			return finding{}
		}
	}
}

func listOfShape(element shape) shape {
	return func(v any, given bool, path string) finding {
		list, ok := v.([]any)
		if !ok {
			return expected("array", v, given, path)
		}
		var out finding
		for i, one := range list {
			out = out.with(element(one, true, path+"["+strconv.Itoa(i)+"]"))
			if len(out.issues) > maxProblems {
				break
			}
		}
		return out
	}
}

// fields are the members of an object in the order in which they are looked at.
type fields []field

type field struct {
	name string
	is   shape
}

func object(fs fields) shape {
	return func(v any, given bool, path string) finding {
		members, ok := v.(map[string]any)
		if !ok {
			return expected("object", v, given, path)
		}
		var out finding
		for _, f := range fs {
			value, given := members[f.name]
			inner := f.name
			if path != "" {
				inner = path + "." + f.name
			}
			out = out.with(f.is(value, given, inner))
		}
		return out
	}
}

func (f finding) with(o finding) finding {
	return finding{append(f.issues, o.issues...), f.another || o.another}
}

// either is the first of the shapes that fits; if none does, the first of which
// only rules are broken; else it says what is wrong with each.
func either(shapes ...shape) shape {
	return func(v any, given bool, path string) finding {
		var broken *finding
		var each []string
		for _, s := range shapes {
			f := s(v, given, path)
			switch {
			case len(f.issues) == 0:
				return f
			case !f.another && broken == nil:
				broken = &f
			}
			if joined := strings.Join(f.issues, "; "); !slices.Contains(each, joined) {
				each = append(each, joined)
			}
		}
		if broken != nil {
			return *broken
		}
		return finding{issues: []string{strings.Join(each, ", or ")}, another: true}
	}
}
