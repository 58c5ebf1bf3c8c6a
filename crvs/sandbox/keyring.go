package sandbox

import (
	"sync"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// keyring is the registry's own keys, one for each algorithm, made when they are
// first needed: an RSA key takes a tenth of a second.
type keyring struct {
	mu   sync.Mutex
	keys map[envelope.Algorithm]envelope.PrivateKey
	// pretenders are keys that are published nowhere.
	pretenders map[envelope.Algorithm]envelope.PrivateKey
}

func newKeyring(given []envelope.PrivateKey) *keyring {
	k := &keyring{
		keys:       make(map[envelope.Algorithm]envelope.PrivateKey),
		pretenders: make(map[envelope.Algorithm]envelope.PrivateKey),
	}
	for _, key := range given {
		k.keys[key.Algorithm()] = key
	}
	return k
}

// key is the key for an algorithm.
func (k *keyring) key(alg envelope.Algorithm) (envelope.PrivateKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return made(k.keys, alg)
}

// pretender is another key that goes by the id of this one.
func (k *keyring) pretender(of envelope.PrivateKey) (envelope.PrivateKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	key, err := made(k.pretenders, of.Algorithm())
	return key.WithKeyID(of.KeyID()), err
}

func made(keys map[envelope.Algorithm]envelope.PrivateKey, alg envelope.Algorithm) (envelope.PrivateKey, error) {
	if key, ok := keys[alg]; ok {
		return key, nil
	}
	key, err := envelope.GenerateKey(alg)
	if err == nil {
		keys[alg] = key
	}
	return key, err
}

// rotate forgets every key: the next message is signed with a new one, and the
// old one is published no more.
func (k *keyring) rotate() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.keys)
}

// published is the key set of a dialect, nil if it has none.
func (k *keyring) published(d *dialect) (*envelope.KeySet, error) {
	var public []envelope.PublicKey
	for _, alg := range []envelope.Algorithm{d.signature, d.encryption} {
		if alg == "" {
			continue
		}
		key, err := k.key(alg)
		if err != nil {
			return nil, err
		}
		public = append(public, key.Public())
	}
	if len(public) == 0 {
		return nil, nil
	}
	return envelope.NewKeySet(public...)
}
