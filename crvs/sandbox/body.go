package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/openspmis/dci-crvs-go/codes"
)

const (
	maxBody  = 1 << 20 // bytes of a question
	maxDepth = 32      // of objects and lists in each other; the standard needs 10
)

// isOfType says whether the body is announced as one of this type, whatever its
// parameters are.
func isOfType(req *http.Request, want string) bool {
	media, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	return (err == nil || errors.Is(err, mime.ErrInvalidMediaParameter)) && media == want
}

// readBody reads the body of a question within its bounds. If it cannot, it has
// answered.
func readBody(w http.ResponseWriter, req *http.Request, refuse voice) ([]byte, bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
	if err == nil {
		return body, true
	}
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		refuse(w, http.StatusRequestEntityTooLarge, codes.ReasonRequestBad, fmt.Sprintf("the body is larger than %d bytes", maxBody))
	} else {
		refuse(w, http.StatusBadRequest, codes.ReasonRequestBad, "the body could not be read to its end")
	}
	return nil, false
}

// jsonProblem says why body is not one JSON value that can be read in one way
// only, "" if it is: double members and invalid UTF-8 are refused.
func jsonProblem(body []byte) string {
	if !utf8.Valid(body) {
		return "the body is not valid UTF-8"
	}
	dec := jsontext.NewDecoder(bytes.NewReader(body))
	for values := 0; ; {
		token, err := dec.ReadToken()
		switch {
		case errors.Is(err, io.EOF) && values == 1:
			return ""
		case errors.Is(err, io.EOF):
			return "the body is empty"
		case errors.Is(err, jsontext.ErrDuplicateName):
			return fmt.Sprintf("the body names a member twice, before byte %d", dec.InputOffset())
		case errors.Is(err, io.ErrUnexpectedEOF):
			return "the body ends before its JSON does"
		case err != nil:
			return fmt.Sprintf("the body is not valid JSON after byte %d", dec.InputOffset())
		case dec.StackDepth() > maxDepth:
			return fmt.Sprintf("the body is nested deeper than %d levels", maxDepth)
		case dec.StackDepth() == 0 && token.Kind() != 0:
			if values++; values > 1 {
				return "the body holds more than one JSON value"
			}
		}
	}
}
