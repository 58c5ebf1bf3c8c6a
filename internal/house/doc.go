// Package house holds the code against what CONTRIBUTING says about it. It has
// tests only: which room of the repository may import which (arrows_test.go),
// and that users can see every type they meet (visible_test.go).
//
// The tests read the code as the go command lists it, in every module of go.work.
package house
