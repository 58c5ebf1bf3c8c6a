// Package redact keeps secrets and personal data out of what is printed. A type
// that holds any has Format and LogValue, made with this package.
//
// Go asks a type how it prints under every verb but two: %T shows the type's name,
// and %p shows what a value holds. Nor does it ask where the type stands in an
// unexported field of another struct: there it prints what it finds, also behind
// one pointer. A [Box] shows nothing even there.
package redact

import (
	"fmt"
	"io"
)

// Write prints text in place of a value, whatever the verb.
func Write(s fmt.State, text string) { _, _ = io.WriteString(s, text) }

// Box holds what must not be printed. The zero Box is empty. It holds a function,
// of which Go prints an address: behind a pointer a wrong verb (%t) would print
// what it points to.
type Box[T any] struct{ open func() T }

// NewBox puts a value into a box.
func NewBox[T any](v T) Box[T] { return Box[T]{open: func() T { return v }} }

// IsEmpty says whether nothing was put into the box.
func (b Box[T]) IsEmpty() bool { return b.open == nil }

// Open is the value, the zero value for an empty box.
func (b Box[T]) Open() T {
	if b.open == nil {
		var zero T
		return zero
	}
	return b.open()
}
