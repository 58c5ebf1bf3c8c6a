package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
)

// maxKeyFile is the longest file of keys that is read.
const maxKeyFile = envelope.MaxKeySetBytes

// trusting is what is asked of signatures, and whose keys are known. Its errors
// name the flag and its place among those of its name.
func (o options) trusting() ([]sandbox.Option, error) {
	opts := []sandbox.Option{sandbox.WithSignatures(sandbox.Signatures(o.signatures))}
	if len(o.standIns) > 0 {
		opts = append(opts, sandbox.WithStandIns(o.standIns...))
	}
	for i, entry := range o.trust {
		sender, where, ok := strings.Cut(entry, "=")
		if !ok || sender == "" || where == "" {
			return nil, fmt.Errorf("-trust %d wants SENDER=FILE or SENDER=URL", i+1)
		}
		keys, err := keysAt(where)
		if err != nil {
			return nil, fmt.Errorf("-trust %d: %w", i+1, err)
		}
		opts = append(opts, sandbox.WithTrust(sender, keys))
	}
	return opts, nil
}

// keysAt are the keys in a file, or those that a URL publishes.
func keysAt(where string) (sandbox.KeySource, error) {
	if strings.HasPrefix(where, "https://") || strings.HasPrefix(where, "http://") {
		return envelope.NewRemoteKeys(where)
	}
	info, err := os.Stat(where)
	switch {
	case err != nil:
		return nil, errors.New("the file cannot be read")
	case !info.Mode().IsRegular() || info.Size() > maxKeyFile:
		return nil, fmt.Errorf("the file is no file, or longer than %d bytes", maxKeyFile)
	}
	text, err := os.ReadFile(where)
	if err != nil {
		return nil, errors.New("the file cannot be read")
	}
	if strings.Contains(string(text), "-----BEGIN") {
		key, err := envelope.ParsePublicKey(text, "")
		if err != nil {
			return nil, err
		}
		return envelope.NewKeySet(key)
	}
	set, err := envelope.ParseKeySet(text)
	if err == nil && len(set.Keys()) == 0 {
		err = errors.New("the key set holds no key that can be used")
	}
	return set, err
}
