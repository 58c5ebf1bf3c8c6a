package sandbox

const (
	pageRows   = 64
	chunkPages = 128
	chunkRows  = pageRows * chunkPages
)

// table is a list of rows by their keys. A copy of it is a version: rows are added
// and changed in one version, the newest, and the older ones stay as they are, for
// what is changed is copied first, and what is added lies beyond their end. So many
// may read older versions while one writes, without waiting for each other.
type table[T any] struct {
	made   []T                         // while the country is made: all rows in one piece
	chunks []*[chunkPages]*[pageRows]T // from then on
	size   int32
	shared bool // with other versions: what is changed must be copied
}

// newTable has room for so many rows, to be made.
func newTable[T any](rows int) table[T] {
	return table[T]{made: make([]T, 0, (rows+pageRows-1)/pageRows*pageRows)}
}

// ready cuts what was made into pages, which are changed one by one.
func (t *table[T]) ready() {
	made := t.made
	t.made, t.chunks = nil, make([]*[chunkPages]*[pageRows]T, 0, len(made)/chunkRows+1)
	for from := 0; from < len(made); from += pageRows {
		if from%chunkRows == 0 {
			t.chunks = append(t.chunks, new([chunkPages]*[pageRows]T))
		}
		page := t.chunks[len(t.chunks)-1]
		if from+pageRows <= cap(made) {
			page[from/pageRows%chunkPages] = (*[pageRows]T)(made[from : from+pageRows])
			continue
		}
		last := new([pageRows]T)
		copy(last[:], made[from:])
		page[from/pageRows%chunkPages] = last
	}
}

// at is the row with this key, which must be there. It is to be read, and changed
// only while the table is not shared.
func (t *table[T]) at(key int32) *T {
	if t.chunks == nil {
		return &t.made[key]
	}
	return &t.chunks[key>>13][key>>6&(chunkPages-1)][key&(pageRows-1)]
}

// find is the row with this key, nil if nothing was ever stored near it.
func (t *table[T]) find(key int32) *T {
	if int(key>>13) >= len(t.chunks) || t.chunks[key>>13] == nil {
		return nil
	}
	if page := t.chunks[key>>13][key>>6&(chunkPages-1)]; page != nil {
		return &page[key&(pageRows-1)]
	}
	return nil
}

// add adds a row and returns its key.
func (t *table[T]) add(row T) int32 {
	key := t.size
	if t.chunks == nil {
		t.made = append(t.made, row)
		t.size++
		return key
	}
	if key&(pageRows-1) == 0 {
		t.addPage(key)
	}
	t.size++
	*t.at(key) = row
	return key
}

// addPage makes room for the rows from key on. Past the first chunk the pages of a
// chunk are one piece of memory, because many small pieces waste some.
func (t *table[T]) addPage(key int32) {
	page := key >> 6 & (chunkPages - 1)
	if int(key>>13) == len(t.chunks) {
		t.chunks = append(t.chunks, new([chunkPages]*[pageRows]T))
		if len(t.chunks) > 1 {
			rows := new([chunkPages][pageRows]T)
			for i := range rows {
				t.chunks[len(t.chunks)-1][i] = &rows[i]
			}
		}
	}
	if chunk := t.chunks[key>>13]; chunk[page] == nil {
		chunk[page] = new([pageRows]T)
	}
}

// edit is the row with this key, to be changed in this version alone. A row that
// was never stored is zero.
func (t *table[T]) edit(key int32) *T {
	if row := t.find(key); row != nil && !t.shared {
		return row
	}
	chunks := make([]*[chunkPages]*[pageRows]T, max(len(t.chunks), int(key>>13)+1))
	copy(chunks, t.chunks)
	var chunk [chunkPages]*[pageRows]T
	if old := chunks[key>>13]; old != nil {
		chunk = *old
	}
	var page [pageRows]T
	if old := chunk[key>>6&(chunkPages-1)]; old != nil {
		page = *old
	}
	chunk[key>>6&(chunkPages-1)] = &page
	chunks[key>>13], t.chunks = &chunk, chunks
	return &page[key&(pageRows-1)]
}

// row is the row with this key, to be changed in this version or only read.
func (t *table[T]) row(key int32, change bool) *T {
	if change {
		return t.edit(key)
	}
	return t.at(key)
}
