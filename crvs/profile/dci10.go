package profile

import (
	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
)

// DCI10 is the standard as published: CRVS 1.0.0. A registry of which nothing
// else is known is asked so.
func DCI10() Profile {
	return Profile{
		Name:     "dci-1.0",
		System:   "a registry by DCI CRVS 1.0.0",
		Paths:    standardPaths("/registry"),
		Signing:  envelope.JWSAttached,
		Encrypts: true,
		Words: Words{
			RegType:    string(codes.RegistryTypeCivil),
			RecordType: string(codes.RecordTypePerson),
		},
	}
}
