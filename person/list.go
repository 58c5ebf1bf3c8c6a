package person

import (
	"reflect"

	"github.com/openspmis/dci-crvs-go/internal/strictjson"
)

// A short element of a list takes up to fifty times the memory of its JSON, and
// a peer decides how many there are. So the elements of all the records of an
// answer may take together roomFactor times the memory of its text: records as
// registries send them take one to five times theirs. A little room is there
// whatever the text: for one odd record.
const (
	roomFactor = 16
	leastRoom  = 8 << 20
)

func roomFor(size int) int { return roomFactor*size + leastRoom }

// newCursor is a cursor on a text that is read by itself.
func newCursor(text string) cursor { return cursor{Reader: reader(text), room: roomFor(len(text))} }

func reader(text string) strictjson.Reader[string] { return strictjson.Reader[string]{Text: text} }

// take takes room for one T. It returns false if there is no more.
func take[T any](c *cursor) bool {
	c.room -= int(reflect.TypeFor[T]().Size())
	return c.room >= 0
}

// readList reads the value at the cursor, or each element if it is a list, into
// dst. read reads one into a zero T and says whether it could; isZero says
// whether anything was given. readList returns false if an element cannot be
// read, or if dst was set by another spelling of the same member.
func readList[T any](c *cursor, dst *[]T, room int, read func(*cursor, *T) bool, isZero func(*T) bool) bool {
	var list []T
	one := func() bool {
		if c.elements++; c.elements > maxElements {
			return false
		}
		if list == nil {
			list = make([]T, 0, room)
		}
		var zero T
		list = append(list, zero)
		last := &list[len(list)-1]
		ok := take[T](c) && read(c, last)
		if ok && isZero(last) {
			list = list[:len(list)-1]
		}
		return ok
	}
	if !c.each(one) || len(list) > 0 && *dst != nil {
		return false
	}
	if len(list) > 0 {
		*dst = list
	}
	return true
}

// readOne reads a T into dst: alone, or as a list in which at most one is given;
// by the rules of into.
func readOne[T any](c *cursor, dst **T, read func(*cursor, *T) bool, isZero func(*T) bool) bool {
	var found *T
	if !c.each(func() bool {
		if c.nothing() {
			return true
		}
		one := new(T)
		if !take[T](c) || !read(c, one) {
			return false
		}
		switch {
		case isZero(one):
		case found != nil:
			return false
		default:
			found = one
		}
		return true
	}) || found != nil && *dst != nil {
		return false
	}
	if found != nil {
		*dst = found
	}
	return true
}

// each calls read for the value at the cursor, or for each element if it is a
// list. It stops, and returns false, where read does.
func (c *cursor) each(read func() bool) bool {
	if c.Peek() != '[' {
		return read()
	}
	c.At++
	for c.Next(']') {
		if !read() {
			return false
		}
	}
	return true
}
