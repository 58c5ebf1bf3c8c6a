package transport

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// quotable is the longest plain text that an excerpt quotes, in bytes.
const quotable = 200

// Excerpt describes a body that is not the promised JSON, for an error message.
// A page is never quoted, nor anything that looks like data; short plain text
// is, masked by [Mask] with the values.
func Excerpt(contentType string, body []byte, values []string) string {
	text := bytes.TrimSpace(body)
	if len(text) == 0 || len(text) > quotable || sniff(contentType, text) != "text" || bytes.ContainsAny(text, "<>{}[]") {
		return describe(contentType, body)
	}
	return fmt.Sprintf("the text %q", Mask(string(text), values))
}

// describe says what a body is and quotes nothing of it.
func describe(contentType string, body []byte) string {
	text := bytes.TrimSpace(body)
	if len(text) == 0 {
		return "an empty body"
	}
	switch kind := sniff(contentType, text); kind {
	case "HTML":
		return fmt.Sprintf("an HTML page of %d bytes (a gateway or proxy, not the registry?)", len(body))
	case "JSON":
		return fmt.Sprintf("JSON of %d bytes", len(body))
	case "binary":
		return fmt.Sprintf("binary data of %d bytes", len(body))
	default:
		return fmt.Sprintf("%s of %d bytes", kind, len(body))
	}
}

// sniff looks at the body first: gateways label their pages as they like.
func sniff(contentType string, text []byte) string {
	if !isText(text) {
		return "binary"
	}
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	head := strings.ToLower(string(text[:min(len(text), 512)]))
	contentType = strings.ToLower(contentType)
	switch {
	case strings.HasPrefix(head, "<?xml") && !strings.Contains(head, "<html"):
		return "XML"
	case strings.Contains(head, "<html"), strings.Contains(head, "<!doctype html"),
		strings.Contains(head, "<head"), strings.Contains(head, "<body"),
		strings.HasPrefix(head, "<") && strings.Contains(contentType, "html"):
		return "HTML"
	case strings.HasPrefix(head, "<"):
		return "XML"
	case strings.HasPrefix(head, "{"), strings.HasPrefix(head, "["), strings.HasPrefix(head, `"`):
		return "JSON"
	case strings.Contains(contentType, "html"):
		return "HTML"
	default:
		return "text"
	}
}

// isText looks at the beginning only.
func isText(body []byte) bool {
	head := body[:min(len(body), 1024)]
	for len(head) > 0 {
		r, size := utf8.DecodeRune(head)
		cut := len(body) > 1024 && !utf8.FullRune(head)
		if r == utf8.RuneError && size <= 1 && !cut || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f {
			return false
		}
		head = head[size:]
	}
	return true
}
