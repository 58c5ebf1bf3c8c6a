package transport

import (
	"fmt"
	"net/http"

	"github.com/openspmis/dci-crvs-go/crvs/fault"
)

// unusable is the error for a success that holds no token.
func unusable(resp *Response, err error) *fault.Error {
	return &fault.Error{
		Op: opToken, Kind: fault.KindProtocol, HTTPStatus: resp.Status,
		Message: "the token endpoint gave no usable token (" + err.Error() + "): " +
			describe(resp.Header.Get("Content-Type"), resp.Body) + "; check the token URL",
	}
}

// refusal is the error for a token endpoint that said no. Of its answer it
// repeats only the words of RFC 6749: the rest may repeat id or secret.
func refusal(resp *Response, word string) *fault.Error {
	e := &fault.Error{
		Op: opToken, Kind: fault.KindOfStatus(resp.Status), HTTPStatus: resp.Status, RetryAfter: resp.RetryAfter,
	}
	switch {
	case resp.Status < 300, resp.Status == http.StatusBadRequest, resp.Status == http.StatusUnauthorized, resp.Status == http.StatusForbidden:
		e.Kind = fault.KindUnauthorized
		e.Message = "the token endpoint refused"
		if word != "" {
			e.Message += fmt.Sprintf(" (%s)", word)
		}
		e.Message += ": " + remedy(word)
	case e.Kind == fault.KindRateLimited:
		e.Message = "the token endpoint is asked too often"
	case e.Kind == fault.KindUnavailable:
		e.Message = "the token endpoint does not work at the moment"
	default:
		e.Message = "the token endpoint answered with an unexpected status: check the token URL, and how it wants to be asked (WithTokenStyle)"
	}
	if word == "" && resp.Status >= 300 {
		e.Message += "; it sent " + describe(resp.Header.Get("Content-Type"), resp.Body)
	}
	return e
}

func remedy(word string) string {
	switch word {
	case "invalid_request":
		return "it may want to be asked in another way (WithTokenStyle): as a form, in the query, as JSON, or with basic authentication; else check client id and secret"
	case "invalid_scope":
		return "check the scope"
	case "unsupported_grant_type", "unauthorized_client":
		return "the client must be allowed the grant client_credentials"
	default:
		return "check client id and secret"
	}
}
