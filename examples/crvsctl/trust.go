package main

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
)

// trust is how a registry speaks, and how messages are signed, verified and
// encrypted.
type trust struct {
	profile          profile.Profile
	signText         []byte // of -sign-key
	signAlg          envelope.Algorithm
	decryptText      []byte // of -decrypt-key
	verify           string // a URL, "off", or "" for a file
	verifyText       []byte
	encrypt          bool
	insecureUnsigned bool
	listen           string

	// What the files hold, zero if there is no such key.
	signKey, decryptKey envelope.PrivateKey
}

// verifyOff is the value of -verify that verifies nothing.
const verifyOff = "off"

// trustUsage is the part of a usage text about the flags of trust.
const trustUsage = `Trust. Either -sign-key or -insecure-unsigned is required:
  -profile NAME         how the registry speaks: dci-1.0 (default), opencrvs-2024,
                        opencrvs-1.9, openspp, openg2p, workshop-2022, bare-crvs; the
                        last two have no signatures. crvsctl probe finds it out
  -sign-key FILE        signs our questions with this private key (PEM or JWK; crvsctl
                        keys new makes one)
  -sign-alg ALG         what that key is used with, if the file does not say and it is
                        not RS256, ES256 or EdDSA: PS256
  -verify URL|FILE|off  whose keys the answers are verified with: a key set (JWK) at a URL
                        or in a file, or a public key in a file (JWK or PEM); default with
                        -sign-key: what the registry publishes below -url, at
                        /.well-known/jwks.json
  -insecure-unsigned    our questions go unsigned if there is no -sign-key, and then
                        answers are not verified unless -verify is given
  -encrypt              encrypts our questions to the registry's published key (or that of
                        -verify), and wants the answers encrypted
  -decrypt-key FILE     reads them with this private key (PEM or JWK); without it one is
                        made, which needs -jwks-listen, and a registry that does not keep
                        our keys from one run to the next
  -jwks-listen ADDR     publishes our public keys while the command runs: as
                        http://ADDR/.well-known/jwks.json, and the same below any path.
                        OpenCRVS fetches them at SENDER/.well-known/jwks.json:
                        -sender http://127.0.0.1:9090 -jwks-listen 127.0.0.1:9090
`

func (t *trust) define(f *flags) {
	t.defineReading(f, profile.All())
	f.privateFile(&t.signText, "sign-key")
	f.once("sign-alg", func(value string) error {
		t.signAlg = envelope.Algorithm(value)
		if t.signAlg.Use() != envelope.UseSignature {
			return errors.New("is not one of RS256, PS256, ES256, EdDSA")
		}
		return nil
	})
	f.toggle(&t.encrypt, "encrypt")
	f.text(&t.listen, "jwks-listen")
}

// defineReading is the part of define about what comes from the registry.
func (t *trust) defineReading(f *flags, known []profile.Profile) {
	t.profile = profile.DCI10()
	f.once("profile", func(value string) (err error) {
		t.profile, err = profileNamed(value, known)
		return err
	})
	f.privateFile(&t.decryptText, "decrypt-key")
	f.once("verify", func(value string) (err error) {
		if value == verifyOff || isURL(value) {
			t.verify = value
			return nil
		}
		t.verifyText, err = readFile(value)
		return err
	})
	f.toggle(&t.insecureUnsigned, "insecure-unsigned")
}

func isURL(value string) bool {
	scheme, _, ok := strings.Cut(strings.ToLower(value), "://")
	return ok && (scheme == "https" || scheme == "http")
}

func profileNamed(name string, known []profile.Profile) (profile.Profile, error) {
	for _, p := range known {
		if p.Name == name {
			return p, nil
		}
	}
	return profile.Profile{}, fmt.Errorf("is not one of %s", strings.Join(profileNames(known), ", "))
}

func profileNames(known []profile.Profile) []string {
	var names []string
	for _, p := range known {
		names = append(names, p.Name)
	}
	return names
}

// check finds what no single flag can say, and reads the keys.
func (t *trust) check(f *flags) {
	verifies := f.given["verify"] && t.verify != verifyOff
	switch {
	case t.profile.Signing == "" && (f.given["sign-key"] || verifies):
		f.fail("%s has no signatures: leave out -sign-key and -verify, and accept that with -insecure-unsigned", t.profile.Name)
	case t.encrypt && !t.profile.Encrypts:
		f.fail("%s takes no encrypted questions: leave out -encrypt", t.profile.Name)
	case !f.given["sign-key"] && !t.insecureUnsigned:
		f.fail("questions are signed with -sign-key FILE (crvsctl keys new makes one); or -insecure-unsigned " +
			"accepts that whoever can change the traffic can change the answers")
	}
	t.checkKeys(f)
}

// checkKeys is the part of check that holds without a question, too.
func (t *trust) checkKeys(f *flags) {
	switch {
	case f.given["sign-alg"] && !f.given["sign-key"]:
		f.fail("-sign-alg needs -sign-key")
	case t.encrypt && !f.given["decrypt-key"] && t.listen == "":
		f.fail("-encrypt needs a key of ours that the registry knows and encrypts its answers to: " +
			"give -decrypt-key FILE, or -jwks-listen ADDR to have one made and published")
	case f.given["decrypt-key"] && !t.encrypt && t.listen == "":
		f.fail("-decrypt-key is of no use without -encrypt or -jwks-listen")
	case t.listen != "" && !f.given["sign-key"] && !f.given["decrypt-key"] && !t.encrypt:
		f.fail("-jwks-listen has no key to publish: give -sign-key, -decrypt-key or -encrypt")
	}
	if f.wrong != nil {
		return
	}
	var err error
	if t.signText != nil {
		if t.signKey, err = readSignKey(t.signText, t.signAlg); err != nil {
			f.fail("-sign-key: %v", err)
		}
	}
	t.readDecryptKey(f)
	if t.encrypt && t.decryptText == nil {
		if t.decryptKey, err = envelope.GenerateKey(envelope.RSAOAEP256); err != nil {
			f.fail("-encrypt: %v", plain(err))
		}
	}
}

// readDecryptKey reads the key of -decrypt-key, if it is given.
func (t *trust) readDecryptKey(f *flags) {
	if t.decryptText == nil {
		return
	}
	var err error
	if t.decryptKey, err = readDecryptKey(t.decryptText); err != nil {
		f.fail("-decrypt-key: %v", err)
	}
}

// options are those of the client. Remote keys are fetched through hc.
func (t *trust) options(f *flags, hc *http.Client, insecureHTTP bool) ([]crvs.Option, error) {
	options := []crvs.Option{crvs.WithProfile(t.profile)}
	if t.insecureUnsigned || t.verify == verifyOff {
		options = append(options, crvs.WithInsecureUnsigned())
	}
	if !t.signKey.IsZero() {
		options = append(options, crvs.WithSigner(t.signKey))
	}
	keys, err := t.verifyKeys(f, hc, insecureHTTP)
	switch {
	case err != nil:
		return nil, err
	case keys != nil:
		options = append(options, crvs.WithVerifier(keys))
	case t.verify != verifyOff && !t.signKey.IsZero():
		options = append(options, crvs.WithPublishedKeys())
	}
	if t.encrypt {
		options = append(options, crvs.WithEncryption(encryptionKeys(keys), t.decryptKey))
	}
	return options, nil
}

// verifyKeys are those that -verify names, nil if it names none.
func (t *trust) verifyKeys(f *flags, hc *http.Client, insecureHTTP bool) (envelope.KeySource, error) {
	if t.verifyText != nil {
		keys, err := readPublicKeys(t.verifyText)
		if err != nil {
			return nil, usageError("-verify: "+err.Error(), f.see)
		}
		return keys, nil
	}
	if !isURL(t.verify) {
		return nil, nil //nolint:nilnil // no keys is an answer
	}
	options := []envelope.RemoteOption{envelope.WithHTTPClient(hc)}
	if insecureHTTP {
		options = append(options, envelope.WithInsecureHTTP())
	}
	keys, err := envelope.NewRemoteKeys(t.verify, options...)
	if err != nil {
		return nil, usageError("-verify: "+plain(err), f.see)
	}
	return keys, nil
}

// encryptionKeys are those to encrypt to: a file that holds none for encryption
// leaves it to what the registry publishes.
func encryptionKeys(keys envelope.KeySource) envelope.KeySource {
	switch keys := keys.(type) {
	case *envelope.KeySet:
		for _, k := range keys.Keys() {
			if k.Use() == envelope.UseEncryption {
				return keys
			}
		}
		return nil
	case anyKeyID:
		return nil
	default:
		return keys
	}
}
