// Package profile says how each kind of registry speaks: its paths and words,
// what it can be asked, what it would misread, how it signs, and its habits. The
// client knows no vendor; all that differs between registries is here, one file
// a dialect.
//
//	c, err := crvs.New("https://crvs.example.org",
//		crvs.WithProfile(profile.OpenCRVS2024()), ...)
//
// The profiles of this package:
//
//	name            system                                        signs by         asked in
//	dci-1.0         the standard as published (the default)       jws-attached     /registry/...
//	opencrvs-2024   OpenCRVS DCI server 1.0                       jws-attached     /registry/...
//	opencrvs-1.9    OpenCRVS 1.9 DCI server                       jws-attached     /registry/...
//	openspp         OpenSPP 2                                     http-signature   /registry/... under a prefix
//	openg2p         OpenG2P registry                              jws-detached     /{name}/registry/...
//	workshop-2022   the sandbox of the 2022 workshop              not at all       /searchCRVSData
//	bare-crvs       the published CRVS mock                       not at all       /crvs/sync/search
//
// # Asking safely
//
// A registry that does not understand a question may answer another one: of
// OpenCRVS, a lone condition on the date of birth gives every birth there is.
// [Profile.Plan] puts a query into the registry's own words, and refuses what it
// would misread or cannot express, before a byte is sent: errors.Is(err,
// crvs.ErrUnsupported), with a sentence that says what it can do instead.
//
// # A dialect of your own
//
// Start from the nearest of ours and change what differs; every field is there
// to be changed. The client keeps a copy, so a Profile may be changed afterwards
// without any effect on it.
//
//	p := profile.DCI10()
//	p.Name, p.System = "my-registry", "the registry of my country"
//	p.Paths.SyncSearch = "/api/dci/sync/search"
//	p.Words.Identifiers = map[codes.IdentifierType]string{codes.IdentifierNationalID: "CITIZEN_NO"}
//	p.Asks.Events = []codes.VitalEvent{codes.VitalEventBirth, codes.VitalEventDeath}
//
// A Profile is a value and does no I/O. Reading one is safe for concurrent use;
// changing one is not.
package profile
