package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

const keysUsage = `Keys makes keys.

usage: crvsctl keys new [-use sig|enc] [-alg ALG] -out FILE

  -use sig|enc          what the key is for: signatures (default) or encryption
  -alg ALG              sig: RS256, PS256, ES256, EdDSA (default, which every system with
                        signatures takes); enc: RSA-OAEP-256 (default), ECDH-ES+A256KW
  -out FILE             where the private key goes: PEM (PKCS#8), readable by its owner
                        alone. A file that is there is never overwritten

Its public key set is printed (JWK): give it to the registry, or publish it at
/.well-known/jwks.json, as -jwks-listen of the other commands does. The private key is
for -sign-key or -decrypt-key.

Exit status: 0 made, 2 bad usage, 1 could not write.
`

func keysCommand() command {
	return command{name: "keys", summary: "make keys to sign and to decrypt with", usage: keysUsage, run: runKeys}
}

func runKeys(_ context.Context, args []string, s streams) error {
	const verb = "new"
	f := newFlags("keys", s)
	if len(args) == 0 || args[0] != verb && !strings.HasPrefix(args[0], "-") {
		f.fail("what is to be done with keys is missing: %s", verb)
		return f.wrong
	}
	if args[0] == verb {
		args = args[1:]
	}
	var use, alg, out string
	f.once("use", func(value string) error {
		if use = value; use != string(envelope.UseSignature) && use != string(envelope.UseEncryption) {
			return errors.New("is not one of sig, enc")
		}
		return nil
	})
	f.once("alg", func(value string) error {
		if alg = value; envelope.Algorithm(alg).Use() == "" {
			return errors.New("is not one of RS256, PS256, ES256, EdDSA, RSA-OAEP-256, ECDH-ES+A256KW")
		}
		return nil
	})
	f.text(&out, "out")
	if err := f.parse(args); err != nil {
		return err
	}
	algorithm := chosen(envelope.Use(use), envelope.Algorithm(alg))
	switch {
	case use != "" && algorithm.Use() != envelope.Use(use):
		f.fail("-alg %s is for -use %s", algorithm, algorithm.Use())
	case out == "":
		f.fail("-out FILE is required")
	}
	if f.wrong != nil {
		return f.wrong
	}
	return newKey(algorithm, out, s)
}

// chosen is the algorithm of a new key.
func chosen(use envelope.Use, alg envelope.Algorithm) envelope.Algorithm {
	switch {
	case alg != "":
		return alg
	case use == envelope.UseEncryption:
		return envelope.RSAOAEP256
	default:
		return envelope.EdDSA
	}
}

// newKey makes a key, writes it, and prints its public half.
func newKey(alg envelope.Algorithm, path string, s streams) error {
	key, err := envelope.GenerateKey(alg)
	if err != nil {
		return err
	}
	text, err := key.MarshalPEM()
	if err != nil {
		return err
	}
	set, err := publicSet(key)
	if err != nil {
		return err
	}
	public, err := set.MarshalJSON()
	if err != nil {
		return err
	}
	if err := writeNew(path, append(text, algorithmLine+string(alg)+"\n"...)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s\n", public)
	return written(err)
}

// writeNew writes a file that is not there yet, for its owner alone.
func writeNew(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return errors.New("-out names a file that is there already: it is not overwritten, name another")
	case err != nil:
		return unwritable(err)
	}
	_, err = file.Write(content)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(path) // ours, and no whole key
		return unwritable(err)
	}
	return nil
}

func unwritable(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return fmt.Errorf("-out names a file that cannot be written (%w)", err)
}
