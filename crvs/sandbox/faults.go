package sandbox

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
)

// faults are those at work. They are safe for concurrent use.
type faults struct {
	mu     sync.Mutex
	active []*activeFault // as injected
	last   int            // number of the last id
}

// activeFault is a fault at work. What changes in it is guarded by the mutex of
// its faults.
type activeFault struct {
	id    string
	fault Fault
	does  behaviour
	dice  *rand.Rand // nil without a rate
	hits  int
}

// Inject makes the registry misbehave, from the next call on, and returns the id
// under which the fault is listed and cleared. It returns an error that says
// what is allowed if the fault is wrong, or if 100 are at work.
//
// Faults act in the order in which they were injected. Those before the answer
// come first (delays; of the others the first one answers), then those that
// change what is found, then those that spoil the bytes. Of calls that come at
// once it is not defined which one is struck. [FaultDrop] and [FaultCut] panic
// with [http.ErrAbortHandler], by which net/http closes a connection.
func (r *Registry) Inject(f Fault) (id string, err error) {
	does, err := f.check()
	if err != nil {
		return "", err
	}
	return r.faults.add(f, does)
}

// Faults lists the faults at work, as they were injected. One that has struck as
// often as it was to is no longer among them.
func (r *Registry) Faults() []InjectedFault { return r.faults.list() }

// ClearFault ends one fault. It returns false if there is none with this id.
// Calls that the fault has begun to strike, such as a delay, run on.
func (r *Registry) ClearFault(id string) bool {
	return r.faults.clear(func(a *activeFault) bool { return a.id == id }) > 0
}

// ClearFaults ends all faults and returns how many there were.
func (r *Registry) ClearFaults() int {
	return r.faults.clear(func(*activeFault) bool { return true })
}

func (s *faults) add(f Fault, does behaviour) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.active) >= maxFaults {
		return "", misuse("fault: " + strconv.Itoa(maxFaults) + " faults are at work: clear some")
	}
	s.last++
	a := &activeFault{id: "fault-" + strconv.Itoa(s.last), fault: f, does: does}
	if f.Rate > 0 {
		a.dice = rand.New(rand.NewPCG(f.Seed, 0)) //nolint:gosec // the same calls fail each time, and nothing is kept secret by it
	}
	s.active = append(s.active, a)
	return a.id, nil
}

func (s *faults) list() []InjectedFault {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]InjectedFault, 0, len(s.active))
	for _, a := range s.active {
		out = append(out, InjectedFault{ID: a.id, Fault: a.fault, Hits: a.hits})
	}
	return out
}

func (s *faults) clear(which func(*activeFault) bool) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.active)
	s.active = slices.DeleteFunc(s.active, which)
	return before - len(s.active)
}

// at lists those that may strike a call to this path. Whether there is a
// registry at all is answered truthfully, unless a fault names that path.
func (s *faults) at(path string) []*activeFault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*activeFault
	for _, a := range s.active {
		if a.fault.Path == path || a.fault.Path == "" && !isHealth(path) && (a.does.at == nil || slices.Contains(a.does.paths(), path)) {
			out = append(out, a)
		}
	}
	return out
}

// strikes says whether this one strikes now, and counts it: two calls at once
// must not both be the last.
func (s *faults) strikes(a *activeFault) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.active, a) {
		return false // cleared, or used up
	}
	if a.dice != nil && a.dice.Float64() >= a.fault.Rate {
		return false
	}
	a.hits++
	if a.hits == a.fault.Calls {
		s.active = slices.DeleteFunc(s.active, func(o *activeFault) bool { return o == a })
	}
	return true
}

// abort ends a call without an answer, or without the rest of it.
func abort() {
	panic(http.ErrAbortHandler) //nolint:forbidigo // the way in which net/http lets a handler close a connection, in HTTP/1.1 and HTTP/2
}
