package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/store"
)

// Exit statuses.
const (
	exitFound     = 0
	exitFailed    = 1 // could not ask, or the answer cannot be trusted
	exitUsage     = 2 // bad usage, or a question that was refused before it was sent
	exitNotFound  = 3 // or: of a probe, no profile fits; of a subscription, its code is not known
	exitAmbiguous = 4
	exitUndecided = 5
	exitRefuted   = 6
)

// usage is a mistake on the command line. It holds no value of a flag: those are
// personal data and secrets.
type usage struct{ text, see string }

func (u *usage) Error() string { return u.text + ": see " + u.see }

func usageError(text, see string) error { return &usage{text, see} }

// outputError is a record that could not be written.
type outputError struct{ err error }

func (e *outputError) Error() string { return "the output could not be written: " + e.err.Error() }

func (e *outputError) Unwrap() error { return e.err }

// report writes one line that says what is wrong and what to do about it, and
// returns the exit status. Who closed the pipe wants to hear no more.
func report(stderr io.Writer, who string, err error) int {
	text, status := explain(err)
	if text != "" {
		fmt.Fprintf(stderr, "%s: %s\n", who, printable(text))
	}
	return status
}

func explain(err error) (text string, status int) {
	if err == nil || isClosedPipe(err) {
		return "", exitFound
	}
	if u, ok := errors.AsType[*usage](err); ok {
		return inFlags(u.Error()), exitUsage
	}
	if errors.Is(err, store.ErrNotKept) {
		return "no message with this key is kept: crvsctl inbox list shows the keys", exitNotFound
	}
	if u, ok := errors.AsType[*unrecognised](err); ok {
		return inFlags(u.Error()), exitNotFound
	}
	if u, ok := errors.AsType[*unknownMessage](err); ok {
		return u.Error(), exitNotFound
	}
	if u, ok := errors.AsType[*unconfirmed](err); ok {
		return u.Error(), u.status()
	}
	if u, ok := errors.AsType[*unlearnt](err); ok {
		return u.Error(), exitNotFound
	}
	switch {
	case errors.Is(err, crvs.ErrNotFound):
		return "not found: the registry was asked and has no such record", exitNotFound
	case errors.Is(err, crvs.ErrAmbiguous):
		return "more than one record matches: name the -event, add a -where, or leave -one out to list them", exitAmbiguous
	}
	e, ok := errors.AsType[*crvs.Error](err)
	if !ok {
		return inFlags(err.Error()), exitFailed
	}
	text = spoken(e)
	if next := nextStep(e); next != "" && !advises(e, text) {
		text += "; " + next
	}
	if h, ok := errors.AsType[*hintedError](err); ok && h.hint != "" {
		text += "; " + h.hint
	}
	if p, ok := errors.AsType[*partialError](err); ok {
		text += fmt.Sprintf(" (%s printed before, and not all)", records(p.hits))
	}
	if e.Kind == crvs.KindInvalid || e.Kind == crvs.KindUnsupported {
		return text, exitUsage
	}
	return text, exitFailed
}

// spoken is the text of an error of the SDK in our words. What the registry says
// stays as it came.
func spoken(e *crvs.Error) string {
	const place = "\x00"
	own := *e
	if own.Peer && own.Message != "" {
		own.Message = place
	}
	text := strings.TrimPrefix(own.Error(), "crvs: ")
	if e.Op != "token" {
		text = strings.TrimPrefix(text, e.Op+": ") // our command, or a part of it
	}
	if text = inFlags(text); isOfSubscriptions(e) {
		text = strings.ReplaceAll(text, " (-dry-run)", "")
	}
	return strings.Replace(text, strconv.Quote(place), strconv.Quote(e.Message), 1)
}

// isClosedPipe says whether the reader of our output has gone. A connection to a
// registry can break with the same error, and is a failure.
func isClosedPipe(err error) bool {
	_, ours := errors.AsType[*outputError](err)
	return ours && (errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe))
}

// partialError is an error after some records were printed.
type partialError struct {
	hits int
	err  error
}

func (e *partialError) Error() string { return e.err.Error() }

func (e *partialError) Unwrap() error { return e.err }

// hintedError is an error, and what else the answers showed.
type hintedError struct {
	hint string
	err  error
}

func (e *hintedError) Error() string { return e.err.Error() }

func (e *hintedError) Unwrap() error { return e.err }

// advises says whether the SDK's own text tells what to do, as it does for each
// code that the standard knows.
func advises(e *crvs.Error, text string) bool {
	return e.Code.Known() || strings.Contains(text, "check ") || strings.Contains(text, "ask again")
}

// advice says what to do about an error of this kind, of a question.
func advice(k crvs.Kind) string {
	switch k {
	case crvs.KindInvalid:
		return "nothing was sent: see crvsctl search -h"
	case crvs.KindUnsupported:
		return "nothing was sent: ask in another way"
	case crvs.KindUnauthorized:
		return "check -token, -client or -basic"
	case crvs.KindForbidden:
		return "ask the registry's operators to allow -sender this question"
	case crvs.KindRateLimited, crvs.KindUnavailable:
		return "ask again later"
	case crvs.KindTimeout:
		return "ask again later, or raise -timeout"
	case crvs.KindCanceled:
		return "ask again"
	case crvs.KindRejected:
		return "-dry-run shows what was asked"
	case crvs.KindProtocol:
		return "this is no answer to the question: -dry-run shows what was asked"
	case crvs.KindOvermatch, crvs.KindReplay, crvs.KindSignature, crvs.KindEncryption:
		return "use nothing of it, and tell the registry's operators"
	default: // unstable says it itself; not found and ambiguous do not come here
		return ""
	}
}

// nextStep says what to do about an error. A request that is no question may have been
// carried out, though it was not answered.
func nextStep(e *crvs.Error) string {
	if !isOfSubscriptions(e) {
		return advice(e.Kind)
	}
	switch e.Kind {
	case crvs.KindInvalid:
		return "nothing was sent: see crvsctl " + e.Op + " -h"
	case crvs.KindUnsupported:
		return "nothing was sent"
	case crvs.KindUnavailable, crvs.KindTimeout, crvs.KindCanceled:
		return "the registry may have done it: ask its operators, or ask again (transaction_id " + e.TransactionID + ")"
	case crvs.KindRejected:
		return "ask the registry's operators why"
	case crvs.KindProtocol:
		return "this is no answer to it: ask the registry's operators whether they have subscriptions"
	default:
		return advice(e.Kind)
	}
}

// isOfSubscriptions says whether a command that has no -dry-run failed.
func isOfSubscriptions(e *crvs.Error) bool {
	return strings.HasSuffix(e.Op, "subscribe") || e.Op == "subscriptions"
}

// printable is one line of text that a terminal takes for nothing but text: a
// registry could write its control characters, or turn the direction of writing.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return unicode.ReplacementChar
		default:
			return r
		}
	}, text)
}
