package person_test

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/openspmis/dci-crvs-go/person"
)

// difference is the path of the first difference; testify would print two
// redacted people.
func difference(a, b reflect.Value, path string) string {
	return differ{}.between(a, b, path)
}

// differenceOfContent is difference for what was read and what was read of it
// written: a member in two spellings may stand in Extra under a third.
func differenceOfContent(a, b person.Person) string {
	return differ{anyName: true}.between(reflect.ValueOf(a), reflect.ValueOf(b), "person")
}

// differ compares. With anyName it takes members of Extra for the same whatever
// their names.
type differ struct{ anyName bool }

func (d differ) between(a, b reflect.Value, path string) string {
	if x, ok := valuesOf(a); ok && d.anyName {
		if y, _ := valuesOf(b); !reflect.DeepEqual(x, y) {
			return fmt.Sprintf("%s: %s and %s", path, x, y)
		}
		return ""
	}
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if found := d.between(a.Field(i), b.Field(i), path+"."+a.Type().Field(i).Name); found != "" {
				return found
			}
		}
	case reflect.Slice:
		if a.Len() != b.Len() || a.IsNil() != b.IsNil() {
			return fmt.Sprintf("%s: %d and %d elements", path, a.Len(), b.Len())
		}
		for i := range a.Len() {
			if found := d.between(a.Index(i), b.Index(i), fmt.Sprintf("%s[%d]", path, i)); found != "" {
				return found
			}
		}
	case reflect.Pointer:
		if a.IsNil() != b.IsNil() {
			return path + ": one is nil"
		}
		if !a.IsNil() {
			return d.between(a.Elem(), b.Elem(), path)
		}
	case reflect.String:
		if a.String() != b.String() {
			return fmt.Sprintf("%s: %q and %q", path, a, b)
		}
	default:
		if !a.Equal(b) {
			return fmt.Sprintf("%s: %v and %v", path, a, b)
		}
	}
	return ""
}

func valuesOf(v reflect.Value) ([]string, bool) {
	if v.Type() != reflect.TypeFor[person.Extra]() || !v.CanInterface() {
		return nil, false
	}
	var values []string
	v.Interface().(person.Extra).All()(func(_ string, value json.RawMessage) bool {
		values = append(values, string(value))
		return true
	})
	return values, true
}
