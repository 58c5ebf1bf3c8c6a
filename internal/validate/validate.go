// Package validate is the one instance of validator/v10, with the tags that the
// rules of the standard need and errors in the standard's field names.
//
// What is validated are plain structs of strings and numbers: a type with
// unexported fields is validated through a shadow struct beside it, whose
// field tags are the names of the standard.
package validate

import (
	"bytes"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

var (
	instance = sync.OnceValues(newValidator)
	locale   = regexp.MustCompile(`^[a-z]{3}$`)
	phone    = regexp.MustCompile(`^\+?[0-9(][0-9 ().-]*$`)
)

func newValidator() (*validator.Validate, error) {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		return f.Tag.Get("field")
	})
	tags := map[string]validator.Func{
		// internal/wire/RULES.md, rule 4: ISO 639-3, lower case.
		"locale": func(fl validator.FieldLevel) bool { return locale.MatchString(fl.Field().String()) },
		// One line of valid text: what a person can have typed.
		"line": func(fl validator.FieldLevel) bool { return isLine(fl.Field().String()) },
		// The formats of the standard: ISO 8601, as exact as it is known.
		"date": func(fl validator.FieldLevel) bool { return isDate(fl.Field().String()) },
		// E.164, with what people write between the digits: the format page has
		// "+1 (425) 555-1212".
		"phone": func(fl validator.FieldLevel) bool { return isPhone(fl.Field().String()) },
		// Lines of valid text, as bytes, so that max counts those.
		"text": func(fl validator.FieldLevel) bool { return isText(fl.Field().Bytes()) },
	}
	for tag, fn := range tags {
		if err := v.RegisterValidation(tag, fn); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func isLine(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, breaksLine) < 0 && s == strings.TrimSpace(s)
}

func isText(b []byte) bool {
	return utf8.Valid(b) && bytes.IndexFunc(b, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
	}) < 0 && len(bytes.TrimSpace(b)) > 0
}

func breaksLine(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }

func isDate(s string) bool {
	for _, layout := range [...]string{time.DateOnly, "2006-01", "2006", time.RFC3339Nano} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// isPhone: a number has at most 15 digits with its country (E.164, 6.1), and
// none in use has fewer than five.
func isPhone(s string) bool {
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return phone.MatchString(s) && digits >= 5 && digits <= 15
}

// Struct checks v against its validate tags. It returns nil or a
// [*fault.ValidationError] whose fields are named by the field tags, each behind
// prefix; it never holds a value.
func Struct(prefix string, v any) error {
	val, err := instance()
	if err != nil {
		return err
	}
	err = val.Struct(v)
	if err == nil {
		return nil
	}
	broken, ok := errors.AsType[validator.ValidationErrors](err)
	if !ok {
		return err
	}
	out := &fault.ValidationError{Violations: make([]fault.Violation, 0, len(broken))}
	// Without the Go name of the struct, which an anonymous one has not.
	top := reflect.Indirect(reflect.ValueOf(v)).Type().Name() + "."
	for _, f := range broken {
		path := strings.TrimPrefix(f.Namespace(), top)
		rule := f.Tag()
		if f.Param() != "" {
			rule += "=" + f.Param()
		}
		out.Violations = append(out.Violations, fault.Violation{Field: prefix + path, Rule: rule, Hint: hint(f.Tag(), f.Param())})
	}
	return out
}

// hint says a rule in words. It takes the tag and its parameter, never the
// value.
func hint(tag, param string) string {
	switch tag {
	case "required", "required_with", "required_without":
		return "is required"
	case "max":
		return "is too long or too large (at most " + param + ")"
	case "min":
		return "is too short or too small (at least " + param + ")"
	case "oneof":
		return "must be one of: " + param
	case "locale":
		return "must be three lower-case letters (ISO 639-3), for example eng"
	case "line":
		return "must be one line of valid text without leading or trailing spaces"
	case "date":
		return "must be a date (2006-01-02, 2006-01 or 2006) or a time with its zone (RFC 3339)"
	case "phone":
		return "must be a telephone number, best as +14255551212 (E.164)"
	case "latitude", "longitude":
		return "must be a " + tag + " in decimal degrees, for example 9.93"
	case "email":
		return "must be an e-mail address"
	case "text":
		return "must be valid text (UTF-8) without control characters, and not blank"
	case "uri", "url", "http_url":
		return "must be a URL"
	case "eq":
		return "must be " + param
	default:
		return "breaks the rule " + tag
	}
}
