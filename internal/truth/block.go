package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

const (
	blockSize = 250 // questions that are asked
	maxBatch  = 40
	patience  = 3 * time.Millisecond // of a client that does not wait for an answer
)

// block is a part of the work that can be done by itself, and again: its
// questions and its faults follow from the seed and from what it is, whoever does
// it and when.
type block struct {
	row     int // of the table
	profile profile.Profile
	faults  bool
	number  int
	size    int // questions to ask, refused ones not counted
}

func (b block) rand(seed uint64) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %t %d", b.profile.Name, b.faults, b.number)
	return rand.New(rand.NewPCG(seed, h.Sum64())) //nolint:gosec // the same questions each time, and nothing is kept secret by it
}

// tally counts verdicts.
type tally struct {
	verdicts [verdicts]int
	kinds    map[string]int // questions asked, by their kind
	faults   map[string]int // messages struck, by the kind of fault
	decided  map[decided]int
	first    []finding
}

// finding is a wrong answer, without its values.
type finding struct {
	block block
	kind  string
	form  string
	fault string
	why   string
}

const maxFindings = 20

func (t *tally) add(o tally) {
	for i, n := range o.verdicts {
		t.verdicts[i] += n
	}
	for k, n := range o.kinds {
		t.kinds[k] += n
	}
	for k, n := range o.faults {
		t.faults[k] += n
	}
	for d, n := range o.decided {
		t.decided[d] += n
	}
	for _, f := range o.first {
		t.find(f)
	}
}

func newTally() tally {
	return tally{kinds: map[string]int{}, faults: map[string]int{}, decided: map[decided]int{}}
}

// worker does one block after the other.
type worker struct {
	country *country
	seed    uint64
	askers  map[string]*asker
	kinds   []kind
	turns   []turn
	decides bool // asks for verdicts

	rotations int // of the keys of this worker's registry
}

// run asks the questions of a block.
func (w *worker) run(ctx context.Context, b block) (tally, error) {
	t := newTally()
	m := &maker{Rand: b.rand(w.seed), country: w.country}
	a := w.askers[b.profile.Name]
	for left, message := b.size, 0; left > 0; message++ {
		if err := ctx.Err(); err != nil {
			return t, err
		}
		if a.rotations != w.rotations { // by a fault, perhaps in another dialect
			if err := a.renew(ctx); err != nil {
				return t, err
			}
			a.rotations = w.rotations
		}
		next, isOn := w.turnOf(m, b, message)
		if w.decides {
			asked, err := w.decision(ctx, m, a, b, next, isOn, &t)
			if err != nil {
				return t, err
			}
			left -= asked
			continue
		}
		questions := w.message(ctx, m, a, b, left, isOn && next.pages, &t)
		isStruck, outcomes, err := w.deliver(ctx, m, a, questions, next, isOn)
		if err != nil {
			return t, err
		}
		name := ""
		if isOn {
			name = string(next.fault.Kind)
		}
		if isStruck {
			t.faults[name]++
		}
		for i, q := range questions {
			v, why := w.country.judge(q, outcomes[i], isStruck)
			t.count(b, q, name, v, why)
		}
		left -= len(questions)
	}
	return t, nil
}

// turnOf is the fault whose turn it is, and whether it is injected: two times in
// three, in a block with faults.
func (w *worker) turnOf(m *maker, b block, message int) (next turn, isOn bool) {
	next = w.turns[(b.row*5+b.number*7+message)%len(w.turns)]
	rests := next.rotates && b.number%8 != 3 // to make RSA keys takes longer than all the rest
	return next, b.faults && !rests && m.IntN(3) > 0 && !next.saysNone(b.profile.Name)
}

// message makes the questions of the next message. What the profile refuses is
// asked at once, to see that it is refused, and is not among them.
func (w *worker) message(ctx context.Context, m *maker, a *asker, b block, left int, list bool, t *tally) []question {
	most := maxBatch
	if b.profile.Asks.MaxBatch == 1 {
		most = 4
	}
	if m.IntN(4) == 0 || list {
		most = 1
	}
	size := min(left, 1+m.IntN(most))
	var questions []question
	for tries := 0; len(questions) < size; tries++ {
		q := m.next(w.kinds)
		if list && !q.list && tries < 100 { // a profile may know no lists
			continue
		}
		if _, err := b.profile.Plan(q.query); err != nil {
			v, why := w.country.judge(q, askOne(ctx, a.plain, q), false)
			if v != refused {
				v, why = wrong, "the profile refuses it and the client does not: "+why
			}
			t.count(b, q, "", v, why)
			continue
		}
		q.relatives = strings.HasPrefix(b.profile.Name, "opencrvs")
		q.isOdd = q.relatives &&
			slices.ContainsFunc(q.truth, func(k key) bool { return w.country.odd[k] })
		if (q.list || q.isOdd) && size > 1 { // is a message by itself
			continue
		}
		questions = append(questions, q)
	}
	return questions
}

// deliver asks the questions, with a fault if it is on.
func (w *worker) deliver(ctx context.Context, m *maker, a *asker, questions []question, next turn, isOn bool) (isStruck bool, outcomes []outcome, err error) {
	client := a.plain
	if a.sealed != nil && (m.IntN(8) == 0 || isOn && next.encrypted) {
		client = a.sealed
	}
	if !isOn {
		return false, ask(ctx, client, questions), nil
	}
	isStruck, err = w.under(ctx, m, a, next, func(ctx context.Context) { outcomes = ask(ctx, client, questions) })
	return isStruck, outcomes, err
}

// under asks with a fault on, and says whether it struck.
func (w *worker) under(ctx context.Context, m *maker, a *asker, next turn, ask func(context.Context)) (isStruck bool, err error) {
	if next.isLate {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	id, err := strike(a.registry, next.fault, m.IntN(2) == 0)
	if err != nil {
		return false, err
	}
	ask(ctx)
	isStruck = struck(a.registry, id) || next.isLate // who gave up may not even have asked
	if isStruck && next.rotates {
		w.rotations++
	}
	return isStruck, nil
}

func (t *tally) count(b block, q question, fault string, v verdict, why string) {
	t.verdicts[v]++
	if v != refused {
		t.kinds[q.kind]++
	}
	if v == wrong {
		t.find(finding{block: b, kind: q.kind, form: q.query.Form(), fault: fault, why: why})
	}
}

// find keeps one of each sort of finding: that of the first block, whichever was
// done first.
func (t *tally) find(f finding) {
	i := slices.IndexFunc(t.first, func(o finding) bool {
		return o.why == f.why && o.fault == f.fault && o.block.row == f.block.row
	})
	switch {
	case i >= 0 && f.block.number < t.first[i].block.number:
		t.first[i] = f
	case i < 0 && len(t.first) < maxFindings:
		t.first = append(t.first, f)
	}
}
