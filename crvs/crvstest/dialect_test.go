package crvstest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/crvstest"
	"github.com/openspmis/dci-crvs-go/crvs/envelope"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

func TestAClientOfAProfileFindsItsPath(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	for _, p := range []profile.Profile{profile.DCI10(), profile.OpenCRVS2024(), profile.OpenSPP(), profile.Workshop2022()} {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			client := reg.ClientOf(t, p.Name, crvs.WithProfile(p))
			hit, err := client.Find(t.Context(), search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth))
			require.NoError(t, err)
			assert.Equal(t, "Kumar", hit.Person.Name().FamilyName())
			assert.Equal(t, "1990-05-12", hit.Person.BirthDate().Text())
			_, err = client.Find(t.Context(), search.ByIdentifier(codes.IdentifierBRN, "B00XXX000").In(codes.VitalEventBirth))
			assert.ErrorIs(t, err, crvs.ErrNotFound)
		})
	}
}

// What is registered is found at once by whoever asks, in every dialect, and what is
// cancelled by nobody.
func TestAnEventIsSeenInEveryDialectAtOnce(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	asks := func(t *testing.T, p profile.Profile, number string) error {
		t.Helper()
		client := reg.ClientOf(t, p.Name, crvs.WithProfile(p))
		_, err := client.Find(t.Context(), search.ByIdentifier(codes.IdentifierBRN, number).In(codes.VitalEventBirth))
		return err
	}
	profiles := []profile.Profile{
		profile.DCI10(), profile.OpenCRVS2024(), profile.OpenCRVS19(), profile.OpenSPP(), profile.OpenG2P(), profile.Workshop2022(),
	}
	mala := person.Identifier{Type: codes.IdentifierNationalID, Value: "123456789"}
	for _, p := range profiles {
		born, err := reg.Handler().RecordBirth(sandbox.Birth{Given: "Uma", Family: "Nair", Place: "IN-KL-EKM-01", Mother: mala})
		require.NoError(t, err)
		require.NoError(t, asks(t, p, born.RegistrationNumber), p.Name)
		_, err = reg.Handler().Cancel(born.RegistrationNumber)
		require.NoError(t, err)
		require.ErrorIs(t, asks(t, p, born.RegistrationNumber), crvs.ErrNotFound, p.Name)
	}
}

func TestATokenOfOpenCRVSIsAskedInTheQuery(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t, crvstest.WithClientCredentials("spmis", "hunter2"))
	for _, p := range []profile.Profile{profile.OpenCRVS2024(), profile.OpenCRVS19()} {
		_, err := reg.ClientOf(t, p.Name, crvs.WithProfile(p)).Find(t.Context(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007").In(codes.VitalEventDeath))
		assert.NoError(t, err)
	}
}

func TestAProfileThatIsNoneFailsTheTest(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t)
	assert.PanicsWithValue(t, "crvstest: there is no such profile: take one of dci-1.0, opencrvs-2024, opencrvs-1.9, openspp, openg2p, bare-crvs, workshop-2022",
		func() { reg.URLOf(&exampleT{}, "opencrvs") })
}

func TestWhoIsTrustedIsVerified(t *testing.T) {
	t.Parallel()
	reg := crvstest.Start(t, crvstest.WithSandbox(sandbox.WithSignatures(sandbox.SignaturesRequired)))
	key, err := envelope.GenerateKey(envelope.EdDSA)
	require.NoError(t, err)
	set, err := envelope.NewKeySet(key.Public())
	require.NoError(t, err)
	reg.Trust(t, "mis.test", set)
	_, err = reg.Client(t).Find(t.Context(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007"))
	require.ErrorContains(t, err, "err.signature.missing")
	assert.Equal(t, reg.URL()+"/.well-known/jwks.json", reg.KeysURLOf(t, "dci-1.0"))
}
