package main

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
)

// network is the network between a client and a registry in the same process: a
// request is handed to the registry, and what it writes is the answer. There is
// no port and no HTTP on a wire.
type network struct{ registry http.Handler }

// RoundTrip ends with an error where the registry closes the connection.
func (n network) RoundTrip(req *http.Request) (*http.Response, error) {
	in := req.Clone(req.Context())
	in.RequestURI, in.RemoteAddr = req.URL.RequestURI(), "127.0.0.1:1"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	out := &answer{header: http.Header{}}
	aborted := serve(n.registry, out, in)
	_ = in.Body.Close()
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if aborted && !out.flushed {
		return nil, io.ErrUnexpectedEOF
	}
	var body io.Reader = &out.body
	length := int64(out.body.Len())
	if aborted { // the header promised more than what came
		body = io.MultiReader(&out.body, broken{})
		if n, err := strconv.ParseInt(out.header.Get("Content-Length"), 10, 64); err == nil {
			length = n
		}
	}
	if out.status == 0 {
		out.status = http.StatusOK
	}
	return &http.Response{
		Status: strconv.Itoa(out.status) + " " + http.StatusText(out.status), StatusCode: out.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: out.header, ContentLength: length, Body: io.NopCloser(body),
	}, nil
}

// serve says whether the registry closed the connection, as net/http lets a
// handler do it.
func serve(h http.Handler, w http.ResponseWriter, req *http.Request) (aborted bool) {
	defer func() {
		if r := recover(); r != nil {
			if r != any(http.ErrAbortHandler) {
				panic(r)
			}
			aborted = true
		}
	}()
	h.ServeHTTP(w, req)
	return false
}

// broken is the end of a connection in the middle of an answer.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// answer is what a registry writes.
type answer struct {
	status  int
	header  http.Header
	body    bytes.Buffer
	flushed bool
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// Flush is what a registry does before it closes the connection in the middle of
// an answer, so that the first half arrives.
func (a *answer) Flush() { a.flushed = true }
