package sandbox

import "sync"

// maxRemembered is how many messages are remembered.
const maxRemembered = 10_000

// memory knows the messages seen: which bytes came under which message_id. An id
// is its sender's, so two senders may use the same.
type memory struct {
	mu    sync.Mutex
	seen  map[digest]digest
	order []digest // a ring
	next  int
}

func newMemory() *memory { return &memory{seen: make(map[digest]digest)} }

// isAnother says whether other bytes came from this sender under this
// message_id before. If not, it remembers these: sent again, they are the same
// message (a retry after no answer sends the same bytes).
func (m *memory) isAnother(sender, messageID string, body []byte) bool {
	// Hashed, so that long ids cost no memory.
	s, id := digestOf(sender), digestOf(messageID)
	key, now := digestOf(string(s[:])+string(id[:])), digestOf(string(body))
	m.mu.Lock()
	defer m.mu.Unlock()
	if before, ok := m.seen[key]; ok {
		return before != now
	}
	if len(m.order) < maxRemembered {
		m.order = append(m.order, key)
	} else {
		delete(m.seen, m.order[m.next])
		m.order[m.next] = key
		m.next = (m.next + 1) % maxRemembered
	}
	m.seen[key] = now
	return false
}
