package person

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// wordUse says where a word stands for "not given".
type wordUse uint8

const (
	wordAnywhere wordUse = iota // also with digits after it in a number: UNKNOWN-12
	wordWhole                   // in a text and in a number without digits
	wordMarked                  // in a text only with the sign between its letters: N/A, not Na
	wordOfNumber                // only in a number: Nil is a name
)

// placeholderWords are the words for "not given", each in lower case and with one
// space between its parts. They are those that forms and programs write: of
// databases (null), of programs (nil, none, nan, undefined), of spreadsheets (#N/A,
// #REF!), of statistics (unk, nd) and of clerks, in the languages in which many
// registers are kept. What one registry writes is added to a table by
// [Placeholders.WithTexts].
var placeholderWords = [...]struct {
	words string
	use   wordUse
}{
	{"unknown|not known|not available|not applicable|not given|not stated|undefined|not provided|not specified|not recorded|not assigned", wordAnywhere},
	{"unk|none|null|missing|not issued|no data|no number|no name", wordWhole},
	{"inconnu|inconnue|néant|neant|non renseigné|non renseigne|sans objet|non disponible|non communiqué", wordWhole},
	{"desconocido|desconocida|ninguno|no consta|sin dato|sin datos|no aplica|no disponible", wordWhole},
	{"desconhecido|desconhecida|ignorado|ignorada|não informado|nao informado|sem informação|não consta|nao consta", wordWhole},
	{"tidak diketahui|tidak ada|haijulikani|hakuna|không rõ|không có|unbekannt|неизвестно|нет данных", wordWhole},
	{"غير معروف|غير معروفة|لا يوجد|غير متوفر|نامعلوم|अज्ञात|অজানা|অজ্ঞাত|不详|不詳|未知|不明|ไม่ทราบ|ไม่ระบุ|አይታወቅም", wordWhole},
	{"n a|n k", wordMarked},
	{"na|nk|nil|nan|nd|no|nodata|tba|tbd|tbc|pending|blank|empty|void|ref|value|name|num|error|false|true|undef|n d|n s|nn|test|dummy", wordOfNumber},
}

// wordTable is the table by text, and by number: without the spaces, since a number
// is written "NOTKNOWN" too.
var wordTable = sync.OnceValue(func() (table struct{ texts, numbers map[string]wordUse }) {
	table.texts, table.numbers = map[string]wordUse{}, map[string]wordUse{}
	for _, row := range placeholderWords {
		for word := range strings.SplitSeq(row.words, "|") {
			table.texts[word] = row.use
			table.numbers[strings.ReplaceAll(word, " ", "")] = row.use
		}
	}
	return table
})

// isWord says whether the words of a text stand for "not given".
func isWord(words, text string) bool {
	use, ok := wordTable().texts[words]
	switch {
	case !ok || use == wordOfNumber:
		return false
	case use == wordMarked: // N. K. are initials
		return strings.Contains(text, "/") || words == "n a" && strings.Contains(text, ".") && !strings.Contains(text, " ")
	default:
		return true
	}
}

// isNumberWord says whether the words in a number stand for "none".
func isNumberWord(words string, hasDigits bool) bool {
	use, ok := wordTable().numbers[strings.ReplaceAll(words, " ", "")]
	return ok && (use == wordAnywhere || !hasDigits)
}

// nameBeginnings are how a form begins a name where a child, or a wife, has none of
// their own: what follows is the name of somebody else. Baby alone is a name, and so is
// D/O between two names.
var nameBeginnings = [...]string{
	"baby of", "babyof", "baby boy", "babyboy", "baby girl", "babygirl", "infant of", "newborn of", "new born", "male child of", "female child of",
	"son of", "daughter of", "wife of", "child of", "unnamed", "not yet named",
	"bebe de", "bébé de", "bebé de", "enfant de", "fils de", "fille de", "épouse de", "nouveau né", "nouveau ne", "sans nom",
	"rn de", "recien nacido", "recien nacida", "recién nacido", "recién nacida", "hijo de", "hija de", "recem nascido", "recém nascido", "filho de", "filha de",
	"bayi ny", "by ny", "anak dari",
}

// IsName says whether a name, or a part of one, stands for "not given": what
// [Placeholders.IsText] says, NN, and a name that only says whose child or wife
// somebody is: "B/O Mala Kumar", "Baby of Mala", "RN de Maria".
func (t Placeholders) IsName(name string) bool {
	if t.IsText(name) {
		return true
	}
	if len(name) > maxName {
		return false
	}
	folded := foldText(name)
	if folded == "nn" || folded == "n.n." || folded == "n.n" {
		return true
	}
	if len(folded) > 2 && strings.IndexByte("bsdwc", folded[0]) >= 0 {
		rest := strings.TrimLeft(folded[1:], " .")
		if sign := strings.TrimLeft(rest, `/\`); sign != rest {
			if sign = strings.TrimLeft(sign, " "); strings.HasPrefix(sign, "o") && !startsWithLetter(sign[1:]) {
				return true
			}
		}
	}
	words := spaced(name)
	return slices.ContainsFunc(nameBeginnings[:], func(begin string) bool {
		rest, ok := strings.CutPrefix(words, begin)
		return ok && (rest == "" || rest[0] == ' ')
	})
}

// maxName is longer, in bytes, than any name.
const maxName = 640

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}
