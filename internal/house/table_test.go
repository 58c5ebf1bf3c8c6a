package house_test

import (
	"fmt"
	"slices"
	"strings"
)

const (
	// everyTest is the room of what any test may import beyond its own room's row.
	everyTest = "*_test.go"
	// publicPackages, in a row, stands for every package that our users can import too.
	publicPackages = "public packages"
)

// A row is one line of the table of rooms in CONTRIBUTING.
type row struct {
	room       string   // "crvs/profile"; "examples/..." is every package below examples
	mayImport  []string // rooms
	thirdParty []string // modules, as short as is clear: "go-jose/v4"
}

func (r row) holds(room string) bool {
	below, ok := strings.CutSuffix(r.room, "...")
	return r.room == room || ok && strings.HasPrefix(room, below)
}

// parseTable reads the one table of a Markdown text whose columns are ours.
func parseTable(markdown string) ([]row, error) {
	var rows []row
	inside := false
	for line := range strings.Lines(markdown) {
		cells := cellsOf(line)
		switch {
		case slices.Equal(cells, []string{"room", "holds", "may import", "third party"}):
			if rows != nil {
				return nil, fmt.Errorf("the table of rooms is there twice")
			}
			inside = true
		case cells == nil:
			inside = false
		case inside && strings.Trim(cells[0], "-:") != "":
			r, err := parseRow(cells)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", strings.TrimSpace(line), err)
			}
			if slices.ContainsFunc(rows, func(other row) bool { return other.room == r.room }) {
				return nil, fmt.Errorf("%s has two rows", r.room)
			}
			rows = append(rows, r)
		}
	}
	if rows == nil {
		return nil, fmt.Errorf("no table with the columns: room, holds, may import, third party")
	}
	return rows, nil
}

// cellsOf returns nil for a line that belongs to no table.
func cellsOf(line string) []string {
	line, ok := strings.CutPrefix(strings.TrimSpace(line), "|")
	if !ok {
		return nil
	}
	cells := strings.Split(strings.TrimSuffix(line, "|"), "|")
	for i := range cells {
		cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), "`", "")
	}
	return cells
}

func parseRow(cells []string) (row, error) {
	if len(cells) != 4 {
		return row{}, fmt.Errorf("it has %d cells, not 4", len(cells))
	}
	if slices.Contains(cells, "") {
		return row{}, fmt.Errorf("a cell is empty: a list of nothing says: nothing")
	}
	mayImport, err := parseList(cells[2])
	if err != nil {
		return row{}, err
	}
	thirdParty, err := parseList(cells[3])
	return row{room: cells[0], mayImport: mayImport, thirdParty: thirdParty}, err
}

func parseList(cell string) ([]string, error) {
	if cell == "nothing" {
		return nil, nil
	}
	var list []string
	for name := range strings.SplitSeq(cell, ",") {
		name = strings.TrimSpace(name)
		if name == "" || slices.Contains(list, name) {
			return nil, fmt.Errorf("the list %q has an empty entry or one twice", cell)
		}
		list = append(list, name)
	}
	return list, nil
}
