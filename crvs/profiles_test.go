package crvs_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/crvs"
	"github.com/openspmis/dci-crvs-go/crvs/profile"
	"github.com/openspmis/dci-crvs-go/crvs/sandbox"
	"github.com/openspmis/dci-crvs-go/internal/memnet"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/search"
)

// serves runs a sandbox in memory until the test, or its bubble, ends.
func serves(t *testing.T, options ...sandbox.Option) *http.Client {
	t.Helper()
	box, err := sandbox.New(options...)
	require.NoError(t, err)
	listener := memnet.Listen()
	server := &http.Server{Handler: box, ReadHeaderTimeout: time.Hour}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = server.Serve(listener) }()
	t.Cleanup(func() {
		assert.NoError(t, server.Close())
		<-ended
	})
	return &http.Client{Transport: listener.Transport()}
}

// speaks is a client in the dialect of a profile, signed where the system signs.
func speaks(t *testing.T, p profile.Profile, hc *http.Client, options ...crvs.Option) *crvs.Client {
	t.Helper()
	path, ok := sandbox.BasePath(p.Name)
	require.True(t, ok, p.Name)
	all := []crvs.Option{
		crvs.WithProfile(p), crvs.WithSender("https://spmis.example"), crvs.WithReceiver("crvs.sandbox"),
		crvs.WithHTTPClient(hc), crvs.WithInsecurePlainHTTP(),
	}
	if p.Signing == "" {
		all = append(all, crvs.WithInsecureUnsigned())
	} else {
		all = append(all, crvs.WithSigner(testKeys()["ours"]), crvs.WithPublishedKeys())
	}
	c, err := crvs.New("http://registry.example"+path, append(all, options...)...)
	require.NoError(t, err)
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// dialect is such a client of a sandbox that takes signed questions only, with a
// token got in the dialect's own way.
func dialect(t *testing.T, p profile.Profile) *crvs.Client {
	t.Helper()
	const id, secret = "mis", "s3cr3t-of-mis"
	hc := serves(t, sandbox.WithClient(id, secret), sandbox.WithTrust("https://spmis.example", keySet(t, "ours")),
		sandbox.WithSignatures(sandbox.SignaturesRequired))
	return speaks(t, p, hc, crvs.WithClientCredentials(id, secret))
}

// byNationalID is a woman of the sandbox whom each dialect finds alone by her
// national number. OpenCRVS finds its relatives too, and Mala has a child and a
// husband: there it is Divya, of whom no other record tells.
func byNationalID(p profile.Profile) (national, brn, family, born string) {
	if strings.HasPrefix(p.Name, "opencrvs-") {
		return "200000208", "B96FEB029", "Solanki", "1996-02-29"
	}
	return "123456789", "B90MAY123", "Kumar", "1990-05-12"
}

func TestEveryProfileFindsMissesAndBatches(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := dialect(t, p)
				national, brn, family, born := byNationalID(p)
				hit, err := c.Find(t.Context(), search.ByIdentifier(codes.IdentifierNationalID, national).In(codes.VitalEventBirth))
				require.NoError(t, err)
				assert.Equal(t, codes.VitalEventBirth, hit.Event)
				assert.Equal(t, brn, hit.RegistrationNumber)
				assert.Equal(t, family, hit.Person.Name().FamilyName())
				assert.Equal(t, codes.SexFemale, hit.Person.Sex)
				assert.Equal(t, born, hit.Person.BirthDate().Text())
				assert.Equal(t, search.MatchConfirmed, hit.Match)

				_, err = c.Find(t.Context(), search.ByIdentifier(codes.IdentifierNationalID, national).In(codes.VitalEventDeath))
				require.ErrorIs(t, err, crvs.ErrNotFound, "she is alive")
				_, err = c.Find(t.Context(), search.ByIdentifier(codes.IdentifierDRN, "D24AUG007").In(codes.VitalEventDeath))
				require.NoError(t, err)

				results, err := c.SearchBatch(t.Context(), []search.Query{
					search.ByIdentifier(codes.IdentifierBRN, "B90MAY123").In(codes.VitalEventBirth),
					search.ByIdentifier(codes.IdentifierBRN, "B00NONE00").In(codes.VitalEventBirth),
				})
				require.NoError(t, err)
				require.Len(t, results, 2)
				require.NoError(t, results[0].Err)
				require.NoError(t, results[1].Err)
				assert.Len(t, results[0].Page.Hits, 1)
				assert.Empty(t, results[1].Page.Hits)
			})
		})
	}
}

func TestEveryProfileFindsByTheDayOfBirthOrSaysThatItCannot(t *testing.T) {
	t.Parallel()
	day := person.MustDate("1990-05-12")
	for _, p := range profile.All() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := dialect(t, p)
				hit, err := c.Find(t.Context(), search.Where(search.BirthDate.Is(day)).In(codes.VitalEventBirth))
				if p.Name == "workshop-2022" {
					require.ErrorIs(t, err, crvs.ErrUnsupported)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
			})
		})
	}
}

func TestEveryProfileThatEncryptsIsAskedEncrypted(t *testing.T) {
	t.Parallel()
	for _, p := range profile.All() {
		if !p.Encrypts {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				hc := serves(t, sandbox.WithTrust("https://spmis.example", keySet(t, "ours", "our encryption")))
				c := speaks(t, p, hc, crvs.WithEncryption(nil, testKeys()["our encryption"]))
				hit, err := c.Find(t.Context(), malaByBRN())
				require.NoError(t, err)
				assert.Equal(t, "B90MAY123", hit.RegistrationNumber)
				_, err = c.Find(t.Context(), search.ByIdentifier(codes.IdentifierBRN, "B00NONE00").In(codes.VitalEventBirth))
				require.ErrorIs(t, err, crvs.ErrNotFound)
			})
		})
	}
}
