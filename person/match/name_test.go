package match_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openspmis/dci-crvs-go/codes"
	"github.com/openspmis/dci-crvs-go/person"
	"github.com/openspmis/dci-crvs-go/person/match"
)

// nameOf reads "given|middle|family", or a text without bars.
func nameOf(text string) person.PersonName {
	parts := strings.Split(text, "|")
	if len(parts) == 1 {
		return person.PersonName{Text: text}
	}
	list := func(part string) []string {
		if part == "" {
			return nil
		}
		return []string{part}
	}
	return person.PersonName{Given: list(parts[0]), Middle: list(parts[1]), Family: list(parts[2])}
}

func knownAs(texts ...string) person.Person {
	var p person.Person
	for _, text := range texts {
		p.Names = append(p.Names, nameOf(text))
	}
	return p
}

func TestNamesAreCompared(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, a, b string
		want       match.Outcome
	}{
		{"the same", "Mala||Kumar", "Mala||Kumar", agree},
		{"in another case", "MALA||KUMAR", "mala||kumar", agree},
		{"parts and a text", "Mala|S|Kumar", "Mala S. Kumar", agree},
		{"parts and a text with the family name first", "Mala|S|Kumar", "KUMAR, Mala S", agree},
		{"a middle name among the given ones", "Mala S||Kumar", "Mala|S|Kumar", agree},
		{"given and family name swapped", "Mala||Kumar", "Kumar||Mala", similar},
		{"two texts in another order", "Mala Kumar", "Kumar Mala", similar},
		{"another given name", "Mala||Kumar", "Sita||Kumar", differing},
		{"another family name", "Mala||Kumar", "Mala||Rao", differing},
		{"nothing in common", "Mala||Kumar", "Peter||Moyo", differing},
		{"a title in the text", "Dr. Mala Kumar", "Mala||Kumar", agree},
		{"titles in the given name", "Mrs Dr Mala||Kumar", "Mala||Kumar", agree},
		{"a title is all there is before the family name", "Mr.||Kumar", "Mala||Kumar", similar},
		{"the middle name is missing", "Mala||Kumar", "Mala|Devi|Kumar", similar},
		{"an initial", "M.||Kumar", "Mala||Kumar", similar},
		{"an initial without its point", "M Kumar", "Mala||Kumar", similar},
		{"another initial", "S.||Kumar", "Mala||Kumar", differing},
		{"initials of all", "M. K.", "Mala||Kumar", cannotTell},
		{"one letter wrong", "Mala||Kumer", "Mala||Kumar", similar},
		{"two letters swapped", "Mala||Kuamr", "Mala||Kumar", similar},
		{"two letters wrong in a long name", "Venkataraman||Iyer", "Venkateramen||Iyer", similar},
		{"three letters wrong", "Venkataraman||Iyer", "Vonkateramen||Iyer", differing},
		{"one letter in a short name is another name", "Jo||Li", "Jo||Lu", differing},
		{"a single name", "Suharto", "||Suharto", agree},
		{"a single name in either part", "Suharto||", "||Suharto", agree},
		{"a single name and two", "Suharto||", "Suharto||Widodo", similar},
		{"another single name", "Suharto||", "Sukarno||", differing},
		{"an apostrophe", "Sean||O'Neil", "Sean||O’Neil", agree},
		{"an apostrophe left out", "Sean||O'Neil", "Sean||ONeil", agree},
		{"an apostrophe as a space", "Sean||O Neil", "Sean||O'Neil", similar},
		{"a hyphen", "Jean-Pierre||Roy", "Jean Pierre||Roy", agree},
		{"joined", "Jean-Pierre||Roy", "Jeanpierre||Roy", similar},
		{"joined with a letter changed", "Abdul Rahman||", "Abdurrahman||", similar},
		{"spaces elsewhere are no agreement", "Ann Elise||Roy", "Anne Lise||Roy", similar},

		{"composed and decomposed", "Jos\u00e9||Roy", "Jose\u0301||Roy", agree},
		{"a diacritic dropped", "José||Muñoz", "Jose||Munoz", similar},
		{"a stroke dropped", "Łukasz||Sørensen", "Lukasz||Sorensen", similar},
		{"Vietnamese without its signs", "Nguyễn Thị Ánh", "Nguyen Thi Anh", similar},
		{"sharp s", "Anna||Strauß", "ANNA||STRAUSS", agree},
		{"the Turkish dotted I", "İbrahim||Yıldız", "Ibrahim||Yildiz", similar},
		{"full-width letters", "Ｍａｌａ||Kumar", "Mala||Kumar", agree},
		{"Cyrillic in another case", "Оксана||ШЕВЧЕНКО", "оксана||Шевченко", agree},
		{"Cyrillic with a diacritic dropped", "Семён||Королёв", "Семен||Королев", similar},
		{"Greek with a final sigma and accents", "Γιώργος||Παππάς", "ΓΙΩΡΓΟΣ||ΠΑΠΠΑΣ", similar},
		{"Arabic with and without vowel signs", "مُحَمَّد||عليّ", "محمد||علي", similar},
		{"Arabic with a word stretched", "محمـــد||علي", "محمد||علي", similar},
		{"Arabic with another hamza", "أحمد||علي", "احمد||علي", similar},
		{"another Arabic name", "محمد||علي", "محمود||حسن", differing},
		{"a Hebrew name with and without points", "שָׂרָה||כהן", "שרה||כהן", similar},
		{"an Indic vowel sign is part of the word", "मीना||", "मिना||", similar},
		{"another Indic name", "मीना||", "मोना||", similar},
		{"a short Indic name with another sign", "राम||", "रमा||", differing},
		{"a Thai tone mark is part of the word", "สมชาย||", "สมช่าย||", similar},
		{"Thai without the space", "สุดารัตน์||พุ่มชัย", "สุดารัตน์พุ่มชัย", agree},
		{"Chinese with the family name first", "小龍||李", "李小龍", agree},
		{"another Chinese name", "小龍||李", "李小明", differing},
		{"Amharic", "ሰላም||ተስፋዬ", "ሰላም||ተስፋዬ", agree},
		{"another Amharic name", "ሰላም||ተስፋዬ", "አበበ||ቢቂላ", differing},

		{"Cyrillic and Latin", "Оксана||Шевченко", "Oksana||Shevchenko", cannotTell},
		{"Han and Kana", "山田||太郎", "やまだ||たろう", cannotTell},
		{"a look-alike letter", "Маla||Kumar", "Mala||Kumar", cannotTell},
		{"the same with a look-alike letter", "Маla||Kumar", "Маla||KUMAR", agree},
		{"not text", "M\xffla||Kumar", "Mala||Kumar", cannotTell},
		{"letters that were lost", "M\ufffdla||Kumar", "Mala||Kumar", cannotTell},

		{"none", "", "Mala||Kumar", missing},
		{"a placeholder", "-", "Mala||Kumar", missing},
		{"placeholders", "N/A||unknown", "Mala||Kumar", missing},
		{"a placeholder for one part", "Mala||N/A", "Mala||Kumar", similar},
		{"Na is a name", "Kim||Na", "Kim||Na", agree},
		{"an emoji is no name", "😀", "Mala||Kumar", missing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := compareBoth(t, knownAs(tc.a), knownAs(tc.b))
			assert.Equal(t, tc.want.String(), c.Outcome(match.Name).String())
			switch tc.want {
			case agree:
				assert.InDelta(t, 1, c.NameSimilarity(), 0)
			case missing, cannotTell:
				assert.Zero(t, c.NameSimilarity())
			case similar:
				assert.Less(t, c.NameSimilarity(), 1.0)
				assert.Greater(t, c.NameSimilarity(), 0.5)
			case differing:
				assert.Less(t, c.NameSimilarity(), 0.9)
			}
			assert.Empty(t, c.Contradictions(), "names change")
		})
	}
}

func TestOfSeveralNamesTheBestPairCounts(t *testing.T) {
	t.Parallel()
	withUse := func(use codes.NameUse, text string) person.PersonName {
		n := nameOf(text)
		n.Use = use
		return n
	}
	people := func(names ...person.PersonName) person.Person { return person.Person{Names: names} }
	maiden := nameOf("Mala||Kumar")
	maiden.Maiden = "Rao"
	for _, tc := range []struct {
		name string
		a, b person.Person
		want match.Outcome
	}{
		{"one of two", knownAs("Mala||Kumar", "Mala||Rao"), knownAs("Mala||Rao"), agree},
		{"the maiden name", people(maiden), knownAs("Mala||Rao"), agree},
		{"neither the maiden name", people(maiden), knownAs("Mala||Nair"), differing},
		{"a name in another script may be the same", knownAs("Oksana||Boyko", "Оксана||Шевченко"), knownAs("Oksana||Shevchenko"), cannotTell},
		{"names that differ in both scripts", knownAs("Oksana||Boyko", "Оксана||Бойко"), knownAs("Oksana||Shevchenko", "Оксана||Шевченко"), differing},
		{"a text in another script beside the parts", people(person.PersonName{Text: "สุดา ใจดี", Given: []string{"Suda"}, Family: []string{"Jaidee"}}), knownAs("Suda||Jaidee"), agree},
		{"a nickname differs from the name", people(withUse("nickname", "Lali")), knownAs("Mala||Kumar"), cannotTell},
		{"a nickname does not hide a difference", people(nameOf("Mala||Kumar"), withUse("nickname", "Lali")), knownAs("Peter||Moyo"), differing},
		{"a made-up name is none", people(withUse("anonymous", "Jane Doe")), knownAs("Mala||Kumar"), missing},
		{"a stand-in is none", people(withUse("temp", "Baby||Kumar")), knownAs("Mala||Kumar"), missing},
		{"suffixes do not count", people(person.PersonName{Given: []string{"Mala"}, Family: []string{"Kumar"}, Suffix: []string{"PhD"}, Prefix: []string{"Prof."}}), knownAs("Mala||Kumar"), agree},
		{"more names than are compared", knownAs(strings.Split(strings.Repeat("Peter||Moyo,", 20)+"Mala||Kumar", ",")...), knownAs("Mala||Kumar"), cannotTell},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want.String(), compareBoth(t, tc.a, tc.b).Outcome(match.Name).String())
		})
	}
}
