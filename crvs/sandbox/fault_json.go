package sandbox

import (
	"errors"
	"math"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const faultMembers = "kind, calls, rate, seed, path, delay, status, retry_after, body, content_type"

// faultJSON is a fault as JSON writes it. Pointers tell 0 from not given.
type faultJSON struct {
	Kind        *FaultKind `json:"kind,omitzero"`
	Calls       *int       `json:"calls,omitzero"`
	Rate        *float64   `json:"rate,omitzero"`
	Seed        uint64     `json:"seed,omitzero"`
	Path        string     `json:"path,omitzero"`
	Delay       pause      `json:"delay,omitzero"`
	Status      int        `json:"status,omitzero"`
	RetryAfter  pause      `json:"retry_after,omitzero"`
	Body        string     `json:"body,omitzero"`
	ContentType string     `json:"content_type,omitzero"`
}

// pause is a duration: a number of seconds, or a text as Go writes one.
type pause time.Duration

func (p pause) MarshalJSONTo(enc *jsontext.Encoder) error {
	return enc.WriteToken(jsontext.String(time.Duration(p).String()))
}

var errSpan = errors.New("no span of time")

func (p *pause) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	switch token.Kind() {
	case '"':
		d, err := time.ParseDuration(token.String())
		if err != nil {
			return errSpan // the error of package time quotes the value
		}
		*p = pause(d)
		return nil
	case '0':
		seconds, err := token.Float()
		if err != nil || math.Abs(seconds) > maxRetryAfter.Seconds() {
			return errSpan
		}
		*p = pause(math.Round(seconds * float64(time.Second)))
		return nil
	default:
		return errSpan
	}
}

// MarshalJSON writes the fault with the members that [Fault] lists, those that
// are not given left out.
func (f Fault) MarshalJSON() ([]byte, error) {
	out := faultJSON{
		Kind: &f.Kind, Seed: f.Seed, Path: f.Path, Delay: pause(f.Delay), Status: f.Status,
		RetryAfter: pause(f.RetryAfter), Body: f.Body, ContentType: f.ContentType,
	}
	if f.Calls != 0 {
		out.Calls = &f.Calls
	}
	if f.Rate != 0 {
		out.Rate = &f.Rate
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads a fault and checks it as [Registry.Inject] does. Members
// that it does not know are refused. Its errors say what is allowed and do not
// quote the input.
func (f *Fault) UnmarshalJSON(data []byte) error {
	if problem := jsonProblem(data); problem != "" {
		return misuse("fault: " + problem)
	}
	var in faultJSON
	if err := json.Unmarshal(data, &in, json.RejectUnknownMembers(true)); err != nil {
		return misuse("fault: " + faultProblem(err))
	}
	out := Fault{
		Seed: in.Seed, Path: in.Path, Delay: time.Duration(in.Delay), Status: in.Status,
		RetryAfter: time.Duration(in.RetryAfter), Body: in.Body, ContentType: in.ContentType,
	}
	switch {
	case in.Kind == nil:
		return misuse("fault: kind is required, one of " + kindNames())
	case in.Calls != nil && *in.Calls < 1, in.Rate != nil && !(*in.Rate > 0):
		return misuse("fault: calls must be at least 1 and rate above 0; leave them out for every call until it is cleared")
	}
	out.Kind = *in.Kind
	if in.Calls != nil {
		out.Calls = *in.Calls
	}
	if in.Rate != nil {
		out.Rate = *in.Rate
	}
	if _, err := out.check(); err != nil {
		return err
	}
	*f = out
	return nil
}

// faultProblem says which member cannot be read, if it is one of ours.
func faultProblem(err error) string {
	semantic, ok := errors.AsType[*json.SemanticError](err)
	switch {
	case errors.Is(err, json.ErrUnknownName):
		return "a member is not known; known are " + faultMembers
	case !ok || semantic.JSONPointer == "":
		return "a fault is an object with the members " + faultMembers
	}
	name := semantic.JSONPointer.LastToken()
	switch name {
	case "calls", "seed", "status":
		return name + " must be a whole number"
	case "rate":
		return name + " must be a number"
	case "delay", "retry_after":
		return name + ` must be a number of seconds, or a text such as "1.5s"`
	case "kind", "path", "body", "content_type":
		return name + " must be a text"
	default:
		return "a fault is an object with the members " + faultMembers
	}
}
