// Package envelope signs and encrypts what is sent, and verifies and decrypts what
// arrives.
//
//	key, err := envelope.ParsePrivateKey(pem, envelope.RS256)
//	signer, err := envelope.NewSigner(envelope.JWSAttached, key)
//	sealed, err := signer.Sign(ctx, header, message) // send sealed.Body and sealed.Header
//	...
//	keys, err := envelope.NewRemoteKeys("https://crvs.example.org/.well-known/jwks.json")
//	verifier, err := envelope.NewVerifier(envelope.JWSAttached, keys)
//	opened, err := verifier.Verify(ctx, "crvs.example.org", envelope.Sealed{Body: body, Header: resp.Header})
//	// decode opened.Payload, and nothing else
//
// The schemes are [JWSAttached] (the default; OpenCRVS), [JWSDetached] and
// [JWSDetachedHeader] (OpenG2P), [HTTPSignature] (OpenSPP), and for webhooks
// [HMACWebhook], which is a [Webhook]. A scheme is chosen by name and never
// guessed. Encryption is a JWE in OpenCRVS's form, or by name in the usual one,
// with RSA-OAEP-256 or ECDH-ES+A256KW and A256GCM.
//
// What it is for: a message was written by the sender that was asked, nobody
// changed it, it is not old, and on the way nobody could read it. The bytes that
// were verified are the bytes that are returned. A message never says how it is
// to be verified: algorithms come from an allow-list of ours, keys from the key
// set of the sender that was asked, by kid, alg and use. Keys inside a message
// (jwk, jku, x5u, x5c), crit, b64 and zip are refused, and so are duplicate
// members, invalid UTF-8 and half surrogates. Everything that is read is bounded.
//
// What it is not: it does not see that an answer belongs to a question (its
// transaction and reference ids), nor that a message came before: both are its
// caller's. The encryption of OpenCRVS's form authenticates nobody, so sign too.
// A key set is as trustworthy as the https connection it came by. It reads no
// files. G2P-Connect's AES-CBC with a fixed key and its signature are not
// supported, nor are X25519 keys.
//
// Errors are *fault.Error, which package crvs exports: of kind signature or
// encryption where a message does not hold, of kind unavailable, timeout or
// protocol where keys could not be had, of kind invalid where the configuration
// is wrong. Each says which check failed and what to do; none holds a key or
// anything of a message. Every type is immutable or safe for concurrent use, and
// those that hold a private key or a message print redacted.
//
// # Options
//
// Each constructor takes options of a type of its own. They are applied in order:
// of two that set the same thing the last one holds. An option that is nil is an
// error of kind invalid that says which one. The slices given to an option are
// copied when it is made. An option sets up a value that is being made and cannot
// change one that is in use; it may be given to several constructors.
package envelope
