// Package transport sends one message and brings one answer back: retries,
// tokens, limits, and no secret in any error. It knows HTTP and nothing of what
// is in a message.
//
// [Client.Do] returns a [Response] for every HTTP answer, whatever its status,
// after the retries that are safe; what a status means is the caller's matter.
// It returns a *fault.Error only where there was no usable answer.
//
// Every attempt of one Do sends the same bytes (and so the same message_id), so
// that a registry which did receive the first can drop the second. What has to
// be built anew after an answer (401, a stale timestamp) is a new Do.
//
// [Mask] and [Excerpt] make quotable what a peer wrote.
package transport
