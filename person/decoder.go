package person

import "github.com/go-json-experiment/json/jsontext"

// Decoder reads the records of one answer, one after the other. It bounds the
// memory of all of them together, where decoding each by itself bounds only that
// of each. It is for one goroutine.
type Decoder struct {
	json      *jsontext.Decoder
	words     Words
	room      int
	exhausted bool
}

// NewDecoder reads from json, which the caller may read between two records; nil if
// only DecodeChecked is called.
// size is the length of the whole answer in bytes: the elements of all lists of
// the records may take sixteen times as much, and eight MiB.
func NewDecoder(json *jsontext.Decoder, size int) *Decoder {
	return &Decoder{json: json, room: roomFor(size)}
}

// Decode reads the next value, by the rules of [Record.UnmarshalJSONFrom]. Lists
// for which there is no more memory stay raw in Extra: see Exhausted.
func (d *Decoder) Decode(r *Record) error {
	text, err := readFrom(d.json)
	if err != nil {
		return err
	}
	return d.read(text, r)
}

// DecodeChecked is Decode for a caller who reads the answer itself. record is one
// value, without white space around it, of JSON in which the caller found no double
// members and no invalid UTF-8: it is not looked for again, and of other text
// anything may be read. The only error is [ErrNotAnObject].
func (d *Decoder) DecodeChecked(record []byte, r *Record) error { return d.read(string(record), r) }

func (d *Decoder) read(text string, r *Record) error {
	c := cursor{Reader: reader(text), room: d.room, words: &d.words}
	err := c.record(r)
	d.room = max(c.room, 0)
	d.exhausted = d.exhausted || c.room < 0 || c.elements > maxElements || c.counted > maxTexts
	return err
}

// Exhausted says whether lists were left unread: because all of them take far
// more memory than the records of a registry do, or because one record has more
// than 10,000 elements, or than 40,000 texts and dates in lists. What such an answer says of its people is not all that
// it holds.
func (d *Decoder) Exhausted() bool { return d.exhausted }
