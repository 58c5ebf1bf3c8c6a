// Package store keeps what must survive: messages, until somebody has acted on
// them, and notes. It is an interface, a [Memory] that implements it, and in
// package storetest the tests that every implementation passes. Nothing in it
// knows of civil registration.
//
// A message is acknowledged to whoever sent it when [Messages.Keep] has returned.
// From then on it is handed on until the function that gets it returns nil, or
// until a person discards it. It may be handed on twice, with the same key: when
// the process died before "done" was written. No order is promised.
//
// A [Memory] forgets everything when the process ends. A store on disk or in a
// database implements the same interface.
package store
