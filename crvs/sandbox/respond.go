package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/internal/wire"
)

// answer writes v as JSON. What cannot be encoded is a fault of ours, and the
// peer is told no more than that.
func answer(w http.ResponseWriter, status int, v any) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		http.Error(w, `{"errors":[{"code":"`+string(codes.ReasonInternal)+`","message":"the answer could not be written"}]}`, http.StatusInternalServerError)
		return
	}
	answerBytes(w, status, body.Bytes())
}

func answerBytes(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// The peer may be gone; there is nobody left to tell.
	_, _ = w.Write(body)
}

// refuse answers with the standard's shape of an HTTP error, one for each
// message. The messages are ours and never quote the request.
func refuse(w http.ResponseWriter, status int, code codes.ReasonCode, messages ...string) {
	answer(w, status, wire.HTTPErrors{Errors: httpErrors(code, messages)})
}
